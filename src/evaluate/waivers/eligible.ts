/** Whether a waiver may apply at all, before anyone looks at what it covers: the first reason against it. `audit.md` §11. */
import { formatInstant, repositoryUnder, scalars, showDuration, type DigestSet } from "../../base/index.ts";
import { everyRequirement, nounsOf, type CheckedPolicy, type Control, type Gate } from "../../language/index.ts";
import type { Request } from "../environment.ts";
import { SKEW } from "../environment.ts";
import type { NotApplied, Waiver, Withdrawal } from "./waiver.ts";

export interface EligibleInput {
  readonly policy: CheckedPolicy;
  readonly gate: Gate;
  readonly request: Request;
  /** All that the run met. */
  readonly waivers: readonly Waiver[];
  readonly withdrawals: readonly Withdrawal[];
  /** Why there may be more of both. */
  readonly unseen?: string | undefined;
  /** Why an approver is not independent. */
  readonly dependence: (waiver: Waiver, control: Control) => string | undefined;
}

/** `undefined`: nothing stands against it. */
export function objection(input: EligibleInput, waiver: Waiver): NotApplied | undefined {
  const control = input.policy.controls.find(({ id }) => id === waiver.control);
  const early = beforeTime(input, waiver, control);
  if (early || !control?.waivable) return early;
  const { waivable } = control;
  return (
    outOfTime(input, waiver) ??
    outOfScope(input, waiver, control) ??
    tooLong(waiver, waivable.upTo) ??
    notTrusted(waiver) ??
    notIndependent(input, waiver, control) ??
    reviewOverdue(input, waiver) ??
    perhapsWithdrawn(input)
  );
}

function beforeTime(input: EligibleInput, waiver: Waiver, control: Control | undefined): NotApplied | undefined {
  const { gate } = input;
  const orphan = orphanDetail(waiver, control);
  if (orphan !== undefined) return { because: "orphan", detail: orphan };
  if (gate.refusedWaivers.includes(waiver.id))
    return { because: "refused-by-gate", detail: `gate ${gate.name} names it under \`refuse waivers\`` };
  if (ignoresBlocks(input, waiver))
    return { because: "not-signed", detail: `gate ${gate.name} accepts signed waivers only, and this one is a block in the policy` };
  if (!control?.waivable) return { because: "not-waivable", detail: `control ${waiver.control} does not say \`waivable\`` };
  if (withdrawalOf(input, waiver))
    return { because: "withdrawn", detail: `${withdrawalOf(input, waiver)?.attestation ?? ""} withdraws it` };
  const successor = successorOf(input, waiver);
  return successor && { because: "replaced", detail: `${successor.id} replaces it` };
}

function ignoresBlocks({ gate }: EligibleInput, { origin }: Waiver): boolean {
  return gate.acceptsSignedWaiversOnly && origin.kind === "stated";
}

function orphanDetail({ control: id, target }: Waiver, control: Control | undefined): string | undefined {
  if (!control) return `this policy has no control ${id}`;
  if (target?.kind === "requirement") {
    const isThere = everyRequirement(control.body).some((each) => each.label !== undefined && each.id === target.id);
    return isThere ? undefined : `control ${id} has no requirement ${target.id}`;
  }
  if (target?.kind !== "elements" || nounsOf(control).includes(target.noun)) return undefined;
  return `no requirement of control ${id} is about each single ${target.noun}`;
}

function withdrawalOf({ withdrawals }: EligibleInput, waiver: Waiver): Withdrawal | undefined {
  return withdrawals.find((each) => (each.waiver === undefined || each.waiver === waiver.id) && each.controls.has(waiver.control));
}

/** A renewal ends the old waiver when it begins, whatever becomes of itself later: so age counts from the first. */
function successorOf(input: EligibleInput, waiver: Waiver): Waiver | undefined {
  const { waivers, request } = input;
  return waivers.find(
    (other) =>
      other !== waiver &&
      other.replaces === waiver.id &&
      other.control === waiver.control &&
      other.approval.kind === "accepted" &&
      !ignoresBlocks(input, other) &&
      other.from !== undefined &&
      other.from <= request.now,
  );
}

function outOfTime({ request: { now } }: EligibleInput, { from, expires, approval }: Waiver): NotApplied | undefined {
  if (approval.kind === "later") return { because: "pending", detail: approval.detail };
  const signedAt = approval.kind === "accepted" ? approval.at : undefined;
  const begins = [from, signedAt === undefined ? undefined : signedAt - SKEW].filter((at) => at !== undefined).find((at) => now < at);
  if (begins !== undefined) return { because: "pending", detail: `it begins at ${formatInstant(from ?? begins)}` };
  return now > expires ? { because: "expired", detail: `it expired at ${formatInstant(expires)}` } : undefined;
}

function outOfScope(input: EligibleInput, waiver: Waiver, control: Control): NotApplied | undefined {
  const detail = scopeDetail(input, waiver, control);
  return detail === undefined ? undefined : { because: "out-of-scope", detail };
}

function scopeDetail({ request }: EligibleInput, waiver: Waiver, control: Control): string | undefined {
  const { subject, repository, environment } = waiver.scope;
  const isStatement = waiver.origin.kind === "signed";
  if (environment !== undefined && environment !== request.stage.environment) return `it is for environment ${environment}`;
  if (subject !== undefined) return subjectDetail(request, waiver, subject, control);
  if (repository === undefined) return "it names no image";
  if (control.waivable?.scope !== "repository") return "it is for a whole repository, and the control is waivable for single images only";
  if (isStatement && waiver.about !== "policy")
    return "it is for a whole repository, and the statement that carries it is not about this policy";
  if (request.repository === undefined) return `it is for ${repository.text}, and no repository was asked for`;
  return repositoryUnder(request.repository, repository) ? undefined : `it is for ${repository.text}`;
}

/** One platform answers for itself alone, so where the image is judged as a whole nothing that is about one of its platforms counts. */
function subjectDetail(request: Request, { about, origin }: Waiver, subject: DigestSet, control: Control): string | undefined {
  const isOneOf = (each: readonly DigestSet[]): boolean => each.some((digests) => scalars.Digest.equal(subject, digests) === true);
  const isPlatform = !isOneOf(request.index ? [request.digest, request.index] : [request.digest]);
  const name = subject.digests.join(" ");
  if (isPlatform && !isOneOf((request.platforms?.each ?? []).map(({ digests }) => digests))) return `it is for ${name}`;
  const isByPlatform = control.everyPlatform !== undefined;
  if (isPlatform && !isByPlatform) return `it is for ${name}, which is one platform, and control ${control.id} judges the whole image`;
  if (origin.kind === "stated" || about === "subject") return undefined;
  if (about !== "platform") return "the statement that carries it is about something else";
  return isByPlatform ? undefined : `the statement that carries it is about one platform, and control ${control.id} judges the whole image`;
}

function tooLong({ approval, expires }: Waiver, upTo: bigint): NotApplied | undefined {
  const start = approval.kind === "accepted" ? approval.at : undefined;
  if (start === undefined || expires - start <= upTo) return undefined;
  return { because: "too-long", detail: `it lasts ${showDuration(expires - start)}, and the control allows ${showDuration(upTo)}` };
}

function notTrusted({ approval, from }: Waiver): NotApplied | undefined {
  if (approval.kind !== "accepted") return { because: "approver-not-trusted", detail: approval.detail };
  if (approval.at !== undefined && from !== undefined) return undefined;
  return { because: "approver-not-trusted", detail: "nobody proves when it was signed, so nobody can say how long it lasts" };
}

function notIndependent(input: EligibleInput, waiver: Waiver, control: Control): NotApplied | undefined {
  const detail = input.dependence(waiver, control);
  return detail === undefined ? undefined : { because: "approver-not-independent", detail };
}

/** An emergency whose review is overdue stops itself and every other emergency of its control. */
function reviewOverdue(input: EligibleInput, waiver: Waiver): NotApplied | undefined {
  if (waiver.kind !== "emergency") return undefined;
  const overdue = input.waivers.find(
    (each) =>
      each.kind === "emergency" &&
      each.control === waiver.control &&
      each.approval.kind === "accepted" &&
      each.reviewDueBy !== undefined &&
      each.reviewDueBy < input.request.now &&
      !isReviewed(input, each),
  );
  if (!overdue) return undefined;
  return { because: "review-overdue", detail: `the review of ${overdue.id} was due by ${formatInstant(overdue.reviewDueBy ?? 0n)}` };
}

/** A signed withdrawal ends a block of the policy too, so what hides one may not bring either back. */
function perhapsWithdrawn({ unseen }: EligibleInput): NotApplied | undefined {
  return unseen === undefined ? undefined : { because: "withdrawal-unknown", detail: unseen };
}

/** By a later waiver or a withdrawal that names it. */
function isReviewed(input: EligibleInput, waiver: Waiver): boolean {
  return withdrawalOf(input, waiver) !== undefined || successorOf(input, waiver) !== undefined;
}
