/** Runs tests one after another and says what came out. Deterministic but for keys, which mean nothing. */
import type { Diagnostic } from "../../diagnostics/index.ts";
import type { Judged } from "../../engine/index.ts";
import type { CheckedPolicy, CheckedTest, TraceExpectation } from "../../language/index.ts";
import { compare, type Mismatch } from "./compare.ts";
import { judgeTest } from "./judge-test.ts";
import type { TestSession } from "./session.ts";

export type TestRun =
  | { readonly kind: "passed"; readonly test: CheckedTest; readonly judged: Judged }
  | { readonly kind: "failed"; readonly test: CheckedTest; readonly judged: Judged; readonly mismatches: readonly Mismatch[] }
  /** The test itself is wrong: its fixture, for instance. */
  | { readonly kind: "broken"; readonly test: CheckedTest; readonly diagnostic: Diagnostic };

/** Compares a golden trace. `undefined`: it is as it was. */
export type CompareTrace = (judged: Judged, expectation: TraceExpectation) => Mismatch | undefined;

export interface RunOptions {
  readonly compareTrace: CompareTrace;
}

export async function runTest(
  session: TestSession,
  policy: CheckedPolicy,
  test: CheckedTest,
  { compareTrace }: RunOptions,
): Promise<TestRun> {
  const judged = await judgeTest(session, policy, test);
  if (!judged.ok) return { kind: "broken", test, diagnostic: judged.error };
  const mismatches = test.expectations.flatMap(
    (expectation) => (expectation.kind === "trace" ? compareTrace(judged.value, expectation) : compare(judged.value, expectation)) ?? [],
  );
  return mismatches.length === 0
    ? { kind: "passed", test, judged: judged.value }
    : { kind: "failed", test, judged: judged.value, mismatches };
}
