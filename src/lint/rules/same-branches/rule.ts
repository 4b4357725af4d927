import type { Branch, Either } from "../../../../grammar/index.ts";
import { expressionKey, type Expression } from "../../../language/index.ts";
import { expressionsOf } from "../../meaning.ts";
import type { Finding, LintInput, Rule } from "../../rule.ts";
import { nodesOf, tokensWithin } from "../../syntax.ts";

export const sameBranches: Rule = {
  code: "L105",
  name: "same-branches",
  title: "branches that cannot differ",
  level: "warn",
  check: (input) => [...sameAlternatives(input), ...sameOperands(input)],
};

function sameAlternatives(input: LintInput): readonly Finding[] {
  return nodesOf<Either>(input.file, "either").flatMap(({ branches }) =>
    branches.flatMap((branch, index) => {
      const first = branches.slice(0, index).find((other) => wordsOf(input, other) === wordsOf(input, branch));
      return first === undefined ? [] : [twice(branch.span, first.span, "this alternative asks what an earlier one asks")];
    }),
  );
}

/** What stands in the branch, its label aside, without layout and comments; its own names, which must differ, by their position. */
function wordsOf(input: LintInput, { label, span, items }: Branch): string {
  const inside = tokensWithin(input, { start: label.span.end, end: span.end }).filter(({ kind }) => kind !== "comment");
  const names = items.flatMap((item) => ("name" in item ? [item.name.text] : "label" in item && item.label ? [item.label.text] : []));
  return inside.map(({ text }) => (names.includes(text) ? `#${names.indexOf(text)}` : text)).join(" ");
}

function sameOperands(input: LintInput): readonly Finding[] {
  return (["and", "or"] as const).flatMap((kind) =>
    expressionsOf(input, kind).flatMap(({ at }) => {
      const known = new Map<string, Expression>();
      return at.operands.flatMap(({ condition }) => {
        const key = expressionKey(condition);
        const first = known.get(key);
        if (first !== undefined) return [twice(condition.span, first.span, `both sides of this \`${kind}\` say the same`)];
        known.set(key, condition);
        return [];
      });
    }),
  );
}

function twice(span: Finding["span"], first: Finding["span"], message: string): Finding {
  return { span, message, parts: { related: [{ span: first, text: "here first" }], help: ["remove one of them, or say what was meant"] } };
}
