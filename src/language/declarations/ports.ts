/** What checking declarations asks of the outside. Reading is synchronous; a port bounds what it reads. */
import type { Result } from "../../base/index.ts";
import type { ParameterLayer, TrustRoot } from "../checked/index.ts";

export interface DeclarePorts {
  /** `path` is relative to the folder of the main file, with `/`, normalised, never leaving it. `undefined`: no such file. */
  readFile(path: string): Uint8Array | undefined;
  /** Whether something stands there, be it readable or not: a lock file that cannot be read must not pass for none. */
  hasFile(path: string): boolean;
  /** The text of `std/slsa@1`, where this version ships it. */
  standardModule(specifier: string): string | undefined;
  /** The public keys in a file; the error finishes "the key file cannot be used: ". */
  loadKeys(bytes: Uint8Array): Result<readonly LoadedKey[], string>;
  /** The certificates of authorities in a file; the error finishes "the certificate file cannot be used: ". */
  loadCertificates(bytes: Uint8Array): Result<readonly LoadedCertificate[], string>;
  /** A trusted-root file of a Sigstore instance, checked; the error finishes "the trusted-root file cannot be used: ". */
  loadTrustedRoot(bytes: Uint8Array): Result<LoadedTrustedRoot, string>;
  /** `sha256:hex` over the bytes. */
  sha256(bytes: Uint8Array): string;
  /** Sigstore instances named in the lock file or in configuration; `public-good` is built in. */
  hasSigstoreInstance(name: string): boolean;
  /** A trust root of certificates would take the name of this signer; `at` in nanoseconds. Proves nothing by itself. */
  admitsName(root: TrustRoot, name: string, at: bigint): boolean;
}

export interface LoadedKey {
  /** SHA-256 over the SubjectPublicKeyInfo: `sha256:hex`. */
  readonly fingerprint: string;
  /** DER. */
  readonly spki: Uint8Array;
  /** What it signs with, where its file says something else than is usual for a key of its kind; opaque here. */
  readonly algorithm?: string;
  /** What signers call it beside its fingerprint, where its file says so. */
  readonly hints?: readonly string[];
  /** Nanoseconds, closed at both ends: where its file says when it is in use. */
  readonly validFrom?: bigint;
  readonly validUntil?: bigint;
}

export interface LoadedCertificate {
  /** SHA-256 over the certificate: `sha256:hex`. */
  readonly fingerprint: string;
  readonly der: Uint8Array;
}

export interface LoadedTrustedRoot {
  /** `sha256:hex` over the bytes. */
  readonly digest: string;
}

/** What a run says about the main file's parameters. */
export interface RunSettings {
  readonly parameters: readonly RunParameter[];
  /** The gate of the run; with one gate in the file that one is meant. */
  readonly gate?: string;
}

export interface RunParameter {
  readonly name: string;
  /** `3 days`, `a, b` for a set. */
  readonly value: string;
  readonly layer: Extract<ParameterLayer, "configuration" | "command-line">;
}

export interface DeclareInput {
  /** As the user knows it; diagnostics name files the same way. */
  readonly mainPath: string;
  readonly ports: DeclarePorts;
  readonly settings: RunSettings;
  /** The closed list of `stdlib.md` §15, which only standard modules may name. */
  readonly viaRules: ReadonlySet<string>;
  /** The claims of a certificate that `claim` may test: `verification.md` §4.3. */
  readonly claimNames: ReadonlySet<string>;
}
