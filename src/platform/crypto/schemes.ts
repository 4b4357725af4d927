import type { DigestAlgorithm } from "../../base/index.ts";
import type { KeyFamily, VerifyAlgorithm } from "../../trust/index.ts";

/** How an algorithm of the port is spelt for a cryptographic library. */
export type Scheme =
  | { readonly kind: "ecdsa" | "rsa-pkcs1" | "rsa-pss"; readonly family: KeyFamily; readonly hash: DigestAlgorithm }
  | { readonly kind: "ed25519"; readonly family: "ed25519" };

export const schemes: Readonly<Record<VerifyAlgorithm, Scheme>> = {
  "ecdsa-sha2-256-nistp256": { kind: "ecdsa", family: "p256", hash: "sha256" },
  "ecdsa-sha2-384-nistp256": { kind: "ecdsa", family: "p256", hash: "sha384" },
  "ecdsa-sha2-512-nistp256": { kind: "ecdsa", family: "p256", hash: "sha512" },
  "ecdsa-sha2-256-nistp384": { kind: "ecdsa", family: "p384", hash: "sha256" },
  "ecdsa-sha2-384-nistp384": { kind: "ecdsa", family: "p384", hash: "sha384" },
  "ecdsa-sha2-512-nistp384": { kind: "ecdsa", family: "p384", hash: "sha512" },
  "ecdsa-sha2-256-nistp521": { kind: "ecdsa", family: "p521", hash: "sha256" },
  "ecdsa-sha2-384-nistp521": { kind: "ecdsa", family: "p521", hash: "sha384" },
  "ecdsa-sha2-512-nistp521": { kind: "ecdsa", family: "p521", hash: "sha512" },
  ed25519: { kind: "ed25519", family: "ed25519" },
  "rsa-sign-pkcs1-sha256": { kind: "rsa-pkcs1", family: "rsa", hash: "sha256" },
  "rsa-sign-pkcs1-sha384": { kind: "rsa-pkcs1", family: "rsa", hash: "sha384" },
  "rsa-sign-pkcs1-sha512": { kind: "rsa-pkcs1", family: "rsa", hash: "sha512" },
  "rsa-sign-pss-sha256": { kind: "rsa-pss", family: "rsa", hash: "sha256" },
};
