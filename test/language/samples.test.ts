/** The sample policies compile, but for what this version does not evaluate yet: exactly that is refused, and without it they are right. */
import { readFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { compilePolicy, underCarets, type PolicyFolder } from "../support/compile-policy.ts";

const folder: PolicyFolder = {
  files: { "predicates.policy": sample("predicates"), "ca/acme-root.pem": "a certificate" },
};

function sample(name: string): string {
  return readFileSync(new URL(`samples/${name}.policy`, import.meta.url), "utf8");
}

/** The words of each refusal. */
function refused(text: string): readonly string[] {
  const compiled = compilePolicy(text, folder);
  return compiled.diagnostics.map((each) => `${each.code} ${underCarets(compiled, each).split("\n")[0] ?? ""}`);
}

/** The text without what was refused, until nothing is. */
function cut(text: string): string {
  const spans = compilePolicy(text, folder)
    .diagnostics.filter((each) => each.code === "E9001")
    .map((each) => each.span)
    .sort((a, b) => b.start - a.start);
  return spans.reduce((left, { start, end }) => left.slice(0, start) + left.slice(end), text);
}

const test = suite("samples");

/** First what is refused, then what is left to say when it is cut out. */
const SAMPLES: Readonly<Record<string, readonly [refused: readonly string[], left: readonly string[]]>> = {
  predicates: [[], []],
  release: [[], []],
  "container-release": [[], []],
  lineage: [[], []],
  "imported-or-built": [[], []],
};

for (const [name, [expected, left]] of Object.entries(SAMPLES)) {
  test(`${name}: exactly what is not evaluated yet is refused`, () => {
    assert.equal(refused(sample(name)), expected);
  });
  test(`${name}: without it the policy is right`, () => assert.equal(refused(cut(sample(name))), left));
}
test.run();
