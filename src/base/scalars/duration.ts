import { formatDuration, parseDuration, showDuration } from "../duration.ts";
import type { Scalar } from "../scalar.ts";
import { fromJsonString } from "./text-scalar.ts";

/** Nanoseconds. */
export const Duration: Scalar<bigint> = {
  parse: parseDuration,
  fromJson: fromJsonString(parseDuration),
  equal: (a, b) => a === b,
  compare: (a, b) => (a < b ? -1 : Number(a > b)),
  show: showDuration,
  canonical: formatDuration,
};
