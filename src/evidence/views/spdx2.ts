/** SPDX 2.3: which packages are the subject of the document, and the fields of a package. Rule `described`. */
import { isArray, member, ok, type Json } from "../../base/index.ts";
import { absent, elementsOf, find, notOfType, recordsOf, type Located, type Lookup, type Projection } from "../reading/located.ts";
import { digestList } from "./digest-set.ts";
import { spdxLicence, spdxLicenceText } from "./licence.ts";
import { lowerCase } from "./plain-rules.ts";
import { whenPresent, type Rule } from "./rule.ts";

const DESCRIBED = "described";
const MOST_IN_PACKAGE = 1_000;

function at(name: string): (component: Located) => Lookup {
  return (component) => find(component, name);
}

/** The first reference of type `purl`. */
function purl(component: Located): Lookup {
  const references = find(component, "externalRefs");
  if (!references.ok || references.value === undefined) return references;
  const each = elementsOf(references.value, MOST_IN_PACKAGE);
  if (!each.ok) return each;
  const found = each.value.find((reference) => member(reference.json, "referenceType") === "purl");
  return found === undefined ? absent : find(found, "referenceLocator");
}

function kind(component: Located): Lookup {
  const found = find(component, "primaryPackagePurpose");
  return found.ok && found.value !== undefined ? lowerCase(found.value) : found;
}

/** `NOASSERTION` says that nobody says: no supplier is known. */
function supplier(component: Located): Lookup {
  const found = find(component, "supplier");
  return found.ok && found.value?.json === "NOASSERTION" ? absent : found;
}

function digest(component: Located): Lookup {
  const list = find(component, "checksums");
  if (!list.ok || list.value === undefined) return list;
  return digestList(list.value, { algorithm: "algorithm", value: "checksumValue", foldsCase: "as-written" }, MOST_IN_PACKAGE);
}

const component: Projection = {
  id: at("SPDXID"),
  name: at("name"),
  version: at("versionInfo"),
  purl,
  kind,
  licence: spdxLicence,
  licenceText: spdxLicenceText,
  supplier,
  digest,
};

/** The ids that the document describes: `DESCRIBES`, `DESCRIBED_BY` the other way round, and the older `documentDescribes`. */
function describedIds(document: Located): ReadonlySet<Json> {
  const described = new Set<Json>();
  const older = member(document.json, "documentDescribes");
  if (isArray(older)) for (const id of older) described.add(id);
  const self = member(document.json, "SPDXID") ?? "SPDXRef-DOCUMENT";
  const relationships = member(document.json, "relationships");
  for (const relationship of isArray(relationships) ? relationships : []) {
    const [from, to] = [member(relationship, "spdxElementId"), member(relationship, "relatedSpdxElement")];
    const type = member(relationship, "relationshipType");
    if (type === "DESCRIBES" && from === self && to !== undefined) described.add(to);
    if (type === "DESCRIBED_BY" && to === self && from !== undefined) described.add(from);
  }
  return described;
}

/** `input` is the document. The field `roots` takes the packages that it describes, any other all but those. */
export const describedRule: Rule = whenPresent((input, { field, maxElements }) => {
  for (const name of ["relationships", "documentDescribes"]) {
    const list = find(input, name);
    if (!list.ok) return list;
    if (list.value !== undefined && !isArray(list.value.json)) return notOfType(list.value, "an array");
  }
  const packages = find(input, "packages");
  if (!packages.ok || packages.value === undefined) return packages;
  const all = recordsOf(packages.value, maxElements);
  if (!all.ok) return all;
  const described = describedIds(input);
  const wantsRoots = field.name === "roots";
  const elements = all.value
    .filter((found) => described.has(member(found.json, "SPDXID") ?? null) === wantsRoots)
    .map((found) => ({ ...found, projection: component }));
  return ok({ json: packages.value.json, pointer: packages.value.pointer, elements, via: DESCRIBED });
});
