/** Tries each mutant against the tests until one notices. `language.md` §8. */
import { InvariantError, type Hasher } from "../../base/index.ts";
import { meaningHashes, type CheckedPolicy, type CheckedTest } from "../../language/index.ts";
import { usualForAll } from "../for-all/run-for-all.ts";
import { runTest, type RunOptions } from "../run/run-tests.ts";
import type { TestSession } from "../run/session.ts";
import type { Mutant } from "./mutant.ts";
import { mutantsOf } from "./mutants.ts";

export interface TriedMutant {
  readonly mutant: Mutant;
  /** The first test that noticed; absent: it survived. */
  readonly noticedBy?: CheckedTest;
}

export interface MutationReport {
  readonly tried: readonly TriedMutant[];
  /** Mean the same as the policy, or nothing that a policy could say: a field read without its guard. */
  readonly same: number;
  /** Beyond the budget. */
  readonly left: number;
}

export interface MutationOptions extends RunOptions {
  /** At most this many. */
  readonly budget: number;
  readonly hasher: Hasher;
}

export async function tryMutants(
  session: TestSession,
  policy: CheckedPolicy,
  tests: readonly CheckedTest[],
  options: MutationOptions,
): Promise<MutationReport> {
  const all = mutantsOf(policy);
  const chosen = spread(all, options.budget);
  const meaning = meaningOf(policy, options.hasher);
  const tried: TriedMutant[] = [];
  let same = 0;
  for (const mutant of chosen) {
    const changed = mutant.make();
    if (changed === policy || meaningOf(changed, options.hasher) === meaning) same += 1;
    else {
      const noticed = await noticing(session, changed, ordered(tests, mutant, policy), options);
      if (noticed === "impossible") same += 1;
      else tried.push({ mutant, ...(noticed && { noticedBy: noticed }) });
    }
  }
  return { tried, same, left: all.length - chosen.length };
}

/** Evenly over the file, the same ones each time. */
function spread(all: readonly Mutant[], budget: number): readonly Mutant[] {
  if (all.length <= budget) return all;
  return Array.from({ length: budget }, (_, at) => all[Math.floor((at * all.length) / budget)] as Mutant);
}

function meaningOf(policy: CheckedPolicy, hasher: Hasher): string {
  const hashes = meaningHashes(policy, hasher);
  return [hashes.policy(), ...policy.controls.map((control) => hashes.control(control))].join(" ");
}

/** Those of the control first: they notice soonest. */
function ordered(tests: readonly CheckedTest[], { control }: Mutant, policy: CheckedPolicy): readonly CheckedTest[] {
  const gates = new Set(policy.gates.filter((gate) => gate.controls.some(({ id }) => id === control)).map(({ name }) => name));
  const rank = ({ target }: CheckedTest) => (target.kind === "control" ? (target.id === control ? 0 : 2) : gates.has(target.name) ? 1 : 2);
  return [...tests].sort((a, b) => rank(a) - rank(b));
}

/** Of a `for all`, for each edit: the first ones, which are drawn alike each time and so are signed once. */
const MOST_CASES = 25;

async function noticing(
  session: TestSession,
  policy: CheckedPolicy,
  tests: readonly CheckedTest[],
  options: RunOptions,
): Promise<CheckedTest | "impossible" | undefined> {
  const usual = options.forAll ?? usualForAll;
  const forAll = { ...usual, runs: Math.min(usual.runs, MOST_CASES), explain: "no" } as const;
  for (const test of tests) {
    try {
      const run = await runTest(session, policy, test, { ...options, forAll });
      if (run.kind !== "passed") return test;
    } catch (thrown) {
      if (thrown instanceof InvariantError) return "impossible";
      throw thrown;
    }
  }
  return undefined;
}
