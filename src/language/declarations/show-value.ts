/** Values as a policy has them. `language.md` §5. */
import { assert, quoted, scalars, type Cell, type ScalarName, type ScalarValue, type Type, type Value } from "../../base/index.ts";
import type { ParameterBound } from "../checked/index.ts";

/** As a policy would write it, without quotes: for people to read. Of a record its type's name. */
export function showValue(value: Value, type: Type): string {
  return type.kind === "record" ? type.name : textOf(value, type, (text) => text, showValue);
}

/** As a policy writes it: `lowerValue` reads the same value from it. A policy cannot write a record, so asking for one is our mistake. */
export function writeValue(value: Value, type: Type): string {
  assert(type.kind !== "record", "the value of a record cannot be written in a policy");
  return textOf(value, type, (text, name) => (BARE.has(name) ? text : quoted(text)), writeValue);
}

/** Scalars that are words and numbers of the language; all others stand between quotes. */
const BARE: ReadonlySet<ScalarName> = new Set<ScalarName>(["Bool", "Int", "Decimal", "Duration", "Timestamp"]);

function textOf(
  value: Value,
  type: Exclude<Type, { kind: "record" }>,
  scalarText: (text: string, name: ScalarName) => string,
  elementText: (value: Value, type: Type) => string,
): string {
  switch (type.kind) {
    case "scalar":
      return scalarText((scalars[type.name] as { show(value: ScalarValue): string }).show(value as ScalarValue), type.name);
    case "enum": {
      const member = type.members[Number(value)];
      assert(member !== undefined, `no member of ${type.name} has the number ${Number(value)}`);
      return member.name;
    }
    case "set":
    case "list":
      return showElements((value as readonly Cell[]).map((cell) => elementText(cell.value, type.of)));
  }
}

function showElements(elements: readonly string[]): string {
  return elements.length === 0 ? "{ }" : `{ ${elements.join(", ")} }`;
}

/** `at most 30 days`. */
export function showBound(bound: ParameterBound, type: Type): string {
  switch (bound.kind) {
    case "at-most":
      return `at most ${showValue(bound.limit, type)}`;
    case "at-least":
      return `at least ${showValue(bound.limit, type)}`;
    case "fewer":
    case "more":
      return `${bound.kind} is stricter`;
  }
}
