/** Values as people read them in messages. `language.md` §5.5. */
import { scalars, showDuration, type Cell, type ScalarName, type ScalarValue, type Type, type Value } from "../base/index.ts";

/** The most elements of a set that a message shows. */
const MAX_SHOWN = 10;

export function showValue(value: Value, type: Type): string {
  switch (type.kind) {
    case "scalar":
      return showScalar(value as ScalarValue, type.name);
    case "enum":
      return type.members[value as number]?.name ?? "";
    case "set":
    case "list":
      return showAll(value as readonly Cell[], type.of);
    case "record":
      return type.name;
  }
}

function showScalar(value: ScalarValue, name: ScalarName): string {
  if (name === "Duration") return showDuration(value as bigint);
  const scalar = scalars[name] as { show(value: ScalarValue): string };
  return scalar.show(value);
}

function showAll(cells: readonly Cell[], of: Type): string {
  if (cells.length === 0) return "none";
  const shown = cells.slice(0, MAX_SHOWN).map((cell) => showValue(cell.value, of));
  const rest = cells.length - shown.length;
  return rest > 0 ? `${shown.join(", ")} and ${rest} more` : shown.join(", ");
}
