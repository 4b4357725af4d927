/** How deep quantifiers may stand in each other. `language.md` §5.5. */
import type { Span } from "../../diagnostics/index.ts";
import { report, type ControlContext } from "./context.ts";

const MAX_NESTING = 3;

/** E4023 where quantifiers come to stand too deep in each other, whether written there or by the name of a `define`. */
export function isShallow(context: ControlContext, depth: number, span: Span): boolean {
  context.depth = Math.max(context.depth, depth);
  if (depth <= MAX_NESTING) return true;
  report(context, "E4023", span, `quantifiers are nested more than ${MAX_NESTING} deep`, {
    label: `this is the ${depth}th inside another`,
    notes: ["each level multiplies the work by the length of its list"],
    help: ["make the inner part a requirement of its own"],
  });
  return false;
}
