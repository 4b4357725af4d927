/** What a run itself sets wrong is exit 4; what the policy says wrong is exit 3. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { policy, scratch } from "../support/run-policy.ts";

const tests = suite("exit codes of a run's own settings");
const sample = ["oci-layout:policies/quickstart/image", "--policy", "policies/quickstart"];

const cases: readonly { readonly title: string; readonly words: readonly string[]; readonly code: number; readonly says: RegExp }[] = [
  { title: "a parameter beyond its bound", words: [...sample, "--param", "max-scan-age=60 days"], code: 4, says: /E2023/u },
  { title: "a parameter that does not exist", words: [...sample, "--param", "max-scan-agee=3 days"], code: 4, says: /E2003/u },
  { title: "a parameter without a value", words: [...sample, "--param", "max-scan-age"], code: 4, says: /NAME=VALUE/u },
];
for (const { title, words, code, says } of cases) {
  tests(title, async () => {
    const ran = await policy("eval", ...words);
    assert.is(ran.code, code, ran.stderr);
    assert.match(ran.stderr, says);
  });
}

tests("a predicate type that nobody could mean is not signed", async () => {
  const words = [
    "attest",
    "oci-layout:policies/quickstart/image",
    "--predicate",
    "policies/quickstart/predicates/scan.json",
    "--key",
    "none.pem",
    "--dry-run",
  ];
  assert.is((await policy(...words, "--type", "wat")).code, 4);
  assert.match((await policy(...words, "--type", "vlun")).stderr, /did you mean `vuln`/u);
  assert.is((await policy(...words, "--type", "https://acme.example/attestation/approval/v1")).code, 0);
});

const needy = `policy needy version 1

use slsa from "std/slsa@1"

param builder: Uri

trust anyone {
  sigstore public-good
  issuer "https://token.actions.githubusercontent.com"
  identity under "https://github.com/acme/app"
}

control C-01 "Built where it was said" {
  evidence build: any slsa.provenance signed by anyone

  require builder: build.builder is params.builder
    else "built by {build.builder}"
}

gate prod {
  enforce C-01
}
`;

tests("a required parameter: the run must bring it, and so must a check", async () => {
  const file = join(scratch(), "needy.policy");
  writeFileSync(file, needy);
  assert.is((await policy("eval", "oci-layout:policies/quickstart/image", "--policy", file)).code, 4);
  assert.is((await policy("check", file)).code, 3);
  assert.is((await policy("check", file, "--param", "builder=https://example.com/builder")).code, 0);
  assert.is(
    (await policy("eval", "oci-layout:policies/quickstart/image", "--policy", file, "--param", "builder=https://example.com/b")).code,
    1,
  );
});

tests.run();
