/** Runs tests one after another and says what came out. Deterministic but for keys, which mean nothing. */
import type { Judged } from "../../engine/index.ts";
import type { CheckedPolicy, CheckedTest, TraceExpectation } from "../../language/index.ts";
import { runForAll, usualForAll, type ForAllOptions } from "../for-all/run-for-all.ts";
import { compare, type Mismatch } from "./compare.ts";
import { judgeTest } from "./judge-test.ts";
import type { TestRun } from "./test-run.ts";
import type { TestSession } from "./session.ts";

export type { TestRun } from "./test-run.ts";

/** Compares a golden trace. `undefined`: it is as it was. */
export type CompareTrace = (judged: Judged, expectation: TraceExpectation) => Mismatch | undefined;

export interface RunOptions {
  readonly compareTrace: CompareTrace;
  readonly forAll?: ForAllOptions;
}

export async function runTest(session: TestSession, policy: CheckedPolicy, test: CheckedTest, options: RunOptions): Promise<TestRun> {
  const once = (one: CheckedTest) => runOnce(session, policy, one, options);
  return test.forAll.length === 0 ? once(test) : runForAll(session, policy, test, { ...(options.forAll ?? usualForAll), once });
}

async function runOnce(session: TestSession, policy: CheckedPolicy, test: CheckedTest, { compareTrace }: RunOptions): Promise<TestRun> {
  const judged = await judgeTest(session, policy, test);
  if (!judged.ok) return { kind: "broken", test, diagnostic: judged.error };
  const mismatches = test.expectations.flatMap(
    (expectation) => (expectation.kind === "trace" ? compareTrace(judged.value, expectation) : compare(judged.value, expectation)) ?? [],
  );
  return mismatches.length === 0
    ? { kind: "passed", test, judged: judged.value }
    : { kind: "failed", test, judged: judged.value, mismatches };
}
