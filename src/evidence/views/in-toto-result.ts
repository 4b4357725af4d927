/** Rule `in-toto-result`: the findings of in-toto's vulnerability predicates, versions 0.1 and 0.2. `stdlib.md` §5. */
import { isObject, ok } from "../../base/index.ts";
import { absent, find, recordsOf, type Located, type Lookup, type Projection } from "../reading/located.ts";
import { highestScore, ratingsOfMethods, worstLevel, type Rating } from "./ratings.ts";
import { whenPresent, type Rule } from "./rule.ts";

const IN_TOTO_RESULT = "in-toto-result";
const MOST_RATINGS = 1_000;

/** Version 0.1 describes a `vulnerability` inside the element and shows none in its example. */
function eitherPlace(name: string): (finding: Located) => Lookup {
  return (finding) => {
    const found = find(finding, name);
    return found.ok && found.value === undefined ? find(finding, "vulnerability", name) : found;
  };
}

function id(finding: Located): Lookup {
  const found = eitherPlace("id")(finding);
  return found.ok && found.value !== undefined ? ok({ ...found.value, via: IN_TOTO_RESULT }) : found;
}

function rated(choose: (ratings: readonly Rating[]) => Lookup): (finding: Located) => Lookup {
  return (finding) => {
    const found = eitherPlace("severity")(finding);
    if (!found.ok || found.value === undefined) return found;
    const ratings = ratingsOfMethods(isObject(found.value.json) ? { ...found.value, elements: [found.value] } : found.value, MOST_RATINGS);
    return ratings.ok ? choose(ratings.value) : ratings;
  };
}

const finding: Projection = {
  id,
  aliases: ({ pointer }) => ok({ json: [], pointer, elements: [], via: IN_TOTO_RESULT }),
  severity: rated(worstLevel),
  score: rated(highestScore),
  scannerSeverity: () => absent,
};

export const inTotoResultRule: Rule = whenPresent((input, { maxElements }) => {
  const elements = recordsOf(input, maxElements);
  if (!elements.ok) return elements;
  return ok({ ...input, elements: elements.value.map((element) => ({ ...element, projection: finding })), via: IN_TOTO_RESULT });
});
