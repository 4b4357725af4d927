import { err, ok, type Digest, type Result } from "../../base/index.ts";
import { showUntrusted, type SubjectFault } from "../fault.ts";
import { DEFAULT_LIMITS, type RegistryLimits } from "../limits.ts";
import { fileFault } from "../file-fault.ts";
import { chooseImage } from "../layout/choose.ts";
import { openLayout } from "../layout/layout.ts";
import { layoutPlansAbout, layoutSources } from "../layout/sources.ts";
import { discoverRemote } from "../remote/discover-remote.ts";
import type { DiscoverRequest, RegistryPorts } from "../request.ts";
import { printSubject, type LayoutSubject } from "../subject.ts";
import { SUBJECT_ALGORITHMS } from "../digest-text.ts";
import { readBundleFile } from "./bundle-file.ts";
import { ByteBudget } from "./candidate.ts";
import { absenceHolds, collect } from "./collect.ts";
import { subjectKey, type Discovery, type FurtherSubject, type ResolvedSubject, type SubjectSet } from "./discovery.ts";
import { askAll, askableDigest, askNobody, furtherRecords, type AskAbout, type Asked } from "./further.ts";
import { platformWarnings, type Found } from "./found.ts";
import type { SourceAnswer } from "./look.ts";
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
  const layout = await openLayout(subject.directory, ports, limits);
  if (!layout.ok) {
    const detail = `\`${showUntrusted(subject.directory)}\` is no OCI layout that can be read: ${layout.error.detail}`;
    return err({
      kind: layout.error.reason === "not-found" ? "subject-not-found" : "subject-unreadable",
      reason: layout.error.reason,
      detail,
    });
  }
  const root = await chooseImage(layout.value, subject);
  if (!root.ok) return root;
  const evidence = {
    store: layout.value.store,
    hasher: ports.hasher,
    location: `oci-layout:${subject.directory}`,
    origin: "local" as const,
    perSubject: () => [],
    perSet: (set: SubjectSet) => layoutSources(layout.value, set, ports, limits),
  };
  const collected = await collect(root.value, evidence, limits, budget, request);
  if (!collected.ok) return collected;
  const context = { store: layout.value.store, limits, budget, unsigned: request.unsigned ?? "fetch" };
  const ask: AskAbout = (about) => askAll(layoutPlansAbout(layout.value, about, ports, limits), context);
  const { digest } = root.value;
  const reference = printSubject({ ...subject, digest });
  const named: ResolvedSubject = { reference, digest, digests: [digest], ...(subject.tag === undefined ? {} : { tag: subject.tag }) };
  return ok({ ...collected.value, subject: named, ask, warnings: platformWarnings(request, collected.value.set) });
}

async function findFile(path: string, ports: RegistryPorts): Promise<Result<Found, SubjectFault>> {
  const digests = await ports.files.digestNamed(path, SUBJECT_ALGORITHMS);
  if (!digests.ok) {
    const error = fileFault(digests.error, `\`${showUntrusted(path)}\``);
    return err({
      kind: error.reason === "not-found" ? "subject-not-found" : "subject-unreadable",
      reason: error.reason,
      detail: error.detail,
    });
  }
  const digest = digests.value[0] as Digest;
  const root = { digest, digests: digests.value, mediaType: "", role: "file" } as const;
  const named = digests.value.filter((each) => !each.startsWith("sha384:"));
  return ok(alone(printSubject({ kind: "file", path }), root, named));
}

function alone(reference: string, root: SubjectSet["root"], digests: readonly Digest[]): Found {
  const set = { root, children: [], others: [] };
  return { subject: { reference, digest: root.digest, digests }, set, answers: [], ask: askNobody, warnings: [] };
}
