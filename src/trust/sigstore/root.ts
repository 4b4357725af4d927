import type { Digest } from "../../base/index.ts";
import type { PublicKey, VerifyAlgorithm } from "../crypto-provider.ts";
import type { Certificate } from "../x509/certificate.ts";

/** A closed interval in nanoseconds since the epoch. */
export interface Window {
  readonly start: bigint;
  /** Absent: it has not ended. */
  readonly end?: bigint;
}

/** A certificate or timestamp authority: one generation of one operator. */
export interface Authority {
  readonly operator: string;
  /** Issuing certificate first, anchor last. */
  readonly chain: readonly Certificate[];
  readonly validFor: Window;
}

/** A transparency log or CT log: one key of one operator. */
export interface LogKey {
  readonly operator: string;
  readonly baseUrl: string;
  /** Host of the base URL: the name its checkpoints are signed under. */
  readonly host: string;
  /** Lower-case hex. */
  readonly logId: string;
  /** The first four bytes of the C2SP key id, lower-case hex. */
  readonly keyId: string;
  readonly key: PublicKey;
  readonly algorithm: VerifyAlgorithm;
  readonly validFor: Window;
}

/** One Sigstore instance: one `trusted_root.json`, loaded and checked. `verification.md` §9. */
export interface SigstoreRoot {
  readonly name: string;
  /** SHA-256 of the file's bytes. */
  readonly digest: Digest;
  readonly certificateAuthorities: readonly Authority[];
  readonly timestampAuthorities: readonly Authority[];
  readonly logs: readonly LogKey[];
  readonly ctLogs: readonly LogKey[];
}

export function within(window: Window, at: bigint): boolean {
  return at >= window.start && (window.end === undefined || at <= window.end);
}
