/** The Sigstore client suite: every case with the reason it is about. `attack-corpus` section 12 of the design. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { loadKeys, loadSigstoreRoot, type BlobVerification, type Verification } from "../../../src/trust/index.ts";
import { realdata, realdataPath } from "../realdata.ts";
import { outcomeOf } from "./expect.ts";
import { crypto, found, NOW, publicGood, verifierOf } from "./run.ts";

const folder = ["conformance", "bundle-verify"];

/** Without `_fail`. Whatever is not here is good. */
export const rejectedCases: Readonly<Record<string, string>> = {
  "bundle-malformed-json": "decode · json-malformed",
  "bundle-invalid-base64-signature": "decode · base64-invalid",
  // Its token is wrapped at 76 characters; the twin without line feeds is tested below.
  "rekor2-timestamp-with-incorrect-time": "decode · base64-invalid",
  "bundle-unknown-version": "bundle · bundle-version-unsupported",
  "bundle-empty-certificate-chain": "bundle · bundle-malformed",
  "bundle-negative-log-index": "bundle · bundle-malformed",
  "intoto-missing-inclusion-proof": "bundle · proof-missing",
  "invalid-inclusion-proof": "bundle · proof-missing",
  "rekor2-no-inclusion-proof": "bundle · proof-missing",
  "bundle-with-root-cert": "bundle · proof-missing",
  "managed-key-no-key": "signature · no-candidate-key",
  "message-digest-mismatch": "signature · message-digest-mismatch",
  "wrong-material": "signature · message-digest-mismatch",
  "dsse-invalid-sig": "signature · signature-invalid",
  "rekor2-dsse-invalid-sig": "signature · signature-invalid",
  "signature-mismatch": "signature · signature-invalid",
  "bundle-from-wrong-instance": "tlog · log-unknown",
  "incorrect-public-key": "tlog · set-invalid",
  "set-invalid-signature": "tlog · set-invalid",
  "rekor2-checkpoint-missing-log-signature": "tlog · checkpoint-malformed",
  "rekor2-checkpoint-missing-origin": "tlog · checkpoint-malformed",
  "rekor2-checkpoint-missing-root-hash": "tlog · checkpoint-malformed",
  "rekor2-checkpoint-missing-size": "tlog · checkpoint-malformed",
  "checkpoint-bad-keyhint": "tlog · checkpoint-signature-invalid",
  "invalid-checkpoint-signature": "tlog · checkpoint-signature-invalid",
  "rekor2-checkpoint-no-matching-signature": "tlog · checkpoint-signature-invalid",
  "checkpoint-wrong-roothash": "tlog · inclusion-invalid",
  "inclusion-proof-corrupted-hash": "tlog · inclusion-invalid",
  "dsse-mismatch-envelope": "tlog · log-entry-mismatch",
  "dsse-mismatch-sig": "tlog · log-entry-mismatch",
  "intoto-log-entry-mismatch": "tlog · log-entry-mismatch",
  "rekor2-dsse-mismatch-envelope": "tlog · log-entry-mismatch",
  "rekor2-dsse-mismatch-sig": "tlog · log-entry-mismatch",
  "wrong-hashedrekord-artifact": "tlog · log-entry-mismatch",
  "wrong-hashedrekord-cert-and-sig": "tlog · log-entry-mismatch",
  "wrong-hashedrekord-entry": "tlog · log-entry-mismatch",
  "rekor2-no-timestamp": "time · no-trusted-time",
  "rekor2-timestamp-outside-trust-root-tsa-validity": "time · no-trusted-time ← token-outside-window",
  "rekor2-timestamp-outside-tsa-cert-validity": "time · no-trusted-time ← token-outside-window",
  "rekor2-timestamp-payload-mismatch": "time · no-trusted-time ← token-imprint-mismatch",
  "rekor2-timestamp-untrusted-tsa-with-embedded-cert": "time · no-trusted-time ← token-signer-unknown",
  "rekor2-timestamp-untrusted-tsa-without-embedded-cert": "time · no-trusted-time ← token-signer-unknown",
  "integrated-time-in-future": "certificate · certificate-not-valid-at-time",
  "intoto-expired-certificate": "certificate · certificate-not-valid-at-time",
  "intoto-set-outside-signing-cert-validity": "certificate · certificate-not-valid-at-time",
  "intoto-tsa-timestamp-outside-cert-validity": "certificate · certificate-not-valid-at-time",
  "invalid-ct-key": "sct · sct-log-unknown",
  "managed-key-wrong-key": "load key-unreadable",
  "trust-root-tlog-missing-validity-start": "load root-file-invalid",
};

export function caseFile(name: string, part: string): Buffer | undefined {
  const path = realdataPath(...folder, name, part);
  return existsSync(path) ? readFileSync(path) : undefined;
}

/** What became of a case, and why in words. */
export interface CaseOutcome {
  /** `good`, `step · reason`, or `load reason` where the root or key file of the case is not taken. */
  readonly outcome: string;
  readonly detail: string;
}

export function runCase(name: string, bundle: Buffer): CaseOutcome {
  const rootBytes = caseFile(name, "trusted_root.json");
  const root = rootBytes === undefined ? undefined : loadSigstoreRoot("of the case", rootBytes, crypto);
  if (root?.ok === false) return { outcome: `load ${root.error.reason}`, detail: root.error.detail };
  const keyBytes = caseFile(name, "key.pub");
  const keys = keyBytes === undefined ? undefined : loadKeys("key.pub", keyBytes, crypto);
  if (keys?.ok === false) return { outcome: `load ${keys.error.reason}`, detail: keys.error.detail };
  const verifier = verifierOf([root?.value ?? publicGood], keys?.value.keys ?? []);
  if (bundle.includes('"dsseEnvelope"')) return told(verifier.verify(found(bundle), NOW));
  return told(verifier.verifyBlob(found(bundle), caseFile(name, "artifact") ?? readFileSync(realdataPath(...folder, "a.txt")), NOW));
}

function told(verification: Verification | BlobVerification): CaseOutcome {
  return { outcome: outcomeOf(verification), detail: verification.kind === "rejected" ? verification.detail : "" };
}

/** What the case is about: a step and its reason, or `good`. */
export function expectedOutcome(name: string): string {
  return rejectedCases[name.replace(/_fail$/u, "")] ?? "good";
}

/** Empty where the real data is not there. */
export const caseNames: readonly string[] =
  realdata === undefined ? [] : readdirSync(realdataPath(...folder)).filter((name) => caseFile(name, "bundle.sigstore.json") !== undefined);

/** Its token is wrapped at 76 characters, which strict base64 refuses before the case's own fault is met. */
const wrapped = "rekor2-timestamp-with-incorrect-time_fail";

/** The outcome of the case without that: what it is about. `undefined`: the case has nothing of the kind. */
export function unwrappedOutcome(name: string): CaseOutcome | undefined {
  if (name !== wrapped) return undefined;
  const text = (caseFile(name, "bundle.sigstore.json") ?? Buffer.alloc(0)).toString();
  const unwrapped = text.replaceAll("\\n", (match, at: number, whole: string) => {
    const isInToken = whole.lastIndexOf('"signedTimestamp"', at) > whole.lastIndexOf("checkpoint", at);
    return isInToken ? "" : match;
  });
  return runCase(name, Buffer.from(unwrapped));
}
