/** Key files of npm registries: both forms, and everything that is not quite one. */
import { createHash, generateKeyPairSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { loadKeys } from "../../../src/trust/index.ts";
import { realdataPath, withRealdata } from "../../support/realdata.ts";
import { crypto, instant } from "../../support/trust/run.ts";

const spkiOf = (curve: string) => generateKeyPairSync("ec", { namedCurve: curve }).publicKey.export({ format: "der", type: "spki" });
const own = spkiOf("P-256");
const other = spkiOf("P-256");
const p384 = spkiOf("P-384");
const idOf = (spki: Uint8Array) => `SHA256:${createHash("sha256").update(openssh(spki)).digest("base64").replace(/=+$/u, "")}`;

/** As npm does: the digest of the key as OpenSSH writes it. */
function openssh(spki: Uint8Array): Buffer {
  const size = spki.length < 100 ? 256 : 384;
  const field = (bytes: Uint8Array): Buffer => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return Buffer.concat([length, bytes]);
  };
  const names = [`ecdsa-sha2-nistp${size}`, `nistp${size}`].map((name) => field(Buffer.from(name)));
  return Buffer.concat([...names, field(spki.subarray(spki.length - (size === 256 ? 65 : 97)))]);
}

const answered = (spki: Buffer, change: Readonly<Record<string, unknown>> = {}) => ({
  expires: null,
  keyid: idOf(spki),
  keytype: "ecdsa-sha2-nistp256",
  scheme: "ecdsa-sha2-nistp256",
  key: spki.toString("base64"),
  ...change,
});
const listed = (spki: Buffer, keyUsage = "npm:attestations", change: Readonly<Record<string, unknown>> = {}) => ({
  keyId: idOf(spki),
  keyUsage,
  publicKey: {
    rawBytes: spki.toString("base64"),
    keyDetails: "PKIX_ECDSA_P256_SHA_256",
    validFor: { start: "2022-12-01T00:00:00.000Z", end: "2025-01-29T00:00:00.000Z" },
    ...change,
  },
});

/** `from..until` of each key, or the reason. */
function load(...keys: readonly unknown[]): string {
  const loaded = loadKeys("npm.json", new TextEncoder().encode(JSON.stringify({ keys })), crypto);
  if (!loaded.ok) return `${loaded.error.reason}: ${loaded.error.detail}`;
  return loaded.value.keys.map(({ validFrom, validUntil }) => `${validFrom ?? ""}..${validUntil ?? ""}`).join(" ");
}

const start = instant("2022-12-01T00:00:00Z");
const end = instant("2025-01-29T00:00:00Z");
const files: readonly (readonly [name: string, keys: readonly unknown[], outcome: string])[] = [
  ["the registry's answer", [answered(own)], ".."],
  ["the registry's answer, with an end", [answered(own, { expires: "2025-01-29T00:00:00.000Z" }), answered(other)], `..${end} ..`],
  ["an id with padding", [answered(own, { keyid: `${idOf(own)}=` })], ".."],
  ["an id of the DER", [answered(own, { keyid: `SHA256:${createHash("sha256").update(own).digest("base64")}` })], ".."],
  ["listed with uses", [listed(own, "npm:signatures"), listed(own)], `${start}..${end}`],
  ["a window without end", [listed(own, "npm:attestations", { validFor: { start: "2022-12-01T00:00:00Z" } })], `${start}..`],
  ["only for signatures of packages", [listed(own, "npm:signatures")], ""],
  ["P-384, by what the file says of it", [listed(p384, "npm:attestations", { keyDetails: "PKIX_ECDSA_P384_SHA_384" })], `${start}..${end}`],
  ["another key's id", [answered(own, { keyid: idOf(other) })], "key-unreadable: key 1: its id is not the one of its key"],
  [
    "another key's id, for another use",
    [listed(own), { ...listed(own, "npm:signatures"), keyId: idOf(other) }],
    "key-unreadable: key 2: its id is not the one of its key",
  ],
  ["no id", [answered(own), answered(other, { keyid: 1 })], "key-unreadable: key 2: it has no `keyid`"],
  ["another scheme", [answered(own, { scheme: "rsa" })], "key-unreadable: key 1: its `keytype` and `scheme` are not `ecdsa-sha2-nistp256`"],
  [
    "a scheme of every object",
    [answered(own, { keytype: "constructor", scheme: "constructor" })],
    "key-unreadable: key 1: its `keytype` and `scheme` are not `ecdsa-sha2-nistp256`",
  ],
  ["no base64", [answered(own, { key: "!" })], "key-unreadable: key 1: its `key` is not base64"],
  ["no time", [answered(own, { expires: "soon" })], "key-unreadable: key 1: its `expires` is no time"],
  ["a number for a time", [answered(own, { expires: 1 })], "key-unreadable: key 1: its `expires` is no time"],
  [
    "a curve that its algorithm is not for",
    [answered(p384, { keyid: `SHA256:${createHash("sha256").update(p384).digest("base64")}` })],
    "key-unreadable: `ecdsa-sha2-256-nistp256` is not for its kind of key, which is p384",
  ],
  ["no use", [{ ...listed(own), keyUsage: undefined }], "key-unreadable: key 1: it has no `keyUsage`"],
  [
    "unknown details",
    [listed(own, "npm:attestations", { keyDetails: "PKCS1_RSA_PKCS1V5" })],
    "key-unreadable: key 1: its `keyDetails` are missing or not supported",
  ],
  ["no window", [listed(own, "npm:attestations", { validFor: undefined })], "key-unreadable: key 1: its `validFor` does not say from when"],
  [
    "a window the wrong way round",
    [listed(own, "npm:attestations", { validFor: { start: "2025-01-01T00:00:00Z", end: "2024-01-01T00:00:00Z" } })],
    "key-unreadable: key 1: its `validFor` ends before it starts",
  ],
  ["one key twice", [answered(own), answered(own)], "trust-config-invalid: it holds one key twice"],
  ["a JSON Web Key among them", [answered(own), { kty: "EC" }], "key-unreadable: key 2: it has no `keyid`"],
];

const tests = suite("npm keys");
const real = withRealdata(tests);
for (const [name, keys, outcome] of files) tests(name, () => assert.is(load(...keys), outcome));
real("npm's own", () => {
  const loaded = loadKeys("npm.json", readFileSync(realdataPath("trust", "npm-registry-keys.json")), crypto);
  assert.ok(loaded.ok);
  assert.equal(
    loaded.value.keys.map(({ hints, validFrom, validUntil }) => [hints.at(-1), validFrom, validUntil]),
    [
      ["SHA256:jl3bwswu80PjjokCgh0o2w5c2U4LhQAE57gj9cz1kzA", instant("2022-12-01T00:00:00Z"), end],
      ["SHA256:DhQ8wR5APBvFHLF/+Tc+AYvPOdTpcIDqOhxsBHRwC7U", instant("2025-01-13T00:00:00Z"), undefined],
    ],
  );
});
tests.run();
