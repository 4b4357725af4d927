/** The static bound of evaluated nodes: a quantifier costs its list times its body. `language.md` §5.8. */
import type { Applies, Body, Expression } from "../checked/index.ts";
import { partsOf } from "./reads.ts";

/** The longest list that is read, and the most fresh candidates that one `any` may have. */
export const MAX_LIST = 50_000;
export const MAX_ANY_CANDIDATES = 64;

/** Nodes evaluated once each time the expression is; the bodies of quantifiers are counted by `controlCost` alone. */
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

/** What one counts in: numbers for the bound, terms for the formula that people read. */
export interface Counting<T> {
  readonly sum: (parts: readonly T[]) => T;
  readonly steps: (count: number) => T;
  /** For each of at most `limit` things that are called `name`. */
  readonly each: (name: string, limit: number, body: T) => T;
  /** What the value of a `define` costs, by the value: worked out once, however often it is used. */
  readonly known: WeakMap<Expression, T>;
}

const inNumbers: Counting<number> = {
  sum: (parts) => parts.reduce((total, part) => total + part, 0),
  steps: (count) => count,
  each: (_name, limit, body) => limit * body,
  known: new WeakMap(),
};

const ownStepsOf = new WeakMap<Expression, number>();

function remembered<T>(known: WeakMap<Expression, T>, value: Expression, count: (value: Expression) => T): T {
  const found = known.get(value) ?? count(value);
  known.set(value, found);
  return found;
}

function costOf<T>(expression: Expression, counting: Counting<T>): T {
  const { sum, steps, each } = counting;
  const below = (part: Expression) => costOf(part, counting);
  if (expression.kind === "define") return sum([steps(1), remembered(counting.known, expression.value, below)]);
  const parts = partsOf(expression);
  if (expression.kind !== "quantified" && expression.kind !== "the" && expression.kind !== "count") {
    return sum([steps(1), ...parts.map(below)]);
  }
  const { list } = expression.drawn;
  const name = list.kind === "statements" ? list.evidence : nameOf(list.expression);
  return sum([steps(1), ...parts.slice(0, -1).map(below), each(name, MAX_LIST, below(expression.body))]);
}

/** `findings` of `scan.findings`. */
function nameOf(list: Expression): string {
  if (list.kind === "field") return list.field.name;
  return list.kind === "define" || list.kind === "parameter" ? list.name : "elements";
}

export function stepBound(body: Body, applies: readonly Applies[]): number {
  return controlCost(body, applies, inNumbers);
}

export function controlCost<T>(body: Body, applies: readonly Applies[], counting: Counting<T>): T {
  const once = applies.map((each) => (each.kind === "at-stage" ? counting.steps(1) : costOf(each.condition, counting)));
  return counting.sum([...once, bodyCost(body, counting)]);
}

/** A block costs all its branches, for every way to choose what they read of the control. */
export function bodyCost<T>(body: Body, counting: Counting<T>): T {
  const groups = body.groups.map((group) => {
    const requirements = body.requirements.filter((each) => group.requirements.includes(each.id));
    const branches = body.alternatives.filter((each) => group.alternatives.includes(each.number)).flatMap((each) => each.branches);
    const own = counting.sum([
      ...requirements.map((each) => costOf(each.condition, counting)),
      ...branches.map((branch) => bodyCost(branch.body, counting)),
    ]);
    return group.chosen.reduce((inner, name) => counting.each(`candidates of ${name}`, MAX_ANY_CANDIDATES, inner), own);
  });
  return counting.sum(groups);
}
