/** SPDX 3 in JSON-LD: the elements of a document's graph by id and type. Nothing here knows of fields. */
import { isArray, isObject, member, ok, type Json, type Result } from "../../base/index.ts";
import { children, elementsOf, find, malformed, notOfType, type Fault, type Located, type Lookup } from "../reading/located.ts";

export interface Graph {
  readonly byId: ReadonlyMap<Json, Located>;
  /** In the order of the document. */
  readonly elements: readonly Located[];
  readonly document: Located;
  readonly creation: Located;
  /** What relationships lead to, by `type from`. */
  readonly targets: ReadonlyMap<string, readonly Located[]>;
}

const SPEC_VERSION = /^3\.0(?:\.[0-9]+)?$/u;
/** A document is bounded by its bytes; this bounds what one hostile graph can cost. */
const MOST_ELEMENTS = 1_000_000;
const MOST_TARGETS = 50_000;

const graphs = new WeakMap<Located, Result<Graph, Fault>>();

/** Made once for a document. */
export function graphOf(predicate: Located): Result<Graph, Fault> {
  const made = graphs.get(predicate) ?? makeGraph(predicate);
  graphs.set(predicate, made);
  return made;
}

function makeGraph(predicate: Located): Result<Graph, Fault> {
  const graph = find(predicate, "@graph");
  if (!graph.ok) return graph;
  if (graph.value === undefined || !isArray(graph.value.json))
    return malformed(graph.value?.pointer ?? `${predicate.pointer}/@graph`, "it is no graph of SPDX 3");
  const elements = children(graph.value, MOST_ELEMENTS);
  if (!elements.ok) return elements;
  const byId = identified(elements.value);
  if (!byId.ok) return byId;
  const targets = relationships(elements.value);
  if (!targets.ok) return targets;
  const documents = ofType(elements.value, "SpdxDocument");
  const [document] = documents;
  if (document === undefined || documents.length > 1)
    return malformed(graph.value.pointer, `it has ${documents.length} elements of type SpdxDocument, not one`);
  const creation = creationOf(document, byId.value);
  return creation.ok
    ? ok({ byId: byId.value, elements: elements.value, document, creation: creation.value, targets: targets.value })
    : creation;
}

export function ofType(elements: readonly Located[], ...types: readonly string[]): readonly Located[] {
  return elements.filter(({ json }) => types.includes(member(json, "type") as string));
}

/** An element without type could be a package that nobody sees; two of one id could be either. */
function identified(elements: readonly Located[]): Result<ReadonlyMap<Json, Located>, Fault> {
  const byId = new Map<Json, Located>();
  for (const element of elements) {
    if (!isObject(element.json)) return notOfType(element, "an object");
    if (typeof member(element.json, "type") !== "string") return malformed(element.pointer, "it has no `type`");
    const id = member(element.json, "spdxId") ?? member(element.json, "@id");
    if (id === undefined) continue;
    if (byId.has(id)) return malformed(element.pointer, "another element has its id");
    byId.set(id, element);
  }
  return ok(byId);
}

function relationships(elements: readonly Located[]): Result<ReadonlyMap<string, readonly Located[]>, Fault> {
  const targets = new Map<string, Located[]>();
  for (const element of elements) {
    const [type, from] = [member(element.json, "relationshipType"), member(element.json, "from")];
    if (typeof type !== "string") continue;
    if (typeof from !== "string") return malformed(element.pointer, "its `from` is no id");
    const to = idsAt(element, "to");
    if (!to.ok) return to;
    const key = `${type} ${from}`;
    targets.set(key, [...(targets.get(key) ?? []), ...to.value]);
  }
  return ok(targets);
}

/** Ids, each a text, in a list that may be left out. */
export function idsAt(element: Located, name: string): Result<readonly Located[], Fault> {
  const list = find(element, name);
  if (!list.ok) return list;
  const ids = list.value === undefined ? ok([]) : elementsOf(list.value, MOST_TARGETS);
  if (!ids.ok) return ids;
  const odd = ids.value.find(({ json }) => typeof json !== "string");
  return odd === undefined ? ids : notOfType(odd, "an id");
}

/** The creation of the document says of which version it is. */
function creationOf(document: Located, byId: ReadonlyMap<Json, Located>): Result<Located, Fault> {
  const said = follow(find(document, "creationInfo"), byId);
  if (!said.ok) return said;
  if (said.value === undefined) return malformed(document.pointer, "its `creationInfo` is not in the graph");
  const version = find(said.value, "specVersion");
  if (!version.ok) return version;
  const written = version.value?.json;
  return typeof written === "string" && SPEC_VERSION.test(written)
    ? ok(said.value)
    : malformed(version.value?.pointer ?? `${said.value.pointer}/specVersion`, "it is no SPDX 3.0");
}

/** A reference by id, or the thing itself in its place. */
export function follow(found: Lookup, byId: ReadonlyMap<Json, Located>): Lookup {
  return found.ok && typeof found.value?.json === "string" ? ok(byId.get(found.value.json)) : found;
}
