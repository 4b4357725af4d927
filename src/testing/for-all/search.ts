/** Draws inputs until as many as are asked for were judged, or one comes out the other way, which is made as small as it gets. */
import fc from "fast-check";
import type { CheckedPolicy, CheckedTest, GivenEvidence } from "../../language/index.ts";
import type { TestSession } from "../run/session.ts";
import type { TestRun } from "../run/test-run.ts";
import { anyCase, type DrawnCase } from "./arbitraries.ts";
import { asGiven } from "./drawn.ts";
import { evidenceOf, type Making } from "./evidence.ts";
import { isMeant } from "./filter.ts";
import type { Pools } from "./pools.ts";

export interface Searching {
  readonly session: TestSession;
  readonly policy: CheckedPolicy;
  readonly test: CheckedTest;
  readonly makings: readonly Making[];
  readonly seed: number;
  /** How many inputs are judged in which every `for all` line gives something. */
  readonly runs: number;
  /** `no`: whether one fails is all that is asked. */
  readonly shrink: "yes" | "no";
  /** What becomes of an input that cannot be judged, as when no name of a signer can be made up. */
  readonly broken: "fails" | "drawn-again";
  readonly once: (test: CheckedTest) => Promise<TestRun>;
}

export interface Found {
  /** Of the last input in which there was anything. */
  readonly judged?: Extract<TestRun, { kind: "passed" }>["judged"];
  readonly failed?: Failed;
  /** Inputs in which every `for all` line gave something. */
  readonly count: number;
  /** `MOST_SKIPPED` were drawn for each input, and too few can be read and are meant. */
  readonly isExhausted?: true;
}

interface Failed {
  readonly run: Exclude<TestRun, { kind: "passed" }>;
  /** Smallest. */
  readonly givens: readonly GivenEvidence[];
  /** Which one it was. */
  readonly input: number;
}

const MOST_SKIPPED = 100;
/** What cannot be judged takes as long as what can. */
const MOST_SKIPPED_BROKEN = 10;

interface Progress {
  count: number;
  /** How many were judged in which some line gives nothing, and some other something. */
  partial: number;
  empty?: TestRun;
  last?: TestRun;
  thrown?: { readonly error: unknown };
}

export async function search(searching: Searching): Promise<Found> {
  const { makings, seed, runs, shrink, broken } = searching;
  const progress: Progress = { count: 0, partial: 0 };
  const cases = anyCase(
    makings.map(({ forAll }) => forAll),
    makings[0]?.pools as Pools,
  );
  const asWritten: [DrawnCase] = [makings.map(() => [asGiven])];
  const nothing: [DrawnCase] = [makings.map(() => [])];
  const details = await fc.check(
    fc.asyncProperty(cases, (drawn) => holds(searching, progress, drawn)),
    {
      seed,
      numRuns: runs,
      maxSkipsPerRun: broken === "fails" ? MOST_SKIPPED : MOST_SKIPPED_BROKEN,
      endOnFailure: shrink === "no",
      examples: makings.every(({ forAll }) => forAll.least === 0) ? [nothing, asWritten] : [asWritten],
    },
  );
  const { count, last, thrown } = progress;
  if (thrown !== undefined) throw thrown.error;
  const passed = { count, ...(last && last.kind !== "broken" && { judged: last.judged }) };
  if (details.failed && details.counterexample === null) return { ...passed, isExhausted: true };
  const smallest = details.counterexample?.[0];
  const givens = (smallest && (await givensOf(searching, smallest)))?.flat() ?? [];
  const run = smallest && (await judge(searching, givens));
  if (run === undefined || run.kind === "passed") return passed;
  return { count, failed: { run, givens, input: details.numRuns }, ...(run.kind === "failed" && { judged: run.judged }) };
}

/**
 * What is no input is drawn again. So is one in which a line gives nothing: it is judged, for it may come out the other way, but says nothing about
 * what that line means, and does not count.
 */
async function holds(searching: Searching, progress: Progress, drawn: DrawnCase): Promise<boolean> {
  const givens = await attempted(progress, () => givensOf(searching, drawn));
  if (givens === "thrown") return false;
  fc.pre(givens !== undefined);
  if (givens === undefined) return false;
  const isWhole = givens.every((each) => each.length > 0);
  const isEmpty = givens.every((each) => each.length === 0);
  const isKnown = isEmpty && progress.empty !== undefined;
  fc.pre(isWhole || isEmpty || progress.partial < searching.runs);
  const run = isKnown ? progress.empty : await attempted(progress, () => judge(searching, givens.flat()));
  if (run === undefined || run === "thrown") return false;
  if (isEmpty) progress.empty = run;
  else if (!isWhole) progress.partial += 1;
  if (run.kind === "broken") fc.pre(searching.broken === "fails");
  if (run.kind !== "passed") return false;
  fc.pre(isWhole);
  progress.count += 1;
  progress.last = run;
  return true;
}

async function attempted<T>(progress: Progress, attempt: () => Promise<T>): Promise<T | "thrown"> {
  try {
    return await attempt();
  } catch (error: unknown) {
    progress.thrown ??= { error };
    return "thrown";
  }
}

function judge({ test, once }: Searching, givens: readonly GivenEvidence[]): Promise<TestRun> {
  return once({ ...test, forAll: [], givens: [...test.givens, ...givens] });
}

/** For each line what a view can read and `where` means; `undefined`: less than the line gives at least. */
async function givensOf(
  { session, policy, test, makings }: Searching,
  drawn: DrawnCase,
): Promise<readonly (readonly GivenEvidence[])[] | undefined> {
  const lines: GivenEvidence[][] = [];
  for (const [at, making] of makings.entries()) {
    const givens: GivenEvidence[] = [];
    for (const statement of drawn[at] ?? []) {
      const given = evidenceOf(making, statement);
      if (given !== undefined && (await isMeant({ session, policy, test }, making.forAll, given))) givens.push(given);
    }
    if (givens.length < making.forAll.least) return undefined;
    lines.push(givens);
  }
  return lines;
}
