/** Where we and @sigstore/verify are meant to differ about a whole bundle, each with its sentence. Whatever is not here is a defect of one of the two. */
import type { Reason } from "../steps.ts";
import type { RejectedEnvelope, Verification } from "../verification.ts";

interface Answer {
  readonly kind: "verified" | "refused";
  readonly code?: string;
}

/** We refuse, and it would not: checks that it does not make. */
export const stricter: Readonly<Partial<Record<Reason, string>>> = {
  "utf8-invalid": "bytes that are no UTF-8 are refused here, since two readers would read them differently",
  "json-malformed": "JSON that is not strictly JSON is refused here",
  "duplicate-key": "JSON that names a member twice is refused here, since two readers would read it differently",
  "base64-invalid": "base64 with other characters, or padded wrongly, is refused here",
  "bundle-ambiguous": "a bundle that can be read in two ways is refused here",
  "duplicate-item": "an entry, a token or a certificate that stands there twice is refused here",
  "der-invalid": "certificates and tokens must be strict DER here",
  "key-weak": "keys that are too weak are refused here",
  "algorithm-unsupported": "only the algorithms of a closed list are accepted here",
  "token-profile": "a timestamp's certificate must have the profile of RFC 3161 here",
  "log-name-mismatch": "a checkpoint must be signed under the name of the log that the root gives its key",
  "log-key-not-valid": "the windows of log keys are held against proofs as well here",
  "inclusion-inconsistent": "the fields of a proof must agree with each other here",
  "log-entry-mismatch": "the body of a log entry is compared with the bundle for every kind of entry here",
  "log-entry-key-mismatch": "the key that a log entry names must be the bundle's here",
  "time-in-future": "what was signed after the evaluation time does not count; @sigstore/verify knows no evaluation time",
  "certificate-profile": "the signing certificate must have the whole profile of a signer here",
  "certificate-algorithm": "only the algorithms of a closed list are accepted in certificates here",
  "payload-type-unsupported": "@sigstore/verify proves who signed, and does not ask what was signed: this is no in-toto statement",
  "statement-malformed": "@sigstore/verify proves who signed, and does not read the statement",
  "statement-type-unsupported": "@sigstore/verify proves who signed, and does not read the statement",
  "statement-invalid": "@sigstore/verify proves who signed, and does not read the statement",
  "digest-malformed": "@sigstore/verify proves who signed, and does not read the statement",
};

export const SURPLUS_TOKEN =
  "a timestamp that does not verify beside good proof of the time is skipped here and listed, since taking it away must not help; there it is fatal";
export const OTHER_ALGORITHM =
  "the signature is of an algorithm or a form that @sigstore/verify does not check in envelopes: it takes SHA-256 and DER for all";

/** The sentence, or `undefined` where the two ought to agree. */
export function intendedDifference(ours: Verification, theirs: Answer, needsOurAlgorithms: () => boolean): string | undefined {
  if (ours.kind === "rejected") return theirs.kind === "verified" ? stricterHere(ours) : undefined;
  if (theirs.code === "TIMESTAMP_ERROR" && hasSkippedToken(ours)) return SURPLUS_TOKEN;
  return theirs.code === "SIGNATURE_ERROR" && needsOurAlgorithms() ? OTHER_ALGORITHM : undefined;
}

/** Every step that failed must be of a listed reason: one that is not would be a difference of its own. */
function stricterHere({ reason, steps }: RejectedEnvelope): string | undefined {
  const failed = steps.flatMap((step) => (step.outcome === "fail" || step.outcome === "error" ? [step.reason] : []));
  const isAll = failed.every((each) => each !== undefined && Object.hasOwn(stricter, each));
  return isAll && Object.hasOwn(stricter, reason) ? stricter[reason] : undefined;
}

function hasSkippedToken({ steps }: Verification): boolean {
  return steps.some(({ step, items }) => step === "timestamp" && items.some(({ outcome }) => outcome === "fail" || outcome === "ignored"));
}
