/** What an SBOM document is, before any field of it is read: its format, its version, and whether it stands in a JSON string. */
import { isObject, ok } from "../../base/index.ts";
import { converted, elementsOf, find, malformed, notOfType, type Located, type Lookup } from "../reading/located.ts";
import { cycloneToolNames } from "./cyclonedx.ts";
import { jsonString } from "./plain-rules.ts";
import { spdx3ToolNames } from "./spdx3.ts";
import { graphOf } from "./spdx3-graph.ts";
import { whenPresent, type Rule } from "./rule.ts";

const CYCLONEDX_VERSIONS: ReadonlySet<unknown> = new Set(["1.4", "1.5", "1.6", "1.7"]);

export function isCycloneDx(predicateType: string): boolean {
  return predicateType.startsWith("https://cyclonedx.org/bom");
}

const SPDX3 = "https://spdx.dev/Document/v3";

/**
 * The document itself. One of another format or version than the view reads is malformed, whatever its predicate type says: its members
 * would be looked for at the wrong places.
 */
export function sbomDocument(predicate: Located, predicateType: string): Lookup {
  const document = typeof predicate.json === "string" ? jsonString(predicate) : ok(predicate);
  if (!document.ok || document.value === undefined) return document;
  if (!isObject(document.value.json)) return notOfType(document.value, "an object");
  if (predicateType === SPDX3) {
    const graph = graphOf(document.value);
    return graph.ok ? document : graph;
  }
  const name = isCycloneDx(predicateType) ? "specVersion" : "spdxVersion";
  const version = find(document.value, name);
  if (!version.ok) return version;
  const written = version.value?.json;
  if (isCycloneDx(predicateType)) {
    return CYCLONEDX_VERSIONS.has(written)
      ? document
      : malformed(version.value?.pointer ?? `${document.value.pointer}/${name}`, "it is no CycloneDX 1.4 to 1.7");
  }
  return written === "SPDX-2.3" ? document : malformed(version.value?.pointer ?? `${document.value.pointer}/${name}`, "it is no SPDX 2.3");
}

/** Rule `document-format`: the format, from the predicate type. */
export const documentFormatRule: Rule = whenPresent((input, { predicateType }) =>
  ok({ json: isCycloneDx(predicateType) ? "cyclonedx" : "spdx", pointer: input.pointer, via: "document-format" }),
);

const SPDX_TOOL = "Tool: ";

/** Rule `tool-names`, on the document: of SPDX `creators` those that are tools, of CycloneDX the names in `tools`, both forms. */
export const toolNamesRule: Rule = whenPresent((input, { predicateType, maxElements }) => {
  const names = toolNames(input, predicateType, maxElements);
  return names.ok && names.value !== undefined ? ok({ ...names.value, via: "tool-names" }) : names;
});

function toolNames(document: Located, predicateType: string, maxElements: number): Lookup {
  if (predicateType === SPDX3) return spdx3ToolNames(document);
  return isCycloneDx(predicateType) ? cycloneToolNames(document, maxElements) : spdxToolNames(document, maxElements);
}

function spdxToolNames(document: Located, maxElements: number): Lookup {
  const creators = find(document, "creationInfo", "creators");
  if (!creators.ok || creators.value === undefined) return creators;
  const each = elementsOf(creators.value, maxElements);
  if (!each.ok) return each;
  const names: Located[] = [];
  for (const creator of each.value) {
    if (typeof creator.json !== "string") return notOfType(creator, "a string");
    if (creator.json.startsWith(SPDX_TOOL)) names.push(converted(creator, creator.json.slice(SPDX_TOOL.length), "tool-names"));
  }
  return ok({ ...creators.value, elements: names });
}
