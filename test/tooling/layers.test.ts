import { fileURLToPath } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { checkLayers } from "../../bin/check-layers.ts";

const fixtures = fileURLToPath(new URL("../support/layer-fixtures/", import.meta.url));

/** Every rule, by the one fixture that breaks it. */
const expected: readonly { readonly rule: string; readonly from: string; readonly why: string }[] = [
  { rule: "layer-base", from: "src/base/upward.ts", why: "an import upward, though of a type only" },
  { rule: "layer-grammar", from: "grammar/upward.ts", why: "the grammar reads the language" },
  { rule: "layer-registry", from: "src/registry/sideways.ts", why: "an import sideways" },
  { rule: "layer-platform", from: "src/platform/shell.ts", why: "an adapter reads a shell" },
  { rule: "types-only-evidence-trust", from: "src/evidence/code.ts", why: "evidence runs code of trust" },
  { rule: "home-chevrotain", from: "src/base/foreign.ts", why: "a package outside its home" },
  { rule: "known-package", from: "src/base/unknown-package.ts", why: "a package without a home" },
  { rule: "known-part", from: "src/mystery/user.ts", why: "a folder without a place" },
  { rule: "pure", from: "src/base/files.ts", why: "the base reads files" },
  { rule: "pure", from: "src/trust/hash.ts", why: "only trust/sigstore may use node:crypto" },
  { rule: "pure-sigstore", from: "src/trust/sigstore/files.ts", why: "trust/sigstore may use nothing else of Node" },
  { rule: "door", from: "src/engine/past-the-door.ts", why: "another folder's inner file" },
  { rule: "no-cycle", from: "src/language/one.ts", why: "a cycle of types" },
  { rule: "resolvable", from: "src/base/nowhere.ts", why: "an import that leads nowhere" },
];

const report = await checkLayers(fixtures);
const broken = report.violations.map((violation) => violation.replace(/ → .*$/u, ""));

const tests = suite("layers");
for (const { rule, from, why } of expected) {
  tests(`${rule}: ${why}`, () => assert.ok(broken.includes(`${rule}: ${from}`), report.violations.join("\n")));
}
tests("nothing else is reported", () => {
  const known = new Set(expected.map(({ rule, from }) => `${rule}: ${from}`));
  assert.equal(
    broken.filter((violation) => !known.has(violation) && violation !== "no-cycle: src/language/two.ts"),
    [],
  );
});
tests("every file was seen", () => assert.is(report.modules, report.files));

tests("our own modules keep the rules, and all of them were seen", async () => {
  const own = await checkLayers(fileURLToPath(new URL("../../", import.meta.url)));
  assert.equal(own.violations, []);
  assert.ok(own.modules > 0);
  assert.ok(own.modules >= own.files, `${own.modules} of ${own.files}`);
});
tests.run();
