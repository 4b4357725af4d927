import type { DigestSet, Identity, Repository, View } from "../../base/index.ts";
import type { Span } from "../../diagnostics/index.ts";

/** A `waive` block, checked. `language.md` §6.10. Times are nanoseconds since the epoch. */
export interface WaiveBlock {
  readonly id: string;
  /** A control of this policy that is waivable. */
  readonly control: string;
  /** Absent: the whole control. */
  readonly target?: WaivedPart;
  readonly reason: string;
  readonly ticket: string;
  readonly requestedBy: Identity;
  readonly approvedBy: Identity;
  /** The trust roots that know the approver. */
  readonly approvedUnder: string;
  /** First instant of the day. */
  readonly approvedOn: bigint;
  /** Last instant. */
  readonly expires: bigint;
  readonly scope: WaiverScope;
  readonly compensating: readonly string[];
  readonly replaces?: string;
  /** From `waive` to the id. */
  readonly span: Span;
}

export type WaivedPart =
  /** `C-02.no-criticals`. */
  | { readonly kind: "requirement"; readonly id: string }
  /** `finding "CVE-1", "CVE-2"`. */
  | { readonly kind: "elements"; readonly noun: string; readonly keys: readonly string[] };

export type WaiverScope =
  | { readonly kind: "subject"; readonly digests: DigestSet }
  /** That repository and all below it. */
  | { readonly kind: "repository"; readonly repository: Repository };

/** The views through which the engine reads signed waivers. */
export interface WaiverViews {
  readonly waiver: View;
  readonly withdrawal: View;
}
