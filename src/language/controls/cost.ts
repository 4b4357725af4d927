/**
 * The static bound of evaluated nodes: a quantifier costs its list times its body, a clause that selects evidence costs as much for each
 * statement that it looks at. What a run counts is never more. `language.md` §5.8.
 */
import type { Value } from "../../base/index.ts";
import type { Applies, Body, Condition, DrawnList, Evidence, Expression, Group } from "../checked/index.ts";
import { fixedValue, otherEvidenceRead, partsOf } from "./reads.ts";

/** The longest list that is read, the most authentic statements that are looked at for one evidence, the most candidates of one `any`. */
export const MAX_LIST = 50_000;
export const MAX_STATEMENTS = 1_000;
export const MAX_ANY_CANDIDATES = 64;

/** Nodes evaluated once each time the expression is; the bodies of quantifiers are counted for each element. */
export function ownSteps(expression: Expression): number {
  return expression.kind === "define" ? 1 + remembered(ownStepsOf, expression.value, ownSteps) : countOwnSteps(expression);
}

function countOwnSteps(expression: Expression): number {
  const parts = isDrawing(expression) ? partsOf(expression).slice(0, -1) : partsOf(expression);
  return 1 + parts.reduce((total, part) => total + ownSteps(part), 0);
}

const ownStepsOf = new WeakMap<Expression, number>();

type Drawing = Expression & { readonly kind: "quantified" | "the" | "count" };

function isDrawing(expression: Expression): expression is Drawing {
  return expression.kind === "quantified" || expression.kind === "the" || expression.kind === "count";
}

function remembered<T>(known: WeakMap<Expression, T>, value: Expression, count: (value: Expression) => T): T {
  const found = known.get(value) ?? count(value);
  known.set(value, found);
  return found;
}

/** What one counts in: numbers for the bound, terms for the formula that people read. */
export interface Counting<T> {
  readonly sum: (parts: readonly T[]) => T;
  readonly steps: (count: number) => T;
  /** For each of at most `limit` things that are called `name`. */
  readonly each: (name: string, limit: number, body: T) => T;
  /** What the value of a `define` costs, by the value: worked out once, however often it is used. */
  readonly known: { readonly written: WeakMap<Expression, T>; readonly elements: WeakMap<Expression, T> };
}

export function inNumbers(): Counting<number> {
  return {
    sum: (parts) => parts.reduce((total, part) => total + part, 0),
    steps: (count) => count,
    each: (_name, limit, body) => limit * body,
    known: { written: new WeakMap(), elements: new WeakMap() },
  };
}

/** Evaluated node by node, as the trace is written; a list and an amount are read once for the trace and once for the answer. */
function writtenCost<T>(expression: Expression, counting: Counting<T>): T {
  const { sum, steps, known } = counting;
  const below = (part: Expression) => writtenCost(part, counting);
  if (expression.kind === "define") return sum([steps(1), remembered(known.written, expression.value, below)]);
  if (!isDrawing(expression)) return sum([steps(1), ...partsOf(expression).map(below)]);
  return sum([steps(1), ...partsOf(expression).slice(0, -1).map(below), elementsCost(expression, counting)]);
}

/** What the quantifiers in it count when it is evaluated without a trace: elsewhere nothing is counted then. */
function elementsCost<T>(expression: Expression, counting: Counting<T>): T {
  const { sum, steps, each, known } = counting;
  const below = (part: Expression) => elementsCost(part, counting);
  if (expression.kind === "define") return remembered(known.elements, expression.value, below);
  if (!isDrawing(expression)) return sum(partsOf(expression).map(below));
  const { body, drawn } = expression;
  const { name, limit } = lengthOf(drawn.list);
  const head = partsOf(expression).slice(0, -1);
  return sum([...head.map(below), each(name, limit, sum([steps(ownSteps(body)), below(body)]))]);
}

interface Length {
  readonly name: string;
  readonly limit: number;
}

/** A list that the policy itself holds may be longer than one that is read. */
function lengthOf(list: DrawnList): Length {
  if (list.kind === "statements") return statementsOf(list.evidence);
  const held = heldLength(fixedValue(list.expression));
  return { name: nameOf(list.expression), limit: Math.max(MAX_LIST, held) };
}

function heldLength(value: Value | undefined): number {
  return Array.isArray(value) ? value.length : 0;
}

function statementsOf(evidence: string): Length {
  return { name: `statements of ${evidence}`, limit: MAX_STATEMENTS };
}

/** `findings` of `scan.findings`. */
function nameOf(list: Expression): string {
  if (list.kind === "field") return list.field.name;
  return list.kind === "define" || list.kind === "parameter" ? list.name : "elements";
}

export function stepBound(body: Body, applies: readonly Applies[]): number {
  return controlCost(body, applies, inNumbers());
}

export function controlCost<T>(body: Body, applies: readonly Applies[], counting: Counting<T>): T {
  const once = applies.map((each) => (each.kind === "at-stage" ? counting.steps(1) : writtenCost(each.condition, counting)));
  return counting.sum([...once, bodyCost(body, counting)]);
}

/** A block costs all its branches, for every way to choose what they read of the control. */
export function bodyCost<T>(body: Body, counting: Counting<T>): T {
  return counting.sum(body.groups.map((group) => groupCost(body, group, counting)));
}

function groupCost<T>(body: Body, group: Group, counting: Counting<T>): T {
  const evidence = body.evidence.filter((each) => group.evidence.includes(each.name));
  const requirements = body.requirements.filter((each) => group.requirements.includes(each.id));
  const branches = body.alternatives.filter((each) => group.alternatives.includes(each.number)).flatMap((each) => each.branches);
  const judged = counting.sum([
    ...requirements.map((each) => writtenCost(each.condition, counting)),
    ...branches.map((branch) => bodyCost(branch.body, counting)),
  ]);
  return counting.sum([
    forEachChoice(group.chosen, judged, counting),
    ...evidence.map((each, index) => {
      const before = evidence.slice(0, index).filter(({ name }) => group.chosen.includes(name));
      return forEachChoice(otherEvidenceRead(each).size > 0 ? before.map(({ name }) => name) : [], selectionCost(each, counting), counting);
    }),
    // How fresh it is is written down for the one combination that is reported.
    ...evidence.map((each) => freshnessCost(each, counting)),
  ]);
}

function forEachChoice<T>(chosen: readonly string[], body: T, { each }: Counting<T>): T {
  return chosen.reduce((inner, name) => each(`candidates of ${name}`, MAX_ANY_CANDIDATES, inner), body);
}

/** Whom it is about and what is listed, once; `where` for each statement that is looked at. */
function selectionCost<T>({ name, about, listedIn, where }: Evidence, counting: Counting<T>): T {
  const { sum, steps, each } = counting;
  const paths = [about?.kind === "path" ? about.target : undefined, listedIn?.list].filter((path) => path !== undefined);
  const once = sum(paths.map((path) => elementsCost(path, counting)));
  if (!where) return once;
  const { name: statements, limit } = statementsOf(name);
  const tested: Condition = where.condition;
  return sum([once, each(statements, limit, sum([steps(ownSteps(tested)), elementsCost(tested, counting)]))]);
}

function freshnessCost<T>({ fresh }: Evidence, counting: Counting<T>): T {
  if (!fresh) return counting.sum([]);
  const read = fresh.clock.kind === "field" ? [fresh.clock.read, fresh.within] : [fresh.within];
  return counting.sum(read.map((each) => writtenCost(each, counting)));
}
