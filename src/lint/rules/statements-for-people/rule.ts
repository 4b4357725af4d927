import { expressionsOf } from "../../meaning.ts";
import type { Rule } from "../../rule.ts";

export const statementsForPeople: Rule = {
  code: "L406",
  name: "statements-for-people",
  title: "statements are counted where people are meant",
  level: "warn",
  check: (input) =>
    expressionsOf(input, "quantified").flatMap(({ at: { word, count, drawn, fromDifferentSigners } }) => {
      if ((word !== "at-least" && word !== "exactly") || drawn.list.kind !== "statements" || fromDifferentSigners) return [];
      if (count?.kind === "constant" && count.value === 1n) return [];
      return [
        {
          span: drawn.span,
          message: `one signer can make several \`${drawn.list.evidence}\``,
          parts: { notes: ["statements are counted here, not people"], help: ["add `from different signers` before `where`"] },
        },
      ];
    }),
};
