import type { Digest, Hasher } from "../base/index.ts";

/** What keys may sign with, `verification.md` §11. The last two are old cosign's: SHA-256 for every curve. */
export type SignatureAlgorithm =
  | "ecdsa-sha2-256-nistp256"
  | "ecdsa-sha2-384-nistp384"
  | "ecdsa-sha2-512-nistp521"
  | "ed25519"
  | "rsa-sign-pkcs1-sha256"
  | "rsa-sign-pss-sha256"
  | "ecdsa-sha2-256-nistp384"
  | "ecdsa-sha2-256-nistp521";

/** Further pairs that certificates and timestamp tokens use. */
export type VerifyAlgorithm =
  | SignatureAlgorithm
  | "ecdsa-sha2-384-nistp256"
  | "ecdsa-sha2-512-nistp256"
  | "ecdsa-sha2-512-nistp384"
  | "ecdsa-sha2-384-nistp521"
  | "rsa-sign-pkcs1-sha384"
  | "rsa-sign-pkcs1-sha512";

export type KeyFamily = "p256" | "p384" | "p521" | "ed25519" | "rsa";

/** An imported public key: an opaque handle with what may be known about it. */
export interface PublicKey {
  readonly family: KeyFamily | "unsupported";
  /** Of the modulus for RSA, of the field for the others. */
  readonly bits: number;
  /** SHA-256 of the SubjectPublicKeyInfo. */
  readonly fingerprint: Digest;
  readonly spki: Uint8Array;
}

/** Made by one provider and used with the same one. */
export interface PrivateKey {
  readonly algorithm: SignatureAlgorithm;
  readonly handle: unknown;
}

export interface KeyPair {
  readonly privateKey: PrivateKey;
  /** DER SubjectPublicKeyInfo. */
  readonly spki: Uint8Array;
}

export interface SignatureJob {
  readonly key: PublicKey;
  readonly algorithm: VerifyAlgorithm;
  /** Signed as if they were joined. */
  readonly parts: readonly Uint8Array[];
  /** ECDSA: DER. The raw form is converted before (D7). */
  readonly signature: Uint8Array;
}

/** The synchronous face; verification stands on it. */
export interface SyncCrypto extends Hasher {
  /** `undefined` when the bytes are no SubjectPublicKeyInfo. Handles are cached by their bytes. */
  importPublic(spki: Uint8Array): PublicKey | undefined;
  /** False for anything that does not verify, malformed signatures and keys of another family included. Does not throw. */
  verify(job: SignatureJob): boolean;
}

/** Key handling and signing. ECDSA signatures are always DER. */
export interface SigningCrypto {
  generate(algorithm: SignatureAlgorithm): Promise<KeyPair>;
  importPrivate(pkcs8: Uint8Array, algorithm: SignatureAlgorithm): Promise<PrivateKey>;
  exportPrivate(key: PrivateKey): Promise<Uint8Array>;
  sign(key: PrivateKey, parts: readonly Uint8Array[]): Promise<Uint8Array>;
  verify(job: SignatureJob): Promise<boolean>;
  randomBytes(count: number): Uint8Array;
}
