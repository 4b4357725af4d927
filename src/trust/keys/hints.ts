import { decodeHex, encodeBase64, type Digest } from "../../base/index.ts";

/** The spellings of a key's fingerprint that signers write: hex, base64, and npm's `SHA256:` with base64. */
export function spkiHints(fingerprint: Digest): readonly string[] {
  const hex = fingerprint.slice(fingerprint.indexOf(":") + 1);
  const base64 = encodeBase64(decodeHex(hex) ?? new Uint8Array());
  return [hex, fingerprint, base64, `SHA256:${base64}`, `SHA256:${base64.replace(/=+$/u, "")}`];
}
