/** Phase A under one Sigstore root, or under none: every step whose inputs exist is run and recorded, after a failure too. */
import type { Limits } from "../../base/index.ts";
import type { SyncCrypto } from "../crypto-provider.ts";
import type { OwnContext } from "../authorities/check-certificate.ts";
import type { LogFact, OwnPath, SctFact, SubjectAltName, TrustedTime } from "../facts.ts";
import type { PublicKeyEntry } from "../keys/public-key.ts";
import type { SignedMaterial } from "../signed-material.ts";
import type { RootSession } from "../sigstore/session.ts";
import type { Statement } from "../statement.ts";
import type { StepRecord } from "../steps.ts";
import { runCertificate, runSct, type CertificateOutcome } from "./certificate-steps.ts";
import { runPayloadType, runStatement, type StatementOutcome } from "./payload-steps.ts";
import type { Issuance } from "../x509/leaf-profile.ts";
import { runOwnCertificate, type OwnOutcome } from "./own-certificate-step.ts";
import { guarded, skipped } from "./record.ts";
import { runSignature, type Accepted, type SignatureOutcome } from "./signature-step.ts";
import type { SignedBytes } from "./signed-bytes.ts";
import { entrySubject, runLog, runTime, runTimestamp, type LogOutcome, type TimestampOutcome } from "./time-steps.ts";

/** What says the same whoever is asked: found once, for all Sigstore roots. */
export interface Shared {
  readonly signature: SignatureOutcome;
  readonly payload: PayloadOutcome;
}

export interface SharedInput {
  readonly material: SignedMaterial;
  readonly signed: SignedBytes;
  readonly keys: readonly PublicKeyEntry[];
  readonly crypto: SyncCrypto;
  readonly limits: Limits;
}

export interface AttemptInput extends SharedInput {
  readonly shared: Shared;
  /** `undefined`: listed keys alone, no log and no authority to ask. */
  readonly session: RootSession | undefined;
  /** Own authorities, where the certificate is asked of them instead of the session's root. */
  readonly own?: OwnContext;
  readonly now: bigint;
}

export interface Attempt {
  readonly steps: readonly StepRecord[];
  readonly session: RootSession | undefined;
  readonly accepted: readonly Accepted[];
  readonly times: readonly TrustedTime[];
  readonly logs: readonly LogFact[];
  readonly scts: readonly SctFact[];
  readonly san: SubjectAltName | undefined;
  /** Whom the certificate was asked of. */
  readonly issuance: Issuance;
  readonly ownPaths: readonly OwnPath[] | undefined;
  readonly statement: Statement | undefined;
}

const neededTime = { sigstore: "always", "own-authority": "if-not-valid-now" } as const;

/** After a signature that does not hold the payload is still read, once: a trace shows what it claims (R14). */
export function findShared(input: SharedInput): Shared {
  const signature = guarded(
    "signature",
    () => runSignature(input.material, input.signed, input),
    (record) => ({ record, accepted: [] as readonly Accepted[] }),
  );
  return { signature, payload: runPayload(input) };
}

export function attempt(input: AttemptInput): Attempt {
  const { signature, payload } = input.shared;
  const { timestamp, log, accepted } = findVouchers(input, signature.accepted);
  const times = [...timestamp.times, ...log.times];
  const issuance = input.own === undefined ? ("sigstore" as const) : ("own-authority" as const);
  const isCertificate = input.material.signer.kind === "certificate";
  const items = [...timestamp.record.items, ...log.record.items];
  const needed = isCertificate ? neededTime[issuance] : ("never" as const);
  const time = runTime({ times, needed, now: input.now, items });
  const identity = runIdentity(input, times);
  const steps = [signature.record, timestamp.record, log.record, time, ...identity.steps, ...payload.steps];
  const { san, ownPaths, scts } = identity;
  const { statement } = payload;
  return { steps, issuance, session: input.session, accepted, times, logs: log.logs, scts, san, ownPaths, statement };
}

/**
 * Tokens and entries speak about one signature. Where they vouch for one of several, that one alone is taken: a time proven for
 * one key's signature says nothing of when another key signed.
 */
function findVouchers(input: AttemptInput, accepted: readonly Accepted[]): Vouchers & { readonly accepted: readonly Accepted[] } {
  let first: Vouchers | undefined;
  for (const candidate of accepted) {
    const vouchers = runVouchers(input, candidate);
    const isVouched = vouchers.timestamp.times.length + vouchers.log.logs.length > 0;
    // What broke is not asked again: it might hold the second time, and nobody would learn of it.
    if (isVouched || isBroken(vouchers)) return { ...vouchers, accepted: [candidate] };
    first ??= vouchers;
  }
  return { ...(first ?? runVouchers(input, undefined)), accepted };
}

function isBroken({ timestamp, log }: Vouchers): boolean {
  return timestamp.record.outcome === "error" || log.record.outcome === "error";
}

interface Vouchers {
  readonly timestamp: TimestampOutcome;
  readonly log: LogOutcome;
}

const nobodyAsked: Vouchers = {
  timestamp: { record: skipped("timestamp", "not-applicable", "no Sigstore root is asked"), times: [] },
  log: { record: skipped("tlog", "not-applicable", "no Sigstore root is asked"), logs: [], times: [] },
};

/** They speak about one signature: the one that holds, or the first where none does, so that its other defects show too. */
function runVouchers(input: AttemptInput, accepted: Accepted | undefined): Vouchers {
  const { material, session, signed, crypto } = input;
  const signature = accepted?.signature ?? signed.signatures[0];
  if (session === undefined || signature === undefined) return nobodyAsked;
  const timestamp = guarded(
    "timestamp",
    () => runTimestamp(material, signature.sig, session),
    (record) => ({ record, times: [] as readonly TrustedTime[] }),
  );
  const subject = accepted ?? presumed(input);
  if (subject === undefined)
    return { timestamp, log: { record: skipped("tlog", "not-reached", "no key to compare with"), logs: [], times: [] } };
  const log = guarded(
    "tlog",
    () => runLog(material, entrySubject(material, signed, subject, crypto), timestamp.times, session),
    (record) => ({ record, logs: [] as readonly LogFact[], times: [] as readonly TrustedTime[] }),
  );
  return { timestamp, log };
}

/** The certificate's key and the first signature, although it does not hold. */
function presumed({ material, signed, crypto }: AttemptInput): Accepted | undefined {
  const [signature] = signed.signatures;
  if (material.signer.kind !== "certificate" || signature === undefined) return undefined;
  const key = crypto.importPublic(material.signer.leaf.spki);
  return key === undefined ? undefined : { signature, key, algorithm: "ecdsa-sha2-256-nistp256" };
}

interface IdentityOutcome {
  readonly steps: readonly StepRecord[];
  readonly san?: SubjectAltName;
  readonly ownPaths?: readonly OwnPath[];
  readonly scts: readonly SctFact[];
}

const noCertificate: IdentityOutcome = {
  steps: [skipped("certificate", "not-applicable", "no certificate"), skipped("sct", "not-applicable", "no certificate")],
  scts: [],
};

function runIdentity({ material, session, own, now }: AttemptInput, times: readonly TrustedTime[]): IdentityOutcome {
  const { signer } = material;
  if (signer.kind === "certificate" && own !== undefined) {
    const sct = skipped("sct", "not-applicable", "own authorities list no CT log");
    const { record, ...outcome } = guarded<OwnOutcome>(
      "certificate",
      () => runOwnCertificate(signer, times, now, own),
      (record) => ({ record }),
    );
    return { ...outcome, steps: [record, sct], scts: [] };
  }
  if (signer.kind === "key" || session === undefined) return noCertificate;
  const certificate = guarded<CertificateOutcome>(
    "certificate",
    () => runCertificate(signer.leaf, times, session),
    (record) => ({ record }),
  );
  const sct = guarded(
    "sct",
    () => runSct(signer.leaf, certificate.issuer, session),
    (record) => ({ record, scts: [] as readonly SctFact[] }),
  );
  const outcome = { steps: [certificate.record, sct.record], scts: sct.scts };
  return certificate.san === undefined ? outcome : { ...outcome, san: certificate.san };
}

interface PayloadOutcome {
  readonly steps: readonly StepRecord[];
  readonly statement?: Statement;
}

function runPayload({ material, signed, limits }: SharedInput): PayloadOutcome {
  if (material.content.kind === "message") return { steps: [] };
  const type = runPayloadType(material, material.content.envelope.payloadType);
  const statement = guarded<StatementOutcome>(
    "statement",
    () => runStatement(signed.payload, limits),
    (record) => ({ record }),
  );
  const steps = [type, statement.record];
  return statement.statement === undefined ? { steps } : { steps, statement: statement.statement };
}
