/** Section 2 of the attack corpus: the form of a Sigstore bundle. */
import { decodeBase64, encodeBase64 } from "../../../base/index.ts";
import { commonName, withExtension } from "../certificate.ts";
import { explicit, integer, join, octets, oid, sequence } from "../der.ts";
import { editAt, valueAt } from "../json-edit.ts";
import type { Plan } from "../plan.ts";
import { gone, inBundle, list, profile, text, times, to, twice } from "./plan-edits.ts";

const MATERIAL = "verificationMaterial";
const CERTIFICATE = `${MATERIAL}.certificate.rawBytes`;
const ENTRIES = `${MATERIAL}.tlogEntries`;
const TOKENS = `${MATERIAL}.timestampVerificationData.rfc3161Timestamps`;

function mediaType(value: unknown): (plan: Plan) => Plan {
  return inBundle("mediaType", value === undefined ? gone : to(value));
}

function renamed(parent: string, from: string, name: string): (plan: Plan) => Plan {
  const path = parent === "" ? "" : `${parent}.`;
  return (plan) => ({
    ...plan,
    bundle: (json) => editAt(editAt(json, `${path}${name}`, to(valueAt(json, `${path}${from}`))), `${path}${from}`, gone),
  });
}

function bytes(path: string, edit: (der: Uint8Array) => Uint8Array): (plan: Plan) => Plan {
  return inBundle(
    path,
    text((value) => {
      const decoded = decodeBase64(value);
      return encodeBase64(edit(decoded.ok ? decoded.value : new Uint8Array()));
    }),
  );
}

const HEADER = 4;

/** The outermost element of some hundred bytes with its length written in another way. */
function relength(header: (length: Uint8Array) => readonly number[], ...after: readonly number[]): (der: Uint8Array) => Uint8Array {
  return (der) => join(new Uint8Array([0x30, ...header(der.subarray(2, HEADER))]), der.subarray(HEADER), new Uint8Array(after));
}

const indefinite = relength(() => [0x80], 0, 0);
const huge = relength(() => [0x86, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]);
const notMinimal = relength((length) => [0x83, 0, ...length]);
const trailing = (der: Uint8Array): Uint8Array => join(der, new Uint8Array([0]));

/** The object identifier 1.2.2^35. */
const hugeArc = new Uint8Array([0x06, 0x07, 0x2a, 0x81, 0x80, 0x80, 0x80, 0x80, 0x00]);

function nested(depth: number): Uint8Array {
  let der: Uint8Array = oid("1.2");
  for (let i = 0; i < depth; i++) der = sequence(der);
  return der;
}

export const bundleMutations = {
  "version-99": mediaType("application/vnd.dev.sigstore.bundle+json;version=99"),
  "version-0.4": mediaType("application/vnd.dev.sigstore.bundle+json;version=0.4"),
  "version-empty": mediaType(""),
  "version-absent": mediaType(undefined),
  "two-contents": inBundle("messageSignature", to({ messageDigest: { algorithm: "SHA2_256", digest: "" }, signature: "" })),
  "two-signers": inBundle(`${MATERIAL}.publicKey`, to({ hint: "somebody" })),
  "snake-case": renamed("", MATERIAL, "verification_material"),
  "snake-case-entries": renamed(MATERIAL, "tlogEntries", "tlog_entries"),
  "numeric-enum": inBundle("messageSignature.messageDigest.algorithm", to(1)),
  "log-index-negative": inBundle(`${ENTRIES}.0.logIndex`, to("-1")),
  "log-index-2^63": inBundle(`${ENTRIES}.0.logIndex`, to("9223372036854775808")),
  "log-index-letters": inBundle(`${ENTRIES}.0.logIndex`, to("abc")),
  "certificate-empty": inBundle(CERTIFICATE, to("")),
  "public-key-empty": inBundle(`${MATERIAL}.publicKey.hint`, to("")),
  "chain-in-0.3": (plan: Plan): Plan => ({
    ...plan,
    bundle: (json) => {
      const certificate = valueAt(json, `${MATERIAL}.certificate`);
      return editAt(editAt(json, `${MATERIAL}.certificate`, gone), `${MATERIAL}.x509CertificateChain`, to({ certificates: [certificate] }));
    },
  }),
  "promise-away": inBundle(`${ENTRIES}.0.inclusionPromise`, gone),
  "proof-away": inBundle(`${ENTRIES}.0.inclusionProof`, gone),
  "checkpoint-away": inBundle(`${ENTRIES}.0.inclusionProof.checkpoint`, gone),
  "bundle-signatures-2": inBundle("dsseEnvelope.signatures", twice),
  "token-twice": inBundle(TOKENS, twice),
  "entry-twice": inBundle(ENTRIES, twice),
  "tokens-33": inBundle(TOKENS, times(33)),
  "entries-33": inBundle(ENTRIES, times(33)),
  "proof-hashes-65": inBundle(`${ENTRIES}.0.inclusionProof.hashes`, times(65)),
  "certificates-11": inBundle(
    `${MATERIAL}.x509CertificateChain.certificates`,
    list((own) => Array.from({ length: 11 }, () => own[0])),
  ),
  "certificate-33-kib": inBundle(CERTIFICATE, to(encodeBase64(new Uint8Array(33 * 1024).fill(0x30)))),
  "certificate-nested-deep": bytes(CERTIFICATE, () => nested(4000)),
  "certificate-nested-deeper-than-allowed": bytes(CERTIFICATE, () => nested(150)),
  "certificate-indefinite-length": bytes(CERTIFICATE, indefinite),
  "certificate-length-2^48": bytes(CERTIFICATE, huge),
  "certificate-length-not-minimal": bytes(CERTIFICATE, notMinimal),
  "certificate-trailing-byte": bytes(CERTIFICATE, trailing),
  "certificate-arc-2^35": profile((spec) =>
    withExtension(spec, { oid: `1.2.${2 ** 35}`, critical: false, value: octets(new Uint8Array()) }),
  ),
  "certificate-name-like-an-attribute": profile((spec) => ({ ...spec, subject: commonName("acme=#04", "#=,+\\") })),
  "token-nested-deep": bytes(`${TOKENS}.0.signedTimestamp`, () => nested(4000)),
  "token-indefinite-length": bytes(`${TOKENS}.0.signedTimestamp`, indefinite),
  "token-length-2^48": bytes(`${TOKENS}.0.signedTimestamp`, huge),
  "token-length-not-minimal": bytes(`${TOKENS}.0.signedTimestamp`, notMinimal),
  "token-trailing-byte": bytes(`${TOKENS}.0.signedTimestamp`, trailing),
  "token-arc-2^35": bytes(`${TOKENS}.0.signedTimestamp`, () => sequence(hugeArc)),
  "token-cut-off": bytes(`${TOKENS}.0.signedTimestamp`, (der) => der.subarray(0, -7)),
  "token-something-else": bytes(`${TOKENS}.0.signedTimestamp`, () => sequence(sequence(integer(0)), explicit(0, integer(1)))),
  "message-digest-other": inBundle("messageSignature.messageDigest.digest", to(encodeBase64(new Uint8Array(32)))),
  "hint-constructor": inBundle(`${MATERIAL}.publicKey.hint`, to("constructor")),
  "hint-proto": inBundle(`${MATERIAL}.publicKey.hint`, to("__proto__")),
} as const;
