/** Distances that rules about dates speak of. Instants are nanoseconds since the epoch. */
import type { When } from "../../grammar/index.ts";
import { nanosecondsPer, parseDate, parseInstant } from "../base/index.ts";

export function days(count: bigint): bigint {
  return count * nanosecondsPer.day;
}

/** The last instant that a date or time means. */
export function lastInstant(when: When): bigint | undefined {
  if (when.kind === "date") {
    const date = parseDate(when.text);
    return date.ok ? date.value.last : undefined;
  }
  const instant = parseInstant(when.text);
  return instant.ok ? instant.value : undefined;
}

/** `in 3 days`, `2 days ago`, `today`. */
export function distance(from: bigint, to: bigint): string {
  const whole = (to - from) / nanosecondsPer.day;
  if (whole === 0n) return to < from ? "today" : "within a day";
  const count = whole < 0n ? -whole : whole;
  const words = `${count} day${count === 1n ? "" : "s"}`;
  return whole < 0n ? `${words} ago` : `in ${words}`;
}
