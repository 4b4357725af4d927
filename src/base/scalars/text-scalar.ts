import { jsonType } from "../parse-json.ts";
import type { Json } from "../json.ts";
import { err, type Result } from "../result.ts";

/** No identifier is longer; checked before a text is looked at. */
const LONGEST_TEXT = 8_192;

/** `parse`, for texts of a bearable length. */
export function bounded<T>(parse: (text: string) => Result<T, string>): (text: string) => Result<T, string> {
  return (text) => (text.length > LONGEST_TEXT ? err(`it is longer than ${LONGEST_TEXT} characters`) : parse(text));
}

/** `fromJson` of a scalar that stands in JSON as a string. */
export function fromJsonString<T>(parse: (text: string) => Result<T, string>): (json: Json) => Result<T, string> {
  return (json) => (typeof json === "string" ? parse(json) : err(`it is a JSON ${jsonType(json)}, not a string`));
}
