/** Three truth values; the third carries its reasons. Strong Kleene logic, `language.md` §6.1. */
import type { Span } from "../diagnostics/index.ts";
import type { Reason, TruthWord } from "./trace.ts";

/** A class, because telling it from every other value must be one cheap test. */
export class Unknown {
  readonly reasons: readonly Reason[];
  constructor(reasons: readonly Reason[]) {
    this.reasons = reasons;
  }
}

export type Truth = boolean | Unknown;

/** An optional value that is not there. Only `has` and `otherwise` ever see it. */
export const ABSENT: unique symbol = Symbol("absent");

export function unverifiable(reason: string, born: Span, detail?: string): Unknown {
  return new Unknown([{ outcome: "unverifiable", reason, born, detail }]);
}

export function missing(reason: string, born: Span, detail?: string): Unknown {
  return new Unknown([{ outcome: "missing", reason, born, detail }]);
}

/** The reasons of both, each once. */
export function union(unknowns: Iterable<Unknown>): Unknown {
  const reasons = new Set<Reason>();
  for (const unknown of unknowns) for (const reason of unknown.reasons) reasons.add(reason);
  return new Unknown([...reasons]);
}

export function not(truth: Truth): Truth {
  return truth instanceof Unknown ? truth : !truth;
}

/** False wins over unknown, unknown over true. */
export function and(truths: Iterable<Truth>): Truth {
  return decide(truths, false);
}

/** True wins over unknown, unknown over false. */
export function or(truths: Iterable<Truth>): Truth {
  return decide(truths, true);
}

function decide(truths: Iterable<Truth>, decisive: boolean): Truth {
  let unknowns: Unknown[] | undefined;
  for (const truth of truths) {
    if (truth === decisive) return decisive;
    if (truth instanceof Unknown) (unknowns ??= []).push(truth);
  }
  if (!unknowns) return !decisive;
  return unknowns.length === 1 ? (unknowns[0] as Unknown) : union(unknowns);
}

export function truthWord(truth: Truth): TruthWord {
  return truth instanceof Unknown ? "unknown" : truth ? "true" : "false";
}
