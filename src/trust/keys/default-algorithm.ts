import type { KeyFamily, SignatureAlgorithm } from "../crypto-provider.ts";

/** What a key signs with unless its entry says otherwise: D6. */
export const algorithmByFamily: Readonly<Record<KeyFamily, SignatureAlgorithm>> = {
  p256: "ecdsa-sha2-256-nistp256",
  p384: "ecdsa-sha2-384-nistp384",
  p521: "ecdsa-sha2-512-nistp521",
  ed25519: "ed25519",
  rsa: "rsa-sign-pkcs1-sha256",
};
