/** Which paths a condition proves to be present, and which paths an expression reads. `language.md` §5.4. */
import type { Condition, Expression } from "../checked/index.ts";

/** A stable name for the place that an expression reads, or `undefined` when it is no path. */
export function pathKey(expression: Expression): string | undefined {
  switch (expression.kind) {
    case "statement":
    case "element":
      return `slot ${expression.slot}`;
    case "define":
      return `define ${expression.name}`;
    case "request":
      return `request ${expression.member}`;
    case "field": {
      const of = pathKey(expression.of);
      return of === undefined ? undefined : `${of}.${expression.field.name}`;
    }
    default:
      return undefined;
  }
}

/** The keys of a path and of everything before it. */
export function pathKeys(expression: Expression): readonly string[] {
  const own = pathKey(expression);
  if (own === undefined) return [];
  return expression.kind === "field" ? [...pathKeys(expression.of), own] : [own];
}

/** What is present wherever this condition came out as `truth`. */
export function provenPresent(condition: Condition, truth: boolean): readonly string[] {
  switch (condition.kind) {
    case "has":
      return truth ? pathKeys(condition.read) : [];
    case "not":
      return provenPresent(condition.operand, !truth);
    case "and":
    case "or":
      // All operands of a true `and` are true, all operands of a false `or` are false; nothing is known otherwise.
      return (condition.kind === "and") === truth ? condition.operands.flatMap((operand) => provenPresent(operand.condition, truth)) : [];
    case "boolean":
      return condition.read.kind === "define" && isCondition(condition.read.value) ? provenPresent(condition.read.value, truth) : [];
    default:
      return [];
  }
}

export function isCondition(expression: Expression): expression is Condition {
  switch (expression.kind) {
    case "and":
    case "or":
    case "not":
    case "relation":
    case "has":
    case "is-empty":
    case "matches":
    case "in-range":
    case "within":
    case "quantified":
    case "boolean":
      return true;
    default:
      return false;
  }
}
