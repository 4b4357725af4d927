/** One source from its listing to its envelopes: manifests side by side, then blobs side by side. */
import type { Digest } from "../../base/index.ts";
import { fault, type FetchFault } from "../fault.ts";
import type { RegistryLimits } from "../limits.ts";
import {
  fetchLayer,
  judgeCandidate,
  type Because,
  type ByteBudget,
  type FetchedLayer,
  type JudgeContext,
  type Judged,
} from "./candidate.ts";
import type { CandidateState, SourceStatus } from "./discovery.ts";
import type { Listed, Listing, SourcePlan } from "./source.ts";

export interface LookedAt {
  readonly digest: Digest;
  readonly subject?: Digest;
  readonly state: CandidateState;
  readonly because?: Because;
  readonly found: readonly FetchedLayer[];
}

/** A source with everything it led to. */
export interface SourceAnswer {
  readonly plan: SourcePlan;
  readonly listing: Listing;
  readonly status: SourceStatus;
  readonly candidates: readonly LookedAt[];
}

export interface LookContext extends JudgeContext {
  readonly budget: ByteBudget;
}

export async function lookInto(plan: SourcePlan, run: LookContext): Promise<SourceAnswer> {
  const context = plan.store === undefined ? run : { ...run, store: plan.store };
  const listing = await plan.list();
  const entries = distinct(listing.entries);
  const judged = await Promise.all(entries.map((entry) => judgeCandidate(entry, context)));
  const admitted = judged.filter((one) => one.state === "admitted");
  if (isTooMany(admitted, context.limits)) return overfull(plan, listing, judged, context.limits);
  const candidates = await Promise.all(judged.map((one) => bringHome(one, context)));
  const gap = judged.find((one) => one.gap !== undefined)?.gap ?? candidates.find((one) => one.gap !== undefined)?.gap;
  return { plan, listing, status: withGap(listing.status, gap), candidates };
}

/** A registry may list one manifest twice; that is one candidate. Sorted, so that nothing depends on the order of a listing. */
function distinct(entries: readonly Listed[]): readonly Listed[] {
  const byKey = new Map<string, Listed>();
  for (const entry of entries) {
    const key = `${entry.digest} ${entry.subject ?? ""}`;
    if (!byKey.has(key) || entry.manifest !== undefined) byKey.set(key, entry);
  }
  return [...byKey.keys()].sort().flatMap((key) => byKey.get(key) ?? []);
}

function isTooMany(admitted: readonly Judged[], limits: RegistryLimits): boolean {
  const bySubject = Map.groupBy(admitted, (one) => one.listed.subject ?? "");
  return [...bySubject.values()].some((some) => some.length > limits.candidatesPerSubject);
}

/** Never the first thousand: which ones those are would be the attacker's choice. */
function overfull(plan: SourcePlan, listing: Listing, judged: readonly Judged[], limits: RegistryLimits): SourceAnswer {
  const gap = fault("too-many", `more than ${limits.candidatesPerSubject} attestations are listed for one image (candidatesPerSubject)`);
  const candidates = judged.map((one): LookedAt =>
    one.state === "admitted" ? { ...withoutLayers(one), state: "failed", because: gap } : withoutLayers(one),
  );
  return { plan, listing, status: withGap(listing.status, gap), candidates };
}

interface BroughtHome extends LookedAt {
  readonly gap?: FetchFault;
}

async function bringHome(judged: Judged, context: LookContext): Promise<BroughtHome> {
  const fetched = await Promise.all(judged.layers.map((layer) => fetchLayer(layer, judged.carrier, context.store, context.budget)));
  const found = fetched.flatMap((one) => (one.ok ? [one.value] : []));
  const gap = fetched.find((one) => !one.ok)?.error;
  if (gap === undefined) return { ...withoutLayers(judged), found };
  const because = gap.reason === "not-found" ? fault("blob-missing", gap.detail) : gap;
  return { ...withoutLayers(judged), found, state: "failed", because, gap: because };
}

function withoutLayers(judged: Judged): LookedAt {
  const { listed, state, because } = judged;
  return {
    digest: listed.digest,
    state,
    found: [],
    ...(listed.subject === undefined ? {} : { subject: listed.subject }),
    ...(because === undefined ? {} : { because }),
  };
}

function withGap(status: SourceStatus, gap: FetchFault | undefined): SourceStatus {
  if (gap === undefined || status.kind === "failed") return status;
  return { kind: "failed", because: gap.reason, detail: gap.detail };
}
