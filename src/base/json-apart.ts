/** Reading a document that carries another one as base64 (DSSE, Sigstore bundles) without making a string of the inner one. */
import { decodeBase64Bytes } from "./base64.ts";
import type { JsonScan } from "./json-scan.ts";
import type { Json, JsonFault, JsonLimits } from "./json.ts";
import { build, parseScanned, scanWithin } from "./parse-json.ts";
import { ok, type Result } from "./result.ts";
import { decodeUtf8 } from "./utf8.ts";

/** JSON with one long text beside it. */
export interface JsonApart {
  readonly json: Json;
  /** What the text decodes to; `TEXT_APART` stands in its place in `json`. */
  readonly apart?: Uint8Array<ArrayBuffer>;
}

/** Half a surrogate pair: no text that is read can say this, so that what stands for a text is never taken for one. */
export const TEXT_APART = "\ud800";

/**
 * `parseJson` for a document that carries another one: the longest text, where it belongs to a member called `name` (ASCII) and is
 * canonical base64, is decoded where it lies instead of becoming a string. Refuses what `parseJson` refuses, with the same words.
 */
export function parseJsonApart(bytes: Uint8Array, name: string, limits: JsonLimits): Result<JsonApart, JsonFault> {
  const scan = scanWithin(bytes, limits);
  if (!scan.ok) return scan;
  const apart = parseAround(bytes, name, scan.value);
  if (apart !== undefined) return ok(apart);
  const whole = parseScanned(bytes, scan.value);
  return whole.ok ? ok({ json: whole.value }) : whole;
}

/** So short that making a string of it costs nothing. */
const SHORT = 1024;

/**
 * With `\ud800` in the place of the base64: that parses inside a string alone, and there any digits parse as well, so a text
 * that is right with the one is right with the other. The quotes around it are that string's own: a colon or white space is
 * before the first, a digit before the second.
 */
function parseAround(bytes: Uint8Array, name: string, scan: JsonScan): JsonApart | undefined {
  const { longestStart: start, longestEnd: end } = scan;
  if (end - start < SHORT || bytes[end] !== QUOTE || !isNamed(bytes, start - 1, name)) return undefined;
  const before = decodeUtf8(bytes.subarray(0, start));
  const after = decodeUtf8(bytes.subarray(end));
  const apart = before === undefined || after === undefined ? undefined : decodeBase64Bytes(bytes.subarray(start, end));
  if (apart === undefined) return undefined;
  const json = build(`${before}\\ud800${after}`, scan);
  return json === undefined ? undefined : { json, apart };
}

/** `"name":` stands before the quote. */
function isNamed(bytes: Uint8Array, quote: number, name: string): boolean {
  const colon = skipSpaceBack(bytes, quote - 1);
  const last = skipSpaceBack(bytes, colon - 1);
  const first = last - name.length - 1;
  if (bytes[quote] !== QUOTE || bytes[colon] !== COLON || bytes[last] !== QUOTE || bytes[first] !== QUOTE) return false;
  for (let i = 0; i < name.length; i++) if (bytes[first + 1 + i] !== name.charCodeAt(i)) return false;
  return true;
}

const QUOTE = 0x22;
const COLON = 0x3a;

function skipSpaceBack(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at >= 0 && (bytes[at] as number) <= 0x20) at--;
  return at;
}
