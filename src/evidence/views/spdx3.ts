/** SPDX 3.0: packages, roots, tools and creation, found by type and relationship. Rule `spdx3`. */
import { ok, type Json } from "../../base/index.ts";
import { elementsOf, find, tooMany, type Located, type Lookup, type Projection } from "../reading/located.ts";
import { digestList } from "./digest-set.ts";
import { readableLicence } from "./licence.ts";
import { whenPresent, type Rule } from "./rule.ts";
import { follow, graphOf, idsAt, ofType, type Graph } from "./spdx3-graph.ts";

const SPDX3 = "spdx3";
const MOST_IN_PACKAGE = 1_000;
/** A package and what is one by inheritance. */
const PACKAGES = ["software_Package", "ai_AIPackage", "dataset_DatasetPackage"] as const;

/** `input` is the document. */
export const spdx3Rule: Rule = whenPresent((input, { field, maxElements }) => {
  const graph = graphOf(input);
  if (!graph.ok) return graph;
  if (field.name === "specVersion") return marked(find(graph.value.creation, "specVersion"));
  if (field.name === "createdOn") return marked(find(graph.value.creation, "created"));
  return packages(graph.value, input, field.name === "roots", maxElements);
});

function marked(found: Lookup): Lookup {
  return found.ok && found.value !== undefined ? ok({ ...found.value, via: found.value.via ?? SPDX3 }) : found;
}

export function spdx3ToolNames(document: Located): Lookup {
  const graph = graphOf(document);
  if (!graph.ok) return graph;
  const names: Located[] = [];
  for (const tool of ofType(graph.value.elements, "Tool")) {
    const name = find(tool, "name");
    if (!name.ok) return name;
    if (name.value !== undefined) names.push(name.value);
  }
  return ok({ json: document.json, pointer: document.pointer, elements: names });
}

function packages(graph: Graph, document: Located, wantsRoots: boolean, maxElements: number): Lookup {
  const roots = rootIds(graph);
  if (!roots.ok) return roots;
  const projection = component(graph);
  const elements = ofType(graph.elements, ...PACKAGES)
    .filter(({ json }) => roots.value.has((json as { readonly spdxId?: Json }).spdxId ?? null) === wantsRoots)
    .map((found) => ({ ...found, projection, via: SPDX3 }));
  if (elements.length > maxElements) return tooMany(document.pointer, maxElements);
  return ok({ json: document.json, pointer: document.pointer, elements, via: SPDX3 });
}

/** What the document is about: its root elements, and where one is a collection such as an SBOM, the roots of that. */
function rootIds(graph: Graph): { readonly ok: true; readonly value: ReadonlySet<Json> } | Extract<Lookup, { ok: false }> {
  const found = new Set<Json>();
  const waiting: Located[] = [graph.document];
  for (const collection of waiting) {
    const ids = idsAt(collection, "rootElement");
    if (!ids.ok) return ids;
    for (const { json } of ids.value) {
      if (found.has(json)) continue;
      found.add(json);
      const element = graph.byId.get(json);
      if (element !== undefined) waiting.push(element);
    }
  }
  return ok(found);
}

function component(graph: Graph): Projection {
  return {
    id: at("spdxId"),
    name: at("name"),
    version: at("software_packageVersion"),
    purl: at("software_packageUrl"),
    kind: at("software_primaryPurpose"),
    licence: (found) => licence(found, graph),
    licenceText: (found) => marked(licenceChoice(found, graph)),
    supplier: (found) => supplier(found, graph),
    digest: (found) => digest(found, graph),
  };
}

function at(name: string): (element: Located) => Lookup {
  return (element) => marked(find(element, name));
}

function supplier(element: Located, { byId }: Graph): Lookup {
  const agent = follow(find(element, "suppliedBy"), byId);
  return agent.ok && agent.value !== undefined ? marked(find(agent.value, "name")) : agent;
}

/** Of the ways to verify a package only hashes of its bytes are digests of it. */
function digest(element: Located, { byId }: Graph): Lookup {
  const list = find(element, "verifiedUsing");
  if (!list.ok || list.value === undefined) return list;
  const methods = elementsOf(list.value, MOST_IN_PACKAGE);
  if (!methods.ok) return methods;
  const hashes: Located[] = [];
  for (const method of methods.value) {
    const followed = follow(ok(method), byId);
    if (!followed.ok) return followed;
    if (followed.value !== undefined) hashes.push(followed.value);
  }
  const elements = ofType(hashes, "Hash");
  return digestList({ ...list.value, elements }, { algorithm: "algorithm", value: "hashValue", foldsCase: "as-written" }, MOST_IN_PACKAGE);
}

const SAYS_NOTHING = /(?:^|[/_])NoAssertion(?:License|Element)?$/u;
const LISTED = "https://spdx.org/licenses/";

/** The concluded licence unless that says nothing, else the declared one: where its text stands. Two licences without `AND` or `OR` are none. */
function licenceChoice(element: Located, graph: Graph): Lookup {
  const id = find(element, "spdxId");
  if (!id.ok || typeof id.value?.json !== "string") return id;
  for (const type of ["hasConcludedLicense", "hasDeclaredLicense"]) {
    const said: Located[] = [];
    for (const target of graph.targets.get(`${type} ${id.value.json}`) ?? []) {
      const text = licenceText(target, graph);
      if (!text.ok) return text;
      if (text.value !== undefined) said.push(text.value);
    }
    if (said.length > 0) return ok(new Set(said.map(({ json }) => json)).size === 1 ? said[0] : undefined);
  }
  return ok(undefined);
}

/** Absent where it says nothing; a licence that is described in other ways than by a text stands for its id. */
function licenceText(target: Located, { byId }: Graph): Lookup {
  if (SAYS_NOTHING.test(target.json as string)) return ok(undefined);
  const element = byId.get(target.json);
  const expression = element === undefined ? ok(undefined) : find(element, "simplelicensing_licenseExpression");
  if (!expression.ok) return expression;
  if (expression.value === undefined) return ok(target);
  return expression.value.json === "NOASSERTION" ? ok(undefined) : expression;
}

/** Operators in lower case are upper-case ones: SPDX 3 allows both. */
function licence(element: Located, graph: Graph): Lookup {
  const chosen = licenceChoice(element, graph);
  if (!chosen.ok || chosen.value === undefined) return chosen;
  const { json } = chosen.value;
  const text = typeof json === "string" && json.startsWith(LISTED) ? json.slice(LISTED.length) : json;
  return typeof text === "string"
    ? readableLicence(
        chosen.value,
        text.replaceAll(/(?<=[\s)])(?:and|or|with)(?=[\s(])/gu, (operator) => operator.toUpperCase()),
      )
    : ok(undefined);
}
