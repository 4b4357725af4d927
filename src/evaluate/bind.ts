/** Binds one evidence: classes, selection, the truth of its conjunct, and its part of the trace. `language.md` §6.4. */
import type { Evidence } from "../language/index.ts";
import type { Candidate, Search } from "./candidate.ts";
import { classify, isAuthentic, type Because, type Classified } from "./classify.ts";
import type { BoundStatement, Environment, Slot } from "./environment.ts";
import { select, type Choice, type Selection } from "./select.ts";
import type { CandidateTrace, EvidenceTrace } from "./trace.ts";
import { Unknown, type Truth } from "./truth.ts";

export interface Binding {
  readonly evidence: Evidence;
  readonly classified: readonly Classified[];
  readonly selection: Selection;
}

/** What one way of binding the evidence comes to. */
export interface Bound {
  readonly slot: Slot;
  /** Of the evidence conjunct; `undefined` for `optional all`, which has none. */
  readonly truth?: Truth;
  /** The statement whose freshness is shown. */
  readonly shown?: BoundStatement;
  /** What the clock said for each bound statement. */
  readonly clocks: readonly bigint[];
  readonly trace: EvidenceTrace;
}

export function bind(evidence: Evidence, search: Search, environment: Environment): Binding {
  const classified = classify(evidence, search, environment);
  return { evidence, classified, selection: select(evidence, search, classified) };
}

/** For everything but `any`, whose candidates are tried one after the other. */
export function settle(binding: Binding): Bound {
  const { selection, evidence } = binding;
  switch (selection.kind) {
    case "bound":
      return bound(binding, selection.statement, !selection.isStale, [selection.statement], selection.statement, selection.isStale);
    case "set": {
      const { set, isStale, undecided } = selection;
      const truth = evidence.quantity === "optional-all" ? undefined : (undecided ?? !isStale);
      return bound(binding, set, truth, set.statements, set.statements[0], isStale);
    }
    case "unknown":
      return unbound(binding, selection.unknown);
    case "choices":
      return unbound(binding, new Unknown([]));
  }
}

/** One candidate of an `any`. */
export function choose(binding: Binding, choice: Choice): Bound {
  if (choice.value instanceof Unknown) return unbound(binding, choice.value);
  return bound(binding, choice.value, !choice.isStale, [choice.value], choice.value, choice.isStale);
}

function bound(
  binding: Binding,
  slot: Slot,
  truth: Truth | undefined,
  statements: readonly BoundStatement[],
  shown: BoundStatement | undefined,
  stale: Stale,
): Bound {
  const ids = statements.map((statement) => statement.attestation);
  const unknown = truth instanceof Unknown ? truth : undefined;
  const trace: EvidenceTrace = {
    evidence: binding.evidence,
    candidates: binding.classified.map((each) => candidateTrace(each, ids)),
    state: unknown ? "unverifiable" : "available",
    bound: unknown ? [] : ids,
    stale,
    reasons: unknown?.reasons ?? [],
  };
  const clocks = binding.classified.flatMap((each) => (each.at !== undefined && ids.includes(each.candidate.attestation) ? [each.at] : []));
  return { slot, truth, shown, clocks, trace };
}

type Stale = boolean;

function unbound(binding: Binding, unknown: Unknown): Bound {
  const isMissing = unknown.reasons.every((reason) => reason.outcome === "missing");
  const trace: EvidenceTrace = {
    evidence: binding.evidence,
    candidates: binding.classified.map((each) => candidateTrace(each, [])),
    state: isMissing ? "missing" : "unverifiable",
    bound: [],
    stale: false,
    reasons: unknown.reasons,
  };
  return { slot: unknown, truth: unknown, clocks: [], trace };
}

function candidateTrace(classified: Classified, used: readonly string[]): CandidateTrace {
  const { candidate } = classified;
  const isUsed = used.includes(candidate.attestation);
  const because = isUsed ? undefined : (classified.because ?? notPicked(used));
  return {
    attestation: candidate.attestation,
    used: isUsed,
    class: classified.class,
    identity: identityOf(candidate),
    relation: candidate.relation,
    chain: candidate.chain,
    steps: [...candidate.steps, ...selectionStep(classified, because)],
    because,
  };
}

function identityOf({ standing }: Candidate): string | undefined {
  return isAuthentic(standing) ? standing.identity : undefined;
}

function selectionStep(classified: Classified, because: Because | undefined): CandidateTrace["steps"] {
  if (!isAuthentic(classified.candidate.standing) || !because) return [];
  return [{ step: because.step, outcome: "fail", reason: because.reason, detail: because.detail }];
}

function notPicked(used: readonly string[]): Because {
  const detail = used.length > 0 ? "another statement was taken" : "none could be taken, because which one counts could not be told";
  return { step: "selection", reason: "not-picked", detail };
}
