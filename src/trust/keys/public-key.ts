import type { PublicKey, SignatureAlgorithm } from "../crypto-provider.ts";

/** A key a user listed. The algorithm comes from here and never from an envelope (R7). */
export interface PublicKeyEntry {
  /** Where it was read from, for messages: file name and block. */
  readonly source: string;
  readonly key: PublicKey;
  readonly algorithm: SignatureAlgorithm;
  /** Names a `keyid` or bundle hint may use for it beside its fingerprint. Hints order the work and decide nothing. */
  readonly hints: readonly string[];
  /** Nanoseconds, closed at both ends: where the file itself says when the key is in use. */
  readonly validFrom?: bigint;
  readonly validUntil?: bigint;
}
