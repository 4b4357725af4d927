/** `for all`: what holds is not refuted, what does not is shown by the smallest evidence, which an ordinary test repeats. */
import { existsSync, readFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { runTest, type TestRun } from "../../../src/testing/index.ts";
import { encodeUtf8 } from "../../../src/base/index.ts";
import { outcomeOf, openTests, runAll, type ReadFile } from "../../support/policy-tests.ts";
import { projectRoot } from "../../support/run-policy.ts";

const release = readFileSync(`${projectRoot}policies/release/release.policy`, "utf8");
const policyText = release.slice(0, release.indexOf("\ntest "));

function releaseWith(tests: string, edit: (text: string) => string = (text) => text): ReadFile {
  return (path) => {
    if (path === "release.policy") return encodeUtf8(`${edit(policyText)}\n${tests}`);
    const file = `${projectRoot}policies/release/${path}`;
    return existsSync(file) ? new Uint8Array(readFileSync(file)) : undefined;
  };
}

async function runOf(tests: string, edit?: (text: string) => string): Promise<TestRun> {
  const [run] = await runAll(await openTests("release.policy", releaseWith(tests, edit)));
  if (run === undefined) throw new Error("no test");
  return run;
}

const C04 = `test "t" for C-04 {
  at 2026-12-01T12:00:00Z
  stage prod
  given ran from "fixtures/deployment.json"
  given change from "fixtures/review.json"
`;
const C02 = `test "t" for C-02 {\n  at 2026-12-01T12:00:00Z\n`;
const NOT_SATISFIED = "  expect not satisfied\n}\n";

const test = suite("for all");

/** Wrong edits of the release policy, and the smallest evidence that shows each. */
const faults: readonly (readonly [name: string, from: string, to: string, block: string, smallest: string])[] = [
  [
    "no decision is asked for",
    "where a.decision is approved\n        and a.environment",
    "where a.environment",
    `${C04}  for all approvals from "fixtures/approval.json" with { decision: rejected }\n${NOT_SATISFIED}`,
    'given approvals from "fixtures/approval.json" with { decision: rejected } signed by release-managers as "bob@acme.example"',
  ],
  [
    "an approval for any environment",
    "\n        and a.environment is stage.environment",
    "",
    `${C04}  for all approvals from "fixtures/approval.json" where approvals.environment is not "production"\n${NOT_SATISFIED}`,
    "",
  ],
  [
    "authors may approve",
    "\n        and signer of a is none of change.authors",
    "",
    `${C04}  for all approvals from "fixtures/approval.json" signed by release-managers as "alice@acme.example"\n${NOT_SATISFIED}`,
    'given approvals from "fixtures/approval.json" signed by release-managers as "alice@acme.example"',
  ],
  [
    "a scan of any age",
    "  evidence scan: vuln.report signed by scanner\n    fresh within params.max-scan-age of finishedOn\n",
    "  evidence scan: vuln.report signed by scanner\n    fresh within 4000 days of finishedOn\n",
    `${C02}  for all scan from "fixtures/scan-clean.json" where scan.finishedOn < 2026-11-24T12:00:00Z\n${NOT_SATISFIED}`,
    "",
  ],
];
for (const [name, from, to, block, smallest] of faults) {
  test(`${name}: shown, and not of the policy as it is`, async () => {
    assert.ok(policyText.includes(from), from);
    assert.is(outcomeOf(await runOf(block)), "passed");
    const run = await runOf(block, (text) => text.replace(from, to));
    assert.is(run.kind, "failed");
    if (run.kind !== "failed") return;
    const [, line = ""] = run.mismatches[0]?.because ?? [];
    if (smallest === "") assert.match(line, /^ {2}given \w+ from "fixtures\/[\w-]+\.json" with \{ [^}]+ \}/u);
    else assert.is(line.trim(), smallest);
    const pasted = block.replace(/ {2}for all[^\n]+\n/u, `${line}\n`).replace("expect not satisfied", "expect satisfied");
    assert.is(outcomeOf(await runOf(pasted, (text) => text.replace(from, to))), "passed");
  });
}

const broken: readonly (readonly [name: string, block: string, message: string])[] = [
  [
    "the other evidence lacks",
    `test "t" for C-04 {\n  at 2026-12-01T12:00:00Z\n  stage prod\n  for all approvals with { decision: rejected }\n${NOT_SATISFIED}`,
    "E7019 this holds whatever `approvals` says, so the line shows nothing",
  ],
  [
    "nothing can be made up",
    `test "t" for C-03 {\n  at 2026-12-01T12:00:00Z\n  for all bom where bom.components is not empty\n  expect not violated\n}`,
    "E7019 nothing that was made up can be read as what is asked for",
  ],
  [
    "a fixture that is not there",
    `${C02}  for all scan from "fixtures/nowhere.json"\n${NOT_SATISFIED}`,
    "E7003 there is no file `fixtures/nowhere.json` that can be read",
  ],
];
for (const [name, block, message] of broken) test(name, async () => assert.is(outcomeOf(await runOf(block)), message));

test("the same seed draws the same, another one something else", async () => {
  const block = `${C02}  for all scan from "fixtures/scan-clean.json"\n  expect satisfied\n}\n`;
  const { session, policy, tests } = await openTests("release.policy", releaseWith(block));
  const [one] = tests;
  if (one === undefined) throw new Error("no test");
  const because = async (seed: number) => {
    const run = await runTest(session, policy, one, { compareTrace: () => undefined, forAll: { runs: 100, seed, explain: "yes" } });
    return run.kind === "failed" ? (run.mismatches[0]?.because ?? []) : [];
  };
  assert.equal(await because(1), await because(1));
  assert.not.equal((await because(1))[0], (await because(7))[0]);
});

test("as many inputs as are asked for", async () => {
  const block = `${C02}  for all scan from "fixtures/scan-clean.json" stale\n${NOT_SATISFIED}`;
  const { session, policy, tests } = await openTests("release.policy", releaseWith(block));
  const [one] = tests;
  if (one === undefined) throw new Error("no test");
  const run = await runTest(session, policy, one, { compareTrace: () => undefined, forAll: { runs: 12, seed: 3, explain: "yes" } });
  assert.equal(run.kind === "passed" && run.cases, { count: 12, seed: 3 });
});

test.run();
