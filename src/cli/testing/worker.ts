/** A thread that runs tests of a policy: opens it as the command does, runs what nobody else has claimed, and tells what came out. */
import type { ReportedRun } from "../../testing/index.ts";
import { threadInput } from "../../platform/threads/index.ts";
import { processIo } from "../io.ts";
import type { Settings } from "../judging/settings.ts";
import type { Claims } from "./claims.ts";
import { openPolicy, runClaimed, type RunMode, type TestedPolicy, type TestFilter } from "./run-policies.ts";

/** Plain data, copied into the thread; `claims` is shared. */
export interface WorkerInput {
  readonly file: string;
  readonly cwd: string;
  readonly sigstoreRoots: Settings["sigstoreRoots"];
  readonly filter: TestFilter;
  readonly mode: RunMode;
  readonly claims: Claims;
}

type Told<Run> = Run extends ReportedRun ? Omit<Run, "test"> : never;

export interface WorkerAnswer {
  /** The text that was tested: other text has other tests. */
  readonly text: string;
  readonly runs: ReadonlyMap<number, Told<ReportedRun>>;
}

/** Everything that the numbers of tests depend on. */
export function testedText({ compiled, tests }: TestedPolicy): string {
  return JSON.stringify([tests.length, compiled.sources.map(({ path, text }) => [path, text])]);
}

export async function work(): Promise<void> {
  const { input, answer } = threadInput();
  const { file, cwd, sigstoreRoots, filter, mode, claims } = input as WorkerInput;
  const tested = openPolicy(file, { sigstoreRoots }, filter, { ...processIo(), cwd });
  const { runs } = await runClaimed(tested, mode, claims);
  const told = new Map([...runs].map(([number, { test: _test, ...run }]) => [number, run]));
  answer({ text: testedText(tested), runs: told } satisfies WorkerAnswer);
}
