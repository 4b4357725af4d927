/** Each form that a key or a reference to one comes in, at its edges: the last that is taken, the first that is not, and why. */
import { generateKeyPairSync } from "node:crypto";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { defaultLimits, encodeUtf8, envelopeJsonLimits, parseJson, type Json } from "../../../src/base/index.ts";
import { openCosignKey } from "../../../src/trust/keys/cosign-key.ts";
import { algorithmByFamily, familyOf, signingAlgorithms } from "../../../src/trust/keys/default-algorithm.ts";
import { spkiHints } from "../../../src/trust/keys/hints.ts";
import { readJwk } from "../../../src/trust/keys/jwk.ts";
import { scryptFault, type KeyFileCrypto } from "../../../src/trust/keys/key-file-crypto.ts";
import { parseKeyReference } from "../../../src/trust/keys/key-reference.ts";
import { loadKeys } from "../../../src/trust/keys/load-keys.ts";
import { openPbes2 } from "../../../src/trust/keys/pbes2.ts";
import { readPem, writePem } from "../../../src/trust/keys/pem.ts";
import { rsaPublicKeyToSpki, tagged } from "../../../src/trust/keys/pkcs1.ts";
import { chooseKey, readObjects } from "../../../src/trust/keys/pkcs11-objects.ts";
import { parsePkcs11Uri } from "../../../src/trust/keys/pkcs11-uri.ts";
import { importPkcs8 } from "../../../src/trust/keys/private-key.ts";
import type { SigningCrypto, SyncCrypto } from "../../../src/trust/index.ts";
import { integer, nothing, octets, oid, sequence, tlv } from "../../../src/testing/world/der.ts";
import { crypto } from "../../support/trust/run.ts";

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");
const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64url");
const filled = (length: number, byte = 7): Uint8Array => new Uint8Array(length).fill(byte);
function jsonOf(value: unknown): Json {
  const parsed = parseJson(encodeUtf8(JSON.stringify(value)), envelopeJsonLimits(defaultLimits));
  if (!parsed.ok) throw new Error(parsed.error.detail);
  return parsed.value;
}

// ----------------------------------------------------------------------------------------------------------------- JWK

const EC_256 = "3059301306072a8648ce3d020106082a8648ce3d03010703420004";
const EC_384 = "3076301006072a8648ce3d020106052b8104002203620004";
const EC_521 = "30819b301006072a8648ce3d020106052b81040023038186000" + "4";
const ec = (crv: string, alg: string, size: number, more: object = {}): object => ({
  kty: "EC",
  crv,
  alg,
  x: base64url(filled(size, 1)),
  y: base64url(filled(size, 2)),
  ...more,
});
const okp = (more: object = {}): object => ({ kty: "OKP", crv: "Ed25519", alg: "EdDSA", x: base64url(filled(32, 1)), ...more });
const rsa = (more: object = {}): object => ({ kty: "RSA", alg: "RS256", n: base64url(filled(256, 0xff)), e: "AQAB", ...more });
const P256 = (more: object = {}): object => ec("P-256", "ES256", 32, more);

function jwk(value: unknown): string {
  const read = readJwk(jsonOf(value));
  if (!read.ok) return read.error;
  const { spki, algorithm, kid } = read.value;
  return [algorithm, hexOf(spki), kid].filter((part) => part !== undefined).join(" ");
}

const CRV = "its `crv` is missing or not supported";
const POINT = "its point is malformed";
const NUMBERS = "its numbers are malformed";
const RSA_ALG = "its `alg` is neither `RS256` nor `PS256`";
const point = (size: number): string => "01".repeat(size) + "02".repeat(size);
const goodP256 = `ecdsa-sha2-256-nistp256 ${EC_256}${point(32)}`;
const goodEd = `ed25519 302a300506032b6570032100${"01".repeat(32)}`;

const jwks = suite("JSON Web Keys");
for (const [name, value, outcome] of [
  ["P-256", P256(), goodP256],
  ["P-384", ec("P-384", "ES384", 48), `ecdsa-sha2-384-nistp384 ${EC_384}${point(48)}`],
  ["P-521", ec("P-521", "ES512", 66), `ecdsa-sha2-512-nistp521 ${EC_521}${point(66)}`],
  ["Ed25519", okp(), goodEd],
  ["Ed25519 by its newer name", okp({ alg: "Ed25519" }), goodEd],
  ["a name", P256({ kid: "a" }), `${goodP256} a`],
  ["a name that is no text", P256({ kid: 1 }), goodP256],
  ["for signatures", P256({ use: "sig" }), goodP256],
  ["for encryption", P256({ use: "enc" }), "its `use` is not `sig`"],
  ["a use that is no text", P256({ use: 1 }), "its `use` is not `sig`"],
  ["a private key", P256({ d: "AAAA" }), "it is a private key"],
  ["a private key that is no text", P256({ d: 1 }), "it is a private key"],
  ["another kind", P256({ kty: "oct" }), "its `kty` is missing or not supported"],
  ["no kind", P256({ kty: undefined }), "its `kty` is missing or not supported"],
  ["no curve", P256({ crv: undefined }), CRV],
  ["another curve", P256({ crv: "secp256k1" }), CRV],
  ["a member of every object as curve", P256({ crv: "constructor" }), CRV],
  ["a curve that is no text", P256({ crv: 256 }), CRV],
  ["a curve in a list", P256({ crv: ["P-256"] }), CRV],
  ["another curve's algorithm", P256({ alg: "ES384" }), "its `alg` is not `ES256`"],
  ["no algorithm", P256({ alg: undefined }), "its `alg` is not `ES256`"],
  ["a short x", P256({ x: base64url(filled(31)) }), POINT],
  ["a long x", P256({ x: base64url(filled(33)) }), POINT],
  ["no x", P256({ x: undefined }), POINT],
  ["an x that is no text", P256({ x: 1 }), POINT],
  ["an x that is no base64", P256({ x: "*".repeat(43) }), POINT],
  ["a short y", P256({ y: base64url(filled(31)) }), POINT],
  ["no y", P256({ y: undefined }), POINT],
  ["neither x nor y", P256({ x: undefined, y: undefined }), POINT],
  ["another Edwards curve", okp({ crv: "Ed448" }), CRV],
  ["a key for agreement", okp({ crv: "X25519" }), CRV],
  ["another algorithm for Ed25519", okp({ alg: "ES256" }), "its `alg` is not `EdDSA`"],
  ["Ed25519 of 31 bytes", okp({ x: base64url(filled(31)) }), POINT],
  ["Ed25519 of 33 bytes", okp({ x: base64url(filled(33)) }), POINT],
  ["Ed25519 of nothing", okp({ x: undefined }), POINT],
  ["RSA without algorithm", rsa({ alg: undefined }), RSA_ALG],
  ["RSA with SHA-1", rsa({ alg: "RS1" }), RSA_ALG],
  ["RSA with a member of every object", rsa({ alg: "toString" }), RSA_ALG],
  ["RSA with an algorithm in a list", rsa({ alg: ["RS256"] }), RSA_ALG],
  ["RSA without modulus", rsa({ n: undefined }), NUMBERS],
  ["RSA without exponent", rsa({ e: undefined }), NUMBERS],
  ["RSA with an empty modulus", rsa({ n: "" }), NUMBERS],
  ["RSA with an empty exponent", rsa({ e: "" }), NUMBERS],
  ["RSA with neither", rsa({ n: undefined, e: undefined }), NUMBERS],
] as const)
  jwks(name, () => assert.is(jwk(value), outcome));
const RSA_SPKI = (content: string): string => {
  const body = Buffer.from(content, "hex");
  return hexOf(rsaPublicKeyToSpki(tagged(0x30, body)));
};
jwks("RSA numbers are positive, padded only where their first bit is set", () => {
  const of = (first: number): string => jwk(rsa({ n: base64url(Uint8Array.of(first, 1)) }));
  assert.is(of(0x7f), `rsa-sign-pkcs1-sha256 ${RSA_SPKI("02027f010203010001")}`);
  assert.is(of(0x80), `rsa-sign-pkcs1-sha256 ${RSA_SPKI("020300800102030100" + "01")}`);
  assert.is(jwk(rsa({ alg: "PS256", n: "fwE" })), `rsa-sign-pss-sha256 ${RSA_SPKI("02027f010203010001")}`);
});
jwks.run();

const wrappers = suite("DER around keys");
for (const [length, head] of [
  [0, "3000"],
  [127, "307f"],
  [128, "308180"],
  [255, "3081ff"],
  [256, "30820100"],
  [65_536, "3083010000"],
] as const)
  wrappers(`${length} bytes`, () => assert.is(hexOf(tagged(0x30, filled(length))).slice(0, head.length), head));
wrappers("a PKCS #1 key", () =>
  assert.is(hexOf(rsaPublicKeyToSpki(Uint8Array.of(0x30, 0x00))), "3014300d06092a864886f70d01010105000303003000"),
);
wrappers("the spellings of a fingerprint", () => {
  const digest = filled(32, 0xff);
  const hex = "ff".repeat(32);
  assert.equal(spkiHints(`sha256:${hex}`), [
    hex,
    `sha256:${hex}`,
    base64(digest),
    `SHA256:${base64(digest)}`,
    `SHA256:${base64(digest).slice(0, -1)}`,
  ]);
});
wrappers("what keys sign with, and what signs with what", () => {
  assert.equal(algorithmByFamily, {
    p256: "ecdsa-sha2-256-nistp256",
    p384: "ecdsa-sha2-384-nistp384",
    p521: "ecdsa-sha2-512-nistp521",
    ed25519: "ed25519",
    rsa: "rsa-sign-pkcs1-sha256",
  });
  assert.equal(familyOf, {
    "ecdsa-sha2-256-nistp256": "p256",
    "ecdsa-sha2-384-nistp384": "p384",
    "ecdsa-sha2-512-nistp521": "p521",
    "ecdsa-sha2-256-nistp384": "p384",
    "ecdsa-sha2-256-nistp521": "p521",
    ed25519: "ed25519",
    "rsa-sign-pkcs1-sha256": "rsa",
    "rsa-sign-pss-sha256": "rsa",
  });
  assert.equal(signingAlgorithms, [
    "ecdsa-sha2-256-nistp256",
    "ecdsa-sha2-384-nistp384",
    "ecdsa-sha2-512-nistp521",
    "ed25519",
    "rsa-sign-pkcs1-sha256",
    "rsa-sign-pss-sha256",
  ]);
});
wrappers.run();

// ----------------------------------------------------------------------------------------------------------------- PEM

const block = (label: string, body = "AAAA\n"): string => `-----BEGIN ${label}-----\n${body}-----END ${label}-----\n`;
function pem(text: string): string {
  const read = readPem(text);
  return read.ok ? read.value.map(({ label, der }) => `${label} ${hexOf(der)}`).join(", ") : read.error;
}
const pems = suite("PEM");
for (const [name, text, outcome] of [
  ["one block", block("X"), "X 000000"],
  ["two", block("X") + block("Y KEY"), "X 000000, Y KEY 000000"],
  ["empty lines around", `\n \n${block("X")}\n\n${block("X")}\n \n`, "X 000000, X 000000"],
  ["spaces behind the end", block("X").replace(/\n$/u, " \t\n"), "X 000000"],
  ["no last line end", block("X").trimEnd(), "X 000000"],
  ["an empty block", block("X", ""), "X "],
  ["several lines", block("X", "AAAA\nBBBB\n"), "X 000000041041"],
  ["carriage returns", block("X", "AAAA\nBBBB\n").replaceAll("\n", "\r\n"), "X 000000041041"],
  ["nothing", "", "it is empty"],
  ["spaces", " \n ", "it is empty"],
  ["a text", "hello", "it is no PEM block"],
  ["a text before", `hello ${block("X")}`, "it is no PEM block"],
  ["a line before", `hello\n${block("X")}`, "it is no PEM block"],
  ["a text between", `${block("X")}hello\n${block("X")}`, "something follows block 1"],
  ["a text behind the end", `${block("X").trimEnd()}hello`, "it is no PEM block"],
  ["two labels", block("X").replace("END X", "END Y"), "it is no PEM block"],
  ["a label in lower case", block("x"), "it is no PEM block"],
  ["a label of 42 letters", block("X".repeat(42)), "it is no PEM block"],
  ["a label of 41 letters", block("X".repeat(41)), `${"X".repeat(41)} 000000`],
  ["base64 that is cut", block("X", "AAAAA\n"), "block 1 is not base64"],
  ["the second cut", block("X") + block("X", "AAAAA\n"), "block 2 is not base64"],
  ["headers", block("X", "Proc-Type: 4\n\nAAAA\n"), "it is no PEM block"],
] as const)
  pems(name, () => assert.is(pem(text), outcome));
pems("written in lines of 64, and read again", () => {
  const text = writePem("X", filled(100));
  assert.equal(
    text.split("\n").map(({ length }) => length),
    [17, 64, 64, 8, 15, 0],
  );
  assert.is(pem(text), `X ${"07".repeat(100)}`);
  assert.is(writePem("X", new Uint8Array()), "-----BEGIN X-----\n-----END X-----\n");
});
pems.run();

// -------------------------------------------------------------------------------------------------------- public files

const p256 = generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey;
const [p256Der, p256Jwk] = [p256.export({ type: "spki", format: "der" }), p256.export({ format: "jwk" })];

function load(content: string | Uint8Array, using: SyncCrypto = crypto): string {
  const loaded = loadKeys("key.pub", typeof content === "string" ? encodeUtf8(content) : content, using);
  if (!loaded.ok) return `${loaded.error.reason}: ${loaded.error.detail}`;
  const { keys, warnings } = loaded.value;
  return [...keys.map(({ source, key, hints }) => `${source} ${key.family} ${hints.length}`), ...warnings].join(", ");
}
const p256Text = "key.pub p256 5";
const padded = (text: string, length: number): string => text + " ".repeat(length - text.length);

const files = suite("files of public keys");
files("as long as is allowed, and one byte more", () => {
  assert.is(load(padded(base64(p256Der), 1024 * 1024)), p256Text);
  assert.is(load(padded(base64(p256Der), 1024 * 1024 + 1)), "key-unreadable: it has more than 1048576 bytes");
});
files("base64 with space around", () => assert.is(load(` \n${base64(p256Der)}\n`), p256Text));
files("base64 that begins with the byte of DER", () => {
  const text = base64(Uint8Array.of(0xd3, 0x4d, 0x34));
  assert.is(text[0], "0");
  assert.is(load(text), "key-unreadable: it is no public key");
  assert.is(load("0"), "key-unreadable: it is no public key in a known format");
});
files("DER whose bytes are text", () =>
  assert.is(load(Uint8Array.of(0x30, 0x01, 0x41)), "key-unreadable: it is no public key in a known format"),
);
files("bytes that are neither", () => assert.is(load(Uint8Array.of(0xff, 0xfe)), "key-unreadable: it is neither text nor DER"));
files("DER that is no key", () => assert.is(load(Uint8Array.of(0x30, 0x01, 0xff)), "key-unreadable: it is no public key"));
files("a JWK's name is one more hint", () => {
  assert.is(load(JSON.stringify({ ...p256Jwk, alg: "ES256", kid: "k" })), "key.pub p256 6");
  assert.is(load(JSON.stringify({ ...p256Jwk, alg: "ES256" })), p256Text);
});
files("the place of what is wrong, where there are several", () => {
  const good = { ...p256Jwk, alg: "ES256" };
  assert.is(load(JSON.stringify({ keys: [good, { ...good, alg: "x" }] })), "key-unreadable: key 2: its `alg` is not `ES256`");
  const off = { ...good, x: base64url(filled(32, 1)) };
  assert.is(load(JSON.stringify({ keys: [good, off] })), "key-unreadable: block 2: it is no public key");
  assert.is(load(JSON.stringify(off)), "key-unreadable: it is no public key");
});
files("JSON that is malformed, and `keys` of another type", () => {
  assert.match(load('{"keys":[],"keys":[]}'), /^key-unreadable: its JSON is malformed: /u);
  assert.is(load('{"keys":{}}'), "key-unreadable: key 1: its `kty` is missing or not supported");
});
files("blocks of other labels", () => {
  assert.is(load(block("CERTIFICATE REQUEST")), "key-unreadable: block 1 is labelled `CERTIFICATE REQUEST`");
  assert.is(load(block("PRIVATE KEY INFO")), "key-unreadable: block 1 is labelled `PRIVATE KEY INFO`");
  assert.is(load(block("ENCRYPTED PRIVATE KEY")), "key-unreadable: block 1 is a private key");
  assert.match(load(block("CERTIFICATE")), /^key-unreadable: block 1 is no certificate: /u);
});
files("a key that two labels would import, and an algorithm for another family", () => {
  const strange: SyncCrypto = {
    ...crypto,
    digest: (hash, parts) => crypto.digest(hash, parts),
    verify: () => false,
    importPublic: (spki) => ({ family: "ed25519", bits: 256, fingerprint: "sha256:00", spki }),
  };
  const jwkText = JSON.stringify({ ...p256Jwk, alg: "ES256" });
  assert.is(load(jwkText, strange), "key-unreadable: `ecdsa-sha2-256-nistp256` is not for its kind of key, which is ed25519");
});
files.run();

// ---------------------------------------------------------------------------------------------------------- references

function reference(text: string, more: readonly string[] = []): string {
  const parsed = parseKeyReference(text, new Set(more));
  return parsed.ok
    ? Object.values(parsed.value)
        .map((part) => (typeof part === "string" ? part : JSON.stringify(part)))
        .join(" ")
    : parsed.error.detail;
}
const references = suite("references to keys");
for (const [text, outcome] of [
  ["a", "file a"],
  ["./file:a", "file ./file:a"],
  ["a b:c", "file a b:c"],
  ["C:x", "file C:x"],
  ["file:a//b", "file a//b"],
  ["file:///a", "file /a"],
  ["file:", "it names no file"],
  ["env:A", "environment A"],
  ["env://A_1", "environment A_1"],
  ["env://_", "environment _"],
  ["env://1A", "it names no variable: write `env://NAME`"],
  ["env://A//", "it names no variable: write `env://NAME`"],
  ["env:A//B", "it names no variable: write `env://NAME`"],
  ["env://A B", "it names no variable: write `env://NAME`"],
  ["env://A\n", "it names no variable: write `env://NAME`"],
  ["azurekms://a", "plug-in azurekms azurekms://a"],
  ["gcpkms://a", "plug-in gcpkms gcpkms://a"],
  ["gitlab://a", "plug-in gitlab gitlab://a"],
  ["hashivault://a", "plug-in hashivault hashivault://a"],
  ["k8s://a", "plug-in k8s k8s://a"],
  ["k8s:/a", "it names no key: write `k8s://…`"],
  ["k8s://", "it names no key: write `k8s://…`"],
  ["x1+.-://a", "no kind of key is called `x1+.-:`"],
  ["a:b\nc", "file a:b\nc"],
  ["ab:b\nc", "no kind of key is called `ab:`"],
] as const)
  references(JSON.stringify(text), () => assert.is(reference(text), outcome));
references("a scheme of this machine, and none of another", () => {
  assert.is(reference("mine://a", ["mine"]), "plug-in mine mine://a");
  assert.is(reference("other://a", ["mine"]), "no kind of key is called `other:`");
});
references.run();

function uri(text: string): string {
  const parsed = parsePkcs11Uri(text);
  return parsed.ok ? JSON.stringify(parsed.value) : parsed.error;
}
const NO_KEY = "it names no key: `object` or `id` is needed";
const encoded = (name: string): string => `\`${name}\` is not percent-encoded as it should be`;
const uris = suite("pkcs11 URIs");
for (const [text, outcome] of [
  ["object=a", '{"object":"a"}'],
  ["id=%00%ff", '{"id":"00ff"}'],
  ["object=a;id=%0a", '{"object":"a","id":"0a"}'],
  ["object=a;token=t;slot-id=0", '{"object":"a","token":"t","slotId":"0"}'],
  ["object=a;slot-id=1234567890", '{"object":"a","slotId":"1234567890"}'],
  ["object=a;slot-id=12345678901", "`slot-id` is no number"],
  ["object=a;slot-id=x1", "`slot-id` is no number"],
  ["object=a;slot-id=1x", "`slot-id` is no number"],
  ["object=a?module-path=/m.so", '{"object":"a","modulePath":"/m.so"}'],
  ["object=a?module-path=m/.so", "`module-path` is not absolute"],
  ["object=a;type=private;serial=1;manufacturer=m;model=x", '{"object":"a"}'],
  ["object=a;type=", '{"object":"a"}'],
  ["object=", "`object` is no text"],
  ["id=", "`id` is no text"],
  ["token=t", NO_KEY],
  ["", NO_KEY],
  ["?", NO_KEY],
  [";;object=a;", '{"object":"a"}'],
  ["object=a?&", '{"object":"a"}'],
  ["object", "`` is not read"],
  ["object=a;object=a", "`object` stands twice"],
  ["object=a?b?c", "it has two question marks"],
  ["object=!~", '{"object":"!~"}'],
  ["object=a b", encoded("object")],
  ["object=\x7f", encoded("object")],
  ["object=ä", encoded("object")],
  ["object=%41%e2%82%ac", '{"object":"A€"}'],
  ["object=%4", encoded("object")],
  ["object=%", encoded("object")],
  ["object=%4x", encoded("object")],
  ["object=%x4", encoded("object")],
  ["object=%ff", "`object` is no text"],
  ["object=a%0a", "`object` is no text"],
  ["object=%7f", "`object` is no text"],
  ["pin-value=1;object=a", "the PIN comes from the environment, never from the reference"],
  ["object=a?pin-source=x", "the PIN comes from the environment, never from the reference"],
  ["slot-description=x;object=a", "`slot-description` is not read"],
] as const)
  uris(JSON.stringify(text), () => assert.is(uri(text), outcome));
uris.run();

// --------------------------------------------------------------------------------------------------------------- tokens

const listed = (id: string, label = "k", more = ""): string =>
  `Public Key Object; RSA 2048 bits\n  label:      ${label}\n  ID:         ${id}\n${more}`;
const objects = suite("what a token lists");
for (const [name, text, outcome] of [
  ["one", listed("01"), [{ id: "01", label: "k" }]],
  [
    "two",
    listed("01") + listed("0a", "other key  "),
    [
      { id: "01", label: "k" },
      { id: "0a", label: "other key" },
    ],
  ],
  ["behind other lines", `Using slot 0\nx Public Key Object\n${listed("01")}`, [{ id: "01", label: "k" }]],
  ["none", "Using slot 0\n  ID: 01\n", []],
  ["without an id", listed("").replace(/ {2}ID.*\n/u, ""), []],
  ["an id that is none", listed("xyz"), []],
  ["an id behind something", listed("x01"), []],
  ["without a label", "Public Key Object; RSA\n  ID:   01\n", [{ id: "01", label: "" }]],
  ["half a point", listed("01", "k", "  EC_POINT:   0401aa\n"), [{ id: "01", label: "k" }]],
  ["only a curve", listed("01", "k", "  EC_PARAMS:  06032b6570\n"), [{ id: "01", label: "k" }]],
  ["a point that is no octet string", listed("01", "k", "  EC_POINT:   aa\n  EC_PARAMS:  06032b6570\n"), [{ id: "01", label: "k" }]],
  ["a curve that is none", listed("01", "k", "  EC_POINT:   0401aa\n  EC_PARAMS:  0500\n"), [{ id: "01", label: "k" }]],
  ["a curve behind something", listed("01", "k", "  EC_POINT:   0401aa\n  EC_PARAMS:  x06032b6570\n"), [{ id: "01", label: "k" }]],
] as const)
  objects(name, () => assert.equal(readObjects(text), outcome));
objects("a point and its curve", () => {
  const [key] = readObjects(listed("01", "k", "  EC_POINT:   0401aa\n  EC_PARAMS:  06032b6570 (OID 1.3)\n"));
  assert.is(hexOf(key?.spki ?? new Uint8Array()), "3014300e06072a8648ce3d020106032b6570030200aa");
});
objects("no more than a thousand", () => {
  assert.is(readObjects(listed("01").repeat(1001)).length, 1000);
});
objects("the one that is meant", () => {
  const keys = [
    { id: "01", label: "a" },
    { id: "02", label: "a" },
    { id: "03", label: "b" },
    { id: "03", label: "b" },
  ];
  const choose = (meant: object): unknown => {
    const chosen = chooseKey(keys, meant);
    return typeof chosen === "string" ? chosen : chosen.id;
  };
  assert.is(choose({ object: "a", id: "02" }), "02");
  assert.is(choose({ id: "01" }), "01");
  assert.is(choose({ object: "b" }), "03", "one key that is listed twice");
  assert.is(choose({ object: "a" }), "the token has several keys of that name: give its `id`");
  assert.is(choose({ object: "b", id: "01" }), "the token has no public key of that name");
  assert.is(choose({ object: "c" }), "the token has no public key of that name");
});
objects.run();

// -------------------------------------------------------------------------------------------------- what encrypts keys

const MEMORY = 256 * 1024 * 1024;
const POWER = "its scrypt cost is no power of two";
const COST = "its scrypt cost is above 256 MiB";
const PARALLEL = "its scrypt parallelism is above 4";
const costs = suite("the cost of scrypt");
for (const [n, r, p, fault] of [
  [2, 1, 1, undefined],
  [2, 1, 4, undefined],
  [MEMORY / 128, 1, 1, undefined],
  [MEMORY / 128 / 8, 8, 1, undefined],
  [MEMORY / 64, 1, 1, COST],
  [MEMORY / 128 / 8, 9, 1, COST],
  [2, 0, 1, COST],
  [2, -1, 1, COST],
  [2, 1.5, 1, COST],
  [2, Number.NaN, 1, COST],
  [1, 1, 1, POWER],
  [0, 1, 1, POWER],
  [-2, 1, 1, POWER],
  [3, 1, 1, POWER],
  [2.5, 1, 1, POWER],
  [2 ** 60, 1, 1, POWER],
  [2, 1, 0, PARALLEL],
  [2, 1, 5, PARALLEL],
  [2, 1, 1.5, PARALLEL],
  [2, 1, -1, PARALLEL],
] as const)
  costs(`N ${n}, r ${r}, p ${p}`, () => assert.is(scryptFault({ n, r, p }), fault));
costs.run();

interface Asked {
  readonly kind: string;
  readonly salt: string;
  readonly rest: unknown;
}
function filesCrypto(asked: Asked[], opened?: "nothing" | "no key"): KeyFileCrypto {
  return {
    scrypt: (_, salt, cost, length) => (
      asked.push({ kind: "scrypt", salt: hexOf(salt), rest: [cost, length] }),
      Promise.resolve(filled(length))
    ),
    pbkdf2: (_, salt, iterations, length, hash) => (
      asked.push({ kind: "pbkdf2", salt: hexOf(salt), rest: [iterations, length, hash] }),
      Promise.resolve(filled(length))
    ),
    decryptCbc: (_, iv, ciphertext) => (
      asked.push({ kind: "cbc", salt: hexOf(iv), rest: hexOf(ciphertext) }),
      opened === "nothing" ? undefined : ciphertext
    ),
    publicOf: () => (opened === "no key" ? undefined : new Uint8Array()),
  };
}

const PBES2 = oid("1.2.840.113549.1.5.13");
const PBKDF2 = oid("1.2.840.113549.1.5.12");
const SCRYPT = oid("1.3.6.1.4.1.11591.4.11");
const salt = octets(Uint8Array.of(9));
const prf = (id: string): Uint8Array => sequence(oid(id), nothing());
const aes = (size: "2" | "22" | "42", iv = 16): Uint8Array => sequence(oid(`2.16.840.1.101.3.4.1.${size}`), octets(filled(iv, 3)));
const pbkdf2 = (...params: readonly Uint8Array[]): Uint8Array => sequence(PBKDF2, sequence(...params));
const scrypt = (n: number, r: number, p: number, ...more: readonly Uint8Array[]): Uint8Array =>
  sequence(SCRYPT, sequence(salt, integer(n), integer(r), integer(p), ...more));
const sealed = (derivation: Uint8Array, cipher: Uint8Array = aes("42"), kind: Uint8Array = PBES2): Uint8Array =>
  sequence(sequence(kind, sequence(derivation, cipher)), octets(Uint8Array.of(5)));

async function openSealed(der: Uint8Array, opened?: "nothing" | "no key"): Promise<string> {
  const asked: Asked[] = [];
  const outcome = await openPbes2(der, new Uint8Array(), filesCrypto(asked, opened));
  if (!outcome.ok)
    return `${outcome.error.reason}: ${outcome.error.detail}${outcome.error.reason === "key-unreadable" && asked.length > 0 ? " (too late)" : ""}`;
  const [derived, decrypted] = asked;
  return `${derived?.kind} ${derived?.salt} ${JSON.stringify(derived?.rest)} ${decrypted?.salt.length} ${String(decrypted?.rest)} ${hexOf(outcome.value)}`;
}
const done = (kind: string, rest: unknown): string => `${kind} 09 ${JSON.stringify(rest)} 32 05 05`;
const ITERATIONS = "key-unreadable: its PBKDF2 iterations are above 10000000";
const boxes = suite("PKCS #8 behind a password");
for (const [name, der, outcome] of [
  ["SHA-1 where nothing is said", sealed(pbkdf2(salt, integer(1))), done("pbkdf2", [1, 32, "sha1"])],
  ["SHA-1 where a length is said", sealed(pbkdf2(salt, integer(1), integer(32))), done("pbkdf2", [1, 32, "sha1"])],
  ["SHA-1, said", sealed(pbkdf2(salt, integer(1), prf("1.2.840.113549.2.7"))), done("pbkdf2", [1, 32, "sha1"])],
  ["SHA-256", sealed(pbkdf2(salt, integer(2048), prf("1.2.840.113549.2.9"))), done("pbkdf2", [2048, 32, "sha256"])],
  ["SHA-384 behind a length", sealed(pbkdf2(salt, integer(1), integer(32), prf("1.2.840.113549.2.10"))), done("pbkdf2", [1, 32, "sha384"])],
  ["SHA-512", sealed(pbkdf2(salt, integer(1), prf("1.2.840.113549.2.11"))), done("pbkdf2", [1, 32, "sha512"])],
  ["another hash", sealed(pbkdf2(salt, integer(1), prf("1.2.840.113549.2.8"))), "key-unreadable: its PBKDF2 uses an unknown hash"],
  ["AES-128", sealed(pbkdf2(salt, integer(1)), aes("2")), done("pbkdf2", [1, 16, "sha1"])],
  ["AES-192", sealed(pbkdf2(salt, integer(1)), aes("22")), done("pbkdf2", [1, 24, "sha1"])],
  [
    "another cipher",
    sealed(pbkdf2(salt, integer(1)), sequence(oid("1.2.840.113549.3.7"), octets(filled(16)))),
    "key-unreadable: its cipher is not AES in CBC mode",
  ],
  ["a vector of 15 bytes", sealed(pbkdf2(salt, integer(1)), aes("42", 15)), "key-unreadable: its cipher has no vector of 16 bytes"],
  [
    "another encryption",
    sealed(pbkdf2(salt, integer(1)), aes("42"), oid("1.2.840.113549.1.5.3")),
    "key-unreadable: its encryption is not PBES2",
  ],
  [
    "another derivation",
    sealed(sequence(oid("1.2.3"), sequence(salt, integer(1)))),
    "key-unreadable: its key derivation is neither PBKDF2 nor scrypt",
  ],
  ["as many rounds as are allowed", sealed(pbkdf2(salt, integer(10_000_000))), done("pbkdf2", [10_000_000, 32, "sha1"])],
  ["one more", sealed(pbkdf2(salt, integer(10_000_001))), ITERATIONS],
  ["2^48 rounds", sealed(pbkdf2(salt, integer(2n ** 48n))), ITERATIONS],
  ["2^600 rounds", sealed(pbkdf2(salt, integer(2n ** 600n))), ITERATIONS],
  ["no round", sealed(pbkdf2(salt, integer(0))), ITERATIONS],
  ["less than none", sealed(pbkdf2(salt, tlv(0x02, Uint8Array.of(0x80)))), ITERATIONS],
  ["rounds of 128", sealed(pbkdf2(salt, integer(128))), done("pbkdf2", [128, 32, "sha1"])],
  ["scrypt", sealed(scrypt(16_384, 8, 1)), done("scrypt", [{ n: 16_384, r: 8, p: 1 }, 32])],
  ["scrypt with a length", sealed(scrypt(16_384, 8, 1, integer(32))), done("scrypt", [{ n: 16_384, r: 8, p: 1 }, 32])],
  ["scrypt too dear", sealed(scrypt(2 ** 30, 8, 1)), `key-unreadable: ${COST}`],
  ["scrypt of no power", sealed(scrypt(3, 8, 1)), `key-unreadable: ${POWER}`],
  ["scrypt of five", sealed(scrypt(2, 8, 5)), `key-unreadable: ${PARALLEL}`],
  ["nothing", sequence(), "key-unreadable: a part is missing"],
] as const)
  boxes(name, async () => assert.is(await openSealed(der), outcome));
boxes("what does not decrypt, and what decrypts to no key", async () => {
  const wrong = "password-wrong: the password does not open it";
  assert.is(await openSealed(sealed(pbkdf2(salt, integer(1))), "nothing"), wrong);
  assert.is(await openSealed(sealed(pbkdf2(salt, integer(1))), "no key"), wrong);
});
boxes.run();

interface CosignParts {
  readonly salt?: unknown;
  readonly nonce?: unknown;
  readonly ciphertext?: unknown;
  readonly kdf?: unknown;
  readonly cipher?: unknown;
}
async function openCosign({
  salt: salted = base64(filled(8)),
  nonce = base64(filled(24)),
  ciphertext = base64(filled(17)),
  ...more
}: CosignParts): Promise<string> {
  const asked: Asked[] = [];
  const json = {
    kdf: { name: "scrypt", params: { N: 2, r: 8, p: 1 }, salt: salted },
    cipher: { name: "nacl/secretbox", nonce },
    ciphertext,
    ...more,
  };
  const outcome = await openCosignKey(encodeUtf8(JSON.stringify(json)), new Uint8Array(), filesCrypto(asked));
  const costsNothing = outcome.ok || outcome.error.reason === "password-wrong" || asked.length === 0;
  return outcome.ok ? "open" : `${outcome.error.detail}${costsNothing ? "" : " (too late)"}`;
}
const SALT = "its salt is missing or too short";
const NONCE = "its nonce is not of 24 bytes";
const CIPHERTEXT = "its ciphertext is missing or too short";
const SHUT = "the password does not open it, or it was changed";
const cosign = suite("cosign's encrypted keys");
for (const [name, parts, outcome] of [
  ["the least of each", {}, SHUT],
  ["a salt of seven bytes", { salt: base64(filled(7)) }, SALT],
  ["a salt that is no text", { salt: 1 }, SALT],
  ["a salt that is no base64", { salt: "***" }, SALT],
  ["a nonce of 25 bytes", { nonce: base64(filled(25)) }, NONCE],
  ["no nonce", { nonce: null }, NONCE],
  ["a ciphertext of the tag alone", { ciphertext: base64(filled(16)) }, CIPHERTEXT],
  ["no ciphertext", { ciphertext: null }, CIPHERTEXT],
  ["as long as is allowed", { ciphertext: base64(filled(16 * 1024)) }, SHUT],
  ["one byte more", { ciphertext: base64(filled(16 * 1024 + 1)) }, "its ciphertext is too long"],
  ["a derivation that is no object", { kdf: "scrypt" }, "its key derivation is not scrypt"],
  ["a cipher that is no object", { cipher: ["nacl/secretbox"] }, "its cipher is not nacl/secretbox"],
  ["no parameters", { kdf: { name: "scrypt" } }, POWER],
  ["parameters that are no numbers", { kdf: { name: "scrypt", params: { N: [], r: {}, p: "x" } } }, POWER],
] as const)
  cosign(name, async () => assert.is(await openCosign(parts), outcome));
cosign.run();

const imports = suite("private keys by their kind");
const noCrypto = { importPrivate: () => Promise.reject(new Error("no")) } as unknown as SigningCrypto;
const pkcs8 = (...identifier: readonly Uint8Array[]): Uint8Array => sequence(integer(0), sequence(...identifier), octets(new Uint8Array()));
for (const [name, der, wanted, outcome] of [
  ["one that cannot be imported", pkcs8(oid("1.3.101.112")), undefined, "it cannot be imported"],
  ["another curve", pkcs8(oid("1.2.840.10045.2.1"), oid("1.3.132.0.10")), undefined, "it is of a kind that does not sign here"],
  ["for agreement", pkcs8(oid("1.3.101.110")), undefined, "it is of a kind that does not sign here"],
  [
    "another family's algorithm",
    pkcs8(oid("1.3.101.112")),
    "rsa-sign-pss-sha256",
    "`rsa-sign-pss-sha256` is not for its kind of key, which is ed25519",
  ],
  ["its family's algorithm", pkcs8(oid("1.2.840.113549.1.1.1"), nothing()), "rsa-sign-pss-sha256", "it cannot be imported"],
  ["no DER", Uint8Array.of(0x30), undefined, "it ends too early"],
] as const)
  imports(name, async () => assert.equal(await importPkcs8(der, noCrypto, wanted), { ok: false, error: outcome }));
imports("what each kind is imported for", async () => {
  const asked: string[] = [];
  const recording = {
    importPrivate: (_: Uint8Array, algorithm: string) => (asked.push(algorithm), Promise.resolve({ algorithm })),
  } as unknown as SigningCrypto;
  for (const curve of ["1.2.840.10045.3.1.7", "1.3.132.0.34", "1.3.132.0.35"])
    await importPkcs8(pkcs8(oid("1.2.840.10045.2.1"), oid(curve)), recording);
  for (const kind of ["1.3.101.112", "1.2.840.113549.1.1.1"]) await importPkcs8(pkcs8(oid(kind)), recording);
  assert.equal(asked, [
    "ecdsa-sha2-256-nistp256",
    "ecdsa-sha2-384-nistp384",
    "ecdsa-sha2-512-nistp521",
    "ed25519",
    "rsa-sign-pkcs1-sha256",
  ]);
});
imports.run();
