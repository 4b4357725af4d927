import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { nodeFileSystem } from "../../../src/platform/files/index.ts";
import { bestKey, fileCredentials } from "../../../src/registry/auth/config-file.ts";
import type { CredentialHelper } from "../../../src/registry/index.ts";
import { temporaryFolder } from "../../support/registry/layout-folder.ts";

const tests = suite("registry credential files");

const KEYS: readonly (readonly [keys: readonly string[], domain: string, path: string, expected: string | undefined])[] = [
  [["ghcr.io"], "ghcr.io", "a/b", "ghcr.io"],
  [["ghcr.io"], "evil-ghcr.io", "a", undefined],
  [["ghcr.io"], "ghcr.io.evil", "a", undefined],
  [["evil-ghcr.io", "ghcr.io.evil"], "ghcr.io", "a", undefined],
  [["ghcr.io"], "ghcr.io:443", "a", undefined],
  [["localhost:5000"], "localhost:5000", "a", "localhost:5000"],
  [["https://ghcr.io"], "ghcr.io", "a", "https://ghcr.io"],
  [["https://ghcr.io/v1/"], "ghcr.io", "a", "https://ghcr.io/v1/"],
  [["ghcr.io/v2/"], "ghcr.io", "a", "ghcr.io/v2/"],
  [["https://index.docker.io/v1/"], "docker.io", "library/nginx", "https://index.docker.io/v1/"],
  [["ghcr.io", "ghcr.io/acme", "ghcr.io/acme/app"], "ghcr.io", "acme/app", "ghcr.io/acme/app"],
  [["ghcr.io", "ghcr.io/acme"], "ghcr.io", "acmeforge/app", "ghcr.io"],
  [["ghcr.io/acme/app"], "ghcr.io", "acme", undefined],
  [["GHCR.IO"], "ghcr.io", "a", undefined],
  [[""], "ghcr.io", "a", undefined],
];

for (const [keys, domain, path, expected] of KEYS) {
  tests(`${keys.join(" ")} for ${domain}/${path}`, () => assert.is(bestKey(keys, domain, path), expected));
}

const noHelper: CredentialHelper = () => Promise.resolve({ ok: false, error: "not-installed" });

async function ask(config: unknown, domain = "ghcr.io", helper: CredentialHelper = noHelper): Promise<unknown> {
  const path = join(temporaryFolder(), "config.json");
  writeFileSync(path, typeof config === "string" ? config : JSON.stringify(config));
  const answer = await fileCredentials({ usual: [join(temporaryFolder(), "none"), path] }, nodeFileSystem, helper).credential(
    domain,
    "acme/app",
  );
  return answer.ok ? (answer.value ?? "anonymous") : `${answer.error.reason}: ${answer.error.detail}`;
}

const base64 = (text: string): string => Buffer.from(text).toString("base64");
const ME = { kind: "password", username: "me", password: "a:b" };

tests("reads every kind of entry", async () => {
  assert.equal(await ask({ auths: { "ghcr.io": { auth: base64("me:a:b") } } }), ME);
  assert.equal(await ask({ auths: { "ghcr.io": { username: "me", password: "a:b" } } }), ME);
  assert.equal(await ask({ auths: { "ghcr.io": { auth: base64("me:x"), identitytoken: "t" } } }), { kind: "identity-token", token: "t" });
  assert.equal(await ask({ auths: { "ghcr.io": { registrytoken: "t" } } }), { kind: "registry-token", token: "t" });
  assert.is(await ask({ auths: { "ghcr.io": {} } }), "anonymous");
  assert.is(await ask({ auths: { "quay.io": { auth: base64("me:a:b") } } }), "anonymous");
  assert.is(await ask({}), "anonymous");
});

const BROKEN: readonly (readonly [what: string, config: unknown])[] = [
  ["no JSON", "{ sEcReT"],
  ["a list", "[]"],
  ["a key twice", '{"auths":{"ghcr.io":{"auth":"sEcReT","auth":"sEcReT"}}}'],
  ["no base64", { auths: { "ghcr.io": { auth: "sEcReT!" } } }],
  ["no colon", { auths: { "ghcr.io": { auth: base64("sEcReT") } } }],
];

for (const [what, config] of BROKEN) {
  tests(`a file with ${what} is a fault that shows no secret`, async () => {
    const answer = await ask(config);
    assert.match(String(answer), /^auth: /);
    assert.not.match(String(answer), /sEcReT/);
    assert.not.match(String(answer), base64("sEcReT"));
  });
}

tests("a file that was named must be there, the usual ones need not", async () => {
  const none = join(temporaryFolder(), "none");
  const named = await fileCredentials({ named: none, usual: [] }, nodeFileSystem, noHelper).credential("ghcr.io", "a");
  assert.is(named.ok ? "" : named.error.reason, "auth");
  const usual = await fileCredentials({ usual: [none] }, nodeFileSystem, noHelper).credential("ghcr.io", "a");
  assert.equal(usual, { ok: true, value: undefined });
});

function helperThatSays(stdout: string, exitCode = 0): { helper: CredentialHelper; calls: string[] } {
  const calls: string[] = [];
  const helper: CredentialHelper = (name, server) => {
    calls.push(`${name} ${server}`);
    return Promise.resolve({ ok: true, value: { exitCode, stdout: Buffer.from(stdout) } });
  };
  return { helper, calls };
}

const SAID = JSON.stringify({ ServerURL: "x", Username: "me", Secret: "a:b" });

tests("a host's own helper goes before the store and the file", async () => {
  const { helper, calls } = helperThatSays(SAID);
  const config = { credHelpers: { "ghcr.io": "gh" }, credsStore: "desktop", auths: { "ghcr.io": { auth: base64("other:x") } } };
  assert.equal(await ask(config, "ghcr.io", helper), ME);
  assert.equal(calls, ["gh ghcr.io"]);
});

tests("the store goes before the file, and the file counts where the store knows nothing", async () => {
  const known = helperThatSays(SAID);
  const config = { credsStore: "desktop", auths: { "ghcr.io": { auth: base64("other:x") } } };
  assert.equal(await ask(config, "ghcr.io", known.helper), ME);
  const unknown = helperThatSays("credentials not found in native keychain\n", 1);
  assert.equal(await ask(config, "ghcr.io", unknown.helper), { kind: "password", username: "other", password: "x" });
});

tests("Docker Hub is asked for by its old name", async () => {
  const { helper, calls } = helperThatSays(SAID);
  await ask({ credsStore: "desktop" }, "docker.io", helper);
  assert.equal(calls, ["desktop https://index.docker.io/v1/"]);
});

tests("a token in place of a user is an identity token", async () => {
  const { helper } = helperThatSays(JSON.stringify({ Username: "<token>", Secret: "t" }));
  assert.equal(await ask({ credsStore: "x" }, "ghcr.io", helper), { kind: "identity-token", token: "t" });
});

tests("not found is anonymous; everything else is a fault", async () => {
  assert.is(
    await ask({ credHelpers: { "ghcr.io": "gh" } }, "ghcr.io", helperThatSays("credentials not found in native keychain", 1).helper),
    "anonymous",
  );
  assert.match(
    String(await ask({ credHelpers: { "ghcr.io": "gh" } }, "ghcr.io", helperThatSays("sEcReT", 2).helper)),
    /^auth: [^]*ends with 2$/,
  );
  assert.match(String(await ask({ credHelpers: { "ghcr.io": "gh" } }, "ghcr.io", helperThatSays("sEcReT").helper)), /something else$/);
  assert.match(String(await ask({ credHelpers: { "ghcr.io": "gh" } })), /not-installed/);
  for (const name of ["../evil", "a b", "a;b", "a/b", "$(x)"]) {
    const { helper, calls } = helperThatSays(SAID);
    assert.match(String(await ask({ credHelpers: { "ghcr.io": name } }, "ghcr.io", helper)), /no name of a credential helper/);
    assert.equal(calls, []);
  }
});

tests.run();
