/** Marks the fields that a control reads: only they decide whether a statement is readable for it. `language.md` §5.3. */
import type { Expression } from "../checked/index.ts";
import type { ControlContext, NeededTree } from "./context.ts";

export function emptyTree(): NeededTree {
  return { fields: new Map() };
}

/** The tree below a path, grown if need be. `undefined` for what no statement holds. */
export function neededTree(context: ControlContext, expression: Expression): NeededTree | undefined {
  switch (expression.kind) {
    case "statement": {
      const named = context.names.get(expression.evidence);
      return named?.kind === "evidence" ? named.state.needed : undefined;
    }
    case "element":
      return neededTree(context, expression.list);
    case "define":
      return neededTree(context, expression.value);
    case "the":
      return neededOfDrawn(context, expression);
    case "field": {
      const tree = neededTree(context, expression.of);
      return tree && child(tree, expression.field.name);
    }
    default:
      return undefined;
  }
}

function neededOfDrawn(context: ControlContext, the: Expression & { kind: "the" }): NeededTree | undefined {
  const list = the.drawn.list;
  if (list.kind === "values") return neededTree(context, list.expression);
  const named = context.names.get(list.evidence);
  return named?.kind === "evidence" ? named.state.needed : undefined;
}

function child(tree: NeededTree, name: string): NeededTree {
  let found = tree.fields.get(name);
  if (!found) tree.fields.set(name, (found = emptyTree()));
  return found;
}
