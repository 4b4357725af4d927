/** Quantifiers, `the` and `count of`: lists, nouns, nesting, and what claims of absence may range over. `language.md` §5.5, §5.9. */
import type * as ast from "../../../grammar/index.ts";
import type { Type } from "../../base/index.ts";
import type { Span } from "../../diagnostics/index.ts";
import type { Condition, Drawn, DrawnList, Expression, QuantityWord } from "../checked/index.ts";
import { newSlot, report, type ControlContext, type Polarity, type Position } from "./context.ts";
import { condition, negated, value } from "./expressions.ts";
import { isOptional, mayBeAbsent, path, singular } from "./paths.ts";
import { aType, BOOL, INT, isScalar } from "./type-words.ts";

const MAX_NESTING = 3;

export function quantified(context: ControlContext, node: ast.Quantifier, position: Position): Condition | undefined {
  const word = node.quantity.word;
  const list = drawnList(context, node.drawn.list, position);
  if (!list || !isClosedTo(context, list, word, position, node.span)) return undefined;
  if (!checkEvery(context, node, position)) return undefined;
  const count = amount(context, node.quantity, position);
  if (node.fromDifferentSigners && list.kind !== "statements") {
    return report(
      context,
      "E4024",
      node.drawn.span,
      "`from different signers` counts who signed statements, and these are not statements",
      {
        help: ["it needs an `all` evidence behind `in`"],
      },
    );
  }
  const drawn = draw(context, node.drawn, list, word === "no" || word === "some" || word === "every" ? "singular" : "plural");
  if (!drawn) return undefined;
  const body = inBody(context, drawn, node.span, { ...position, polarity: bodyPolarity(word, position.polarity) }, node.body);
  if (!body || count === "failed") return undefined;
  return { kind: "quantified", word, count, drawn, fromDifferentSigners: node.fromDifferentSigners, body, type: BOOL, span: node.span };
}

/** `the … where …` and `count of … where …`: their bodies help neither way. */
export function binder(context: ControlContext, node: ast.Binder, position: Position): Expression | undefined {
  const list = drawnList(context, node.drawn.list, position);
  if (!list || (node.word === "count-of" && !isClosedTo(context, list, "exactly", position, node.span))) return undefined;
  const drawn = draw(context, node.drawn, list, node.word === "the" ? "singular" : "plural");
  if (!drawn) return undefined;
  const body = inBody(context, drawn, node.span, { ...position, polarity: 0 }, node.body);
  if (!body) return undefined;
  if (node.word === "count-of") return { kind: "count", drawn, body, type: INT, span: node.span };
  return { kind: "the", drawn, body, type: elementOf(list), span: node.span };
}

function elementOf(list: DrawnList): Type {
  return list.kind === "values" ? list.type.of : list.type;
}

function bodyPolarity(word: QuantityWord, polarity: Polarity): Polarity {
  if (word === "exactly") return 0;
  return word === "no" || word === "at-most" ? negated(polarity) : polarity;
}

function inBody(context: ControlContext, drawn: Drawn, span: Span, position: Position, node: ast.Expression): Condition | undefined {
  const quantifierDepth = position.quantifierDepth + 1;
  if (quantifierDepth > MAX_NESTING) {
    return report(context, "E4023", span, `quantifiers are nested more than ${MAX_NESTING} deep`, {
      help: ["name an inner part with `define`, or make it a requirement of its own"],
    });
  }
  bindVariable(context, drawn);
  const body = condition(context, node, { ...position, quantifierDepth });
  context.names.delete(drawn.variable);
  return body;
}

/** Brings the variable into scope; whoever calls takes it out again. */
export function bindVariable(context: ControlContext, drawn: Drawn): void {
  const { variable, slot, list, span } = drawn;
  const read: Expression =
    list.kind === "values"
      ? { kind: "element", slot, name: variable, list: list.expression, type: list.type.of, span }
      : { kind: "statement", slot, name: variable, evidence: list.evidence, type: list.type, span };
  context.names.set(variable, { kind: "variable", read });
}

function draw(context: ControlContext, node: ast.Drawn, list: DrawnList, number: "singular" | "plural"): Drawn | undefined {
  const variable = node.variable.text;
  if (context.names.has(variable) || context.poisoned.has(variable) || context.declaredLater.has(variable)) {
    return report(context, "E2004", node.variable.span, `\`${variable}\` is already the name of something else here`, {
      help: ["choose another word for the element"],
    });
  }
  checkNoun(context, node, number);
  return { noun: node.noun.text, variable, slot: newSlot(context), list, span: node.span };
}

/** The noun is the list's own name, so that the sentence reads as one. */
function checkNoun(context: ControlContext, node: ast.Drawn, number: "singular" | "plural"): void {
  const own = (node.list.fields.at(-1) ?? node.list.root).text;
  if (!own.endsWith("s")) return;
  const right = number === "singular" ? singular(own) : own;
  if (node.noun.text === right) return;
  report(context, "E2013", node.noun.span, `the elements of \`${own}\` are not called \`${node.noun.text}\``, {
    help: [`write \`${right}\``],
    fixes: [{ title: `write \`${right}\``, safe: true, edits: [{ span: node.noun.span, text: right }] }],
  });
}

/** The list behind `in`: a List or Set inside a value, or the statements of an `all` evidence. */
export function drawnList(context: ControlContext, node: ast.Path, position: Position): DrawnList | undefined {
  const named = node.fields.length === 0 ? context.names.get(node.root.text) : undefined;
  if (named?.kind === "evidence" && (named.state.quantity === "all" || named.state.quantity === "optional-all")) {
    if (position.inApplies) {
      return report(context, "E4010", node.span, `\`${node.root.text}\` is a set of statements, and \`applies\` needs one statement`);
    }
    return { kind: "statements", evidence: named.state.name, slot: named.state.slot, type: named.state.view.record, span: node.span };
  }
  const expression = path(context, node, position);
  if (!expression) return undefined;
  if (isOptional(expression)) return mayBeAbsent(context, expression);
  const type = expression.type;
  if (type.kind !== "list" && type.kind !== "set") {
    return report(context, "E2014", node.span, `${aType(type)} is not a list`, { label: `this is ${aType(type)}` });
  }
  return { kind: "values", expression, type };
}

type Amount = Expression | undefined | "failed";

function amount(context: ControlContext, quantity: ast.Quantity, position: Position): Amount {
  if (!("count" in quantity)) return undefined;
  const node = quantity.count;
  const count = value(context, node, position, INT);
  if (!count) return "failed";
  if (!isScalar(count.type, "Int")) {
    report(context, "E2001", node.span, `an amount is a number, and this is ${aType(count.type)}`);
    return "failed";
  }
  const isPointless = (quantity.word === "exactly" || quantity.word === "at-least") && count.kind === "constant" && count.value === 0n;
  if (!isPointless) return count;
  const words = quantity.word === "exactly" ? "exactly 0" : "at least 0";
  report(context, "E2021", node.span, quantity.word === "exactly" ? "`exactly 0` has its own word" : `\`${words}\` is always met`, {
    help: quantity.word === "exactly" ? ["write `no … where …`"] : ["ask for at least 1, or remove the requirement"],
  });
  return "failed";
}

/** `every` is false over an empty list, so it may stand only where being true helps. */
function checkEvery(context: ControlContext, node: ast.Quantifier, position: Position): boolean {
  if (node.quantity.word !== "every" || position.polarity === 1) return true;
  report(context, "E2027", node.span, "`every` stands where being true does not help", {
    notes: ["`every` is false when there are no elements; under a negation that would let an empty list pass"],
    help: ["write `some … where not …`"],
  });
  return false;
}

/**
 * Withholding an attestation must never turn a block into a pass: over loose statements, only what more statements can make
 * true may help, and only what more statements can make false may hinder (E4006).
 */
export function isClosedTo(context: ControlContext, list: DrawnList, word: QuantityWord, position: Position, span: Span): boolean {
  if (list.kind !== "statements") return true;
  const grows = word === "some" || word === "at-least";
  const shrinks = word === "no" || word === "at-most" || word === "every";
  if ((grows && position.polarity === 1) || (shrinks && position.polarity === -1 && word !== "every")) return true;
  report(context, "E4006", span, `this would hold because an attestation of \`${list.evidence}\` is absent`, {
    label: `nobody can know that all statements of \`${list.evidence}\` were found`,
    notes: ["whoever can hide a statement could make this pass"],
    help: [
      `ask for what must be there: some ${singular(list.evidence)} … in ${list.evidence} where …`,
      "or make the producer sign a list of its statements",
    ],
  });
  return false;
}
