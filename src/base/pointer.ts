/** JSON pointers, RFC 6901. */
import type { Json } from "./json.ts";
import { isArray, member } from "./parse-json.ts";

const ARRAY_INDEX = /^(?:0|[1-9][0-9]{0,15})$/u;

/** `~` and `/` of a member name, escaped. */
export function escapePointerToken(token: string): string {
  return token.includes("~") || token.includes("/") ? token.replaceAll("~", "~0").replaceAll("/", "~1") : token;
}

export function appendPointer(pointer: string, ...tokens: readonly (string | number)[]): string {
  let result = pointer;
  for (const token of tokens) result += `/${typeof token === "number" ? token : escapePointerToken(token)}`;
  return result;
}

/** The unescaped tokens; `undefined` when `pointer` is not one: it must be empty or begin with `/`, and `~` is followed by 0 or 1. */
export function parsePointer(pointer: string): readonly string[] | undefined {
  if (pointer === "") return [];
  if (!pointer.startsWith("/") || /~(?![01])/u.test(pointer)) return undefined;
  return pointer
    .slice(1)
    .split("/")
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** One step: the member or element that `token` names, `undefined` when there is none. */
function stepInto(json: Json | undefined, token: string): Json | undefined {
  if (isArray(json)) return ARRAY_INDEX.test(token) ? json[Number(token)] : undefined;
  return member(json, token);
}

/** What `pointer` points to, or `undefined` when that is nothing or it is no pointer. */
export function resolvePointer(json: Json, pointer: string): Json | undefined {
  const tokens = parsePointer(pointer);
  if (tokens === undefined) return undefined;
  let value: Json | undefined = json;
  for (const token of tokens) {
    value = stepInto(value, token);
    if (value === undefined) return undefined;
  }
  return value;
}
