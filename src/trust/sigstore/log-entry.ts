/** One log entry: does a known log vouch for it, by promise and proof? B8 to B13. What it is about is `entry-body.ts`. */
import { canonicalJsonBytes, decodeUtf8, encodeBase64, encodeHex, NANOSECONDS_PER_SECOND, type Limits } from "../../base/index.ts";
import { bytesEqual } from "../bytes.ts";
import type { SyncCrypto } from "../crypto-provider.ts";
import { checkSignature } from "../dsse/check-signature.ts";
import type { LogFact } from "../facts.ts";
import type { LogEntry } from "../signed-material.ts";
import type { Fault } from "../steps.ts";
import { readCheckpoint, type Checkpoint } from "./checkpoint.ts";
import { within, type LogKey, type SigstoreRoot } from "./root.ts";
import type { ComparedContent, SecondOpinion } from "./second-opinion.ts";

export interface EntryContext {
  readonly root: SigstoreRoot;
  readonly crypto: SyncCrypto;
  readonly limits: Limits;
  readonly opinion: SecondOpinion;
}

export type EntryOutcome =
  { readonly ok: true; readonly fact: LogFact; readonly log: LogKey } | { readonly ok: false; readonly fault: Fault };

function fail(reason: Fault["reason"], detail: string): EntryOutcome {
  return { ok: false, fault: { reason, detail } };
}

/** `checkBody` is our own B14; it also decides where the second opinion objects to the body alone. */
export function checkLogEntry(
  entry: LogEntry,
  content: ComparedContent,
  checkBody: () => Fault | undefined,
  context: EntryContext,
): EntryOutcome {
  const log = findLog(entry, context.root);
  if (log === undefined) return fail("log-unknown", `no log of this root has the id ${encodeHex(entry.logId).slice(0, 16)}…`);
  if (entry.promise === undefined && entry.proof === undefined) return fail("inclusion-invalid", "it has neither promise nor proof");
  const integrated = entry.integratedTime * NANOSECONDS_PER_SECOND;
  if (entry.promise !== undefined && !within(log.validFor, integrated))
    return fail("set-invalid", "the log's key was not in use at the time of the promise");
  const checkpoint = entry.proof === undefined ? undefined : readCheckpoint(entry.proof.checkpoint, context.limits);
  if (checkpoint?.ok === false) return fail("checkpoint-malformed", checkpoint.error);
  const named = checkpoint === undefined ? undefined : checkNames(checkpoint.value, log, context.crypto);
  if (named !== undefined) return { ok: false, fault: named };
  const asked = askAboutInclusion(checkpoint === undefined ? entry : signedByLogAlone(entry, checkpoint.value, log), content, log, context);
  if (asked !== undefined && !asked.isBody) return { ok: false, fault: asked };
  const fault = (checkpoint && checkConsistency(entry, checkpoint.value)) ?? checkBody() ?? asked;
  if (fault !== undefined) return { ok: false, fault: { reason: fault.reason, detail: fault.detail } };
  return { ok: true, log, fact: toFact(entry, log) };
}

function toFact(entry: LogEntry, log: LogKey): LogFact {
  const fact = {
    operator: log.operator,
    logIndex: entry.logIndex,
    logId: log.logId,
    kind: entry.proof === undefined ? ("promise" as const) : ("proof" as const),
    entryKind: `${entry.kind} ${entry.version}`,
  };
  return entry.promise === undefined ? fact : { ...fact, integratedTime: entry.integratedTime * NANOSECONDS_PER_SECOND };
}

function findLog(entry: LogEntry, root: SigstoreRoot): LogKey | undefined {
  const id = encodeHex(entry.logId);
  return root.logs.find((log) => log.logId === id);
}

/** B10: signed under the log's own name, and about the log itself. Lines of unknown keys are witnesses. */
function checkNames(checkpoint: Checkpoint, log: LogKey, crypto: SyncCrypto): Fault | undefined {
  const ofKey = checkpoint.signatures.filter((line) => line.keyId === log.keyId);
  if (ofKey.length === 0) return { reason: "checkpoint-signature-invalid", detail: "no signature line is of the log's key" };
  if (!ofKey.some((line) => line.name === log.host)) {
    const isSigned = ofKey.some((line) => checkSignature(log.key, log.algorithm, [checkpoint.note], line.signature, crypto) !== undefined);
    const detail = "the log's key signed it under another name";
    return isSigned
      ? { reason: "log-name-mismatch", detail }
      : { reason: "checkpoint-signature-invalid", detail: "no signature line is the log's" };
  }
  const isAboutLog = checkpoint.origin === log.host || checkpoint.origin.startsWith(`${log.host} - `);
  return isAboutLog ? undefined : { reason: "log-name-mismatch", detail: "its origin is another log" };
}

/**
 * The entry with the lines of its checkpoint that are the log's by key and whole name: a line that holds under a part of the name
 * does not stand in for one that does not.
 */
function signedByLogAlone(entry: LogEntry, { note, signatures }: Checkpoint, log: LogKey): LogEntry {
  if (entry.proof === undefined) return entry;
  const lines = signatures.filter((line) => line.keyId === log.keyId && line.name === log.host).map(({ line }) => line);
  return { ...entry, proof: { ...entry.proof, checkpoint: `${decodeUtf8(note) ?? ""}\n${lines.join("")}` } };
}

/** B9, B10, B11. intoto 0.0.1 is outside @sigstore/verify's scope and comes with a promise only (B15). */
function askAboutInclusion(
  entry: LogEntry,
  content: ComparedContent,
  log: LogKey,
  context: EntryContext,
): (Fault & { isBody: boolean }) | undefined {
  if (entry.kind !== "intoto" || entry.version !== "0.0.1") return context.opinion.entry(entry, content);
  if (entry.proof !== undefined) return { reason: "log-entry-unsupported", detail: "intoto 0.0.1 with a proof", isBody: false };
  return promiseHolds(entry, log, context.crypto)
    ? undefined
    : { reason: "set-invalid", detail: "the promise is not the log's", isBody: false };
}

function promiseHolds(entry: LogEntry, log: LogKey, crypto: SyncCrypto): boolean {
  if (entry.promise === undefined) return false;
  const signed = canonicalJsonBytes({
    body: encodeBase64(entry.body),
    integratedTime: Number(entry.integratedTime),
    logID: log.logId,
    logIndex: Number(entry.logIndex),
  });
  return checkSignature(log.key, log.algorithm, [signed], entry.promise, crypto) === "der";
}

/** B12: what the bundle repeats outside the signed checkpoint must not differ from it. */
function checkConsistency(entry: LogEntry, checkpoint: Checkpoint): Fault | undefined {
  const { proof } = entry;
  if (proof === undefined) return undefined;
  const reason = "inclusion-inconsistent";
  if (!bytesEqual(proof.rootHash, checkpoint.rootHash)) return { reason, detail: "the proof's root hash is not the checkpoint's" };
  if (proof.treeSize !== checkpoint.size) return { reason, detail: "the proof's tree size is not the checkpoint's" };
  const isSecondGeneration = entry.version === "0.0.2" && (entry.kind === "hashedrekord" || entry.kind === "dsse");
  if (isSecondGeneration && entry.logIndex !== proof.logIndex) return { reason, detail: "the entry's index is not the proof's" };
  return undefined;
}

/** B13: a proof says nothing of when; some verified time must lie in the window of the log's key. */
export function checkLogWindow(log: LogKey, times: readonly bigint[]): Fault | undefined {
  if (times.length === 0 || times.some((at) => within(log.validFor, at))) return undefined;
  return { reason: "log-key-not-valid", detail: "the log's key was not in use at any time that is proven" };
}
