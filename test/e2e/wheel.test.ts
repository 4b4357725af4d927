/** A real Python wheel with provenance, bill of materials and three scans: judged on the day, stale, incomplete, changed. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { realdataPath, withRealdata } from "../support/realdata.ts";
import { controlOf, judgeJson, projectRoot, reasonsOf, scratch } from "../support/run-policy.ts";

const tests = suite("a wheel with its evidence");
const real = withRealdata(tests);

const policyFile = join(projectRoot, "policies/wrangle/wheel.policy");
const folder = () => realdataPath("evidence", "wrangle");
const wheel = () => join(folder(), readdirSync(folder()).find((name) => name.endsWith(".whl")) ?? "");
const bundle = () => join(folder(), "good-default-signed.bundle.jsonl");
const judge = (artifact: string, evidence: string, at: string) =>
  judgeJson(`file:${artifact}`, "--bundle", evidence, "--policy", policyFile, "--at", at);

async function rejects(work: () => Promise<unknown>, says: RegExp): Promise<void> {
  const message = await work().then(
    () => "nothing was thrown",
    (error: unknown) => String(error),
  );
  assert.match(message, says);
}

const onTheDay = "2026-06-25T00:00:00Z";

real("satisfied within a week", async () => {
  const { code, trace } = await judge(wheel(), bundle(), onTheDay);
  assert.is(code, 0);
  assert.equal(
    trace.controls.map(({ id, outcome }) => [id, outcome]),
    [
      ["W-01", "satisfied"],
      ["W-02", "satisfied"],
      ["W-03", "satisfied"],
    ],
  );
  assert.ok(trace.run.dryRun);
  assert.is(trace.verdict.holdsUntil, "2026-06-28T13:18:36Z");
});

real("the file may be named by a pattern that a shell does not expand", async () => {
  const { code } = await judge(join(folder(), "*.whl"), bundle(), onTheDay);
  assert.is(code, 0);
  await rejects(() => judge(join(folder(), "*.jsonl"), bundle(), onTheDay), /means several files/u);
});

real("stale a fortnight later, which is violated and not missing", async () => {
  const { code, trace } = await judge(wheel(), bundle(), "2026-07-10T00:00:00Z");
  assert.is(code, 1);
  const control = controlOf(trace, "W-03");
  assert.is(control.outcome, "violated");
  const stale = control.judgements
    .flatMap(({ requirements }) => requirements)
    .filter(({ kind, truth }) => kind === "freshness" && truth === "false");
  assert.equal(
    stale.map(({ id }) => id),
    ["W-03.vulnerabilities.fresh", "W-03.workflows.fresh", "W-03.lint.fresh"],
  );
  assert.is(controlOf(trace, "W-01").outcome, "satisfied");
});

const scanTools = ["osv-scanner", "zizmor", "wrangle-lint"];
for (const tool of scanTools) {
  real(`missing when the scan of ${tool} is removed`, async () => {
    const file = join(scratch(), "without.jsonl");
    const payloadOf = (line: string) =>
      Buffer.from((JSON.parse(line) as { dsseEnvelope: { payload: string } }).dsseEnvelope.payload, "base64").toString("utf8");
    const lines = readFileSync(bundle(), "utf8").trim().split("\n");
    const kept = lines.filter((line) => !new RegExp(`"tool":\\{"name":"${tool}"`, "u").test(payloadOf(line)));
    assert.is(kept.length, lines.length - 1);
    writeFileSync(file, `${kept.join("\n")}\n`);
    const { code, trace } = await judge(wheel(), file, onTheDay);
    assert.is(code, 1);
    const control = controlOf(trace, "W-03");
    assert.is(control.outcome, "missing");
    assert.ok(reasonsOf(control).includes("none-selected"));
  });
}

real("missing for a wheel with one byte changed", async () => {
  const file = join(scratch(), "changed.whl");
  const bytes = readFileSync(wheel());
  bytes[100] = (bytes[100] ?? 0) ^ 1;
  writeFileSync(file, bytes);
  const { code, trace } = await judge(file, bundle(), onTheDay);
  assert.is(code, 1);
  for (const control of trace.controls) {
    assert.is(control.outcome, "missing", control.id);
    assert.ok(reasonsOf(control).includes("subject-mismatch"), control.id);
  }
});

tests.run();
