/** `for all`: draws evidence, judges each case as an ordinary test, and makes the first one that fails as small as it gets. */
import { error, type Diagnostic } from "../../diagnostics/index.ts";
import type { CheckedPolicy, CheckedTest, ForAllEvidence } from "../../language/index.ts";
import { openFixture } from "../fixtures/fixture.ts";
import type { TestRun } from "../run/test-run.ts";
import type { TestSession } from "../run/session.ts";
import { timeOf } from "../run/statements.ts";
import { constantsOf } from "./constants.ts";
import { shownNothing, START } from "./contrast.ts";
import type { Making } from "./evidence.ts";
import { caseLines } from "./given-text.ts";
import type { Pools } from "./pools.ts";
import { search, type Found, type Searching } from "./search.ts";

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
  readonly once: Searching["once"];
}

export async function runForAll(session: TestSession, policy: CheckedPolicy, test: CheckedTest, running: Running): Promise<TestRun> {
  const { runs, seed, explain, once } = running;
  const pools: Pools = { constants: constantsOf(policy, test), now: timeOf(test) };
  const opened = openAll(session, test.forAll, pools);
  if (!Array.isArray(opened)) return { kind: "broken", test, diagnostic: opened as Diagnostic };
  const makings = opened as readonly Making[];
  const searching: Searching = { session, policy, test, makings, seed, runs, shrink: explain, broken: "fails", once };
  const found = await search(searching);
  if (found.failed) return { ...told(test, found.failed, seed), test };
  if (found.isExhausted === true && found.count > 0)
    return broken(test, `of all that was made up, ${found.count} inputs can be read and are meant, and ${runs} are asked for`, [
      START,
      "fix fields by `with` instead of leaving most values out by `where`",
    ]);
  if (found.judged === undefined) return broken(test, "nothing that was made up can be read as what is asked for", [START]);
  if (explain === "yes") {
    const shortcoming = await shownNothing(searching);
    if (shortcoming) return broken(test, shortcoming.message, shortcoming.help);
  }
  return { kind: "passed", test, judged: found.judged, cases: { count: found.count, seed } };
}

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

/** The evidence stands before why it came out so, in the words of a test. */
function told(test: CheckedTest, { run, givens, input }: NonNullable<Found["failed"]>, seed: number): Exclude<TestRun, { kind: "passed" }> {
  if (run.kind === "broken") return run;
  const lines = caseLines(test, givens);
  const shown = [`input ${input} of seed ${seed} shows it; the smallest that does is`, ...lines.map((line) => `  ${line}`)];
  const [first, ...rest] = run.mismatches;
  if (first === undefined) return run;
  const why = first.because.length === 0 ? [] : ["because", ...first.because.map((line) => `  ${line}`)];
  return { ...run, mismatches: [{ ...first, because: [...shown, ...why] }, ...rest] };
}
