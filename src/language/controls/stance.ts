/**
 * Whether being true helps the control to pass, and what may stand where it does or does not. A `define` is judged where it is
 * used, with the stance of that place. `language.md` §5.5 (`every`) and §5.9 (claims of absence).
 */
import type { Span } from "../../diagnostics/index.ts";
import type { CountOf, Expression, Quantified, QuantityWord } from "../checked/index.ts";
import { report, type ControlContext } from "./context.ts";
import { singular } from "./nouns.ts";
import { partsOf } from "./reads.ts";

/** Being true helps, hinders, or neither can be said. */
export type Stance = "helps" | "hinders" | "unsaid";

interface Visit {
  readonly context: ControlContext;
  /** The outermost `define` that led here, where it is used. */
  readonly usedAt?: Span;
  /** Defines by the stances they have been judged with: each needs that once. */
  readonly done: Map<Expression, Set<Stance>>;
}

/** Reports E2027 and E4006. True when there is nothing to report. */
export function checkStance(context: ControlContext, condition: Expression, stance: Stance): boolean {
  const before = context.diagnostics.length;
  visit({ context, done: new Map() }, condition, stance);
  return context.diagnostics.length === before;
}

function visit(at: Visit, expression: Expression, stance: Stance): void {
  switch (expression.kind) {
    case "and":
    case "or":
      for (const operand of expression.operands) visit(at, operand.condition, stance);
      return;
    case "not":
      visit(at, expression.operand, opposite(stance));
      return;
    case "boolean":
      visit(at, expression.read, stance);
      return;
    case "define":
      visitDefine(at, expression.value, expression.span, stance);
      return;
    case "is-empty":
      if (expression.left.kind === "statements")
        checkOpen(at, expression, expression.left.evidence, expression.negated ? "some" : "no", stance);
      return;
    case "quantified":
      visitQuantified(at, expression, stance);
      return;
    case "count":
      visitCount(at, expression);
      return;
    default:
      for (const part of partsOf(expression)) visit(at, part, "unsaid");
  }
}

function visitDefine(at: Visit, value: Expression, usedAt: Span, stance: Stance): void {
  const stances = at.done.get(value) ?? new Set();
  if (stances.has(stance)) return;
  at.done.set(value, stances.add(stance));
  visit({ ...at, usedAt: at.usedAt ?? usedAt }, value, stance);
}

function visitQuantified(at: Visit, node: Quantified, stance: Stance): void {
  const { list } = node.drawn;
  if (node.word === "every" && stance !== "helps") return everyDoesNotHelp(at, node);
  if (list.kind === "statements" && !checkOpen(at, node, list.evidence, node.word, stance)) return;
  if (list.kind === "values") visit(at, list.expression, "unsaid");
  if (node.count) visit(at, node.count, "unsaid");
  visit(at, node.body, bodyStance(node.word, stance));
}

/** A number says nothing about which way it is used. */
function visitCount(at: Visit, node: CountOf): void {
  const { list } = node.drawn;
  if (list.kind === "statements") checkOpen(at, node, list.evidence, "exactly", "unsaid");
  else visit(at, list.expression, "unsaid");
  visit(at, node.body, "unsaid");
}

function opposite(stance: Stance): Stance {
  return stance === "unsaid" ? "unsaid" : stance === "helps" ? "hinders" : "helps";
}

function bodyStance(word: QuantityWord, stance: Stance): Stance {
  if (word === "exactly") return "unsaid";
  return word === "no" || word === "at-most" ? opposite(stance) : stance;
}

/** `every` is false over an empty list, so it may stand only where being true helps. */
function everyDoesNotHelp(at: Visit, node: Quantified): void {
  report(at.context, "E2027", node.span, "`every` stands where being true does not help the control to pass", {
    related: usedHere(at),
    notes: ["`every` is false when there are no elements, so here an empty list would let the control pass"],
    help: [`write \`some ${node.drawn.noun} ${node.drawn.variable} in … where not …\``],
  });
}

/**
 * Withholding an attestation must never turn a block into a pass: over loose statements, only what more statements can make
 * true may help, and only what more statements can make false may hinder.
 */
function checkOpen(at: Visit, node: Expression, evidence: string, word: QuantityWord, stance: Stance): boolean {
  const named = at.context.names.get(evidence);
  if (named?.kind === "evidence" && named.state.isClosed) return true;
  const grows = word === "some" || word === "at-least";
  const shrinks = word === "no" || word === "at-most";
  if ((grows && stance === "helps") || (shrinks && stance === "hinders")) return true;
  report(at.context, "E4006", node.span, `the control would pass because a statement of \`${evidence}\` is not there`, {
    label: `nobody can know that every statement of \`${evidence}\` was found`,
    related: usedHere(at),
    notes: ["whoever can hide a statement could make this pass"],
    help: [`ask for what must be there: \`some ${singular(evidence)} … in ${evidence} where …\``],
  });
  return false;
}

function usedHere({ usedAt }: Visit): readonly { readonly span: Span; readonly text: string }[] {
  return usedAt ? [{ span: usedAt, text: "used here" }] : [];
}
