/**
 * One pass over the bytes of a JSON text before anything is built from it: depth, number of values and members, the form of its
 * numbers, and surrogate escapes. It does not check the grammar; on a malformed text the counts are merely bounds.
 */
import type { JsonFault, JsonLimits } from "./json.ts";
import { err, ok, type Result } from "./result.ts";

export interface JsonScan {
  /** Members of all objects, as the text has them: duplicates count. */
  readonly members: number;
  /** A number whose text is not what JavaScript prints for it. */
  readonly hasUnusualNumber: boolean;
  /** Where the longest text begins and ends, its quotes not counted. */
  readonly longestStart: number;
  readonly longestEnd: number;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LOWER_U = 0x75;
/** Nothing JavaScript prints for a number is longer. */
const LONGEST_PRINTED_NUMBER = 30;
/** Integers of so few digits always survive. */
const SAFE_DIGITS = 15;

export function scanJson(text: Uint8Array, limits: JsonLimits): Result<JsonScan, JsonFault> {
  const bytes = Buffer.from(text.buffer, text.byteOffset, text.byteLength);
  let depth = 0;
  let members = 0;
  let nodes = 1;
  let lastOpen = -1;
  let hasUnusualNumber = false;
  let longestStart = 0;
  let longestEnd = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    if (byte <= 0x20) continue;
    switch (byte) {
      case QUOTE: {
        const end = skipString(bytes, at + 1);
        if (end < 0) return loneSurrogate(-end - 1);
        if (end - at - 1 > longestEnd - longestStart) {
          longestStart = at + 1;
          longestEnd = end;
        }
        at = end;
        break;
      }
      case 0x3a: // colon
        members++;
        break;
      case 0x2c: // comma
        nodes++;
        break;
      case 0x7b: // brace or bracket opens
      case 0x5b:
        if (++depth > limits.maxDepth) return err({ kind: "too-deep", detail: `deeper than ${limits.maxDepth} levels at byte ${at}` });
        lastOpen = at;
        break;
      case 0x7d: // closes
      case 0x5d:
        depth--;
        if (!isEmptyBetween(bytes, lastOpen, at)) nodes++;
        lastOpen = -1;
        break;
      default:
        lastOpen = -1;
        if (isNumberStart(byte)) {
          const end = numberEnd(bytes, at);
          hasUnusualNumber ||= isUnusualNumber(bytes, at, end);
          at = end - 1;
        }
    }
    if (nodes > limits.maxNodes) return err({ kind: "too-many", detail: `more than ${limits.maxNodes} values at byte ${at}` });
  }
  return ok({ members, hasUnusualNumber, longestStart, longestEnd });
}

function loneSurrogate(at: number): Result<never, JsonFault> {
  return err({ kind: "json-malformed", detail: `half of a surrogate pair at byte ${at}` });
}

/** The offset of the closing quote (or the end of the text); `-(offset) - 1` of an escape that is half of a surrogate pair. */
function skipString(bytes: Buffer, start: number): number {
  let at = start;
  /** Where the next quote is, once it was looked for: looking again for each escape would take the square of the length. */
  let quote = -1;
  while (at < bytes.length) {
    at = endOfShort(bytes, at);
    const byte = bytes[at];
    if (byte === QUOTE) return at;
    if (byte !== BACKSLASH) {
      if (quote < at) quote = nextQuote(bytes, at);
      at = nextBackslash(bytes, at, quote);
      continue;
    }
    if (bytes[at + 1] !== LOWER_U) {
      at += 2;
      continue;
    }
    const unit = hexUnit(bytes, at + 2);
    if (unit < 0xd800 || unit > 0xdfff) {
      at += 6;
      continue;
    }
    if (unit > 0xdbff || !isLowSurrogateEscape(bytes, at + 6)) return -at - 1;
    at += 12;
  }
  return at;
}

/** So many characters without an escape promise many more: base64, mostly. */
const LONG = 64;

/** The next quote or backslash, or where the text stops being short. */
function endOfShort(bytes: Uint8Array, from: number): number {
  const end = Math.min(bytes.length, from + LONG);
  let at = from;
  while (at < end && bytes[at] !== QUOTE && bytes[at] !== BACKSLASH) at++;
  return at;
}

/** Native searches, which pay for long texts alone. */
function nextQuote(bytes: Buffer, from: number): number {
  const at = bytes.indexOf(QUOTE, from);
  return at < 0 ? bytes.length : at;
}

/** `end` when there is none before it. */
function nextBackslash(bytes: Buffer, from: number, end: number): number {
  const at = bytes.subarray(from, end).indexOf(BACKSLASH);
  return at < 0 ? end : from + at;
}

function isLowSurrogateEscape(bytes: Uint8Array, at: number): boolean {
  if (bytes[at] !== BACKSLASH || bytes[at + 1] !== LOWER_U) return false;
  const unit = hexUnit(bytes, at + 2);
  return unit >= 0xdc00 && unit <= 0xdfff;
}

/** Four hex digits, or 0 when they are not: the parser refuses the escape then. */
function hexUnit(bytes: Uint8Array, at: number): number {
  let unit = 0;
  for (let i = at; i < at + 4; i++) {
    const digit = hexDigit(bytes[i] ?? 0);
    if (digit < 0) return 0;
    unit = unit * 16 + digit;
  }
  return unit;
}

function hexDigit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}

function isEmptyBetween(bytes: Uint8Array, open: number, close: number): boolean {
  if (open < 0) return false;
  for (let at = open + 1; at < close; at++) if ((bytes[at] as number) > 0x20) return false;
  return true;
}

function isNumberStart(byte: number): boolean {
  return byte === 0x2d || (byte >= 0x30 && byte <= 0x39);
}

function numberEnd(bytes: Uint8Array, start: number): number {
  let at = start + 1;
  while (at < bytes.length && isNumberByte(bytes[at] as number)) at++;
  return at;
}

/** Digits, sign, point, exponent. */
function isNumberByte(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || byte === 0x2e || byte === 0x65 || byte === 0x45 || byte === 0x2b || byte === 0x2d;
}

function isUnusualNumber(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start > LONGEST_PRINTED_NUMBER) return true;
  let plain = end - start <= SAFE_DIGITS;
  for (let at = start; plain && at < end; at++) plain = (bytes[at] as number) >= 0x30 && (bytes[at] as number) <= 0x39;
  if (plain) return false;
  const text = String.fromCharCode(...bytes.subarray(start, end));
  return String(Number(text)) !== text;
}
