/** The static bound of evaluated nodes: a quantifier costs its list times its body. `language.md` §5.8. */
import type { Applies, Body, Expression } from "../checked/index.ts";
import { partsOf } from "./reads.ts";

/** The longest list that is read, and the most fresh candidates that one `any` may have. */
export const MAX_LIST = 50_000;
export const MAX_ANY_CANDIDATES = 64;

/** Nodes evaluated once each time the expression is; the bodies of quantifiers are counted by `stepBound` alone. */
export function ownSteps(expression: Expression): number {
  return expression.kind === "define" ? 1 + remembered(ownStepsOf, expression.value, ownSteps) : countOwnSteps(expression);
}

function countOwnSteps(expression: Expression): number {
  if (expression.kind === "quantified" || expression.kind === "the" || expression.kind === "count") {
    return (
      1 +
      partsOf(expression)
        .slice(0, -1)
        .reduce((total, part) => total + ownSteps(part), 0)
    );
  }
  return 1 + partsOf(expression).reduce((total, part) => total + ownSteps(part), 0);
}

function boundOf(expression: Expression): number {
  return expression.kind === "define" ? 1 + remembered(boundsOf, expression.value, boundOf) : countBound(expression);
}

const ownStepsOf = new WeakMap<Expression, number>();
const boundsOf = new WeakMap<Expression, number>();

/** What a `define` stands for is counted once, however often it is used. */
function remembered(known: WeakMap<Expression, number>, value: Expression, count: (value: Expression) => number): number {
  const found = known.get(value) ?? count(value);
  known.set(value, found);
  return found;
}

function countBound(expression: Expression): number {
  const parts = partsOf(expression);
  if (expression.kind !== "quantified" && expression.kind !== "the" && expression.kind !== "count") {
    return 1 + parts.reduce((total, part) => total + boundOf(part), 0);
  }
  const outside = parts.slice(0, -1).reduce((total, part) => total + boundOf(part), 0);
  return 1 + outside + MAX_LIST * boundOf(expression.body);
}

export function stepBound(body: Body, applies: readonly Applies[]): number {
  const once = applies.reduce((total, each) => total + (each.kind === "at-stage" ? 1 : boundOf(each.condition)), 0);
  return once + bodyBound(body);
}

/** A block costs all its branches, for every way to choose what they read of the control. */
function bodyBound(body: Body): number {
  const groups = body.groups.map((group) => {
    const requirements = body.requirements.filter((each) => group.requirements.includes(each.id));
    const branches = body.alternatives.filter((each) => group.alternatives.includes(each.number)).flatMap((each) => each.branches);
    const own = sum(requirements.map((each) => boundOf(each.condition))) + sum(branches.map((branch) => bodyBound(branch.body)));
    return MAX_ANY_CANDIDATES ** group.chosen.length * own;
  });
  return sum(groups);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
