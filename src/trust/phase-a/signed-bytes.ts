/** What the signatures of some material are over, with the digests that later steps compare. */
import { decodeHex, type DigestAlgorithm } from "../../base/index.ts";
import type { SyncCrypto, VerifyAlgorithm } from "../crypto-provider.ts";
import { preAuthEncoding } from "../dsse/pae.ts";
import type { EnvelopeSignature } from "../dsse/envelope.ts";
import type { SignedMaterial } from "../signed-material.ts";

export interface SignedBytes {
  readonly parts: readonly Uint8Array[];
  readonly signatures: readonly EnvelopeSignature[];
  /** The payload of an envelope, or the artifact. */
  readonly payload: Uint8Array;
  readonly payloadHash: Uint8Array;
}

/** `undefined`: a message signature whose artifact is not given. */
export function signedBytes(material: SignedMaterial, artifact: Uint8Array | undefined, crypto: SyncCrypto): SignedBytes | undefined {
  const { content } = material;
  const payload = content.kind === "dsse" ? content.envelope.payload : artifact;
  if (payload === undefined) return undefined;
  const payloadHash = crypto.digest("sha256", [payload]);
  if (content.kind === "message")
    return { parts: [payload], signatures: [{ sig: content.message.signature, keyid: "" }], payload, payloadHash };
  const { envelope } = content;
  return { parts: preAuthEncoding(envelope.payloadType, payload), signatures: envelope.signatures, payload, payloadHash };
}

export function hashOf(algorithm: VerifyAlgorithm): DigestAlgorithm {
  if (algorithm.includes("sha2-384") || algorithm.endsWith("sha384")) return "sha384";
  return algorithm.includes("sha2-512") || algorithm.endsWith("sha512") || algorithm === "ed25519" ? "sha512" : "sha256";
}

export function digestBytes(digest: string): Uint8Array {
  return decodeHex(digest.slice(digest.indexOf(":") + 1)) ?? new Uint8Array();
}
