import type * as ast from "../../../grammar/index.ts";
import { parseDate, parseInstant } from "../../base/index.ts";

/** Nanoseconds; `undefined` for a date that does not exist, which the parser has reported. */
export function firstInstant(when: ast.When): bigint | undefined {
  return instant(when, "first");
}

export function lastInstant(when: ast.When): bigint | undefined {
  return instant(when, "last");
}

function instant(when: ast.When, end: "first" | "last"): bigint | undefined {
  if (when.kind === "date-time") {
    const parsed = parseInstant(when.text);
    return parsed.ok ? parsed.value : undefined;
  }
  const day = parseDate(when.text);
  return day.ok ? day.value[end] : undefined;
}
