/** A date is a day: it begins with its first instant and, where something ends, ends with its last. `language.md` §5.2. */
import type { When } from "../../../grammar/index.ts";
import { parseDate, parseInstant } from "../../base/index.ts";

/** Nanoseconds. `undefined` for a time that does not exist; the parser has reported it. */
export function instantOf(when: When, end: "first" | "last"): bigint | undefined {
  if (when.kind === "date") {
    const day = parseDate(when.text);
    return day.ok ? day.value[end] : undefined;
  }
  const instant = parseInstant(when.text);
  return instant.ok ? instant.value : undefined;
}
