/** Looking through what the checker made of the policy: every condition with the control that it stands in. */
import {
  expressionKey,
  walk,
  type Body,
  type CheckedPolicy,
  type Condition,
  type Control,
  type Evidence,
  type Expression,
  type Requirement,
} from "../language/index.ts";
import type { Span } from "../diagnostics/index.ts";
import type { LintInput } from "./rule.ts";

/** The controls that the main file declares. */
export function ownControls({ policy, source }: LintInput): readonly Control[] {
  return policy.controls.filter((control) => control.span.file === source.path);
}

export interface Place {
  readonly control: Control;
  readonly condition: Condition;
  readonly kind: "require" | "applies" | "where";
}

/** The control's own body and those of its alternatives: requirements of one body hold together, those of two branches do not. */
export function bodiesOf({ body }: Control): readonly Body[] {
  return [body, ...body.alternatives.flatMap(({ branches }) => branches.map((branch) => branch.body))];
}

export function requirementsOf(control: Control): readonly Requirement[] {
  return bodiesOf(control).flatMap(({ requirements }) => requirements);
}

export function evidenceOf(control: Control): readonly Evidence[] {
  return bodiesOf(control).flatMap(({ evidence }) => evidence);
}

/** Every condition of the main file's controls, in the order of the text. */
export function conditionsOf(input: LintInput): readonly Place[] {
  return ownControls(input).flatMap((control) => [
    ...control.applies.flatMap((each) =>
      each.kind === "at-stage" ? [] : [{ control, condition: each.condition, kind: "applies" as const }],
    ),
    ...evidenceOf(control).flatMap(({ where }) => (where ? [{ control, condition: where.condition, kind: "where" as const }] : [])),
    ...requirementsOf(control).map(({ condition }) => ({ control, condition, kind: "require" as const })),
  ]);
}

/** Every expression below the conditions of the main file, once, with what it stands in. */
export function expressionsOf<K extends Expression["kind"]>(
  input: LintInput,
  kind: K,
): readonly { readonly at: Extract<Expression, { kind: K }>; readonly place: Place }[] {
  const seen = new Set<Expression>();
  return conditionsOf(input).flatMap((place) => {
    const found: { at: Extract<Expression, { kind: K }>; place: Place }[] = [];
    walk(place.condition, (at) => {
      if (at.kind !== kind || seen.has(at)) return;
      seen.add(at);
      found.push({ at: at as Extract<Expression, { kind: K }>, place });
    });
    return found;
  });
}

export const sameMeaning = (a: Expression, b: Expression): boolean => expressionKey(a) === expressionKey(b);

/** `a.b` for a field read, from its root; the root is the name of a statement or of an element. */
export function readPath(expression: Expression): { readonly root: Expression; readonly fields: readonly string[] } {
  const fields: string[] = [];
  let root = expression;
  for (; root.kind === "field"; root = root.of) fields.unshift(root.field.name);
  return { root, fields };
}

export function textAt({ source }: LintInput, { start, end }: Span): string {
  return source.text.slice(start, end).replaceAll(/\s+/gu, " ");
}

/** The gates that list a control, with how. */
export function gatesListing({ gates }: CheckedPolicy, id: string) {
  return gates.flatMap((gate) => gate.controls.filter((each) => each.id === id).map(({ mode }) => ({ gate, mode })));
}
