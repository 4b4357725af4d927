/** What coverage calls shown, and which wrong edits tests notice. */
import { readFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { coverageOf, holesIn, percentOf, report as told, showing, tryMutants } from "../../../src/testing/index.ts";
import { projectRoot } from "../../support/run-policy.ts";
import { inMemory, openTests, outcomeOf, runAll } from "../../support/policy-tests.ts";
import { crypto } from "../../support/trust/run.ts";

const key = new Uint8Array(readFileSync(`${projectRoot}test/fixtures-samples/keys/rm-alice.pub`));
const POLICY = `policy p version 1
enum level = ordered low < middle < high
predicate note "https://example.com/note/v1" {
  word: String
  level: optional level
  saidOn: Timestamp
}
trust author {
  key "keys/a.pub"
  logged yes
}
control C-01 "Noted" {
  evidence said: note signed by author
    fresh within 7 days of saidOn
    pick latest by saidOn
  require calm: said.word is "yes" and (said.level otherwise high) is at most middle
    else "it says {said.word}"
}
gate prod { enforce C-01 }
`;

function testOf(given: string, expect: string): string {
  return `test "${given.replaceAll('"', "'")}" for C-01 {\n at 2026-01-10\n given ${given}\n expect ${expect}\n}\n`;
}

const FULL = [
  testOf('said with { word: "yes", level: middle, saidOn: 2026-01-03 }', "satisfied calm"),
  testOf('said with { word: "yes", level: high, saidOn: 2026-01-09 }', "violated calm"),
  testOf('said with { word: "yes", saidOn: 2026-01-09 }', "violated calm"),
  testOf('said with { word: "no", level: low, saidOn: 2026-01-09 }', "violated calm"),
  testOf('said with { word: "yes", level: low } stale', "violated said"),
  testOf('said with { word: "yes", level: low, saidOn: 2026-01-09 } tampered', "unverifiable said"),
  testOf('said with { word: "yes", level: low, saidOn: 2026-01-09 } unlogged', "unverifiable said"),
  testOf('said with { word: "yes", level: low, saidOn: 2026-01-09 } signed by somebody else', "missing said"),
  testOf(
    'said with { word: "yes", level: low, saidOn: 2026-01-09 } given said with { word: "no", level: low, saidOn: 2026-01-08 }',
    "satisfied calm",
  ),
];

async function open(tests: readonly string[]) {
  const opened = await openTests("main.policy", inMemory(POLICY + tests.join(""), {}, key));
  const runs = await runAll(opened);
  assert.equal(
    runs.map(outcomeOf),
    runs.map(() => "passed"),
  );
  return { ...opened, runs };
}

const coverage = suite("coverage");
coverage("nothing is shown without tests", async () => {
  const { policy } = await open(FULL);
  const report = coverageOf(policy, []);
  assert.is(holesIn(report).length, report.points.length);
  assert.is(percentOf(report.enforcedOutcomes), 0);
});
coverage("tests of every outcome, cause and condition leave no hole", async () => {
  const { policy, runs } = await open(FULL);
  const report = coverageOf(
    policy,
    runs.map((run) => told(run, showing(policy))),
  );
  assert.equal(
    holesIn(report).map(({ suggestion }) => suggestion),
    [],
  );
  assert.equal(report.enforcedOutcomes, { shown: 4, of: 4 });
});
for (const [left, hole] of [
  [4, "no test shows C-01 when said is too old (`given said … stale`)"],
  [7, "no test shows C-01 when said is signed by someone else (`given said … signed by somebody else`)"],
  [3, 'no test shows C-01 with calm decided by `said.word is "yes"` being false'],
] as const) {
  coverage(hole, async () => {
    const { policy, runs } = await open(FULL.toSpliced(left, 1));
    assert.ok(
      holesIn(
        coverageOf(
          policy,
          runs.map((run) => told(run, showing(policy))),
        ),
      )
        .map(({ suggestion }) => suggestion)
        .includes(hole),
    );
  });
}
coverage.run();

const mutation = suite("mutation");
async function survivors(tests: readonly string[], budget = 1000): Promise<readonly string[]> {
  const { session, policy, tests: checked } = await open(tests);
  const { tried } = await tryMutants(session, policy, checked, { budget, hasher: crypto, compareTrace: () => undefined });
  assert.ok(tried.length > 0);
  return tried.flatMap(({ mutant, noticedBy }) => (noticedBy ? [] : [mutant.sentence]));
}
mutation("whole tests notice every wrong edit", async () => assert.equal(await survivors(FULL), []));
for (const [left, survivor] of [
  [4, "C-01 accepted a said of any age"],
  [6, "trust root `author` asked for no log entry"],
  [3, 'in C-01.calm, `said.word is "yes"` was not asked'],
  [2, "in C-01.calm, what is absent counted as `low` in `said.level otherwise high`"],
  [8, "C-01 picked the earliest said"],
] as const) {
  mutation(`a test less lets one survive: ${survivor}`, async () =>
    assert.ok((await survivors(FULL.toSpliced(left, 1))).includes(survivor)),
  );
}
mutation("the budget bounds what is tried, and the same ones are tried each time", async () => {
  const { session, policy, tests } = await open(FULL);
  const options = { budget: 5, hasher: crypto, compareTrace: () => undefined };
  const [first, second] = [await tryMutants(session, policy, tests, options), await tryMutants(session, policy, tests, options)];
  assert.is(first.tried.length + first.same, 5);
  assert.ok(first.left > 0);
  assert.equal(
    first.tried.map(({ mutant }) => mutant.sentence),
    second.tried.map(({ mutant }) => mutant.sentence),
  );
});
mutation.run();
