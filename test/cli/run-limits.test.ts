/** What a run is told beside its policy: how long it may take, and Sigstore instances that the policy must ask. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { publicGoodRootBytes } from "../../src/trust/index.ts";
import { policy, projectRoot, scratch } from "../support/run-policy.ts";

const folder = scratch();
const root = join(folder, "trusted_root.json");
writeFileSync(root, publicGoodRootBytes());

const SAMPLE = "oci-layout:policies/quickstart/image";
const QUICK = ["--policy", "policies/quickstart/quickstart.policy", "--at", "2026-11-25T12:00:00Z"];
const RELEASE = ["--policy", "policies/release/release.policy", "--gate", "prod", "--at", "2026-11-25T12:00:00Z"];
const judge = (...words: readonly string[]) => policy("eval", SAMPLE, ...words);

const tests = suite("limits of a run");
tests("eng-02 a run whose time is over judges nothing, and never passes", async () => {
  const usual = await judge(...QUICK, "--format", "json");
  assert.not.match(usual.stdout, /deadline-exceeded/u);
  const { code, stdout, stderr } = await judge(...QUICK, "--timeout", "1ms");
  assert.is(code, 2, stderr);
  assert.match(stdout, /deadline-exceeded/u);
});
for (const long of ["90s", "2m", "1h", "90 seconds", "PT90S"])
  tests(`--timeout ${long} is long enough`, async () => {
    const usual = await judge(...QUICK);
    const { code, stdout } = await judge(...QUICK, "--timeout", long);
    assert.is(code, usual.code);
    assert.is(stdout, usual.stdout);
  });
for (const wrong of ["0s", "-1s", "soon", "90", "25h", "999999999h", "1d"])
  tests(`--timeout=${wrong} is refused`, async () => {
    const { code, stdout, stderr } = await judge(...QUICK, `--timeout=${wrong}`);
    assert.equal([code, stdout], [4, ""]);
    assert.match(stderr, /is no time that a run may take/u);
  });

const given = (name: string) => ["--sigstore-root", `${name}=${root}`];
tests("an instance that the policy asks is taken", async () => {
  const { stderr } = await judge(...RELEASE, ...given("public-good"));
  assert.not.match(stderr, /asks a Sigstore instance/u);
});
tests("an instance that the policy does not ask is a mistake, and the near name is told", async () => {
  const { code, stdout, stderr } = await judge(...RELEASE, ...given("publicgood"));
  assert.equal([code, stdout], [4, ""]);
  assert.match(stderr, /no trust root of the policy asks a Sigstore instance called `publicgood`\n {2}help: did you mean `public-good`\?/u);
});
tests("so is one that is near nothing, beside one that is asked", async () => {
  const { code, stderr } = await judge(...RELEASE, ...given("public-good"), ...given("somewhere-else"));
  assert.is(code, 4);
  assert.match(stderr, /called `somewhere-else`\n {2}help: the policy asks `public-good`/u);
});
tests("and any, where the policy lists keys and asks no instance", async () => {
  const { code, stderr } = await judge(...QUICK, ...given("public-good"));
  assert.is(code, 4);
  assert.match(stderr, /the policy asks none, so leave --sigstore-root out/u);
});
tests("`trust show` of a policy holds it to the same", async () => {
  const { code, stderr } = await policy("trust", "show", join(projectRoot, "policies/release/release.policy"), ...given("publicgood"));
  assert.is(code, 4);
  assert.match(stderr, /did you mean `public-good`\?/u);
});
tests.run();
