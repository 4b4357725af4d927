import { suite } from "uvu";
import * as assert from "uvu/assert";
import { versionNotRaised } from "../../../src/lint/rules/version-not-raised/rule.ts";
import { lintInput, shown } from "../lint-text.ts";

const tests = suite("L608 version-not-raised");

const text =
  'policy p version 3\nuse vuln from "std/vuln@1"\ntrust scanner {\n  key "keys/a.pub"\n}\ncontrol C-01 "A" {\n  evidence scan: vuln.report signed by scanner\n}\n';
const { meaning } = lintInput(text);
const other = `sha256:${"0".repeat(64)}`;

const cases = [
  { name: "nothing is locked", locked: undefined, found: 0 },
  { name: "locked as it is", locked: { version: "3", meaning }, found: 0 },
  { name: "another version was locked", locked: { version: "2", meaning: other }, found: 0 },
  { name: "the same version meant something else", locked: { version: "3", meaning: other }, found: 1 },
];
for (const { name, locked, found } of cases) {
  tests(name, () => {
    const input = lintInput(text, locked && { locked });
    assert.is(versionNotRaised.check(input).length, found);
  });
}

tests("the version is under the carets, and the next one is offered and not written unasked", () => {
  const input = lintInput(text, { locked: { version: "3", meaning: other } });
  const [finding] = versionNotRaised.check(input);
  assert.ok(finding);
  assert.is(shown(input, finding), "«3» the policy means something else than when version 3 was locked");
  assert.equal(
    finding.parts?.fixes?.map(({ safe, edits }) => [safe, edits.map((edit) => edit.text)]),
    [[false, ["4"]]],
  );
});

tests.run();
