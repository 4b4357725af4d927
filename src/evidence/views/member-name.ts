/** Rule `member-name`: the members of an object as a list of records with a name and a value; on text, the name of its only member. */
import { appendPointer, isArray, isObject, JsonNumber, ok, parsePointer } from "../../base/index.ts";
import { absent, children, malformed, notOfType, type Located, type Lookup, type Projection } from "../reading/located.ts";
import { whenPresent, type Rule } from "./rule.ts";

const MEMBER_NAME = "member-name";

const parameter: Projection = {
  name: ({ pointer }) => ok({ json: parsePointer(pointer)?.at(-1) ?? "", pointer, via: MEMBER_NAME }),
  value,
};

/** Text of a string, number or boolean as it is written; a nested object or list is a parameter without value. */
function value({ json, pointer }: Located): Lookup {
  if (json === null || isArray(json)) return absent;
  if (json instanceof JsonNumber) return ok({ json: json.source, native: json, pointer, via: MEMBER_NAME });
  if (isObject(json)) return absent;
  return typeof json === "string"
    ? ok({ json, pointer, via: MEMBER_NAME })
    : ok({ json: String(json), native: json, pointer, via: MEMBER_NAME });
}

export const memberNameRule: Rule = whenPresent((input, { field, maxElements }) => {
  if (!isObject(input.json)) return notOfType(input, "an object");
  if (field.type.kind === "scalar") return onlyName(input);
  const members = children(input, maxElements);
  if (!members.ok) return members;
  const elements = members.value.map((found) => ({ ...found, projection: parameter }));
  return ok({ json: input.json, pointer: input.pointer, elements, via: MEMBER_NAME });
});

function onlyName(input: Located): Lookup {
  const [only, ...others] = Object.keys(input.json as object);
  if (only === undefined || others.length > 0) return malformed(input.pointer, "it has not exactly one member");
  return ok({ json: only, native: input.json, pointer: appendPointer(input.pointer, only), via: MEMBER_NAME });
}
