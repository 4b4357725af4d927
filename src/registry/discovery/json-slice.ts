/**
 * Where a value stands in JSON text that was already parsed strictly: an attestation inside a larger answer keeps its own bytes, since nothing is
 * ever written again from its parsed form.
 */

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPENERS = new Set([0x7b, 0x5b]);
const CLOSERS = new Set([0x7d, 0x5d]);
const COMMA = 0x2c;
const COLON = 0x3a;
const BRACE = 0x7b;

/** The bytes of the value at a path of member names and indexes; `undefined` when it is not there. `json` must be valid. */
export function sliceJson(json: Uint8Array, path: readonly (string | number)[]): Uint8Array | undefined {
  let start = skipSpace(json, 0);
  for (const step of path) {
    const next = typeof step === "number" ? findElement(json, start, step) : findMember(json, start, step);
    if (next === undefined) return undefined;
    start = next;
  }
  return json.subarray(start, skipValue(json, start));
}

function skipSpace(json: Uint8Array, from: number): number {
  let at = from;
  while (at < json.length && (json[at] as number) <= 0x20) at++;
  return at;
}

/** Past the value that begins at `from`; nesting is counted, so depth costs no stack. */
function skipValue(json: Uint8Array, from: number): number {
  const first = json[from] as number;
  if (first === QUOTE) return skipString(json, from);
  if (!OPENERS.has(first)) return skipScalar(json, from);
  let depth = 0;
  let at = from;
  while (at < json.length) {
    const byte = json[at] as number;
    if (byte === QUOTE) {
      at = skipString(json, at);
      continue;
    }
    if (OPENERS.has(byte)) depth++;
    else if (CLOSERS.has(byte) && --depth === 0) return at + 1;
    at++;
  }
  return at;
}

function skipString(json: Uint8Array, from: number): number {
  let at = from + 1;
  while (at < json.length && json[at] !== QUOTE) at += json[at] === BACKSLASH ? 2 : 1;
  return at + 1;
}

function skipScalar(json: Uint8Array, from: number): number {
  let at = from;
  while (at < json.length && json[at] !== COMMA && !CLOSERS.has(json[at] as number) && (json[at] as number) > 0x20) at++;
  return at;
}

function findElement(json: Uint8Array, from: number, index: number): number | undefined {
  let at = skipSpace(json, from + 1);
  for (let left = index; ; left--) {
    if (at >= json.length || CLOSERS.has(json[at] as number)) return undefined;
    if (left === 0) return at;
    at = skipSpace(json, skipValue(json, at));
    if (json[at] !== COMMA) return undefined;
    at = skipSpace(json, at + 1);
  }
}

function findMember(json: Uint8Array, from: number, name: string): number | undefined {
  if (json[from] !== BRACE) return undefined;
  let at = skipSpace(json, from + 1);
  while (json[at] === QUOTE) {
    const end = skipString(json, at);
    const isIt = JSON.parse(new TextDecoder().decode(json.subarray(at, end))) === name;
    const colon = skipSpace(json, end);
    if (json[colon] !== COLON) return undefined;
    const value = skipSpace(json, colon + 1);
    if (isIt) return value;
    at = skipSpace(json, skipValue(json, value));
    if (json[at] !== COMMA) return undefined;
    at = skipSpace(json, at + 1);
  }
  return undefined;
}
