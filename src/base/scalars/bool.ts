import { jsonType } from "../parse-json.ts";
import { err, ok } from "../result.ts";
import type { Scalar } from "../scalar.ts";

export const Bool: Scalar<boolean> = {
  parse: (text) => (text === "true" || text === "false" ? ok(text === "true") : err("it is neither `true` nor `false`")),
  fromJson: (json) => (typeof json === "boolean" ? ok(json) : err(`it is a JSON ${jsonType(json)}, not true or false`)),
  equal: (a, b) => a === b,
  show: String,
  canonical: (value) => value,
};
