/** The rules that are one step: `lower-case`, `empty-if-absent`, `inherit`, `json-string`. */
import { appendPointer, defaultLimits, encodeUtf8, ok, parseJson, statementJsonLimits } from "../../base/index.ts";
import { converted, findAll, malformed, notOfType, type Located, type Lookup } from "../reading/located.ts";
import { whenPresent, type Rule } from "./rule.ts";

/** ASCII only: other letters have no case that matters here. */
export function lowerCase(found: Located): Lookup {
  if (typeof found.json !== "string") return notOfType(found, "a string");
  return ok(
    converted(
      found,
      found.json.replaceAll(/[A-Z]+/gu, (letters) => letters.toLowerCase()),
      "lower-case",
    ),
  );
}

export const lowerCaseRule: Rule = whenPresent(lowerCase);

/** An absent list or set is empty; what stands there must be one. */
export const emptyIfAbsentRule: Rule = (input, { record, tokens }) =>
  ok(input ?? { json: [], pointer: appendPointer(record.pointer, ...tokens), elements: [], via: "empty-if-absent" });

/** The element's own value, else that of the document at the same place. */
export const inheritRule: Rule = (input, { root, tokens, maxElements }) => {
  if (input !== undefined) return ok(input);
  const found = findAll(root, tokens, maxElements);
  return found.ok && found.value !== undefined ? ok({ ...found.value, via: "inherit" }) : found;
};

/** A document inside a JSON string, read as strictly as the statement; pointers continue behind `#`. */
export function jsonString(found: Located): Lookup {
  if (typeof found.json !== "string") return notOfType(found, "a string");
  const parsed = parseJson(encodeUtf8(found.json), statementJsonLimits(defaultLimits));
  if (!parsed.ok) return malformed(found.pointer, `the JSON in it cannot be read: ${parsed.error.detail}`);
  return ok({ json: parsed.value, pointer: `${found.pointer}#`, via: "json-string" });
}

export const jsonStringRule: Rule = whenPresent(jsonString);
