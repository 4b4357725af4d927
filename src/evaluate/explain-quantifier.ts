/** Quantifiers in the trace: the truth of every element, and the ones that decided with their whole body. `language.md` §7. */
import type { Cell, RecordValue, Type, Value } from "../base/index.ts";
import type { Condition, CountOf, Drawn, Quantified, TheElement } from "../language/index.ts";
import type { Environment } from "./environment.ts";
import { attestationOf, concluded, explain, explained, explainList, explainTruth, type Concluded, type Explained } from "./explain.ts";
import { quantify, theElement, type Element, type QuantifiedResult } from "./quantify.ts";
import { showValue } from "./show.ts";
import { union, Unknown } from "./truth.ts";
import type { QuantifiedTrace, TraceNode, TruthWord, Witness } from "./trace.ts";

/** How many witnesses a trace holds in full. */
export const MAX_WITNESSES = 20;

export function explainQuantified(node: Quantified, environment: Environment): Concluded {
  const over = explainList(node.drawn.list, environment);
  const count = node.count && explain(node.count, environment);
  const found = quantify(node, environment);
  const truth = found instanceof Unknown ? found : found.truth;
  const quantified = describe(node.drawn, node.body, over.node, found, decidingTruths(node, found), environment);
  return concluded(node.word, node, truth, count ? [count.node] : [], { quantified });
}

/** Elements that made it false, or true for `some`; where it is undecided, the undecided ones. */
function decidingTruths(node: Quantified, found: QuantifiedResult | Unknown): readonly TruthWord[] {
  if (found instanceof Unknown) return [];
  if (found.truth instanceof Unknown) return ["unknown"];
  switch (node.word) {
    case "no":
    case "at-most":
    case "some":
    case "at-least":
    case "exactly":
      return ["true"];
    case "every":
      return found.truth ? [] : ["false"];
  }
}

export function explainThe(node: TheElement, environment: Environment): Explained {
  const over = explainList(node.drawn.list, environment);
  const { chosen, found } = theElement(node, environment);
  const quantified = describe(node.drawn, node.body, over.node, found, ["true"], environment);
  const value = chosen instanceof Unknown ? chosen : elementValue(chosen);
  return explained("the", node, value, { quantified });
}

export function explainCount(node: CountOf, environment: Environment): Explained {
  const over = explainList(node.drawn.list, environment);
  const found = quantify(node, environment);
  const quantified = describe(node.drawn, node.body, over.node, found, [], environment);
  return explained("count", node, countOf(found), { quantified });
}

function countOf(found: QuantifiedResult | Unknown): bigint | Unknown {
  if (found instanceof Unknown) return found;
  const undecided = [...found.unknowns, ...found.unread];
  return undecided.length > 0 ? union(undecided) : BigInt(found.trueCount);
}

function elementValue(element: Element): Value {
  return "record" in element ? element.record : element.value;
}

function describe(
  drawn: Drawn,
  body: Condition,
  over: TraceNode,
  found: QuantifiedResult | Unknown | undefined,
  deciding: readonly TruthWord[],
  environment: Environment,
): QuantifiedTrace {
  if (found === undefined || found instanceof Unknown) return { binds: drawn.variable, over, truths: [], witnesses: [], omitted: 0 };
  const indexes = found.truths.flatMap((truth, index) => (deciding.includes(truth) ? [index] : []));
  const shown = indexes.slice(0, MAX_WITNESSES);
  const witnesses = shown.map((index) => witness(drawn, body, index, found.elements[index] as Element, environment));
  return { binds: drawn.variable, over, truths: found.truths, witnesses, omitted: indexes.length - shown.length, people: found.people };
}

function witness(drawn: Drawn, body: Condition, index: number, element: Element, environment: Environment): Witness {
  environment.slots[drawn.slot] = element;
  const { node } = explainTruth(body, environment);
  environment.slots[drawn.slot] = undefined;
  const { list } = drawn;
  if ("record" in element) return { index, pointer: "", attestation: element.attestation, body: node };
  const attestation = list.kind === "values" ? attestationOf(list.expression, environment) : undefined;
  return { index, pointer: element.pointer ?? "", attestation, key: keyOf(element, elementType(drawn)), body: node };
}

function elementType(drawn: Drawn): Type {
  return drawn.list.kind === "values" ? drawn.list.type.of : drawn.list.type;
}

/** What people call the element: the field that identifies it, or the element itself. */
function keyOf(element: Cell, type: Type): string | undefined {
  if (type.kind !== "record") return showValue(element.value, type);
  const index = type.fields.findIndex((field) => field.name === type.key);
  const field = type.fields[index];
  const cell = (element.value as RecordValue).cells[index];
  return field && cell && field.mark !== "secret" ? showValue(cell.value, field.type) : undefined;
}
