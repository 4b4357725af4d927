import type { AboutClause } from "../../../../grammar/index.ts";
import type { Rule } from "../../rule.ts";
import { itemsOf, nodesOf } from "../../syntax.ts";

export const indexOnly: Rule = {
  code: "L407",
  name: "index-only",
  title: "evidence about the index alone, judged on platforms",
  level: "warn",
  check: ({ file }) =>
    itemsOf(file, "control")
      .filter((control) => control.clauses.some(({ kind }) => kind === "for-every-platform"))
      .flatMap((control) => nodesOf<AboutClause>(control, "about"))
      .filter(({ about }) => about === "index-only")
      .map(({ span }) => ({
        span,
        message: "every platform is judged by what was said about the index",
        parts: {
          notes: ["a statement about the index was made once; whether its maker looked at each platform is not said"],
          help: ["let platforms have statements of their own, or remove `for every platform`"],
        },
      })),
};
