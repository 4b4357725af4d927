/** The canonical form of the documents we write: RFC 8785, with the numbers of `audit.md` §3.4. */
import { assert, InvariantError } from "./assert.ts";
import { JsonNumber, type Json, type JsonObject } from "./json.ts";
import { isArray } from "./parse-json.ts";
import { encodeUtf8 } from "./utf8.ts";

/**
 * Member names sort by UTF-16 code unit, strings are neither normalised nor repaired, `-0` is `0`. What has no canonical form is a
 * fault of the caller (`InvariantError`): half a surrogate pair, a number that is not finite, a `JsonNumber`, `undefined`.
 */
export function canonicalJson(json: Json): string {
  if (json === null || typeof json === "boolean") return String(json);
  if (typeof json === "string") return canonicalString(json);
  if (typeof json === "number") return canonicalNumber(json);
  if (json instanceof JsonNumber) throw new InvariantError(`the number ${json.source} has no canonical form`);
  if (isArray(json)) return `[${json.map(canonicalJson).join(",")}]`;
  assert(typeof json === "object", `a ${typeof json} has no canonical form`);
  return canonicalObject(json);
}

export function canonicalJsonBytes(json: Json): Uint8Array<ArrayBuffer> {
  return encodeUtf8(canonicalJson(json));
}

function canonicalObject(json: JsonObject): string {
  const members = Object.keys(json)
    .sort(byCodeUnit)
    .map((name) => `${canonicalString(name)}:${canonicalJson(json[name] as Json)}`);
  return `{${members.join(",")}}`;
}

/** JavaScript compares strings by code unit, as RFC 8785 §3.2.3 asks; a locale must never come in. */
export function byCodeUnit(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function canonicalString(text: string): string {
  assert(text.isWellFormed(), "half of a surrogate pair has no canonical form");
  return JSON.stringify(text);
}

function canonicalNumber(value: number): string {
  assert(Number.isFinite(value), "a number that is not finite has no canonical form");
  return String(value === 0 ? 0 : value);
}
