/** Expressions and messages. */
import type { Binder, Expression, Logical, Parenthesised, Quantifier, SetExpression, Template } from "../../../grammar/index.ts";
import { needsBrackets, unwrap, type Place } from "./brackets.ts";
import { brokenGroup, group, line, nest, type Doc } from "./doc.ts";
import { braces, firstOf, hasComments, lastOf, rangeIn, run, textDoc, tokenAt, tokenDoc, type Printer } from "./printer.ts";
import { render } from "./render.ts";

/** An expression with the brackets that it has at its place. Its lines break at the indent of what is around it. */
export function expression(printer: Printer, node: Expression | Binder, place: Place = "open"): Doc {
  const { core, brackets } = unwrap(node);
  const kept = brackets.filter(
    ({ span }) => hasComments(tokenAt(printer, firstOf(printer, span))) || hasComments(tokenAt(printer, lastOf(printer, span))),
  );
  const inside = bare(printer, core);
  if (kept.length > 0) return kept.reduceRight((doc, bracket) => bracketed(printer, bracket, doc), inside);
  return needsBrackets(core, place) ? ["(", inside, ")"] : inside;
}

function bracketed(printer: Printer, { span }: Parenthesised, inside: Doc): Doc {
  const [open, close] = rangeIn(printer, span);
  return [tokenDoc(printer, open), inside, tokenDoc(printer, close)];
}

function bare(printer: Printer, node: Exclude<Expression, Parenthesised> | Binder): Doc {
  switch (node.kind) {
    case "logical":
      return logical(printer, node);
    case "not":
      return [tokenDoc(printer, firstOf(printer, node.span)), " ", expression(printer, node.operand, "not")];
    case "quantifier":
    case "binder":
      return quantified(printer, node);
    case "relation":
      return chain(printer, [node.left, node.right], "relation");
    case "within":
      return chain(printer, [node.left, node.right], "relation");
    case "is-empty":
    case "matches":
    case "has":
    case "in-range":
      return [
        expression(printer, node.left, "relation"),
        " ",
        run(printer, lastOf(printer, node.left.span) + 1, lastOf(printer, node.span)),
      ];
    case "sum":
      return chain(printer, node.operands, "sum");
    case "otherwise":
      return [
        expression(printer, node.left, "otherwise-left"),
        " ",
        run(printer, lastOf(printer, node.left.span) + 1, firstOf(printer, node.right.span) - 1),
        " ",
        expression(printer, node.right, "otherwise-right"),
      ];
    case "set":
      return set(printer, node);
    default:
      return run(printer, ...rangeIn(printer, node.span));
  }
}

/** Operands with the words that stand between them, on one line. */
function chain(printer: Printer, operands: readonly Expression[], place: Place): Doc {
  return operands.map((operand, index) => {
    const before = operands[index - 1];
    const doc = expression(printer, operand, place);
    if (before === undefined) return doc;
    return [" ", run(printer, lastOf(printer, before.span) + 1, firstOf(printer, operand.span) - 1), " ", doc];
  });
}

function logical(printer: Printer, { op, operands }: Logical): Doc {
  const starts = operands.map(({ span }) => firstOf(printer, span));
  const docs = operands.map((operand, index): Doc => {
    const doc = nest(2, expression(printer, operand, op));
    return index === 0 ? doc : [line, tokenDoc(printer, (starts[index] ?? 0) - 1), " ", doc];
  });
  const isBroken = starts.slice(1).some((start) => isBrokenAt(printer, start - 1));
  return isBroken ? brokenGroup(docs) : group(docs);
}

function quantified(printer: Printer, { span, body }: Quantifier | Binder): Doc {
  const word = firstOf(printer, body.span) - 1;
  const docs: Doc = [
    run(printer, firstOf(printer, span), word - 1),
    line,
    tokenDoc(printer, word),
    " ",
    nest(2, expression(printer, body)),
  ];
  return isBrokenAt(printer, word) ? brokenGroup(docs) : group(docs);
}

/** Whether the author ended a line right before or behind this word; such a break is kept, as the width alone cannot tell what reads well. */
function isBrokenAt(printer: Printer, word: number): boolean {
  return tokenAt(printer, word).onNewLine || tokenAt(printer, word + 1).onNewLine;
}

function set(printer: Printer, { span, elements }: SetExpression): Doc {
  const [open, close] = rangeIn(printer, span);
  const ordered = printer.sorted.get(open);
  const docs = ordered ? ordered.map((range) => run(printer, ...range)) : elements.map((element) => expression(printer, element));
  const commas = elements.slice(1).map((element) => firstOf(printer, element.span) - 1);
  return braces(printer, { open, close, commas, elements: docs, style: "filled" });
}

/** A message, which is never broken. */
export function template(printer: Printer, { span, parts }: Template): Doc {
  const [open, close] = rangeIn(printer, span);
  const texts = parts.map((part) =>
    part.kind === "template-text" ? printer.source.slice(part.span.start, part.span.end) : hole(printer, part.value),
  );
  const quote = tokenAt(printer, close);
  return [tokenDoc(printer, open), texts.join(""), textDoc(quote, quote.text)];
}

/** A set keeps away from the braces of its hole: two of them would be text. */
function hole(printer: Printer, value: Expression): string {
  const text = render(expression(printer, value), Number.POSITIVE_INFINITY);
  return text.startsWith("{") ? `{ ${text} }` : `{${text}}`;
}
