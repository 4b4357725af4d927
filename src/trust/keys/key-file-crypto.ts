/** What opening a key file asks of the machine. Bounds are checked before any of it is asked. */
export interface ScryptCost {
  readonly n: number;
  readonly r: number;
  readonly p: number;
}

export type Pbkdf2Hash = "sha1" | "sha256" | "sha384" | "sha512";

export interface KeyFileCrypto {
  scrypt(password: Uint8Array, salt: Uint8Array, cost: ScryptCost, length: number): Promise<Uint8Array>;
  pbkdf2(password: Uint8Array, salt: Uint8Array, iterations: number, length: number, hash: Pbkdf2Hash): Promise<Uint8Array>;
  /** AES in CBC mode, the key's length decides which; `undefined` where the padding is wrong. */
  decryptCbc(key: Uint8Array, iv: Uint8Array, ciphertext: Uint8Array): Uint8Array | undefined;
  /** The DER SubjectPublicKeyInfo of PKCS #8 bytes; `undefined` where they are no private key. */
  publicOf(pkcs8: Uint8Array): Uint8Array | undefined;
}

/** What 128·N·r may come to, and p: `verification.md` §8. Nothing is allocated before this is known. */
const MAX_MEMORY_BYTES = 256 * 1024 * 1024;
const MAX_PARALLEL = 4;

/** A clause; `undefined` when the derivation may be run. */
export function scryptFault({ n, r, p }: ScryptCost): string | undefined {
  const isPowerOfTwo = Number.isSafeInteger(n) && n >= 2 && Number.isInteger(Math.log2(n));
  if (!isPowerOfTwo) return "its scrypt cost is no power of two";
  if (!Number.isSafeInteger(r) || r < 1 || 128 * n * r > MAX_MEMORY_BYTES) return "its scrypt cost is above 256 MiB";
  return Number.isSafeInteger(p) && p >= 1 && p <= MAX_PARALLEL ? undefined : `its scrypt parallelism is above ${MAX_PARALLEL}`;
}
