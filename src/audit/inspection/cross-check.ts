/** What @sigstore/verify says of the same bundle, beside our own answer. */
import type { CrossCheck } from "../../trust/index.ts";
import { defined } from "../trace/defined.ts";
import { textPart } from "../trace/value.ts";

export interface CrossCheckPart {
  /** `disagrees`: one of the two is wrong, and nobody intended it. */
  readonly outcome: CrossCheck["kind"];
  /** `verified`, or the code of its refusal. */
  readonly theirs?: string;
  readonly detail?: string;
  /** Why the two are meant to differ. */
  readonly why?: string;
}

export function crossCheckPart(check: CrossCheck | undefined): CrossCheckPart | undefined {
  if (check === undefined) return undefined;
  if (check.kind === "not-asked") return { outcome: check.kind };
  const { theirs } = check;
  return defined({
    outcome: check.kind,
    theirs: theirs.kind === "verified" ? "verified" : theirs.code,
    detail: theirs.kind === "verified" ? undefined : textPart(theirs.detail),
    why: check.kind === "differs" ? check.why : undefined,
  });
}
