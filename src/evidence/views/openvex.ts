/** OpenVEX up to 0.2.0: its statements as claims about products and their components. */
import { isObject, ok, type Result } from "../../base/index.ts";
import type { SubjectClaim } from "../subject.ts";
import { elementsOf, find, malformed, notOfType, recordsOf, type Fault, type Located, type Lookup } from "../reading/located.ts";
import type { VexClaim, VexUnit } from "./vex-claims.ts";
import { identifyingTexts, productSaying, VEX_PRODUCT } from "./vex-product.ts";
import { listAt, statedTime, textsOf } from "./vex-reading.ts";

const CONTEXT = "https://openvex.dev/ns";
/** An unversioned context is that of 0.0.1. */
const contexts: ReadonlySet<unknown> = new Set([CONTEXT, `${CONTEXT}/v0.0.1`, `${CONTEXT}/v0.2.0`]);

/** The document itself; of a later version the members could mean something else. */
export function openVexDocument(predicate: Located): Lookup {
  if (!isObject(predicate.json)) return notOfType(predicate, "an object");
  const context = find(predicate, "@context");
  if (!context.ok) return context;
  return contexts.has(context.value?.json)
    ? ok(predicate)
    : malformed(context.value?.pointer ?? `${predicate.pointer}/@context`, "it is no OpenVEX up to 0.2.0");
}

export interface VexSite {
  readonly document: Located;
  readonly subjects: readonly SubjectClaim[];
  readonly maxElements: number;
}

/** `undefined` where the document has no `statements`, which it must have. */
export function openVexClaims(site: VexSite): Result<readonly VexClaim[] | undefined, Fault> {
  const statements = find(site.document, "statements");
  if (!statements.ok) return statements;
  if (statements.value === undefined) return ok(undefined);
  const each = recordsOf(statements.value, site.maxElements);
  if (!each.ok) return each;
  const claims: VexClaim[] = [];
  for (const found of each.value) {
    const claim = claimOf(found, site);
    if (!claim.ok) return claim;
    claims.push(claim.value);
  }
  return ok(claims);
}

function claimOf(found: Located, site: VexSite): Result<VexClaim, Fault> {
  const named = namesOf(found, site.maxElements);
  if (!named.ok) return named;
  const units = unitsOf(found, site);
  if (!units.ok) return units;
  const time = statedTime([found, "timestamp"], [site.document, "timestamp"]);
  if (!time.ok) return time;
  const [status, justification] = [() => find(found, "status"), () => find(found, "justification")];
  return ok({ found, ...named.value, ...time.value, units: units.value, status, justification });
}

/** An object with `name` and `aliases`; in old documents the name alone. */
function namesOf(found: Located, maxElements: number): Result<Pick<VexClaim, "vulnerability" | "names">, Fault> {
  const vulnerability = find(found, "vulnerability");
  if (!vulnerability.ok) return vulnerability;
  if (vulnerability.value === undefined) return malformed(found.pointer, "it names no vulnerability");
  const isOld = typeof vulnerability.value.json === "string";
  const name = isOld ? vulnerability : find(vulnerability.value, "name");
  if (!name.ok) return name;
  if (typeof name.value?.json !== "string") return notOfType(name.value ?? vulnerability.value, "the name of a vulnerability");
  const aliases = isOld ? ok(undefined) : find(vulnerability.value, "aliases");
  if (!aliases.ok) return aliases;
  const others = textsOf(aliases.value, [], maxElements);
  return others.ok ? ok({ vulnerability: name.value, names: [name.value, ...others.value] }) : others;
}

function unitsOf(statement: Located, site: VexSite): Result<readonly VexUnit[], Fault> {
  const products = listAt(statement, site.maxElements, "products");
  if (!products.ok) return products;
  const shared = listAt(statement, site.maxElements, "subcomponents");
  if (!shared.ok) return shared;
  if (products.value.length === 0) return unitsOfProduct({ relation: "unsaid", found: statement, key: SUBJECT }, shared.value);
  const units: VexUnit[] = [];
  for (const product of products.value) {
    const each = productUnits(product, shared.value, site);
    if (!each.ok) return each;
    units.push(...each.value);
    if (units.length > site.maxElements)
      return {
        ok: false,
        error: { kind: "too-many", pointer: statement.pointer, problem: `it is about more than ${site.maxElements} things` },
      };
  }
  return ok(units);
}

/** The subject of the attestation: what a statement is about that names it, or that names nothing. */
const SUBJECT = "subject";

/** `shared` are the components that old documents list beside the products. */
function productUnits(product: Located, shared: readonly Located[], site: VexSite): Result<readonly VexUnit[], Fault> {
  const saying = productSaying(product, site.subjects);
  if (!saying.ok) return saying;
  const { relation, found } = saying.value;
  const key = relation === "named" ? SUBJECT : JSON.stringify(found.json);
  const own = find(product, "subcomponents");
  if (isObject(product.json) && !own.ok) return own;
  const list = isObject(product.json) && own.ok && own.value !== undefined ? elementsOf(own.value, site.maxElements) : ok([]);
  return list.ok ? unitsOfProduct({ relation, found: { ...found, via: VEX_PRODUCT }, key }, [...list.value, ...shared]) : list;
}

/** A product with components is never the whole of it. */
function unitsOfProduct(product: VexUnit, components: readonly Located[]): Result<readonly VexUnit[], Fault> {
  if (components.length === 0) return ok([product]);
  const units: VexUnit[] = [];
  for (const component of components) {
    const texts = identifyingTexts(component);
    if (!texts.ok) return texts;
    const purls = texts.value.filter(({ json }) => typeof json === "string" && json.startsWith("pkg:"));
    const known = (purls[0] ?? texts.value[0] ?? component).json;
    units.push({ ...product, key: `${product.key} ${JSON.stringify(known)}`, component: { purls } });
  }
  return ok(units);
}
