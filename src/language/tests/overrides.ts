/** `with { }`: fields of the view and their values. `language.md` §8. */
import type { Override, ValueNode } from "../../../grammar/index.ts";
import { scalars, type Type, type View } from "../../base/index.ts";
import type { Span } from "../../diagnostics/index.ts";
import type { CheckedOverride, OverrideValue } from "../checked/index.ts";
import { aType, lowerValue } from "../declarations/index.ts";
import { didYouMean } from "../nearest.ts";
import { inRow, type Row } from "./rows.ts";
import { listed, report, type TestContext } from "./test-context.ts";

export function checkOverride(context: TestContext, view: View, row: Row, override: Override): CheckedOverride | undefined {
  const type = typeAt(context, view, override);
  if (type === undefined) return undefined;
  const text = pathText(override);
  const value = valueOf(context, inRow(override.value, row), type, text);
  if (value === undefined) return undefined;
  const path = override.path.map((step) => (step.kind === "int" ? Number(step.digits) : step.text));
  return { path, text, type, value, span: override.span };
}

function pathText({ path }: Override): string {
  return path.map((step, at) => (step.kind === "int" ? `[${step.digits}]` : at === 0 ? step.text : `.${step.text}`)).join("");
}

const MOST_ELEMENTS = 1000;

function typeAt(context: TestContext, view: View, { path }: Override): Type | undefined {
  let type: Type = view.record;
  for (const step of path) {
    if (step.kind === "int") {
      if (type.kind !== "list")
        return report(context, "E7005", step.span, `\`[${step.digits}]\` stands behind ${aType(type)}, and only lists have elements`);
      if (Number(step.digits) >= MOST_ELEMENTS)
        return report(context, "E7005", step.span, `a test sets the first ${MOST_ELEMENTS} elements of a list`);
      type = type.of;
      continue;
    }
    const next = fieldOf(context, view, type, step);
    if (next === undefined) return undefined;
    type = next;
  }
  return type;
}

function fieldOf(
  context: TestContext,
  view: View,
  type: Type,
  { text, span }: { readonly text: string; readonly span: Span },
): Type | undefined {
  if (type.kind === "list") {
    return report(context, "E7005", span, `\`.${text}\` stands behind ${aType(type)}`, { help: [`say which element: \`[0].${text}\``] });
  }
  if (type.kind !== "record") return report(context, "E7005", span, `\`.${text}\` stands behind ${aType(type)}, which has no fields`);
  const found = type.fields.find(({ name }) => name === text);
  if (found !== undefined) return found.type;
  const names = type.fields.map(({ name }) => name);
  const owner = type === view.record ? view.name : type.name;
  return report(context, "E7005", span, `${owner} has no field \`${text}\``, {
    ...didYouMean(text, span, names),
    help: [`its fields are ${listed(names)}`],
  });
}

function valueOf(context: TestContext, node: ValueNode, type: Type, text: string): OverrideValue | undefined {
  if (node.kind === "name" && node.text === "absent" && !isMember(type, "absent")) return { kind: "absent" };
  const files = fixturesIn(node, type);
  if (files !== undefined) return { kind: "statement-digests", files };
  const value = lowerValue(node, type, `\`${text}\``, (diagnostic) => context.diagnostics.push(diagnostic));
  return value === undefined ? undefined : { kind: "value", value };
}

function isMember(type: Type, name: string): boolean {
  return type.kind === "enum" && type.members.some((member) => member.name === name);
}

/** In the place of digests, paths of fixtures. */
function fixturesIn(node: ValueNode, type: Type): readonly string[] | undefined {
  if (type.kind === "set" || type.kind === "list") {
    if (node.kind !== "value-set" || !isDigest(type.of) || node.elements.length === 0) return undefined;
    const all = node.elements.map(fixturePath);
    return all.every((path) => path !== undefined) ? all : undefined;
  }
  const path = isDigest(type) ? fixturePath(node) : undefined;
  return path === undefined ? undefined : [path];
}

function isDigest(type: Type): boolean {
  return type.kind === "scalar" && type.name === "Digest";
}

function fixturePath(node: ValueNode): string | undefined {
  return node.kind === "string" && node.value.endsWith(".json") && !scalars.Digest.parse(node.value).ok ? node.value : undefined;
}
