/** Which algorithms and keys may sign certificates, and whether one certificate signed another. */
import type { PublicKey, SyncCrypto, VerifyAlgorithm } from "../crypto-provider.ts";
import type { Fault } from "../steps.ts";
import type { Certificate } from "./certificate.ts";

const MIN_RSA_BITS = 2048;

/** Why nobody may sign with such a key; `undefined` when it is fine. */
export function keyFault(key: PublicKey): Fault | undefined {
  if (key.family === "unsupported")
    return { reason: "algorithm-unsupported", detail: "its key is of an algorithm or curve that is not allowed" };
  if (key.family === "rsa" && key.bits < MIN_RSA_BITS)
    return { reason: "key-weak", detail: `its RSA key has ${key.bits} bits, at least ${MIN_RSA_BITS} are needed` };
  return undefined;
}

type Hash = "256" | "384" | "512";

const ecdsaHash: Readonly<Record<string, Hash>> = {
  "1.2.840.10045.4.3.2": "256",
  "1.2.840.10045.4.3.3": "384",
  "1.2.840.10045.4.3.4": "512",
};

const rsaHash: Readonly<Record<string, Hash>> = {
  "1.2.840.113549.1.1.11": "256",
  "1.2.840.113549.1.1.12": "384",
  "1.2.840.113549.1.1.13": "512",
};

const ED25519 = "1.3.101.112";

const ecdsaByFamily: Partial<Record<PublicKey["family"], Readonly<Record<Hash, VerifyAlgorithm>>>> = {
  p256: { "256": "ecdsa-sha2-256-nistp256", "384": "ecdsa-sha2-384-nistp256", "512": "ecdsa-sha2-512-nistp256" },
  p384: { "256": "ecdsa-sha2-256-nistp384", "384": "ecdsa-sha2-384-nistp384", "512": "ecdsa-sha2-512-nistp384" },
  p521: { "256": "ecdsa-sha2-256-nistp521", "384": "ecdsa-sha2-384-nistp521", "512": "ecdsa-sha2-512-nistp521" },
};

const rsaByHash: Readonly<Record<Hash, VerifyAlgorithm>> = {
  "256": "rsa-sign-pkcs1-sha256",
  "384": "rsa-sign-pkcs1-sha384",
  "512": "rsa-sign-pkcs1-sha512",
};

/** The algorithm an identifier names for a key of that family; `undefined` for SHA-1, MD5, PSS, mismatches and the unknown. */
export function certificateAlgorithm(oid: string, family: PublicKey["family"]): VerifyAlgorithm | undefined {
  if (oid === ED25519) return family === "ed25519" ? "ed25519" : undefined;
  const rsa = rsaHash[oid];
  if (rsa !== undefined) return family === "rsa" ? rsaByHash[rsa] : undefined;
  const ecdsa = ecdsaHash[oid];
  return ecdsa === undefined ? undefined : ecdsaByFamily[family]?.[ecdsa];
}

export type LinkCheck = "signed" | "not-signed" | "algorithm";

/** Whether `issuer`'s key signed `certificate`, over the bytes as they stand. Says nothing about names or authority. */
export function checkLink(certificate: Certificate, issuer: Certificate, crypto: SyncCrypto): LinkCheck {
  const key = crypto.importPublic(issuer.spki);
  if (key === undefined) return "not-signed";
  const algorithm = certificateAlgorithm(certificate.signatureOid, key.family);
  if (algorithm === undefined || keyFault(key) !== undefined || !certificate.signatureAlgorithmsAgree) return "algorithm";
  const job = { key, algorithm, parts: [certificate.tbs], signature: certificate.signature };
  return crypto.verify(job) ? "signed" : "not-signed";
}

/** Links already checked in this run, by both certificates. Holds results of checks and never skips one. */
export interface LinkMemo {
  check(certificate: Certificate, issuer: Certificate): LinkCheck;
}

const MAX_LINKS = 4096;

export function createLinkMemo(crypto: SyncCrypto): LinkMemo {
  const known = new Map<string, LinkCheck>();
  return {
    check(certificate, issuer) {
      const id = `${certificate.fingerprint} ${issuer.fingerprint}`;
      const found = known.get(id);
      if (found !== undefined) return found;
      const result = checkLink(certificate, issuer, crypto);
      if (known.size < MAX_LINKS) known.set(id, result);
      return result;
    },
  };
}
