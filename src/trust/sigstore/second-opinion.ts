/**
 * The only home of @sigstore/*: its verifier is asked one narrow question at a time (`verification.md` §7). It gets no identity
 * policy and never chooses a root, an algorithm or a threshold.
 */
import { bundleFromJSON, ValidationError } from "@sigstore/bundle";
import { crypto as core, RFC3161Timestamp } from "@sigstore/core";
import { VerificationError, Verifier, type SignedEntity, type TrustMaterial } from "@sigstore/verify";
import type { JsonObject } from "../../base/index.ts";
import type { LogEntry } from "../signed-material.ts";
import type { Fault, Reason } from "../steps.ts";
import type { Certificate } from "../x509/certificate.ts";
import type { LinkMemo } from "../x509/signature.ts";
import { CachedCertificate } from "./cached-certificate.ts";
import type { Authority, LogKey, SigstoreRoot, Window } from "./root.ts";

/** What the signature is over, in the comparisons that a log entry asks for. */
export interface ComparedContent {
  readonly signature: Uint8Array;
  /** What the entry's kind records: the payload's, artifact's or encoding's digest. */
  compareDigest(digest: Uint8Array): boolean;
  compareSignedDigest(digest: Uint8Array): boolean;
}

export interface SecondOpinion {
  /** T4: the token's signature, and its path once more. */
  token(token: Uint8Array, signature: Uint8Array, authority: Authority): Fault | undefined;
  /** B9, B10, B11, and B14 once more. `body`: everything up to the body held. */
  entry(entry: LogEntry, content: ComparedContent): (Fault & { readonly isBody: boolean }) | undefined;
  /** B16 once more: that the authorities of a path, the leaf's issuer first, make one at these times. */
  authorities(issuers: readonly Certificate[], times: readonly bigint[]): Fault | undefined;
}

/** B1 to B3 once more; a clause when it does not read the bundle. */
export function askBundleForm(json: JsonObject): string | undefined {
  try {
    bundleFromJSON(json);
    return undefined;
  } catch (thrown) {
    if (thrown instanceof ValidationError) return thrown.message;
    throw thrown;
  }
}

const LAST_DATE = new Date(8_640_000_000_000_000);

function toDate(at: bigint): Date {
  return new Date(Number(at / 1_000_000n));
}

function toWindow(window: Window): { start: Date; end: Date } {
  return { start: toDate(window.start), end: window.end === undefined ? LAST_DATE : toDate(window.end) };
}

/** Conversions are made once per root; `links` is the root's memory of the links between its own certificates. */
export function createSecondOpinion(root: SigstoreRoot, links: LinkMemo): SecondOpinion {
  const cached = new Map<string, CachedCertificate>();
  const toCached = (certificate: Certificate): CachedCertificate => {
    const made = cached.get(certificate.fingerprint) ?? new CachedCertificate(certificate, links);
    cached.set(certificate.fingerprint, made);
    return made;
  };
  const authority = (from: Authority): SvAuthority => ({
    certChain: from.chain.map(toCached),
    validFor: toWindow(from.validFor),
  });
  const log = (from: LogKey): SvLog => ({
    logID: Buffer.from(from.logId, "hex"),
    baseURL: from.baseUrl,
    publicKey: core.createPublicKey(Buffer.from(from.key.spki)),
    validFor: toWindow(from.validFor),
  });
  const tokens = new Map(root.timestampAuthorities.map((from) => [from, { ...nothing, timestampAuthorities: [authority(from)] }]));
  const entries = { ...nothing, tlogs: root.logs.map(log) };
  const certificates = { ...nothing, certificateAuthorities: root.certificateAuthorities.map(authority) };
  const agreed = new Set<string>();
  return {
    token: (token, signature, from) => askToken(token, signature, tokens.get(from) ?? nothing),
    entry: (entry, content) => askEntry(entry, content, entries),
    authorities(issuers, times) {
      const id = issuers.map((issuer) => issuer.fingerprint).join(" ");
      const first = issuers[0];
      if (first === undefined || agreed.has(id)) return undefined;
      const fault = askAuthorities(toCached(first), times, certificates);
      if (fault === undefined) agreed.add(id);
      return fault;
    },
  };
}

/** A signature that was judged elsewhere: these questions are about what surrounds it. */
const nothing: TrustMaterial = { certificateAuthorities: [], timestampAuthorities: [], tlogs: [], ctlogs: [], publicKey: () => anyKey };

/** Asked for by the verifier's interface and used by none of the questions. */
const anyKey = {
  publicKey: core.createPublicKey("MCowBQYDK2VwAyEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="),
  validFor: () => true,
};

const elsewhere = { compareDigest: () => false, compareSignedDigest: () => false, verifySignature: () => true };

function entity(signature: Uint8Array, parts: Partial<SignedEntity>): SignedEntity {
  const bytes = Buffer.from(signature);
  const content = { ...elsewhere, signature: bytes, compareSignature: (other: Buffer) => bytes.equals(other) };
  return { signature: content, key: { $case: "public-key", hint: "" }, timestamps: [], tlogEntries: [], ...parts };
}

interface Answer {
  /** `UNEXPECTED`: it threw something else than its own error, which fails whatever was asked about (R3). */
  readonly code: VerificationError["code"] | "UNEXPECTED";
  readonly message: string;
}

function ask(
  question: () => SignedEntity,
  material: TrustMaterial,
  thresholds: readonly [tlog: number, ctlog: number, time: number],
): Answer | undefined {
  const [tlogThreshold, ctlogThreshold, timestampThreshold] = thresholds;
  try {
    new Verifier(material, { tlogThreshold, ctlogThreshold, timestampThreshold }).verify(question());
    return undefined;
  } catch (thrown) {
    if (thrown instanceof VerificationError) return thrown;
    return { code: "UNEXPECTED", message: thrown instanceof Error ? thrown.message : "it failed" };
  }
}

function reasonFor(answer: Answer, reason: Reason): Reason {
  return answer.code === "UNEXPECTED" ? "internal-error" : reason;
}

type SvAuthority = TrustMaterial["timestampAuthorities"][number];
type SvLog = TrustMaterial["tlogs"][number];

function askToken(token: Uint8Array, signature: Uint8Array, material: TrustMaterial): Fault | undefined {
  const timestamp = readToken(token);
  if (timestamp === undefined) return { reason: "token-malformed", detail: "the second opinion cannot read it" };
  const question = (): SignedEntity => entity(signature, { timestamps: [{ $case: "timestamp-authority", timestamp }] });
  const answer = ask(question, material, [0, 0, 1]);
  return answer === undefined ? undefined : { reason: reasonFor(answer, "token-signature-invalid"), detail: answer.message };
}

/** Its members are read when they are asked for, and it throws anything where the bytes are not what it expects there. */
function readToken(token: Uint8Array): RFC3161Timestamp | undefined {
  try {
    const timestamp = RFC3161Timestamp.parse(Buffer.from(token));
    const isRead = [timestamp.signingTime, timestamp.signerIssuer, timestamp.signerSerialNumber].every((part) => part !== undefined);
    return isRead ? timestamp : undefined;
  } catch {
    return undefined;
  }
}

function askEntry(entry: LogEntry, content: ComparedContent, material: TrustMaterial): (Fault & { readonly isBody: boolean }) | undefined {
  const base = entity(content.signature, {});
  const signature = {
    ...base.signature,
    compareDigest: (digest: Buffer) => content.compareDigest(digest),
    compareSignedDigest: (digest: Buffer) => content.compareSignedDigest(digest),
  };
  const answer = ask(() => ({ ...base, signature, tlogEntries: [toTlogEntry(entry)] }), material, [1, 0, 0]);
  if (answer === undefined) return undefined;
  const detail = answer.message;
  if (answer.code === "TLOG_BODY_ERROR") return { reason: "log-entry-mismatch", detail, isBody: true };
  if (answer.code === "TLOG_INCLUSION_PROMISE_ERROR") return { reason: "set-invalid", detail, isBody: false };
  if (answer.code === "UNEXPECTED") return { reason: "internal-error", detail, isBody: false };
  const isSignature = detail === "invalid checkpoint signature";
  return { reason: isSignature ? "checkpoint-signature-invalid" : "inclusion-invalid", detail, isBody: false };
}

function toTlogEntry(entry: LogEntry): SignedEntity["tlogEntries"][number] {
  const { proof, promise } = entry;
  return {
    logIndex: entry.logIndex.toString(),
    logId: { keyId: Buffer.from(entry.logId) },
    kindVersion: { kind: entry.kind, version: entry.version },
    integratedTime: entry.integratedTime.toString(),
    inclusionPromise: promise && { signedEntryTimestamp: Buffer.from(promise) },
    inclusionProof: proof && {
      logIndex: proof.logIndex.toString(),
      rootHash: Buffer.from(proof.rootHash),
      treeSize: proof.treeSize.toString(),
      hashes: proof.hashes.map((hash) => Buffer.from(hash)),
      checkpoint: { envelope: proof.checkpoint },
    },
    canonicalizedBody: Buffer.from(entry.body),
  };
}

/** Times enter as promises that were verified elsewhere, which is the one form the verifier takes them in. */
function askAuthorities(issuer: CachedCertificate, times: readonly bigint[], material: TrustMaterial): Fault | undefined {
  const question = (): SignedEntity =>
    entity(new Uint8Array(), {
      key: { $case: "certificate", certificate: issuer },
      timestamps: times.map((at, i) => ({ $case: "transparency-log", tlogEntry: asPromise(at, i) })),
    });
  const answer = ask(question, material, [0, 0, times.length]);
  return answer === undefined ? undefined : { reason: reasonFor(answer, "certificate-chain-invalid"), detail: answer.message };
}

function asPromise(at: bigint, index: number): SignedEntity["tlogEntries"][number] {
  return {
    logIndex: index.toString(),
    logId: { keyId: Buffer.from([index]) },
    kindVersion: { kind: "", version: "" },
    integratedTime: (at / 1_000_000_000n).toString(),
    inclusionPromise: { signedEntryTimestamp: Buffer.alloc(0) },
    inclusionProof: undefined,
    canonicalizedBody: Buffer.alloc(0),
  };
}
