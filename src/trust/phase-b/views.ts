/** An envelope as one trust root sees it: only the instance that the root names proves to it when something was signed. */
import { assert } from "../../base/index.ts";
import type { TrustRoot } from "../trust-root.ts";
import type { Verification } from "../verification.ts";

/** Identities of a Sigstore instance are proven by that instance itself. */
export function asProvenTo(verification: Verification, root: TrustRoot): Verification {
  if (verification.views === undefined || root.kind === "sigstore") return verification;
  const view = verification.views.find(({ provenBy }) => provenBy === root.provenBy);
  assert(view !== undefined, "the verifier's material names every prover of the trust roots that are judged");
  return view.verification;
}

/** The envelope itself, then what it is to each prover. */
export function everyView(verification: Verification): readonly Verification[] {
  return [verification, ...(verification.views ?? []).map((view) => view.verification)];
}
