/** A `for all` that could only pass is an error, and an input without evidence is none. */
import { readFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { runTest, type TestRun } from "../../../src/testing/index.ts";
import { inMemory, openTests, outcomeOf } from "../../support/policy-tests.ts";
import { projectRoot } from "../../support/run-policy.ts";

const key = new Uint8Array(readFileSync(`${projectRoot}test/fixtures-samples/keys/rm-alice.pub`));

const VIEWS = `policy p version 1
predicate thing "https://acme.example/thing" {
  a: String
  b: String
  d: Int
}
predicate other "https://acme.example/other" {
  d: Int
}
`;
const BY_KEY = `trust cur {
  key "keys/k.pub"
  accept claimed time
}
`;
const sigstore = (identity: string) => `trust cur {
  sigstore public-good
  issuer "https://token.actions.githubusercontent.com"
  identity matches ${identity}
}
`;
const BY_REGEX = sigstore(String.raw`regex "https://github\\.com/acme/[a-z]+/\\.github/workflows/release\\.yml@refs/heads/main"`);
const BY_GLOB = sigstore('glob "https://github.com/acme/*/.github/workflows/release.yml@refs/heads/main"');
const AS = 'signed by cur as "https://github.com/acme/app/.github/workflows/release.yml@refs/heads/main"';

const some = (condition: string) => `control C-01 "x" {
  statement "x"
  evidence things: all thing signed by cur
  require r: some thing t in things where ${condition} else "no"
}
gate g { enforce C-01 }
`;
const HOLE = some('(t.a is "p" and t.b is "q") or (t.a is "x" and t.b is "y" and t.d > 6)');
const NO_HOLE = some('t.a is "p" and t.b is "q"');
const ONE = `control C-01 "y" {
  statement "y"
  evidence th: thing signed by cur
  require r: th.d < 5 else "no"
}
gate g { enforce C-01 }
`;
const BOTH = `control C-01 "y" {
  statement "y"
  evidence o: other signed by cur
  evidence th: thing signed by cur
  require r: th.d < 5 and o.d > 3 else "no"
}
gate g { enforce C-01 }
`;

interface Asked {
  readonly runs?: number;
  readonly expected?: string;
}

async function runOf(policy: string, lines: string, { runs = 100, expected = "not satisfied" }: Asked = {}): Promise<TestRun> {
  const block = `test "t" for C-01 {\n  at 2026-01-01T00:00:00Z\n${lines}\n  expect ${expected}\n}\n`;
  const { session, policy: checked, tests } = await openTests("main.policy", inMemory(VIEWS + policy + block, {}, key));
  const [one] = tests;
  if (one === undefined) throw new Error("no test");
  return runTest(session, checked, one, { compareTrace: () => undefined, forAll: { runs, seed: 1, explain: "yes" } });
}

const test = suite("for all: false passes");

const RARE = '  for all things where things.a is "x" and things.b is "y"';

test("a hole that few inputs fall into is shown", async () => {
  const run = await runOf(BY_KEY + HOLE, RARE);
  assert.is(run.kind, "failed");
  if (run.kind === "failed") assert.is(run.mismatches[0]?.because[1], '  given things with { a: "x", b: "y", d: 7 }');
});

test("without the hole as many inputs as are asked for give something", async () => {
  const run = await runOf(BY_KEY + NO_HOLE, '  for all things where things.a is "x"', { runs: 4 });
  assert.is(outcomeOf(run), "passed");
  assert.equal(run.kind === "passed" && run.cases, { count: 4, seed: 1 });
});

test("inputs that give nothing do not stand for those that `where` means", async () => {
  const run = await runOf(BY_KEY + NO_HOLE, '  for all things where things.a is "x" and things.a is "z"', { runs: 5 });
  assert.is(outcomeOf(run), "E7019 nothing that was made up can be read as what is asked for");
});

test("an input that gives nothing is judged, however few are asked for", async () => {
  const run = await runOf(BY_KEY + some("t.d > 5"), "  for all things with { d: 9 }", { runs: 1, expected: "satisfied" });
  assert.is(run.kind, "failed", outcomeOf(run));
  if (run.kind === "failed") assert.is(run.mismatches[0]?.because[1], "  // no things");
});

test("a line that is never given something is not covered by another that is", async () => {
  const two = `control C-01 "y" {
  statement "y"
  evidence things: all thing signed by cur
  evidence others: all other signed by cur
  require r: some thing t in things where t.d > 5 else "no"
  require s: some other o in others where o.d > 5 else "no"
}
gate g { enforce C-01 }
`;
  const run = await runOf(BY_KEY + two, "  for all things with { d: 9 }\n  for all others where others.d > 6 and others.d < 6", {
    runs: 5,
  });
  assert.is(outcomeOf(run), "E7019 nothing that was made up can be read as what is asked for");
});

const INDEX = '  subject "registry.example/app:1.0" platforms "linux/amd64"\n';
const shown = "passed";
const nothing = "E7019 this holds whatever `th` says, so the line shows nothing";

const contrasts: readonly (readonly [name: string, policy: string, lines: string, outcome: string])[] = [
  ["no name can be made up, and the other evidence lacks", BY_REGEX + BOTH, `  for all th with { d: 9 } ${AS}`, nothing],
  ["a name can be made up, and the other evidence lacks", BY_GLOB + BOTH, `  for all th with { d: 9 } ${AS}`, nothing],
  ["no name can be made up, and what is fixed matters", BY_REGEX + ONE, `  for all th with { d: 9 } ${AS}`, shown],
  ["a name can be made up, and what is fixed matters", BY_GLOB + ONE, `  for all th with { d: 9 } ${AS}`, shown],
  [
    "nothing can be judged without what is fixed",
    BY_REGEX + ONE,
    "  for all th signed by somebody else",
    "E7019 nothing shows that the line could fail: no `th` without what it fixes can be judged",
  ],
  ["a time of signing, and the other evidence lacks", BY_KEY + BOTH, "  for all th signed at 2020-06-01T00:00:00Z", nothing],
  ["a subject, and the other evidence lacks", BY_KEY + BOTH, `${INDEX}  for all th on index`, nothing],
  ["a field, and the other evidence lacks", BY_KEY + BOTH, "  for all th with { d: 9 }", nothing],
  ["nothing is fixed: that nothing comes out without the other evidence", BY_KEY + BOTH, "  for all th", shown],
];
for (const [name, policy, lines, outcome] of contrasts) test(name, async () => assert.is(outcomeOf(await runOf(policy, lines)), outcome));

test.run();
