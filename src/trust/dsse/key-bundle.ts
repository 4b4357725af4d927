/** A Sigstore bundle around an envelope that a key signed: version 0.3, the key named by its hint (`verification.md` §8). */
import { assert, decodeBase64, decodeUtf8, encodeBase64, encodeUtf8, type Hasher } from "../../base/index.ts";

const MEDIA_TYPE = "application/vnd.dev.sigstore.bundle.v0.3+json";

/**
 * `envelope` is what `signDsse` wrote with one signer; a bundle has one signature. The hint is base64 of the SHA-256 of the key. `tokens`
 * are RFC 3161 answers about the signature, which the caller has checked.
 */
export function bundleOfKey(envelope: Uint8Array, spki: Uint8Array, hasher: Hasher, tokens: readonly Uint8Array[] = []): Uint8Array {
  const hint = encodeBase64(hasher.digest("sha256", [spki]));
  const rfc3161Timestamps = tokens.map((token) => ({ signedTimestamp: encodeBase64(token) }));
  const verificationMaterial = { publicKey: { hint }, ...(tokens.length > 0 && { timestampVerificationData: { rfc3161Timestamps } }) };
  return encodeUtf8(JSON.stringify({ mediaType: MEDIA_TYPE, verificationMaterial, dsseEnvelope: parsed(envelope) }));
}

/** The raw bytes of the one signature of an envelope that `signDsse` wrote: what a timestamp is about. */
export function signatureOf(envelope: Uint8Array): Uint8Array {
  const { signatures } = parsed(envelope) as { readonly signatures: readonly { readonly sig: string }[] };
  const decoded = decodeBase64(signatures[0]?.sig ?? "");
  assert(decoded.ok && signatures.length === 1, "an envelope of one signer has one signature");
  return decoded.value;
}

function parsed(envelope: Uint8Array): unknown {
  return JSON.parse(decodeUtf8(envelope) ?? "");
}
