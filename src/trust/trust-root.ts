import type { Digest } from "../base/index.ts";

/** One test of a text or an identity; tests of a list all apply. `language.md` §5.6. */
export type TextTest =
  | { readonly kind: "is"; readonly text: string }
  | { readonly kind: "is-one-of"; readonly texts: readonly string[] }
  | { readonly kind: "under"; readonly text: string }
  | { readonly kind: "matches-glob"; readonly pattern: string }
  /** RE2, whole string. */
  | { readonly kind: "matches-regex"; readonly pattern: string };

/** How many distinct operators must vouch. `atLeast` counts only where `required`. */
export interface Demand {
  readonly required: boolean;
  readonly atLeast: number;
}

export interface Refusal {
  readonly tests: readonly TextTest[];
  /** Nanoseconds; from that moment on. Absent: always. */
  readonly since?: bigint;
}

export interface TrustedKey {
  /** As the policy writes it; for messages only. */
  readonly file: string;
  readonly fingerprint: Digest;
  /** DER SubjectPublicKeyInfo. */
  readonly spki: Uint8Array;
  /** What signers call it beside its fingerprint: serves "claims R" only. */
  readonly hints?: readonly string[];
  /** The identity this key signs as. */
  readonly holder?: string;
  /** Nanoseconds, closed at both ends. */
  readonly validFrom?: bigint;
  readonly validUntil?: bigint;
  /** What is not proven older than this is rejected. */
  readonly revokedSince?: bigint;
  /** The predicate types this key may speak for; absent: any. No syntax in language 1. */
  readonly purposes?: readonly string[];
}

interface Common {
  readonly name: string;
  /** Distinct signers over the same payload bytes; at least 1. */
  readonly threshold: number;
  readonly logged: Demand;
  readonly timestamped: Demand;
  readonly refuse: readonly Refusal[];
  /** SHA-256 of the DER of certificates that signed what must not count. No syntax in language 1. */
  readonly refusedCertificates?: readonly Digest[];
  /** Entries of logs that must not count, `logId` in lower-case hex. No syntax in language 1. */
  readonly refusedEntries?: readonly { readonly logId: string; readonly logIndex: bigint }[];
  readonly acceptClaimedTime: boolean;
}

export interface IdentityDemand {
  /** Of the one SAN; all apply, never empty. */
  readonly identityTests: readonly TextTest[];
  readonly claimTests: readonly { readonly name: string; readonly tests: readonly TextTest[] }[];
}

export interface SigstoreTrust extends Common, IdentityDemand {
  readonly kind: "sigstore";
  /** The name of the Sigstore instance, `public-good` for instance. */
  readonly sigstore: string;
  readonly issuer: string;
  /** Distinct CT log operators where the instance lists CT logs; 1 unless the library says otherwise. */
  readonly scts: number;
}

export interface KeysTrust extends Common, ProofDemand {
  readonly kind: "keys";
  readonly keys: readonly TrustedKey[];
}

/** Whose logs and timestamp authorities count: a Sigstore instance by its name. Absent: nobody's, and no time is proven. */
export interface ProofDemand {
  readonly provenBy?: string;
}

export interface AuthorityTrust extends Common, IdentityDemand, ProofDemand {
  readonly kind: "authority";
  /** SHA-256 of the DER of each certificate listed; with the same certificates phase A made its `OwnAuthorities`. */
  readonly authorities: readonly Digest[];
  readonly issuer?: string;
  /** `required`: what no revocation list in force vouches for is rejected. No syntax in language 1. */
  readonly revocation: "not-asked" | "required";
}

/** A `trust` block of a policy, checked: who may sign. `verification.md` §5. */
export type TrustRoot = SigstoreTrust | KeysTrust | AuthorityTrust;
