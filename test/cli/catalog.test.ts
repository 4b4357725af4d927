import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { catalogueMarkdown, catalogueReport } from "../../src/cli/render/catalogue.ts";
import { catalogue } from "../../src/language/index.ts";
import { checkedPolicy } from "../support/compile-policy.ts";
import { matchGolden } from "../support/golden.ts";
import { policy, projectRoot, scratch } from "../support/run-policy.ts";

const source = `policy p version 2
  description "A | *policy* <b>with</b> [marks](x)"
predicate scan "https://acme.example/scan/v1" {
  tool: String
  doneOn: Timestamp
}
param age: Duration = 7 days, at most 30 days
param tools: Set of String = { "a" }
trust scanner {
  key "keys/a.pub" held by "mia@acme.example"
  timestamped yes
}
control C-01 "Scanned | \`today\`" {
  statement "# not a heading"
  severity high
  owner "a_b@acme.example"
  maps to ssdf "RV.1.1", "PW.8.2"
  maps to nist-800-53 "RA-5"
  effective from 2026-01-01
  enforce from 2026-04-01
  until 2027-12-31
  applies at stage prod
  applies unless subject has tag // nobody reads this
      and subject.tag is "\`\`x"
  evidence scan: scan signed by scanner
    fresh within params.age of doneOn
    pick latest by doneOn
  require tool: scan.tool is one of params.tools // nor this
      or scan.tool is "https://acme.example//b"
    else "{scan.tool}"
    grace until 2026-03-31
}
control C-02 "Only there" {
  maps to ssdf "RV.1.1"
  evidence scans: all scan signed by scanner
}
gate dev {
  audit C-02
  enforce C-01
}
gate prod {
  environment "production"
  enforce all
}
`;

const made = catalogue(checkedPolicy(source));
const tests = suite("control catalogue");

tests("as Markdown", () => matchGolden("catalogue/marks.md", catalogueMarkdown([made])));
tests("a comment inside a condition is not printed, what looks like one inside a text is", () => {
  assert.is(made.controls[0]?.requirements[0]?.mustHold, 'scan.tool is one of params.tools or scan.tool is "https://acme.example//b"');
});
tests("by framework", () =>
  assert.equal(
    made.frameworks.map(({ framework, id, controls }) => `${framework} ${id}: ${controls.join(" ")}`),
    ["nist-800-53 RA-5: C-01", "ssdf PW.8.2: C-01", "ssdf RV.1.1: C-01 C-02"],
  ),
);
tests("as JSON, within its schema", () => {
  const schema = JSON.parse(readFileSync(`${projectRoot}schemas/catalogue.schema.json`, "utf8")) as object;
  const validate = new Ajv2020({ strict: true }).compile(schema);
  assert.ok(validate(JSON.parse(JSON.stringify(catalogueReport([made])))), JSON.stringify(validate.errors));
});
for (const name of ["quickstart", "release"]) {
  tests(`policies/${name}`, async () => {
    const { code, stdout, stderr } = await policy("catalog", `policies/${name}`);
    assert.equal([code, stderr], [0, ""]);
    matchGolden(`catalogue/${name}.md`, stdout);
  });
}
tests("a policy that does not compile is exit 3, one without controls or not there exit 4", async () => {
  assert.is((await policy("catalog", "test/golden/check/misspelt-field.policy")).code, 3);
  const library = join(scratch(), "library.policy");
  writeFileSync(library, "policy library version 1\n");
  assert.is((await policy("catalog", library)).code, 4);
  assert.is((await policy("catalog", "nowhere")).code, 4);
});
tests.run();
