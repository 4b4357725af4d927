/** A verifier's summary as the evidence of a package: the real one, and one thing wrong with each of its copies. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Json } from "../../src/base/index.ts";
import { createWorld, type IdentitySigner } from "../../src/testing/index.ts";
import { realdataPath, withRealdata } from "../support/realdata.ts";
import { controlOf, judgeJson, policyWith, projectRoot, reasonsOf, scratch } from "../support/run-policy.ts";
import { crypto, instant } from "../support/trust/run.ts";
import { web } from "../support/trust/signing.ts";

const POLICY = join(projectRoot, "policies/vsa/package.policy");
const tests = suite("a verification summary");
const real = withRealdata(tests);

const folder = () => realdataPath("evidence", "wrangle");
const wheel = () => join(folder(), readdirSync(folder()).find((name) => name.endsWith(".whl")) ?? "");
const bundle = () => join(folder(), "good-default-signed.bundle.jsonl");

real("the real one: no policy uri, no subject name, and good (pass-12, W3)", async () => {
  const { code, trace } = await judgeJson(`file:${wheel()}`, "--bundle", bundle(), "--policy", POLICY, "--at", "2026-06-25T00:00:00Z");
  assert.is(code, 0);
  assert.is(controlOf(trace, "V-01").outcome, "satisfied");
});
real("the real one about another package", async () => {
  const policy = policyWith(readFileSync(POLICY, "utf8"), "pkg:pypi/wrangle-test-fixture@", "pkg:pypi/other@");
  const { code, trace } = await judgeJson(`file:${wheel()}`, "--bundle", bundle(), "--policy", policy, "--at", "2026-06-25T00:00:00Z");
  assert.is(code, 1);
  assert.is(controlOf(trace, "V-01").outcome, "violated");
});
real("the summary of an image says nothing about the wheel", async () => {
  const other = join(folder(), "container-vsa.intoto.jsonl");
  const { code, trace } = await judgeJson(`file:${wheel()}`, "--bundle", other, "--policy", POLICY, "--at", "2026-06-25T00:00:00Z");
  assert.is(code, 1);
  assert.equal(
    [controlOf(trace, "V-01").outcome, reasonsOf(controlOf(trace, "V-01"))],
    ["missing", ["subject-mismatch", "none-for-subject"]],
  );
});

// ----------------------------------------------------------------------------------------- copies, signed by a local Sigstore

const world = await createWorld({ seed: "vsa", now: instant("2026-11-20T10:00:00Z") }, { crypto: web, hasher: crypto });
const WRANGLE = "https://github.com/TomHennen/wrangle/.github/workflows/build_and_publish_python.yml@refs/heads/main";
const signer: IdentitySigner = {
  san: WRANGLE,
  issuer: "https://token.actions.githubusercontent.com",
  claims: { "source-repository": "https://github.com/TomHennen/wrangle-test" },
};
const predicate: { readonly [name: string]: Json } = {
  verifier: { id: "https://carabiner.dev/ampel@v1" },
  resourceUri: "pkg:pypi/wrangle-test-fixture@0.0.1.dev27905469742",
  verificationResult: "PASSED",
  verifiedLevels: ["SLSA_BUILD_LEVEL_3"],
  timeVerified: "2026-11-20T10:00:00Z",
};

async function judge(change: { readonly [name: string]: Json }, by: IdentitySigner = signer): Promise<string> {
  const changed = Object.fromEntries(Object.entries({ ...predicate, ...change }).filter(([, value]) => value !== null));
  const statement: Json = {
    _type: "https://in-toto.io/Statement/v1",
    subject: [{ digest: { sha256: "a".repeat(64) } }],
    predicateType: "https://slsa.dev/verification_summary/v1",
    predicate: changed,
  };
  const files = scratch();
  const [evidence, root] = [join(files, "vsa.sigstore.json"), join(files, "root.json")];
  writeFileSync(evidence, (await world.attest(statement, { by })).bundle);
  writeFileSync(root, world.trustedRoot());
  const words = [`sha256:${"a".repeat(64)}`, "--bundle", evidence, "--policy", POLICY, "--at", "2026-11-21T00:00:00Z"];
  const { code, trace } = await judgeJson(...words, "--sigstore-root", `public-good=${root}`);
  const control = controlOf(trace, "V-01");
  const failed = control.judgements.flatMap(({ requirements }) =>
    requirements.filter(({ truth }) => truth === "false").map(({ id }) => id),
  );
  return [code, control.outcome, ...failed, ...reasonsOf(control)].join(" ");
}

const rows: readonly (readonly [name: string, change: { readonly [name: string]: Json }, outcome: string])[] = [
  ["the twin", {}, "0 satisfied"],
  ["pred-09 failed", { verificationResult: "FAILED" }, "1 violated V-01.result"],
  ["pred-09 in lower case", { verificationResult: "passed" }, "2 unverifiable schema-violation"],
  ["pred-09 no result", { verificationResult: null }, "2 unverifiable schema-violation"],
  ["pred-09 another verifier", { verifier: { id: "https://carabiner.dev/ampel@v2" } }, "1 violated V-01.verifier"],
  ["pred-09 another artifact", { resourceUri: "pkg:pypi/wrangle-test-fixture@0.0.2" }, "1 violated V-01.resource"],
  ["pred-10 unevaluated", { verifiedLevels: ["SLSA_BUILD_LEVEL_UNEVALUATED"] }, "1 violated V-01.level"],
  ["pred-10 no number", { verifiedLevels: ["SLSA_BUILD_LEVEL_3x"] }, "1 violated V-01.level"],
  ["pred-10 another track", { verifiedLevels: ["SLSA_SOURCE_LEVEL_3"] }, "1 violated V-01.level"],
  ["W1 too low", { verifiedLevels: ["SLSA_BUILD_LEVEL_2"] }, "1 violated V-01.level"],
  ["W1 the highest counts, and implies the lower", { verifiedLevels: ["SLSA_BUILD_LEVEL_1", "SLSA_BUILD_LEVEL_4"] }, "0 satisfied"],
  ["a level and a failure", { verifiedLevels: ["SLSA_BUILD_LEVEL_3"], verificationResult: "FAILED" }, "1 violated V-01.result"],
  ["no time is claimed", { timeVerified: null }, "0 satisfied"],
];
for (const [name, change, outcome] of rows) tests(name, async () => assert.is(await judge(change), outcome));
tests("pred-07 the right words by another signer", async () => {
  const other = { ...signer, san: WRANGLE.replace("wrangle/", "mangle/") };
  assert.is(await judge({}, other), "1 missing identity-mismatch none-from-root");
  const caller = { ...signer, claims: { "source-repository": "https://github.com/mallory/wrangle-test" } };
  assert.match(await judge({}, caller), /^2 unverifiable claim-mismatch/u);
});
tests("the policy's own file is the one that is tested", () => assert.match(readFileSync(POLICY, "utf8"), WRANGLE));
tests.run();
