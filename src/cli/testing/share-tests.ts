/** Runs the tests of a policy, with threads beside this one where that is quicker. What comes out is the same for any number of them. */
import { readFileSync } from "node:fs";
import { InvariantError } from "../../base/index.ts";
import { startThread, type Thread } from "../../platform/threads/index.ts";
import type { ReportedRun } from "../../testing/index.ts";
import type { Io } from "../io.ts";
import type { Settings } from "../judging/settings.ts";
import { escapeAndCut } from "../render/escape.ts";
import { UsageError } from "../usage-error.ts";
import { lastNumber, newClaims, type Claims } from "./claims.ts";
import { openPolicy, runClaimed, type RanPolicy, type RunMode, type TestedPolicy, type TestFilter } from "./run-policies.ts";
import { testedText, type WorkerAnswer, type WorkerInput } from "./worker.ts";

export interface Sharing {
  readonly settings: Settings;
  readonly filter: TestFilter;
  readonly mode: RunMode;
  /** How many threads run tests, this one among them. `cores`: at most so many, and only where a thread is worth its start. */
  readonly jobs: { readonly kind: "exactly" | "cores"; readonly count: number };
}

export async function testPolicy(file: string, sharing: Sharing, io: Io): Promise<RanPolicy> {
  const { settings, filter, mode } = sharing;
  const claims = newClaims();
  // Before the policy is compiled here: each thread compiles it too, at the same time.
  const threads = startThreads(file, sharing, claims, io);
  try {
    const tested = openPolicy(file, settings, filter, io);
    if (tested.policy === undefined || tested.tests.length === 0) return { ...tested, runs: [] };
    const { runs, session } = await runClaimed(tested, mode, claims);
    const answers = await Promise.all(threads.map(({ answer }) => answer));
    const all = new Map(runs);
    for (const answer of answers) addRuns(all, tested, answer as WorkerAnswer);
    return { ...tested, runs: inOrder(all, lastNumber(claims, tested.tests.length)), ...(session && { session }) };
  } finally {
    for (const { stop } of threads) stop();
  }
}

function startThreads(file: string, { settings, filter, mode, jobs }: Sharing, claims: Claims, io: Io): readonly Thread[] {
  const { testWorker, cwd } = io;
  // What is written is written by one.
  if (testWorker === undefined || mode.traces === "update") return [];
  const worth = roughly(file) / (jobs.kind === "exactly" ? 1 : WORTH_A_THREAD);
  const count = Math.min(jobs.count, Math.floor(worth));
  const input: WorkerInput = { file, cwd, sigstoreRoots: settings.sigstoreRoots, filter, mode, claims };
  return Array.from({ length: Math.max(0, count - 1) }, () => startThread(testWorker, input));
}

/** So many tests take as long as a thread needs until it runs its first one. */
const WORTH_A_THREAD = 100;

/** How many tests the file has, without reading it as a policy; nothing but speed hangs on it. */
function roughly(file: string): number {
  try {
    return readFileSync(file, "utf8").match(/^test /gmu)?.length ?? 0;
  } catch {
    return 0;
  }
}

function addRuns(all: Map<number, ReportedRun>, tested: TestedPolicy, { text, runs }: WorkerAnswer): void {
  // No defect: each thread reads the files itself, and somebody saved one in between.
  if (text !== testedText(tested))
    throw new UsageError(`\`${escapeAndCut(tested.path, 200)}\` was changed while its tests ran`, "nothing was tested; run them again");
  for (const [number, run] of runs) {
    const test = tested.tests[number];
    if (test === undefined || all.has(number)) throw new InvariantError(`test ${number} was not this thread's to run`);
    all.set(number, { ...run, test });
  }
}

/** A test that nobody ran is no pass. */
export function inOrder(all: ReadonlyMap<number, ReportedRun>, last: number): readonly ReportedRun[] {
  return Array.from({ length: last + 1 }, (_, number) => {
    const run = all.get(number);
    if (run === undefined) throw new InvariantError(`nobody told what came out of test ${number + 1}`);
    return run;
  });
}
