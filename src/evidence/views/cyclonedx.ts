/** CycloneDX 1.4 to 1.7: components with their nested ones, and the fields of a component. Rule `flatten`. */
import { isArray, isObject, ok, type Result } from "../../base/index.ts";
import { find, notOfType, recordsOf, tooMany, type Fault, type Located, type Lookup, type Projection } from "../reading/located.ts";
import { digestList } from "./digest-set.ts";
import { cycloneLicence, cycloneLicenceText } from "./licence.ts";
import { whenPresent, type Rule } from "./rule.ts";

const FLATTEN = "flatten";
const MOST_HASHES = 1_000;

function at(...tokens: readonly string[]): (component: Located) => Lookup {
  return (component) => find(component, ...tokens);
}

/** Without `bom-ref` a component is known by its place. */
function id(component: Located): Lookup {
  const reference = find(component, "bom-ref");
  return reference.ok && reference.value === undefined
    ? ok({ json: component.pointer, pointer: component.pointer, via: FLATTEN })
    : reference;
}

function digest(component: Located): Lookup {
  const list = find(component, "hashes");
  if (!list.ok || list.value === undefined) return list;
  return digestList(list.value, { algorithm: "alg", value: "content", foldsCase: "folds-case" }, MOST_HASHES);
}

const component: Projection = {
  id,
  name: at("name"),
  group: at("group"),
  version: at("version"),
  purl: at("purl"),
  kind: at("type"),
  licence: cycloneLicence,
  licenceText: cycloneLicenceText,
  supplier: at("supplier", "name"),
  digest,
};

/** Nested components stand after their parent. The depth is that of the document, which its reader has bounded. */
function collect(list: readonly Located[], into: Located[], maxElements: number): Result<void, Fault> {
  for (const found of list) {
    if (into.length >= maxElements) return tooMany(found.pointer, maxElements);
    into.push({ ...found, projection: component });
    const nested = find(found, "components");
    if (!nested.ok) return nested;
    if (nested.value === undefined) continue;
    const inner = recordsOf(nested.value, maxElements);
    if (!inner.ok) return inner;
    const collected = collect(inner.value, into, maxElements);
    if (!collected.ok) return collected;
  }
  return ok(undefined);
}

/** `input` is the document. The field `roots` takes `/metadata/component`, any other `/components` with all nested ones; absent is empty. */
export const flattenRule: Rule = whenPresent((input, { field, maxElements }) => {
  const found = field.name === "roots" ? find(input, "metadata", "component") : find(input, "components");
  if (!found.ok) return found;
  if (found.value === undefined) return ok({ json: [], pointer: input.pointer, elements: [], via: FLATTEN });
  return field.name === "roots" ? oneRoot(found.value) : flattened(found.value, maxElements);
});

function oneRoot(root: Located): Lookup {
  return isObject(root.json) ? ok({ ...root, elements: [{ ...root, projection: component }], via: FLATTEN }) : notOfType(root, "an object");
}

function flattened(found: Located, maxElements: number): Lookup {
  const elements = allComponents(found, maxElements);
  return elements.ok ? ok({ ...found, elements: elements.value, via: FLATTEN }) : elements;
}

/** `found` is `/components`: each with its nested ones behind it. */
export function allComponents(found: Located, maxElements: number): Result<readonly Located[], Fault> {
  const list = recordsOf(found, maxElements);
  if (!list.ok) return list;
  const elements: Located[] = [];
  const collected = collect(list.value, elements, maxElements);
  return collected.ok ? ok(elements) : collected;
}

/** Tools are a list of tools, or since 1.5 an object with a list of components. */
export function cycloneToolNames(document: Located, maxElements: number): Lookup {
  const tools = find(document, "metadata", "tools");
  if (!tools.ok || tools.value === undefined) return tools;
  const list = isArray(tools.value.json) ? tools : find(tools.value, "components");
  if (!list.ok) return list;
  const each = list.value === undefined ? ok([]) : recordsOf(list.value, maxElements);
  if (!each.ok) return each;
  const names: Located[] = [];
  for (const tool of each.value) {
    const name = find(tool, "name");
    if (!name.ok) return name;
    if (name.value !== undefined) names.push(name.value);
  }
  return ok({ ...(list.value ?? tools.value), elements: names });
}
