import { encodeHex, type Digest, type Hasher } from "../base/index.ts";

export function sha256(hasher: Hasher, bytes: Uint8Array): Uint8Array {
  return hasher.digest("sha256", [bytes]);
}

export function sha256Digest(hasher: Hasher, bytes: Uint8Array): Digest {
  return `sha256:${encodeHex(sha256(hasher, bytes))}`;
}
