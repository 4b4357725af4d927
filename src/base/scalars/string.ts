import { ok } from "../result.ts";
import type { Scalar } from "../scalar.ts";
import { fromJsonString } from "./text-scalar.ts";

/** Compared by code point; no order, and no limit but that of the document it stands in. */
export const StringScalar: Scalar<string> = {
  parse: ok,
  fromJson: fromJsonString((text) => ok(text)),
  equal: (a, b) => a === b,
  show: (value) => value,
  canonical: (value) => value,
};
