/** Public keys as users bring them, and what is refused. */
import { type createPublicKey, generateKeyPairSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { loadKeys, loadPrivateKey, spkiHints, writeKeyPair, type SignatureAlgorithm } from "../../../src/trust/index.ts";
import { realdataPath, withRealdata } from "../../support/realdata.ts";
import { crypto } from "../../support/trust/run.ts";
import { web } from "../../support/trust/signing.ts";

function load(content: string | Uint8Array): string {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const loaded = loadKeys("key.pub", bytes, crypto);
  if (!loaded.ok) return `${loaded.error.reason}: ${loaded.error.detail}`;
  return loaded.value.keys.map((entry) => `${entry.key.family} ${entry.algorithm}`).join(", ");
}

interface Made {
  readonly pem: string;
  readonly der: Buffer;
  readonly jwk: Record<string, unknown>;
}

function made(key: ReturnType<typeof createPublicKey>): Made {
  return {
    pem: key.export({ type: "spki", format: "pem" }).toString(),
    der: key.export({ type: "spki", format: "der" }),
    jwk: key.export({ format: "jwk" }),
  };
}

const ec = (namedCurve: string): Made => made(generateKeyPairSync("ec", { namedCurve }).publicKey);
const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey;
const p256 = ec("prime256v1");
const p384 = ec("secp384r1");
const p521 = ec("secp521r1");
const edwards = made(generateKeyPairSync("ed25519").publicKey);
const privatePem = generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString();
const weak = generateKeyPairSync("rsa", { modulusLength: 1024 }).publicKey;
const json = (jwk: Record<string, unknown>, more: Record<string, unknown>): string => JSON.stringify({ ...jwk, ...more });

const rows: readonly (readonly [name: string, content: string | Uint8Array, outcome: string])[] = [
  ["PEM P-256", p256.pem, "p256 ecdsa-sha2-256-nistp256"],
  ["PEM P-384", p384.pem, "p384 ecdsa-sha2-384-nistp384"],
  ["PEM P-521", p521.pem, "p521 ecdsa-sha2-512-nistp521"],
  ["PEM Ed25519", edwards.pem, "ed25519 ed25519"],
  ["PEM RSA", made(rsa).pem, "rsa rsa-sign-pkcs1-sha256"],
  ["PEM RSA PUBLIC KEY", rsa.export({ type: "pkcs1", format: "pem" }).toString(), "rsa rsa-sign-pkcs1-sha256"],
  ["two blocks", p256.pem + edwards.pem, "p256 ecdsa-sha2-256-nistp256, ed25519 ed25519"],
  ["carriage returns", p256.pem.replaceAll("\n", "\r\n"), "p256 ecdsa-sha2-256-nistp256"],
  ["DER", p256.der, "p256 ecdsa-sha2-256-nistp256"],
  ["base64 DER", p256.der.toString("base64"), "p256 ecdsa-sha2-256-nistp256"],
  ["JWK P-256", json(p256.jwk, { alg: "ES256" }), "p256 ecdsa-sha2-256-nistp256"],
  ["JWK P-384", json(p384.jwk, { alg: "ES384", use: "sig" }), "p384 ecdsa-sha2-384-nistp384"],
  ["JWK P-521", json(p521.jwk, { alg: "ES512" }), "p521 ecdsa-sha2-512-nistp521"],
  ["JWK Ed25519", json(edwards.jwk, { alg: "EdDSA" }), "ed25519 ed25519"],
  ["JWK RSA PSS", json(made(rsa).jwk, { alg: "PS256" }), "rsa rsa-sign-pss-sha256"],
  [
    "JWKS",
    JSON.stringify({
      keys: [
        { ...p256.jwk, alg: "ES256" },
        { ...edwards.jwk, alg: "EdDSA" },
      ],
    }),
    "p256 ecdsa-sha2-256-nistp256, ed25519 ed25519",
  ],
  ["JWK without alg", json(p256.jwk, {}), "key-unreadable: key 1: its `alg` is not `ES256`"],
  ["JWK for encryption", json(p256.jwk, { alg: "ES256", use: "enc" }), "key-unreadable: key 1: its `use` is not `sig`"],
  ["JWK off the curve", json(p256.jwk, { alg: "ES256", x: edwards.jwk["x"], y: edwards.jwk["x"] }), "key-unreadable: it is no public key"],
  ["empty JWKS", '{"keys":[]}', "key-unreadable: it holds no key"],
  ["eng-09 text", "hello world", "key-unreadable: it is no public key in a known format"],
  ["eng-09 empty", "", "key-unreadable: it is no public key in a known format"],
  ["eng-09 private key", privatePem, "key-unreadable: block 1 is a private key"],
  ["eng-09 cut off", p256.pem.slice(0, 60), "key-unreadable: it is no PEM block"],
  ["something behind the block", `${p256.pem}hello`, "key-unreadable: something follows block 1"],
  [
    "a second block that is broken",
    `${p256.pem}-----BEGIN PUBLIC KEY-----\nAAAAA\n-----END PUBLIC KEY-----\n`,
    "key-unreadable: block 2 is not base64",
  ],
  ["base64 of something else", Buffer.from("hello").toString("base64"), "key-unreadable: it is no public key"],
  ["DER with a byte more", Buffer.concat([p256.der, Buffer.from([0])]), "key-unreadable: it is no public key"],
  ["dsse-15 RSA-1024", made(weak).pem, "trust-config-invalid: its RSA key has 1024 bits, at least 2048 are needed"],
  ["dsse-15 another curve", ec("secp256k1").pem, "trust-config-invalid: its key is of an algorithm or curve that is not allowed"],
  ["D4 one key twice", p256.pem + p256.pem, "trust-config-invalid: it holds one key twice"],
];

const tests = suite("public keys");
for (const [name, content, outcome] of rows) tests(name, () => assert.is(load(content), outcome));
tests("hints are the spellings of the fingerprint", () => {
  const loaded = loadKeys("key.pub", p256.der, crypto);
  assert.ok(loaded.ok);
  const [entry] = loaded.value.keys;
  assert.ok(entry);
  assert.equal(entry.hints, spkiHints(entry.key.fingerprint));
  assert.is(entry.hints.length, 5);
});
withRealdata(tests)("cosign's key, by its published fingerprint", () => {
  const loaded = loadKeys("cosign.pub", readFileSync(realdataPath("keys", "conforma.cosign.pub")), crypto);
  assert.ok(loaded.ok);
  assert.is(loaded.value.keys[0]?.key.fingerprint, "sha256:acddd4a934f92cb8828da0a27a5a7ddfa68baa5af573e5cfc654e264f5e9cad0");
});
withRealdata(tests)("a certificate is taken for its key, with a warning", () => {
  const loaded = loadKeys("leaf.pem", readFileSync(realdataPath("x509", "sigstore-python", "bogus-leaf.pem")), crypto);
  assert.ok(loaded.ok);
  assert.is(loaded.value.warnings.length, 1);
});
tests.run();

const pairs = suite("key pairs");
const algorithms: readonly SignatureAlgorithm[] = [
  "ecdsa-sha2-256-nistp256",
  "ecdsa-sha2-384-nistp384",
  "ecdsa-sha2-512-nistp521",
  "ed25519",
];
for (const algorithm of algorithms)
  pairs(`${algorithm} is written, read again and signs`, async () => {
    const text = await writeKeyPair(await web.generate(algorithm), web);
    const key = await loadPrivateKey(text.privateKey, web);
    assert.ok(key.ok);
    assert.is(key.value.algorithm, algorithm);
    const entry = loadKeys("pub", new TextEncoder().encode(text.publicKey), crypto);
    assert.ok(entry.ok);
    const parts = [new TextEncoder().encode("hello")];
    const signature = await web.sign(key.value, parts);
    assert.is(crypto.verify({ key: (entry.value.keys[0] as (typeof entry.value.keys)[0]).key, algorithm, parts, signature }), true);
  });
pairs("what is no plain private key", async () => {
  const outcome = async (text: string): Promise<string> => {
    const key = await loadPrivateKey(text, web);
    return key.ok ? "good" : key.error;
  };
  assert.is(await outcome(p256.pem), "it is labelled `PUBLIC KEY`, and `PRIVATE KEY` is read");
  assert.is(await outcome(privatePem + privatePem), "it does not hold exactly one key");
  assert.is(await outcome("hello"), "it is no PEM block");
  assert.is(await outcome("-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n"), "a part is missing");
});
pairs.run();
