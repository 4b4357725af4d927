/**
 * Which round brackets an expression needs. A bracket that changes nothing goes, one that changes the tree stays, and around
 * `otherwise` and quantifiers that are operands there is always one.
 */
import type { Binder, Expression, Parenthesised } from "../../../grammar/index.ts";

/** Where an expression stands. `open`: nothing follows that could belong to it. */
export type Place = "open" | "definition" | "or" | "and" | "not" | "relation" | "sum" | "otherwise-left" | "otherwise-right";

const placeLevel: Readonly<Record<Place, number>> = {
  open: 0,
  definition: 0,
  or: 2,
  and: 3,
  not: 3,
  relation: 5,
  sum: 6,
  "otherwise-left": 7,
  "otherwise-right": 6,
};

const atomLevel = 7;

/** How tightly an expression holds together. */
function levelOf(node: Expression): number {
  switch (node.kind) {
    case "logical":
      return node.op === "or" ? 1 : 2;
    case "not":
    case "quantifier":
      return 3;
    case "relation":
    case "is-empty":
    case "matches":
    case "has":
    case "in-range":
    case "within":
      return 4;
    case "sum":
      return 5;
    case "otherwise":
      return 6;
    default:
      return atomLevel;
  }
}

/** Whether `node`, which is not in brackets itself, is put in brackets at this place. */
export function needsBrackets(node: Expression | Binder, place: Place): boolean {
  if (node.kind === "binder") return place !== "definition";
  if (place === "open" || place === "definition") return false;
  if (node.kind === "quantifier") return true;
  if (node.kind === "otherwise") return place !== "otherwise-right";
  return levelOf(node) < placeLevel[place];
}

/** What stands inside all the brackets around an expression, and those brackets, the outermost first. */
export function unwrap(node: Expression | Binder): {
  readonly core: Exclude<Expression, Parenthesised> | Binder;
  readonly brackets: readonly Parenthesised[];
} {
  const brackets: Parenthesised[] = [];
  let core = node;
  while (core.kind === "parenthesised") {
    brackets.push(core);
    core = core.inner;
  }
  return { core, brackets };
}
