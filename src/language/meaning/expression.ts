/** The resolved form of an expression, without names, layout and order where order does not matter. `language.md` §5.1. */
import { byCodeUnit, canonicalJson, scalars, type Cell, type Json, type ScalarValue, type Type, type Value } from "../../base/index.ts";
import type { Condition, Drawn, Expression, ParameterRead } from "../checked/index.ts";
import { isCondition } from "../controls/index.ts";

/** What a statement slot stands for: the form of its evidence, or the position of the quantifier that binds it. */
export interface Bindings {
  readonly slots: ReadonlyMap<number, Json>;
  readonly depth: number;
}

export function expressionForm(expression: Expression, bindings: Bindings): Json {
  const form = (part: Expression) => expressionForm(part, bindings);
  switch (expression.kind) {
    case "constant":
      return ["constant", typeForm(expression.type), valueForm(expression.value, expression.type)];
    case "parameter":
      return ["parameter", expression.name, typeForm(expression.type), boundForm(expression)];
    case "request":
      return ["request", expression.member];
    case "statement":
    case "element":
      return bindings.slots.get(expression.slot) ?? ["slot", expression.slot];
    case "define":
      return form(expression.value);
    case "field":
      return ["field", form(expression.of), expression.field.name];
    case "set":
      return ["set", ...sorted(expression.elements.map(form))];
    case "sum":
      return [expression.op, form(expression.left), form(expression.right)];
    case "otherwise":
      return ["otherwise", form(expression.left), form(expression.right)];
    case "the":
    case "count":
      return [expression.kind, ...drawnForm(expression.drawn, expression.body, bindings)];
    case "signer-of":
    case "signing-time-of":
      return [expression.kind, form(expression.statement)];
    default:
      return conditionForm(expression, bindings);
  }
}

export function conditionForm(condition: Condition, bindings: Bindings): Json {
  const form = (part: Expression) => expressionForm(part, bindings);
  switch (condition.kind) {
    case "and":
    case "or":
      return [condition.kind, ...sorted(flattened(condition, condition.kind).map(form))];
    case "not":
      return ["not", form(condition.operand)];
    case "relation":
      return [condition.op, form(condition.left), form(condition.right)];
    case "has":
      return ["has", form(condition.read)];
    case "boolean": {
      const named = namedCondition(condition);
      return named ? conditionForm(named, bindings) : ["boolean", form(condition.read)];
    }
    case "is-empty":
      return [condition.negated ? "is-not-empty" : "is-empty", listForm(condition.left, bindings)];
    case "matches":
      return [`matches-${condition.pattern}`, form(condition.left), condition.text];
    case "in-range":
      return ["in-range", form(condition.left), condition.range];
    case "within":
      return [`within-${condition.side}`, form(condition.left), form(condition.window), form(condition.right)];
    case "quantified": {
      const count = condition.count ? form(condition.count) : null;
      return [condition.word, count, condition.fromDifferentSigners, ...drawnForm(condition.drawn, condition.body, bindings)];
    }
  }
}

/** Brackets around the same word mean nothing, nor do names: `a and (b and c)`. */
function flattened(condition: Condition, kind: "and" | "or"): readonly Condition[] {
  const named = condition.kind === "boolean" ? namedCondition(condition) : undefined;
  if (named) return flattened(named, kind);
  return condition.kind === kind ? condition.operands.flatMap((operand) => flattened(operand.condition, kind)) : [condition];
}

/** The condition that a `define` stands for. */
function namedCondition({ read }: Condition & { kind: "boolean" }): Condition | undefined {
  let value: Expression = read;
  while (value.kind === "define") value = value.value;
  return value !== read && isCondition(value) ? value : undefined;
}

/** What a run may set it to: by its bound, or for a fixed one its value. */
function boundForm({ bound, value, type }: ParameterRead): Json {
  if (!bound) return ["fixed", valueForm(value, type)];
  return bound.kind === "at-most" || bound.kind === "at-least" ? [bound.kind, valueForm(bound.limit, type)] : [bound.kind];
}

function drawnForm(drawn: Drawn, body: Condition, bindings: Bindings): readonly Json[] {
  const inner: Bindings = { slots: new Map(bindings.slots).set(drawn.slot, ["bound", bindings.depth]), depth: bindings.depth + 1 };
  return [listForm(drawn.list, bindings), conditionForm(body, inner)];
}

function listForm(list: Drawn["list"], bindings: Bindings): Json {
  if (list.kind === "values") return expressionForm(list.expression, bindings);
  return ["statements", bindings.slots.get(list.slot) ?? ["slot", list.slot]];
}

/** By canonical text: the order in which conjuncts are written means nothing. */
export function sorted(forms: readonly Json[]): readonly Json[] {
  if (forms.length < 2) return forms;
  const texts = forms.map((form) => ({ form, text: canonicalJson(form) }));
  return texts.sort((a, b) => byCodeUnit(a.text, b.text)).map(({ form }) => form);
}

export function typeForm(type: Type): Json {
  switch (type.kind) {
    case "scalar":
      return type.name;
    case "enum":
      return [type.ordered ? "ordered" : "one-of", ...type.members.map((member) => [member.name, ...member.spellings])];
    case "record":
      return ["record", ...type.fields.map((field) => field.name)];
    case "list":
    case "set":
      return [type.kind, typeForm(type.of)];
  }
}

export function valueForm(value: Value, type: Type): Json {
  switch (type.kind) {
    case "scalar":
      return (scalars[type.name] as { canonical(value: ScalarValue): Json }).canonical(value as ScalarValue);
    case "enum":
      return type.members[value as number]?.name ?? null;
    case "list":
      return (value as readonly Cell[]).map((cell) => valueForm(cell.value, type.of));
    case "set":
      return sorted((value as readonly Cell[]).map((cell) => valueForm(cell.value, type.of)));
    case "record":
      return null;
  }
}
