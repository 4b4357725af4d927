/** `policy attest` with every kind of key, and what it wrote judged: by the public key in a policy. */
import { spawnSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { run } from "../../src/cli/main.ts";
import { memoryIo } from "../cli/memory-io.ts";
import { realdataPath, withRealdata } from "../support/realdata.ts";
import { scratch } from "../support/run-policy.ts";
import { judgeWith } from "../support/trust/judge-with.ts";

const SUBJECT = `sha256:${"a".repeat(64)}`;
const folder = scratch();
const predicate = join(folder, "predicate.json");
writeFileSync(predicate, '{"by":"alice"}');

interface Signed {
  readonly code: number;
  readonly text: string;
  readonly stderr: string;
}

async function attest(key: string, env: Readonly<Record<string, string>> = {}, ...more: readonly string[]): Promise<Signed> {
  const io = memoryIo({ cwd: folder, env: { PATH: process.env["PATH"] ?? "", ...env } });
  const words = ["attest", SUBJECT, "--type", "https://example.com/reviewed/v1", "--predicate", predicate, "--key", key, ...more];
  const code = await run(words, io);
  return { code, text: io.written.stdout, stderr: io.written.stderr };
}

/** It is what the key signed, and no other key. */
async function expectGood(text: string, publicPem: string): Promise<void> {
  const files = { "key.pub": publicPem };
  assert.equal((await judgeWith({ trust: 'key "key.pub"', files, evidence: [text] })).text, "satisfied");
  const stranger = generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey.export({ format: "pem", type: "spki" }).toString();
  assert.match((await judgeWith({ trust: 'key "key.pub"', files: { "key.pub": stranger }, evidence: [text] })).text, /signature-invalid/u);
}

const tests = suite("signing");
const real = withRealdata(tests);
const pair = generateKeyPairSync("ec", { namedCurve: "P-256" });
const publicPem = pair.publicKey.export({ format: "pem", type: "spki" }).toString();
const plain = pair.privateKey.export({ format: "pem", type: "pkcs8" }).toString();
const encrypted = pair.privateKey.export({ format: "pem", type: "pkcs8", cipher: "aes-256-cbc", passphrase: "pw" }).toString();

for (const format of ["dsse", "bundle"]) {
  tests(`a plain key, as ${format}`, async () => {
    writeFileSync(join(folder, "plain.key"), plain, { mode: 0o600 });
    const { code, text, stderr } = await attest("plain.key", {}, "--format", format);
    assert.equal([code, stderr], [0, ""]);
    assert.is(text.includes("application/vnd.dev.sigstore.bundle.v0.3+json"), format === "bundle");
    await expectGood(text.trim(), publicPem);
  });
  real(`cosign's key, as ${format}`, async () => {
    const { code, text } = await attest(realdataPath("keys", "conforma.cosign.key"), { COSIGN_PASSWORD: "" }, "--format", format);
    assert.is(code, 0);
    await expectGood(text.trim(), readFileSync(realdataPath("keys", "conforma.cosign.pub"), "utf8"));
  });
}
tests("an RSA key with PSS, by a JSON Web Key that says so", async () => {
  const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const K = rsa.privateKey.export({ format: "pem", type: "pkcs8" }).toString();
  const { code, text } = await attest("env://K", { K }, "--algorithm", "rsa-sign-pss-sha256");
  assert.is(code, 0);
  const jwk = JSON.stringify({ ...rsa.publicKey.export({ format: "jwk" }), alg: "PS256", use: "sig" });
  const pem = rsa.publicKey.export({ format: "pem", type: "spki" }).toString();
  assert.is((await judgeWith({ trust: 'key "k.jwk"', files: { "k.jwk": jwk }, evidence: [text.trim()] })).text, "satisfied");
  assert.match((await judgeWith({ trust: 'key "k.pub"', files: { "k.pub": pem }, evidence: [text.trim()] })).text, /signature-invalid/u);
  const other = await attest("env://K", { K }, "--algorithm", "ed25519");
  assert.is(other.code, 4);
  assert.match(other.stderr, /key-unreadable: `ed25519` is not for its kind of key, which is rsa/u);
});
tests("a key that others can read is warned of", async () => {
  writeFileSync(join(folder, "open.key"), plain);
  chmodSync(join(folder, "open.key"), 0o644);
  const { code, stderr } = await attest("open.key");
  assert.is(code, 0);
  assert.match(stderr, /^warning: others can read the private key `open.key`: chmod 600$/mu);
});
tests("a key in the environment, plain and encrypted", async () => {
  const { text } = await attest("env://SIGNING_KEY", { SIGNING_KEY: plain });
  await expectGood(text.trim(), publicPem);
  const sealed = await attest("env://SIGNING_KEY", { SIGNING_KEY: encrypted, COSIGN_PASSWORD: "pw" });
  await expectGood(sealed.text.trim(), publicPem);
});
const refused: readonly (readonly [name: string, key: string, env: Readonly<Record<string, string>>, message: RegExp])[] = [
  [
    "eng-10 a wrong password",
    "env://K",
    { K: encrypted, COSIGN_PASSWORD: "x" },
    /password-wrong: the password does not open it\n {2}help: look at COSIGN_PASSWORD/u,
  ],
  [
    "no password",
    "env://K",
    { K: encrypted },
    /password-needed: it is encrypted, and no password is given\n {2}help: set COSIGN_PASSWORD/u,
  ],
  ["eng-09 a public key", "env://K", { K: publicPem }, /key-unreadable: it is labelled `PUBLIC KEY`/u],
  ["eng-09 no key", "env://K", { K: "key" }, /key-unreadable: it is no PEM block/u],
  ["an absent variable", "env://K", {}, /the environment has no variable `K`/u],
  ["an absent file", "no.key", {}, /the key `no.key` cannot be read/u],
  ["eng-09 an unknown scheme", "vault:release", {}, /key-scheme-unknown: no kind of key is called `vault:`/u],
  [
    "a service without a program",
    "gcpkms:///alias/x",
    {},
    /no program is configured for keys of `gcpkms`\n {2}help: set POLICY_KMS_PLUGINS/u,
  ],
  [
    "eng-09 a program that is not absolute",
    "awskms:///alias/x",
    { POLICY_KMS_PLUGINS: "awskms=./kms" },
    /`POLICY_KMS_PLUGINS` is malformed/u,
  ],
  [
    "a program that is not there",
    "awskms:///alias/x",
    { POLICY_KMS_PLUGINS: "awskms=/nowhere/kms" },
    /program-missing: there is no program `\/nowhere\/kms`/u,
  ],
  ["a scheme of ours taken over", "env://K", { K: plain, POLICY_KMS_PLUGINS: "env=/bin/true" }, /`POLICY_KMS_PLUGINS` is malformed/u],
];
for (const [name, key, env, message] of refused)
  tests(`refused: ${name}`, async () => {
    const { code, text, stderr } = await attest(key, env);
    assert.equal([code, text], [4, ""]);
    assert.match(stderr, message);
  });

// ------------------------------------------------------------------------------------------------------------- plug-ins

const PLUG_IN = `#!${process.execPath}
const { createSign, createPrivateKey, createPublicKey } = require("node:crypto");
const { readFileSync } = require("node:fs");
const [version, json] = process.argv.slice(2);
const { initOptions, methodName } = JSON.parse(json);
const say = (answer) => process.stdout.write(JSON.stringify(answer));
const key = createPrivateKey(readFileSync(__dirname + "/plain.key", "utf8"));
if (version !== "1" || initOptions.keyResourceID !== "my-hsm://release") say({ errorMessage: "no such key: " + initOptions.keyResourceID });
else if (methodName === "publicKey")
  say({ publicKey: { publicKeyPEM: Buffer.from(createPublicKey(key).export({ format: "pem", type: "spki" })).toString("base64") } });
else say({ signMessage: { signature: createSign("sha256").update(readFileSync(0)).sign(key).toString("base64") } });
`;
tests("a key service behind a plug-in", async () => {
  writeFileSync(join(folder, "plain.key"), plain, { mode: 0o600 });
  const program = join(folder, "sigstore-kms-my-hsm.cjs");
  writeFileSync(program, PLUG_IN, { mode: 0o755 });
  const env = { POLICY_KMS_PLUGINS: `my-hsm=${program}` };
  const { code, text, stderr } = await attest("my-hsm://release", env, "--format", "bundle");
  assert.equal([code, stderr], [0, ""]);
  await expectGood(text.trim(), publicPem);
  const other = await attest("my-hsm://other", env);
  assert.is(other.code, 4);
  assert.match(other.stderr, /program-failed: no such key: my-hsm:\/\/other/u);
});

// --------------------------------------------------------------------------------------------------------------- tokens

const MODULES = [
  "/usr/lib/softhsm/libsofthsm2.so",
  "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
  "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so",
];
const has = (program: string) => spawnSync(program, ["--help"]).error === undefined;
const module = MODULES.find((path) => spawnSync("test", ["-f", path]).status === 0);
const isReady = module !== undefined && has("softhsm2-util") && has("pkcs11-tool");

if (!isReady) {
  console.log("skipped: needs softhsm2, opensc");
} else {
  const tokens = scratch();
  writeFileSync(join(tokens, "softhsm2.conf"), `directories.tokendir = ${tokens}\n`);
  const env = { SOFTHSM2_CONF: join(tokens, "softhsm2.conf"), POLICY_PKCS11_MODULE: module, POLICY_PKCS11_PIN: "1234" };
  const tool = (program: string, ...args: readonly string[]) => {
    const made = spawnSync(program, args, { env: { ...process.env, ...env } });
    if (made.status !== 0) throw new Error(`${program} ${args.join(" ")}: ${made.stderr.toString()}`);
    return made.stdout;
  };
  tool("softhsm2-util", "--init-token", "--free", "--label", "acme", "--pin", "1234", "--so-pin", "4321");
  const toPem = (spki: Buffer) =>
    `-----BEGIN PUBLIC KEY-----\n${(spki.toString("base64").match(/.{1,64}/gu) ?? []).join("\n")}\n-----END PUBLIC KEY-----\n`;
  const read = (common: readonly string[], id: string) =>
    toPem(tool("pkcs11-tool", ...common, "--read-object", "--type", "pubkey", "--id", id));
  // The tool cannot write the public key of P-384 out, so the curve's fixed beginning stands before the point.
  const tokenPem = (listing: string, id: string) => {
    const block = listing.split(/^(?=Public Key Object)/mu).find((each) => each.includes(`ID:         ${id}`)) ?? "";
    const point = /EC_POINT: +0461([0-9a-f]+)/u.exec(block)?.[1];
    return point === undefined ? undefined : toPem(Buffer.from(`3076301006072a8648ce3d020106052b81040022036200${point}`, "hex"));
  };
  const kinds = [
    ["01", "EC:prime256v1"],
    ["02", "EC:secp384r1"],
    ["03", "rsa:2048"],
  ] as const;
  for (const [id, kind] of kinds)
    tests(`a token's key, ${kind}`, async () => {
      const common = ["--module", module, "--token-label", "acme"];
      tool("pkcs11-tool", ...common, "--login", "--pin", "1234", "--keypairgen", "--key-type", kind, "--id", id, "--label", `key ${id}`);
      const pem = tokenPem(tool("pkcs11-tool", ...common, "--list-objects", "--type", "pubkey").toString(), id) ?? read(common, id);
      const { code, text, stderr } = await attest(`pkcs11:token=acme;object=key%20${id}`, env, "--format", "bundle");
      assert.equal([code, stderr], [0, ""]);
      await expectGood(text.trim(), pem);
    });
  tests("a token with a wrong PIN, and without the key", async () => {
    const wrong = await attest("pkcs11:token=acme;id=%01", { ...env, POLICY_PKCS11_PIN: "9999" });
    assert.is(wrong.code, 4);
    assert.match(wrong.stderr, /program-failed: `pkcs11-tool`: .*CKR_PIN_INCORRECT/su);
    const absent = await attest("pkcs11:token=acme;object=none", env);
    assert.is(absent.code, 4);
    assert.match(absent.stderr, /key-unreadable: the token has no public key of that name/u);
  });
}
tests.run();
