/** Values as a trace writes them: `audit.md` §3.4. */
import {
  assert,
  byCodeUnit,
  isArray,
  JsonNumber,
  scalars,
  type Cell,
  type Json,
  type Scalar,
  type ScalarName,
  type ScalarValue,
  type Type,
  type Value,
} from "../../base/index.ts";

export type ScalarPart = string | number | boolean;
/** Sets sorted, lists in their order. */
export type ValuePart = ScalarPart | readonly ScalarPart[];
export type NativePart = string | number | boolean | null;

/** `Set of Uri`, `vuln.severity`. */
export function typeText(type: Type): string {
  switch (type.kind) {
    case "scalar":
    case "enum":
    case "record":
      return type.name;
    case "list":
      return `List of ${typeText(type.of)}`;
    case "set":
      return `Set of ${typeText(type.of)}`;
  }
}

/** `undefined` for records and lists of them: those are never stored whole. */
export function valuePart(type: Type, value: Value): ValuePart | undefined {
  switch (type.kind) {
    case "record":
      return undefined;
    case "scalar":
      return canonicalScalar(type.name, value as ScalarValue);
    case "enum":
      return memberName(type.members, value);
    case "list":
    case "set":
      return type.of.kind === "record" ? undefined : elements(type.kind, type.of, value as readonly Cell[]);
  }
}

function canonicalScalar(name: ScalarName, value: ScalarValue): ScalarPart {
  const scalar = scalars[name] as unknown as Scalar<ScalarValue>;
  return wellFormed(scalar.canonical(value));
}

function elements(kind: "list" | "set", of: Type, cells: readonly Cell[]): readonly ScalarPart[] {
  const parts = cells.map((cell) => valuePart(of, cell.value) as ScalarPart);
  return kind === "list" ? parts : [...new Set(parts)].sort((a, b) => byCodeUnit(String(a), String(b)));
}

function memberName(members: readonly { readonly name: string }[], value: Value): string {
  const name = typeof value === "number" ? members[value]?.name : undefined;
  assert(name !== undefined, "an enum value is the number of a member");
  return name;
}

/** A number stands as it is only where its text is its canonical form: others come as `JsonNumber` and stand as that text. */
export function nativePart(native: Json): NativePart {
  if (native instanceof JsonNumber) return native.source;
  if (native === null || typeof native === "boolean" || typeof native === "number") return native;
  if (typeof native === "string") return wellFormed(native);
  return isArray(native) ? `an array of ${native.length}` : `an object of ${Object.keys(native).length}`;
}

/** Half a surrogate pair has no canonical form; a text of the evidence that holds one shows it escaped. */
export function wellFormed<T extends ScalarPart>(part: T): T {
  if (typeof part !== "string" || part.isWellFormed()) return part;
  return part.replace(/\p{Cs}/gu, (half) => `\\u${half.charCodeAt(0).toString(16)}`) as T & string;
}

/** For texts that quote evidence and may not be empty in a document. */
export function textPart(text: string | undefined): string | undefined {
  return text === undefined || text === "" ? undefined : wellFormed(text);
}
