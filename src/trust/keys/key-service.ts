/** Signing with a key that a service keeps: the port that an adapter of a service fills, and what is checked around it. */
import { err, ok, type DigestAlgorithm, type Result } from "../../base/index.ts";
import { joinBytes } from "../bytes.ts";
import type { SignatureAlgorithm, SyncCrypto } from "../crypto-provider.ts";
import { familyOf } from "./default-algorithm.ts";
import type { RemoteKey, RemoteKeyFault } from "./program-runner.ts";
import { checkedSignature, readRemotePublic, RemoteKeyError } from "./remote-key.ts";

/** One key at one service. */
export interface KeyService {
  describe(): Promise<Result<ServiceKey, RemoteKeyFault>>;
  /** ECDSA signatures in DER. */
  sign(input: SigningInput, algorithm: SignatureAlgorithm): Promise<Result<Uint8Array, RemoteKeyFault>>;
}

/** The message, which the service hashes, or its digest by the algorithm's hash. */
export interface SigningInput {
  readonly kind: "message" | "digest";
  readonly bytes: Uint8Array;
}

export interface ServiceKey {
  /** DER SubjectPublicKeyInfo. */
  readonly spki: Uint8Array;
  /** What the service would sign with, of what we know; empty for a key that is not for signing. */
  readonly algorithms: readonly SignatureAlgorithm[];
  /** Of a message that it takes whole; longer ones go as their digest. */
  readonly maxMessageBytes: number;
}

const hashes: Partial<Record<SignatureAlgorithm, DigestAlgorithm>> = {
  "ecdsa-sha2-256-nistp256": "sha256",
  "ecdsa-sha2-384-nistp384": "sha384",
  "ecdsa-sha2-512-nistp521": "sha512",
  "rsa-sign-pkcs1-sha256": "sha256",
  "rsa-sign-pss-sha256": "sha256",
};

/** `wanted`: absent, what a key of its kind usually signs with. The service and the key itself must both agree. */
export async function openServiceKey(
  service: KeyService,
  wanted: SignatureAlgorithm | undefined,
  crypto: SyncCrypto,
): Promise<Result<RemoteKey, RemoteKeyFault>> {
  const described = await service.describe();
  if (!described.ok) return described;
  const found = readRemotePublic(described.value.spki, crypto);
  if (!found.ok) return found;
  const { key } = found.value;
  const algorithm = wanted ?? found.value.algorithm;
  const hash = hashes[algorithm];
  if (hash === undefined || familyOf[algorithm] !== key.family)
    return unsupported(`\`${algorithm}\` is not for its kind of key, which is ${key.family}`);
  if (!described.value.algorithms.includes(algorithm))
    return unsupported(`the service would not sign with \`${algorithm}\`; it offers ${listed(described.value.algorithms)}`);
  const { maxMessageBytes } = described.value;
  const toInput = (parts: readonly Uint8Array[]): SigningInput =>
    parts.reduce((length, part) => length + part.length, 0) <= maxMessageBytes
      ? { kind: "message", bytes: joinBytes(parts) }
      : { kind: "digest", bytes: crypto.digest(hash, parts) };
  const sign = async (parts: readonly Uint8Array[]): Promise<Uint8Array> => {
    const signature = await service.sign(toInput(parts), algorithm);
    const checked = signature.ok ? checkedSignature({ key, algorithm }, parts, signature.value, crypto) : signature;
    if (checked.ok) return checked.value;
    throw new RemoteKeyError(checked.error);
  };
  return ok({ spki: key.spki, algorithm, sign });
}

function listed(algorithms: readonly SignatureAlgorithm[]): string {
  return algorithms.length === 0 ? "nothing that is known here" : algorithms.map((each) => `\`${each}\``).join(", ");
}

function unsupported(detail: string): Result<never, RemoteKeyFault> {
  return err({ reason: "algorithm-unsupported", detail });
}
