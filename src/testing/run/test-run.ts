/** What came out of one test. */
import type { Diagnostic } from "../../diagnostics/index.ts";
import type { Judged } from "../../engine/index.ts";
import type { CheckedTest } from "../../language/index.ts";
import type { Mismatch } from "./compare.ts";

interface CaseCount {
  readonly count: number;
  readonly seed: number;
}

export type TestRun =
  /** `cases`: how many inputs a `for all` was judged with. */
  | { readonly kind: "passed"; readonly test: CheckedTest; readonly judged: Judged; readonly cases?: CaseCount }
  | { readonly kind: "failed"; readonly test: CheckedTest; readonly judged: Judged; readonly mismatches: readonly Mismatch[] }
  /** The test itself is wrong: its fixture, for instance. */
  | { readonly kind: "broken"; readonly test: CheckedTest; readonly diagnostic: Diagnostic };
