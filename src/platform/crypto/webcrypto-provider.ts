/** Key handling and signing over @peculiar/webcrypto, or any other `Crypto`. `verification.md` §11. */
import type { webcrypto } from "node:crypto";
import { Crypto } from "@peculiar/webcrypto";
import {
  ecdsaForm,
  ecdsaToRaw,
  type KeyFamily,
  type PrivateKey,
  type SignatureAlgorithm,
  type SigningCrypto,
  type VerifyAlgorithm,
} from "../../trust/index.ts";
import { schemes, type Scheme } from "./schemes.ts";

interface WebPrivateKey extends PrivateKey {
  readonly handle: webcrypto.CryptoKey;
}

/** Whether a key may leave the provider again. */
const EXTRACTABLE = true;
const SEALED = false;

const RSA_BITS = 3072;
const RSA_EXPONENT = new Uint8Array([1, 0, 1]);

/** Its declarations want the browser's names, which this project does not have. */
function shippedCrypto(): webcrypto.Crypto {
  return new Crypto();
}

export function createWebCrypto(crypto: webcrypto.Crypto = shippedCrypto()): SigningCrypto {
  const { subtle } = crypto;
  return {
    generate: (algorithm) => generate(subtle, algorithm),
    async importPrivate(pkcs8, algorithm) {
      const handle = await subtle.importKey("pkcs8", Buffer.from(pkcs8), keyParameters(algorithm), EXTRACTABLE, ["sign"]);
      return { algorithm, handle };
    },
    async exportPrivate(key) {
      return new Uint8Array(await subtle.exportKey("pkcs8", handleOf(key)));
    },
    sign: (key, parts) => sign(subtle, key, parts),
    verify: (job) => verify(subtle, job.key.spki, job),
    randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
  };
}

function handleOf(key: PrivateKey): webcrypto.CryptoKey {
  return (key as WebPrivateKey).handle;
}

async function generate(
  subtle: webcrypto.SubtleCrypto,
  algorithm: SignatureAlgorithm,
): Promise<{ privateKey: PrivateKey; spki: Uint8Array }> {
  const made = await subtle.generateKey(keyParameters(algorithm), EXTRACTABLE, ["sign", "verify"]);
  const pair = made as webcrypto.CryptoKeyPair;
  const spki = new Uint8Array(await subtle.exportKey("spki", pair.publicKey));
  return { privateKey: { algorithm, handle: pair.privateKey }, spki };
}

const curveNames: Partial<Record<KeyFamily, string>> = { p256: "P-256", p384: "P-384", p521: "P-521" };
const hashNames = { sha256: "SHA-256", sha384: "SHA-384", sha512: "SHA-512" } as const;

function keyParameters(algorithm: VerifyAlgorithm): webcrypto.EcKeyGenParams | webcrypto.RsaHashedKeyGenParams | webcrypto.Algorithm {
  const scheme = schemes[algorithm];
  if (scheme.kind === "ed25519") return { name: "Ed25519" };
  if (scheme.kind === "ecdsa") return { name: "ECDSA", namedCurve: curveNames[scheme.family] ?? "" };
  const name = scheme.kind === "rsa-pss" ? "RSA-PSS" : "RSASSA-PKCS1-v1_5";
  return { name, hash: hashNames[scheme.hash], modulusLength: RSA_BITS, publicExponent: RSA_EXPONENT };
}

const SALT_LENGTHS = { sha256: 32, sha384: 48, sha512: 64 } as const;

function signParameters(scheme: Scheme): webcrypto.EcdsaParams | webcrypto.RsaPssParams | webcrypto.Algorithm {
  if (scheme.kind === "ed25519") return { name: "Ed25519" };
  if (scheme.kind === "ecdsa") return { name: "ECDSA", hash: hashNames[scheme.hash] };
  if (scheme.kind === "rsa-pss") return { name: "RSA-PSS", saltLength: SALT_LENGTHS[scheme.hash] };
  return { name: "RSASSA-PKCS1-v1_5" };
}

async function sign(subtle: webcrypto.SubtleCrypto, key: PrivateKey, parts: readonly Uint8Array[]): Promise<Uint8Array> {
  const scheme = schemes[key.algorithm];
  const signature = new Uint8Array(await subtle.sign(signParameters(scheme), handleOf(key), Buffer.concat(parts)));
  if (scheme.kind !== "ecdsa") return signature;
  const form = ecdsaForm(signature, scheme.family);
  if (form === undefined) throw new Error("the provider made no ECDSA signature");
  return form.der;
}

interface VerifyQuestion {
  readonly algorithm: VerifyAlgorithm;
  readonly parts: readonly Uint8Array[];
  readonly signature: Uint8Array;
  readonly key: { readonly family: KeyFamily | "unsupported" };
}

async function verify(subtle: webcrypto.SubtleCrypto, spki: Uint8Array, job: VerifyQuestion): Promise<boolean> {
  const scheme = schemes[job.algorithm];
  if (job.key.family !== scheme.family) return false;
  const signature = scheme.kind === "ecdsa" ? ecdsaToRaw(job.signature, scheme.family) : job.signature;
  if (signature === undefined) return false;
  try {
    const key = await subtle.importKey("spki", Buffer.from(spki), keyParameters(job.algorithm), SEALED, ["verify"]);
    return await subtle.verify(signParameters(scheme), key, Buffer.from(signature), Buffer.concat(job.parts));
  } catch {
    // A key or signature that the provider cannot read does not verify.
    return false;
  }
}
