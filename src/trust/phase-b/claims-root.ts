/** Whether an envelope claims a trust root, `language.md` §6.3: it chooses between two outcomes that both block, nothing else. */
import type { Digest } from "../../base/index.ts";
import type { SubjectAltName } from "../facts.ts";
import { spkiHints } from "../keys/hints.ts";
import type { KeysTrust, TrustRoot } from "../trust-root.ts";
import type { Verification } from "../verification.ts";
import { issuerMatchFault, sanFault } from "./identity.ts";

interface Claim {
  readonly hints: readonly string[];
  readonly fingerprints: readonly Digest[];
  readonly issuer?: string;
  readonly san?: SubjectAltName;
}

export function claimsRoot(verification: Verification, root: TrustRoot): boolean {
  const claim = verification.kind === "verified" ? provenClaim(verification) : rejectedClaim(verification);
  return root.kind === "keys" ? namesKey(claim, root) : namesIdentity(claim, root);
}

function provenClaim({ facts }: Extract<Verification, { kind: "verified" }>): Claim {
  const [first] = facts.signers;
  if (first?.kind === "certificate") {
    const claim = { hints: facts.keyHints, fingerprints: [first.keyFingerprint], san: first.san };
    return first.issuer === undefined ? claim : { ...claim, issuer: first.issuer };
  }
  return { hints: facts.keyHints, fingerprints: facts.signers.map((signer) => signer.fingerprint) };
}

function rejectedClaim({ claimed, signedBy }: Extract<Verification, { kind: "rejected" }>): Claim {
  const claim = { hints: claimed.keyids, fingerprints: signedBy };
  const withIssuer = claimed.issuer === undefined ? claim : { ...claim, issuer: claimed.issuer };
  return claimed.san === undefined ? withIssuer : { ...withIssuer, san: claimed.san };
}

function namesKey(claim: Claim, root: KeysTrust): boolean {
  if (root.keys.some((key) => claim.fingerprints.includes(key.fingerprint))) return true;
  return root.keys.some((key) => [...spkiHints(key.fingerprint), ...(key.hints ?? [])].some((hint) => claim.hints.includes(hint)));
}

function namesIdentity(claim: Claim, root: Exclude<TrustRoot, KeysTrust>): boolean {
  if (claim.san === undefined) return false;
  if (root.issuer !== undefined && issuerMatchFault({ issuer: claim.issuer ?? "", issuerConflict: false }, root.issuer) !== undefined)
    return false;
  return sanFault(claim.san, root.identityTests) === undefined;
}
