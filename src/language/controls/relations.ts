/** Relations: which types each operator is for, and what its operands must be. The table of `language.md` §5.2. */
import type * as ast from "../../../grammar/index.ts";
import {
  compileRegex,
  compileValueGlob,
  parseRepositoryPrefix,
  parseSemVerRange,
  type GlobType,
  type ScalarName,
  type Type,
} from "../../base/index.ts";
import type { DiagnosticParts, Span } from "../../diagnostics/index.ts";
import type { Condition, Expression, Relation } from "../checked/index.ts";
import { report, type ControlContext, type Position } from "./context.ts";
import { cannotCompare } from "./literals.ts";
import { fieldChain, isNamed, isOptional, path } from "./paths.ts";
import { pathKeys } from "./presence.ts";
import { drawnList } from "./quantifiers.ts";
import { aType, BOOL, DURATION, elementType, isScalar, sameType, scalarType, TIMESTAMP } from "./type-words.ts";

export function relation(context: ControlContext, node: ast.Relation, position: Position): Condition | undefined {
  switch (node.kind) {
    case "relation":
      return binary(context, node, position);
    case "is-empty":
      return isEmpty(context, node, position);
    case "has":
      return has(context, node, position);
    case "matches":
      return matches(context, node, position);
    case "in-range":
      return inRange(context, node, position);
    case "within":
      return within(context, node, position);
  }
}

const ORDERED_SCALARS: readonly ScalarName[] = ["Int", "Decimal", "Timestamp", "Duration", "SemVer"];
const NESTED_SCALARS: readonly ScalarName[] = ["Uri", "Repository", "GitRef"];
const GLOBBED_SCALARS: readonly ScalarName[] = [...NESTED_SCALARS, "Identity"];

function binary(context: ControlContext, node: ast.BinaryRelation, position: Position): Condition | undefined {
  switch (node.op) {
    case "is":
    case "is-not":
      return equality(context, node, position);
    case "is-one-of":
    case "is-none-of":
      return membership(context, node, position);
    case "is-at-least":
    case "is-at-most":
    case "is-above":
    case "is-below":
      return enumOrder(context, node, position);
    case "lt":
    case "le":
    case "gt":
    case "ge":
      return scalarOrder(context, node, position);
    case "under":
      return under(context, node, position);
    case "contains":
      return sameScalars(context, node, position, ["String"]);
    case "allowed-by":
      return allowedBy(context, node, position);
  }
}

/** Literals and bare words take the type of the other side. */
function takesType(context: ControlContext, node: ast.Expression): boolean {
  if (node.kind === "parenthesised") return node.inner.kind !== "binder" && takesType(context, node.inner);
  if (node.kind === "path") return node.fields.length === 0 && !isNamed(context, node.root.text);
  return ["string", "int", "decimal", "set"].includes(node.kind);
}

/** Both sides. `accepts` answers for the left one, after reporting what is wrong with it: then the right one matters no more. */
function operands(
  context: ControlContext,
  node: ast.BinaryRelation,
  position: Position,
  accepts: (left: Expression) => boolean = () => true,
): readonly [Expression, Expression] | undefined {
  if (takesType(context, node.left) && !takesType(context, node.right)) {
    const right = context.infer.value(context, node.right, position);
    const left = right && context.infer.value(context, node.left, position, right.type);
    return left && accepts(left) ? [left, right] : undefined;
  }
  const isEquality = node.op === "is" || node.op === "is-not";
  const left = (isEquality ? context.infer.valueOrSigner : context.infer.value)(context, node.left, position);
  if (!left || !accepts(left)) return undefined;
  const right = context.infer.value(context, node.right, position, left.type);
  return right && [left, right];
}

function relate(node: ast.BinaryRelation, left: Expression, right: Expression, on: Type): Relation | undefined {
  if (on.kind === "record" || on.kind === "list") return undefined;
  return { kind: "relation", op: node.op, left, right, on, type: BOOL, span: node.span };
}

function equality(context: ControlContext, node: ast.BinaryRelation, position: Position): Condition | undefined {
  const pair = operands(context, node, position);
  if (!pair) return undefined;
  const [left, right] = pair;
  if (!sameType(left.type, right.type)) return cannotCompare(context, left, right);
  return relate(node, left, right, left.type) ?? notOffered(context, node.opSpan, words(node.op), left.type, "scalars, enums and sets");
}

function membership(context: ControlContext, node: ast.BinaryRelation, position: Position): Condition | undefined {
  const asked =
    takesType(context, node.left) && !takesType(context, node.right) ? context.infer.value(context, node.right, position) : undefined;
  const left = context.infer.valueOrSigner(context, node.left, position, asked && elementType(asked.type));
  if (!left) return undefined;
  if (left.type.kind !== "scalar" && left.type.kind !== "enum")
    return notOffered(context, node.opSpan, words(node.op), left.type, "scalars and enums");
  const right = asked ?? context.infer.value(context, node.right, position, { kind: "set", of: left.type });
  if (!right) return undefined;
  const of = elementType(right.type);
  if (!of) {
    return report(context, "E2014", node.right.span, `${aType(right.type)} is not a list or a set`, {
      help: ["write the members in braces: { …, … }"],
    });
  }
  return sameType(of, left.type) ? relate(node, left, right, left.type) : cannotCompare(context, left, right);
}

function enumOrder(context: ControlContext, node: ast.BinaryRelation, position: Position): Condition | undefined {
  const pair = operands(context, node, position, ({ type }) => {
    if (type.kind === "enum" && type.ordered) return true;
    const message = `\`${words(node.op)}\` needs an ordered enum, and this is ${aType(type)}`;
    report(context, "E2012", node.opSpan, message, isScalar(type, ...ORDERED_SCALARS) ? otherOrder(node) : {});
    return false;
  });
  if (!pair) return undefined;
  const [left, right] = pair;
  return sameType(left.type, right.type) ? relate(node, left, right, left.type) : cannotCompare(context, left, right);
}

function scalarOrder(context: ControlContext, node: ast.BinaryRelation, position: Position): Condition | undefined {
  const pair = operands(context, node, position, ({ type }) => {
    if (isScalar(type, ...ORDERED_SCALARS)) return true;
    const isOrdered = type.kind === "enum" && type.ordered;
    const message = isOrdered
      ? `\`${words(node.op)}\` is for numbers, times and versions, and this is ${aType(type)}`
      : `${aType(type)} has no order`;
    report(context, "E2012", node.opSpan, message, isOrdered ? otherOrder(node) : {});
    return false;
  });
  if (!pair) return undefined;
  const [left, right] = pair;
  const isMixed = isScalar(left.type, "Int", "Decimal") && isScalar(right.type, "Int", "Decimal");
  if (!isMixed && !sameType(left.type, right.type)) return cannotCompare(context, left, right);
  return relate(node, left, right, isMixed && !sameType(left.type, right.type) ? scalarType("Decimal") : left.type);
}

/** Enums are ordered by words, everything else by signs. */
function otherOrder(node: ast.BinaryRelation): DiagnosticParts {
  const pairs = [
    ["lt", "is-below"],
    ["le", "is-at-most"],
    ["gt", "is-above"],
    ["ge", "is-at-least"],
  ] as const;
  const other = pairs.flatMap(([sign, word]) => (node.op === sign ? [word] : node.op === word ? [sign] : []))[0];
  if (other === undefined) return {};
  return { fixes: [{ title: `write \`${words(other)}\``, safe: true, edits: [{ span: node.opSpan, text: words(other) }] }] };
}

/** What stands right of `under` may be a registry host or a folder alone, which is no repository by itself. */
function under(context: ControlContext, node: ast.BinaryRelation, position: Position): Condition | undefined {
  const { right } = node;
  const checked = sameScalars(context, node, position, NESTED_SCALARS);
  if (checked?.kind !== "relation" || checked.right.kind !== "constant" || !isScalar(checked.right.type, "Repository")) return checked;
  const prefix = right.kind === "string" ? parseRepositoryPrefix(right.value) : undefined;
  return prefix?.ok === true ? { ...checked, right: { ...checked.right, value: prefix.value } } : checked;
}

function sameScalars(
  context: ControlContext,
  node: ast.BinaryRelation,
  position: Position,
  names: readonly ScalarName[],
): Condition | undefined {
  const pair = operands(context, node, position, ({ type }) => {
    if (isScalar(type, ...names)) return true;
    notOffered(context, node.opSpan, words(node.op), type, list(names));
    return false;
  });
  if (!pair) return undefined;
  const [left, right] = pair;
  return sameType(left.type, right.type) ? relate(node, left, right, left.type) : cannotCompare(context, left, right);
}

function allowedBy(context: ControlContext, node: ast.BinaryRelation, position: Position): Condition | undefined {
  const licence = scalarType("Licence");
  const left = context.infer.value(context, node.left, position, licence);
  const right = left && context.infer.value(context, node.right, position, { kind: "set", of: licence });
  if (!right) return undefined;
  if (!isScalar(left.type, "Licence")) return notOffered(context, node.opSpan, "allowed by", left.type, "Licence");
  const isSet = right.type.kind === "set" && isScalar(right.type.of, "Licence");
  return isSet ? relate(node, left, right, left.type) : cannotCompare(context, left, right);
}

function isEmpty(context: ControlContext, node: ast.IsEmpty, position: Position): Condition | undefined {
  const inner = node.left.kind === "parenthesised" ? node.left.inner : node.left;
  if (inner.kind !== "path") {
    return report(context, "E2014", node.left.span, "only a list or a set can be empty");
  }
  const left = drawnList(context, inner, position);
  if (!left) return undefined;
  return { kind: "is-empty", negated: node.negated, left, type: BOOL, span: node.span };
}

function has(context: ControlContext, node: ast.Has, position: Position): Condition | undefined {
  const read = tested(context, node, position);
  if (!read) return undefined;
  if (!isOptional(read)) {
    return report(context, "E3003", node.span, `\`${node.path.map((name) => name.text).join(".")}\` is never absent here`, {
      help: ["remove this condition, it is always true"],
    });
  }
  for (const key of pathKeys(read)) context.guardedSomewhere.add(key);
  return { kind: "has", read, type: BOOL, span: node.span };
}

/** What `has` asks for: a member of the request, or fields of a value. */
function tested(context: ControlContext, node: ast.Has, position: Position): Expression | undefined {
  const { left, path: fields } = node;
  if (left.kind === "path" && left.fields.length === 0 && (left.root.text === "subject" || left.root.text === "stage")) {
    return path(context, { kind: "path", root: left.root, fields, span: node.span }, position);
  }
  const base = context.infer.maybeAbsent(context, left, position);
  return base && fieldChain(context, base, fields, position, base.span.start);
}

function matches(context: ControlContext, node: ast.Matches, position: Position): Condition | undefined {
  const left = context.infer.value(context, node.left, position);
  if (!left) return undefined;
  const names: readonly ScalarName[] = node.pattern === "glob" ? GLOBBED_SCALARS : ["String"];
  if (!isScalar(left.type, ...names)) return notOffered(context, node.span, `matches ${node.pattern}`, left.type, list(names));
  const compiled =
    node.pattern === "glob" ? compileValueGlob(left.type.name as GlobType, node.right.value) : compileRegex(node.right.value);
  if (!compiled.ok) {
    return report(context, "E2015", node.right.span, `\`${node.right.value}\` is not a valid ${node.pattern}`, { label: compiled.error });
  }
  return { kind: "matches", pattern: node.pattern, left, text: node.right.value, type: BOOL, span: node.span };
}

function inRange(context: ControlContext, node: ast.InRange, position: Position): Condition | undefined {
  const left = context.infer.value(context, node.left, position);
  if (!left) return undefined;
  if (!isScalar(left.type, "SemVer")) return notOffered(context, node.span, "in range", left.type, "SemVer");
  const range = parseSemVerRange(node.range.value);
  if (!range.ok) return report(context, "E2015", node.range.span, `\`${node.range.value}\` is not a valid range`, { label: range.error });
  return { kind: "in-range", left, range: node.range.value, type: BOOL, span: node.span };
}

function within(context: ControlContext, node: ast.Within, position: Position): Condition | undefined {
  const left = context.infer.value(context, node.left, position, TIMESTAMP);
  const window = context.infer.value(context, node.window, position, DURATION);
  const right = context.infer.value(context, node.right, position, TIMESTAMP);
  if (!left || !window || !right) return undefined;
  for (const [operand, type] of [
    [left, TIMESTAMP],
    [window, DURATION],
    [right, TIMESTAMP],
  ] as const) {
    if (!sameType(operand.type, type)) {
      return report(context, "E2001", operand.span, `\`within\` needs ${aType(type)} here, and this is ${aType(operand.type)}`);
    }
  }
  return { kind: "within", left, window, side: node.side, right, type: BOOL, span: node.span };
}

function notOffered(context: ControlContext, span: Span, operator: string, type: Type, offered: string): undefined {
  return report(context, "E2025", span, `\`${operator}\` is not for ${aType(type)}`, {
    notes: [`it is for ${offered}`],
    help: hint(operator, type),
  });
}

function hint(operator: string, type: Type): readonly string[] {
  if (operator === "under" && isScalar(type, "String")) return ["declare the field as a Uri or a Repository, which have segments"];
  if (operator === "matches glob" && isScalar(type, "String")) return ["use `matches regex`, or declare the field as a Uri"];
  if (operator === "contains" && isScalar(type, ...NESTED_SCALARS)) return ["use `under` or `matches glob`, which compare whole segments"];
  if (operator === "contains" && elementType(type)) return ["ask about its elements: `… is one of …`, or `some … in … where …`"];
  if (operator.startsWith("is ") && type.kind === "record") return ["name one of its fields, or ask `has …`"];
  if (operator === "matches regex") return [`use \`matches glob\` for ${aType(type)}`];
  return [];
}

function list(names: readonly string[]): string {
  return names.length === 1 ? (names[0] as string) : `${names.slice(0, -1).join(", ")} and ${names.at(-1) as string}`;
}

function words(op: string): string {
  const symbols: Readonly<Record<string, string>> = { lt: "<", le: "<=", gt: ">", ge: ">=" };
  return symbols[op] ?? op.replaceAll("-", " ");
}
