import type { Expression } from "../../../language/index.ts";
import { partsOf, walk } from "../../../language/index.ts";
import { expressionsOf } from "../../meaning.ts";
import type { Finding, Rule } from "../../rule.ts";

type Quantified = Extract<Expression, { kind: "quantified" | "the" | "count" }>;

export const ignoredVariable: Rule = {
  code: "L104",
  name: "ignored-variable",
  title: "quantifier inside another that ignores its element",
  level: "warn",
  check: (input) =>
    (["quantified", "the", "count"] as const).flatMap((kind) =>
      expressionsOf(input, kind).flatMap(({ at }) => directlyInside(at.body).flatMap((inner) => findingOf(at, inner))),
    ),
};

/** The quantifiers of a body that stand in no other one, those behind a name left out: they cannot know the element. */
function directlyInside(expression: Expression): readonly Quantified[] {
  if (expression.kind === "quantified" || expression.kind === "the" || expression.kind === "count") return [expression];
  return expression.kind === "define" ? [] : partsOf(expression).flatMap(directlyInside);
}

function findingOf(outer: Quantified, inner: Quantified): readonly Finding[] {
  let reads = false;
  const { slot, variable } = outer.drawn;
  walk(inner, (at) => {
    if ((at.kind === "element" || at.kind === "statement") && at.slot === slot) reads = true;
  });
  if (reads) return [];
  return [
    {
      span: inner.span,
      message: `this says nothing about \`${variable}\`, inside whose condition it stands`,
      parts: {
        related: [{ span: outer.drawn.span, text: `\`${variable}\` is drawn here` }],
        notes: ["what follows `where` or `satisfies` runs as far right as it can"],
        help: ["if it is a condition of its own, put brackets around the first one, or make two requirements"],
      },
    },
  ];
}
