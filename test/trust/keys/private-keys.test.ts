/** Private keys as signers keep them: real ones of cosign, OpenSSL's forms, and files that must not cost anything before they are refused. */
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { keyFileCrypto } from "../../../src/platform/crypto/index.ts";
import { openPrivateKey, type KeyFileCrypto } from "../../../src/trust/index.ts";
import { realdataPath, withRealdata } from "../../support/realdata.ts";
import { web } from "../../support/trust/signing.ts";

const text = (value: string) => new TextEncoder().encode(value);
const given = (password: string) => () => Promise.resolve(text(password));
const unasked = () => Promise.reject(new Error("a password was asked for"));
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

async function open(pem: string, password: () => Promise<Uint8Array | undefined>, files: KeyFileCrypto = keyFileCrypto): Promise<string> {
  const opened = await openPrivateKey(pem, password, { signing: web, files });
  return opened.ok
    ? `${opened.value.key.algorithm} ${sha256(opened.value.spki).slice(0, 8)}`
    : `${opened.error.reason}: ${opened.error.detail}`;
}

/** Nothing that could cost anything may be called. */
const untouched: KeyFileCrypto = {
  scrypt: () => Promise.reject(new Error("scrypt was run")),
  pbkdf2: () => Promise.reject(new Error("PBKDF2 was run")),
  decryptCbc: () => {
    throw new Error("something was decrypted");
  },
  publicOf: (pkcs8) => keyFileCrypto.publicOf(pkcs8),
};

const tests = suite("private keys");
const real = withRealdata(tests);

const cosignKeys = [
  ["conforma", "acddd4a9"],
  ["policy-controller", "4b1bb87f"],
] as const;
for (const [name, fingerprint] of cosignKeys)
  real(`the real key of ${name}: an empty password opens it, another does not`, async () => {
    const pem = readFileSync(realdataPath("keys", `${name}.cosign.key`), "utf8");
    assert.is(await open(pem, given("")), `ecdsa-sha2-256-nistp256 ${fingerprint}`);
    assert.match(await open(pem, given("x")), /^password-wrong: /u);
    assert.match(await open(pem, () => Promise.resolve(undefined)), /^password-needed: /u);
    const relabelled = pem.replaceAll("COSIGN", "SIGSTORE");
    assert.is(await open(relabelled, given("")), `ecdsa-sha2-256-nistp256 ${fingerprint}`);
  });
real("the public half of conforma's key is the one beside it", () => {
  const key = createPublicKey(readFileSync(realdataPath("keys", "conforma.cosign.pub"), "utf8"));
  assert.is(sha256(key.export({ format: "der", type: "spki" })).slice(0, 8), "acddd4a9");
});

// --------------------------------------------------------------------------------------------------- cosign's JSON, changed

interface CosignJson {
  kdf: { name: string; params: Record<string, unknown>; salt: string };
  cipher: { name: string; nonce: string };
  ciphertext: string;
}
const sealed = (): CosignJson => ({
  kdf: { name: "scrypt", params: { N: 2, r: 8, p: 1 }, salt: Buffer.alloc(32).toString("base64") },
  cipher: { name: "nacl/secretbox", nonce: Buffer.alloc(24).toString("base64") },
  ciphertext: Buffer.alloc(64).toString("base64"),
});
const pemOf = (label: string, der: Uint8Array) =>
  `-----BEGIN ${label}-----\n${(
    Buffer.from(der)
      .toString("base64")
      .match(/.{1,64}/gu) ?? []
  ).join("\n")}\n-----END ${label}-----\n`;
const cosignPem = (json: unknown) => pemOf("ENCRYPTED SIGSTORE PRIVATE KEY", text(typeof json === "string" ? json : JSON.stringify(json)));

const changes: readonly (readonly [name: string, change: (json: CosignJson) => unknown, reason: RegExp])[] = [
  ["eng-10 N = 2^30", (json) => (json.kdf.params["N"] = 2 ** 30), /^key-unreadable: its scrypt cost is above 256 MiB$/u],
  [
    "N above 256 MiB with r",
    (json) => Object.assign(json.kdf.params, { N: 32768, r: 64.0 + 1 }),
    /^key-unreadable: its scrypt cost is above 256 MiB$/u,
  ],
  ["N no power of two", (json) => (json.kdf.params["N"] = 32767), /^key-unreadable: its scrypt cost is no power of two$/u],
  ["N = 1", (json) => (json.kdf.params["N"] = 1), /^key-unreadable: its scrypt cost is no power of two$/u],
  ["N no number", (json) => (json.kdf.params["N"] = "many"), /^key-unreadable: its scrypt cost is no power of two$/u],
  ["r = 0", (json) => (json.kdf.params["r"] = 0), /^key-unreadable: its scrypt cost is above 256 MiB$/u],
  ["p = 5", (json) => (json.kdf.params["p"] = 5), /^key-unreadable: its scrypt parallelism is above 4$/u],
  ["p absent", (json) => delete json.kdf.params["p"], /^key-unreadable: its scrypt parallelism is above 4$/u],
  ["another derivation", (json) => (json.kdf.name = "argon2id"), /^key-unreadable: its key derivation is not scrypt$/u],
  ["another cipher", (json) => (json.cipher.name = "aes"), /^key-unreadable: its cipher is not nacl\/secretbox$/u],
  ["a short nonce", (json) => (json.cipher.nonce = "AAAA"), /^key-unreadable: its nonce is not of 24 bytes$/u],
  ["a short salt", (json) => (json.kdf.salt = "AAAA"), /^key-unreadable: its salt is missing or too short$/u],
  ["no ciphertext", (json) => (json.ciphertext = ""), /^key-unreadable: its ciphertext is missing or too short$/u],
  [
    "a huge ciphertext",
    (json) => (json.ciphertext = Buffer.alloc(17 * 1024).toString("base64")),
    /^key-unreadable: its ciphertext is too long$/u,
  ],
];
for (const [name, change, reason] of changes)
  tests(`cosign: ${name}, before anything is derived`, async () => {
    const json = sealed();
    change(json);
    assert.match(await open(cosignPem(json), given(""), untouched), reason);
  });
tests("cosign: JSON that is cut, or says a thing twice", async () => {
  const json = JSON.stringify(sealed());
  assert.match(await open(cosignPem(json.slice(0, -5)), given(""), untouched), /^key-unreadable: its JSON is malformed/u);
  assert.match(await open(cosignPem(json.replace("{", '{"kdf":{},')), given(""), untouched), /^key-unreadable: its JSON is malformed/u);
});
tests("cosign: what was not sealed with that password", async () =>
  assert.match(await open(cosignPem(sealed()), given("")), /^password-wrong: /u),
);

// ------------------------------------------------------------------------------------------------------------- PKCS #8

const kinds = {
  "ecdsa-sha2-256-nistp256": generateKeyPairSync("ec", { namedCurve: "P-256" }),
  "ecdsa-sha2-384-nistp384": generateKeyPairSync("ec", { namedCurve: "P-384" }),
  ed25519: generateKeyPairSync("ed25519"),
  "rsa-sign-pkcs1-sha256": generateKeyPairSync("rsa", { modulusLength: 2048 }),
};
for (const [algorithm, { privateKey, publicKey }] of Object.entries(kinds)) {
  const expected = `${algorithm} ${sha256(publicKey.export({ format: "der", type: "spki" })).slice(0, 8)}`;
  tests(`${algorithm}: plain`, async () =>
    assert.is(await open(privateKey.export({ format: "pem", type: "pkcs8" }).toString(), unasked), expected),
  );
  for (const cipher of ["aes-128-cbc", "aes-192-cbc", "aes-256-cbc"])
    tests(`${algorithm}: PBES2 with ${cipher}`, async () => {
      const pem = privateKey.export({ format: "pem", type: "pkcs8", cipher, passphrase: "correct horse" }).toString();
      assert.is(await open(pem, given("correct horse")), expected);
      assert.match(await open(pem, given("battery staple")), /^password-wrong: /u);
      assert.match(await open(pem, () => Promise.resolve(undefined)), /^password-needed: /u);
    });
}
tests("PBES2 as OpenSSL writes it: SHA-256 and SHA-512 as PBKDF2's hash, and scrypt", async () => {
  for (const [name, pem] of Object.entries(opensslKeys)) {
    assert.is(createPrivateKey({ key: pem, passphrase: "pw" }).asymmetricKeyType, "ed25519", name);
    assert.match(await open(pem, given("pw")), /^ed25519 /u, name);
    assert.match(await open(pem, given("other")), /^password-wrong: /u, name);
  }
});

/** Made with `openssl genpkey -algorithm ed25519 | openssl pkcs8 -topk8`, password `pw`; trust them with nothing. */
const opensslKeys = {
  "-v2 aes-256-cbc -v2prf hmacWithSHA256": `-----BEGIN ENCRYPTED PRIVATE KEY-----
MIGbMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAhJ77u5fuGSoAICCAAw
DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEBoIUdIslJve6Ybj5nC0tI0EQEAg
RV527YgZJKGrBSI0mds2IRjnR52SlcO/FTLJdgPF5ejHi53MTm6rkee2B5BiM5dF
Bh0rFyyOEcYxtdLZ4II=
-----END ENCRYPTED PRIVATE KEY-----
`,
  "-v2 aes-128-cbc -v2prf hmacWithSHA512": `-----BEGIN ENCRYPTED PRIVATE KEY-----
MIGbMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAhHNgmihbyhoAICCAAw
DAYIKoZIhvcNAgsFADAdBglghkgBZQMEAQIEEHEL+VdiDMdrGj05XHtM90kEQK0e
efpbH4dgWQ4nRjsEmZIQdViiWUhZnYOeNdKtyDq+DTS+02YrWhK2f+6L9VVjEVEv
y3at6nbxn26Hzh1NN2A=
-----END ENCRYPTED PRIVATE KEY-----
`,
  "-scrypt": `-----BEGIN ENCRYPTED PRIVATE KEY-----
MIGTME8GCSqGSIb3DQEFDTBCMCEGCSsGAQQB2kcECzAUBAh8QQEA3qD8xgICQAAC
AQgCAQEwHQYJYIZIAWUDBAEqBBDQV8XRgF5mLc3ZQjDjnxXiBECQQiHdLHpbkqE8
zCCpwrNxtli3ups0aEdK9I500epMrgP3xj67tkEXChxZIotMkmVxZtn0LsdBNFdU
x1HLp8aT
-----END ENCRYPTED PRIVATE KEY-----
`,
};

const refused: readonly (readonly [name: string, pem: string, reason: RegExp])[] = [
  ["nothing", "", /^key-unreadable: it is empty$/u],
  ["no PEM", "key", /^key-unreadable: it is no PEM block$/u],
  [
    "a public key",
    kinds.ed25519.publicKey.export({ format: "pem", type: "spki" }).toString(),
    /^key-unreadable: it is labelled `PUBLIC KEY`/u,
  ],
  [
    "OpenSSL's old form",
    "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n",
    /^key-unreadable: it is labelled `EC PRIVATE KEY`/u,
  ],
  [
    "two keys",
    kinds.ed25519.privateKey.export({ format: "pem", type: "pkcs8" }).toString().repeat(2),
    /^key-unreadable: it does not hold exactly one key$/u,
  ],
  ["an encrypted key that is no DER", pemOf("ENCRYPTED PRIVATE KEY", Uint8Array.of(0x30, 0x80)), /^key-unreadable: /u],
  [
    "a kind that signs nothing here",
    generateKeyPairSync("x25519").privateKey.export({ format: "pem", type: "pkcs8" }).toString(),
    /^key-unreadable: it is of a kind that does not sign here$/u,
  ],
];
for (const [name, pem, reason] of refused) tests(`refused: ${name}`, async () => assert.match(await open(pem, given("")), reason));
tests("PBES2: iterations are bounded before any is run", async () => {
  const pem = kinds.ed25519.privateKey.export({ format: "pem", type: "pkcs8", cipher: "aes-256-cbc", passphrase: "x" }).toString();
  const der = Buffer.from(pem.replace(/-----[^-]+-----/gu, ""), "base64");
  const at = der.indexOf(Buffer.from([0x02, 0x02, 0x08, 0x00]));
  assert.ok(at > 0, "2048 iterations are where they are looked for");
  // The salt gives up two bytes, so that no length around the number changes.
  const saltLength = der.subarray(0, at).findLastIndex((byte, i) => byte === at - 1 - i && der[i - 1] === 0x04);
  assert.ok(saltLength > 0, "the salt is where it is looked for");
  const salt = der.subarray(saltLength + 3, at);
  const shorter = Buffer.from([
    ...[...der.subarray(0, saltLength), salt.length, ...salt],
    ...[0x02, 0x04, 0x7f, 0xff, 0xff, 0xff, ...der.subarray(at + 4)],
  ]);
  assert.is(shorter.length, der.length);
  assert.is(
    await open(pemOf("ENCRYPTED PRIVATE KEY", shorter), given("x"), untouched),
    "key-unreadable: its PBKDF2 iterations are above 10000000",
  );
});
tests.run();
