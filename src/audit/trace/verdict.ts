import { formatInstant } from "../../base/index.ts";
import type { Disposition, GateVerdict, Outcome } from "../../evaluate/index.ts";

export interface VerdictPart {
  readonly decision: "passed" | "blocked" | "not-judged";
  readonly exitCode: 0 | 1 | 2;
  readonly blocking: readonly string[];
  readonly undecided: readonly string[];
  /** `9999-12-31T23:59:59Z` when no comparison read the clock. */
  readonly holdsUntil: string;
  readonly outcomes: Readonly<Record<Outcome, number>>;
  readonly dispositions: Readonly<Record<Disposition, number>>;
}

const FOREVER = "9999-12-31T23:59:59Z";

export function verdictPart(verdict: GateVerdict): VerdictPart {
  const outcomes: Record<Outcome, number> = { satisfied: 0, violated: 0, missing: 0, unverifiable: 0, "not-applicable": 0 };
  const dispositions: Record<Disposition, number> = { clear: 0, enforced: 0, waived: 0, grace: 0, warned: 0, audited: 0 };
  for (const { outcome, disposition } of verdict.controls) {
    outcomes[outcome]++;
    dispositions[disposition]++;
  }
  const { decision, exitCode, blocking, undecided, holdsUntil } = verdict;
  return {
    decision,
    exitCode,
    blocking,
    undecided,
    holdsUntil: holdsUntil === undefined ? FOREVER : formatInstant(holdsUntil),
    outcomes,
    dispositions,
  };
}
