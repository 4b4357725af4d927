/** Bundles and cosign layers as JSON: each member absent, of another type, too large or too many, and the sentence about it. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  defaultLimits,
  encodeUtf8,
  envelopeJsonLimits,
  isObject,
  parseJson,
  type JsonObject,
  type Limits,
} from "../../../src/base/index.ts";
import { hasCosignAnnotations, readLayer } from "../../../src/trust/sigstore/read-layer.ts";
import { readBundle } from "../../../src/trust/sigstore/read-bundle.ts";
import { checkLogEntry, checkLogWindow } from "../../../src/trust/sigstore/log-entry.ts";
import type { LogKey } from "../../../src/trust/sigstore/root.ts";
import type { SecondOpinion } from "../../../src/trust/sigstore/second-opinion.ts";
import type { LogEntry, SignedMaterial } from "../../../src/trust/signed-material.ts";
import type { Fault } from "../../../src/trust/steps.ts";
import type { Result } from "../../../src/base/index.ts";
import { octets } from "../../../src/testing/world/der.ts";
import { fakeCrypto } from "../../support/trust/plain-certificate.ts";
import { crypto, publicGood } from "../../support/trust/run.ts";

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");
const filled = (length: number, byte = 7): Uint8Array => new Uint8Array(length).fill(byte);
const CERTIFICATE = publicGood.certificateAuthorities[0]?.chain[0]?.der as Uint8Array;
const CERT = base64(CERTIFICATE);
const TOKEN = octets(Uint8Array.of(1));

type Json = { [name: string]: unknown };
const checkpoint = { envelope: `log.example\n1\n${base64(filled(32))}\n\n\u2014 log.example ${base64(filled(8))}\n` };
const proof = { logIndex: "0", rootHash: base64(filled(32)), treeSize: "1", hashes: [base64(filled(32))], checkpoint };
const promise = { signedEntryTimestamp: base64(filled(8)) };
const entry = (change: Json = {}): Json => ({
  logIndex: "5",
  logId: { keyId: base64(filled(32)) },
  kindVersion: { kind: "dsse", version: "0.0.1" },
  integratedTime: "1700000000",
  inclusionPromise: promise,
  inclusionProof: proof,
  canonicalizedBody: base64(encodeUtf8("{}")),
  ...change,
});
const without = (json: Json, name: string): Json => Object.fromEntries(Object.entries(json).filter(([key]) => key !== name));
const MATERIAL: Json = {
  publicKey: { hint: "h" },
  tlogEntries: [entry()],
  timestampVerificationData: { rfc3161Timestamps: [{ signedTimestamp: base64(TOKEN) }] },
};
const ENVELOPE: Json = { payload: "e30=", payloadType: "text/plain", signatures: [{ sig: "AQID" }] };
const V3 = "application/vnd.dev.sigstore.bundle.v0.3+json";
const old = (version: string): string => `application/vnd.dev.sigstore.bundle+json;version=${version}`;
const bundle = (material: Json = {}, change: Json = {}): Json => ({
  mediaType: V3,
  verificationMaterial: { ...MATERIAL, ...material },
  dsseEnvelope: ENVELOPE,
  ...change,
});
const withEntry = (change: Json): Json => bundle({ tlogEntries: [entry(change)] });
const withProof = (change: Json): Json => withEntry({ inclusionProof: { ...proof, ...change } });
const certified = (material: Json = {}, change: Json = {}): Json =>
  bundle({ publicKey: undefined, certificate: { rawBytes: CERT }, ...material }, change);
const chained = (certificates: unknown, mediaType = old("0.2")): Json =>
  bundle({ publicKey: undefined, x509CertificateChain: { certificates } }, { mediaType });
const message = (change: Json = {}): Json => ({
  ...without(bundle(), "dsseEnvelope"),
  messageSignature: { messageDigest: { algorithm: "SHA2_256", digest: base64(filled(32)) }, signature: "AQID", ...change },
});

function objectOf(value: Json): JsonObject {
  const parsed = parseJson(encodeUtf8(JSON.stringify(value)), envelopeJsonLimits(defaultLimits));
  if (!parsed.ok || !isObject(parsed.value)) throw new Error("no object");
  return parsed.value;
}

function show(read: Result<SignedMaterial, Fault & { readonly step: string }>): string {
  if (!read.ok) return `${read.error.step} · ${read.error.reason}: ${read.error.detail}`;
  const { carrier, content, signer, entries, tokens } = read.value;
  const what =
    content.kind === "dsse"
      ? `dsse ${content.envelope.payloadType}`
      : `message ${content.message.digestAlgorithm} ${content.message.digest.length} ${content.message.signature.length}`;
  const who = signer.kind === "key" ? `key ${signer.hint ?? "-"}` : `certificate +${signer.carried.length}`;
  const logged = entries.map(({ logIndex, logId, kind, version, integratedTime, promise: promised, proof: proven, body }) =>
    [
      logIndex,
      logId.length,
      kind,
      version,
      integratedTime,
      promised?.length ?? "-",
      proven === undefined
        ? "-"
        : `${proven.logIndex}/${proven.treeSize}/${proven.hashes.length}/${proven.rootHash.length}/${proven.checkpoint.length}`,
      body.length,
    ].join(" "),
  );
  return [carrier, what, who, ...logged, `${tokens.length} tokens`].join(" | ");
}

const read = (value: Json, limits: Partial<Limits> = {}): string =>
  show(readBundle(objectOf(value), { crypto, limits: { ...defaultLimits, ...limits }, storedDigest: "sha256:aa" }));

const proven = `0/1/1/32/${checkpoint.envelope.length}`;
const logged = `5 32 dsse 0.0.1 1700000000 8 ${proven} 2`;
const GOOD = `sigstore-bundle | dsse text/plain | key h | ${logged} | 1 tokens`;
const CERTIFIED = GOOD.replace("key h", "certificate +0");
const malformed = (name: string): string => `bundle · bundle-malformed: \`${name}\` is malformed`;
const missing = (name: string): string => `bundle · bundle-malformed: \`${name}\` is missing`;
const notBase64 = (name: string): RegExp => new RegExp(`^decode · base64-invalid: \`${name.replace(/[[\]]/gu, "\\$&")}\`: `, "u");
const VERSION = "bundle · bundle-version-unsupported: the media type names no version that is read";
const CHECKPOINT = "bundle · proof-missing: `tlogEntries[0].inclusionProof` has no checkpoint";
const E = "tlogEntries[0]";

const rows: readonly (readonly [name: string, outcome: string, expected: string | RegExp])[] = [
  ["the twin", read(bundle()), GOOD],
  ["version 0.3 by its older name", read(bundle({}, { mediaType: old("0.3") })), GOOD],
  ["version 0.2", read(bundle({}, { mediaType: old("0.2") })), GOOD],
  ["version 0.1", read(bundle({}, { mediaType: old("0.1") })), GOOD],
  ["version 0.4", read(bundle({}, { mediaType: old("0.4") })), VERSION],
  ["a member of every object", read(bundle({}, { mediaType: "constructor" })), VERSION],
  ["no version", read(bundle({}, { mediaType: undefined })), VERSION],
  ["a version that is no text", read(bundle({}, { mediaType: [V3] })), VERSION],
  ["no material", read(bundle({}, { verificationMaterial: undefined })), missing("verificationMaterial")],
  ["material that is no object", read(bundle({}, { verificationMaterial: "x" })), malformed("verificationMaterial")],
  ["no content", read(without(bundle(), "dsseEnvelope")), "bundle · bundle-malformed: none of `dsseEnvelope`, `messageSignature` is there"],
  [
    "two contents",
    read({ ...message(), dsseEnvelope: ENVELOPE }),
    "bundle · bundle-ambiguous: `dsseEnvelope` and `messageSignature` stand side by side",
  ],
  ["a content that is no object", read(bundle({}, { dsseEnvelope: "x" })), malformed("dsseEnvelope")],
  ["no signature", read(bundle({}, { dsseEnvelope: { ...ENVELOPE, signatures: [] } })), "envelope · no-signatures: `signatures` is empty"],
  [
    "two signatures",
    read(bundle({}, { dsseEnvelope: { ...ENVELOPE, signatures: [{ sig: "AQID" }, { sig: "AQIE" }] } })),
    "bundle · signature-count: 2 signatures, a bundle has one",
  ],
  ["a message", read(message()), GOOD.replace("dsse text/plain", "message sha256 32 3")],
  [
    "a message of SHA-384",
    read(message({ messageDigest: { algorithm: "SHA2_384", digest: base64(filled(48)) } })),
    GOOD.replace("dsse text/plain", "message sha384 48 3"),
  ],
  [
    "a message of SHA-512",
    read(message({ messageDigest: { algorithm: "SHA2_512", digest: base64(filled(64)) } })),
    GOOD.replace("dsse text/plain", "message sha512 64 3"),
  ],
  [
    "a message of another hash",
    read(message({ messageDigest: { algorithm: "SHA1", digest: "AA==" } })),
    "bundle · bundle-malformed: the message digest is of an unknown algorithm",
  ],
  [
    "a message of a member of every object",
    read(message({ messageDigest: { algorithm: "toString", digest: "AA==" } })),
    "bundle · bundle-malformed: the message digest is of an unknown algorithm",
  ],
  ["a message without digest", read(message({ messageDigest: undefined })), missing("messageSignature.messageDigest")],
  [
    "a message without algorithm",
    read(message({ messageDigest: { digest: "AA==" } })),
    missing("messageSignature.messageDigest.algorithm"),
  ],
  ["a message without digest bytes", read(message({ messageDigest: { algorithm: "SHA2_256" } })), missing("messageDigest.digest")],
  ["a message without signature", read(message({ signature: undefined })), missing("messageSignature.signature")],
  [
    "no signer",
    read(bundle({ publicKey: undefined })),
    "bundle · bundle-malformed: none of `certificate`, `x509CertificateChain`, `publicKey` is there",
  ],
  [
    "two signers",
    read(bundle({ certificate: { rawBytes: CERT } })),
    "bundle · bundle-ambiguous: `certificate` and `publicKey` stand side by side",
  ],
  ["a signer that is no object", read(bundle({ publicKey: "h" })), malformed("publicKey")],
  ["no hint", read(bundle({ publicKey: {} })), missing("publicKey.hint")],
  ["an empty hint", read(bundle({ publicKey: { hint: "" } })), "bundle · bundle-malformed: `publicKey.hint` is empty"],
  ["a certificate", read(certified()), CERTIFIED],
  ["a certificate without bytes", read(certified({ certificate: {} })), missing("certificate.rawBytes")],
  ["a certificate that is no base64", read(certified({ certificate: { rawBytes: "*" } })), notBase64("certificate.rawBytes")],
  ["an empty certificate", read(certified({ certificate: { rawBytes: "" } })), "bundle · bundle-malformed: the certificate is empty"],
  [
    "a certificate that is none",
    read(certified({ certificate: { rawBytes: "MAA=" } })),
    "bundle · der-invalid: the certificate: a part is missing",
  ],
  ["a certificate as long as is allowed", read(certified(), { certificateBytes: CERTIFICATE.length }), CERTIFIED],
  [
    "one byte longer",
    read(certified(), { certificateBytes: CERTIFICATE.length - 1 }),
    `bundle · too-large: a certificate has more than ${CERTIFICATE.length - 1} bytes`,
  ],
  ["a chain", read(chained([{ rawBytes: CERT }, { rawBytes: CERT }])), GOOD.replace("key h", "certificate +1")],
  [
    "a chain in version 0.3",
    read(chained([{ rawBytes: CERT }], V3)),
    "bundle · bundle-malformed: a bundle of version 0.3 carries no chain",
  ],
  ["an empty chain", read(chained([])), "bundle · bundle-malformed: the certificate is empty"],
  ["no chain", read(chained(undefined)), missing("x509CertificateChain.certificates")],
  [
    "a chain as long as is allowed",
    read(chained([{ rawBytes: CERT }, { rawBytes: CERT }]), { certificatesCarried: 2 }),
    GOOD.replace("key h", "certificate +1"),
  ],
  [
    "one longer",
    read(chained([{ rawBytes: CERT }, { rawBytes: CERT }]), { certificatesCarried: 1 }),
    "bundle · too-many: 2 certificates, at most 1",
  ],
  ["a second certificate without bytes", read(chained([{ rawBytes: CERT }, {}])), missing("certificates[1].rawBytes")],
  [
    "a second certificate that is too long",
    read(chained([{ rawBytes: CERT }, { rawBytes: base64(filled(40_000)) }])),
    "bundle · too-large: a certificate has more than 32768 bytes",
  ],
  ["no token", read(bundle({ timestampVerificationData: undefined })), GOOD.replace("1 tokens", "0 tokens")],
  ["no list of tokens", read(bundle({ timestampVerificationData: {} })), GOOD.replace("1 tokens", "0 tokens")],
  ["tokens that are no list", read(bundle({ timestampVerificationData: { rfc3161Timestamps: {} } })), malformed("rfc3161Timestamps")],
  ["token data that are no object", read(bundle({ timestampVerificationData: "x" })), malformed("timestampVerificationData")],
  [
    "a token without bytes",
    read(bundle({ timestampVerificationData: { rfc3161Timestamps: [{}] } })),
    missing("rfc3161Timestamps[0].signedTimestamp"),
  ],
  [
    "a token that is no DER",
    read(bundle({ timestampVerificationData: { rfc3161Timestamps: [{ signedTimestamp: "MA==" }] } })),
    "bundle · der-invalid: a token: it ends too early",
  ],
  [
    "one token twice",
    read(
      bundle({
        timestampVerificationData: { rfc3161Timestamps: [{ signedTimestamp: base64(TOKEN) }, { signedTimestamp: base64(TOKEN) }] },
      }),
    ),
    "bundle · duplicate-item: one token stands twice",
  ],
  ["as many tokens as are allowed", read(bundle(), { tokensPerBundle: 1 }), GOOD],
  ["one more", read(bundle(), { tokensPerBundle: 0 }), "bundle · too-many: 1 tokens, at most 0"],
  ["a token as long as is allowed", read(bundle(), { tokenBytes: TOKEN.length }), GOOD],
  [
    "one byte longer",
    read(bundle(), { tokenBytes: TOKEN.length - 1 }),
    `bundle · too-large: a token has more than ${TOKEN.length - 1} bytes`,
  ],
  ["no entry", read(bundle({ tlogEntries: undefined })), GOOD.replace(` | ${logged}`, "")],
  ["entries that are no list", read(bundle({ tlogEntries: {} })), malformed("tlogEntries")],
  ["as many entries as are allowed", read(bundle(), { logEntriesPerBundle: 1 }), GOOD],
  ["one more", read(bundle(), { logEntriesPerBundle: 0 }), "bundle · too-many: 1 log entries, at most 0"],
  ["an entry that is no object", read(bundle({ tlogEntries: ["x"] })), `bundle · bundle-malformed: \`${E}\` is no object`],
  ["one entry twice", read(bundle({ tlogEntries: [entry(), entry()] })), "bundle · duplicate-item: one log entry stands twice"],
  [
    "two entries of one index with two bodies",
    read(bundle({ tlogEntries: [entry(), entry({ canonicalizedBody: "e31=" })] })),
    /^decode · base64-invalid/u,
  ],
  [
    "two entries of two indices",
    read(bundle({ tlogEntries: [entry(), entry({ logIndex: "6" })] })),
    GOOD.replace(logged, `${logged} | ${logged.replace("5 ", "6 ")}`),
  ],
  [
    "two entries of two logs",
    read(bundle({ tlogEntries: [entry(), entry({ logId: { keyId: base64(filled(32, 1)) } })] })),
    GOOD.replace(logged, `${logged} | ${logged}`),
  ],
  ...["logIndex", "logId", "kindVersion", "canonicalizedBody"].map(
    (name) => [`an entry without ${name}`, read(withEntry({ [name]: undefined })), missing(`${E}.${name}`)] as const,
  ),
  ["an index that is negative", read(withEntry({ logIndex: "-1" })), malformed(`${E}.logIndex`)],
  ["a log without id", read(withEntry({ logId: {} })), missing(`${E}.logId.keyId`)],
  ["no kind", read(withEntry({ kindVersion: { version: "0.0.1" } })), missing(`${E}.kindVersion.kind`)],
  ["no version of the kind", read(withEntry({ kindVersion: { kind: "dsse" } })), missing(`${E}.kindVersion.version`)],
  ["no time", read(withEntry({ integratedTime: undefined })), GOOD.replace("1700000000", "0")],
  ["a time that is none", read(withEntry({ integratedTime: "x" })), malformed(`${E}.integratedTime`)],
  ["no promise", read(withEntry({ inclusionPromise: undefined })), GOOD.replace("1700000000 8", "1700000000 -")],
  [
    "no promise in version 0.1",
    read({ ...withEntry({ inclusionPromise: undefined }), mediaType: old("0.1") }),
    "bundle · promise-missing: an entry of a version 0.1 bundle has no promise",
  ],
  [
    "one of two without a promise in version 0.1",
    read(bundle({ tlogEntries: [entry(), entry({ logIndex: "6", inclusionPromise: undefined })] }, { mediaType: old("0.1") })),
    "bundle · promise-missing: an entry of a version 0.1 bundle has no promise",
  ],
  ["a promise without bytes", read(withEntry({ inclusionPromise: {} })), missing(`${E}.signedEntryTimestamp`)],
  ["a promise that is no object", read(withEntry({ inclusionPromise: "x" })), malformed(`${E}.inclusionPromise`)],
  ["no proof", read(withEntry({ inclusionProof: undefined })), "bundle · proof-missing: an entry has no inclusion proof"],
  [
    "no proof in version 0.2",
    read({ ...withEntry({ inclusionProof: undefined }), mediaType: old("0.2") }),
    "bundle · proof-missing: an entry has no inclusion proof",
  ],
  ["no proof in version 0.1", read({ ...withEntry({ inclusionProof: undefined }), mediaType: old("0.1") }), GOOD.replace(proven, "-")],
  [
    "one of two without a proof",
    read(bundle({ tlogEntries: [entry(), entry({ logIndex: "6", inclusionProof: undefined })] })),
    "bundle · proof-missing: an entry has no inclusion proof",
  ],
  ["a proof that is no object", read(withEntry({ inclusionProof: "x" })), malformed(`${E}.inclusionProof`)],
  ["no checkpoint", read(withProof({ checkpoint: undefined })), CHECKPOINT],
  ["an empty checkpoint", read(withProof({ checkpoint: { envelope: "" } })), CHECKPOINT],
  ["a checkpoint without text", read(withProof({ checkpoint: {} })), CHECKPOINT],
  ["a checkpoint that is no object", read(withProof({ checkpoint: "x" })), malformed(`${E}.inclusionProof.checkpoint`)],
  [
    "a checkpoint whose text is none",
    read(withProof({ checkpoint: { envelope: 1 } })),
    malformed(`${E}.inclusionProof.checkpoint.envelope`),
  ],
  ["a checkpoint as long as is allowed", read(bundle(), { checkpointBytes: checkpoint.envelope.length }), GOOD],
  [
    "one byte longer",
    read(bundle(), { checkpointBytes: checkpoint.envelope.length - 1 }),
    `bundle · too-large: a checkpoint has more than ${checkpoint.envelope.length - 1} bytes`,
  ],
  ["no hashes", read(withProof({ hashes: undefined })), GOOD.replace("0/1/1/32", "0/1/0/32")],
  ["hashes that are no list", read(withProof({ hashes: "x" })), malformed(`${E}.inclusionProof.hashes`)],
  ["a hash that is no text", read(withProof({ hashes: [1] })), `bundle · bundle-malformed: \`${E}.inclusionProof.hashes\` holds no text`],
  ["a hash that is no base64", read(withProof({ hashes: ["*"] })), notBase64(`${E}.inclusionProof.hashes[0]`)],
  ["as many hashes as are allowed", read(bundle(), { inclusionHashes: 1 }), GOOD],
  ["one more", read(bundle(), { inclusionHashes: 0 }), "bundle · too-many: 1 inclusion hashes, at most 0"],
  ["no index of the proof", read(withProof({ logIndex: undefined })), GOOD],
  ["an index of the proof that is none", read(withProof({ logIndex: {} })), malformed(`${E}.inclusionProof.logIndex`)],
  ["no size", read(withProof({ treeSize: undefined })), missing(`${E}.inclusionProof.treeSize`)],
  ["no root hash", read(withProof({ rootHash: undefined })), missing(`${E}.inclusionProof.rootHash`)],
];

const bundles = suite("bundles as JSON");
for (const [name, outcome, expected] of rows)
  bundles(name, () => (typeof expected === "string" ? assert.is(outcome, expected) : assert.match(outcome, expected)));
bundles.run();

// -------------------------------------------------------------------------------------------------------- cosign's layers

const NAMES = {
  bundle: "dev.sigstore.cosign/bundle",
  certificate: "dev.sigstore.cosign/certificate",
  chain: "dev.sigstore.cosign/chain",
  timestamp: "dev.sigstore.cosign/rfc3161timestamp",
};
const pem = (label = "CERTIFICATE", body = CERT): string => `-----BEGIN ${label}-----\n${body}\n-----END ${label}-----\n`;
const Payload = (change: Json = {}): Json => ({
  body: base64(encodeUtf8('{"kind":"intoto","apiVersion":"0.0.2"}')),
  integratedTime: 17,
  logIndex: 9,
  logID: "ab".repeat(32),
  ...change,
});
const note = (change: Json = {}, outer: Json = {}): string =>
  JSON.stringify({ SignedEntryTimestamp: "AQID", Payload: Payload(change), ...outer });
const stamp = (value: unknown = base64(TOKEN)): string => JSON.stringify({ SignedRFC3161Timestamp: value });
interface LayerParts {
  readonly annotations?: Readonly<Record<string, string>>;
  readonly signatures?: number;
  readonly limits?: Partial<Limits>;
}
function layer({ annotations = { [NAMES.bundle]: note() }, signatures = 1, limits = {} }: LayerParts): string {
  const envelope = {
    payloadType: "t",
    payload: new Uint8Array(),
    signatures: Array.from({ length: signatures }, () => ({ sig: filled(3), keyid: "" })),
  };
  return show(readLayer(envelope, annotations, { crypto, limits: { ...defaultLimits, ...limits }, storedDigest: "sha256:aa" }));
}
const LAYER = "cosign-layer | dsse t | key - | 9 32 intoto 0.0.2 17 3 - 38 | 0 tokens";
const BARE = "cosign-layer | dsse t | certificate +0 | 0 tokens";
const annotationFault = (name: string, detail: string): string => `bundle · annotation-malformed: \`${name}\`: ${detail}`;
const needs = (where: string): string => annotationFault(NAMES.bundle, `\`${where}\` is missing or malformed`);
const bundled = (change: Json, outer: Json = {}): LayerParts => ({ annotations: { [NAMES.bundle]: note(change, outer) } });
const certificate = (text: string, more: Readonly<Record<string, string>> = {}): LayerParts => ({
  annotations: { [NAMES.certificate]: text, ...more },
});
const stamped = (text: string): LayerParts => ({ annotations: { [NAMES.timestamp]: text } });

const layers = suite("cosign's layers");
for (const [name, parts, expected] of [
  ["the twin", {}, LAYER],
  ["no annotation", { annotations: {} }, "cosign-layer | dsse t | key - | 0 tokens"],
  [
    "empty annotations",
    { annotations: { [NAMES.bundle]: "", [NAMES.certificate]: "", [NAMES.timestamp]: "", [NAMES.chain]: "" } },
    "cosign-layer | dsse t | key - | 0 tokens",
  ],
  ["two signatures of keys", { signatures: 2 }, LAYER],
  [
    "two signatures beside a certificate",
    { ...certificate(pem()), signatures: 2 },
    "bundle · signature-count: 2 signatures beside one certificate",
  ],
  [
    "no JSON",
    { annotations: { [NAMES.bundle]: "x" } },
    /^bundle · annotation-malformed: `dev\.sigstore\.cosign\/bundle`: json-malformed: /u,
  ],
  ["no object", { annotations: { [NAMES.bundle]: "[]" } }, annotationFault(NAMES.bundle, "it is no object")],
  ["no payload", bundled({}, { Payload: undefined }), needs("Payload")],
  ["a payload that is no object", bundled({}, { Payload: "x" }), needs("Payload")],
  ["no log", bundled({ logID: undefined }), needs("Payload.logID")],
  ["a log in upper case", bundled({ logID: "AB" }), annotationFault(NAMES.bundle, "`Payload.logID` is no lower-case hex")],
  ["no body", bundled({ body: undefined }), needs("Payload.body")],
  ["a body that is no base64", bundled({ body: "*" }), /^decode · base64-invalid: `Payload\.body`: /u],
  ["a body that is no JSON", bundled({ body: "AQID" }), LAYER.replace("intoto 0.0.2", " ").replace(" 38", " 3")],
  [
    "a body that says nothing",
    bundled({ body: base64(encodeUtf8('{"kind":1,"apiVersion":2}')) }),
    LAYER.replace("intoto 0.0.2", " ").replace(" 38", " 25"),
  ],
  ["no index", bundled({ logIndex: undefined }), needs("Payload.logIndex")],
  ["no time", bundled({ integratedTime: undefined }), needs("Payload.integratedTime")],
  ["no promise", bundled({}, { SignedEntryTimestamp: undefined }), needs("SignedEntryTimestamp")],
  ["a token", stamped(stamp()), "cosign-layer | dsse t | key - | 1 tokens"],
  ["no token", stamped("{}"), annotationFault(NAMES.timestamp, "it holds no token")],
  ["a token that is no text", stamped(stamp(1)), annotationFault(NAMES.timestamp, "it holds no token")],
  ["a token that is no DER", stamped(stamp("MA==")), "bundle · der-invalid: a token: it ends too early"],
  ["a certificate", certificate(pem()), BARE],
  ["a certificate and its chain", certificate(pem(), { [NAMES.chain]: pem() + pem() }), BARE.replace("+0", "+2")],
  ["two certificates", certificate(pem() + pem()), BARE.replace("+0", "+1")],
  ["no PEM", certificate("x"), annotationFault(NAMES.certificate, "it is no PEM block")],
  ["another label", certificate(pem() + pem("PUBLIC KEY")), annotationFault(NAMES.certificate, "it holds something else")],
  ["a chain that is no PEM", certificate(pem(), { [NAMES.chain]: "x" }), BARE],
  ["a chain of another label", certificate(pem(), { [NAMES.chain]: pem("PUBLIC KEY") + pem() }), BARE.replace("+0", "+1")],
  [
    "a chain whose certificate is too large",
    {
      ...certificate(pem(), { [NAMES.chain]: pem("CERTIFICATE", base64(filled(CERTIFICATE.length + 1))) }),
      limits: { certificateBytes: CERTIFICATE.length },
    },
    BARE,
  ],
  [
    "more than may be carried are left out",
    { ...certificate(pem(), { [NAMES.chain]: pem() + pem() }), limits: { certificatesCarried: 2 } },
    BARE.replace("+0", "+1"),
  ],
  [
    "more certificates than may be carried",
    { ...certificate(pem() + pem()), limits: { certificatesCarried: 1 } },
    "bundle · too-many: certificates in an annotation",
  ],
  [
    "a text that is too long",
    { ...certificate(pem() + "\n".repeat(4000)), limits: { certificateBytes: 1000 } },
    "bundle · too-large: the certificate annotation",
  ],
] as const)
  layers(name, () => {
    const outcome = layer(parts);
    if (typeof expected === "string") assert.is(outcome, expected);
    else assert.match(outcome, expected);
  });
layers("what makes an envelope a layer", () => {
  assert.is(hasCosignAnnotations(undefined), false);
  assert.is(hasCosignAnnotations({}), false);
  assert.is(hasCosignAnnotations({ [NAMES.chain]: "x", other: "y" }), false);
  for (const name of [NAMES.bundle, NAMES.certificate, NAMES.timestamp]) {
    assert.is(hasCosignAnnotations({ [name]: "x" }), true);
    assert.is(hasCosignAnnotations({ [name]: "" }), false);
  }
});
layers.run();

// ------------------------------------------------------------------------------------------------------------ log entries

const SECOND = 1_000_000_000n;
const log: LogKey = {
  operator: "operator",
  baseUrl: "https://log.example",
  host: "log.example",
  logId: "07".repeat(32),
  keyId: "07070707",
  key: { family: "p256", bits: 256, fingerprint: "sha256:00", spki: new Uint8Array() },
  algorithm: "ecdsa-sha2-256-nistp256",
  validFor: { start: 100n * SECOND, end: 200n * SECOND },
};
/** A signature in DER that `fakeCrypto` is asked about. */
const DER = Uint8Array.of(0x30, 6, 2, 1, 1, 2, 1, 1);
const line = (name: string, key = filled(4), signature = DER): string =>
  `\u2014 ${name} ${base64(Uint8Array.from([...key, ...signature]))}\n`;
const text = (origin = "log.example", lines = line("log.example")): string => `${origin}\n5\n${base64(filled(32))}\n\n${lines}`;
const PROOF = { logIndex: 1n, rootHash: filled(32), treeSize: 5n, hashes: [], checkpoint: text() };
const ENTRY: LogEntry = {
  logIndex: 9n,
  logId: filled(32),
  kind: "dsse",
  version: "0.0.1",
  integratedTime: 150n,
  promise: DER,
  proof: PROOF,
  body: encodeUtf8("{}"),
};
type Asked = LogEntry | undefined;
interface LogWorld {
  readonly entry?: Partial<LogEntry>;
  readonly drop?: "promise" | "proof" | "both";
  readonly body?: Fault;
  readonly opinion?: Fault & { readonly isBody: boolean };
  readonly signed?: boolean;
}
function dropped(given: LogEntry, drop: LogWorld["drop"]): LogEntry {
  const { promise: promised, proof: proven, ...rest } = given;
  if (drop === "both") return rest;
  if (drop === "promise") return { ...rest, ...(proven && { proof: proven }) };
  return drop === "proof" ? { ...rest, ...(promised && { promise: promised }) } : given;
}
function vouch(world: LogWorld = {}): { readonly outcome: string; readonly asked: Asked } {
  let asked: Asked;
  const opinion = { entry: (given: LogEntry) => ((asked = given), world.opinion) } as unknown as SecondOpinion;
  const context = { root: { logs: [log] } as never, crypto: fakeCrypto(() => world.signed ?? true), limits: defaultLimits, opinion };
  const content = { signature: new Uint8Array(), compareDigest: () => false, compareSignedDigest: () => false };
  const outcome = checkLogEntry(dropped({ ...ENTRY, ...world.entry }, world.drop), content, () => world.body, context);
  if (!outcome.ok) return { asked, outcome: `${outcome.fault.reason}: ${outcome.fault.detail}` };
  const { operator, logIndex, logId, kind, entryKind, integratedTime } = outcome.fact;
  return { asked, outcome: [operator, logIndex, logId.slice(0, 4), kind, entryKind, integratedTime ?? "-", outcome.log === log].join(" ") };
}
const withCheckpoint = (checkpointText: string): LogWorld => ({ entry: { proof: { ...PROOF, checkpoint: checkpointText } } });
const proofOf = (change: object, more: Partial<LogEntry> = {}): LogWorld => ({ entry: { proof: { ...PROOF, ...change }, ...more } });
const GOOD_LOG = `operator 9 0707 proof dsse 0.0.1 ${150n * SECOND} true`;
const UNUSED = "set-invalid: the log's key was not in use at the time of the promise";
const entries = suite("log entries");
for (const [name, world, expected] of [
  ["the twin", {}, GOOD_LOG],
  ["a promise alone", { drop: "proof" }, GOOD_LOG.replace("proof", "promise")],
  ["a proof alone", { drop: "promise" }, `operator 9 0707 proof dsse 0.0.1 - true`],
  ["neither", { drop: "both" }, "inclusion-invalid: it has neither promise nor proof"],
  ["another log", { entry: { logId: filled(32, 1) } }, "log-unknown: no log of this root has the id 0101010101010101…"],
  ["a promise in the first moment", { entry: { integratedTime: 100n } }, GOOD_LOG.replace("150", "100")],
  ["a promise before it", { entry: { integratedTime: 99n } }, UNUSED],
  ["a promise in the last moment", { entry: { integratedTime: 200n } }, GOOD_LOG.replace("150", "200")],
  ["a promise behind it", { entry: { integratedTime: 201n } }, UNUSED],
  ["no promise, whatever the time", { drop: "promise", entry: { integratedTime: 1n } }, "operator 9 0707 proof dsse 0.0.1 - true"],
  ["a checkpoint that is none", withCheckpoint("x"), "checkpoint-malformed: no empty line stands before the signatures"],
  [
    "a checkpoint of another key",
    withCheckpoint(text(undefined, line("log.example", filled(4, 1)))),
    "checkpoint-signature-invalid: no signature line is of the log's key",
  ],
  [
    "a checkpoint under another name",
    withCheckpoint(text(undefined, line("other"))),
    "log-name-mismatch: the log's key signed it under another name",
  ],
  [
    "a checkpoint under another name that nobody signed",
    { ...withCheckpoint(text(undefined, line("other"))), signed: false },
    "checkpoint-signature-invalid: no signature line is the log's",
  ],
  ["a checkpoint about another log", withCheckpoint(text("other.example")), "log-name-mismatch: its origin is another log"],
  ["a checkpoint about one shard", withCheckpoint(text("log.example - 12")), GOOD_LOG],
  ["a checkpoint about a longer name", withCheckpoint(text("log.example.evil")), "log-name-mismatch: its origin is another log"],
  ["another root hash", proofOf({ rootHash: filled(32, 1) }), "inclusion-inconsistent: the proof's root hash is not the checkpoint's"],
  ["another size", proofOf({ treeSize: 6n }), "inclusion-inconsistent: the proof's tree size is not the checkpoint's"],
  ["another index, first generation", proofOf({ logIndex: 3n }), GOOD_LOG],
  ["another index, dsse of the second", proofOf({}, { version: "0.0.2" }), "inclusion-inconsistent: the entry's index is not the proof's"],
  [
    "another index, hashedrekord of the second",
    proofOf({}, { version: "0.0.2", kind: "hashedrekord" }),
    "inclusion-inconsistent: the entry's index is not the proof's",
  ],
  ["another index, intoto 0.0.2", proofOf({}, { version: "0.0.2", kind: "intoto" }), GOOD_LOG.replace("dsse 0.0.1", "intoto 0.0.2")],
  ["the same index, dsse of the second", proofOf({ logIndex: 9n }, { version: "0.0.2" }), GOOD_LOG.replace("0.0.1", "0.0.2")],
  ["the body", { body: { reason: "log-entry-mismatch", detail: "ours" } }, "log-entry-mismatch: ours"],
  ["the second opinion", { opinion: { reason: "inclusion-invalid", detail: "theirs", isBody: false } }, "inclusion-invalid: theirs"],
  [
    "the second opinion before our body check",
    { opinion: { reason: "inclusion-invalid", detail: "theirs", isBody: false }, body: { reason: "log-entry-mismatch", detail: "ours" } },
    "inclusion-invalid: theirs",
  ],
  [
    "the second opinion of the body",
    { opinion: { reason: "log-entry-mismatch", detail: "theirs", isBody: true } },
    "log-entry-mismatch: theirs",
  ],
  [
    "our body check before the second opinion of it",
    { opinion: { reason: "log-entry-mismatch", detail: "theirs", isBody: true }, body: { reason: "log-entry-malformed", detail: "ours" } },
    "log-entry-malformed: ours",
  ],
  ["intoto 0.0.1 with a proof", { entry: { kind: "intoto" } }, "log-entry-unsupported: intoto 0.0.1 with a proof"],
  ["intoto 0.0.1 with a promise", { entry: { kind: "intoto" }, drop: "proof" }, GOOD_LOG.replace("proof dsse", "promise intoto")],
  [
    "intoto 0.0.1 with a promise that is not the log's",
    { entry: { kind: "intoto" }, drop: "proof", signed: false },
    "set-invalid: the promise is not the log's",
  ],
  [
    "intoto 0.0.1 with a promise of raw numbers",
    { entry: { kind: "intoto", promise: filled(64, 1) }, drop: "proof" },
    "set-invalid: the promise is not the log's",
  ],
] as const)
  entries(name, () => assert.is(vouch(world).outcome, expected));
entries("the second opinion is shown the lines of the log by key and whole name alone", () => {
  const others = line("log") + line("log.example", filled(4, 1)) + line("log.example.evil");
  const { outcome, asked } = vouch(withCheckpoint(text(undefined, others + line("log.example"))));
  assert.is(outcome, GOOD_LOG);
  assert.is(asked?.proof?.checkpoint, text());
  assert.is(vouch({ drop: "proof" }).asked?.proof, undefined);
});
entries("intoto 0.0.1 is not shown to it", () => assert.is(vouch({ entry: { kind: "intoto" }, drop: "proof" }).asked, undefined));
entries("a proof's log must have been in use at some time that is proven", () => {
  const fault = (...times: readonly bigint[]): string =>
    checkLogWindow(
      log,
      times.map((at) => at * SECOND),
    )?.reason ?? "fine";
  assert.equal(
    [fault(), fault(150n), fault(99n), fault(99n, 150n), fault(201n, 99n)],
    ["fine", "fine", "log-key-not-valid", "fine", "log-key-not-valid"],
  );
});
entries.run();
