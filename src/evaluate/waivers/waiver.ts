/** Waivers as a run meets them: blocks of the policy and signed statements, in one form. `language.md` §6.10, `audit.md` §11. */
import type { DigestSet, Identity, Repository } from "../../base/index.ts";
import type { Span } from "../../diagnostics/index.ts";
import type { Evidence, WaivedPart } from "../../language/index.ts";

export interface Waiver {
  readonly id: string;
  readonly kind: "risk-acceptance" | "emergency";
  readonly control: string;
  /** Absent: the whole control. */
  readonly target?: WaivedPart;
  readonly scope: { readonly subject?: DigestSet; readonly repository?: Repository; readonly environment?: string };
  readonly reason: string;
  readonly ticket: string;
  readonly requestedBy: Identity;
  readonly compensating: readonly string[];
  /** First instant; absent where nobody can say when it began. */
  readonly from?: bigint;
  /** Last instant. */
  readonly expires: bigint;
  readonly replaces?: string;
  readonly reviewDueBy?: bigint;
  readonly approval: Approval;
  readonly origin: { readonly kind: "stated"; readonly span: Span } | { readonly kind: "signed"; readonly attestation: string };
  /** Of a statement: what it is about, `platform`: one of those that are judged. A block is about the policy that it stands in. */
  readonly about: "subject" | "platform" | "policy" | "other";
}

export type Approval =
  | {
      readonly kind: "accepted";
      /** As the policy names it. */
      readonly root: string;
      readonly approvers: readonly Identity[];
      /** When it was approved or signed; absent where nobody proves it. */
      readonly at?: bigint;
    }
  /** `later`: signed after the moment that is judged. */
  | { readonly kind: "not-accepted" | "later"; readonly signers: readonly string[]; readonly detail: string };

/** A statement that was signed as a waiver and does not say what one must. */
export interface UnreadableWaiver {
  readonly attestation: string;
  /** As far as it says one. */
  readonly id?: string;
  readonly detail: string;
}

/** Ends waivers of these controls, whose approvers one of its signers is. */
export interface Withdrawal {
  readonly attestation: string;
  /** Absent where it cannot be read: then it may be any. */
  readonly waiver?: string;
  readonly controls: ReadonlySet<string>;
}

/** What discovery found of them. */
export interface FoundWaivers {
  readonly waivers: readonly Waiver[];
  readonly unreadable: readonly UnreadableWaiver[];
  readonly withdrawals: readonly Withdrawal[];
  /** Why more may be there, a withdrawal among it: a clause. Absent where all of it was seen and decided. */
  readonly unseen?: string;
}

/** Who stands behind one statement that is evidence. */
export interface Parties {
  readonly signers: readonly Identity[];
  /** What its view marks `as author`; `undefined` where that cannot be read. */
  readonly authors?: readonly Identity[];
}

export type PartiesOf = (evidence: Evidence, attestation: string) => Parties;

/** Why a waiver that was met did not apply: the first that fits, in this order. `audit.md` §11. */
export type WaiverReason =
  | "invalid"
  | "orphan"
  | "refused-by-gate"
  | "not-signed"
  | "not-waivable"
  | "withdrawn"
  | "replaced"
  | "pending"
  | "expired"
  | "out-of-scope"
  | "too-long"
  | "approver-not-trusted"
  | "approver-not-independent"
  | "review-overdue"
  | "withdrawal-unknown"
  | "unverifiable-outcome"
  | "nothing-to-waive"
  | "incomplete-cover";

/** One conjunct that a waiver covers. */
export interface Cover {
  /** `C-02.no-criticals`, `C-02.scan`. */
  readonly conjunct: string;
  /** Positions of the elements; absent where it covers the conjunct whole. */
  readonly elements?: readonly number[];
}

export interface NotApplied {
  readonly because: WaiverReason;
  /** A clause: what was found. */
  readonly detail?: string;
}

export type WaiverVerdict =
  | { readonly kind: "applied"; readonly waiver: Waiver; readonly covers: readonly Cover[] }
  | ({ readonly kind: "not-applied"; readonly waiver: Waiver } & NotApplied)
  | ({ readonly kind: "unreadable"; readonly waiver: UnreadableWaiver } & NotApplied);
