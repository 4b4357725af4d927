/** Strict base64 (`verification.md` C3, RFC 4648). */
import { err, ok, type Result } from "./result.ts";
import { encodeInto } from "./utf8.ts";

export type Base64Fault = "alphabet" | "mixed-alphabets" | "padding" | "trailing-bits";

const STANDARD = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const URL_SAFE = `${STANDARD.slice(0, 62)}-_`;

/** Beside the six bits of a digit: what alphabet it is of, where only one has it; or that it is of none. */
const ONLY_STANDARD = 1 << 24;
const ONLY_URL_SAFE = 1 << 25;
const NO_DIGIT = 1 << 26;

const digits = tableOfDigits();

function tableOfDigits(): Int32Array {
  const table = new Int32Array(256).fill(NO_DIGIT);
  for (let i = 0; i < 62; i++) table[STANDARD.charCodeAt(i)] = i;
  for (let i = 62; i < 64; i++) {
    table[STANDARD.charCodeAt(i)] = i | ONLY_STANDARD;
    table[URL_SAFE.charCodeAt(i)] = i | ONLY_URL_SAFE;
  }
  return table;
}

/**
 * Standard or URL-safe alphabet, not both in one text; padding may be left out where no `+` or `/` stands. White space, other
 * characters, wrong padding and set bits behind the last byte are refused, so that one sequence of bytes has one spelling
 * in each alphabet and padding.
 */
export function decodeBase64(text: string): Result<Uint8Array<ArrayBuffer>, Base64Fault> {
  const length = text.length - countPadding(text);
  const canonical = isAscii(text) ? decodeCanonical(text, length) : undefined;
  if (canonical !== undefined) return ok(canonical);
  const bytes = new Uint8Array(Math.floor((length * 3) / 4));
  const seen = decodeInto(bytes, text, length);
  if (seen === undefined || (seen & NO_DIGIT) !== 0) return err(NOT_A_DIGIT.exec(text)?.[0] === "=" ? "padding" : "alphabet");
  if ((seen & ONLY_STANDARD) !== 0 && (seen & ONLY_URL_SAFE) !== 0) return err("mixed-alphabets");
  if (!isPaddedRight(text, length, (seen & ONLY_STANDARD) !== 0)) return err("padding");
  return (seen & RESIDUE) === 0 ? ok(bytes) : err("trailing-bits");
}

const NOT_A_DIGIT = /[^A-Za-z0-9+/_-]/u;

function isPaddedRight(text: string, length: number, isStandard: boolean): boolean {
  if (length % 4 === 1) return false;
  if (text.length > length) return text.length % 4 === 0;
  return length % 4 === 0 || !isStandard;
}

function countPadding(text: string): number {
  if (!text.endsWith("=")) return 0;
  return text.endsWith("==") ? 2 : 1;
}

/** Of the text at once: whole groups of four, so that groups do not lie across two pieces. */
const PIECE = 4 * 8192;

/**
 * The standard alphabet with padding, by the native decoder, which passes over what is no digit and knows both alphabets: as
 * many bytes as so many digits make, and no `-` or `_`, mean that every character was a digit of the standard alphabet. No character
 * may be above U+00FF.
 */
function decodeCanonical(text: string, digitCount: number): Uint8Array<ArrayBuffer> | undefined {
  if (text.length % 4 !== 0 || text.includes("-") || text.includes("_")) return undefined;
  const length = Math.floor((digitCount * 3) / 4);
  if (text.length > PIECE) return decodePieces(text.length, (from, to) => text.slice(from, to), length, text.charCodeAt(digitCount - 1));
  const decoded = Buffer.from(text, "base64");
  const isWhole = decoded.length === length && !hasTrailingBits(text.charCodeAt(digitCount - 1), length);
  return isWhole ? new Uint8Array(decoded.buffer, decoded.byteOffset, length) : undefined;
}

/** The native decoder looks at the low byte of a character alone, where U+012B is a plus sign. */
function isAscii(text: string): boolean {
  return Buffer.byteLength(text) === text.length;
}

function decodePieces(
  textLength: number,
  slice: (from: number, to: number) => string,
  length: number,
  lastDigit: number,
): Uint8Array<ArrayBuffer> | undefined {
  const bytes = new Uint8Array(length);
  const into = Buffer.from(bytes.buffer);
  let written = 0;
  for (let at = 0; at < textLength; at += PIECE) written += into.write(slice(at, at + PIECE), (at / 4) * 3, "base64");
  return written === length && !hasTrailingBits(lastDigit, length) ? bytes : undefined;
}

/** Whether bits of the last digit lie behind the last of so many bytes. */
function hasTrailingBits(lastDigit: number, length: number): boolean {
  const left = length % 3;
  return left !== 0 && ((digits[lastDigit] ?? NO_DIGIT) & (left === 1 ? 0x0f : 0x03)) !== 0;
}

/**
 * Base64 that lies in the bytes of a text, decoded without making one string of it. Standard alphabet with padding alone;
 * `undefined` for everything else, right or wrong: `decodeBase64` says which.
 */
export function decodeBase64Bytes(ascii: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
  const text = Buffer.from(ascii.buffer, ascii.byteOffset, ascii.byteLength);
  if (text.length <= PIECE) return decodeCanonical(text.toString("latin1"), text.length - paddingOf(text));
  if (text.length % 4 !== 0 || text.includes(DASH) || text.includes(UNDERSCORE)) return undefined;
  const digitCount = text.length - paddingOf(text);
  const length = Math.floor((digitCount * 3) / 4);
  return decodePieces(text.length, (from, to) => text.toString("latin1", from, to), length, text[digitCount - 1] as number);
}

const DASH = 0x2d;
const UNDERSCORE = 0x5f;
const PAD = 0x3d;

function paddingOf(text: Buffer): number {
  if (text[text.length - 1] !== PAD) return 0;
  return text[text.length - 2] === PAD ? 2 : 1;
}

/** Bits behind the last whole byte, in the low end of what was seen. */
const RESIDUE = 0xff;

/** Fills `bytes`; all flags that were met, and the bits behind the last byte. `undefined`: a character is outside ASCII. */
function decodeInto(bytes: Uint8Array, text: string, length: number): number | undefined {
  const piece = new Uint8Array(Math.min(PIECE, length));
  let seen = 0;
  let out = 0;
  for (let at = 0; at < length; at += PIECE) {
    const size = Math.min(PIECE, length - at);
    const { read, written } = encodeInto(text.slice(at, at + size), piece);
    if (read !== size || written !== size) return undefined;
    const whole = size - (size % 4);
    seen |= decodeGroups(bytes, out, piece, whole);
    out += (whole / 4) * 3;
    if (whole < size) seen |= decodeRest(bytes, out, piece.subarray(whole, size));
  }
  return seen;
}

function decodeGroups(bytes: Uint8Array, start: number, piece: Uint8Array, size: number): number {
  let seen = 0;
  let out = start;
  for (let at = 0; at < size; at += 4) {
    const a = digits[piece[at] as number] as number;
    const b = digits[piece[at + 1] as number] as number;
    const c = digits[piece[at + 2] as number] as number;
    const d = digits[piece[at + 3] as number] as number;
    seen |= a | b | c | d;
    bytes[out] = (a << 2) | ((b >> 4) & 0x03);
    bytes[out + 1] = (b << 4) | ((c >> 2) & 0x0f);
    bytes[out + 2] = (c << 6) | (d & 0x3f);
    out += 3;
  }
  return seen & FLAGS;
}

const FLAGS = ONLY_STANDARD | ONLY_URL_SAFE | NO_DIGIT;

/** One to three digits at the end. */
function decodeRest(bytes: Uint8Array, start: number, rest: Uint8Array): number {
  const values = [...rest].map((code) => digits[code] as number);
  const [a = 0, b = 0, c = 0] = values;
  const group = ((a & 0x3f) << 12) | ((b & 0x3f) << 6) | (c & 0x3f);
  const flags = values.reduce((seen, value) => seen | value, 0) & FLAGS;
  if (rest.length === 1) return flags | (a & 0x3f);
  bytes[start] = group >> 10;
  if (rest.length === 2) return flags | (b & 0x0f);
  bytes[start + 1] = (group >> 2) & 0xff;
  return flags | (c & 0x03);
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
