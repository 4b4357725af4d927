/** `signature`: some candidate key signed these bytes. D5 to D8 for listed keys, B7 for a certificate. */
import type { Digest, Limits } from "../../base/index.ts";
import { bytesEqual } from "../bytes.ts";
import type { PublicKey, SyncCrypto, VerifyAlgorithm } from "../crypto-provider.ts";
import { checkSignature, type SignatureForm } from "../dsse/check-signature.ts";
import type { EnvelopeSignature } from "../dsse/envelope.ts";
import { algorithmByFamily } from "../keys/default-algorithm.ts";
import type { PublicKeyEntry } from "../keys/public-key.ts";
import type { SignedMaterial } from "../signed-material.ts";
import type { Fault, ItemRecord, StepRecord } from "../steps.ts";
import type { Certificate } from "../x509/certificate.ts";
import { keyFault } from "../x509/signature.ts";
import { failed, item, passed } from "./record.ts";
import type { SignedBytes } from "./signed-bytes.ts";

/** A signature that holds. */
export interface Accepted {
  readonly signature: EnvelopeSignature;
  readonly key: PublicKey;
  readonly algorithm: VerifyAlgorithm;
}

export interface SignatureOutcome {
  readonly record: StepRecord;
  /** One for each distinct key; never two for one (D8). */
  readonly accepted: readonly Accepted[];
}

export interface SignatureContext {
  readonly keys: readonly PublicKeyEntry[];
  readonly crypto: SyncCrypto;
  readonly limits: Limits;
}

export function runSignature(material: SignedMaterial, signed: SignedBytes, context: SignatureContext): SignatureOutcome {
  const mismatch = checkMessageDigest(material, signed, context.crypto);
  if (mismatch !== undefined) return { record: failed("signature", mismatch, { checks: ["B7"] }), accepted: [] };
  if (material.signer.kind === "certificate") return byCertificate(material.signer.leaf, signed, context.crypto);
  return byKeys(material.signer.hint, signed, context);
}

/** The digest inside a message signature is a hint that must agree with the artifact. */
function checkMessageDigest({ content }: SignedMaterial, signed: SignedBytes, crypto: SyncCrypto): Fault | undefined {
  if (content.kind !== "message") return undefined;
  const actual = crypto.digest(content.message.digestAlgorithm, [signed.payload]);
  const isSame = bytesEqual(actual, content.message.digest);
  return isSame ? undefined : { reason: "message-digest-mismatch", detail: "the artifact has another digest than the bundle says" };
}

function byCertificate(leaf: Certificate, signed: SignedBytes, crypto: SyncCrypto): SignatureOutcome {
  const checks = ["B7", "D3", "D6", "D7"];
  const key = crypto.importPublic(leaf.spki);
  const unusable = key === undefined ? unreadableKey : keyFault(key);
  if (key === undefined || key.family === "unsupported" || unusable !== undefined)
    return { record: failed("signature", unusable ?? unreadableKey, { checks }), accepted: [] };
  const [signature] = signed.signatures;
  const algorithm = algorithmByFamily[key.family];
  const form = signature === undefined ? undefined : checkSignature(key, algorithm, signed.parts, signature.sig, crypto);
  if (signature === undefined || form === undefined)
    return {
      record: failed("signature", { reason: "signature-invalid", detail: "the certificate's key did not sign it" }, { checks }),
      accepted: [],
    };
  return { record: passed("signature", { checks, items: [accept(0, form)] }), accepted: [{ signature, key, algorithm }] };
}

const unreadableKey: Fault = { reason: "algorithm-unsupported", detail: "the certificate's key cannot be used" };

function accept(index: number, form: SignatureForm): ItemRecord {
  const passing = item(`signature ${index}`, undefined);
  return form === "raw" ? { ...passing, detail: "raw r and s" } : passing;
}

function byKeys(hint: string | undefined, signed: SignedBytes, context: SignatureContext): SignatureOutcome {
  const checks = ["D3", "D5", "D6", "D7", "D8"];
  const { keys, limits } = context;
  if (keys.length === 0)
    return { record: failed("signature", { reason: "no-candidate-key", detail: "no key is listed" }, { checks }), accepted: [] };
  if (signed.signatures.length * keys.length > limits.signatureChecks)
    return { record: failed("signature", { reason: "too-many", detail: "signatures times keys" }, { checks }), accepted: [] };
  const byFingerprint = new Map<Digest, Accepted>();
  const items: ItemRecord[] = [];
  signed.signatures.forEach((signature, i) => {
    const found = findSigner(signature, hint ?? signature.keyid, signed, context);
    items.push(found === undefined ? item(`signature ${i}`, notByListed) : accept(i, found.form));
    if (found !== undefined && !byFingerprint.has(found.accepted.key.fingerprint))
      byFingerprint.set(found.accepted.key.fingerprint, found.accepted);
  });
  const accepted = [...byFingerprint.values()];
  const record = accepted.length > 0 ? passed("signature", { checks, items }) : failed("signature", notByListed, { checks, items });
  return { record, accepted };
}

const notByListed: Fault = { reason: "signature-invalid", detail: "no listed key made it" };

interface Found {
  readonly accepted: Accepted;
  readonly form: SignatureForm;
}

/** Keys that the hint names come first; a wrong hint costs time and nothing else. */
function inOrder(keys: readonly PublicKeyEntry[], hint: string): readonly PublicKeyEntry[] {
  if (hint === "" || keys.length === 1) return keys;
  const named = keys.filter((entry) => entry.hints.includes(hint));
  return named.length === 0 ? keys : [...named, ...keys.filter((key) => !named.includes(key))];
}

function findSigner(signature: EnvelopeSignature, hint: string, signed: SignedBytes, context: SignatureContext): Found | undefined {
  for (const { key, algorithm } of inOrder(context.keys, hint)) {
    const form = checkSignature(key, algorithm, signed.parts, signature.sig, context.crypto);
    if (form !== undefined) return { accepted: { signature, key, algorithm }, form };
  }
  return undefined;
}
