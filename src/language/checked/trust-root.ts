import type { Span } from "../../diagnostics/index.ts";

/** A `trust` block, checked: who may sign. Times are nanoseconds since the epoch, both ends of a window included. */
export interface TrustRoot {
  /** As the policy writes it where it is used: `scanner`, `acme.release-workflow`. */
  readonly name: string;
  readonly kind: "sigstore" | "authority" | "keys";
  /** The instance name, or the path of a trusted-root file, for `sigstore`. No path is written like a name. */
  readonly sigstore?: string;
  /** Where `sigstore` is a path: what the file holds. */
  readonly trustedRoot?: TrustedRootFile;
  /** Of keys and own authorities: the one instance whose logs and timestamp authorities count; absent where nobody is asked when it signed. */
  readonly provenBy?: ProvenBy;
  /** Certificates for `authority`; each once. */
  readonly authorities: readonly TrustedAuthority[];
  readonly keys: readonly TrustedKey[];
  readonly issuer?: string;
  /** Joined by `and`. */
  readonly identity: readonly TextTest[];
  readonly claims: readonly { readonly name: string; readonly tests: readonly TextTest[] }[];
  readonly threshold: number;
  /** How many distinct operators must prove it; 0 demands none. */
  readonly logged: number;
  readonly timestamped: number;
  readonly refused: readonly { readonly tests: readonly TextTest[]; readonly since?: bigint }[];
  readonly acceptsClaimedTime: boolean;
  readonly span: Span;
}

/** As `sigstore` and `trustedRoot` of a trust root. */
export interface ProvenBy {
  readonly sigstore: string;
  readonly trustedRoot?: TrustedRootFile;
}

export interface TrustedRootFile {
  /** `sha256:hex` over the bytes. */
  readonly digest: string;
  readonly bytes: Uint8Array;
}

export interface TrustedAuthority {
  /** Relative to the policy's folder, as written. */
  readonly file: string;
  /** SHA-256 over the certificate: `sha256:hex`. */
  readonly fingerprint: string;
  readonly der: Uint8Array;
}

export interface TrustedKey {
  /** Relative to the policy's folder, as written. */
  readonly file: string;
  /** SHA-256 over the SubjectPublicKeyInfo: `sha256:hex`. */
  readonly fingerprint: string;
  /** DER. */
  readonly spki: Uint8Array;
  /** Where the key's file names one that is not the usual of its kind; opaque here. */
  readonly algorithm?: string;
  /** What signers call it beside its fingerprint; opaque here. */
  readonly hints?: readonly string[];
  readonly holder?: string;
  readonly validFrom?: bigint;
  readonly validUntil?: bigint;
  readonly revokedSince?: bigint;
}

export type TextTest =
  | { readonly kind: "is"; readonly text: string }
  | { readonly kind: "is-one-of"; readonly texts: readonly string[] }
  | { readonly kind: "under"; readonly text: string }
  | { readonly kind: "matches-glob"; readonly pattern: string }
  | { readonly kind: "matches-regex"; readonly pattern: string };
