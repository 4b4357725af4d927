/** Types of expressions. Every function answers `undefined` after it, or something below it, has reported. */
import type * as ast from "../../../grammar/index.ts";
import type { Type } from "../../base/index.ts";
import type { Condition, Expression, Otherwise, SetOf, StatementRead } from "../checked/index.ts";
import { withFacts, report, type ControlContext, type Position } from "./context.ts";
import { cannotCompare, literal, memberConstant } from "./literals.ts";
import { isNamed, isOptional, mayBeAbsent, path } from "./paths.ts";
import { isCondition, provenPresent } from "./presence.ts";
import { binder, quantified } from "./quantifiers.ts";
import { relation } from "./relations.ts";
import { sum } from "./sums.ts";
import { aType, BOOL, elementType, IDENTITY, isScalar, sameType, STRING, TIMESTAMP } from "./type-words.ts";

/** An expression whose value is there: reading what may be absent is E3001. */
export function value(context: ControlContext, node: ast.Expression, position: Position, expected?: Type): Expression | undefined {
  const found = maybeAbsent(context, node, position, expected);
  if (found && isOptional(found)) return mayBeAbsent(context, found, position);
  return found;
}

/** An expression that may be absent: only `has` and `otherwise` can hold one. */
export function maybeAbsent(context: ControlContext, node: ast.Expression, position: Position, expected?: Type): Expression | undefined {
  switch (node.kind) {
    case "invalid":
      return undefined;
    case "string":
    case "int":
    case "decimal":
    case "duration":
    case "date":
    case "date-time":
    case "bool":
      return literal(context, node, expected);
    case "now":
      return { kind: "request", member: "now", type: TIMESTAMP, optional: false, span: node.span };
    case "path":
      return pathOrMember(context, node, position, expected);
    case "set":
      return setOf(context, node, within(position), expected);
    case "sum":
      return sum(context, node, within(position));
    case "otherwise":
      return otherwise(context, node, position, expected);
    case "parenthesised":
      return node.inner.kind === "binder"
        ? binder(context, node.inner, within(position))
        : maybeAbsent(context, node.inner, position, expected);
    case "signer-of":
      return misplacedSigner(context, node);
    case "signing-time-of":
      return signingTimeOf(context, node, position);
    default:
      return condition(context, node, within(position));
  }
}

/** No longer the whole of a message's hole. */
function within(position: Position): Position {
  return position.isHole ? { ...position, isHole: undefined } : position;
}

/** The left side of an equality, or the hole of a message: the places where `signer of` may stand. */
export function valueOrSigner(context: ControlContext, node: ast.Expression, position: Position, expected?: Type): Expression | undefined {
  if (node.kind === "parenthesised" && node.inner.kind !== "binder") return valueOrSigner(context, node.inner, position, expected);
  return node.kind === "signer-of" ? signerOf(context, node, position) : value(context, node, position, expected);
}

/** A statement may have several signers, so what is said of them is said of each. */
function misplacedSigner(context: ControlContext, node: ast.SignerOf): undefined {
  return report(context, "E2025", node.span, "`signer of` cannot stand here", {
    notes: ["a statement may have several signers, and what is asked must hold for each of them"],
    help: ["put it left of `is`, `is not`, `is one of` or `is none of`, or alone in a message"],
  });
}

/** True or false: anything else is E2010. There is no truthiness. */
export function condition(context: ControlContext, node: ast.Expression, position: Position): Condition | undefined {
  switch (node.kind) {
    case "logical":
      return logical(context, node, position);
    case "not": {
      const operand = condition(context, node.operand, position);
      return operand && { kind: "not", operand, type: BOOL, span: node.span };
    }
    case "quantifier":
      return quantified(context, node, position);
    case "relation":
    case "is-empty":
    case "matches":
    case "has":
    case "in-range":
    case "within":
      return relation(context, node, position);
    case "parenthesised":
      if (node.inner.kind !== "binder") return condition(context, node.inner, position);
      break;
    default:
      break;
  }
  const read = value(context, node, position, BOOL);
  if (!read) return undefined;
  if (isCondition(read)) return read;
  if (isScalar(read.type, "Bool")) return { kind: "boolean", read, type: BOOL, span: node.span };
  return report(context, "E2010", node.span, `${aType(read.type)} is not a condition`, {
    label: "neither true nor false",
    help: [conditionHint(read)],
  });
}

function conditionHint({ type }: Expression): string {
  if (type.kind === "list" || type.kind === "set")
    return "ask whether it `is empty` or `is not empty`, or about its elements with `some`, `no` or `every`";
  return "compare it with something: `… is …`";
}

/** Each operand sees what the ones before it proved: when they are true in an `and`, when they are false in an `or`. */
function logical(context: ControlContext, node: ast.Logical, position: Position): Condition | undefined {
  const operands: { condition: Condition; guardedBy: readonly number[] }[] = [];
  const factOwner = new Map<number, number>();
  let here = position;
  let isWhole = true;
  for (const operand of node.operands) {
    const usedBefore = new Set(context.used);
    context.used.clear();
    const checked = condition(context, operand, here);
    const guardedBy = new Set<number>();
    for (const fact of context.used) {
      const owner = factOwner.get(fact);
      if (owner !== undefined) guardedBy.add(owner);
    }
    for (const fact of usedBefore) context.used.add(fact);
    if (!checked) {
      isWhole = false;
      continue;
    }
    operands.push({ condition: checked, guardedBy: [...guardedBy] });
    const proven = provenPresent(checked, node.op === "and");
    if (proven.length > 0) factOwner.set(context.facts, operands.length - 1);
    here = withFacts(context, here, proven);
  }
  return isWhole ? { kind: node.op, operands, type: BOOL, span: node.span } : undefined;
}

function pathOrMember(context: ControlContext, node: ast.Path, position: Position, expected: Type | undefined): Expression | undefined {
  const word = node.root.text;
  const isBare = node.fields.length === 0;
  if (!isBare || expected?.kind !== "enum") return path(context, node, position);
  if (!isNamed(context, word)) return memberConstant(context, word, node.span, expected);
  if (!expected.members.some((member) => member.name === word)) return path(context, node, position);
  return report(context, "E2016", node.span, `\`${word}\` is a member of ${expected.name} and also a name in this control`, {
    help: ["rename the one that the policy declares"],
  });
}

function setOf(context: ControlContext, node: ast.SetExpression, position: Position, expected: Type | undefined): SetOf | undefined {
  let of: Type | undefined = expected && elementType(expected);
  const elements: Expression[] = [];
  for (const element of node.elements) {
    const checked = value(context, element, position, of);
    if (!checked) return undefined;
    if (checked.type.kind !== "scalar" && checked.type.kind !== "enum") {
      return report(context, "E2001", element.span, `${aType(checked.type)} cannot be an element of a set`);
    }
    if (of && !sameType(of, checked.type)) return cannotCompare(context, elements[0] ?? { type: of, span: node.span }, checked);
    of = checked.type;
    elements.push(checked);
  }
  if (!of || (of.kind !== "scalar" && of.kind !== "enum")) {
    return report(context, "E2015", node.span, "an empty set needs a place that says what it is a set of");
  }
  return { kind: "set", elements, type: { kind: "set", of }, span: node.span };
}

function otherwise(context: ControlContext, node: ast.Otherwise, position: Position, expected: Type | undefined): Otherwise | undefined {
  const left = maybeAbsent(context, node.left, within(position), expected);
  if (!left) return undefined;
  if (!isOptional(left)) {
    return report(context, "E3004", node.span, "`otherwise` follows something that is never absent", {
      help: ["remove it, its right side is never used"],
    });
  }
  const right = value(context, node.right, position, position.isHole && node.right.kind === "string" ? STRING : left.type);
  if (!right) return undefined;
  const isText = position.isHole === true && isScalar(right.type, "String");
  if (!isText && !sameType(left.type, right.type)) {
    return report(
      context,
      "E3005",
      node.right.span,
      `the fallback is ${aType(right.type)}, and what it stands in for is ${aType(left.type)}`,
    );
  }
  return { kind: "otherwise", left, right, type: left.type, span: node.span };
}

/** The single statement that a word stands for: an evidence, or the variable of a quantifier over an `all` evidence. */
function statementNamed(context: ControlContext, name: ast.Name, position: Position): StatementRead | undefined {
  const found = path(context, { kind: "path", root: name, fields: [], span: name.span }, position);
  if (!found) return undefined;
  if (found.kind === "statement") return found;
  return report(context, "E4024", name.span, `\`${name.text}\` is not a statement, so nobody signed it`, {
    help: ["name an evidence, or the variable of a quantifier over an `all` evidence"],
  });
}

function signerOf(context: ControlContext, node: ast.SignerOf, position: Position): Expression | undefined {
  const statement = statementNamed(context, node.of, position);
  return statement && { kind: "signer-of", statement, type: IDENTITY, span: node.span };
}

function signingTimeOf(context: ControlContext, node: ast.SigningTimeOf, position: Position): Expression | undefined {
  const statement = statementNamed(context, node.of, position);
  if (!statement) return undefined;
  const named = context.names.get(statement.evidence);
  const roots = named?.kind === "evidence" ? named.state.signedBy : [];
  const optional = !roots.every((root) => root.logged > 0 || root.timestamped > 0);
  return { kind: "signing-time-of", statement, optional, type: TIMESTAMP, span: node.span };
}
