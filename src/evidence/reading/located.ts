/** JSON with the place it was found at, and steps from there. Nothing here knows of types. */
import { appendPointer, isArray, isObject, jsonType, ok, err, type Json, type Result } from "../../base/index.ts";

/** `pointer` is RFC 6901 into the statement. */
export interface Located {
  readonly json: Json;
  readonly pointer: string;
  /** What stands there, where a rule made `json` of it; `via` names the rule. */
  readonly native?: Json;
  readonly via?: string;
  /** The elements of a list or set that is not simply a JSON array. */
  readonly elements?: readonly Located[];
  /** How the fields of a record are found where its own places do not apply. */
  readonly projection?: Projection;
  /** What `projection` also needs to see, such as the package that a finding stands in. */
  readonly context?: Located;
}

/** By field name; a field that is not there is absent. */
export type Projection = Readonly<Record<string, (record: Located) => Lookup>>;

export interface Fault {
  /** `undecided`: nothing is wrong with what stands there, and this run cannot say what it comes to. */
  readonly kind: "malformed" | "too-many" | "undecided";
  readonly pointer: string;
  /** A clause about what stands there: `it is a JSON string, not an object`. */
  readonly problem: string;
  /** Of what is undecided: the step and the reason that kept the run from deciding. */
  readonly because?: { readonly step: string; readonly reason: string };
}

/** `undefined` is absent: nothing there, or JSON `null`. */
export type Lookup = Result<Located | undefined, Fault>;

export const absent: Lookup = ok(undefined);

export function malformed(pointer: string, problem: string): Result<never, Fault> {
  return err({ kind: "malformed", pointer, problem });
}

export function notOfType(found: Located, expected: string): Result<never, Fault> {
  return malformed(found.pointer, `it is a JSON ${jsonType(found.json)}, not ${expected}`);
}

/** What a rule of `stdlib.md` §15 made of `found`. */
export function converted(found: Located, json: Json, via: string): Located {
  const native = found.native ?? (json === found.json ? undefined : found.json);
  return { json, pointer: found.pointer, via, ...(native === undefined ? {} : { native }) };
}

const ARRAY_INDEX = /^(?:0|[1-9][0-9]{0,15})$/u;

/** One step. A value that can have no members is malformed, not a place where something is absent. */
function step(from: Located, token: string): Lookup {
  const { json, pointer } = from;
  if (json === null) return absent;
  const isElement = isArray(json) && ARRAY_INDEX.test(token);
  if (!isElement && !isObject(json)) return notOfType(from, "an object");
  const value: Json | undefined = isArray(json) ? json[Number(token)] : memberOf(json, token);
  return value === undefined || value === null ? absent : ok({ json: value, pointer: appendPointer(pointer, token) });
}

function memberOf(json: { readonly [name: string]: Json }, name: string): Json | undefined {
  return Object.hasOwn(json, name) ? json[name] : undefined;
}

/** The value that `tokens` lead to; no token is a wildcard. */
export function find(from: Located, ...tokens: readonly string[]): Lookup {
  if (from.json === null) return absent;
  let at = from;
  for (const token of tokens) {
    const next = step(at, token);
    if (!next.ok || next.value === undefined) return next;
    at = next.value;
  }
  return ok(at);
}

/** Every element of an array or member of an object, with its pointer. */
export function children(of: Located, maxElements: number): Result<readonly Located[], Fault> {
  const { json, pointer } = of;
  if (!isArray(json) && !isObject(json)) return notOfType(of, "an array");
  if (isArray(json)) {
    return json.length > maxElements
      ? tooMany(pointer, maxElements)
      : ok(json.map((value, i) => ({ json: value, pointer: `${pointer}/${i}` })));
  }
  const members = Object.entries(json);
  if (members.length > maxElements) return tooMany(pointer, maxElements);
  return ok(members.map(([name, value]) => ({ json: value, pointer: appendPointer(pointer, name) })));
}

export function tooMany(pointer: string, maxElements: number): Result<never, Fault> {
  return err({ kind: "too-many", pointer, problem: `it has more than ${maxElements} elements` });
}

/** The elements of a JSON array. */
export function elementsOf(found: Located, maxElements: number): Result<readonly Located[], Fault> {
  if (found.elements !== undefined) return found.elements.length > maxElements ? tooMany(found.pointer, maxElements) : ok(found.elements);
  return isArray(found.json) ? children(found, maxElements) : notOfType(found, "an array");
}

/** The elements of a list whose elements are records. */
export function recordsOf(found: Located, maxElements: number): Result<readonly Located[], Fault> {
  const elements = elementsOf(found, maxElements);
  if (!elements.ok) return elements;
  const odd = elements.value.find(({ json }) => !isObject(json));
  return odd === undefined ? elements : notOfType(odd, "an object");
}

/**
 * As `find`, but `*` means every element or member: the result then has `elements`, and its pointer is that of the first container.
 * An element without the rest of the path is malformed: a list with holes is not the list.
 */
export function findAll(from: Located, tokens: readonly string[], maxElements: number): Lookup {
  const star = tokens.indexOf("*");
  if (star < 0) return find(from, ...tokens);
  const container = find(from, ...tokens.slice(0, star));
  if (!container.ok || container.value === undefined) return container;
  const all = children(container.value, maxElements);
  if (!all.ok) return all;
  const elements: Located[] = [];
  for (const child of all.value) {
    const found = findAll(child, tokens.slice(star + 1), maxElements);
    if (!found.ok) return found;
    if (found.value === undefined) return malformed(child.pointer, `it has no \`/${tokens.slice(star + 1).join("/")}\``);
    elements.push(...(found.value.elements ?? [found.value]));
    if (elements.length > maxElements) return tooMany(container.value.pointer, maxElements);
  }
  return ok({ ...container.value, elements });
}
