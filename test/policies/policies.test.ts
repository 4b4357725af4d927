/** The policies that we ship compile, and judge the sample image as the golden files show. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { matchGolden } from "../support/golden.ts";
import { policy, projectRoot } from "../support/run-policy.ts";

const tests = suite("shipped policies");

const policies = readdirSync(join(projectRoot, "policies"), { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".policy"))
  .map((name) => join("policies", name))
  .sort();

tests("there are some", () => assert.ok(policies.length >= 4));

for (const path of policies) {
  tests(`${path} compiles without a word`, async () => {
    const { code, stdout, stderr } = await policy("check", path);
    assert.is(code, 0, stdout + stderr);
    assert.is(stdout, "1 policy checked, nothing to say\n");
  });
}

for (const path of policies) {
  tests(`${path} is formatted, and lint warns of nothing`, async () => {
    const formatted = await policy("fmt", "--check", path);
    assert.equal([formatted.code, formatted.stdout], [0, ""], formatted.stderr);
    const { code, stdout } = await policy("lint", path);
    assert.is(code, 0);
    assert.not.match(stdout, /^(?:warning|error)\[/mu);
  });
}

for (const name of ["slsa", "ssdf"]) {
  tests(`the controls of policies/${name} as a catalogue`, async () => {
    const { code, stdout, stderr } = await policy("catalog", `policies/${name}`);
    assert.is(code, 0, stderr);
    matchGolden(`catalogue/${name}.md`, stdout);
  });
}

const sample = "oci-layout:policies/quickstart/image";
const at = ["--at", "2026-11-25T12:00:00Z"];

const verdicts = [
  { name: "quickstart", words: [sample, "--policy", "policies/quickstart", ...at], code: 1 },
  { name: "quickstart-verbose", words: [sample, "--policy", "policies/quickstart", ...at, "--verbose"], code: 1 },
  // Signed by keys that this policy does not know: whatever they say is as good as nothing.
  { name: "release-dev", words: [sample, "--policy", "policies/release", "--gate", "dev", ...at], code: 1 },
  { name: "release-prod", words: [sample, "--policy", "policies/release", "--gate", "prod", ...at], code: 1 },
];

for (const { name, words, code } of verdicts) {
  tests(`${name} judges the sample image`, async () => {
    const ran = await policy("eval", ...words);
    assert.is(ran.code, code, ran.stderr);
    matchGolden(`policies/${name}.txt`, ran.stdout);
  });
}

tests.run();
