/** Elements of a list or of an `all` evidence, one after the other; what came out for each, and what that makes of the quantifier. */
import { assert, type Cell } from "../base/index.ts";
import type { Span } from "../diagnostics/index.ts";
import {
  ownSteps,
  type Condition,
  type CountOf,
  type Drawn,
  type Expression,
  type Quantified,
  type TheElement,
} from "../language/index.ts";
import { isExhausted, outOfBudget, spend, StatementSet, type BoundStatement, type Environment, type Read } from "./environment.ts";
import { once } from "./once.ts";
import { countPeople } from "./people.ts";
import { holds } from "./quantity.ts";
import { ABSENT, missing, truthWord, union, unverifiable, Unknown, type Truth } from "./truth.ts";
import type { TruthWord } from "./trace.ts";

export type Element = Cell | BoundStatement;

/** How the expressions inside are read; handed in, because a quantifier stands inside expressions itself. */
export interface Readers {
  readonly value: (expression: Expression) => (environment: Environment) => Read;
  readonly truth: (condition: Condition) => (environment: Environment) => Truth;
}

export interface QuantifiedResult {
  readonly truth: Truth;
  readonly elements: readonly Element[];
  readonly truths: readonly TruthWord[];
  readonly trueCount: number;
  readonly unknowns: readonly Unknown[];
  /** Elements that could not be read: there may be more of them. */
  readonly unread: readonly Unknown[];
  readonly people?: PeopleAmong;
}

interface Elements {
  readonly elements: readonly Element[];
  readonly unread: readonly Unknown[];
}

/** The list itself, or why it is unknown. */
export function elementsOf(drawn: Drawn, environment: Environment, readers: Readers): Elements | Unknown {
  const { list } = drawn;
  if (list.kind === "statements") {
    const slot = environment.slots[list.slot];
    if (slot instanceof Unknown) return slot;
    assert(slot instanceof StatementSet, "an `all` evidence is bound here");
    return { elements: slot.statements, unread: slot.unread };
  }
  const value = readers.value(list.expression)(environment);
  if (value instanceof Unknown) return value;
  assert(value !== ABSENT, "absence is guarded where the policy is compiled");
  return { elements: value as readonly Cell[], unread: [] };
}

/** Truth of the body for every element; the reason, if the list is unknown or the budget is spent. */
export function quantify(node: Quantified | TheElement | CountOf, environment: Environment, readers: Readers): QuantifiedResult | Unknown {
  const { drawn, body } = node;
  const found = elementsOf(drawn, environment, readers);
  if (found instanceof Unknown) return found;
  const { elements, unread } = found;
  if (!spend(environment, elements.length * stepsOf(body))) return outOfBudget(node.span);
  const evaluate = readers.truth(body);
  const { slots } = environment;
  const truths = new Array<TruthWord>(elements.length);
  const unknowns: Unknown[] = [];
  let trueCount = 0;
  for (let index = 0; index < elements.length; index++) {
    slots[drawn.slot] = elements[index];
    const truth = evaluate(environment);
    if (truth === true) trueCount++;
    else if (truth instanceof Unknown) unknowns.push(truth);
    truths[index] = truthWord(truth);
  }
  slots[drawn.slot] = undefined;
  // An inner quantifier ran out: nothing is concluded from the elements that still fitted.
  if (isExhausted(environment)) return outOfBudget(node.span);
  const counted: Counted = { elements, truths, trueCount, unknowns, unread, truth: true, people: undefined };
  if (node.kind === "quantified") decide(node, counted, environment, readers);
  // As amounts do: who stands on a list twice is one person.
  else if (node.kind === "count" && areIdentities(node.drawn)) counted.people = peopleAmong(counted, environment);
  return counted;
}

/** Counted once for each body, and not for each judgement. */
const stepsOf = once(ownSteps);

/** Its truth is decided last. */
type Counted = { -readonly [Member in keyof QuantifiedResult]: QuantifiedResult[Member] };

function decide(node: Quantified, counted: Counted, environment: Environment, readers: Readers): void {
  const amount = node.count ? amountOf(node, readers.value(node.count)(environment), node.count.span) : 0n;
  if (amount instanceof Unknown) {
    counted.truth = amount;
    return;
  }
  const people = countsPeople(node) ? peopleAmong(counted, environment) : undefined;
  const { elements, trueCount, unknowns, unread } = counted;
  counted.people = people;
  counted.truth = holds(
    node.word,
    {
      size: elements.length,
      least: people?.least ?? trueCount,
      most: people?.most ?? trueCount + unknowns.length,
      false: elements.length - trueCount - unknowns.length,
      unknowns: people?.areComparable === false ? [...unknowns, strangers(node)] : unknowns,
      unread,
    },
    amount,
  );
}

/** `at least 0` and `exactly 0` are no sentences of the language, also where the number is only read at run time. */
function amountOf(node: Quantified, amount: Read, born: Span): bigint | Unknown {
  if (amount instanceof Unknown) return amount;
  const least = node.word === "at-most" ? 0n : 1n;
  const count = amount as bigint;
  return count >= least ? count : unverifiable("out-of-range", born, `an amount is at least ${least}, and this is ${count}`);
}

const strangers = once((node: Quantified | CountOf) =>
  unverifiable("incomparable", node.span, "nobody has said whether some of these are the same person"),
);

/** Statements are counted by who signed them where the policy says so; identities are counted as people always. */
function countsPeople(node: Quantified): boolean {
  if (node.word === "no" || node.word === "some" || node.word === "every") return false;
  return node.drawn.list.kind === "statements" ? node.fromDifferentSigners : areIdentities(node.drawn);
}

function areIdentities({ list }: Drawn): boolean {
  return list.kind === "values" && list.type.of.kind === "scalar" && list.type.of.name === "Identity";
}

export interface PeopleAmong {
  readonly least: number;
  readonly most: number;
  /** Whether it is known of all of them who is who. */
  readonly areComparable: boolean;
}

function peopleAmong(counted: Counted, environment: Environment): PeopleAmong {
  const which = (...words: readonly TruthWord[]) =>
    counted.elements.filter((_, index) => words.includes(counted.truths[index] as TruthWord)).map(identitiesOf);
  const certain = countPeople(environment.people, which("true"));
  const possible = countPeople(environment.people, which("true", "unknown"));
  return { least: certain.least, most: possible.most, areComparable: possible.least === possible.most };
}

function identitiesOf(element: Element): BoundStatement["signers"] {
  return "record" in element ? element.signers : [element.value as BoundStatement["signers"][number]];
}

/** How many elements hold, unknown as soon as one of them is; of identities how many people, unknown where that depends on who is who. */
export function countOf(node: CountOf, found: QuantifiedResult | Unknown): bigint | Unknown {
  if (found instanceof Unknown) return found;
  const { trueCount, unknowns, unread, people } = found;
  if (people && people.least === people.most) return BigInt(people.least);
  if (people) return union(people.areComparable ? unknowns : [...unknowns, strangers(node)]);
  return unknowns.length + unread.length > 0 ? union([...unknowns, ...unread]) : BigInt(trueCount);
}

export interface TheFound {
  readonly chosen: Element | Unknown;
  /** Absent where the list is unknown. */
  readonly found?: QuantifiedResult;
}

/** The only element for which the condition holds; none is missing, two are ambiguous. */
export function theElement(node: TheElement, environment: Environment, readers: Readers): TheFound {
  const found = quantify(node, environment, readers);
  if (found instanceof Unknown) return { chosen: found };
  const { elements, truths, trueCount, unknowns, unread } = found;
  if (trueCount > 1) {
    const detail = `${trueCount} of ${elements.length} elements fit the description, and it needs exactly one`;
    return { chosen: unverifiable("ambiguous", node.span, detail), found };
  }
  if (unknowns.length + unread.length > 0) return { chosen: union([...unknowns, ...unread]), found };
  const chosen = elements[truths.indexOf("true")];
  return { chosen: chosen ?? missing("no-element", node.span, `none of ${elements.length} elements fits the description`), found };
}
