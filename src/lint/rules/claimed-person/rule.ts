import type { Expression } from "../../../language/index.ts";
import { expressionsOf, readPath, textAt } from "../../meaning.ts";
import type { Rule } from "../../rule.ts";

export const claimedPerson: Rule = {
  code: "L409",
  name: "claimed-person",
  title: "claimed approver where the signer is meant",
  level: "warn",
  check: (input) =>
    expressionsOf(input, "relation").flatMap(({ at: { op, left, right } }) => {
      const isComparison = op === "is" || op === "is-not" || op === "is-one-of" || op === "is-none-of";
      if (!isComparison || !isClaimedIdentity(left) || !isAuthors(right)) return [];
      return [
        {
          span: left.span,
          message: `\`${textAt(input, left.span)}\` is what the statement says of itself, not who signed it`,
          parts: {
            notes: ["who writes the statement can write any name into it"],
            help: [`compare \`signer of ${nameOf(left)}\``],
          },
        },
      ];
    }),
};

/** A field of the statement itself, not an element of one of its lists. */
function isClaimedIdentity(expression: Expression): boolean {
  const isIdentity = expression.type.kind === "scalar" && expression.type.name === "Identity";
  return isIdentity && expression.kind === "field" && readPath(expression).root.kind === "statement";
}

function isAuthors(expression: Expression): boolean {
  return expression.kind === "field" && expression.field.mark === "author";
}

function nameOf(expression: Expression): string {
  const { root } = readPath(expression);
  return root.kind === "statement" ? root.name : "…";
}
