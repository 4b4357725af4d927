import type { Digest } from "../../base/index.ts";

export interface Extension {
  readonly oid: string;
  readonly critical: boolean;
  /** The bytes inside the OCTET STRING. */
  readonly value: Uint8Array;
  /** The whole extension as it stands in the certificate. */
  readonly raw: Uint8Array;
}

/** A certificate as parsed, RFC 5280 §4.1. Parsing proves its form and nothing about who issued it. */
export interface Certificate {
  readonly der: Uint8Array;
  /** SHA-256 of `der`. */
  readonly fingerprint: Digest;
  /** The bytes the issuer signed, as they stand in `der`. */
  readonly tbs: Uint8Array;
  /** 1, 2 or 3. */
  readonly version: number;
  readonly serial: Uint8Array;
  /** DER of the names; compared byte by byte. */
  readonly issuer: Uint8Array;
  readonly subject: Uint8Array;
  /** Nanoseconds, closed at both ends. */
  readonly notBefore: bigint;
  readonly notAfter: bigint;
  /** DER SubjectPublicKeyInfo. */
  readonly spki: Uint8Array;
  readonly signatureOid: string;
  /** The algorithm identifiers inside and outside the signed part are the same bytes. */
  readonly signatureAlgorithmsAgree: boolean;
  readonly signature: Uint8Array;
  readonly extensions: readonly Extension[];
}
