/** Which of the candidates an evidence stands for. The table of `language.md` §6.4, line by line. */
import { MAX_ANY_CANDIDATES, type Evidence } from "../language/index.ts";
import type { Search } from "./candidate.ts";
import type { Because, Classified } from "./classify.ts";
import { StatementSet, type BoundStatement } from "./environment.ts";
import type { Reason } from "./trace.ts";
import type { Inventory } from "./inventory.ts";
import { gapOf } from "./inventory-gap.ts";
import { ambiguousDetail } from "./rivals.ts";
import { union, Unknown } from "./truth.ts";

/** One candidate of an `any`. */
export interface Choice {
  readonly attestation?: string;
  readonly value: BoundStatement | Unknown;
  readonly isStale: boolean;
}

export type Selection =
  | { readonly kind: "bound"; readonly statement: BoundStatement; readonly isStale: boolean }
  | {
      readonly kind: "set";
      readonly set: StatementSet;
      readonly isStale: boolean;
      /** None fresh, and something could not be read: the conjunct is unknown for these reasons. */
      readonly undecided?: Unknown;
    }
  | { readonly kind: "choices"; readonly choices: readonly Choice[] }
  | { readonly kind: "unknown"; readonly unknown: Unknown };

interface Sorted {
  readonly fresh: readonly Classified[];
  readonly stale: readonly Classified[];
  readonly failed: readonly Classified[];
  /** One for each candidate that could not be read or was not decided, and one for an incomplete listing. */
  readonly unread: readonly Unknown[];
  /** `listed in` names something that no statement answers. */
  readonly gap?: Unknown;
}

export function select(evidence: Evidence, search: Search, classified: readonly Classified[], inventory?: Inventory): Selection {
  const sorted = sortOut(evidence, search, classified, inventory);
  switch (evidence.quantity) {
    case "one":
      return selectOne(evidence, search, classified, sorted);
    case "any":
      return selectAny(evidence, search, classified, sorted);
    case "all":
    case "optional-all":
      return selectAll(evidence, search, classified, sorted);
  }
}

/** Each candidate onto its pile, in the order in which they were found. */
function sortOut(evidence: Evidence, search: Search, classified: readonly Classified[], inventory: Inventory | undefined): Sorted {
  const fresh: Classified[] = [];
  const stale: Classified[] = [];
  const failed: Classified[] = [];
  const unreadable: Classified[] = [];
  const undecided: Classified[] = [];
  const piles: Partial<Record<Classified["class"], Classified[]>> = { admissible: fresh, stale, failed, unreadable, undecided };
  for (const each of classified) piles[each.class]?.push(each);
  const open = unreadable.length + undecided.length > 0 ? [...unreadable, ...undecided] : unreadable;
  return { fresh, stale, failed, unread: unreadOf(evidence, search, open), gap: inventory && gapOf(evidence, inventory, classified) };
}

function selectOne(evidence: Evidence, search: Search, classified: readonly Classified[], sorted: Sorted): Selection {
  const { fresh, stale, unread } = sorted;
  if (unread.length > 0) return undecided(unread);
  if (fresh.length > 1 && !evidence.pick) return ambiguous(evidence, fresh);
  const [kind, candidates] = fresh.length > 0 ? (["fresh", fresh] as const) : (["stale", stale] as const);
  if (candidates.length === 0) return nothingUsable(evidence, search, classified, sorted);
  const [first] = candidates;
  if (candidates.length === 1) return { kind: "bound", statement: statementOf(first), isStale: kind === "stale" };
  const extremes = newestFirst(extremesOf(candidates, evidence.pick?.end ?? "latest"));
  const [chosen] = extremes;
  if (kind === "fresh" && extremes.length > 1) return ambiguous(evidence, extremes);
  return { kind: "bound", statement: statementOf(chosen), isStale: kind === "stale" };
}

/** All that share the latest, or earliest, time. */
function extremesOf(candidates: readonly Classified[], end: "latest" | "earliest"): readonly Classified[] {
  const times = candidates.map((each) => each.at).filter((at) => at !== undefined);
  const extreme = times.reduce<bigint | undefined>(
    (best, at) => (best === undefined || (end === "latest" ? at > best : at < best) ? at : best),
    undefined,
  );
  return candidates.filter((each) => each.at === extreme);
}

/** Stale candidates decide nothing, so the oldest of them may fall out of a long list; anything else beyond the limit is `too-many`. */
function selectAny(evidence: Evidence, search: Search, classified: readonly Classified[], sorted: Sorted): Selection {
  const { fresh, stale, unread } = sorted;
  const room = MAX_ANY_CANDIDATES - fresh.length - unread.length;
  if (room < 0) {
    const detail = `more than ${MAX_ANY_CANDIDATES} statements could be \`${evidence.name}\``;
    return { kind: "unknown", unknown: unknownFor(evidence, "unverifiable", { step: "selection", reason: "too-many", detail }) };
  }
  const choices: readonly Choice[] = [
    ...newestFirst([...fresh, ...newestFirst(stale).slice(0, room)]).map(choiceOf),
    ...unread.map((value) => ({ value, isStale: false })),
  ];
  return choices.length > 0 ? { kind: "choices", choices } : nothingUsable(evidence, search, classified, sorted);
}

function choiceOf(classified: Classified): Choice {
  return { attestation: classified.candidate.attestation, value: statementOf(classified), isStale: classified.class === "stale" };
}

/** By trusted signing time, none last, then by statement digest: any order would do, but it must be one. */
function newestFirst(candidates: readonly Classified[]): readonly Classified[] {
  return [...candidates].sort((a, b) => {
    const [left, right] = [a.statement?.signedAt?.at ?? -1n, b.statement?.signedAt?.at ?? -1n];
    if (left !== right) return left > right ? -1 : 1;
    return a.candidate.statement < b.candidate.statement ? -1 : 1;
  });
}

function selectAll(evidence: Evidence, search: Search, classified: readonly Classified[], sorted: Sorted): Selection {
  const { fresh, stale, gap } = sorted;
  const unread = gap ? [...sorted.unread, gap] : sorted.unread;
  const set = new StatementSet(newestFirst(fresh).map(statementOf), unread);
  if (gap) return { kind: "set", set, isStale: false, undecided: union(unread) };
  const isOptional = evidence.quantity === "optional-all";
  if (fresh.length > 0 || isOptional) return { kind: "set", set, isStale: false };
  if (unread.length > 0) return { kind: "set", set, isStale: false, undecided: union(unread) };
  if (stale.length > 0) return { kind: "set", set: new StatementSet(newestFirst(stale).map(statementOf), []), isStale: true };
  return nothingUsable(evidence, search, classified, sorted);
}

function statementOf(classified: Classified | undefined): BoundStatement {
  return classified?.statement as BoundStatement;
}

// ------------------------------------------------------------------------------------------------ reasons

function unreadOf(evidence: Evidence, search: Search, open: readonly Classified[]): readonly Unknown[] {
  const candidates = open.map((each) => unknownFor(evidence, "unverifiable", each.because));
  if (search.incomplete.length === 0) return candidates;
  return [...candidates, union(search.incomplete.map((because) => unknownFor(evidence, "unverifiable", because)))];
}

function undecided(unknowns: readonly Unknown[]): Selection {
  return { kind: "unknown", unknown: union(unknowns) };
}

function ambiguous(evidence: Evidence, rivals: readonly Classified[]): Selection {
  const detail = ambiguousDetail(evidence, newestFirst(rivals));
  return { kind: "unknown", unknown: unknownFor(evidence, "unverifiable", { step: "selection", reason: "ambiguous", detail }) };
}

/** Neither fresh nor stale nor unread: what failed makes it unverifiable, else it is missing. */
function nothingUsable(evidence: Evidence, search: Search, classified: readonly Classified[], sorted: Sorted): Selection {
  if (sorted.failed.length > 0) return undecided(sorted.failed.map((each) => unknownFor(evidence, "unverifiable", each.because)));
  return { kind: "unknown", unknown: unknownFor(evidence, "missing", missingReason(evidence, search, classified)) };
}

/** How far the nearest candidate came. */
const REACHED = [
  ["filtered", "none-selected", "only statements that `where` or `listed in` leaves out were found"],
  ["later", "none-yet", "only statements signed after the evaluation time were found"],
  ["not-ours", "none-from-root", "only statements that this trust root does not admit were found"],
  ["other-subject", "none-for-subject", "only statements about another subject were found"],
] as const;

function missingReason(evidence: Evidence, search: Search, classified: readonly Classified[]): Because {
  for (const [word, reason, detail] of REACHED) if (classified.some((each) => each.class === word)) return { step: "", reason, detail };
  const detail =
    search.nothing === "none-found" ? "no attestation was found" : `no attestation of a type that ${evidence.view.name} reads was found`;
  return { step: "", reason: search.nothing, detail };
}

function unknownFor(evidence: Evidence, outcome: Reason["outcome"], because: Because | undefined): Unknown {
  const { step, reason, detail } = because ?? { step: "", reason: "internal-error", detail: "" };
  return new Unknown([{ outcome, step: step === "" ? undefined : step, reason, detail, evidence: evidence.name, born: evidence.span }]);
}
