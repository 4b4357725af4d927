/** What one passed attempt proved, as facts; and what a failed one claims. */
import { encodeHex, type Digest } from "../../base/index.ts";
import type { CertificateSigner, Signer, SignerFacts, SubjectAltName } from "../facts.ts";
import type { SignedMaterial } from "../signed-material.ts";
import type { Statement } from "../statement.ts";
import type { Claimed } from "../verification.ts";
import type { Certificate } from "../x509/certificate.ts";
import { readClaims } from "../x509/claims.ts";
import { subjectAltNames } from "../x509/extensions.ts";
import type { Attempt } from "./attempt.ts";
import type { SignedBytes } from "./signed-bytes.ts";

export function toFacts(material: SignedMaterial, signed: SignedBytes, attempt: Attempt): SignerFacts {
  const { session, times, logs, scts } = attempt;
  const facts = {
    carrier: material.carrier,
    envelopeDigest: material.storedDigest,
    payloadDigest: digestOf(signed),
    payloadType: material.content.kind === "dsse" ? material.content.envelope.payloadType : "",
    signers: signersOf(material, attempt),
    times,
    logs,
    scts,
    sctsExpected: attempt.issuance === "sigstore" && session !== undefined && session.root.ctLogs.length > 0,
    keyHints: keyHints(material),
  };
  const vouched = vouchedFacts(material, attempt);
  return vouched === undefined ? facts : { ...facts, ...vouched };
}

/** What only some envelopes have. */
function vouchedFacts(
  { signer }: SignedMaterial,
  attempt: Attempt,
): Pick<SignerFacts, "ownPaths" | "sigstoreRoot" | "signedAt"> | undefined {
  const { session, times, logs, ownPaths, issuance } = attempt;
  const isVouched = signer.kind === "certificate" ? issuance === "sigstore" : times.length > 0 || logs.length > 0;
  const root = isVouched ? session?.root : undefined;
  if (root === undefined && ownPaths === undefined && times.length === 0) return undefined;
  return {
    ...(ownPaths && { ownPaths }),
    ...(root && { sigstoreRoot: { name: root.name, digest: root.digest } }),
    ...(times.length > 0 && { signedAt: times.map((time) => time.at).reduce((a, b) => (b < a ? b : a)) }),
  };
}

function digestOf(signed: SignedBytes): Digest {
  return `sha256:${encodeHex(signed.payloadHash)}`;
}

function signersOf(material: SignedMaterial, attempt: Attempt): readonly Signer[] {
  const [first] = attempt.accepted;
  if (material.signer.kind === "key") return attempt.accepted.map(({ key }) => ({ kind: "key", fingerprint: key.fingerprint }));
  if (attempt.san === undefined || first === undefined) return [];
  return [certificateSigner(material.signer.leaf, attempt.san, first.key.fingerprint)];
}

function certificateSigner(leaf: Certificate, san: SubjectAltName, keyFingerprint: Digest): CertificateSigner {
  const claims = readClaims(leaf);
  const read = claims.ok ? claims.value : { claims: new Map<string, string>(), issuerConflict: false };
  const { fingerprint, notBefore, notAfter } = leaf;
  return { kind: "certificate", fingerprint, keyFingerprint, san, notBefore, notAfter, ...read };
}

function keyHints(material: SignedMaterial): readonly string[] {
  const hints = new Set<string>();
  if (material.signer.kind === "key" && material.signer.hint !== undefined) hints.add(material.signer.hint);
  if (material.content.kind === "dsse") for (const { keyid } of material.content.envelope.signatures) hints.add(keyid);
  hints.delete("");
  return [...hints];
}

export function toClaimed(material: SignedMaterial, signed: SignedBytes | undefined, statement: Statement | undefined): Claimed {
  const claimed = {
    keyids: keyHints(material),
    ...(signed && { payloadDigest: digestOf(signed) }),
    ...(statement && { predicateType: statement.predicateType, subjects: statement.subjects }),
  };
  if (material.signer.kind === "key") return claimed;
  const claims = readClaims(material.signer.leaf);
  const names = subjectAltNames(material.signer.leaf);
  const issuer = claims.ok ? claims.value.issuer : undefined;
  const san = names.ok ? names.value[0] : undefined;
  return { ...claimed, ...(issuer !== undefined && { issuer }), ...(san !== undefined && { san }) };
}
