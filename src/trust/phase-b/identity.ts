/** `identity`: issuer, alternative name and claims of a certificate, matched by us and exactly by default (R9). */
import type { CertificateSigner, SubjectAltName } from "../facts.ts";
import type { Fault, Reason } from "../steps.ts";
import type { IdentityDemand, TextTest } from "../trust-root.ts";
import { kindOfText, type TextKind } from "./segments.ts";
import { matchText, mayMatch, type TextMatch } from "./text-match.ts";

const kindOfSan: Readonly<Record<SubjectAltName["type"], TextKind>> = {
  uri: "uri",
  email: "email",
  "other-name": "plain",
  dns: "plain",
  "directory-name": "plain",
};

const identityReasons: Readonly<Record<Exclude<TextMatch, "match">, Reason>> = {
  mismatch: "identity-mismatch",
  "not-normal": "identity-not-normal",
  "wrong-type": "identity-type",
};

/** Why the tests, all of which apply, do not admit the name. */
export function sanFault(san: SubjectAltName, tests: readonly TextTest[]): Fault | undefined {
  if (tests.length === 0) return { reason: "identity-mismatch", detail: "the trust root admits no identity" };
  for (const test of tests) {
    const match = matchText(test, san.value, kindOfSan[san.type]);
    if (match !== "match") return { reason: identityReasons[match], detail: `the identity is \`${san.value}\`` };
  }
  return undefined;
}

/** All tests take the name in, or nobody can say that they do not. */
export function isRefusedBy(san: SubjectAltName, tests: readonly TextTest[]): boolean {
  return tests.length > 0 && tests.every((test) => mayMatch(test, san.value, kindOfSan[san.type]));
}

export interface IssuerSource {
  readonly issuer?: string;
  readonly issuerConflict: boolean;
}

export function issuerMatchFault(source: IssuerSource, issuer: string): Fault | undefined {
  if (source.issuerConflict) return { reason: "issuer-conflict", detail: "the certificate names two issuers" };
  if (source.issuer === undefined) return { reason: "issuer-absent", detail: "the certificate names no issuer" };
  return source.issuer === issuer ? undefined : { reason: "issuer-mismatch", detail: `the issuer is \`${source.issuer}\`` };
}

function claimFault(signer: CertificateSigner, claim: IdentityDemand["claimTests"][number]): Fault | undefined {
  const value = signer.claims.get(claim.name);
  if (value === undefined) return { reason: "claim-absent", detail: `the certificate has no claim \`${claim.name}\`` };
  const kind = kindOfText(value) === "uri" ? "uri" : "plain";
  const isAdmitted = claim.tests.every((test) => matchClaim(test, value, kind));
  return isAdmitted ? undefined : { reason: "claim-mismatch", detail: `\`${claim.name}\` is \`${value}\`` };
}

/** An exact test of a claim compares text with text, whatever either looks like. */
function matchClaim(test: TextTest, value: string, kind: TextKind): boolean {
  if (test.kind === "is") return test.text === value;
  if (test.kind === "is-one-of") return test.texts.includes(value);
  return matchText(test, value, kind) === "match";
}

export function certificateFault(signer: CertificateSigner, root: IdentityDemand & { readonly issuer?: string }): Fault | undefined {
  const issuer = root.issuer === undefined ? undefined : issuerMatchFault(signer, root.issuer);
  if (issuer !== undefined) return issuer;
  const san = sanFault(signer.san, root.identityTests);
  if (san !== undefined) return san;
  for (const claim of root.claimTests) {
    const fault = claimFault(signer, claim);
    if (fault !== undefined) return fault;
  }
  return undefined;
}
