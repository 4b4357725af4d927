/** Rule `licence`: the licence that an SBOM concludes or declares. `stdlib.md` §4. */
import { ok, scalars } from "../../base/index.ts";
import { absent, children, converted, find, notOfType, type Located, type Lookup } from "../reading/located.ts";
import { whenPresent, type Rule } from "./rule.ts";

const LICENCE = "licence";
/** Says nothing, so the next place is asked; `NONE` is a conclusion. */
const NO_ASSERTION = "NOASSERTION";

/** SPDX 2.3: the concluded licence unless that says nothing, else the declared one; absent when that says nothing either. */
function spdxChoice(component: Located): Lookup {
  for (const name of ["licenseConcluded", "licenseDeclared"]) {
    const found = find(component, name);
    if (!found.ok) return found;
    if (found.value === undefined || found.value.json === NO_ASSERTION) continue;
    return typeof found.value.json === "string" ? found : notOfType(found.value, "a string");
  }
  return absent;
}

export function spdxLicence(component: Located): Lookup {
  const chosen = spdxChoice(component);
  return chosen.ok && chosen.value !== undefined ? readableLicence(chosen.value, chosen.value.json as string) : chosen;
}

export function spdxLicenceText(component: Located): Lookup {
  const chosen = spdxChoice(component);
  return chosen.ok && chosen.value !== undefined ? ok({ ...chosen.value, via: LICENCE }) : chosen;
}

/** Text that is no expression, `NONE` and an expression with `NOASSERTION` inside name no licence that can be judged. */
export function readableLicence(found: Located, text: string): Lookup {
  const licence = scalars.Licence.parse(text);
  return licence.ok ? ok(converted(found, licence.value.text, LICENCE)) : absent;
}

/** One id, never an expression. */
const LICENCE_ID = /^[A-Za-z0-9.+-]+$/u;
const MOST_LICENCES = 1_000;

interface CycloneLicences {
  readonly list: Located;
  readonly expression?: Located;
  /** Undefined for an entry that has only a free name. */
  readonly ids: readonly (string | undefined)[];
  readonly names: readonly string[];
}

/** One `expression`, or entries with an `id` or a free `name`. */
function cycloneLicences(component: Located): CycloneLicences | Lookup {
  const list = find(component, "licenses");
  if (!list.ok || list.value === undefined) return list;
  const entries = children(list.value, MOST_LICENCES);
  if (!entries.ok) return entries;
  const ids: (string | undefined)[] = [];
  const names: string[] = [];
  let expression: Located | undefined;
  for (const entry of entries.value) {
    const [whole, id, name] = [find(entry, "expression"), find(entry, "license", "id"), find(entry, "license", "name")];
    if (!whole.ok) return whole;
    if (!id.ok) return id;
    if (!name.ok) return name;
    expression ??= whole.value;
    const text = (id.value ?? name.value ?? whole.value)?.json;
    if (typeof text !== "string") return notOfType(entry, "a licence with an id, a name or an expression");
    ids.push(id.value === undefined ? undefined : text);
    names.push(text);
  }
  const only = entries.value.length === 1 ? expression : undefined;
  return { list: list.value, ids, names, ...(only === undefined ? {} : { expression: only }) };
}

export function cycloneLicence(component: Located): Lookup {
  const found = cycloneLicences(component);
  if ("ok" in found) return found;
  if (found.expression !== undefined) return readableLicence(found.expression, found.expression.json as string);
  const ids = found.ids.filter((id) => id !== undefined);
  if (ids.length === 0 || ids.length < found.ids.length) return absent;
  return ids.every((id) => LICENCE_ID.test(id)) ? readableLicence(found.list, ids.join(" AND ")) : absent;
}

export function cycloneLicenceText(component: Located): Lookup {
  const found = cycloneLicences(component);
  if ("ok" in found) return found;
  if (found.expression !== undefined) return ok({ ...found.expression, via: LICENCE });
  return found.names.length === 0 ? absent : ok(converted(found.list, found.names.join(" AND "), LICENCE));
}

/** On a text: the expression in it, absent when it is none. */
export const licenceRule: Rule = whenPresent((input) =>
  typeof input.json === "string" ? readableLicence(input, input.json) : notOfType(input, "a string"),
);
