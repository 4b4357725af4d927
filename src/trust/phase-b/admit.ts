/** Phase B: does a trust root admit what phase A proved? `verification.md` §5, the classes of `language.md` §6.3. */
import type { Admission, Admitted, AdmittedSigner, NotAdmitted } from "../admission.ts";
import type { CertificateSigner } from "../facts.ts";
import { failed, passed, skipped } from "../phase-a/record.ts";
import type { Fault, PhaseBStep, Reason, Step, StepRecord } from "../steps.ts";
import type { TrustRoot } from "../trust-root.ts";
import type { RejectedEnvelope, Verification, VerifiedEnvelope } from "../verification.ts";
import { asProvenTo } from "./views.ts";
import { claimsRoot } from "./claims-root.ts";
import { demandFault } from "./demands.ts";
import { certificateFault } from "./identity.ts";
import {
  certificateRefused,
  isRefusedItem,
  isRevoked,
  judgeTrust,
  keyRefused,
  revocationFault,
  type KeyCandidate,
} from "./signer-steps.ts";

/** One envelope by itself. */
export function admit(verification: Verification, root: TrustRoot, now: bigint): Admission {
  return admitAll([verification], root, now);
}

/**
 * Envelopes with the same payload bytes, one candidate: their signers are counted together against the threshold (D10). The
 * caller groups them by payload digest; an envelope that is not admitted takes nothing away from the others.
 */
export function admitAll(verifications: readonly Verification[], root: TrustRoot, now: bigint): Admission {
  const judged = verifications.map((verification) => judge(asProvenTo(verification, root), root, now));
  const counted = judged.flatMap((outcome) => (outcome.kind === "counted" ? [outcome] : []));
  if (counted.length === 0) return nearest(judged.filter((outcome) => outcome.kind !== "counted"));
  const parties = byPayload(counted).map((party) => ({ party, signers: distinct(party.flatMap((outcome) => outcome.signers)) }));
  const enough = parties.find(({ signers }) => signers.length >= Math.max(1, root.threshold));
  if (enough) return toAdmitted(enough.party, enough.signers);
  // The signers of what nobody decided might be the ones that are wanting.
  const [undecided] = judged.flatMap((outcome) => (outcome.kind === "undecided" ? [outcome] : []));
  if (undecided) return undecided;
  const [first] = counted as [Counted, ...Counted[]];
  const { signers } = parties.reduce((most, each) => (each.signers.length > most.signers.length ? each : most));
  const detail = `${signers.length} of the ${root.threshold} signers that are needed`;
  const record = failed("threshold", { reason: "threshold-not-met", detail }, { checks: ["D10"] });
  return { kind: "failed", step: "threshold", reason: "threshold-not-met", detail, steps: [...first.steps, record] };
}

/** Signatures are united only over the same type and the same bytes (D10). */
function byPayload(counted: readonly Counted[]): readonly (readonly Counted[])[] {
  return [...Map.groupBy(counted, ({ envelope: { facts } }) => `${facts.payloadType} ${facts.payloadDigest}`).values()];
}

interface Counted {
  readonly kind: "counted";
  readonly envelope: VerifiedEnvelope;
  readonly signers: readonly AdmittedSigner[];
  readonly steps: readonly StepRecord[];
}

function distinct(signers: readonly AdmittedSigner[]): readonly AdmittedSigner[] {
  return [...new Map(signers.map((signer) => [JSON.stringify([signer.kind, signer.issuer ?? "", countedBy(signer)]), signer])).values()];
}

/** Keys by fingerprint, certificates by issuer and name: never by position or number of items. */
function countedBy(signer: AdmittedSigner): string {
  return signer.kind === "key" ? signer.fingerprint : signer.identity;
}

function toAdmitted(counted: readonly Counted[], signers: readonly AdmittedSigner[]): Admitted {
  const [first] = counted as [Counted, ...Counted[]];
  const facts = counted.map((outcome) => outcome.envelope.facts);
  const times = facts.flatMap((fact) => fact.signedAt ?? []);
  const steps = [...first.steps, passed("threshold", { checks: ["D10"] })];
  const admitted = { kind: "admitted" as const, signers, facts, statement: first.envelope.statement, steps };
  return times.length === 0 ? admitted : { ...admitted, signedAt: times.reduce((a, b) => (b < a ? b : a)) };
}

/** What nobody decided spoils most; what claims the root is told before a stranger, because someone has to look at it. */
function nearest(outcomes: readonly NotAdmitted[]): NotAdmitted {
  const order: readonly NotAdmitted["kind"][] = ["undecided", "failed", "later", "not-ours"];
  const found = order.flatMap((kind) => outcomes.filter((outcome) => outcome.kind === kind))[0];
  return found ?? { kind: "not-ours", step: "fetch", reason: "not-an-attestation", detail: "there is no envelope", steps: [] };
}

function judge(verification: Verification, root: TrustRoot, now: bigint): Counted | NotAdmitted {
  return verification.kind === "rejected" ? judgeRejected(verification, root) : judgeVerified(verification, root, now);
}

/** Nobody signed it, or it is nothing that could be evidence. */
const nobodySigned: ReadonlySet<Reason> = new Set(["not-signed", "no-signatures", "not-an-attestation"]);
/** Nobody can say whose it is, so it is never taken for nobody's (R3), whatever it claims. */
const neverDecided: ReadonlySet<Reason> = new Set(["internal-error", "deadline-exceeded"]);

/** A fault of the run and not of the envelope: another run may find that it is sound. */
export function isUndecided(verification: Verification): boolean {
  return verification.kind === "rejected" && neverDecided.has(verification.reason);
}

const unreadableSteps: ReadonlySet<Step> = new Set(["fetch", "decode", "bundle", "envelope", "payload-type", "statement"]);

function judgeRejected(envelope: RejectedEnvelope, root: TrustRoot): NotAdmitted {
  const { step, reason, detail, steps } = envelope;
  if (nobodySigned.has(reason)) return { kind: "not-ours", step, reason, detail, steps };
  if (step === "time" && reason === "time-in-future") return { kind: "later", step, reason, detail, steps };
  if (isUndecided(envelope)) return { kind: "undecided", step, reason, detail, steps };
  const kind = unreadableSteps.has(step) || claimsRoot(envelope, root) ? "failed" : "not-ours";
  return { kind, step, reason, detail, steps };
}

const order: readonly PhaseBStep[] = ["trust", "revocation", "identity", "threshold"];

function judgeVerified(envelope: VerifiedEnvelope, root: TrustRoot, now: bigint): Counted | NotAdmitted {
  const { facts, statement } = envelope;
  const trust = judgeTrust(facts, statement, root, now);
  if (trust.kind === "fault") return refuse(envelope, root, "trust", trust.fault);
  if (isRefusedItem(facts, root))
    return refuse(envelope, root, "revocation", {
      reason: "identity-denied",
      detail: "the trust root refuses this certificate or log entry",
    });
  if (trust.kind === "keys") return judgeKeys(envelope, root, trust.candidates);
  const { signer } = trust;
  const withdrawn = revocationFault(facts, root);
  if (withdrawn !== undefined) return refuse(envelope, root, "revocation", withdrawn);
  if (certificateRefused(signer, facts, root.refuse))
    return refuse(envelope, root, "revocation", { reason: "identity-denied", detail: "the trust root refuses this identity" });
  const identity = root.kind === "keys" ? undefined : certificateFault(signer, root);
  if (identity !== undefined) return refuse(envelope, root, "identity", identity);
  return count(envelope, root, [asSigner(signer)]);
}

function judgeKeys(envelope: VerifiedEnvelope, root: TrustRoot, candidates: readonly KeyCandidate[]): Counted | NotAdmitted {
  const kept = candidates.filter(({ key }) => !isRevoked(key, envelope.facts) && !keyRefused(key, envelope.facts, root.refuse));
  if (kept.length > 0) return count(envelope, root, kept.map(asKeySigner));
  const isKeyRevoked = candidates.some(({ key }) => isRevoked(key, envelope.facts));
  const reason = isKeyRevoked ? "key-revoked" : "identity-denied";
  return refuse(envelope, root, "revocation", { reason, detail: "what signed it is withdrawn" });
}

function asKeySigner({ key }: KeyCandidate): AdmittedSigner {
  const signer = { kind: "key" as const, identity: key.holder ?? key.fingerprint, fingerprint: key.fingerprint };
  return key.holder === undefined ? signer : { ...signer, holder: key.holder };
}

function asSigner(signer: CertificateSigner): AdmittedSigner {
  const admitted = { kind: "certificate" as const, identity: signer.san.value, fingerprint: signer.fingerprint };
  return signer.issuer === undefined ? admitted : { ...admitted, issuer: signer.issuer };
}

const stepChecks: Readonly<Record<string, readonly string[]>> = { trust: ["M7"], revocation: ["M8"], identity: ["R9"] };

function passedBefore(envelope: VerifiedEnvelope, root: TrustRoot, step: PhaseBStep): readonly StepRecord[] {
  const before = order.slice(0, order.indexOf(step)).map((earlier) => {
    const isIdentityOfKey = earlier === "identity" && root.kind === "keys";
    return isIdentityOfKey
      ? skipped(earlier, "not-applicable", "a key is its own identity")
      : passed(earlier, { checks: stepChecks[earlier] ?? [] });
  });
  return [...envelope.steps, ...before];
}

function refuse(envelope: VerifiedEnvelope, root: TrustRoot, step: PhaseBStep, fault: Fault): NotAdmitted {
  const kind = claimsRoot(envelope, root) ? "failed" : "not-ours";
  const steps = [...passedBefore(envelope, root, step), failed(step, fault, { checks: stepChecks[step] ?? [] })];
  return { kind, step, reason: fault.reason, detail: fault.detail, steps };
}

function count(envelope: VerifiedEnvelope, root: TrustRoot, signers: readonly AdmittedSigner[]): Counted | NotAdmitted {
  const fault = demandFault(envelope.facts, root);
  if (fault !== undefined) return refuse(envelope, root, "threshold", fault);
  return { kind: "counted", envelope, signers, steps: passedBefore(envelope, root, "threshold") };
}
