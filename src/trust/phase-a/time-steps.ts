/** `timestamp`, `tlog`, `time`: when the signature existed, and which logs vouch for it. */
import { NANOSECONDS_PER_SECOND } from "../../base/index.ts";
import { bytesEqual } from "../bytes.ts";
import type { SyncCrypto } from "../crypto-provider.ts";
import type { LogFact, TrustedTime } from "../facts.ts";
import type { LogEntry, SignedMaterial } from "../signed-material.ts";
import { checkEntryBody, type EntrySubject } from "../sigstore/entry-body.ts";
import { checkLogEntry, checkLogWindow, type EntryOutcome } from "../sigstore/log-entry.ts";
import type { RootSession } from "../sigstore/session.ts";
import { checkToken } from "../sigstore/token.ts";
import type { Fault, ItemRecord, StepRecord } from "../steps.ts";
import { failed, item, passed, skipped } from "./record.ts";
import type { Accepted } from "./signature-step.ts";
import { digestBytes, hashOf, type SignedBytes } from "./signed-bytes.ts";

export interface TimestampOutcome {
  readonly record: StepRecord;
  readonly times: readonly TrustedTime[];
}

/** Never fails by itself: a token that does not verify adds nothing (T7). */
export function runTimestamp(material: SignedMaterial, signature: Uint8Array, session: RootSession): TimestampOutcome {
  if (material.tokens.length === 0) return { record: skipped("timestamp", "not-applicable", "it carries no token"), times: [] };
  const outcomes = material.tokens.map((token) => checkToken(token, signature, session));
  const items = outcomes.map((outcome, i) => item(`token ${i}`, outcome.ok ? undefined : outcome.error));
  const checks = ["T1", "T2", "T3", "T4", "T5", "T6", "T7"];
  return {
    record: passed("timestamp", { checks, items, by: "ours+sv" }),
    times: outcomes.flatMap((outcome) => (outcome.ok ? [outcome.value] : [])),
  };
}

export interface LogOutcome {
  readonly record: StepRecord;
  readonly logs: readonly LogFact[];
  readonly times: readonly TrustedTime[];
}

export function runLog(
  material: SignedMaterial,
  subject: EntrySubject,
  tokenTimes: readonly TrustedTime[],
  session: RootSession,
): LogOutcome {
  if (material.entries.length === 0) return { record: skipped("tlog", "not-applicable", "it carries no log entry"), logs: [], times: [] };
  const outcomes = material.entries.map((entry) => checkOneEntry(entry, subject, session));
  const times = [...tokenTimes, ...outcomes.flatMap(promisedTime)];
  const judged = outcomes.map((outcome, i) => withWindow(outcome, material.entries[i] as LogEntry, times));
  const items = judged.map((outcome, i) => item(`entry ${i}`, outcome.ok ? undefined : outcome.fault));
  const parts = { checks: logChecks(material.entries), items, by: "ours+sv" as const };
  const logs = judged.flatMap((outcome) => (outcome.ok ? [outcome.fact] : []));
  const first = judged[0];
  const record = logs.length === 0 && first?.ok === false ? failed("tlog", first.fault, parts) : passed("tlog", parts);
  return { record, logs, times: judged.flatMap(promisedTime) };
}

function logChecks(entries: readonly LogEntry[]): readonly string[] {
  const promise = entries.some((entry) => entry.promise !== undefined) ? ["B9"] : [];
  const proof = entries.some((entry) => entry.proof !== undefined) ? ["B10", "B11", "B12", "B13"] : [];
  return ["B8", ...promise, ...proof, "B14"];
}

function checkOneEntry(entry: LogEntry, subject: EntrySubject, session: RootSession): EntryOutcome {
  const expected = entry.kind === "hashedrekord" ? subject.signedHash : subject.payloadHash;
  const content = {
    signature: subject.signature,
    compareDigest: (digest: Uint8Array) => bytesEqual(digest, expected),
    compareSignedDigest: (digest: Uint8Array) => bytesEqual(digest, subject.signedHashByKey),
  };
  return checkLogEntry(entry, content, () => checkEntryBody(entry, subject, session.limits), session);
}

function withWindow(outcome: EntryOutcome, entry: LogEntry, times: readonly TrustedTime[]): EntryOutcome {
  if (!outcome.ok || entry.promise !== undefined) return outcome;
  const fault = checkLogWindow(
    outcome.log,
    times.map((time) => time.at),
  );
  return fault === undefined ? outcome : { ok: false, fault };
}

/** M1: only a promise, of an entry that passed whole, says when. */
function promisedTime(outcome: EntryOutcome): readonly TrustedTime[] {
  if (!outcome.ok || outcome.fact.integratedTime === undefined) return [];
  return [{ kind: "log", operator: outcome.fact.operator, at: outcome.fact.integratedTime }];
}

export function entrySubject(material: SignedMaterial, signed: SignedBytes, accepted: Accepted, crypto: SyncCrypto): EntrySubject {
  const { signer } = material;
  const subject = {
    signature: accepted.signature.sig,
    signer:
      signer.kind === "certificate" ? { kind: "certificate" as const, der: signer.leaf.der } : { kind: "key" as const, key: accepted.key },
    isEnvelope: material.content.kind === "dsse",
    payloadLength: signed.payload.length,
    payloadHash: signed.payloadHash,
    signedHash: crypto.digest("sha256", signed.parts),
    signedHashByKey: crypto.digest(hashOf(accepted.algorithm), signed.parts),
  };
  return material.carrier === "sigstore-bundle" ? subject : { ...subject, storedHash: digestBytes(material.storedDigest) };
}

/** What a producer's clock may be ahead of ours: M5. */
const SKEW = 300n * NANOSECONDS_PER_SECOND;

export interface TimeQuestion {
  readonly times: readonly TrustedTime[];
  /** A Sigstore certificate proves nothing without a time (M2); one of an own authority does while it is valid (X10); a listed key does. */
  readonly needed: "always" | "if-not-valid-now" | "never";
  readonly now: bigint;
  /** For the reason behind a missing time. */
  readonly items: readonly ItemRecord[];
}

export function runTime({ times, needed, now, items }: TimeQuestion): StepRecord {
  const checks = ["M1", "M2", "M3", "M4", "M5"];
  if (times.length === 0 && needed === "always") return failed("time", noTime(items), { checks });
  if (times.some((time) => time.at > now + SKEW))
    return failed("time", { reason: "time-in-future", detail: "a proven time lies after the evaluation time" }, { checks });
  if (times.length === 0) return skipped("time", "not-applicable", withoutTime[needed]);
  return passed("time", { checks });
}

const withoutTime = {
  always: "",
  "if-not-valid-now": "time not proven: the certificate must be valid at the evaluation time",
  never: "no time is proven, and the key needs none",
} as const;

function noTime(items: readonly ItemRecord[]): Fault {
  const because = items.find((candidate) => candidate.outcome === "fail")?.reason;
  return {
    reason: "no-trusted-time",
    detail: because === undefined ? "nothing vouches for a time" : `nothing vouches for a time ← ${because}`,
  };
}
