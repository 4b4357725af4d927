/** Which evidence an expression reads, and whether it reads anything at all. */
import type { Value } from "../../base/index.ts";
import type { Condition, DrawnList, Evidence, Expression } from "../checked/index.ts";

/** Calls `visit` for the expression and everything below it; for what a `define` stands for once, however often it is used. */
export function walk(expression: Expression, visit: (at: Expression) => void, defines = new Set<Expression>()): void {
  visit(expression);
  for (const part of partsOf(expression)) {
    if (expression.kind === "define" && defines.has(part)) continue;
    if (expression.kind === "define") defines.add(part);
    walk(part, visit, defines);
  }
}

/** The value that is known before any evidence is read: a literal, a parameter, or a name for one. */
export function fixedValue(expression: Expression): Value | undefined {
  if (expression.kind === "constant" || expression.kind === "parameter") return expression.value;
  return expression.kind === "define" ? fixedValue(expression.value) : undefined;
}

/** The direct parts of an expression, in source order. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "constant":
    case "parameter":
    case "request":
    case "statement":
    case "element":
      return [];
    case "define":
      return [expression.value];
    case "field":
      return [expression.of];
    case "set":
      return expression.elements;
    case "sum":
    case "otherwise":
    case "relation":
      return [expression.left, expression.right];
    case "the":
    case "count":
      return [...listParts(expression.drawn.list), expression.body];
    case "signer-of":
    case "signing-time-of":
      return [expression.statement];
    case "and":
    case "or":
      return expression.operands.map((operand) => operand.condition);
    case "not":
      return [expression.operand];
    case "has":
    case "boolean":
      return [expression.read];
    case "is-empty":
      return listParts(expression.left);
    case "matches":
    case "in-range":
      return [expression.left];
    case "within":
      return [expression.left, expression.window, expression.right];
    case "quantified":
      return [...listParts(expression.drawn.list), ...(expression.count ? [expression.count] : []), expression.body];
  }
}

function listParts(list: DrawnList): readonly Expression[] {
  return list.kind === "values" ? [list.expression] : [];
}

function listEvidence(expression: Expression): string | undefined {
  if (expression.kind === "is-empty") return expression.left.kind === "statements" ? expression.left.evidence : undefined;
  if (expression.kind !== "quantified" && expression.kind !== "the" && expression.kind !== "count") return undefined;
  return expression.drawn.list.kind === "statements" ? expression.drawn.list.evidence : undefined;
}

/** Names of the evidence that an expression reads, in the order of first mention. */
export function evidenceRead(expression: Expression): ReadonlySet<string> {
  const names = new Set<string>();
  walk(expression, (at) => {
    const name = at.kind === "statement" ? at.evidence : listEvidence(at);
    if (name !== undefined) names.add(name);
  });
  return names;
}

/** What other evidence decides which statements this one can be: what its `about`, `where` and `listed in` read. */
export function otherEvidenceRead({ name, about, where, listedIn }: Evidence): ReadonlySet<string> {
  const read = [about?.kind === "path" ? about.target : undefined, where?.condition, listedIn?.list];
  const reads = new Set(read.flatMap((each) => (each ? [...evidenceRead(each)] : [])));
  reads.delete(name);
  return reads;
}

/** Reads neither evidence, nor parameters, nor the request: it says the same of every image. */
export function isConstant(condition: Condition): boolean {
  let isFree = true;
  walk(condition, (at) => {
    if (at.kind === "statement" || at.kind === "parameter" || at.kind === "request" || listEvidence(at) !== undefined) isFree = false;
  });
  return isFree;
}
