/** Literals take the type that their place asks for, and are checked there. `language.md` §5.2. */
import type { DurationLiteral, Literal } from "../../../grammar/index.ts";
import { parseDate, parseInstant, scalars, type EnumType, type ScalarName, type Type, type Value } from "../../base/index.ts";
import type { Span } from "../../diagnostics/index.ts";
import type { Constant } from "../checked/index.ts";
import { didYouMean } from "../nearest.ts";
import { report, type ControlContext } from "./context.ts";
import { aType, BOOL, DURATION, isScalar, memberIndex, memberNames, scalarType, STRING, TIMESTAMP } from "./type-words.ts";

/** Scalars that a policy writes as text in quotes. */
const WRITTEN_AS_TEXT: ReadonlySet<ScalarName> = new Set([
  "String",
  "Digest",
  "Commit",
  "Uri",
  "Repository",
  "GitRef",
  "Platform",
  "Purl",
  "SemVer",
  "Licence",
  "Identity",
]);

/** A literal as a constant. Where the place asks for another kind of value, the literal keeps its own type and the place complains. */
export function literal(context: ControlContext, node: Literal, expected: Type | undefined): Constant | undefined {
  switch (node.kind) {
    case "string":
      return textConstant(context, node.value, node.span, expected);
    case "int":
    case "decimal":
      return numberConstant(
        context,
        node.digits,
        node.span,
        node.kind === "decimal" || (expected && isScalar(expected, "Decimal")) ? "Decimal" : "Int",
      );
    case "duration":
      return durationConstant(context, node);
    case "date": {
      const date = parseDate(node.text);
      return date.ok ? constant(TIMESTAMP, date.value.first, node.span) : undefined;
    }
    case "date-time": {
      const instant = parseInstant(node.text);
      return instant.ok ? constant(TIMESTAMP, instant.value, node.span) : undefined;
    }
    case "bool":
      return constant(BOOL, node.value, node.span);
  }
}

function constant(type: Type, value: Value, span: Span): Constant {
  return { kind: "constant", type, value, span };
}

function textConstant(context: ControlContext, text: string, span: Span, expected: Type | undefined): Constant | undefined {
  if (!expected || expected.kind !== "scalar" || !WRITTEN_AS_TEXT.has(expected.name)) return constant(STRING, text, span);
  const parsed = scalars[expected.name].parse(text);
  if (parsed.ok) return constant(expected, parsed.value, span);
  return report(context, "E2015", span, `\`${text}\` is not a valid ${expected.name}`, { label: parsed.error });
}

function numberConstant(context: ControlContext, digits: string, span: Span, name: "Int" | "Decimal"): Constant | undefined {
  const parsed = scalars[name].parse(digits);
  if (parsed.ok) return constant(scalarType(name), parsed.value, span);
  return report(context, "E2015", span, `\`${digits}\` is not a valid ${name}`, { label: parsed.error });
}

function durationConstant(context: ControlContext, node: DurationLiteral): Constant | undefined {
  const length = durationOf(context, node);
  return length === undefined ? undefined : constant(DURATION, length, node.span);
}

/** Nanoseconds; reports one that is longer than any duration may be. */
export function durationOf(context: ControlContext, { digits, unit, span }: DurationLiteral): bigint | undefined {
  const parsed = scalars.Duration.parse(`${digits} ${unit}s`);
  if (parsed.ok) return parsed.value;
  return report(context, "E2015", span, `this is not a valid Duration`, { label: parsed.error });
}

/** A bare word where an enum member is asked for. */
export function memberConstant(context: ControlContext, word: string, span: Span, type: EnumType): Constant | undefined {
  const index = memberIndex(type, word);
  if (index >= 0) return { kind: "constant", type, value: index, span };
  return report(context, "E2011", span, `\`${word}\` is not a member of ${type.name}`, {
    ...didYouMean(word, span, memberNames(type)),
    help: [
      `its members are ${memberNames(type)
        .map((name) => `\`${name}\``)
        .join(", ")}`,
    ],
  });
}

/** E2001 for two operands that cannot meet, at the right one. */
export function cannotCompare(context: ControlContext, left: Operand, right: Operand): undefined {
  return report(context, "E2001", right.span, `${aType(left.type)} cannot be compared with ${aType(right.type)}`, {
    label: `this is ${aType(right.type)}`,
    related: [{ span: left.span, text: `this is ${aType(left.type)}` }],
    help: [...(textHint(left.type, right.type) ?? textHint(right.type, left.type) ?? [])],
  });
}

interface Operand {
  readonly type: Type;
  readonly span: Span;
}

/** Quotes where none belong are the likeliest reason. */
function textHint(asked: Type, given: Type): readonly string[] | undefined {
  if (!isScalar(given, "String")) return undefined;
  if (asked.kind === "enum")
    return [
      `members of ${asked.name} are written without quotes: ${memberNames(asked)
        .map((name) => `\`${name}\``)
        .join(", ")}`,
    ];
  if (isScalar(asked, "Timestamp")) return ["dates and times are written without quotes: `2026-01-05`, `2026-01-05T12:00:00Z`"];
  if (isScalar(asked, "Duration")) return ["durations are written without quotes: `7 days`"];
  if (isScalar(asked, "Int", "Decimal")) return ["numbers are written without quotes"];
  return isScalar(asked, "Bool") ? ["`true` and `false` are written without quotes"] : undefined;
}
