/** Reading members of untrusted JSON where each has one permitted type. Absent and `null` are the same, as in protobuf's JSON. */
import { isArray, isObject, JsonNumber, member, type Json, type JsonObject } from "../base/index.ts";

/** `undefined`: absent. `"wrong"`: another type. */
export type Read<T> = T | undefined | typeof wrong;

export const wrong = Symbol("wrong type");

function present(json: Json | undefined, name: string): Json | undefined {
  const value = member(json, name);
  return value === null ? undefined : value;
}

export function readString(json: Json | undefined, name: string): Read<string> {
  const value = present(json, name);
  return value === undefined || typeof value === "string" ? value : wrong;
}

export function readObject(json: Json | undefined, name: string): Read<JsonObject> {
  const value = present(json, name);
  return value === undefined || isObject(value) ? value : wrong;
}

export function readArray(json: Json | undefined, name: string): Read<readonly Json[]> {
  const value = present(json, name);
  return value === undefined || isArray(value) ? value : wrong;
}

const INTEGER = /^(?:0|[1-9][0-9]{0,18})$/u;
const LARGEST = 2n ** 63n;

/** A 64-bit integer of protobuf's JSON, a string or a number; not negative and below 2^63. */
export function readInt64(json: Json | undefined, name: string): Read<bigint> {
  const value = present(json, name);
  if (value === undefined) return undefined;
  const text =
    typeof value === "string" ? value : typeof value === "number" ? String(value) : value instanceof JsonNumber ? value.source : "";
  if (!INTEGER.test(text)) return wrong;
  const integer = BigInt(text);
  return integer < LARGEST ? integer : wrong;
}
