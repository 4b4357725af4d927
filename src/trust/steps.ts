/**
 * The steps of verification and the reasons each can give: `verification.md` §3. Both are closed; adding one is a change to
 * that table and to the attack corpus.
 */
export type PhaseAStep =
  | "fetch"
  | "decode"
  | "bundle"
  | "envelope"
  | "signature"
  | "timestamp"
  | "tlog"
  | "time"
  | "certificate"
  | "sct"
  | "payload-type"
  | "statement";

export type PhaseBStep = "trust" | "revocation" | "identity" | "threshold" | "subject" | "predicate-type" | "predicate-schema";

export type Step = PhaseAStep | PhaseBStep;

/** In the order that decides which failure is the primary one. */
export const phaseASteps: readonly PhaseAStep[] = [
  "fetch",
  "decode",
  "bundle",
  "envelope",
  "signature",
  "timestamp",
  "tlog",
  "time",
  "certificate",
  "sct",
  "payload-type",
  "statement",
];

export type LimitReason = "too-large" | "too-many" | "too-deep" | "deadline-exceeded";

export type Reason =
  | LimitReason
  | "internal-error"
  // fetch
  | "source-failed"
  | "blob-missing"
  | "digest-mismatch"
  | "size-mismatch"
  | "media-type-mismatch"
  | "manifest-malformed"
  | "reference-invalid"
  | "referrer-subject-mismatch"
  | "not-an-attestation"
  // decode
  | "utf8-invalid"
  | "json-malformed"
  | "duplicate-key"
  | "base64-invalid"
  | "not-signed"
  // bundle
  | "bundle-version-unsupported"
  | "bundle-malformed"
  | "bundle-ambiguous"
  | "promise-missing"
  | "proof-missing"
  | "duplicate-item"
  | "signature-count"
  | "der-invalid"
  | "annotation-malformed"
  // envelope
  | "envelope-malformed"
  | "no-signatures"
  // signature
  | "no-candidate-key"
  | "algorithm-unsupported"
  | "key-weak"
  | "signature-invalid"
  | "message-digest-mismatch"
  // timestamp
  | "token-malformed"
  | "token-not-granted"
  | "token-imprint-mismatch"
  | "token-signer-unknown"
  | "token-signature-invalid"
  | "token-profile"
  | "token-chain-invalid"
  | "token-outside-window"
  // tlog
  | "log-unknown"
  | "set-invalid"
  | "checkpoint-malformed"
  | "checkpoint-signature-invalid"
  | "log-name-mismatch"
  | "inclusion-invalid"
  | "inclusion-inconsistent"
  | "log-key-not-valid"
  | "log-entry-unsupported"
  | "log-entry-malformed"
  | "log-entry-mismatch"
  | "log-entry-key-mismatch"
  // time
  | "no-trusted-time"
  | "time-in-future"
  // certificate
  | "certificate-chain-invalid"
  | "certificate-not-valid-at-time"
  | "certificate-profile"
  | "certificate-algorithm"
  // sct
  | "sct-missing"
  | "sct-log-unknown"
  | "sct-invalid"
  // payload-type and statement
  | "payload-type-unsupported"
  | "statement-malformed"
  | "statement-type-unsupported"
  | "statement-invalid"
  | "digest-malformed"
  // trust
  | "root-not-permitted"
  | "signer-kind-not-permitted"
  | "anchor-not-permitted"
  | "key-not-listed"
  | "key-purpose"
  | "key-not-valid-at-time"
  | "time-not-proven"
  // revocation
  | "key-revoked"
  | "certificate-revoked"
  | "identity-denied"
  | "revocation-unknown"
  // identity
  | "issuer-mismatch"
  | "issuer-absent"
  | "issuer-conflict"
  | "identity-mismatch"
  | "identity-not-normal"
  | "identity-type"
  | "claim-mismatch"
  | "claim-absent"
  // threshold
  | "threshold-not-met"
  | "log-threshold-not-met"
  | "timestamp-threshold-not-met"
  | "sct-threshold-not-met"
  // subject, predicate-type, predicate-schema
  | "subject-mismatch"
  | "no-acceptable-digest"
  | "contradictory-digests"
  | "relation-not-allowed"
  | "predicate-type-mismatch"
  | "schema-violation"
  | "claimed-time-in-future";

/** Why a step was not run: there is nothing for it to judge, or an earlier failure took its input away. */
export type SkipReason = "not-applicable" | "not-reached";

/** What became of one thing inside a step: a signature, token, log entry or SCT. */
export interface ItemRecord {
  /** `signature 0`, `token 1`, `entry 0`, `sct 0`. */
  readonly item: string;
  readonly outcome: "pass" | "fail" | "ignored";
  readonly reason?: Reason;
  readonly detail?: string;
}

export interface StepRecord {
  readonly step: Step;
  readonly outcome: "pass" | "fail" | "skipped" | "error";
  /** Of a failure or error a `Reason`, of a skipped step a `SkipReason`; absent when it passed. */
  readonly reason?: Reason | SkipReason;
  /** One clause for people. It may quote what the envelope claims and is escaped where it is printed. */
  readonly detail?: string;
  /** Ids of the checks that were really made, `verification.md` §4. */
  readonly checks: readonly string[];
  readonly items: readonly ItemRecord[];
  /** `ours`, or `ours+sv` where @sigstore/verify answered as well. */
  readonly by: "ours" | "ours+sv";
}

/** A failed check, on its way to a record. */
export interface Fault {
  readonly reason: Reason;
  readonly detail: string;
}
