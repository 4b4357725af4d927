/** The bound of a parameter says which direction is stricter: `language.md` §5.7. */
import type { Bound } from "../../../grammar/index.ts";
import {
  assert,
  scalars,
  type Cell,
  type EnumType,
  type ScalarName,
  type ScalarType,
  type ScalarValue,
  type Type,
  type Value,
} from "../../base/index.ts";
import { error, type Diagnostic } from "../../diagnostics/index.ts";
import type { ParameterBound } from "../checked/index.ts";
import { aType } from "./type-names.ts";
import { identityOf, lowerValue } from "./values.ts";

const ordered: ReadonlySet<ScalarName> = new Set<ScalarName>(["Int", "Decimal", "Duration", "Timestamp", "SemVer"]);

/** `undefined` when it does not fit the type; that has been reported. */
export function lowerBound(bound: Bound, type: Type, name: string, report: (diagnostic: Diagnostic) => void): ParameterBound | undefined {
  if (bound.kind === "set-bound") {
    if (type.kind === "set") return { kind: bound.stricter };
    report(error("E2025", bound.span, `\`${bound.stricter} is stricter\` is said of sets, and \`${name}\` is ${aType(type)}`));
    return undefined;
  }
  const hasOrder = type.kind === "enum" ? type.ordered : type.kind === "scalar" && ordered.has(type.name);
  if (!hasOrder) {
    const help = type.kind === "set" ? ["a set is bounded by `fewer is stricter` or `more is stricter`"] : [];
    const words = bound.direction === "at-most" ? "at most" : "at least";
    report(error("E2012", bound.span, `\`${words}\` needs an order, and \`${name}\` is ${aType(type)}`, { help }));
    return undefined;
  }
  const limit = lowerValue(bound.value, type, `the bound of \`${name}\``, report);
  return limit === undefined ? undefined : { kind: bound.direction, limit };
}

/** Whether the bound allows the value at all. Bounds of sets have a direction only. */
export function isWithinBound(bound: ParameterBound, type: Type, value: Value): boolean {
  return !("limit" in bound) || isAtLeastAsStrict(bound, type, value, bound.limit);
}

/** Whether `value` is as strict as `than`, or stricter. */
export function isAtLeastAsStrict(bound: ParameterBound, type: Type, value: Value, than: Value): boolean {
  switch (bound.kind) {
    case "at-most":
      return compare(type, value, than) <= 0;
    case "at-least":
      return compare(type, value, than) >= 0;
    case "fewer":
      return isSubset(type, value, than);
    case "more":
      return isSubset(type, than, value);
  }
}

function compare(type: Type, a: Value, b: Value): number {
  if (type.kind === "enum") return Number(a) - Number(b);
  assert(type.kind === "scalar", "only ordered values are compared");
  const scalar = scalars[type.name] as { compare?(a: ScalarValue, b: ScalarValue): number };
  assert(scalar.compare !== undefined, "an ordered type compares");
  return scalar.compare(a as ScalarValue, b as ScalarValue);
}

function isSubset(type: Type, small: Value, large: Value): boolean {
  assert(type.kind === "set", "only sets have subsets");
  const all = new Set(elements(large, type.of));
  return elements(small, type.of).every((element) => all.has(element));
}

function elements(value: Value, of: ScalarType | EnumType): readonly string[] {
  return (value as readonly Cell[]).map((cell) => identityOf(cell.value, of));
}
