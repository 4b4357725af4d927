import type { Condition, Expression } from "../../../language/index.ts";
import { walk } from "../../../language/index.ts";
import { conditionsOf, sameMeaning, textAt } from "../../meaning.ts";
import type { Finding, LintInput, Rule } from "../../rule.ts";

export const constantCondition: Rule = {
  code: "L101",
  name: "constant-condition",
  title: "condition that is always true or always false",
  level: "warn",
  check: (input) => conditionsOf(input).flatMap(({ condition }) => constantParts(input, condition)),
};

function constantParts(input: LintInput, condition: Condition): readonly Finding[] {
  const found: Finding[] = [];
  walk(condition, (at) => {
    const truth = constantTruth(at);
    if (truth === undefined) return;
    found.push({
      span: at.span,
      message: `\`${textAt(input, at.span)}\` is always ${truth}`,
      parts: { help: ["remove it, or compare with what was meant"] },
    });
  });
  return found;
}

function constantTruth(at: Expression): "true" | "false" | undefined {
  switch (at.kind) {
    case "boolean":
      return at.read.kind === "constant" ? truthOf(at.read.value === true) : undefined;
    case "relation":
      return sidesAlike(at) ?? endOfOrder(at) ?? emptySet(at) ?? countBelowZero(at);
    case "is-empty":
      return at.left.kind === "values" && isNeverEmpty(at.left.expression) ? truthOf(at.negated) : undefined;
    default:
      return undefined;
  }
}

type Relation = Extract<Expression, { kind: "relation" }>;
const truthOf = (truth: boolean) => (truth ? "true" : "false");
const trueOfItself: ReadonlySet<string> = new Set(["is", "le", "ge", "is-at-least", "is-at-most", "under", "contains"]);
const falseOfItself: ReadonlySet<string> = new Set(["is-not", "lt", "gt", "is-above", "is-below"]);

function sidesAlike({ op, left, right }: Relation): "true" | "false" | undefined {
  if (left.kind === "constant" || left.kind === "signer-of") return undefined;
  if (!trueOfItself.has(op) && !falseOfItself.has(op)) return undefined;
  return sameMeaning(left, right) ? truthOf(trueOfItself.has(op)) : undefined;
}

/** Nothing is below the lowest member, everything at least that. */
function endOfOrder({ op, right, on }: Relation): "true" | "false" | undefined {
  if (on.kind !== "enum" || right.kind !== "constant") return undefined;
  const isLowest = right.value === 0;
  const isHighest = right.value === on.members.length - 1;
  if ((op === "is-at-least" && isLowest) || (op === "is-at-most" && isHighest)) return "true";
  return (op === "is-below" && isLowest) || (op === "is-above" && isHighest) ? "false" : undefined;
}

function emptySet({ op, right }: Relation): "true" | "false" | undefined {
  const isEmpty =
    (right.kind === "set" && right.elements.length === 0) ||
    (right.kind === "constant" && Array.isArray(right.value) && right.value.length === 0);
  if (!isEmpty) return undefined;
  return op === "is-one-of" ? "false" : op === "is-none-of" ? "true" : undefined;
}

function countBelowZero({ op, left, right }: Relation): "true" | "false" | undefined {
  if (named(left).kind !== "count" || right.kind !== "constant" || right.value !== 0n) return undefined;
  return op === "ge" ? "true" : op === "lt" ? "false" : undefined;
}

/** What a definition stands for. */
function named(expression: Expression): Expression {
  return expression.kind === "define" ? named(expression.value) : expression;
}

function isNeverEmpty(expression: Expression): boolean {
  return expression.kind === "field" && expression.field.nonempty;
}
