import { assert } from "../base/index.ts";
import type { TrustRoot } from "../language/index.ts";
import { admitAll, type Admission, type Admitted, type Verification } from "../trust/index.ts";
import { toTrustRoot } from "./trust-root.ts";

export type AdmittedBy =
  | { readonly kind: "accepted"; readonly root: TrustRoot; readonly admission: Admitted }
  | { readonly kind: "refused"; readonly admission: Exclude<Admission, Admitted> };

/** The first trust root that admits it; else the nearest answer, as for one root: what nobody decided, then a claim of the root before a stranger. */
export function admitAny(verifications: readonly Verification[], roots: readonly TrustRoot[], now: bigint): AdmittedBy {
  const answers = roots.map((root) => ({ root, admission: admitAll(verifications, toTrustRoot(root), now) }));
  for (const { root, admission } of answers) if (admission.kind === "admitted") return { kind: "accepted", root, admission };
  const refusals = answers.flatMap(({ admission }) => (admission.kind === "admitted" ? [] : [admission]));
  const [nearest] = (["undecided", "failed", "later", "not-ours"] as const).flatMap(
    (kind) => refusals.find((each) => each.kind === kind) ?? [],
  );
  assert(nearest, "at least one trust root is asked");
  return { kind: "refused", admission: nearest };
}
