/** Strict base64 (`verification.md` C3, RFC 4648). */
import { err, ok, type Result } from "./result.ts";

export type Base64Fault = "alphabet" | "mixed-alphabets" | "padding" | "trailing-bits";

const STANDARD = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const URL_SAFE = `${STANDARD.slice(0, 62)}-_`;
const values = tableOfValues();

function tableOfValues(): Int8Array {
  const table = new Int8Array(128).fill(-1);
  for (const alphabet of [STANDARD, URL_SAFE]) for (let i = 0; i < 64; i++) table[alphabet.charCodeAt(i)] = i;
  return table;
}

/**
 * Standard or URL-safe alphabet, not both in one text; padding may be left out where no `+` or `/` stands. White space, other
 * characters, wrong padding and set bits behind the last byte are refused, so that one sequence of bytes has one spelling
 * in each alphabet and padding.
 */
export function decodeBase64(text: string): Result<Uint8Array<ArrayBuffer>, Base64Fault> {
  const digits = text.length - countPadding(text);
  const bytes = new Uint8Array(Math.floor((digits * 3) / 4));
  const rest = decodeInto(bytes, text, digits);
  if (!rest.ok) return rest;
  if (!isPaddedRight(text, digits)) return err("padding");
  return rest.value === 0 ? ok(bytes) : err("trailing-bits");
}

function isPaddedRight(text: string, digits: number): boolean {
  if (digits % 4 === 1) return false;
  if (text.length > digits) return text.length % 4 === 0;
  return digits % 4 === 0 || !(text.includes("+") || text.includes("/"));
}

function countPadding(text: string): number {
  if (!text.endsWith("=")) return 0;
  return text.endsWith("==") ? 2 : 1;
}

/** Fills `bytes` and returns the bits behind the last whole byte. */
function decodeInto(bytes: Uint8Array, text: string, digits: number): Result<number, Base64Fault> {
  let at = 0;
  let buffer = 0;
  let bits = 0;
  let hasStandard = false;
  let hasUrlSafe = false;
  for (let i = 0; i < digits; i++) {
    const code = text.charCodeAt(i);
    const value = code < 128 ? (values[code] as number) : -1;
    if (value < 0) return err(code === 0x3d ? "padding" : "alphabet");
    if (value >= 62) {
      if (code === 0x2b || code === 0x2f) hasStandard = true;
      else hasUrlSafe = true;
    }
    buffer = ((buffer << 6) | value) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = buffer >> bits;
    }
  }
  if (hasStandard && hasUrlSafe) return err("mixed-alphabets");
  return ok(buffer & ((1 << bits) - 1));
}

/** Standard alphabet with padding. */
export function encodeBase64(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += CHUNK) parts.push(encodeChunk(bytes.subarray(at, at + CHUNK)));
  return parts.join("");
}

/** Whole groups of three, so that only the last chunk is padded. */
const CHUNK = 3 * 4096;

function encodeChunk(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 3) {
    const left = bytes.length - at;
    const group = ((bytes[at] as number) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    text += STANDARD[group >> 18] + (STANDARD[(group >> 12) & 63] as string);
    text += left > 1 ? STANDARD[(group >> 6) & 63] : "=";
    text += left > 2 ? STANDARD[group & 63] : "=";
  }
  return text;
}
