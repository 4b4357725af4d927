/** Dates of a policy as instants: a day begins with its first nanosecond and ends with its last, in UTC. `language.md` §5.2. */
import type * as ast from "../../../grammar/index.ts";
import { parseDate, parseInstant } from "../../base/index.ts";

export function firstInstant(when: ast.When): bigint | undefined {
  if (when.kind === "date-time") return instantOf(when.text);
  const date = parseDate(when.text);
  return date.ok ? date.value.first : undefined;
}

export function lastInstant(when: ast.When): bigint | undefined {
  if (when.kind === "date-time") return instantOf(when.text);
  const date = parseDate(when.text);
  return date.ok ? date.value.last : undefined;
}

function instantOf(text: string): bigint | undefined {
  const instant = parseInstant(text);
  return instant.ok ? instant.value : undefined;
}
