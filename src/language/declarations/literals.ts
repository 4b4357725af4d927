/** A literal takes the type its place asks for and is checked there: `language.md` §5.2. */
import type { Literal, ValueNode } from "../../../grammar/index.ts";
import { err, parseDate, parseDuration, parseInstant, scalars, type Result, type ScalarName, type ScalarValue } from "../../base/index.ts";

export type LiteralFault =
  /** A literal of this form never has that type. */
  | { readonly kind: "other-type" }
  /** The form is right; `problem` finishes "`…` is not a valid Uri: ". */
  | { readonly kind: "invalid"; readonly problem: string };

export function readLiteral(literal: Literal, type: ScalarName): Result<ScalarValue, LiteralFault> {
  const read = readForm(literal, type);
  if (read === undefined) return err({ kind: "other-type" });
  return read.ok ? read : err({ kind: "invalid", problem: read.error });
}

function readForm(literal: Literal, type: ScalarName): Result<ScalarValue, string> | undefined {
  switch (literal.kind) {
    case "bool":
      return type === "Bool" ? { ok: true, value: literal.value } : undefined;
    case "int":
      return type === "Int" || type === "Decimal" ? scalars[type].parse(literal.digits) : undefined;
    case "decimal":
      return type === "Decimal" ? scalars.Decimal.parse(literal.digits) : undefined;
    case "duration":
      return type === "Duration" ? parseDuration(`${literal.digits} ${literal.unit}`) : undefined;
    case "date":
      return type === "Timestamp" ? firstInstant(literal.text) : undefined;
    case "date-time":
      return type === "Timestamp" ? parseInstant(literal.text) : undefined;
    case "string":
      return isWrittenAsText(type) ? scalars[type].parse(literal.value) : undefined;
  }
}

/** Types whose literals stand in quotes. */
export function isWrittenAsText(type: ScalarName): boolean {
  return !["Bool", "Int", "Decimal", "Timestamp", "Duration"].includes(type);
}

function firstInstant(date: string): Result<ScalarValue, string> {
  const day = parseDate(date);
  return day.ok ? { ok: true, value: day.value.first } : day;
}

/** What stands there, for people: `a number`. */
export function describeValue(value: Exclude<ValueNode, { kind: "invalid" }>): string {
  switch (value.kind) {
    case "string":
      return "a text";
    case "int":
    case "decimal":
      return "a number";
    case "duration":
      return "a duration";
    case "date":
      return "a date";
    case "date-time":
      return "a point in time";
    case "bool":
      return "true or false";
    case "name":
      return "a word";
    case "value-set":
      return "a set";
  }
}

/** How a value of the type is written, as help for who wrote another one. */
export function exampleOf(type: ScalarName): string {
  return examples[type];
}

const examples: { readonly [K in ScalarName]: string } = {
  Bool: "`true` or `false`",
  Int: "`12`",
  Decimal: "`7.5`",
  String: '`"text"`',
  Timestamp: "`2026-01-05` or `2026-01-05T00:00:00Z`",
  Duration: "`7 days`",
  Digest: '`"sha256:…"`',
  Commit: '`"…"` with 40 or 64 hex digits',
  Uri: '`"https://example.com/path"`',
  Repository: '`"registry.example.com/path"`',
  GitRef: '`"refs/tags/v1"`',
  Platform: '`"linux/amd64"`',
  Purl: '`"pkg:npm/name@1.0.0"`',
  SemVer: '`"1.2.3"`',
  Licence: '`"Apache-2.0"`',
  Identity: '`"alice@example.com"`, `"https://…"` or `"github:alice"`',
};
