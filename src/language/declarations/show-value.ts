import { scalars, type Cell, type ScalarValue, type Type, type Value } from "../../base/index.ts";
import type { ParameterBound } from "../checked/index.ts";

/** A parameter's value as a policy would write it, without quotes. */
export function showValue(value: Value, type: Type): string {
  switch (type.kind) {
    case "scalar":
      return (scalars[type.name] as { show(value: ScalarValue): string }).show(value as ScalarValue);
    case "enum":
      return type.members[Number(value)]?.name ?? "";
    case "set":
    case "list":
      return showElements((value as readonly Cell[]).map((cell) => showValue(cell.value, type.of)));
    case "record":
      return type.name;
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
