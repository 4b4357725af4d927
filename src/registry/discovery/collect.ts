/** Discovery over one store: the subject set and every source side by side, then one union (`registry.md` §4). */
import { ok, type Digest, type Hasher, type Result } from "../../base/index.ts";
import type { ContentStore, StoredManifest } from "../content-store.ts";
import { fault, type SubjectFault } from "../fault.ts";
import type { RegistryLimits } from "../limits.ts";
import type { DiscoverRequest } from "../request.ts";
import type { ByteBudget } from "./candidate.ts";
import type { SourceRecord, SubjectMember, SubjectSet } from "./discovery.ts";
import { lookInto, type LookContext, type SourceAnswer } from "./look.ts";
import { complete, failed, unsupported, type Listing, type SourcePlan } from "./source.ts";
import { expandSubject, type Expanded } from "./subject-set.ts";

/** What a store adds to the common course. */
export interface Evidence {
  readonly store: ContentStore;
  readonly hasher: Hasher;
  /** The location of the source `buildkit`. */
  readonly location: string;
  readonly origin: "local" | "tls" | "plain";
  /** Sources that are asked once for each subject, as soon as its digest is known. */
  perSubject(subject: Digest): readonly SourcePlan[];
  /** Sources that are asked once, when the set is known. */
  perSet(set: SubjectSet): readonly SourcePlan[];
}

export interface Collected {
  readonly set: SubjectSet;
  readonly answers: readonly SourceAnswer[];
}

export async function collect(
  root: StoredManifest,
  evidence: Evidence,
  limits: RegistryLimits,
  budget: ByteBudget,
  wanted: Pick<DiscoverRequest, "platform" | "unsigned" | "configs">,
): Promise<Result<Collected, SubjectFault>> {
  const { platform, configs, unsigned = "fetch" } = wanted;
  const context: LookContext = { store: evidence.store, limits, budget, unsigned };
  const asked = new Map<Digest, readonly Promise<SourceAnswer>[]>();
  const ask = (subject: Digest): readonly Promise<SourceAnswer>[] => {
    const known = asked.get(subject) ?? evidence.perSubject(subject).map((plan) => lookInto(plan, context));
    asked.set(subject, known);
    return known;
  };
  void ask(root.digest);
  const expanded = await expandSubject(root, {
    store: evidence.store,
    hasher: evidence.hasher,
    limits,
    foresee: (digest) => void ask(digest),
    ...(platform === undefined ? {} : { platform }),
    ...(configs === undefined ? {} : { configs }),
  });
  if (!expanded.ok) {
    await Promise.all([...asked.values()].flat());
    return expanded;
  }
  const { set } = expanded.value;
  const members = [set.root, ...set.children].map((member: SubjectMember) => member.digest);
  const plans = [buildkitPlan(expanded.value, evidence, root.digest), ...evidence.perSet(set)];
  const answers = await Promise.all([...members.flatMap(ask), ...plans.map((plan) => lookInto(plan, context))]);
  // Children that were asked ahead and do not run are no subjects; what they answered is no evidence, and must not be left hanging.
  await Promise.all([...asked.values()].flat());
  return ok({ set, answers });
}

function buildkitPlan(expanded: Expanded, evidence: Evidence, root: Digest): SourcePlan {
  return { kind: "buildkit", location: evidence.location, subject: root, list: () => Promise.resolve(listInside(expanded, evidence)) };
}

function listInside(expanded: Expanded, evidence: Evidence): Listing {
  if (!expanded.isIndex) return unsupported("not-an-index", "the subject is one manifest, so nothing is listed inside");
  const parts = { entries: expanded.inside, pages: 1, responses: [expanded.set.root.digest], notes: expanded.notes };
  const gap = [...expanded.gaps].sort((a, b) => (`${a.reason} ${a.detail}` < `${b.reason} ${b.detail}` ? -1 : 1))[0];
  return gap === undefined ? complete(evidence.origin, parts) : failed(fault(gap.reason, gap.detail), parts);
}

/**
 * Whether "not found" may be read as "does not exist" (`registry.md` §4.5): nothing failed, and each repository gave, for each subject, a list
 * that nobody on the way could have shortened. Where nothing could be asked, nothing is known.
 */
export function absenceHolds(sources: readonly SourceRecord[]): boolean {
  if (sources.length === 0 || sources.some((source) => source.status.kind === "failed")) return false;
  if (sources.some((source) => source.status.kind === "complete" && source.status.origin === "plain")) return false;
  const asked = sources.filter((source) => source.kind === "referrers-api" || source.kind === "fallback-tag");
  const byPlace = Map.groupBy(asked, (source) => source.location);
  return [...byPlace.values()].every((some) => some.some((source) => source.status.kind === "complete"));
}
