/** A Sigstore bundle around an envelope that a key signed: version 0.3, the key named by its hint (`verification.md` §8). */
import { decodeUtf8, encodeBase64, encodeUtf8, type Hasher } from "../../base/index.ts";

const MEDIA_TYPE = "application/vnd.dev.sigstore.bundle.v0.3+json";

/** `envelope` is what `signDsse` wrote with one signer; a bundle has one signature. The hint is base64 of the SHA-256 of the key. */
export function bundleOfKey(envelope: Uint8Array, spki: Uint8Array, hasher: Hasher): Uint8Array {
  const hint = encodeBase64(hasher.digest("sha256", [spki]));
  const dsseEnvelope: unknown = JSON.parse(decodeUtf8(envelope) ?? "");
  return encodeUtf8(JSON.stringify({ mediaType: MEDIA_TYPE, verificationMaterial: { publicKey: { hint } }, dsseEnvelope }));
}
