/** Signed waivers and withdrawals among the attestations of a run. `language.md` §6.10, `stdlib.md` §10. */
import type { DigestSet, Hasher, Identity, Repository } from "../base/index.ts";
import type { Approval, FoundWaivers, Search, UnreadableWaiver, Waiver, Withdrawal } from "../evaluate/index.ts";
import { relateSubject, type JudgedSubject } from "../evidence/index.ts";
import { bundleDigest, type CheckedPolicy, type Control, type TrustRoot, type WaivedPart } from "../language/index.ts";
import { isUndecided, type Verification, type VerifiedEnvelope } from "../trust/index.ts";
import { admitAny, type AdmittedBy } from "./admit-any.ts";
import { byPayload } from "./by-payload.ts";
import type { JudgedAttestation } from "./judged.ts";
import { identityOf } from "./signers.ts";
import { readFields, type Fields } from "./statement-fields.ts";

export interface WaiverSearch {
  readonly policy: CheckedPolicy;
  readonly attestations: readonly JudgedAttestation[];
  /** The digest that was asked for. */
  readonly subject: JudgedSubject;
  /** Each platform of it. */
  readonly platforms: readonly JudgedSubject[];
  /** Why the listing of what was found is not whole; empty where it is. */
  readonly incomplete: Search["incomplete"];
  readonly now: bigint;
  readonly hasher: Hasher;
}

export interface WaiversFound extends FoundWaivers {
  /** Sentences about what calls itself a waiver and could not be verified. */
  readonly warnings: readonly string[];
}

/** What nobody's key or certificate stands behind is no waiver, and is told as a warning. */
export function findWaivers(search: WaiverSearch): WaiversFound {
  const { waiverViews: views } = search.policy;
  const found: { waivers: Waiver[]; unreadable: UnreadableWaiver[]; withdrawals: Withdrawal[]; warnings: string[] } = {
    waivers: [],
    unreadable: [],
    withdrawals: [],
    warnings: [],
  };
  if (!views) return found;
  const isOf = (view: typeof views.waiver, type: string | undefined) => view.predicateTypes.some((each) => each.type === type);
  for (const group of byPayload(search.attestations)) {
    const verified = group.find(isVerified);
    const predicateType = typeOf((verified ?? group[0]).verification);
    const isWaiver = isOf(views.waiver, predicateType);
    if (!isWaiver && !isOf(views.withdrawal, predicateType)) continue;
    if (!verified) found.warnings.push(unverifiedWords(group[0], isWaiver ? "waiver" : "withdrawal"));
    else if (!isWaiver) found.withdrawals.push(withdrawalOf(search, group, verified));
    else {
      const waiver = waiverOf(search, group, verified);
      if ("detail" in waiver) found.unreadable.push(waiver);
      else found.waivers.push(waiver);
    }
  }
  const isOfEither = (type: string | undefined) => type === undefined || isOf(views.waiver, type) || isOf(views.withdrawal, type);
  return { ...found, unseen: unseenIn(search, isOfEither) };
}

function typeOf(verification: Verification): string | undefined {
  return verification.kind === "verified" ? verification.statement.predicateType : verification.claimed.predicateType;
}

/**
 * Who can make a source fail, or an envelope cost too much, must not bring back what has been withdrawn. That somebody else's copy of the
 * statement was decided says nothing: it counts where everybody who may approve a waiver has it from enough signers without the rest.
 */
function unseenIn(search: WaiverSearch, couldBe: (type: string | undefined) => boolean): string | undefined {
  const { attestations, incomplete, policy, now } = search;
  const [gap] = incomplete;
  if (gap) return `what was found may not be all, a withdrawal among the rest: ${gap.detail}`;
  const isSettled = (group: Group): boolean =>
    policy.controls.every(({ waivable }) => waivable === undefined || isAdmitted(group, waivable.by, now));
  const [open] = byPayload(attestations).flatMap((group) => {
    const undecided = group.find(({ verification }) => isUndecided(verification) && couldBe(typeOf(verification)));
    return undecided !== undefined && !isSettled(group) ? [undecided] : [];
  });
  return open && `${open.id} may be its withdrawal, and could not be decided`;
}

type Group = readonly [JudgedAttestation, ...JudgedAttestation[]];
type VerifiedAttestation = JudgedAttestation & { readonly verification: VerifiedEnvelope };

function isVerified(attestation: JudgedAttestation): attestation is VerifiedAttestation {
  return attestation.verification.kind === "verified";
}

function unverifiedWords({ id, verification }: JudgedAttestation, what: string): string {
  const because = verification.kind === "rejected" ? `${verification.step}: ${verification.reason}` : "unknown";
  return `${id} calls itself a ${what} and could not be verified (${because}), so it counts for nothing`;
}

function waiverOf(search: WaiverSearch, group: Group, { id, verification }: VerifiedAttestation): Waiver | UnreadableWaiver {
  const { policy } = search;
  const { statement } = verification;
  const read = readFields(policy.waiverViews?.waiver, statement);
  if (!read.ok) return { attestation: id, detail: read.error };
  const said = sayings(read.value);
  const name = read.value.text("id");
  if (!ID.test(name)) return { attestation: id, detail: "its id is no word: letters, digits, dots, hyphens and underscores" };
  if (typeof said === "string") return { attestation: id, id: name, detail: said };
  const control = policy.controls.find((each) => each.id === said.control);
  const approval = approvalOf(search, group, control);
  const signedAt = approval.kind === "accepted" ? approval.at : undefined;
  return {
    ...said,
    from: said.from ?? signedAt,
    approval: claimedTime(approval, control, said.from),
    origin: { kind: "signed", attestation: id },
    about: aboutOf(search, statement),
  };
}

/** Where no time is proven, a trust root that accepts claimed times lets the waiver say when it begins. */
function claimedTime(approval: Approval, control: Control | undefined, from: bigint | undefined): Approval {
  if (approval.kind !== "accepted" || approval.at !== undefined) return approval;
  const isAccepted = control?.waivable?.by.some((root) => root.name === approval.root && root.acceptsClaimedTime) === true;
  return isAccepted && from !== undefined ? { ...approval, at: from } : approval;
}

/** A waiver for a whole repository is about the policy, by the digest of its texts. */
function aboutOf({ subject, platforms, policy, hasher }: WaiverSearch, statement: VerifiedEnvelope["statement"]): Waiver["about"] {
  const isAbout = (judged: JudgedSubject): boolean => relateSubject(statement, judged).kind !== "none";
  if (isAbout(subject)) return "subject";
  if (platforms.some(isAbout)) return "platform";
  return relateSubject(statement, { digest: bundleDigest(policy, hasher), indexPath: [] }).kind === "same" ? "policy" : "other";
}

/** As the ids of a policy are written, so that reports can name it. */
const ID = /^[A-Za-z_][A-Za-z0-9._-]{0,127}$/u;

type Said = Omit<Waiver, "approval" | "origin" | "about">;

/** What it says, or why that is no waiver. */
function sayings(fields: Fields): Said | string {
  const scope = scopeOf(fields);
  const target = targetOf(fields);
  if (typeof scope === "string") return scope;
  if (typeof target === "string") return target;
  const kind = fields.member("kind") === "emergency" ? ("emergency" as const) : ("risk-acceptance" as const);
  const reviewDueBy = fields.record("review")?.value("dueBy") as bigint | undefined;
  if (kind === "emergency" && reviewDueBy === undefined) return "an emergency says by when it is reviewed, and this one does not";
  const texts = {
    id: fields.text("id"),
    control: fields.text("control"),
    reason: fields.text("reason").trim(),
    ticket: fields.text("ticket"),
  };
  const empty = Object.entries(texts).find(([, text]) => text === "");
  if (empty) return `its ${empty[0]} is empty`;
  const [from, expires] = [fields.value("notBefore") as bigint | undefined, fields.value("expires") as bigint];
  if (from !== undefined && expires < from) return "it expires before it begins";
  const replaces = fields.optionalText("replaces");
  if (replaces === texts.id) return "it replaces itself";
  const requestedBy = fields.value("requestedBy") as Identity;
  return { ...texts, kind, target, scope, requestedBy, compensating: fields.texts("compensating"), from, expires, replaces, reviewDueBy };
}

function scopeOf(fields: Fields): Waiver["scope"] | string {
  const scope = fields.record("scope");
  const subject = scope?.value("subject") as DigestSet | undefined;
  const repository = scope?.value("repository") as Repository | undefined;
  if ((subject === undefined) === (repository === undefined)) return "its scope names not exactly one of `subject` and `repository`";
  return { subject, repository, environment: scope?.optionalText("environment") };
}

function targetOf(fields: Fields): WaivedPart | undefined | string {
  const requirement = fields.optionalText("requirement");
  const elements = fields.record("for");
  const noun = elements?.optionalText("noun");
  const keys = elements?.texts("keys") ?? [];
  if (requirement !== undefined && noun !== undefined) return "it names a requirement and elements, and may name one of them";
  if (requirement !== undefined) return { kind: "requirement", id: requirement };
  if (noun === undefined) return undefined;
  return keys.length > 0 ? { kind: "elements", noun, keys } : `it names no single ${noun}`;
}

/** Of a control that nobody may waive, nobody is asked whom it trusts. */
function approvalOf({ now }: WaiverSearch, group: Group, control: Control | undefined): Approval {
  const signers = namesOf(group);
  if (!control?.waivable) return { kind: "not-accepted", signers, detail: "nobody may approve it" };
  const admitted = admitAny(verificationsOf(group), control.waivable.by, now);
  if (admitted.kind === "accepted") return acceptedBy(admitted);
  return { kind: admitted.admission.kind === "later" ? "later" : "not-accepted", signers, detail: admitted.admission.detail };
}

function acceptedBy({ root, admission }: Extract<AdmittedBy, { kind: "accepted" }>): Approval {
  return { kind: "accepted", root: root.name, approvers: admission.signers.map(identityOf), at: admission.signedAt };
}

function verificationsOf(group: Group): readonly Verification[] {
  return group.map(({ verification }) => verification);
}

/** Who really signed, whether or not anybody accepts them. */
function namesOf(group: Group): readonly string[] {
  const names = group.flatMap(({ verification }) =>
    verification.kind === "verified"
      ? verification.facts.signers.map((signer) => (signer.kind === "key" ? signer.fingerprint : signer.san.value))
      : [],
  );
  return [...new Set(names)];
}

function withdrawalOf({ policy, now }: WaiverSearch, group: Group, { id, verification }: VerifiedAttestation): Withdrawal {
  const read = readFields(policy.waiverViews?.withdrawal, verification.statement);
  const mayWithdraw = ({ waivable }: Control) => waivable !== undefined && isAdmitted(group, waivable.by, now);
  const controls = new Set(policy.controls.filter(mayWithdraw).map((control) => control.id));
  return { attestation: id, controls, waiver: read.ok ? read.value.text("waiver") : undefined };
}

function isAdmitted(group: Group, roots: readonly TrustRoot[], now: bigint): boolean {
  return admitAny(verificationsOf(group), roots, now).kind === "accepted";
}
