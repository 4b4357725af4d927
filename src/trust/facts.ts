import type { Digest } from "../base/index.ts";

/** How the signature was found. Recognised by content, never by a media type. */
export type Carrier = "dsse" | "sigstore-bundle" | "cosign-layer";

/** Its type decides how an identity is compared. */
export interface SubjectAltName {
  readonly type: "uri" | "email" | "other-name" | "dns" | "directory-name";
  readonly value: string;
}

export interface KeySigner {
  readonly kind: "key";
  /** SHA-256 of the SubjectPublicKeyInfo. Keys are counted by it and by nothing else. */
  readonly fingerprint: Digest;
}

export interface CertificateSigner {
  readonly kind: "certificate";
  /** SHA-256 of the certificate's DER. */
  readonly fingerprint: Digest;
  /** SHA-256 of the SubjectPublicKeyInfo of its key. */
  readonly keyFingerprint: Digest;
  /** The issuer claim (.8, or .1 where .8 is absent); never the distinguished name. */
  readonly issuer?: string;
  /** Claims .1 and .8 are both there and differ. `issuer` is absent then. */
  readonly issuerConflict: boolean;
  readonly san: SubjectAltName;
  /** By the names of `verification.md` §4.3; the old claims as `legacy-…`. */
  readonly claims: ReadonlyMap<string, string>;
  /** Nanoseconds since the epoch, closed at both ends. */
  readonly notBefore: bigint;
  readonly notAfter: bigint;
}

export type Signer = KeySigner | CertificateSigner;

/** A time that a log or a timestamp authority vouches for and that speaks about this very signature: M1. */
export interface TrustedTime {
  readonly kind: "log" | "timestamp";
  readonly operator: string;
  /** Nanoseconds since the epoch. */
  readonly at: bigint;
}

export interface LogFact {
  readonly operator: string;
  readonly logIndex: bigint;
  /** Lower-case hex. */
  readonly logId: string;
  /** A proof, with or without a promise beside it, counts as `proof`. */
  readonly kind: "promise" | "proof";
  /** `dsse 0.0.1` and the like. */
  readonly entryKind: string;
  /** Only where a promise covers it. Nanoseconds since the epoch. */
  readonly integratedTime?: bigint;
}

export interface SctFact {
  readonly operator: string;
  readonly logId: string;
  readonly at: bigint;
}

/** A path of the certificate to authorities that a trust root names itself. */
export interface OwnPath {
  /** `authoritySetId` of the set. */
  readonly authorities: string;
  /** SHA-256 of the anchor's DER. */
  readonly anchor: Digest;
  /** What the set's revocation lists say of the path; `unknown` where there are none, or none that is in force. */
  readonly revocation: "good" | "revoked" | "unknown";
}

/** What phase A proved about one envelope. Holds no decision: thresholds, windows and identities are judged from it. */
export interface SignerFacts {
  readonly carrier: Carrier;
  readonly envelopeDigest: Digest;
  /** SHA-256 of the payload bytes: envelopes with the same payload are one candidate. */
  readonly payloadDigest: Digest;
  readonly payloadType: string;
  /** Distinct keys in the order of the signatures, or exactly one certificate. */
  readonly signers: readonly Signer[];
  /** The Sigstore instance that vouched for the certificate and the log entries; never there for a certificate of own authorities alone. */
  readonly sigstoreRoot?: { readonly name: string; readonly digest: Digest };
  /** Where the run has own authorities and the certificate leads to some. */
  readonly ownPaths?: readonly OwnPath[];
  readonly times: readonly TrustedTime[];
  /** The earliest of `times`: M4. */
  readonly signedAt?: bigint;
  readonly logs: readonly LogFact[];
  readonly scts: readonly SctFact[];
  /** The Sigstore root lists CT logs, so that an SCT can be demanded. */
  readonly sctsExpected: boolean;
  /** What `keyid`s and hints say. Unauthenticated; serves "claims R" only. */
  readonly keyHints: readonly string[];
}
