/** Sums and windows of time over values that may be unknown. `language.md` §5.2. */
import { addDecimals, assert, isDuration, isInstant, isInt, subtractDecimals, type Cell, type Value } from "../base/index.ts";
import type { Sum, Within } from "../language/index.ts";
import type { Read } from "./environment.ts";
import { asDecimal } from "./relate.ts";
import { ABSENT, union, unverifiable, Unknown, type Truth } from "./truth.ts";

/** Every relation with an unknown operand is unknown. */
export function onKnown<T>(operands: readonly Read[], decide: (values: readonly Value[]) => T): T | Unknown {
  let unknowns: Unknown[] | undefined;
  for (const operand of operands) {
    assert(operand !== ABSENT, "absence is guarded where the policy is compiled");
    if (operand instanceof Unknown) (unknowns ??= []).push(operand);
  }
  if (unknowns) return union(unknowns);
  return decide(operands as readonly Value[]);
}

export function setOf(elements: readonly Read[]): Read {
  return onKnown<readonly Cell[]>(elements, (values) => values.map((value) => ({ value })));
}

export function addUp(sum: Sum, left: Read, right: Read): Read {
  return onKnown<Value | Unknown>([left, right], ([a, b]) => {
    const result = isDecimal(sum) ? addDecimal(sum, a as Value, b as Value) : addInt(sum, a as bigint, b as bigint);
    return result ?? unverifiable("out-of-range", sum.span, "the result leaves the range of its type");
  });
}

function isDecimal({ type }: Sum): boolean {
  return type.kind === "scalar" && type.name === "Decimal";
}

function addDecimal(sum: Sum, left: Value, right: Value): Value | undefined {
  const add = sum.op === "add" ? addDecimals : subtractDecimals;
  return add(asDecimal(left), asDecimal(right));
}

function addInt(sum: Sum, left: bigint, right: bigint): bigint | undefined {
  const result = sum.op === "add" ? left + right : left - right;
  const name = sum.type.kind === "scalar" ? sum.type.name : "Int";
  const isInRange = name === "Timestamp" ? isInstant(result) : name === "Duration" ? isDuration(result) : isInt(result);
  return isInRange ? result : undefined;
}

/** `x within D before y`: y - D <= x <= y; `after`: y <= x <= y + D. */
export function isWithin(side: Within["side"], left: Read, window: Read, right: Read): Truth {
  return onKnown([left, window, right], (values) => {
    const [x, width, y] = values as readonly [bigint, bigint, bigint];
    return side === "before" ? y - width <= x && x <= y : y <= x && x <= y + width;
  });
}
