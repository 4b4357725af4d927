import { formatInstant, parseDate, parseInstant } from "../instant.ts";
import { ok } from "../result.ts";
import type { Scalar } from "../scalar.ts";
import { fromJsonString } from "./text-scalar.ts";

/** Nanoseconds since 1970. A date in a policy or parameter means its first instant; evidence must name the instant. */
export const Timestamp: Scalar<bigint> = {
  parse(text) {
    const date = parseDate(text);
    return date.ok ? ok(date.value.first) : parseInstant(text);
  },
  fromJson: fromJsonString(parseInstant),
  equal: (a, b) => a === b,
  compare: (a, b) => (a < b ? -1 : Number(a > b)),
  show: formatInstant,
  canonical: formatInstant,
};
