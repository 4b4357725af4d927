/** Discovery in a registry: the tag is resolved once, everything after is by digest (`registry.md` §1, rule 3). */
import { err, ok, type Digest, type Result } from "../../base/index.ts";
import type { StoredManifest } from "../content-store.ts";
import type { ByteBudget } from "../discovery/candidate.ts";
import { collect, type Evidence } from "../discovery/collect.ts";
import type { FurtherSubject, Origin, ResolvedSubject } from "../discovery/discovery.ts";
import { askableDigest, askAll, type AskAbout } from "../discovery/further.ts";
import { platformWarnings, type Found } from "../discovery/found.ts";
import type { SourcePlan } from "../discovery/source.ts";
import { repositoryPlace } from "../discovery/place.ts";
import { commitTag } from "../digest-text.ts";
import type { FetchFault, SubjectFault } from "../fault.ts";
import { openGates, type Gates } from "../host-gate.ts";
import type { RegistryLimits } from "../limits.ts";
import { isLoopbackHost, networkHost, printReference, repositoryName, type Reference } from "../reference.ts";
import type { DiscoverRequest, RegistryPorts } from "../request.ts";
import type { RegistrySubject } from "../subject.ts";
import { openClient } from "./client.ts";
import { countedClient } from "./counted-client.ts";
import { listReferrers, type Repository } from "./referrers.ts";
import { remoteStore, type RemoteStore, type StorePorts } from "./store.ts";
import { listAttachments, listCommit, listFallback } from "./tags.ts";

export async function discoverRemote(
  subject: RegistrySubject,
  request: DiscoverRequest,
  ports: RegistryPorts,
  limits: RegistryLimits,
  budget: ByteBudget,
): Promise<Result<Found, SubjectFault>> {
  const { reference } = subject;
  const gates = openGates(ports.transport, ports.timer, limits, request.signal);
  const connect = (to: Reference): Connection => connectTo(to, request, ports, gates, limits, budget);
  const own = connect(reference);
  const root = await resolve(reference, own.store);
  if (!root.ok) return err(subjectFault(root.error, reference));
  const others = (request.evidenceRepositories ?? []).filter((one) => repositoryName(one) !== repositoryName(reference));
  const evidence = remoteEvidence(own, others.map(connect));
  const collected = await collect(root.value.manifest, evidence, limits, budget, request);
  if (!collected.ok) return collected;
  const context = { store: own.store, limits, budget, unsigned: request.unsigned ?? "fetch" };
  const named = new Set([reference, ...(request.evidenceRepositories ?? [])].map(({ domain }) => domain));
  const ask: AskAbout = (about) =>
    askAll(
      plansAbout(about, own, others.map(connect), (place) => elsewhere(place, named, connect)),
      context,
    );
  const warnings = [...root.value.warnings, ...platformWarnings(request, collected.value.set)];
  return ok({ ...collected.value, subject: resolved(reference, root.value.manifest.digest), ask, warnings });
}

/** What the reference names now, and nothing about it. */
export async function resolveRemote(
  { reference }: RegistrySubject,
  request: Pick<DiscoverRequest, "plainHttpHosts" | "signal">,
  ports: RegistryPorts,
  limits: RegistryLimits,
  budget: ByteBudget,
): Promise<Result<ResolvedSubject, SubjectFault>> {
  const gates = openGates(ports.transport, ports.timer, limits, request.signal);
  const root = await resolve(reference, connectTo(reference, request, ports, gates, limits, budget).store);
  return root.ok ? ok(resolved(reference, root.value.manifest.digest)) : err(subjectFault(root.error, reference));
}

/** A repository that evidence names, on a host that a person has named. */
function elsewhere(place: string, named: ReadonlySet<string>, connect: (to: Reference) => Connection): Connection | undefined {
  const reference = repositoryPlace(place);
  return reference !== undefined && named.has(reference.domain) ? connect(reference) : undefined;
}

/** `registry.md` §4.6: where evidence about something else may be. Of a commit only evidence repositories hold a list. */
function plansAbout(
  about: FurtherSubject,
  own: Connection,
  others: readonly Connection[],
  elsewhereAt: (place: string) => Connection | undefined,
): readonly SourcePlan[] {
  if (about.kind === "commit") return others.map((other) => commitPlan(other, about.commit));
  const subject = askableDigest(about.digests);
  if (subject === undefined) return [];
  const places = about.places.flatMap((place) => elsewhereAt(place) ?? []);
  const asked = new Map([own, ...others, ...places].map((connection) => [connection.repository, connection]));
  return [...asked.values()].flatMap((connection) => plansFor(connection, subject, "evidence"));
}

function commitPlan({ repository, store, origin }: Connection, commit: string): SourcePlan {
  return { kind: "fallback-tag", location: `${repository}:${commitTag(commit)}`, store, list: () => listCommit(commit, store, origin) };
}

/** One repository of a run. */
interface Connection {
  readonly repository: string;
  readonly store: RemoteStore;
  readonly ports: StorePorts;
  readonly origin: Origin;
}

function connectTo(
  reference: Reference,
  request: Pick<DiscoverRequest, "plainHttpHosts">,
  ports: RegistryPorts,
  gates: Gates,
  limits: RegistryLimits,
  budget: ByteBudget,
): Connection {
  const host = networkHost(reference);
  const isPlain = isLoopbackHost(host) || request.plainHttpHosts?.includes(host) === true;
  const target = { domain: reference.domain, path: reference.path, origin: `${isPlain ? "http" : "https"}://${host}` };
  const client = openClient(target, { gates, timer: ports.timer, limits, credentials: ports.credentials });
  const storePorts = { client: countedClient(client, budget, limits.requestsAtOnce), hasher: ports.hasher, limits };
  return { repository: repositoryName(reference), store: remoteStore(storePorts), ports: storePorts, origin: originKind(isPlain, host) };
}

function originKind(isPlain: boolean, host: string): Origin {
  if (!isPlain) return "tls";
  return isLoopbackHost(host) ? "local" : "plain";
}

interface Root {
  readonly manifest: StoredManifest;
  readonly warnings: readonly string[];
}

/** A digest decides and its tag is never asked for. */
async function resolve(reference: Reference, store: RemoteStore): Promise<Result<Root, FetchFault>> {
  if (reference.digest !== undefined) {
    const manifest = await store.manifest(reference.digest, {});
    return manifest.ok ? ok({ manifest: manifest.value, warnings: [] }) : manifest;
  }
  const tagged = await store.tagged(reference.tag ?? "latest");
  if (!tagged.ok) return tagged;
  const assumed = reference.tag === undefined ? ["no tag and no digest was named, so `latest` was taken"] : [];
  return ok({ manifest: tagged.value, warnings: [...assumed, ...tagged.value.warnings] });
}

function subjectFault(error: FetchFault, reference: Reference): SubjectFault {
  const kind = error.reason === "not-found" ? "subject-not-found" : "subject-unreadable";
  return { kind, reason: error.reason, detail: `${printReference(reference)}: ${error.detail}` };
}

function resolved(reference: Reference, digest: Digest): ResolvedSubject {
  const { tag } = reference;
  return {
    reference: printReference({ ...reference, digest }),
    repository: repositoryName(reference),
    ...(tag === undefined ? {} : { tag }),
    digest,
    digests: [digest],
  };
}

function remoteEvidence(own: Connection, others: readonly Connection[]): Evidence {
  return {
    store: own.store,
    hasher: own.ports.hasher,
    location: own.repository,
    origin: own.origin,
    perSubject: (subject) => [...plansFor(own, subject, "own"), ...others.flatMap((other) => plansFor(other, subject, "evidence"))],
    perSet: () => [],
  };
}

function plansFor(connection: Connection, subject: Digest, repository: Repository): readonly SourcePlan[] {
  const { store, ports, origin } = connection;
  const common = { location: `${connection.repository}@${subject}`, subject, store };
  return [
    { ...common, kind: "referrers-api", list: () => listReferrers(subject, ports, origin, repository) },
    { ...common, kind: "fallback-tag", list: () => listFallback(subject, store, origin, repository) },
    { ...common, kind: "cosign-att", list: () => listAttachments(subject, store, origin, repository) },
  ];
}
