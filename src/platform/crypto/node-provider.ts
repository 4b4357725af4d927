/** The synchronous face of the crypto port over `node:crypto`. `verification.md` §11. */
import {
  createHash,
  createPublicKey,
  createVerify,
  constants,
  hash as hashOnce,
  verify as verifyOnce,
  type KeyObject,
  type VerifyKeyObjectInput,
} from "node:crypto";
import type { DigestAlgorithm } from "../../base/index.ts";
import type { KeyFamily, PublicKey, SignatureJob, SyncCrypto } from "../../trust/index.ts";
import { schemes } from "./schemes.ts";

interface NodePublicKey extends PublicKey {
  readonly object: KeyObject;
}

/** A run meets few distinct keys; a hostile one shall not fill memory with them. */
const MAX_CACHED_KEYS = 4096;

export function createNodeCrypto(): SyncCrypto {
  const cache = new Map<string, NodePublicKey>();
  return {
    digest,
    importPublic(spki) {
      const id = Buffer.from(spki).toString("base64");
      const known = cache.get(id);
      if (known !== undefined) return known;
      const key = importSpki(spki);
      if (key !== undefined && cache.size < MAX_CACHED_KEYS) cache.set(id, key);
      return key;
    },
    verify: (job) => verifyJob(job),
  };
}

function digest(algorithm: DigestAlgorithm, parts: Iterable<Uint8Array>): Uint8Array {
  const only = onlyPart(parts);
  if (only !== undefined) return bytesOf(hashOnce(algorithm, only, "binary"));
  const hash = createHash(algorithm);
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
}

/** A character for each byte: a text comes out of native code for less than a buffer does. */
function bytesOf(binary: string): Uint8Array {
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at);
  return bytes;
}

function onlyPart(parts: Iterable<Uint8Array>): Uint8Array | undefined {
  return Array.isArray(parts) && parts.length === 1 ? (parts[0] as Uint8Array) : undefined;
}

function importSpki(spki: Uint8Array): NodePublicKey | undefined {
  const object = parseSpki(spki);
  if (object === undefined) return undefined;
  const { family, bits } = commonKind(spki) ?? describe(object);
  // The form we count keys by is the one OpenSSL writes; a key in any other encoding would have a second fingerprint.
  if (commonKind(spki) === undefined && !isCanonical(spki, object, family)) return undefined;
  return { family, bits, fingerprint: `sha256:${createHash("sha256").update(spki).digest("hex")}`, spki: new Uint8Array(spki), object };
}

/** OpenSSL keeps a compressed point as it is; only the uncompressed form has these lengths. */
const spkiLengths: Partial<Record<PublicKey["family"], number>> = { p256: 91, p384: 120, p521: 158, ed25519: 44 };

function isCanonical(spki: Uint8Array, object: KeyObject, family: PublicKey["family"]): boolean {
  const der = object.export({ format: "der", type: "spki" });
  return der.equals(spki) && der.length === (spkiLengths[family] ?? der.length);
}

/** Everything before the coordinates: of such a key there is one encoding, and its kind is known without asking. */
const commonKinds: readonly (readonly [prefix: Buffer, length: number, kind: { family: KeyFamily; bits: number }])[] = [
  [Buffer.from("3059301306072a8648ce3d020106082a8648ce3d03010703420004", "hex"), 91, { family: "p256", bits: 256 }],
  [Buffer.from("3076301006072a8648ce3d020106052b8104002203620004", "hex"), 120, { family: "p384", bits: 384 }],
];

function commonKind(spki: Uint8Array): { family: KeyFamily; bits: number } | undefined {
  return commonKinds.find(([prefix, length]) => spki.length === length && prefix.equals(spki.subarray(0, prefix.length)))?.[2];
}

function parseSpki(spki: Uint8Array): KeyObject | undefined {
  try {
    return createPublicKey({ key: Buffer.from(spki), format: "der", type: "spki" });
  } catch {
    return undefined;
  }
}

const curves: Readonly<Record<string, { family: KeyFamily; bits: number }>> = {
  prime256v1: { family: "p256", bits: 256 },
  secp384r1: { family: "p384", bits: 384 },
  secp521r1: { family: "p521", bits: 521 },
};

function describe(key: KeyObject): { family: KeyFamily | "unsupported"; bits: number } {
  const details = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType === "ed25519") return { family: "ed25519", bits: 255 };
  if (key.asymmetricKeyType === "rsa") return { family: "rsa", bits: details.modulusLength ?? 0 };
  const curve = key.asymmetricKeyType === "ec" ? curves[details.namedCurve ?? ""] : undefined;
  return curve ?? { family: "unsupported", bits: 0 };
}

function verifyJob(job: SignatureJob): boolean {
  const scheme = schemes[job.algorithm];
  if (job.key.family !== scheme.family || !("object" in job.key)) return false;
  const { object } = job.key as NodePublicKey;
  try {
    if (scheme.kind === "ed25519") return verifyOnce(null, Buffer.concat(job.parts), object, job.signature);
    const input = keyInput(object, scheme.kind);
    const small = joinSmall(job.parts);
    if (small !== undefined) return verifyOnce(scheme.hash, small, input, job.signature);
    const verifier = createVerify(scheme.hash);
    for (const part of job.parts) verifier.update(part);
    return verifier.verify(input, job.signature);
  } catch {
    // OpenSSL reports some malformed signatures by throwing: they do not verify.
    return false;
  }
}

/** Joining so few bytes costs less than a verifier that takes them part by part. */
const SMALL = 64 * 1024;
/** Where they are joined: read before `verifyOnce` returns, so that nobody sees the next ones in it. */
const workspace = Buffer.alloc(SMALL);

/** `undefined`: they are many bytes. */
function joinSmall(parts: readonly Uint8Array[]): Uint8Array | undefined {
  if (parts.length === 1) return parts[0];
  let length = 0;
  for (const part of parts) {
    if (length + part.length > SMALL) return undefined;
    workspace.set(part, length);
    length += part.length;
  }
  return workspace.subarray(0, length);
}

/** ECDSA signatures are read as DER unless told otherwise, and a bare key is the quickest to hand over. */
function keyInput(key: KeyObject, kind: "ecdsa" | "rsa-pkcs1" | "rsa-pss"): KeyObject | VerifyKeyObjectInput {
  if (kind === "ecdsa") return key;
  if (kind === "rsa-pkcs1") return { key, padding: constants.RSA_PKCS1_PADDING };
  return { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
}
