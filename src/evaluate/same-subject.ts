import type { Search } from "./candidate.ts";

/** An earlier gate's verdict must be about exactly what is judged: one about the index says nothing of its platform. `language.md` §6.11. */
export function sameSubjectOnly(search: Search): Search {
  const because = { step: "subject", reason: "relation-not-allowed", detail: "it is about the index, and must be about the image itself" };
  return {
    ...search,
    candidates: search.candidates.map((each) =>
      each.relation === undefined || each.relation === "same"
        ? each
        : { ...each, relation: undefined, chain: [], standing: { kind: "other-subject", because } },
    ),
  };
}
