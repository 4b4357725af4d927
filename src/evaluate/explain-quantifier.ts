/** Quantifiers in the trace: the truth of every element, and the ones that decided with their whole body. `language.md` §7. */
import { assert, type Cell, type RecordValue, type Type } from "../base/index.ts";
import type { Condition, CountOf, Drawn, DrawnList, Expression, Quantified, TheElement } from "../language/index.ts";
import { readers } from "./compile.ts";
import { paidFor, type Environment } from "./environment.ts";
import { concluded, explained, type Concluded, type Explained } from "./nodes.ts";
import { attestationOf } from "./origin.ts";
import { countOf, quantify, theElement, type Element, type QuantifiedResult } from "./quantify.ts";
import { isSecret } from "./secrets.ts";
import { showValue } from "./show.ts";
import { elementOf } from "./slots.ts";
import { Unknown } from "./truth.ts";
import type { QuantifiedTrace, TraceNode, TruthWord, Witness } from "./trace.ts";

/** How many witnesses a trace holds in full. */
export const MAX_WITNESSES = 20;

/** How what stands inside is explained; handed in, because a quantifier stands inside expressions itself. */
export interface Explainers {
  readonly value: (expression: Expression, environment: Environment) => Explained;
  readonly truth: (condition: Condition, environment: Environment) => Concluded;
  readonly list: (list: DrawnList, environment: Environment) => Explained;
}

export function explainQuantified(node: Quantified, environment: Environment, explainers: Explainers): Concluded {
  const over = explainers.list(node.drawn.list, environment);
  const count = node.count && explainers.value(node.count, environment);
  const found = quantify(node, environment, readers);
  const truth = found instanceof Unknown ? found : found.truth;
  const quantified = describe(
    node.drawn,
    node.body,
    over.node,
    found,
    decidingTruth(node, found),
    bodyOf(explainers, environment),
    environment,
  );
  return concluded(node.word, node, truth, count ? [count.node] : [], { quantified });
}

/** Elements that made it false, or true for `some`; where it is undecided, the undecided ones. */
function decidingTruth(node: Quantified, found: QuantifiedResult | Unknown): TruthWord | undefined {
  if (found instanceof Unknown) return undefined;
  if (found.truth instanceof Unknown) return "unknown";
  if (node.word !== "every") return "true";
  return found.truth ? undefined : "false";
}

export function explainThe(node: TheElement, environment: Environment, explainers: Explainers): Explained {
  const over = explainers.list(node.drawn.list, environment);
  const { chosen, found } = theElement(node, environment, readers);
  const quantified = describe(node.drawn, node.body, over.node, found, "true", bodyOf(explainers, environment), environment);
  const value = chosen instanceof Unknown ? chosen : elementOf(chosen);
  return explained("the", node, value, { quantified });
}

export function explainCount(node: CountOf, environment: Environment, explainers: Explainers): Explained {
  const over = explainers.list(node.drawn.list, environment);
  const found = quantify(node, environment, readers);
  const quantified = describe(node.drawn, node.body, over.node, found, undefined, bodyOf(explainers, environment), environment);
  return explained("count", node, countOf(node, found), { quantified });
}

function bodyOf({ truth }: Explainers, environment: Environment): (body: Condition) => TraceNode {
  return (body) => truth(body, environment).node;
}

function describe(
  drawn: Drawn,
  body: Condition,
  over: TraceNode,
  found: QuantifiedResult | Unknown | undefined,
  deciding: TruthWord | undefined,
  explain: (body: Condition) => TraceNode,
  environment: Environment,
): QuantifiedTrace {
  if (found === undefined || found instanceof Unknown) return { binds: drawn.variable, over, truths: [], witnesses: [], omitted: 0 };
  const indexes = indexesOf(found, deciding);
  const witnesses = indexes
    .slice(0, MAX_WITNESSES)
    .map((index) => witness(drawn, () => explain(body), index, found.elements[index] as Element, environment))
    // Where the budget ends in the middle of a body, its workings may stop short of what was decided: then they are not shown.
    .filter(({ index, body: { truth } }) => truth === found.truths[index]);
  const people = found.people && { least: found.people.least, most: found.people.most };
  return { binds: drawn.variable, over, truths: found.truths, witnesses, omitted: indexes.length - witnesses.length, people };
}

function indexesOf({ truths, trueCount, unknowns }: QuantifiedResult, wanted: TruthWord | undefined): readonly number[] {
  if (wanted === undefined) return [];
  const count = { true: trueCount, unknown: unknowns.length, false: truths.length - trueCount - unknowns.length }[wanted];
  const indexes: number[] = [];
  for (let index = 0; indexes.length < count; index++) if (truths[index] === wanted) indexes.push(index);
  return indexes;
}

function witness(drawn: Drawn, explain: () => TraceNode, index: number, element: Element, environment: Environment): Witness {
  environment.slots[drawn.slot] = element;
  const body = paidFor(environment, explain);
  environment.slots[drawn.slot] = undefined;
  if ("record" in element) return { index, pointer: "", attestation: element.attestation, body };
  const { list } = drawn;
  assert(list.kind === "values", "only statements are drawn from evidence");
  const attestation = attestationOf(list.expression, environment);
  const key = isSecret(list.expression) ? undefined : keyOf(element, list.type.of);
  return { index, pointer: element.pointer ?? "", attestation, key, body };
}

/** What people call the element: the field that identifies it, or the element itself. */
export function keyOf(element: Cell, type: Type): string | undefined {
  if (type.kind !== "record") return showValue(element.value, type);
  const index = type.fields.findIndex((field) => field.name === type.key);
  const field = type.fields[index];
  const cell = (element.value as RecordValue).cells[index];
  return field && cell && field.mark !== "secret" ? showValue(cell.value, field.type) : undefined;
}
