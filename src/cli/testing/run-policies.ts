/** Runs the `test` blocks of policy files: compile, check, open a session, run. */
import type { Diagnostic } from "../../diagnostics/index.ts";
import { checkTests, type CheckedPolicy, type CheckedTest, type Compiled } from "../../language/index.ts";
import { createNodeCrypto, throwAwayCrypto } from "../../platform/crypto/index.ts";
import { openSession, runTest, type TestRun, type TestSession } from "../../testing/index.ts";
import { compileFile } from "../judging/compile-policy.ts";
import { displayPath, folderReader } from "../judging/policy-files.ts";
import type { Settings } from "../judging/settings.ts";
import type { Io } from "../io.ts";
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
  readonly runs: readonly TestRun[];
  readonly session?: TestSession;
}

/** Tests judge the file as it is written: no configuration and no command line sets its parameters. */
export function openPolicy(file: string, settings: Settings, filter: TestFilter, io: Io): TestedPolicy {
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
}

export async function runPolicy(tested: TestedPolicy, mode: RunMode): Promise<RanPolicy> {
  const { policy, tests, file } = tested;
  if (policy === undefined || tests.length === 0) return { ...tested, runs: [] };
  const crypto = createNodeCrypto();
  const ports = { crypto: throwAwayCrypto, hasher: crypto, verifying: crypto, readFixture: folderReader(file) };
  const session = await openSession(policy, tests, ports);
  const options = { compareTrace: compareTrace(file, mode.traces, crypto) };
  const runs: TestRun[] = [];
  for (const test of tests) {
    const run = await runTest(session, policy, test, options);
    runs.push(run);
    if (run.kind !== "passed" && mode.afterFailure === "stop") break;
  }
  return { ...tested, runs, session };
}
