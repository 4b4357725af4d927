import { walk } from "../../../language/index.ts";
import { conditionsOf } from "../../meaning.ts";
import type { Finding, Rule } from "../../rule.ts";

export const askedForName: Rule = {
  code: "L405",
  name: "asked-for-name",
  title: "decision that rests on the name that was asked for",
  level: "warn",
  check: (input) =>
    conditionsOf(input).flatMap(({ condition }) => {
      const found: Finding[] = [];
      walk(condition, (at) => {
        if (at.kind !== "request" || (at.member !== "subject.repository" && at.member !== "subject.tag") || found.length > 0) return;
        found.push({
          span: condition.span,
          message: `this rests on \`${at.member}\`, which is what was asked for`,
          parts: {
            notes: ["one image can be asked for under several names, and nobody signed this one"],
            help: ["let it rest on something signed, such as the source that the image was built from"],
          },
        });
      });
      return found;
    }),
};
