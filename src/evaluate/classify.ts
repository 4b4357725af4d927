/** From what was found to what counts: each candidate of an evidence gets the first class that fits. `language.md` §6.3. */
import { formatInstant, showDuration } from "../base/index.ts";
import { ownSteps, type Clock, type Evidence } from "../language/index.ts";
import type { Candidate, Search, Standing } from "./candidate.ts";
import { compileTruth } from "./compile.ts";
import { outOfBudget, spend, type BoundStatement, type Environment } from "./environment.ts";
import { isFresh, readClock, windowOf } from "./freshness.ts";
import { isListed, type Inventory } from "./inventory.ts";
import type { CandidateTrace } from "./trace.ts";
import { Unknown, type Truth } from "./truth.ts";

export interface Because {
  readonly step: string;
  readonly reason: string;
  readonly detail: string;
}

export interface Classified {
  readonly candidate: Candidate;
  readonly class: CandidateTrace["class"];
  /** For what the view could read. */
  readonly statement?: BoundStatement;
  /** By the clock of `fresh` or `pick`; without one, the trusted signing time. */
  readonly at?: bigint;
  /** Why it is not admissible. */
  readonly because?: Because;
}

export function classify(evidence: Evidence, search: Search, environment: Environment, inventory?: Inventory): readonly Classified[] {
  return search.candidates.map((candidate) => classifyOne(evidence, candidate, environment, inventory));
}

function classifyOne(evidence: Evidence, candidate: Candidate, environment: Environment, inventory: Inventory | undefined): Classified {
  const { standing } = candidate;
  if (standing.kind !== "authentic") return { candidate, class: standing.kind, because: standing.because };
  // What is not listed is dropped whatever it says, so it need not be readable.
  if (inventory && !isListed(candidate, inventory)) {
    return {
      candidate,
      class: "filtered",
      because: { step: "selection", reason: "not-listed", detail: "the signed list does not name it" },
    };
  }
  const { reading } = standing;
  if (reading.kind === "unreadable") {
    const detail = reading.failures.map(({ pointer, problem }) => `${pointer}: ${problem}`).join("; ");
    return { candidate, class: "unreadable", because: { step: "predicate-schema", reason: "schema-violation", detail } };
  }
  const statement: BoundStatement = {
    attestation: candidate.attestation,
    record: reading.record,
    signers: standing.signers,
    signedAt: standing.signedAt,
  };
  environment.slots[evidence.slot] = statement;
  const classified = classifyStatement(evidence, candidate, statement, environment);
  environment.slots[evidence.slot] = undefined;
  return classified;
}

/** The statement stands in its own slot meanwhile, for `where` and the clocks. */
function classifyStatement(evidence: Evidence, candidate: Candidate, statement: BoundStatement, environment: Environment): Classified {
  const selected = isSelected(evidence, environment);
  if (selected === false) {
    return {
      candidate,
      class: "filtered",
      statement,
      because: { step: "selection", reason: "filtered", detail: "the `where` of this evidence leaves it out" },
    };
  }
  if (selected instanceof Unknown) {
    const [first] = selected.reasons;
    return {
      candidate,
      class: "unreadable",
      because: { step: "selection", reason: first?.reason ?? "undecided", detail: "its `where` cannot be decided" },
    };
  }
  const clock: Clock | undefined = evidence.fresh?.clock ?? evidence.pick?.clock;
  if (!clock) return { candidate, class: "admissible", statement, at: statement.signedAt?.at };
  const reading = readClock(clock, statement, environment);
  if ("unreadable" in reading) {
    const step = reading.unreadable === "time-not-proven" ? "trust" : "predicate-schema";
    return { candidate, class: "unreadable", because: { step, reason: reading.unreadable, detail: reading.detail } };
  }
  const { at } = reading;
  if (!evidence.fresh || isFresh(at, windowOf(evidence.fresh, environment), environment))
    return { candidate, class: "admissible", statement, at };
  const detail = `its clock stands at ${formatInstant(at)}, and it may be at most ${showDuration(windowOf(evidence.fresh, environment))} old`;
  return { candidate, class: "stale", statement, at, because: { step: "selection", reason: "stale", detail } };
}

/** Every statement that `where` is asked about counts against the budget of the control. */
function isSelected({ where }: Evidence, environment: Environment): Truth {
  if (!where) return true;
  const { condition } = where;
  return spend(environment, ownSteps(condition)) ? compileTruth(condition)(environment) : outOfBudget(condition.span);
}

export function isAuthentic(standing: Standing): standing is Standing & { kind: "authentic" } {
  return standing.kind === "authentic";
}
