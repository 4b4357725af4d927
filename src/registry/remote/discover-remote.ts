/** Discovery in a registry: the tag is resolved once, everything after is by digest (`registry.md` §1, rule 3). */
import { err, ok, type Digest, type Result } from "../../base/index.ts";
import type { StoredManifest } from "../content-store.ts";
import type { ByteBudget } from "../discovery/candidate.ts";
import { collect, type Evidence } from "../discovery/collect.ts";
import type { Origin, ResolvedSubject } from "../discovery/discovery.ts";
import { platformWarnings, type Found } from "../discovery/found.ts";
import type { SourcePlan } from "../discovery/source.ts";
import type { FetchFault, SubjectFault } from "../fault.ts";
import { openGates } from "../host-gate.ts";
import type { RegistryLimits } from "../limits.ts";
import { isLoopbackHost, networkHost, printReference, repositoryName, type Reference } from "../reference.ts";
import type { DiscoverRequest, RegistryPorts } from "../request.ts";
import type { RegistrySubject } from "../subject.ts";
import { openClient } from "./client.ts";
import { listReferrers } from "./referrers.ts";
import { remoteStore, type RemoteStore, type StorePorts } from "./store.ts";
import { listAttachments, listFallback } from "./tags.ts";

export async function discoverRemote(
  subject: RegistrySubject,
  request: DiscoverRequest,
  ports: RegistryPorts,
  limits: RegistryLimits,
  budget: ByteBudget,
): Promise<Result<Found, SubjectFault>> {
  const { reference } = subject;
  const host = networkHost(reference);
  const isPlain = isLoopbackHost(host) || request.plainHttpHosts?.includes(host) === true;
  const target = { domain: reference.domain, path: reference.path, origin: `${isPlain ? "http" : "https"}://${host}` };
  const gates = openGates(ports.transport, ports.timer, limits, request.signal);
  const client = openClient(target, { gates, timer: ports.timer, limits, credentials: ports.credentials });
  const storePorts: StorePorts = { client, hasher: ports.hasher, limits };
  const store = remoteStore(storePorts);
  const root = await resolve(reference, store);
  if (!root.ok) return err(subjectFault(root.error, reference));
  const origin = originKind(isPlain, host);
  const evidence = remoteEvidence(reference, store, storePorts, origin);
  const collected = await collect(root.value.manifest, evidence, limits, budget, request);
  if (!collected.ok) return collected;
  const warnings = [...root.value.warnings, ...platformWarnings(request, collected.value.set)];
  return ok({ ...collected.value, subject: resolved(reference, root.value.manifest.digest), warnings });
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

function remoteEvidence(reference: Reference, store: RemoteStore, ports: StorePorts, origin: Origin): Evidence {
  const repository = repositoryName(reference);
  return {
    store,
    location: repository,
    origin,
    perSubject: (subject): readonly SourcePlan[] => {
      const location = `${repository}@${subject}`;
      return [
        { kind: "referrers-api", location, subject, list: () => listReferrers(subject, ports, origin) },
        { kind: "fallback-tag", location, subject, list: () => listFallback(subject, store, origin) },
        { kind: "cosign-att", location, subject, list: () => listAttachments(subject, store, origin) },
      ];
    },
    perSet: () => [],
  };
}
