import type { Condition, Expression } from "../../../language/index.ts";
import { conditionsOf, textAt } from "../../meaning.ts";
import type { Finding, LintInput, Rule } from "../../rule.ts";

export const openList: Rule = {
  code: "L402",
  name: "open-list",
  title: "claim of absence over a list not known to be complete",
  level: "note",
  check: (input) => conditionsOf(input).flatMap(({ condition, kind }) => (kind === "require" ? claims(input, condition) : [])),
};

const absence: ReadonlySet<string> = new Set(["no", "every", "at-most", "exactly"]);

/** Where being true helps: whole requirements and what `and`, `or` and brackets join. */
function claims(input: LintInput, condition: Condition): readonly Finding[] {
  if (condition.kind === "and" || condition.kind === "or") return condition.operands.flatMap((operand) => claims(input, operand.condition));
  if (condition.kind !== "quantified" || !absence.has(condition.word) || condition.drawn.list.kind !== "values") return [];
  const list = condition.drawn.list.expression;
  if (isVouchedFor(list)) return [];
  return [
    {
      span: condition.drawn.span,
      message: `nobody vouches that \`${textAt(input, list.span)}\` is complete`,
      parts: {
        notes: ["the signer vouches for what is listed; what was left out is not seen"],
        help: ["ask the signer for a list that is complete, and declare its field `exhaustive`; or let this be known in the configuration"],
      },
    },
  ];
}

function isVouchedFor(list: Expression): boolean {
  return list.kind === "field" ? list.field.exhaustive : list.kind !== "define";
}
