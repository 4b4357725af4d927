/** `for all`: draws evidence, judges each case as an ordinary test, and makes the first one that fails as small as it gets. */
import fc from "fast-check";
import { error, type Diagnostic } from "../../diagnostics/index.ts";
import type { CheckedPolicy, CheckedTest, ForAllEvidence, GivenEvidence, TrustRoot } from "../../language/index.ts";
import { openFixture } from "../fixtures/fixture.ts";
import type { TestRun } from "../run/test-run.ts";
import type { TestSession } from "../run/session.ts";
import { timeOf } from "../run/statements.ts";
import { anyCase, type DrawnCase } from "./arbitraries.ts";
import { constantsOf } from "./constants.ts";
import { asGiven } from "./drawn.ts";
import { evidenceOf, type Making } from "./evidence.ts";
import { isMeant } from "./filter.ts";
import { caseLines } from "./given-text.ts";
import type { Pools } from "./pools.ts";

export interface ForAllOptions {
  /** How many cases are judged. */
  readonly runs: number;
  /** Equal seeds draw equal cases. */
  readonly seed: number;
  /** `no`: whether it fails is all that is asked, as of a wrong edit. */
  readonly explain: "yes" | "no";
}

export const usualForAll: ForAllOptions = { runs: 100, seed: 1, explain: "yes" };

interface Running extends ForAllOptions {
  readonly once: (test: CheckedTest) => Promise<TestRun>;
}

export async function runForAll(session: TestSession, policy: CheckedPolicy, test: CheckedTest, running: Running): Promise<TestRun> {
  const pools: Pools = { constants: constantsOf(policy, test), now: timeOf(test) };
  const opened = openAll(session, test.forAll, pools);
  if (!Array.isArray(opened)) return { kind: "broken", test, diagnostic: opened as Diagnostic };
  const searching = { session, policy, test, makings: opened as readonly Making[], running };
  const found = await search(searching, running.runs);
  if (found.failed) return { ...found.failed, test };
  if (found.isExhausted === true && found.count > 0)
    return broken(test, `of all that was made up, ${found.count} inputs can be read and are meant, and ${running.runs} are asked for`, [
      START,
      "fix fields by `with` instead of leaving most values out by `where`",
    ]);
  if (found.judged === undefined) return broken(test, "nothing that was made up can be read as what is asked for", [START]);
  if (running.explain === "yes") {
    const empty = await shownNothing({ ...searching, makings: searching.makings.map(freed) });
    if (empty) return broken(test, empty.message, empty.help);
  }
  return { kind: "passed", test, judged: found.judged, cases: { count: found.count, seed: running.seed } };
}

const START = 'start from a fixture: `for all … from "fixtures/….json"`';

function broken(test: CheckedTest, message: string, help: readonly string[]): TestRun {
  const span = test.forAll[0]?.given.span ?? test.span;
  return { kind: "broken", test, diagnostic: error("E7019", span, message, { help }) };
}

function openAll(session: TestSession, forAll: readonly ForAllEvidence[], pools: Pools): readonly Making[] | Diagnostic {
  const makings: Making[] = [];
  for (const each of forAll) {
    const base = openFixture(each.given.view, each.given.file, session.ports.readFixture);
    if (!base.ok) return base.error;
    makings.push({ forAll: each, base: base.value, pools });
  }
  return makings;
}

interface Searching {
  readonly session: TestSession;
  readonly policy: CheckedPolicy;
  readonly test: CheckedTest;
  readonly makings: readonly Making[];
  readonly running: Running;
}

interface Found {
  /** Of the last case in which there was anything. */
  readonly judged?: Extract<TestRun, { kind: "passed" }>["judged"];
  /** Smallest. */
  readonly failed?: Exclude<TestRun, { kind: "passed" }>;
  readonly count: number;
  /** A hundred were drawn for each input, and too few can be read and are meant. */
  readonly isExhausted?: true;
}

async function search(searching: Searching, runs: number): Promise<Found> {
  const { makings, running, test } = searching;
  const { seed, explain } = running;
  let last: TestRun | undefined;
  let count = 0;
  let thrown: { readonly error: unknown } | undefined;
  const judge = async (drawn: DrawnCase): Promise<TestRun | undefined> => {
    const givens = await givensOf(searching, drawn);
    return givens && running.once({ ...test, forAll: [], givens: [...test.givens, ...givens] });
  };
  const holds = async (drawn: DrawnCase): Promise<boolean> => {
    const run = await judge(drawn).catch((reason: unknown) => {
      thrown ??= { error: reason };
      return "thrown" as const;
    });
    // What cannot be read, or is not meant, is drawn again.
    fc.pre(run !== undefined);
    if (run === undefined || run === "thrown") return false;
    count += 1;
    if (drawn.some((statements) => statements.length > 0)) last = run;
    return run.kind === "passed";
  };
  const asWritten: [DrawnCase] = [makings.map(() => [asGiven])];
  const parameters = { seed, numRuns: runs, endOnFailure: explain === "no", examples: [asWritten] };
  const details = await fc.check(
    fc.asyncProperty(
      anyCase(
        makings.map(({ forAll }) => forAll),
        makings[0]?.pools as Pools,
      ),
      holds,
    ),
    parameters,
  );
  if (thrown !== undefined) throw thrown.error;
  if (details.failed && details.counterexample === null) return { count, isExhausted: true };
  const smallest = details.counterexample?.[0];
  const failed = smallest === undefined ? undefined : await judge(smallest);
  if (failed === undefined || failed.kind === "passed") return { count, ...(last && last.kind !== "broken" && { judged: last.judged }) };
  return {
    count,
    failed: await told(searching, failed, smallest ?? [], details.numRuns),
    ...(failed.kind === "failed" && { judged: failed.judged }),
  };
}

/** `undefined`: a view cannot read it, or `where` does not mean it. */
async function givensOf({ session, policy, test, makings }: Searching, drawn: DrawnCase): Promise<readonly GivenEvidence[] | undefined> {
  const givens: GivenEvidence[] = [];
  for (const [at, making] of makings.entries()) {
    for (const statement of drawn[at] ?? []) {
      const given = evidenceOf(making, statement);
      if (given === undefined || !(await isMeant({ session, policy, test }, making.forAll, given))) return undefined;
      givens.push(given);
    }
  }
  return givens;
}

/** The evidence stands before why it came out so, in the words of a test. */
async function told(
  searching: Searching,
  failed: Exclude<TestRun, { kind: "passed" }>,
  smallest: DrawnCase,
  run: number,
): Promise<Exclude<TestRun, { kind: "passed" }>> {
  if (failed.kind === "broken") return failed;
  const { seed } = searching.running;
  const lines = caseLines(searching.test, (await givensOf(searching, smallest)) ?? []);
  const shown = [`input ${run} of seed ${seed} shows it; the smallest that does is`, ...lines.map((line) => `  ${line}`)];
  const [first, ...rest] = failed.mismatches;
  if (first === undefined) return failed;
  const why = first.because.length === 0 ? [] : ["because", ...first.because.map((line) => `  ${line}`)];
  return { ...failed, mismatches: [{ ...first, because: [...shown, ...why] }, ...rest] };
}

/** Nothing is fixed and nothing is wrong: any evidence of the view, by those whom the trust root names. */
function freed(making: Making): Making {
  const { filter: _filter, given, ...rest } = making.forAll;
  const { signedAt: _signedAt, forged: _forged, ...plain } = given;
  const roots = servedRoots(given);
  const free: GivenEvidence = {
    ...plain,
    overrides: [],
    spoilt: new Set(),
    issuer: "own",
    about: { kind: "asked" },
    root: roots[0] ?? given.root,
    signer: { kind: "root" },
  };
  return { ...making, forAll: { ...rest, roots, given: free } };
}

function servedRoots({ serves }: GivenEvidence): readonly TrustRoot[] {
  return [...new Set(serves.flatMap(({ evidence }) => evidence.signedBy))];
}

/** A test whose expectation holds of all evidence, meant or not, shows nothing about what it means. */
async function shownNothing(free: Searching): Promise<{ readonly message: string; readonly help: readonly string[] } | undefined> {
  const names = free.test.forAll.map(({ given }) => `\`${given.name}\``).join(" and ");
  const { failed, judged } = await search(
    { ...free, running: { ...free.running, explain: "no" } },
    Math.max(free.running.runs, CONTRAST_RUNS),
  );
  if (failed?.kind === "broken") return undefined;
  if (failed !== undefined) return undefined;
  const restricted = free.test.forAll.some(isRestricted);
  if (restricted) {
    return {
      message: `this holds whatever ${names} says, so the line shows nothing`,
      help: ["give the other evidence that the control needs, or start from a fixture that makes it come out the other way"],
    };
  }
  const reached = judged?.verdict.controls.some(({ judgements }) =>
    judgements.some(({ evidence }) => evidence.some(({ state }) => state === "available")),
  );
  return reached === true
    ? undefined
    : { message: `no ${names} that was made up reaches a control, so the test could only pass`, help: [START] };
}

const CONTRAST_RUNS = 300;

function isRestricted({ given, filter, roots }: ForAllEvidence): boolean {
  const { overrides, spoilt, issuer, about, signer, forged } = given;
  const isWrong = spoilt.size > 0 || forged !== undefined || issuer !== "own" || about.kind !== "asked" || signer.kind === "somebody-else";
  const isBySome = signer.kind === "root" && (signer.as !== undefined || servedRoots(given).some((root) => !roots.includes(root)));
  return isWrong || isBySome || overrides.length > 0 || filter !== undefined;
}
