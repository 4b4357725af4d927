/** Quantifiers, `the` and `count of`: lists, nouns, amounts and nesting. `language.md` §5.5. */
import type * as ast from "../../../grammar/index.ts";
import type { Type } from "../../base/index.ts";
import type { Span } from "../../diagnostics/index.ts";
import type { Condition, Drawn, DrawnList, Expression } from "../checked/index.ts";
import { newSlot, report, type ControlContext, type Position } from "./context.ts";
import { isShallow } from "./nesting.ts";
import { singular, singulars } from "./nouns.ts";
import { isOptional, mayBeAbsent, path } from "./paths.ts";
import { fixedValue } from "./reads.ts";
import { aType, BOOL, INT, isScalar } from "./type-words.ts";

export function quantified(context: ControlContext, node: ast.Quantifier, position: Position): Condition | undefined {
  const word = node.quantity.word;
  const list = drawnList(context, node.drawn.list, position);
  if (!list) return undefined;
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
  const body = inBody(context, drawn, node.span, position, node.body);
  if (!body || count === "failed") return undefined;
  return { kind: "quantified", word, count, drawn, fromDifferentSigners: node.fromDifferentSigners, body, type: BOOL, span: node.span };
}

/** `the … where …` and `count of … where …`. */
export function binder(context: ControlContext, node: ast.Binder, position: Position): Expression | undefined {
  const list = drawnList(context, node.drawn.list, position);
  if (!list) return undefined;
  const drawn = draw(context, node.drawn, list, node.word === "the" ? "singular" : "plural");
  if (!drawn) return undefined;
  const body = inBody(context, drawn, node.span, position, node.body);
  if (!body) return undefined;
  if (node.word === "count-of") return { kind: "count", drawn, body, type: INT, span: node.span };
  return { kind: "the", drawn, body, type: elementOf(list), span: node.span };
}

function elementOf(list: DrawnList): Type {
  return list.kind === "values" ? list.type.of : list.type;
}

function inBody(context: ControlContext, drawn: Drawn, span: Span, position: Position, node: ast.Expression): Condition | undefined {
  const quantifierDepth = position.quantifierDepth + 1;
  if (!isShallow(context, quantifierDepth, span)) return undefined;
  bindVariable(context, drawn);
  const body = context.infer.condition(context, node, { ...position, quantifierDepth });
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
  const allowed = own.endsWith("s") ? (number === "singular" ? singulars(own) : [own]) : [];
  const [right] = allowed;
  if (right === undefined || allowed.includes(node.noun.text)) return;
  const which = number === "singular" ? "an element" : "elements";
  report(context, "E2013", node.noun.span, `${which} of \`${own}\` cannot be called \`${node.noun.text}\``, {
    notes: ["the noun is the list's own name, so that the sentence says what is looked at"],
    fixes: [{ title: `write \`${right}\``, safe: true, edits: [{ span: node.noun.span, text: right }] }],
  });
}

/** The list behind `in`: a List or Set inside a value, or the statements of an `all` evidence. */
export function drawnList(context: ControlContext, node: ast.Path, position: Position): DrawnList | undefined {
  const named = node.fields.length === 0 ? context.names.get(node.root.text) : undefined;
  if (named?.kind === "evidence" && (named.state.quantity === "all" || named.state.quantity === "optional-all")) {
    if (position.inApplies) {
      return report(context, "E4010", node.span, `\`${node.root.text}\` is a set of statements, and \`applies\` needs one statement`, {
        notes: ["whoever can hide a statement could decide whether the control applies"],
        help: [`ask in a \`require\` for what must be there: \`some ${singular(node.root.text)} … in ${node.root.text} where …\``],
      });
    }
    return { kind: "statements", evidence: named.state.name, slot: named.state.slot, type: named.state.view.record, span: node.span };
  }
  const expression = path(context, node, position);
  if (!expression) return undefined;
  if (isOptional(expression)) return mayBeAbsent(context, expression, position);
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
  const count = context.infer.value(context, node, position, INT);
  if (!count) return "failed";
  if (!isScalar(count.type, "Int")) {
    report(context, "E2001", node.span, `an amount is a number, and this is ${aType(count.type)}`);
    return "failed";
  }
  if (fixedValue(count) !== 0n || quantity.word === "at-most") return count;
  pointlessAmount(context, node, quantity.word);
  return "failed";
}

/** `at least 0` is met by nothing at all, `exactly 0` hides a claim of absence. */
function pointlessAmount(context: ControlContext, node: ast.IntLiteral | ast.Path, word: "exactly" | "at-least"): void {
  const message = word === "exactly" ? "`exactly 0` is the same as `no`" : "`at least 0` is always met";
  const label = node.kind === "path" ? `\`${node.fields.at(-1)?.text ?? node.root.text}\` is 0` : undefined;
  const help = word === "exactly" ? "write `no … where …`" : "ask for at least 1, or remove the requirement";
  report(context, "E2021", node.span, message, { label, help: [help] });
}
