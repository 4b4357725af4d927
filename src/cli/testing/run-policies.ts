/** Runs the `test` blocks of policy files: compile, check, open a session, run. */
import type { Diagnostic } from "../../diagnostics/index.ts";
import { checkTests, type CheckedPolicy, type CheckedTest, type Compiled } from "../../language/index.ts";
import { createNodeCrypto, throwAwayCrypto } from "../../platform/crypto/index.ts";
import { openSession, report, runTest, showing, type ForAllOptions, type ReportedRun, type TestSession } from "../../testing/index.ts";
import { compileFile } from "../judging/compile-policy.ts";
import { displayPath, folderReader } from "../judging/policy-files.ts";
import type { Settings } from "../judging/settings.ts";
import type { Io } from "../io.ts";
import { claimed, newClaims, stopAt, type Claims } from "./claims.ts";
import { compareTrace } from "./golden-trace.ts";

export interface TestFilter {
  /** Part of a control's id, a gate's name or a title; any of them. Empty: every test. */
  readonly texts: readonly string[];
  readonly tags: readonly string[];
}

/** A policy with its tests, checked. */
export interface TestedPolicy {
  readonly path: string;
  readonly file: string;
  readonly compiled: Compiled;
  readonly policy?: CheckedPolicy;
  /** Those that the filter leaves. */
  readonly tests: readonly CheckedTest[];
  /** Of the policy and of its tests. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface RanPolicy extends TestedPolicy {
  readonly runs: readonly ReportedRun[];
  readonly session?: TestSession;
}

/** Tests judge the file as it is written: no configuration and no command line sets its parameters. */
export function openPolicy(file: string, settings: Pick<Settings, "sigstoreRoots">, filter: TestFilter, io: Io): TestedPolicy {
  const compiled = compileFile(file, { parameters: [] }, settings.sigstoreRoots, io);
  const { policy, declared, diagnostics } = compiled;
  const path = displayPath(file, io);
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (!policy) return { path, file, compiled, tests: [], diagnostics: errors };
  const checked = checkTests(declared.main, policy);
  return {
    path,
    file,
    compiled,
    policy,
    tests: checked.tests.filter((test) => isAsked(test, filter)),
    diagnostics: [...errors, ...checked.diagnostics],
  };
}

export function targetName({ target }: CheckedTest): string {
  return target.kind === "control" ? target.id : `gate ${target.name}`;
}

function isAsked(test: CheckedTest, { texts, tags }: TestFilter): boolean {
  const names = [targetName(test), test.title, test.row?.text ?? ""].map((text) => text.toLowerCase());
  const fits = texts.length === 0 || texts.some((text) => names.some((name) => name.includes(text.toLowerCase())));
  return fits && (tags.length === 0 || tags.some((tag) => test.tags.includes(tag)));
}

export interface RunMode {
  readonly traces: "compare" | "update";
  readonly afterFailure: "go-on" | "stop";
  /** Of `for all`. */
  readonly forAll?: ForAllOptions;
  /** What each test has shown, for coverage. */
  readonly shown?: "asked";
}

/** Runs them all in this thread. */
export async function runPolicy(tested: TestedPolicy, mode: RunMode): Promise<RanPolicy> {
  const { runs, session } = await runClaimed(tested, mode, newClaims());
  return { ...tested, runs: [...runs.values()], ...(session && { session }) };
}

export interface Ran {
  /** By the number of the test. */
  readonly runs: ReadonlyMap<number, ReportedRun>;
  readonly session?: TestSession;
}

/** Runs what no other thread has claimed. */
export async function runClaimed(tested: TestedPolicy, mode: RunMode, claims: Claims): Promise<Ran> {
  const { policy, tests, file } = tested;
  if (policy === undefined || tests.length === 0) return { runs: new Map() };
  const crypto = createNodeCrypto();
  const ports = { crypto: throwAwayCrypto, hasher: crypto, verifying: crypto, readFixture: folderReader(file) };
  const session = await openSession(policy, tests, ports);
  const options = { compareTrace: compareTrace(file, mode.traces, crypto), ...(mode.forAll && { forAll: mode.forAll }) };
  const shownBy = mode.shown === "asked" ? showing(policy) : undefined;
  const runs = new Map<number, ReportedRun>();
  for (const number of claimed(claims, tests.length)) {
    const run = await runTest(session, policy, tests[number] as CheckedTest, options);
    runs.set(number, report(run, shownBy));
    if (run.kind !== "passed" && mode.afterFailure === "stop") stopAt(claims, number);
  }
  return { runs, session };
}
