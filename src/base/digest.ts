/** `algorithm:hex`, lower case. The only digest form that travels between modules. */
export type Digest = `sha256:${string}` | `sha384:${string}` | `sha512:${string}`;
export type DigestAlgorithm = "sha256" | "sha384" | "sha512";

/** Hashing arrives as a port, so that the core imports no platform module. `parts` are hashed as if they were joined. */
export interface Hasher {
  digest(algorithm: DigestAlgorithm, parts: Iterable<Uint8Array>): Uint8Array;
}
