/** Rule `in-toto-result`: the findings of in-toto's vulnerability predicates, versions 0.1 and 0.2. `stdlib.md` §5. */
import { isObject, ok } from "../../base/index.ts";
import { find, recordsOf, type Located, type Lookup, type Projection } from "../reading/located.ts";
import { highestScore, ratingsOfMethods, worstLevel, type Rating } from "./ratings.ts";
import { whenPresent, type Rule } from "./rule.ts";

const IN_TOTO_RESULT = "in-toto-result";
const MOST_RATINGS = 1_000;

type MemberOf = (finding: Located, name: string) => Lookup;

/** Version 0.1 describes a `vulnerability` inside the element and shows none in its example. */
const memberInV01: MemberOf = (finding, name) => {
  const found = find(finding, name);
  return found.ok && found.value === undefined ? find(finding, "vulnerability", name) : found;
};

const memberInV02: MemberOf = (finding, name) => find(finding, name);

function rated(memberOf: MemberOf, choose: (ratings: readonly Rating[]) => Lookup): (finding: Located) => Lookup {
  return (finding) => {
    const found = memberOf(finding, "severity");
    if (!found.ok || found.value === undefined) return found;
    const ratings = ratingsOfMethods(isObject(found.value.json) ? { ...found.value, elements: [found.value] } : found.value, MOST_RATINGS);
    return ratings.ok ? choose(ratings.value) : ratings;
  };
}

function projectionOf(memberOf: MemberOf): Projection {
  return {
    id: (finding) => {
      const found = memberOf(finding, "id");
      return found.ok && found.value !== undefined ? ok({ ...found.value, via: IN_TOTO_RESULT }) : found;
    },
    aliases: ({ pointer }) => ok({ json: [], pointer, elements: [], via: IN_TOTO_RESULT }),
    severity: rated(memberOf, worstLevel),
    score: rated(memberOf, highestScore),
  };
}

const projectionV01 = projectionOf(memberInV01);
const projectionV02 = projectionOf(memberInV02);

export const inTotoResultRule: Rule = whenPresent((input, { predicateType, maxElements }) => {
  const elements = recordsOf(input, maxElements);
  if (!elements.ok) return elements;
  const projection = predicateType === "https://in-toto.io/attestation/vulns/v0.1" ? projectionV01 : projectionV02;
  return ok({ ...input, elements: elements.value.map((element) => ({ ...element, projection })), via: IN_TOTO_RESULT });
});
