/** Values of a trace as people write them. */
import { parseDuration, showDuration } from "../../../base/index.ts";
import type { NativePart, NodePart, ValuePart } from "../../../audit/index.ts";
import { escapeAndCut, escapeLine } from "../escape.ts";

const LONGEST = 200;
const MOST_ELEMENTS = 4;

/** A value by its type: `7 days`, `"text"`, `{ a, b, … 3 more }`. Safe to print. */
export function shownValue(type: string | undefined, value: ValuePart): string {
  if (typeof value !== "object") return shownScalar(type, value);
  if (value.length === 0) return "none";
  const shown = value.slice(0, MOST_ELEMENTS).map((element) => shownScalar(type?.replace(/^(?:Set|List) of /u, ""), element));
  const more = value.length - shown.length;
  return `{ ${[...shown, ...(more > 0 ? [`… ${more} more`] : [])].join(", ")} }`;
}

function shownScalar(type: string | undefined, value: string | number | boolean): string {
  if (typeof value !== "string") return String(value);
  if (type === "String") return `"${escapeAndCut(value, LONGEST)}"`;
  const duration = type === "Duration" ? parseDuration(value) : undefined;
  return duration?.ok === true ? showDuration(duration.value) : escapeAndCut(value, LONGEST);
}

/** What stands in the evidence, as JSON. */
export function shownNative(native: NativePart): string {
  return typeof native === "string" ? `"${escapeAndCut(native, LONGEST)}"` : String(native);
}

/** An ISO 8601 duration in words. */
export function shownDuration(text: string): string {
  const duration = parseDuration(text);
  return duration.ok ? showDuration(duration.value) : escapeLine(text);
}

/** `3 findings`, by the noun that the policy uses for the elements. */
export function shownCount(count: number, noun: string): string {
  const plural = noun.endsWith("s") ? noun : `${noun}s`;
  return `${count} ${count === 1 ? noun : plural}`;
}

/** The noun of a quantifier: `finding` in `no finding f in …`. */
export function nounOf(node: NodePart): string {
  const before = node.text?.split(new RegExp(`\\s${node.binds ?? ""}\\s+in\\s`, "u"))[0] ?? "";
  return escapeLine(/(\S+)\s*$/u.exec(before)?.[1] ?? "element");
}
