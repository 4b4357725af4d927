/**
 * The one reader of untrusted JSON (`verification.md` C1, C2). Limits are checked on the bytes, before anything is built;
 * the native parser then builds the value.
 */
import { explainJson } from "./json-explain.ts";
import { scanJson, type JsonScan } from "./json-scan.ts";
import { JsonNumber, type Json, type JsonFault, type JsonLimits, type JsonObject } from "./json.ts";
import { err, ok, type Result } from "./result.ts";
import { decodeUtf8 } from "./utf8.ts";

/** No JavaScript string is longer, whatever a caller's limit says. */
const LONGEST_STRING = 0x1fff_ffe8;

/**
 * Refuses: more bytes, levels or values than `limits` allow, a byte order mark, bad UTF-8, bad grammar, a member name that
 * stands twice in one object, and half a surrogate pair. A number stays a `number` only when JavaScript prints it as it was
 * written; any other is a `JsonNumber`. `__proto__` is an ordinary own member: read members with `member`.
 */
export function parseJson(bytes: Uint8Array, limits: JsonLimits): Result<Json, JsonFault> {
  const scan = scanWithin(bytes, limits);
  return scan.ok ? parseScanned(bytes, scan.value) : scan;
}

/** What is refused before anything is built. */
export function scanWithin(bytes: Uint8Array, limits: JsonLimits): Result<JsonScan, JsonFault> {
  const maxBytes = Math.min(limits.maxBytes, LONGEST_STRING);
  if (bytes.length > maxBytes) return err({ kind: "too-large", detail: `${bytes.length} bytes, at most ${maxBytes} are read` });
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf)
    return err({ kind: "utf8-invalid", detail: "a byte order mark at byte 0" });
  return scanJson(bytes, limits);
}

export function parseScanned(bytes: Uint8Array, scan: JsonScan): Result<Json, JsonFault> {
  const text = decodeUtf8(bytes);
  if (text === undefined) return err({ kind: "utf8-invalid", detail: "the bytes are not UTF-8" });
  const json = build(text, scan);
  return json === undefined ? err(explainJson(text)) : ok(json);
}

/** `undefined`: it is no JSON, or a member name stands twice. */
export function build(text: string, scan: JsonScan): Json | undefined {
  const json = parseNative(text, scan.hasUnusualNumber);
  return json !== undefined && countMembers(json) === scan.members ? json : undefined;
}

function parseNative(text: string, keepSource: boolean): Json | undefined {
  try {
    return (keepSource ? parseKeepingSource(text) : JSON.parse(text)) as Json;
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return undefined;
    throw thrown;
  }
}

type SourceReviver = (name: string, value: unknown, context: { readonly source?: string }) => unknown;
/** The third argument of a reviver is in every supported runtime, and not yet in the compiler's library. */
const parseWithSource = JSON.parse as (text: string, reviver: SourceReviver) => unknown;

function parseKeepingSource(text: string): unknown {
  return parseWithSource(text, (_name, value, context) => {
    if (typeof value !== "number") return value;
    const source = context.source ?? "";
    return String(value) === source ? value : new JsonNumber(source);
  });
}

function countMembers(json: Json): number {
  if (typeof json !== "object" || json === null || json instanceof JsonNumber) return 0;
  let count = 0;
  if (isArray(json)) {
    for (const element of json) if (typeof element === "object" && element !== null) count += countMembers(element);
    return count;
  }
  for (const name in json) {
    count++;
    const value = json[name];
    if (typeof value === "object" && value !== null) count += countMembers(value);
  }
  return count;
}

/** `Array.isArray` that also narrows a readonly array. */
export function isArray(json: Json | undefined): json is readonly Json[] {
  return Array.isArray(json);
}

export function isObject(json: Json | undefined): json is JsonObject {
  return typeof json === "object" && json !== null && !isArray(json) && !(json instanceof JsonNumber);
}

/** The own member of that name; `undefined` when there is none or `json` is no object. */
export function member(json: Json | undefined, name: string): Json | undefined {
  return isObject(json) && Object.hasOwn(json, name) ? json[name] : undefined;
}

/** The JSON type, for messages. */
export function jsonType(json: Json): "null" | "boolean" | "number" | "string" | "array" | "object" {
  if (json === null) return "null";
  if (isArray(json)) return "array";
  if (json instanceof JsonNumber || typeof json === "number") return "number";
  if (typeof json === "boolean") return "boolean";
  return typeof json === "string" ? "string" : "object";
}
