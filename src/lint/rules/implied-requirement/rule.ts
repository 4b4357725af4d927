import type { Condition, Expression, Requirement } from "../../../language/index.ts";
import { bodiesOf, ownControls, sameMeaning } from "../../meaning.ts";
import type { Finding, Rule } from "../../rule.ts";

/** Requirements of one control that are compared with each other; far beyond any real one. */
const MOST = 100;

export const impliedRequirement: Rule = {
  code: "L102",
  name: "implied-requirement",
  title: "requirement that another one implies",
  level: "warn",
  check: (input) =>
    ownControls(input).flatMap((control) => bodiesOf(control).flatMap(({ requirements }) => impliedOnes(requirements.slice(0, MOST)))),
};

function impliedOnes(requirements: readonly Requirement[]): readonly Finding[] {
  return requirements.flatMap((weaker, index) => {
    const stronger = requirements.find((each, at) => {
      if (each === weaker || each.graceUntil !== undefined || !implies(each.condition, weaker.condition)) return false;
      // Of two alike the first stays.
      return at < index || !implies(weaker.condition, each.condition);
    });
    if (stronger === undefined) return [];
    return [
      {
        span: weaker.span,
        message: `\`${weaker.id}\` holds whenever \`${stronger.id}\` does`,
        parts: {
          related: [{ span: stronger.span, text: "this requirement asks at least as much" }],
          help: ["remove it, or ask for what the other one does not"],
        },
      },
    ];
  });
}

/** Sound and far from complete: a copy, a part of an `and`, one side of an `or`, a larger amount. */
function implies(strong: Condition, weak: Condition): boolean {
  const parts = conjuncts(strong);
  return conjuncts(weak).every((wanted) => {
    const choices = wanted.kind === "or" ? wanted.operands.map(({ condition }) => condition) : [wanted];
    return parts.some((part) => choices.some((choice) => sameMeaning(part, choice) || asksMore(part, choice)));
  });
}

function conjuncts(condition: Condition): readonly Condition[] {
  return condition.kind === "and" ? condition.operands.flatMap((operand) => conjuncts(operand.condition)) : [condition];
}

function asksMore(strong: Condition, weak: Condition): boolean {
  if (strong.kind !== "quantified" || weak.kind !== "quantified") return false;
  const [most, least] = [amount(strong), amount(weak)];
  if (most === undefined || least === undefined || most < least) return false;
  const isLoose = strong.fromDifferentSigners || !weak.fromDifferentSigners;
  const { count: _, ...body } = strong;
  return isLoose && sameMeaning({ ...body, word: "some", fromDifferentSigners: false }, asSome(weak));
}

function asSome(quantified: Extract<Expression, { kind: "quantified" }>): Expression {
  const { count: _, ...body } = quantified;
  return { ...body, word: "some", fromDifferentSigners: false };
}

function amount({ word, count }: Extract<Expression, { kind: "quantified" }>): bigint | undefined {
  if (word === "some") return 1n;
  return word === "at-least" && count?.kind === "constant" && typeof count.value === "bigint" ? count.value : undefined;
}
