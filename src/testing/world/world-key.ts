/** Key pairs of a world: made by the crypto port, kept as long as the world. */
import { encodeBase64, encodeUtf8, type Hasher } from "../../base/index.ts";
import type { SignatureAlgorithm, SigningCrypto } from "../../trust/index.ts";
import { nothing, oid, sequence } from "./der.ts";

/** What a world needs from the machine. */
export interface WorldPorts {
  readonly crypto: Pick<SigningCrypto, "generate" | "sign">;
  readonly hasher: Hasher;
}

/** Somebody who signs. ECDSA signatures are DER. */
export interface WorldKey {
  readonly algorithm: SignatureAlgorithm;
  /** DER SubjectPublicKeyInfo. */
  readonly spki: Uint8Array;
  /** Over the parts as if they were joined. */
  sign(parts: readonly Uint8Array[]): Promise<Uint8Array>;
}

export async function newKey(ports: WorldPorts, algorithm: SignatureAlgorithm = "ecdsa-sha2-256-nistp256"): Promise<WorldKey> {
  const pair = await ports.crypto.generate(algorithm);
  return { algorithm, spki: pair.spki, sign: (parts) => ports.crypto.sign(pair.privateKey, parts) };
}

export type HashName = "sha256" | "sha384" | "sha512";

interface Scheme {
  readonly hash: HashName;
  /** Of a certificate's or token's signature: AlgorithmIdentifier. */
  readonly identifier: Uint8Array;
  /** As root files and second-generation log entries write it. */
  readonly details: string;
}

const rsa = sequence(oid("1.2.840.113549.1.1.11"), nothing());
const ecdsa256 = sequence(oid("1.2.840.10045.4.3.2"));

const schemes: Readonly<Record<SignatureAlgorithm, Scheme>> = {
  "ecdsa-sha2-256-nistp256": { hash: "sha256", identifier: ecdsa256, details: "PKIX_ECDSA_P256_SHA_256" },
  "ecdsa-sha2-384-nistp384": { hash: "sha384", identifier: sequence(oid("1.2.840.10045.4.3.3")), details: "PKIX_ECDSA_P384_SHA_384" },
  "ecdsa-sha2-512-nistp521": { hash: "sha512", identifier: sequence(oid("1.2.840.10045.4.3.4")), details: "PKIX_ECDSA_P521_SHA_512" },
  "ecdsa-sha2-256-nistp384": { hash: "sha256", identifier: ecdsa256, details: "PKIX_ECDSA_P384_SHA_256" },
  "ecdsa-sha2-256-nistp521": { hash: "sha256", identifier: ecdsa256, details: "PKIX_ECDSA_P521_SHA_256" },
  ed25519: { hash: "sha512", identifier: sequence(oid("1.3.101.112")), details: "PKIX_ED25519" },
  "rsa-sign-pkcs1-sha256": { hash: "sha256", identifier: rsa, details: "PKIX_RSA_PKCS1V15_3072_SHA256" },
  "rsa-sign-pss-sha256": { hash: "sha256", identifier: rsa, details: "PKIX_RSA_PSS_3072_SHA256" },
};

export function schemeOf(algorithm: SignatureAlgorithm): Scheme {
  return schemes[algorithm];
}

export function digestOf(hasher: Hasher, hash: HashName, ...parts: readonly Uint8Array[]): Uint8Array {
  return hasher.digest(hash, parts);
}

export function sha256(hasher: Hasher, ...parts: readonly Uint8Array[]): Uint8Array {
  return hasher.digest("sha256", parts);
}

/** PEM with lines of 64 characters, RFC 7468. */
export function pem(label: string, der: Uint8Array): string {
  const lines = encodeBase64(der).match(/.{1,64}/gu) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ""].join("\n");
}

/** Bytes that depend on the seed and the labels alone. */
export function seeded(hasher: Hasher, ...labels: readonly string[]): Uint8Array {
  return sha256(hasher, encodeUtf8(labels.join("\n")));
}
