import { ok, type Digest, type Result } from "../../base/index.ts";
import type { SubjectFault } from "../fault.ts";
import { DEFAULT_LIMITS, type RegistryLimits } from "../limits.ts";
import { layoutPlansAbout, layoutSources } from "../layout/sources.ts";
import { discoverRemote } from "../remote/discover-remote.ts";
import type { DiscoverRequest, RegistryPorts } from "../request.ts";
import type { LayoutSubject } from "../subject.ts";
import { readBundleFile } from "./bundle-file.ts";
import { ByteBudget } from "./candidate.ts";
import { absenceHolds, collect } from "./collect.ts";
import { subjectKey, type Discovery, type FurtherSubject, type SubjectSet } from "./discovery.ts";
import { askAll, askableDigest, askNobody, furtherRecords, type AskAbout, type Asked } from "./further.ts";
import { platformWarnings, type Found } from "./found.ts";
import type { SourceAnswer } from "./look.ts";
import { resolveFile, resolveInLayout } from "./resolve.ts";
import { unite } from "./union.ts";

/**
 * Settles what the subject is and finds everything said about it, in every declared source (`registry.md` §3, §4). A source that fails is
 * in the answer as failed; only a subject that cannot be settled at all is an error.
 */
export async function discover(request: DiscoverRequest, ports: RegistryPorts): Promise<Result<Discovery, SubjectFault>> {
  const explored = await explore(request, ports);
  return explored.ok ? ok(explored.value.discovery) : explored;
}

/** A run that may still be told to ask about more. */
export interface Exploration {
  readonly discovery: Discovery;
  /**
   * Asks the same places about further subjects, each once and at most `furtherSubjects` of them; answers everything found so far. What is
   * not asked about is in no record.
   */
  readonly further: (subjects: readonly FurtherSubject[]) => Promise<Discovery>;
}

export async function explore(request: DiscoverRequest, ports: RegistryPorts): Promise<Result<Exploration, SubjectFault>> {
  const limits = { ...DEFAULT_LIMITS, ...request.limits };
  const budget = new ByteBudget(limits.runAttestationBytes);
  const found = await find(request, ports, limits, budget);
  if (!found.ok) return found;
  const bundles: SourceAnswer[] = [];
  for (const path of new Set(request.bundles ?? [])) bundles.push(await readBundleFile(path, ports, budget, limits));
  const { subject, set, warnings, ask } = found.value;
  const own = [...found.value.answers, ...bundles];
  const union = unite(own, ports.hasher);
  const discovery: Discovery = { subject, set, ...union, absenceHolds: absenceHolds(union.sources), warnings };
  const asked = new Map<string, Asked>();
  const further = async (subjects: readonly FurtherSubject[]): Promise<Discovery> => {
    const room = Math.max(0, limits.furtherSubjects - asked.size);
    const fresh = subjects.filter((each) => !asked.has(subjectKey(each))).slice(0, room);
    const answers = await Promise.all(fresh.map((each) => (isMember(set, each) ? Promise.resolve("as-member" as const) : ask(each))));
    for (const [index, each] of fresh.entries()) asked.set(subjectKey(each), { subject: each, answers: answers[index] ?? "as-member" });
    const all = [...own, ...[...asked.values()].flatMap((each) => (each.answers === "as-member" ? [] : each.answers))];
    return { ...discovery, ...unite(all, ports.hasher), further: furtherRecords([...asked.values()], all) };
  };
  return ok({ discovery, further });
}

/** The image itself, or one that its index lists: everything has been asked about it. */
function isMember({ root, children }: SubjectSet, subject: FurtherSubject): boolean {
  const digest = subject.kind === "digest" ? askableDigest(subject.digests) : undefined;
  return [root, ...children].some((member) => member.digest === digest);
}

function find(
  request: DiscoverRequest,
  ports: RegistryPorts,
  limits: RegistryLimits,
  budget: ByteBudget,
): Promise<Result<Found, SubjectFault>> {
  const { subject } = request;
  switch (subject.kind) {
    case "registry":
      return discoverRemote(subject, request, ports, limits, budget);
    case "layout":
      return findInLayout(subject, request, ports, limits, budget);
    case "file":
      return findFile(subject.path, ports);
    case "digest":
      return Promise.resolve(ok(alone(subject.digest, { digest: subject.digest, mediaType: "", role: "digest" }, [subject.digest])));
  }
}

async function findInLayout(
  subject: LayoutSubject,
  request: DiscoverRequest,
  ports: RegistryPorts,
  limits: RegistryLimits,
  budget: ByteBudget,
): Promise<Result<Found, SubjectFault>> {
  const found = await resolveInLayout(subject, ports, limits);
  if (!found.ok) return found;
  const { layout, root, named } = found.value;
  const evidence = {
    store: layout.store,
    hasher: ports.hasher,
    location: `oci-layout:${subject.directory}`,
    origin: "local" as const,
    perSubject: () => [],
    perSet: (set: SubjectSet) => layoutSources(layout, set, ports, limits),
  };
  const collected = await collect(root, evidence, limits, budget, request);
  if (!collected.ok) return collected;
  const context = { store: layout.store, limits, budget, unsigned: request.unsigned ?? "fetch" };
  const ask: AskAbout = (about) => askAll(layoutPlansAbout(layout, about, ports, limits), context);
  return ok({ ...collected.value, subject: named, ask, warnings: platformWarnings(request, collected.value.set) });
}

async function findFile(path: string, ports: RegistryPorts): Promise<Result<Found, SubjectFault>> {
  const found = await resolveFile(path, ports);
  if (!found.ok) return found;
  const { named, digests } = found.value;
  const root = { digest: named.digest, digests, mediaType: "", role: "file" } as const;
  return ok(alone(named.reference, root, named.digests));
}

function alone(reference: string, root: SubjectSet["root"], digests: readonly Digest[]): Found {
  const set = { root, children: [], others: [] };
  return { subject: { reference, digest: root.digest, digests }, set, answers: [], ask: askNobody, warnings: [] };
}
