/** Rule `digest-set`, and the lists of digests of SBOM formats as such a set. */
import { digestSetFromObject, isDigestAlgorithm, ok, scalars } from "../../base/index.ts";
import { absent, converted, elementsOf, find, malformed, notOfType, type Located, type Lookup } from "../reading/located.ts";
import { whenPresent, type Rule } from "./rule.ts";

export const digestSetRule: Rule = whenPresent((input) => {
  const set = digestSetFromObject(input.json);
  if (!set.ok) return malformed(input.pointer, set.error);
  return set.value === undefined ? absent : ok(converted(input, scalars.Digest.show(set.value), "digest-set"));
});

export interface DigestListForm {
  readonly algorithm: string;
  readonly value: string;
  /** CycloneDX allows both letter cases; SPDX writes lower case. */
  readonly foldsCase: "folds-case" | "as-written";
}

/** A list of `{algorithm, value}`; algorithms are compared without hyphens and case, unknown ones passed over. */
export function digestList(list: Located, form: DigestListForm, maxElements: number): Lookup {
  const elements = elementsOf(list, maxElements);
  if (!elements.ok) return elements;
  const digests = new Map<string, string>();
  for (const element of elements.value) {
    const algorithm = find(element, form.algorithm);
    const value = find(element, form.value);
    if (!algorithm.ok) return algorithm;
    if (!value.ok) return value;
    if (typeof algorithm.value?.json !== "string" || typeof value.value?.json !== "string")
      return notOfType(element, "an algorithm with its digest");
    const name = algorithm.value.json.toLowerCase().replaceAll("-", "");
    if (!isDigestAlgorithm(name)) continue;
    const hex = form.foldsCase === "folds-case" ? value.value.json.toLowerCase() : value.value.json;
    if (digests.has(name) && digests.get(name) !== hex) return malformed(element.pointer, `it gives a second ${name}`);
    digests.set(name, hex);
  }
  const set = digestSetFromObject(Object.fromEntries(digests));
  if (!set.ok) return malformed(list.pointer, set.error);
  return set.value === undefined ? absent : ok(converted(list, scalars.Digest.show(set.value), "digest-set"));
}
