/** What the formats of VEX share: names of a vulnerability, times that are inherited, lists that may be left out. */
import { ok, parseInstant, type Instant, type Result } from "../../base/index.ts";
import { elementsOf, find, malformed, notOfType, type Fault, type Located } from "../reading/located.ts";

/** Texts at `path` of each element of a list that may be left out. */
export function textsOf(list: Located | undefined, path: readonly string[], maxElements: number): Result<readonly Located[], Fault> {
  if (list === undefined) return ok([]);
  const elements = elementsOf(list, maxElements);
  if (!elements.ok) return elements;
  const texts: Located[] = [];
  for (const element of elements.value) {
    const found = find(element, ...path);
    if (!found.ok) return found;
    if (typeof found.value?.json !== "string") return notOfType(found.value ?? element, "a string");
    texts.push(found.value);
  }
  return ok(texts);
}

/** The elements of a list that may be left out. */
export function listAt(from: Located, maxElements: number, ...path: readonly string[]): Result<readonly Located[], Fault> {
  const found = find(from, ...path);
  if (!found.ok) return found;
  return found.value === undefined ? ok([]) : elementsOf(found.value, maxElements);
}

export interface StatedTime {
  readonly statedOn: Located | undefined;
  readonly at: Instant | undefined;
}

/** The statement's own time, else that of the document, by rule `inherit`. */
export function statedTime(
  own: readonly [from: Located, ...path: string[]],
  document: readonly [from: Located, ...path: string[]],
): Result<StatedTime, Fault> {
  const [statement, ...path] = own;
  const found = find(statement, ...path);
  if (!found.ok) return found;
  if (found.value !== undefined) return instantAt(found.value);
  const [root, ...rootPath] = document;
  const inherited = find(root, ...rootPath);
  if (!inherited.ok) return inherited;
  return inherited.value === undefined ? ok({ statedOn: undefined, at: undefined }) : instantAt({ ...inherited.value, via: "inherit" });
}

function instantAt(found: Located): Result<StatedTime, Fault> {
  if (typeof found.json !== "string") return notOfType(found, "a string");
  const at = parseInstant(found.json);
  return at.ok ? ok({ statedOn: found, at: at.value }) : malformed(found.pointer, at.error);
}
