/** npm's own attestations, judged by the keys of its registry: what it published, and what was tampered with. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { policy, scratch } from "../support/run-policy.ts";
import { realdataPath, withRealdata } from "../support/realdata.ts";

const folder = scratch();

interface Npm {
  readonly keys: string;
  readonly words?: string;
  readonly proof?: string;
}

function policyOf({ keys, words = "", proof = "" }: Npm): string {
  writeFileSync(join(folder, "npm-keys.json"), keys);
  const file = join(folder, "npm.policy");
  writeFileSync(
    file,
    `policy npm version 1

predicate publish "https://github.com/npm/attestation/tree/main/specs/publish/v0.1" {
  name: String
  registry: String
}

trust registry {
  key "npm-keys.json" ${words}
  ${proof}
}

control N-01 "Published by the registry" {
  evidence published: publish signed by registry
  require there: published.registry is "https://registry.npmjs.org" else "published at {published.registry}"
}

gate install {
  environment "production"
  enforce all
}
`,
  );
  return file;
}

async function judge(name: string, npm: Npm): Promise<{ readonly code: number; readonly text: string }> {
  const answer = realdataPath("npm", `${name}.tgz.json`);
  const words = ["--bundle", answer, "--policy", policyOf(npm), "--at", "2026-12-01T00:00:00Z"];
  const { code, stdout, stderr } = await policy("eval", `file:${realdataPath("npm", `${name}.tgz`)}`, ...words);
  return { code, text: stdout + stderr };
}

const tests = suite("npm registries");
const real = withRealdata(tests);
const tuf = () => readFileSync(realdataPath("trust", "npm-registry-keys.json"), "utf8");

/** The same keys as `/-/npm/v1/keys` answers them. */
function answered(change: (key: Answered) => Answered = (key) => key): string {
  const { keys } = JSON.parse(tuf()) as { readonly keys: readonly Listed[] };
  const made = keys
    .filter(({ keyUsage }) => keyUsage === "npm:attestations")
    .map(({ keyId, publicKey: { rawBytes, validFor } }) => ({
      expires: validFor.end ?? null,
      keyid: keyId,
      keytype: "ecdsa-sha2-nistp256",
      scheme: "ecdsa-sha2-nistp256",
      key: rawBytes,
    }));
  return JSON.stringify({ keys: made.map(change) });
}

interface Listed {
  readonly keyId: string;
  readonly keyUsage: string;
  readonly publicKey: { readonly rawBytes: string; readonly validFor: { readonly end?: string } };
}
interface Answered {
  readonly expires: string | null;
  readonly keyid: string;
  readonly keytype: string;
  readonly scheme: string;
  readonly key: string;
}

const packages = ["gundam-visor-cli-v1-tag", "provenance-npm-test-ossf"];
for (const name of packages) {
  for (const proof of ["", "logged yes"])
    real(`${name} was published by the registry${proof === "" ? "" : ", and logged"}`, async () => {
      for (const keys of [tuf(), answered()]) {
        const { code, text } = await judge(name, { keys, proof });
        assert.is(code, 0, text);
      }
    });
  real(`pass-15 ${name}: the key was retired since, and the line that says when changes nothing`, async () => {
    const { code, text } = await judge(name, { keys: tuf(), words: "valid until 2025-01-13" });
    assert.is(code, 0, text);
  });
  real(`${name} with a tampered publish attestation`, async () => {
    const { code, text } = await judge(`${name}-invalidsigpub`, { keys: tuf() });
    assert.is(code, 2, text);
    assert.match(text, /signature-invalid/u);
  });
  real(`${name} with a tampered provenance is published all the same`, async () => {
    const { code, text } = await judge(`${name}-invalidsigprov`, { keys: tuf() });
    assert.is(code, 0, text);
  });
  real(`${name} outside the window of its key`, async () => {
    const ended = answered((key) => ({ ...key, expires: "2022-12-31T00:00:00.000Z" }));
    const { code, text } = await judge(name, { keys: ended });
    assert.is(code, 2, text);
    assert.match(text, /key-not-valid-at-time/u);
  });
  real(`dsse-12 ${name} by a key for signatures of packages only`, async () => {
    const { code, text } = await judge(name, { keys: tuf().replaceAll("npm:attestations", "npm:other") });
    assert.is(code, 3, text);
    assert.match(text, /cannot be used as a key.*it holds no key/su);
  });
}
real("a line that leaves no key in use does not compile", async () => {
  const { code, text } = await judge("gundam-visor-cli-v1-tag", {
    keys: answered((key) => ({ ...key, expires: "2024-01-01T00:00:00Z" })),
    words: "valid from 2025-01-01",
  });
  assert.is(code, 3, text);
  assert.match(text, /error\[E5004\].*no key of `npm-keys\.json` is in use/su);
});
real("a broken file is told, by key and fault", async () => {
  const { code, text } = await judge("gundam-visor-cli-v1-tag", { keys: answered((key) => ({ ...key, keyid: "SHA256:x" })) });
  assert.is(code, 3, text);
  assert.match(text, /key 1: its id is not the one of its key/u);
});
tests.run();
