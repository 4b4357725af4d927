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
    ...(attempt.ownPaths && { ownPaths: attempt.ownPaths }),
  };
  const isIssued = material.signer.kind === "certificate";
  const vouched = isIssued ? attempt.issuance === "sigstore" : times.length > 0 || logs.length > 0;
  const root = session === undefined || !vouched ? {} : { sigstoreRoot: { name: session.root.name, digest: session.root.digest } };
  return times.length === 0
    ? { ...facts, ...root }
    : { ...facts, ...root, signedAt: times.map((time) => time.at).reduce((a, b) => (b < a ? b : a)) };
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
  const hints = material.signer.kind === "key" && material.signer.hint !== undefined ? [material.signer.hint] : [];
  const keyids = material.content.kind === "dsse" ? material.content.envelope.signatures.map((signature) => signature.keyid) : [];
  return [...new Set([...hints, ...keyids])].filter((hint) => hint !== "");
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
