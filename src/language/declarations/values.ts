/** Values as a policy writes them, for parameters: literals, enum members, and sets of these. */
import type { ValueNode } from "../../../grammar/index.ts";
import {
  scalars,
  type Cell,
  type EnumType,
  type ScalarName,
  type ScalarType,
  type ScalarValue,
  type Type,
  type Value,
} from "../../base/index.ts";
import { error, type Diagnostic, type Span } from "../../diagnostics/index.ts";
import { didYouMean } from "../nearest.ts";
import { describeValue, exampleOf, readLiteral } from "./literals.ts";
import { aType, typeName } from "./type-names.ts";

type Report = (diagnostic: Diagnostic) => void;
type WrittenValue = Exclude<ValueNode, { kind: "invalid" }>;

/** `subject` is what the value is for, in backticks. `undefined` when it does not fit; that has been reported. */
export function lowerValue(node: ValueNode, type: Type, subject: string, report: Report): Value | undefined {
  if (node.kind === "invalid") return undefined;
  if (type.kind === "scalar") return lowerScalar(node, type, subject, report);
  if (type.kind === "enum") return lowerMember(node, type, subject, report);
  if (type.kind === "record" || node.kind !== "value-set") return otherType(node, type, subject, report);
  const elements = node.elements.map((element) => lowerValue(element, type.of, subject, report));
  if (elements.includes(undefined)) return undefined;
  const values = elements.filter((element) => element !== undefined);
  return asCells(type.kind === "set" ? withoutRepeats(values, type.of) : values);
}

function asCells(values: readonly Value[]): readonly Cell[] {
  return values.map((value) => ({ value }));
}

function lowerScalar(node: WrittenValue, type: ScalarType, subject: string, report: Report): ScalarValue | undefined {
  if (node.kind === "name" || node.kind === "value-set") return otherType(node, type, subject, report);
  const read = readLiteral(node, type.name);
  if (read.ok) return read.value;
  if (read.error.kind === "other-type") return otherType(node, type, subject, report);
  report(notValid(node.span, textOf(node), type.name, read.error.problem));
  return undefined;
}

/** `E2015`: text of the right form that the type does not have. */
export function notValid(span: Span, text: string, type: string, problem: string): Diagnostic {
  return error("E2015", span, `\`${text}\` is not a valid ${type}`, { label: problem });
}

function textOf(node: Exclude<WrittenValue, { kind: "name" | "value-set" }>): string {
  switch (node.kind) {
    case "string":
      return node.value;
    case "int":
    case "decimal":
      return node.digits;
    case "duration":
      return `${node.digits} ${node.unit}${node.digits === "1" ? "" : "s"}`;
    case "date":
    case "date-time":
      return node.text;
    case "bool":
      return String(node.value);
  }
}

function lowerMember(node: WrittenValue, type: EnumType, subject: string, report: Report): number | undefined {
  if (node.kind === "name") return memberNumber(node.text, node.span, type, report);
  const isMember = node.kind === "string" && type.members.some((member) => member.name === node.value);
  if (!isMember) return otherType(node, type, subject, report);
  report(
    error("E2019", node.span, `${subject} is ${aType(type)}, and this is a text`, {
      help: [`members of an enum are written without quotes: \`${node.value}\``],
      fixes: [{ title: "remove the quotes", safe: true, edits: [{ span: node.span, text: node.value }] }],
    }),
  );
  return undefined;
}

/** The number of a member in declared order; `E2011` when there is none of that name. */
export function memberNumber(text: string, span: Span, type: EnumType, report: Report): number | undefined {
  const names = type.members.map((member) => member.name);
  const number = names.indexOf(text);
  if (number >= 0) return number;
  const near = didYouMean(text, span, names);
  const help = [`its members are ${names.map((name) => `\`${name}\``).join(", ")}`];
  report(error("E2011", span, `\`${text}\` is not a member of ${type.name}`, { ...near, help }));
  return undefined;
}

function otherType(node: WrittenValue, type: Type, subject: string, report: Report): undefined {
  const help = type.kind === "scalar" ? [`${aType(type)} is written ${exampleOf(type.name)}`] : [];
  const forSets = type.kind === "set" || type.kind === "list" ? [`a ${typeName(type)} is written \`{ …, … }\``] : help;
  report(error("E2019", node.span, `${subject} is ${aType(type)}, and this is ${describeValue(node)}`, { help: forSets }));
  return undefined;
}

/** A set holds a value once; the first writing of it stays. */
export function withoutRepeats(values: readonly Value[], of: ScalarType | EnumType): readonly Value[] {
  const seen = new Map(values.toReversed().map((value) => [identityOf(value, of), value]));
  return [...seen.values()].toReversed();
}

/** Equal values have equal keys. */
export function identityOf(value: Value, of: ScalarType | EnumType): string {
  return of.kind === "enum" ? String(Number(value)) : JSON.stringify(canonicalOf(value as ScalarValue, of.name));
}

function canonicalOf(value: ScalarValue, name: ScalarName): string | number | boolean {
  const scalar = scalars[name] as { canonical(value: ScalarValue): string | number | boolean };
  return scalar.canonical(value);
}
