import type { Param } from "../../../../grammar/index.ts";
import type { LintInput, Rule } from "../../rule.ts";
import { itemsOf } from "../../syntax.ts";

export const windowAtBound: Rule = {
  code: "L502",
  name: "window-at-bound",
  title: "window as wide as its bound",
  level: "warn",
  check: (input) =>
    itemsOf(input.file, "param").flatMap((param) => {
      const { bound } = param;
      if (param.default === undefined || bound?.kind !== "limit-bound" || !isAtLimit(input, param)) return [];
      return [
        {
          span: param.default.span,
          message: `\`${param.name.text}\` is as wide as its bound allows`,
          parts: {
            related: [{ span: bound.span, text: "its bound" }],
            notes: ["the bound then says nothing: a gate that may relax it cannot, and nobody sees which of the two was meant"],
            help: ["give a default that is stricter than the bound"],
          },
        },
      ];
    }),
};

function isAtLimit({ policy }: LintInput, { name }: Param): boolean {
  const parameter = policy.parameters.find((each) => each.name === name.text);
  const isWindow = parameter?.type.kind === "scalar" && parameter.type.name === "Duration";
  if (!isWindow || parameter.layer !== "policy" || parameter.bound?.kind !== "at-most") return false;
  return parameter.bound.limit === parameter.value;
}
