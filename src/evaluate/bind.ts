/** Binds one evidence: classes, selection, the truth of its conjunct, and its part of the trace. `language.md` §6.4. */
import { MAX_STATEMENTS, type Evidence } from "../language/index.ts";
import { subjectText } from "./about.ts";
import type { Candidate, Named, Search } from "./candidate.ts";
import { classify, isAuthentic, type Because, type Classified } from "./classify.ts";
import type { BoundStatement, Environment, Slot } from "./environment.ts";
import { inventoryOf } from "./inventory.ts";
import { select, type Choice, type Selection } from "./select.ts";
import type { CandidateTrace, EvidenceTrace } from "./trace.ts";
import { Unknown, type Truth } from "./truth.ts";

export interface Binding {
  readonly evidence: Evidence;
  readonly classified: readonly Classified[];
  readonly selection: Selection;
  /** What `about` named. */
  readonly about?: Named;
  /** What `about` means is unknown. */
  readonly isUnnamed?: true;
}

/** What one way of binding the evidence comes to. */
export interface Bound {
  readonly evidence: Evidence;
  readonly slot: Slot;
  /** Of the evidence conjunct; `undefined` for `optional all`, which has none. */
  readonly truth?: Truth;
  /** The statement whose freshness is shown. */
  readonly shown?: BoundStatement;
  /** What the clock said for each bound statement. */
  readonly clocks: readonly bigint[];
  readonly trace: () => EvidenceTrace;
  readonly classified: readonly Classified[];
}

export function bind(evidence: Evidence, search: Search, environment: Environment, about?: Named): Binding {
  const inventory = inventoryOf(evidence, environment);
  if (inventory instanceof Unknown) return { ...unnamed(evidence, inventory), about };
  const count = search.candidates.filter(({ standing }) => isAuthentic(standing)).length;
  if (count > MAX_STATEMENTS) {
    return { evidence, classified: [], selection: { kind: "unknown", unknown: tooManyStatements(evidence, count) }, about };
  }
  const classified = classify(evidence, search, environment, inventory);
  return { evidence, classified, selection: select(evidence, search, classified, inventory), about };
}

/** Sources are held to as many each; what several of them list together is the bound of the language. `language.md` §5.8. */
function tooManyStatements({ name, span }: Evidence, count: number): Unknown {
  const detail = `${count} statements could be \`${name}\`, and at most ${MAX_STATEMENTS} are looked at`;
  return new Unknown([{ outcome: "unverifiable", step: "selection", reason: "too-many", detail, evidence: name, born: span }]);
}

/** Nobody can say what it is about, or which statements there are, for the reasons of the evidence that would say it. */
export function unnamed(evidence: Evidence, unknown: Unknown): Binding {
  return { evidence, classified: [], selection: { kind: "unknown", unknown }, isUnnamed: true };
}

/** For everything but the candidates of an `any`, which are tried one after the other. */
export function settle(binding: Binding, selection: Exclude<Selection, { readonly kind: "choices" }>): Bound {
  switch (selection.kind) {
    case "bound":
      return boundTo(binding, [selection.statement], selection.statement, selection.isStale ? "stale" : "fresh");
    case "set": {
      const { set, isStale, undecided } = selection;
      if (undecided) return withoutConjunct(binding, unbound(binding, set, undecided));
      const bound = boundTo(binding, set.statements, set, isStale ? "stale" : "fresh");
      return withoutConjunct(binding, bound);
    }
    case "unknown":
      return unbound(binding, selection.unknown, selection.unknown);
  }
}

function withoutConjunct({ evidence }: Binding, bound: Bound): Bound {
  return evidence.quantity === "optional-all" ? { ...bound, truth: undefined } : bound;
}

/** One candidate of an `any`. */
export function choose(binding: Binding, { value, isStale }: Choice): Bound {
  if (value instanceof Unknown) return unbound(binding, value, value);
  return boundTo(binding, [value], value, isStale ? "stale" : "fresh");
}

type Head = Pick<EvidenceTrace, "evidence" | "named" | "notLookedFor">;

function head({ evidence, about, isUnnamed }: Binding): Head {
  return { evidence, ...(about && { named: subjectText(about) }), ...(isUnnamed && { notLookedFor: true }) };
}

function boundTo(binding: Binding, statements: readonly BoundStatement[], slot: Slot, age: "fresh" | "stale"): Bound {
  const { evidence, classified } = binding;
  const ids = new Set(statements.map((statement) => statement.attestation));
  const isStale = age === "stale";
  const clocks = classified.flatMap((each) => (each.at !== undefined && ids.has(each.candidate.attestation) ? [each.at] : []));
  const trace = (): EvidenceTrace => ({
    ...head(binding),
    candidates: classified.map((each) => candidateTrace(each, ids)),
    state: "available",
    bound: [...ids],
    stale: isStale,
    reasons: [],
  });
  return { evidence, slot, truth: !isStale, shown: statements[0], clocks, trace, classified };
}

/** The slot of an `all` keeps what could be read, for `some` may be true of it all the same. */
function unbound(binding: Binding, slot: Slot, unknown: Unknown): Bound {
  const { evidence, classified } = binding;
  const isMissing = unknown.reasons.every((reason) => reason.outcome === "missing");
  const trace = (): EvidenceTrace => ({
    ...head(binding),
    candidates: classified.map((each) => candidateTrace(each, new Set())),
    state: isMissing ? "missing" : "unverifiable",
    bound: [],
    stale: false,
    reasons: unknown.reasons,
  });
  return { evidence, slot, truth: unknown, clocks: [], trace, classified };
}

function candidateTrace(classified: Classified, used: ReadonlySet<string>): CandidateTrace {
  const { candidate } = classified;
  const isUsed = used.has(candidate.attestation);
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

function notPicked(used: ReadonlySet<string>): Because {
  const detail = used.size > 0 ? "another statement was taken" : "none could be taken, because which one counts could not be told";
  return { step: "selection", reason: "not-picked", detail };
}
