/** CycloneDX 1.4 to 1.7: vulnerabilities with an analysis, as claims about the root component or about parts of it. */
import { ok, type Json, type Result } from "../../base/index.ts";
import { converted, find, malformed, notOfType, recordsOf, type Fault, type Located, type Lookup } from "../reading/located.ts";
import { allComponents } from "./cyclonedx.ts";
import type { VexSite } from "./openvex.ts";
import type { VexClaim, VexUnit } from "./vex-claims.ts";
import { VEX_PRODUCT } from "./vex-product.ts";
import { statedTime, textsOf } from "./vex-reading.ts";

/** CycloneDX words for the states of OpenVEX; `not_affected` is one of both. */
const states: ReadonlyMap<Json, string> = new Map([
  ["false_positive", "not_affected"],
  ["exploitable", "affected"],
  ["resolved", "fixed"],
  ["resolved_with_pedigree", "fixed"],
  ["in_triage", "under_investigation"],
]);
/** Words of OpenVEX that are none of CycloneDX. */
const foreign: ReadonlySet<Json> = new Set(states.values().filter((word) => word !== "not_affected"));

export function cycloneDxClaims(site: VexSite): Result<readonly VexClaim[], Fault> {
  const vulnerabilities = find(site.document, "vulnerabilities");
  if (!vulnerabilities.ok) return vulnerabilities;
  if (vulnerabilities.value === undefined) return ok([]);
  const each = recordsOf(vulnerabilities.value, site.maxElements);
  if (!each.ok) return each;
  const parts = partsOf(site);
  if (!parts.ok) return parts;
  const claims: VexClaim[] = [];
  for (const found of each.value) {
    const analysis = find(found, "analysis");
    if (!analysis.ok) return analysis;
    if (analysis.value === undefined) continue;
    const claim = claimOf(found, analysis.value, parts.value, site);
    if (!claim.ok) return claim;
    claims.push(claim.value);
  }
  return ok(claims);
}

interface Parts {
  readonly root: Json | undefined;
  /** By `bom-ref`. */
  readonly components: ReadonlyMap<Json, Located>;
}

function partsOf({ document, maxElements }: VexSite): Result<Parts, Fault> {
  const root = find(document, "metadata", "component", "bom-ref");
  if (!root.ok) return root;
  const list = find(document, "components");
  if (!list.ok) return list;
  const all = list.value === undefined ? ok([]) : allComponents(list.value, maxElements);
  if (!all.ok) return all;
  const components = new Map<Json, Located>();
  for (const component of all.value) {
    const ref = find(component, "bom-ref");
    if (!ref.ok) return ref;
    if (ref.value !== undefined) components.set(ref.value.json, component);
  }
  return ok({ root: root.value?.json, components });
}

function claimOf(found: Located, analysis: Located, parts: Parts, site: VexSite): Result<VexClaim, Fault> {
  const id = find(found, "id");
  if (!id.ok) return id;
  if (typeof id.value?.json !== "string") return notOfType(id.value ?? found, "a vulnerability with an id");
  const references = find(found, "references");
  if (!references.ok) return references;
  const others = textsOf(references.value, ["id"], site.maxElements);
  if (!others.ok) return others;
  const units = unitsOf(found, parts, site.maxElements);
  if (!units.ok) return units;
  const time = statedTime([analysis, "lastUpdated"], [site.document, "metadata", "timestamp"]);
  if (!time.ok) return time;
  return ok({
    found,
    vulnerability: id.value,
    names: [id.value, ...others.value],
    units: units.value,
    status: () => statusOf(analysis),
    justification: () => find(analysis, "justification"),
    ...time.value,
  });
}

function statusOf(analysis: Located): Lookup {
  const state = find(analysis, "state");
  if (!state.ok || state.value === undefined) return state;
  if (foreign.has(state.value.json)) return malformed(state.value.pointer, "its text is no state of CycloneDX");
  return ok(converted(state.value, states.get(state.value.json) ?? state.value.json, "vex-effective"));
}

/** The root component is the product; a reference that leads to no component of the document is about another one. */
function unitsOf(vulnerability: Located, { root, components }: Parts, maxElements: number): Result<readonly VexUnit[], Fault> {
  const affects = find(vulnerability, "affects");
  if (!affects.ok) return affects;
  const refs = textsOf(affects.value, ["ref"], maxElements);
  if (!refs.ok) return refs;
  if (refs.value.length === 0) return ok([{ relation: "unsaid", found: vulnerability, key: "subject" }]);
  const units: VexUnit[] = [];
  for (const ref of refs.value) {
    const found = { ...ref, via: VEX_PRODUCT };
    const component = components.get(ref.json);
    if (ref.json === root) units.push({ relation: "named", found, key: "subject" });
    else if (component === undefined) units.push({ relation: "other", found, key: JSON.stringify(ref.json) });
    else {
      const purl = find(component, "purl");
      if (!purl.ok) return purl;
      const purls = purl.value === undefined ? [] : [purl.value];
      units.push({ relation: "unsaid", found: vulnerability, key: `subject ${JSON.stringify(ref.json)}`, component: { purls } });
    }
  }
  return ok(units);
}
