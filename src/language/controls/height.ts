/** How deep an expression is once every name in it is written out: whatever reads it later goes down as deep. */
import type { Span } from "../../diagnostics/index.ts";
import type { Expression } from "../checked/index.ts";
import { report, type ControlContext } from "./context.ts";
import { partsOf } from "./reads.ts";

const HIGHEST = 256;

/** Of what a `define` stands for, which each of its users would climb again. */
const known = new WeakMap<Expression, number>();

function heightOf(expression: Expression): number {
  const found = known.get(expression);
  if (found !== undefined) return found;
  let height = 0;
  for (const part of partsOf(expression)) height = Math.max(height, heightOf(part));
  if (expression.kind === "define") known.set(expression.value, height);
  return height + 1;
}

/** E1015 where an expression is too deep to be worked with. */
export function isTooHigh(context: ControlContext, expression: Expression, span: Span): boolean {
  if (heightOf(expression) <= HIGHEST) return false;
  report(context, "E1015", span, `this is more than ${HIGHEST} deep once the names in it are written out`, {
    notes: ["a `define` stands for its expression wherever it is used, and a sum is as deep as it has parts"],
    help: ["use fewer names, brackets and sums inside each other"],
  });
  return true;
}
