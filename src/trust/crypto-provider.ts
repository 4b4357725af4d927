import type { Digest, DigestAlgorithm } from "../base/digest.ts";

/** `verification.md` §11. The last two are old cosign's: SHA-256 for every curve. */
export type SignatureAlgorithm =
  | "ecdsa-sha2-256-nistp256"
  | "ecdsa-sha2-384-nistp384"
  | "ecdsa-sha2-512-nistp521"
  | "ed25519"
  | "rsa-sign-pkcs1-sha256"
  | "rsa-sign-pss-sha256"
  | "ecdsa-sha2-256-nistp384"
  | "ecdsa-sha2-256-nistp521";

export type KeyFamily = "p256" | "p384" | "p521" | "ed25519" | "rsa";

/** An imported public key: an opaque handle with what may be known about it. */
export interface PublicKey {
  readonly family: KeyFamily | "unsupported";
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
  readonly algorithm: SignatureAlgorithm;
  /** Signed as if they were joined. */
  readonly parts: readonly Uint8Array[];
  /** ECDSA: DER. The raw form is converted before (D7). */
  readonly signature: Uint8Array;
}

/** The synchronous face; verification stands on it. Satisfies `Hasher` of base. */
export interface SyncCrypto {
  digest(algorithm: DigestAlgorithm, parts: Iterable<Uint8Array>): Uint8Array;
  /** `undefined` when the bytes are no SubjectPublicKeyInfo. Handles are cached by their bytes. */
  importPublic(spki: Uint8Array): PublicKey | undefined;
  /** False for anything that does not verify, malformed signatures included. Never throws on hostile input. */
  verify(job: SignatureJob): boolean;
}

/** One port with two faces, because the core is synchronous and WebCrypto is not. */
export interface CryptoProvider {
  readonly name: "node" | "webcrypto";
  readonly sync?: SyncCrypto;
}

/** Key handling and signing. ECDSA signatures are always DER. */
export interface SigningCrypto {
  generate(algorithm: SignatureAlgorithm): Promise<KeyPair>;
  importPrivate(pkcs8: Uint8Array, algorithm: SignatureAlgorithm): Promise<PrivateKey>;
  exportPrivate(key: PrivateKey): Promise<Uint8Array>;
  exportPublic(key: PrivateKey): Promise<Uint8Array>;
  sign(key: PrivateKey, parts: readonly Uint8Array[]): Promise<Uint8Array>;
  verify(job: Omit<SignatureJob, "key"> & { readonly spki: Uint8Array }): Promise<boolean>;
  randomBytes(count: number): Uint8Array;
}
