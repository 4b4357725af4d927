/** Rule `vex-effective`: a document is a sequence, in which the latest statement about the same thing counts. `stdlib.md` §6. */
import { ok, type Result } from "../../base/index.ts";
import { absent, converted, malformed, type Fault, type Located, type Lookup, type Projection } from "../reading/located.ts";
import { cycloneDxClaims } from "./cyclonedx-vex.ts";
import { openVexClaims } from "./openvex.ts";
import { whenPresent, type Rule } from "./rule.ts";
import { isCycloneDx } from "./sbom-document.ts";
import type { VexClaim, VexUnit } from "./vex-claims.ts";
import { VEX_PRODUCT } from "./vex-product.ts";

const VEX_EFFECTIVE = "vex-effective";

/** `input` is the document. The field `componentStatements` takes what is about parts of a product, any other what is about the whole. */
export const vexEffectiveRule: Rule = whenPresent((document, { field, predicateType, subjects, maxElements }) => {
  const site = { document, subjects, maxElements };
  const claims = isCycloneDx(predicateType) ? cycloneDxClaims(site) : openVexClaims(site);
  if (!claims.ok) return claims;
  if (claims.value === undefined) return absent;
  const effective = effectiveClaims(claims.value);
  if (!effective.ok) return effective;
  const wantsParts = field.name === "componentStatements";
  const elements = effective.value.flatMap((claim) => {
    const units = claim.units.filter(({ component }) => (component !== undefined) === wantsParts);
    return units.length === 0 ? [] : [elementOf({ ...claim, units })];
  });
  return ok({ json: document.json, pointer: document.pointer, elements, via: VEX_EFFECTIVE });
});

/** Each claim with those of its units that no later claim is about: same vulnerability by any name, same product, same component. */
function effectiveClaims(claims: readonly VexClaim[]): Result<readonly VexClaim[], Fault> {
  const latest = new Map<string, VexClaim>();
  for (const claim of claims) {
    for (const key of claim.units.flatMap((unit) => keysOf(claim, unit))) {
      const before = latest.get(key);
      if (before !== undefined && (before.at === undefined) !== (claim.at === undefined)) return undated(claim, before);
      if (before === undefined || (claim.at ?? 0n) >= (before.at ?? 0n)) latest.set(key, claim);
    }
  }
  return ok(
    claims.map((claim) => ({
      ...claim,
      units: claim.units.filter((unit) => keysOf(claim, unit).every((key) => latest.get(key) === claim)),
    })),
  );
}

function keysOf({ names }: VexClaim, { key }: VexUnit): readonly string[] {
  return names.map((name) => `${key}\n${name.json as string}`);
}

function undated(...[claim, before]: readonly [VexClaim, VexClaim]): Result<never, Fault> {
  const without = claim.at === undefined ? claim : before;
  return malformed(without.found.pointer, "it has no time, and another statement about the same vulnerability and product has one");
}

function elementOf(claim: VexClaim): Located {
  const { found, units, vulnerability, names, statedOn } = claim;
  const projection: Projection = {
    vulnerability: () => ok(vulnerability),
    names: () => ok({ json: found.json, pointer: found.pointer, elements: names, via: VEX_EFFECTIVE }),
    status: claim.status,
    justification: claim.justification,
    statedOn: () => ok(statedOn),
    product: () => productOf(units, found),
    components: () => {
      const elements = units.flatMap(({ component }) => component?.purls ?? []);
      return ok({ json: found.json, pointer: found.pointer, elements, via: VEX_EFFECTIVE });
    },
  };
  return { json: found.json, pointer: found.pointer, projection, via: VEX_EFFECTIVE };
}

/** The most that one of the listed products says. */
function productOf(units: readonly VexUnit[], statement: Located): Lookup {
  const unit = (["named", "unsaid", "other"] as const)
    .flatMap((relation) => units.find((candidate) => candidate.relation === relation) ?? [])
    .at(0);
  if (unit === undefined) return absent;
  const { relation, found } = unit;
  return found === statement || relation === "unsaid"
    ? ok({ json: relation, pointer: statement.pointer, via: VEX_PRODUCT })
    : ok(converted(found, relation, VEX_PRODUCT));
}
