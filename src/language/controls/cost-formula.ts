/** The bound of a control as people read it: `findings × 6 + 9 <= 300 009`. `language.md` §5.8. */
import type { Control, Expression } from "../checked/index.ts";
import { bodyCost, controlCost, type Counting } from "./cost.ts";

export interface CostFormula {
  readonly formula: string;
  /** The formula over the longest lists that are read, and the most candidates of each `any`. */
  readonly bound: number;
}

export interface ControlCost extends CostFormula {
  readonly id: string;
  /** Of every `either` block, in source order: each is part of the control's own formula. */
  readonly branches: readonly (CostFormula & { readonly label: string })[];
}

export function controlCosts(controls: readonly Control[]): readonly ControlCost[] {
  const counting = inTerms();
  return controls.map(({ id, body, applies }) => ({
    id,
    ...formulaOf(controlCost(body, applies, counting)),
    branches: body.alternatives.flatMap((block) =>
      block.branches.map(({ label, body: inner }) => ({ label, ...formulaOf(bodyCost(inner, counting)) })),
    ),
  }));
}

/** A product of lists, and how often it is taken. The empty product is what is counted once. */
interface Term {
  readonly factors: readonly Factor[];
  readonly times: number;
}

interface Factor {
  readonly name: string;
  readonly limit: number;
}

/** By their factors: two lists of one name are one term, unless the policy holds one of them and it is longer than any that is read. */
type Terms = ReadonlyMap<string, Term>;

const keyOf = (factors: readonly Factor[]): string => factors.map(({ name, limit }) => `${name} ${limit}`).join(" × ");
const textOf = (factors: readonly Factor[]): string => factors.map(({ name }) => name).join(" × ");

function inTerms(): Counting<Terms> {
  return {
    sum,
    steps: (count) => new Map([["", { factors: [], times: count }]]),
    each,
    known: { written: new WeakMap<Expression, Terms>(), elements: new WeakMap<Expression, Terms>() },
  };
}

function sum(parts: readonly Terms[]): Terms {
  const total = new Map<string, Term>();
  for (const terms of parts)
    for (const [key, term] of terms) total.set(key, { factors: term.factors, times: term.times + (total.get(key)?.times ?? 0) });
  return total;
}

function each(name: string, limit: number, body: Terms): Terms {
  return sum(
    [...body.values()].map(({ factors, times }) => {
      const product = [...factors, { name, limit }].sort((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)));
      return new Map([[keyOf(product), { factors: product, times }]]);
    }),
  );
}

/** Longest products first, what is counted once last. */
function formulaOf(terms: Terms): CostFormula {
  const ordered = [...terms.values()].filter(({ times }) => times > 0).sort((a, b) => b.factors.length - a.factors.length);
  const texts = ordered.map(({ factors, times }) => (factors.length === 0 ? String(times) : `${textOf(factors)} × ${times}`));
  const bound = ordered.reduce((total, { factors, times }) => total + factors.reduce((product, { limit }) => product * limit, times), 0);
  return { formula: texts.length === 0 ? "0" : texts.join(" + "), bound };
}
