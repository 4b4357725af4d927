import { byCodeUnit, formatInstant } from "../../base/index.ts";
import type { JudgedAttestation } from "../../engine/index.ts";
import type { LogFact, RejectedEnvelope, Signer, SignerFacts, StatementSubject, StepRecord, VerifiedEnvelope } from "../../trust/index.ts";
import { defined } from "./defined.ts";
import { publicLocation } from "./public-name.ts";
import { textPart } from "./value.ts";

export interface AttestationPart {
  /** `A-01`. Means nothing outside this trace. */
  readonly id: string;
  readonly envelope: { readonly digest: string; readonly mediaType: string; readonly size: number; readonly uri?: string };
  readonly sources: readonly string[];
  readonly carrier?: SignerFacts["carrier"];
  readonly verified: boolean;
  readonly rejected?: { readonly step: string; readonly reason: string; readonly detail?: string };
  /** A bare statement, without any signature. */
  readonly notSigned?: true;
  /** Digest of the signed payload. */
  readonly statement?: string;
  readonly predicateType?: string;
  readonly subjects?: readonly string[];
  readonly claimed?: ClaimedPart;
  readonly signers: readonly SignerPart[];
  readonly times: TimesPart;
  readonly logs?: readonly LogPart[];
  readonly steps: readonly StepPart[];
}

/** What an envelope that did not verify says of itself. */
export interface ClaimedPart {
  readonly statement?: string;
  readonly predicateType?: string;
  readonly subjects?: readonly string[];
  readonly keyids?: readonly string[];
  readonly issuer?: string;
  readonly identity?: string;
}

export interface SignerPart {
  readonly kind: "certificate" | "key";
  readonly identity?: string;
  readonly identityType?: string;
  readonly issuer?: string;
  readonly certificate?: string;
  readonly root?: string;
  readonly key?: string;
  readonly claims?: Readonly<Record<string, string>>;
}

export interface TimesPart {
  /** The earliest of `trusted`. */
  readonly signedAt?: string;
  readonly trusted?: readonly {
    readonly kind: "log" | "timestamp";
    readonly operator: string;
    readonly at: string;
    readonly logIndex?: number | string;
  }[];
}

export interface LogPart {
  readonly operator: string;
  readonly logIndex: number | string;
  readonly logId: string;
  readonly kind: "promise" | "proof";
  readonly entryKind: string;
  readonly integratedTime?: string;
}

export interface StepPart {
  readonly step: string;
  readonly outcome: "pass" | "fail" | "skipped" | "error";
  readonly reason?: string;
  readonly detail?: string;
  readonly checks?: readonly string[];
  readonly items?: readonly { readonly item: string; readonly outcome: string; readonly reason?: string; readonly detail?: string }[];
  readonly by?: string;
}

export function attestationPart({ id, envelope, verification }: JudgedAttestation): AttestationPart {
  const head = {
    id,
    envelope: defined({
      digest: envelope.digest,
      mediaType: textPart(envelope.mediaType) ?? "application/octet-stream",
      size: envelope.bytes.length,
      uri: textPart(publicLocation(envelope.uri)),
    }),
    sources: envelope.sources,
  };
  const steps = verification.steps.map(stepPart);
  return verification.kind === "verified"
    ? { ...head, ...verifiedPart(verification), steps }
    : { ...head, ...rejectedPart(verification), steps };
}

function verifiedPart({ facts, statement }: VerifiedEnvelope): Omit<AttestationPart, "id" | "envelope" | "sources" | "steps"> {
  return defined({
    carrier: facts.carrier,
    verified: true,
    statement: facts.payloadDigest,
    predicateType: textPart(statement.predicateType) ?? "none",
    subjects: subjectDigests(statement.subjects),
    signers: facts.signers.map((signer) => signerPart(signer, facts.sigstoreRoot?.name)),
    times: timesPart(facts),
    logs: facts.logs.length === 0 ? undefined : facts.logs.map(logPart),
  });
}

function rejectedPart({
  step,
  reason,
  detail,
  claimed,
  notSigned,
}: RejectedEnvelope): Omit<AttestationPart, "id" | "envelope" | "sources" | "steps"> {
  const { predicateType, subjects, keyids, issuer, san, payloadDigest } = claimed;
  const words = defined({
    statement: payloadDigest,
    predicateType: textPart(predicateType),
    subjects: subjects === undefined ? undefined : subjectDigests(subjects),
    keyids: keyids.length === 0 ? undefined : keyids.flatMap((keyid) => textPart(keyid) ?? []),
    issuer: textPart(issuer),
    identity: textPart(san?.value),
  });
  return defined({
    verified: false,
    rejected: defined({ step, reason, detail: textPart(detail) }),
    notSigned: notSigned === true ? (true as const) : undefined,
    claimed: Object.keys(words).length === 0 ? undefined : words,
    signers: [],
    times: {},
  });
}

/** `algorithm:value`, sorted. Names are left out: they are never matched. */
function subjectDigests(subjects: readonly StatementSubject[]): readonly string[] {
  const digests = subjects.flatMap((subject) =>
    [...subject.digests].flatMap(([algorithm, value]) => textPart(`${algorithm}:${value}`) ?? []),
  );
  return [...new Set(digests)].sort(byCodeUnit);
}

function signerPart(signer: Signer, root: string | undefined): SignerPart {
  if (signer.kind === "key") return { kind: "key", key: signer.fingerprint };
  return defined({
    kind: "certificate" as const,
    identity: textPart(signer.san.value) ?? "none",
    identityType: signer.san.type,
    issuer: textPart(signer.issuer),
    certificate: signer.fingerprint,
    root,
    claims:
      signer.claims.size === 0 ? undefined : Object.fromEntries([...signer.claims].map(([name, value]) => [name, textPart(value) ?? ""])),
  });
}

function timesPart(facts: SignerFacts): TimesPart {
  if (facts.signedAt === undefined) return {};
  const trusted = facts.times.map(({ kind, operator, at }) => {
    const log = kind === "log" ? facts.logs.find((fact) => fact.operator === operator && fact.integratedTime === at) : undefined;
    return defined({ kind, operator, at: formatInstant(at), logIndex: log === undefined ? undefined : integerPart(log.logIndex) });
  });
  return { signedAt: formatInstant(facts.signedAt), trusted };
}

function logPart({ operator, logIndex, logId, kind, entryKind, integratedTime }: LogFact): LogPart {
  const time = integratedTime === undefined ? undefined : formatInstant(integratedTime);
  return defined({ operator, logIndex: integerPart(logIndex), logId, kind, entryKind, integratedTime: time });
}

/** Integers that a JSON reader may round are written as text. */
function integerPart(value: bigint): number | string {
  return value <= BigInt(Number.MAX_SAFE_INTEGER) && value >= 0n ? Number(value) : value.toString();
}

function stepPart({ step, outcome, reason, detail, checks, items, by }: StepRecord): StepPart {
  return defined({
    step,
    outcome,
    reason,
    detail: textPart(detail),
    checks: checks.length === 0 ? undefined : checks,
    items: items.length === 0 ? undefined : items.map((item) => defined({ ...item, detail: textPart(item.detail) })),
    by: outcome === "skipped" ? undefined : by,
  });
}
