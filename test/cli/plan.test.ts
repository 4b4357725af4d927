import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { planMarkdown, planReport, renderPlan } from "../../src/cli/render/plan.ts";
import { evidencePlan } from "../../src/language/index.ts";
import { checkedPolicy } from "../support/compile-policy.ts";
import { policy, projectRoot } from "../support/run-policy.ts";

const source = `policy p version 2
predicate scan "https://acme.example/scan/v1" {
  tool: String
  doneOn: Timestamp
}
predicate review {
  reads "https://acme.example/review/v1" as v1
  reads "https://acme.example/review/v2" as v2
  by: Identity at "/by"
}
param age: Duration = 7 days, at most 30 days
trust scanner {
  key "keys/a.pub"
  accept claimed time
}
trust other {
  key "keys/b.pub"
  timestamped yes
}
control C-01 "Scanned | today" {
  applies at stage prod
  applies when subject has repository
      and subject.repository under "registry.example/a"
  evidence scan: scan signed by scanner or other
    where scan.tool is "x"
    fresh within params.age of doneOn
    pick latest by doneOn
  require scan.tool is "x"
    else "x"
}
trust officers {
  key "keys/officer.pub" held by "rosa@acme.example"
  timestamped yes
}
control C-02 "Reviewed" {
  waivable up to 30 days by officers scope repository
  evidence reviews: all review signed by other
    fresh within 2 weeks of signing time
  require at least 1 reviews r in reviews where r.by is "a@acme.example"
    else "x"
}
gate dev {
  enforce C-02
  warn C-01
}
gate prod {
  environment "production"
  after dev signed by other fresh within 14 days
  enforce C-01
  audit C-02
}
`;

const plan = evidencePlan(checkedPolicy(source));

const tests = suite("evidence plan");
tests("as text", () => {
  assert.is(
    renderPlan(plan),
    `Evidence for p 2

C-01  Scanned | today
  at prod (enforce)
  when subject has repository and subject.repository under "registry.example/a"
  scan: exactly one scan
    type   https://acme.example/scan/v1
    signer scanner
             key "keys/a.pub"
             accept claimed time
    or     other
             key "keys/b.pub"
             timestamped yes
             proven by public-good
    where  scan.tool is "x"
    fresh  within 7 days of doneOn (params.age, at most 30 days)
    pick   latest by doneOn

C-02  Reviewed
  at dev (enforce), prod (audit)
  reviews: all review
    type   https://acme.example/review/v1
        or https://acme.example/review/v2
    signer other
             key "keys/b.pub"
             timestamped yes
             proven by public-good
    fresh  within 2 weeks of signing time
  signed waivers, if there are any: up to 30 days, for one image or a repository
    type   https://proviso.dev/waiver/v1
        or https://proviso.dev/withdrawal/v1
    signer officers
             key "keys/officer.pub" held by "rosa@acme.example"
             timestamped yes
             proven by public-good

after.dev  Gate dev has passed this image
  at prod (enforce)
  verdict: exactly one verdict.summary
    type   https://proviso.dev/verdict/v1
    signer other
             key "keys/b.pub"
             timestamped yes
             proven by public-good
    where  verdict.gate is "dev" and verdict.policy is "p" and verdict.policyVersion is "2"
    fresh  within 14 days of evaluatedAt
    pick   latest by evaluatedAt`,
  );
});
tests("as Markdown", () => {
  assert.equal(planMarkdown(plan).split("\n"), [
    "# Evidence for p 2",
    "",
    "| control | gates | evidence | predicate types | signed by | fresh |",
    "| --- | --- | --- | --- | --- | --- |",
    "| C-01 Scanned \\| today | prod (enforce) | scan: exactly one scan | `https://acme.example/scan/v1` | scanner or other | within 7 days of doneOn (params.age, at most 30 days) |",
    "| C-02 Reviewed | dev (enforce), prod (audit) | reviews: all review | `https://acme.example/review/v1`<br>`https://acme.example/review/v2` | other | within 2 weeks of signing time |",
    "| C-02 Reviewed | dev (enforce), prod (audit) | signed waivers, up to 30 days, for one image or a repository | `https://proviso.dev/waiver/v1`<br>`https://proviso.dev/withdrawal/v1` | officers |  |",
    "| after.dev Gate dev has passed this image | prod (enforce) | verdict: exactly one verdict.summary | `https://proviso.dev/verdict/v1` | other | within 14 days of evaluatedAt |",
    "",
  ]);
});
tests("as JSON, within its schema", () => {
  const report = JSON.parse(JSON.stringify(planReport(plan))) as { controls: { evidence: { name: string }[] }[] };
  const schema = JSON.parse(readFileSync(`${projectRoot}schemas/plan.schema.json`, "utf8")) as object;
  const validate = new Ajv2020({ strict: true }).compile(schema);
  assert.ok(validate(report), JSON.stringify(validate.errors));
  assert.equal(
    report.controls.map(({ evidence }) => evidence.map(({ name }) => name)),
    [["scan"], ["reviews"], ["verdict"]],
  );
});
tests("a gate and a parameter of the run do not change what is planned, but for the window", async () => {
  const { code, stdout } = await policy("plan", "policies/release", "--param", "max-scan-age=3 days");
  assert.is(code, 0);
  assert.match(stdout, "fresh  within 3 days of finishedOn (params.max-scan-age, at most 30 days)");
});
tests("a policy that does not compile is exit 3, and one that is not there exit 4", async () => {
  const { code, stdout, stderr } = await policy("plan", "test/golden/check/misspelt-field.policy");
  assert.equal([code, stdout], [3, ""]);
  assert.match(stderr, /^error\[E2002\]/mu);
  assert.is((await policy("plan", "nowhere")).code, 4);
});
tests.run();
