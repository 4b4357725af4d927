/** The tests of shipped policies pass, and show every control in every outcome and every requirement both ways. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { ControlVerdict } from "../../src/evaluate/index.ts";
import type { TestRun } from "../../src/testing/index.ts";
import { outcomeOf, runAll } from "../support/policy-tests.ts";
import { open, quickstart, release, slsa, slsaImages, ssdf, vsa, wrangle, type Shipped } from "./shipped.ts";

const tests = suite("tests of shipped policies");

const outcomes = ["satisfied", "violated", "missing", "unverifiable"] as const;

interface Row {
  readonly shipped: Shipped;
  readonly least: number;
  readonly neverViolated?: readonly string[];
}

/** At least so many tests: one that nobody runs shows nothing. */
const rows: readonly Row[] = [
  { shipped: release, least: 110 },
  { shipped: slsa, least: 45 },
  { shipped: ssdf, least: 105 },
  { shipped: vsa, least: 10 },
  { shipped: quickstart, least: 30 },
  { shipped: slsaImages, least: 6 },
  // The bill of materials must be there, and nothing is asked of what it says.
  { shipped: wrangle, least: 40, neverViolated: ["W-02"] },
];

for (const { shipped, least, neverViolated = [] } of rows) {
  const opened = await open(shipped);
  const runs = await runAll(opened);
  const verdicts = runs.flatMap((run) => (run.kind === "broken" ? [] : run.judged.verdict.controls));
  const enforced = new Set(
    opened.policy.gates.flatMap(({ controls, after }) => [...controls.map(({ id }) => id), ...after.map(({ control }) => control.id)]),
  );

  tests(`${shipped.folder}: every test passes`, () => {
    assert.equal(
      runs.map(told),
      runs.map(({ test }) => `${test.title}: passed`),
    );
    assert.ok(runs.length >= least, `${runs.length} tests`);
  });

  for (const id of enforced) {
    tests(`${shipped.folder}: ${id} is seen in every outcome`, () => {
      const seen = new Set(verdicts.filter(({ control }) => control.id === id).map(({ outcome }) => outcome));
      assert.equal(
        outcomes.filter((outcome) => !seen.has(outcome)),
        neverViolated.includes(id) ? ["violated"] : [],
      );
    });
  }

  tests(`${shipped.folder}: every requirement is seen true, false and undecided`, () => {
    const seen = new Map<string, Set<string>>();
    for (const { judgements } of verdicts) {
      for (const { id, truth } of judgements.flatMap(({ requirements }) => requirements))
        seen.set(id, (seen.get(id) ?? new Set()).add(truth));
    }
    const holes = [...seen].flatMap(([id, truths]) =>
      ["true", "false", "unknown"].filter((truth) => !truths.has(truth)).map((truth) => `${id} ${truth}`),
    );
    assert.equal(holes, []);
    const shown = outcomesOf(verdicts.filter(({ control }) => enforced.has(control.id)));
    console.log(
      `${shipped.folder}: ${runs.length} tests show ${shown} of ${enforced.size * outcomes.length} outcomes of enforced controls, and ${seen.size} requirements`,
    );
  });
}

function outcomesOf(verdicts: readonly ControlVerdict[]): number {
  const shown = verdicts.filter(({ outcome }) => outcome !== "not-applicable").map(({ control, outcome }) => `${control.id} ${outcome}`);
  return new Set(shown).size;
}

function told(run: TestRun): string {
  return `${run.test.title}: ${outcomeOf(run)}`;
}

tests.run();
