import { canonicalJsonBytes, encodeHex, encodeUtf8, type Hasher, type Json } from "../../base/index.ts";

/** `sha256:hex` of the UTF-8 bytes of a text. */
export function digestOfText(text: string, hasher: Hasher): string {
  return `sha256:${encodeHex(hasher.digest("sha256", [encodeUtf8(text)]))}`;
}

/** `sha256:hex` of the canonical form of a document or a part of one. */
export function digestOfJson(json: Json, hasher: Hasher): string {
  return `sha256:${encodeHex(hasher.digest("sha256", [canonicalJsonBytes(json)]))}`;
}
