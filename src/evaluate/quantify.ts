/** Elements of a list or of an `all` evidence, one after the other; what came out for each, and what that makes of the quantifier. */
import { assert, type Cell } from "../base/index.ts";
import { ownSteps, type CountOf, type Drawn, type Quantified, type TheElement } from "../language/index.ts";
import { compileTruth, compileValue } from "./compile.ts";
import { StatementSet, spend, type BoundStatement, type Environment } from "./environment.ts";
import { countPeople } from "./people.ts";
import { holds } from "./quantity.ts";
import { ABSENT, missing, truthWord, union, unverifiable, Unknown, type Truth } from "./truth.ts";
import type { TruthWord } from "./trace.ts";

export type Element = Cell | BoundStatement;

export interface QuantifiedResult {
  readonly truth: Truth;
  readonly elements: readonly Element[];
  readonly truths: readonly TruthWord[];
  readonly trueCount: number;
  readonly unknowns: readonly Unknown[];
  /** Elements that could not be read: there may be more of them. */
  readonly unread: readonly Unknown[];
  readonly people?: { readonly least: number; readonly most: number };
}

interface Elements {
  readonly elements: readonly Element[];
  readonly unread: readonly Unknown[];
}

/** The list itself, or why it is unknown. */
export function elementsOf(drawn: Drawn, environment: Environment): Elements | Unknown {
  const { list } = drawn;
  if (list.kind === "statements") {
    const slot = environment.slots[list.slot];
    if (slot instanceof Unknown) return slot;
    assert(slot instanceof StatementSet, "an `all` evidence is bound here");
    return { elements: slot.statements, unread: slot.unread };
  }
  const value = compileValue(list.expression)(environment);
  if (value instanceof Unknown) return value;
  assert(value !== ABSENT, "absence is guarded where the policy is compiled");
  return { elements: value as readonly Cell[], unread: [] };
}

/** Truth of the body for every element; the reason, if the list is unknown or the budget is spent. */
export function quantify(node: Quantified | TheElement | CountOf, environment: Environment): QuantifiedResult | Unknown {
  const { drawn, body } = node;
  const found = elementsOf(drawn, environment);
  if (found instanceof Unknown) return found;
  const { elements, unread } = found;
  const tooMuch = spend(environment, elements.length * ownSteps(body), node.span);
  if (tooMuch) return tooMuch;
  const evaluate = compileTruth(body);
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
  const result = { elements, truths, trueCount, unknowns, unread };
  if (node.kind !== "quantified") return { ...result, truth: true };
  return decide(node, result, environment);
}

type Counted = Omit<QuantifiedResult, "truth">;

function decide(node: Quantified, counted: Counted, environment: Environment): QuantifiedResult | Unknown {
  const amount = node.count ? compileValue(node.count)(environment) : 0n;
  if (amount instanceof Unknown) return { ...counted, truth: amount };
  const people = countsPeople(node) ? peopleAmong(counted, environment) : undefined;
  const { elements, trueCount, unknowns, unread } = counted;
  const truth = holds(
    node.word,
    {
      size: elements.length,
      least: people?.least ?? trueCount,
      most: people?.most ?? trueCount + unknowns.length,
      false: elements.length - trueCount - unknowns.length,
      unknowns: people && people.least !== people.most ? [...unknowns, incomparable(node)] : unknowns,
      unread,
    },
    amount as bigint,
  );
  return { ...counted, people, truth };
}

function incomparable(node: Quantified): Unknown {
  return unverifiable("incomparable", node.span, "nobody has said whether some of these are the same person");
}

/** Statements are counted by who signed them where the policy says so; identities are counted as people always. */
function countsPeople(node: Quantified): boolean {
  if (node.word === "no" || node.word === "some" || node.word === "every") return false;
  const { list } = node.drawn;
  if (list.kind === "statements") return node.fromDifferentSigners;
  return list.type.of.kind === "scalar" && list.type.of.name === "Identity";
}

function peopleAmong(counted: Counted, environment: Environment): { readonly least: number; readonly most: number } {
  const which = (...words: readonly TruthWord[]) =>
    counted.elements.filter((_, index) => words.includes(counted.truths[index] as TruthWord)).map(identitiesOf);
  return {
    least: countPeople(environment.people, which("true")).least,
    most: countPeople(environment.people, which("true", "unknown")).most,
  };
}

function identitiesOf(element: Element): BoundStatement["signers"] {
  return "record" in element ? element.signers : [element.value as BoundStatement["signers"][number]];
}

/** The only element for which the condition holds; none is missing, two are ambiguous. */
export function theElement(
  node: TheElement,
  environment: Environment,
): { readonly chosen: Element | Unknown; readonly found?: QuantifiedResult } {
  const found = quantify(node, environment);
  if (found instanceof Unknown) return { chosen: found };
  const { elements, truths, trueCount, unknowns, unread } = found;
  if (trueCount > 1) {
    return {
      chosen: unverifiable(
        "ambiguous",
        node.span,
        `${trueCount} of ${elements.length} elements fit the description, and it needs exactly one`,
      ),
      found,
    };
  }
  if (unknowns.length + unread.length > 0) return { chosen: union([...unknowns, ...unread]), found };
  const chosen = elements[truths.indexOf("true")];
  return { chosen: chosen ?? missing("no-element", node.span, `none of ${elements.length} elements fits the description`), found };
}
