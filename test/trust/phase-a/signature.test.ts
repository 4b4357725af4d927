/** The signature step over keys as data: who signed, in what order keys are tried, what is counted once, and every reason. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { defaultLimits } from "../../../src/base/index.ts";
import type { PublicKeyEntry } from "../../../src/trust/index.ts";
import { runSignature } from "../../../src/trust/phase-a/signature-step.ts";
import type { SignedBytes } from "../../../src/trust/phase-a/signed-bytes.ts";
import type { SignedMaterial } from "../../../src/trust/signed-material.ts";
import { fakeCrypto, keyNamed, plainCertificate } from "../../support/trust/plain-certificate.ts";
import { crypto } from "../../support/trust/run.ts";

/** A key `a` makes the signatures that begin with `a`. */
const entry = (name: string, hints: readonly string[] = []): PublicKeyEntry => ({
  source: name,
  key: { family: "ed25519", bits: 256, fingerprint: `sha256:${name}`, spki: keyNamed(name) },
  algorithm: "ed25519",
  hints,
});
const signed = (...signatures: readonly (readonly [by: string, keyid?: string])[]): SignedBytes => ({
  parts: [keyNamed("parts")],
  signatures: signatures.map(([by, keyid = ""]) => ({ sig: keyNamed(by), keyid })),
  payload: keyNamed("payload"),
  payloadHash: new Uint8Array(32),
});
const base = { carrier: "dsse", entries: [], tokens: [], storedDigest: "sha256:ee" } as const;
const content = {
  kind: "dsse",
  envelope: { payloadType: "t", payload: new Uint8Array(), signatures: [] },
} as unknown as SignedMaterial["content"];
const byKey = (hint?: string): SignedMaterial => ({ ...base, content, signer: { kind: "key", ...(hint !== undefined && { hint }) } });

interface Outcome {
  readonly record: string;
  readonly items: readonly string[];
  readonly accepted: readonly string[];
  readonly tried: string;
}
function outcome(material: SignedMaterial, bytes: SignedBytes, keys: readonly PublicKeyEntry[], signatureChecks = 4096): Outcome {
  const tried: string[] = [];
  const port = fakeCrypto(({ key, signature }) => {
    const name = new TextDecoder().decode(key.spki).split(" ")[2] ?? new TextDecoder().decode(key.spki);
    tried.push(name);
    return new TextDecoder().decode(signature).startsWith(name);
  });
  const { record, accepted } = runSignature(material, bytes, { keys, crypto: port, limits: { ...defaultLimits, signatureChecks } });
  return {
    record: [record.step, record.outcome, record.reason, record.detail, record.checks.join("")].filter(Boolean).join(" | "),
    items: record.items.map((item) => [item.item, item.outcome, item.reason, item.detail].filter(Boolean).join(" | ")),
    accepted: accepted.map(({ key, signature, algorithm }) => `${key.fingerprint} ${new TextDecoder().decode(signature.sig)} ${algorithm}`),
    tried: tried.join(""),
  };
}
const CHECKS = "D3D5D6D7D8";
const PASS = `signature | pass | ${CHECKS}`;
const NOBODY = `signature | fail | signature-invalid | no listed key made it | ${CHECKS}`;
const no = (i: number): string => `signature ${i} | fail | signature-invalid | no listed key made it`;

const keys = suite("the signature step: keys");
const [a, b, c] = [entry("a"), entry("b", ["bee"]), entry("c", ["see"])];
const rows: readonly (readonly [name: string, made: Outcome, expected: Outcome])[] = [
  [
    "no key is listed",
    outcome(byKey(), signed(["a"]), []),
    { record: `signature | fail | no-candidate-key | no key is listed | ${CHECKS}`, items: [], accepted: [], tried: "" },
  ],
  [
    "one",
    outcome(byKey(), signed(["a"]), [a]),
    { record: PASS, items: ["signature 0 | pass"], accepted: ["sha256:a a ed25519"], tried: "a" },
  ],
  ["a stranger's", outcome(byKey(), signed(["x"]), [a, b]), { record: NOBODY, items: [no(0)], accepted: [], tried: "ab" }],
  [
    "the order of the signatures, a stranger's between them",
    outcome(byKey(), signed(["b"], ["x"], ["a"]), [a, b]),
    {
      record: PASS,
      items: ["signature 0 | pass", no(1), "signature 2 | pass"],
      accepted: ["sha256:b b ed25519", "sha256:a a ed25519"],
      tried: "ababa",
    },
  ],
  [
    "one key twice is one, by its first signature",
    outcome(byKey(), signed(["a1"], ["a2"]), [a]),
    { record: PASS, items: ["signature 0 | pass", "signature 1 | pass"], accepted: ["sha256:a a1 ed25519"], tried: "aa" },
  ],
  [
    "a key that the keyid names is tried first",
    outcome(byKey(), signed(["c", "see"]), [a, b, c]),
    { record: PASS, items: ["signature 0 | pass"], accepted: ["sha256:c c ed25519"], tried: "c" },
  ],
  [
    "a wrong keyid costs time and nothing else",
    outcome(byKey(), signed(["a", "see"]), [a, b, c]),
    { record: PASS, items: ["signature 0 | pass"], accepted: ["sha256:a a ed25519"], tried: "ca" },
  ],
  [
    "each is tried once although it was named",
    outcome(byKey(), signed(["x", "bee"]), [a, b, c]),
    { record: NOBODY, items: [no(0)], accepted: [], tried: "bac" },
  ],
  [
    "a keyid that names nobody",
    outcome(byKey(), signed(["a", "who"]), [c, a]),
    { record: PASS, items: ["signature 0 | pass"], accepted: ["sha256:a a ed25519"], tried: "ca" },
  ],
  [
    "a bundle's hint goes before the keyid",
    outcome(byKey("bee"), signed(["b", "see"]), [a, c, b]),
    { record: PASS, items: ["signature 0 | pass"], accepted: ["sha256:b b ed25519"], tried: "b" },
  ],
  [
    "as many checks as are allowed",
    outcome(byKey(), signed(["a"], ["b"]), [a, b], 4),
    {
      record: PASS,
      items: ["signature 0 | pass", "signature 1 | pass"],
      accepted: ["sha256:a a ed25519", "sha256:b b ed25519"],
      tried: "aab",
    },
  ],
  [
    "one more is too many, and none is made",
    outcome(byKey(), signed(["a"], ["b"]), [a, b], 3),
    { record: `signature | fail | too-many | signatures times keys | ${CHECKS}`, items: [], accepted: [], tried: "" },
  ],
];
for (const [name, made, expected] of rows) keys(name, () => assert.equal(made, expected));
keys.run();

const others = suite("the signature step: certificates and messages");
const certified = (spki: string): SignedMaterial => ({
  ...base,
  content,
  signer: { kind: "certificate", leaf: { ...plainCertificate(), spki: keyNamed(spki) }, carried: [] },
});
const BY = "B7D3D6D7";
const certificates: readonly (readonly [spki: string, signatures: SignedBytes, record: string, accepted: readonly string[]])[] = [
  ["ed25519 256 a", signed(["a"]), `signature | pass | ${BY}`, ["sha256:00 a ed25519"]],
  ["rsa 2048 a", signed(["a"]), `signature | pass | ${BY}`, ["sha256:00 a rsa-sign-pkcs1-sha256"]],
  ["ed25519 256 a", signed(["x"]), `signature | fail | signature-invalid | the certificate's key did not sign it | ${BY}`, []],
  ["ed25519 256 a", signed(), `signature | fail | signature-invalid | the certificate's key did not sign it | ${BY}`, []],
  ["none", signed(["a"]), `signature | fail | algorithm-unsupported | the certificate's key cannot be used | ${BY}`, []],
  [
    "unsupported 1 a",
    signed(["a"]),
    `signature | fail | algorithm-unsupported | its key is of an algorithm or curve that is not allowed | ${BY}`,
    [],
  ],
  ["rsa 1024 a", signed(["a"]), `signature | fail | key-weak | its RSA key has 1024 bits, at least 2048 are needed | ${BY}`, []],
];
for (const [spki, bytes, record, accepted] of certificates)
  others(`a certificate of ${spki}, ${bytes.signatures.length} signatures: ${record}`, () => {
    const made = outcome(certified(spki), bytes, [a]);
    assert.equal([made.record, made.accepted], [record, accepted]);
    assert.equal(made.items, accepted.length > 0 ? ["signature 0 | pass"] : []);
  });
others("the digest inside a message signature agrees with the artifact, or nothing is checked", () => {
  const digest = crypto.digest("sha384", [keyNamed("payload")]);
  const message = (bytes: Uint8Array): SignedMaterial => ({
    ...byKey(),
    content: { kind: "message", message: { digestAlgorithm: "sha384", digest: bytes, signature: keyNamed("a") } },
  });
  assert.is(outcome(message(digest), signed(["a"]), [a]).record, PASS);
  const wrong = outcome(message(digest.map((byte) => byte ^ 1)), signed(["a"]), [a]);
  assert.is(wrong.record, "signature | fail | message-digest-mismatch | the artifact has another digest than the bundle says | B7");
  assert.equal([wrong.accepted, wrong.tried], [[], ""]);
});
others.run();
