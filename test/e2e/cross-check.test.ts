/** `policy inspect --cross-check` over real bundles. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { InspectDocument } from "../../src/audit/index.ts";
import { assertValid, compileSchema } from "../audit/schema.ts";
import { realdataPath, withRealdata } from "../support/realdata.ts";
import { policy, projectRoot } from "../support/run-policy.ts";

const tests = suite("inspect --cross-check");
const real = withRealdata(tests);
const validate = compileSchema("inspect.schema.json");

async function check(...path: readonly string[]): Promise<readonly string[]> {
  const words = ["inspect", `sha256:${"a".repeat(64)}`, "--bundle", realdataPath(...path), "--at", "2026-12-01T00:00:00Z", "--cross-check"];
  const { code, stdout, stderr } = await policy(...words, "--format", "json");
  assert.is(code, 0, stderr);
  const document = JSON.parse(stdout) as InspectDocument;
  assertValid(validate, document);
  return document.attestations.map(({ verified, crossCheck }) =>
    `${verified} ${crossCheck?.outcome ?? ""} ${crossCheck?.theirs ?? ""}`.trim(),
  );
}

real("good ones", async () =>
  assert.equal(await check("evidence", "wrangle", "good-default-signed.bundle.jsonl"), Array(6).fill("true agrees verified")),
);
real("a bad one", async () =>
  assert.equal(await check("github-cli", "sigstoreBundle-invalid-signature.json"), ["false agrees TLOG_BODY_ERROR"]),
);
real("in words", async () => {
  const bundle = realdataPath("github-cli", "custom-issuer.sigstore.json");
  const { stdout } = await policy("inspect", `sha256:${"a".repeat(64)}`, "--bundle", bundle, "--cross-check");
  assert.match(stdout, /\n {2}compared {3}@sigstore\/verify verifies it as well\n/u);
});
tests("a plain envelope is not asked about, and nothing is said where nobody asked", async () => {
  const words = ["inspect", "oci-layout:policies/quickstart/image", "--key", `${projectRoot}policies/quickstart/keys/scanner.pub`];
  assert.match((await policy(...words, "--cross-check")).stdout, /compared {3}not asked: /u);
  assert.not.match((await policy(...words)).stdout, /compared/u);
});
tests.run();
