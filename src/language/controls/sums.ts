/** `+` and `-` on numbers, durations and instants. `language.md` §5.2. */
import type * as ast from "../../../grammar/index.ts";
import type { Type } from "../../base/index.ts";
import type { Expression } from "../checked/index.ts";
import { report, type ControlContext, type Position } from "./context.ts";
import { aType, DECIMAL, DURATION, INT, isScalar, TIMESTAMP } from "./type-words.ts";

export function sum(context: ControlContext, node: ast.Sum, position: Position): Expression | undefined {
  const [first, ...rest] = node.operands;
  let left = first && context.infer.value(context, first, position);
  for (const [index, operand] of rest.entries()) {
    const right = context.infer.value(context, operand, position);
    if (!left || !right) return undefined;
    const op = node.ops[index] === "-" ? "sub" : "add";
    const type = sumType(left.type, op, right.type);
    if (!type) {
      const words =
        op === "add"
          ? `${aType(right.type)} cannot be added to ${aType(left.type)}`
          : `${aType(right.type)} cannot be taken from ${aType(left.type)}`;
      return report(context, "E2025", { ...operand.span, start: left.span.start }, words, {
        notes: ["`+` and `-` are for Int, Decimal, Duration, and an instant with a Duration"],
      });
    }
    left = { kind: "sum", op, left, right, type, span: { ...operand.span, start: left.span.start } };
  }
  return left;
}

function sumType(left: Type, op: "add" | "sub", right: Type): Type | undefined {
  if (isScalar(left, "Int") && isScalar(right, "Int")) return INT;
  if (isScalar(left, "Int", "Decimal") && isScalar(right, "Int", "Decimal")) return DECIMAL;
  if (isScalar(left, "Duration") && isScalar(right, "Duration")) return DURATION;
  if (isScalar(left, "Timestamp") && isScalar(right, "Duration")) return TIMESTAMP;
  if (op === "sub" && isScalar(left, "Timestamp") && isScalar(right, "Timestamp")) return DURATION;
  return undefined;
}
