/** What a gate makes of an outcome. `language.md` §6.9. */
import type { Control, Mode, Requirement } from "../language/index.ts";
import type { Culprit } from "./culprits.ts";
import type { Truth } from "./truth.ts";
import type { Disposition, Outcome } from "./verdict.ts";

/** One part of the `and` that a body is. */
export interface Conjunct {
  readonly id: string;
  readonly truth: Truth;
  /** Last instant of a requirement's grace. */
  readonly graceUntil?: bigint;
  /** Of a requirement. */
  readonly requirement?: Requirement;
  /** Of a waivable control's `no` or `every` that is not true: the elements that keep it from being true. */
  readonly culprits?: readonly Culprit[];
}

const LISTED: { readonly [K in Mode]: Disposition } = { enforce: "enforced", warn: "warned", audit: "audited" };

export function dispositionOf(control: Control, mode: Mode, outcome: Outcome, conjuncts: readonly Conjunct[], now: bigint): Disposition {
  if (outcome === "satisfied" || outcome === "not-applicable") return "clear";
  if (control.enforceFrom !== undefined && now < control.enforceFrom) return "grace";
  const open = conjuncts.filter((conjunct) => conjunct.truth !== true);
  if (open.length > 0 && open.every((conjunct) => isInGrace(conjunct, now))) return "grace";
  return LISTED[mode];
}

export function isInGrace({ graceUntil }: Conjunct, now: bigint): boolean {
  return graceUntil !== undefined && now <= graceUntil;
}
