import type { KeyFamily, SignatureAlgorithm } from "../crypto-provider.ts";

/** What a key signs with unless its entry says otherwise: D6. */
export const algorithmByFamily: Readonly<Record<KeyFamily, SignatureAlgorithm>> = {
  p256: "ecdsa-sha2-256-nistp256",
  p384: "ecdsa-sha2-384-nistp384",
  p521: "ecdsa-sha2-512-nistp521",
  ed25519: "ed25519",
  rsa: "rsa-sign-pkcs1-sha256",
};

/** Which keys sign with it. */
export const familyOf: Readonly<Record<SignatureAlgorithm, KeyFamily>> = {
  "ecdsa-sha2-256-nistp256": "p256",
  "ecdsa-sha2-384-nistp384": "p384",
  "ecdsa-sha2-512-nistp521": "p521",
  "ecdsa-sha2-256-nistp384": "p384",
  "ecdsa-sha2-256-nistp521": "p521",
  ed25519: "ed25519",
  "rsa-sign-pkcs1-sha256": "rsa",
  "rsa-sign-pss-sha256": "rsa",
};

/** What a signer may be asked for: D6 without what only old signatures have. */
export const signingAlgorithms: readonly SignatureAlgorithm[] = [...Object.values(algorithmByFamily), "rsa-sign-pss-sha256"];
