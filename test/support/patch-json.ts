/** JSON with one thing changed: for tables of documents that have one thing wrong. */
import { isArray, isObject, parsePointer, type Json } from "../../src/base/index.ts";

/** In a patch: the member or element is taken out. */
export const REMOVED = Symbol("removed");

export type Patch = readonly (readonly [pointer: string, value: Json | typeof REMOVED])[];

/** Each pointer is RFC 6901; its last step may name a new member or, as `-`, a new element. A step that leads nowhere is a mistake of the test. */
export function patchJson(json: Json, patch: Patch): Json {
  return patch.reduce((changed, [pointer, value]) => replaceAt(changed, parsePointer(pointer) ?? [], value, pointer), json);
}

function replaceAt(json: Json, [token, ...rest]: readonly string[], value: Json | typeof REMOVED, pointer: string): Json {
  if (token === undefined) return value === REMOVED ? null : value;
  if (isArray(json)) {
    if (token === "-" && rest.length === 0 && value !== REMOVED) return [...json, value];
    const index = Number(token);
    if (json[index] === undefined) throw new Error(`${pointer} leads nowhere`);
    if (rest.length === 0 && value === REMOVED) return json.filter((_, at) => at !== index);
    return json.map((element, at) => (at === index ? replaceAt(element, rest, value, pointer) : element));
  }
  if (!isObject(json)) throw new Error(`${pointer} leads nowhere`);
  const { [token]: old, ...others } = json;
  if (rest.length === 0) return value === REMOVED ? others : { ...json, [token]: value };
  if (old === undefined) throw new Error(`${pointer} leads nowhere`);
  return { ...json, [token]: replaceAt(old, rest, value, pointer) };
}
