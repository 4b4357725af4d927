/** Which operands of a condition are shown with their values, and as what. */
import type { NodePart, WitnessPart } from "../../../audit/index.ts";
import { nounOf, shownCount, shownDuration, shownValue } from "./shown-value.ts";

export interface Operand {
  /** UTF-16 offset in the policy file. */
  readonly start: number;
  readonly text: string;
}

/** One for each place, from left to right; where two begin at one place, the outer one. */
export function operandsOf(node: NodePart): readonly Operand[] {
  const found = new Map<number, Operand>();
  for (const operand of walk(node, "")) if (!found.has(operand.start)) found.set(operand.start, operand);
  return [...found.values()].sort((a, b) => a.start - b.start);
}

function walk(node: NodePart, suffix: string): readonly Operand[] {
  const own = ownText(node);
  const here = own === undefined || node.span === undefined ? [] : [{ start: node.span[0], text: `${own}${suffix}` }];
  const inside = node.op === "define" || node.op === "otherwise" || node.op === "read" ? [] : (node.args ?? []);
  return [...here, ...inside.flatMap((arg) => walk(arg, suffix)), ...quantified(node)];
}

/** `undefined` for what needs no value under it: constants, and conditions, whose parts say it. */
function ownText(node: NodePart): string | undefined {
  switch (node.op) {
    case "const":
    case "guarded":
      return undefined;
    case "request":
      // The clock of a freshness clause is read without being written.
      return /^(?:now|subject|stage)\b/u.test(node.text ?? "") ? valueText(node) : undefined;
    case "absent":
      return "not there";
    case "evidence":
      return node.because === undefined ? undefined : "not available";
    default:
      return valueText(node);
  }
}

function valueText(node: NodePart): string | undefined {
  if (node.hidden === true) return "hidden";
  if (node.value !== undefined) return shownValue(node.type, node.value);
  if (node.size !== undefined) return shownCount(node.size, "element");
  if (node.op === "within-before" || node.op === "within-after")
    return node.measured === undefined ? undefined : `${shownDuration(node.measured)} apart`;
  if (node.truth === undefined && node.because !== undefined) return "not known";
  return node.op === "read" && node.truth !== undefined ? node.truth : undefined;
}

/** The list with its size, and the operands of the first element that decided, with how many did. */
function quantified(node: NodePart): readonly Operand[] {
  const { over, witnesses, elements } = node;
  if (over === undefined || witnesses === undefined || elements === undefined) return [];
  const size = countOf(elements.true) + countOf(elements.false) + countOf(elements.unknown);
  const list = over.because === undefined ? shownCount(over.size ?? size, nounOf(node)) : "not available";
  const [first] = witnesses;
  const suffix = size > 1 && first !== undefined ? ` (${countOf(elements[decidingTruth(node, first)])} of ${size})` : "";
  const head = over.span === undefined ? [] : [{ start: over.span[0], text: list }];
  return [...head, ...(first === undefined ? [] : walk(first.body, suffix))];
}

function decidingTruth(node: NodePart, witness: WitnessPart): "true" | "false" | "unknown" {
  return witness.body.truth ?? (node.op === "no" ? "true" : "false");
}

/** How many places `0,5-9` names. */
export function countOf(ranges: string): number {
  if (ranges === "") return 0;
  return ranges.split(",").reduce((sum, range) => {
    const [from, to] = range.split("-").map(Number);
    return sum + (to ?? from ?? 0) - (from ?? 0) + 1;
  }, 0);
}
