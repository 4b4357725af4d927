/** One control: its clauses, then its body from top to bottom. */
import type * as ast from "../../../grammar/index.ts";
import { parseDate, parseInstant } from "../../base/index.ts";
import type { Diagnostic } from "../../diagnostics/index.ts";
import type { Applies, Condition, Control, Evidence, ModuleScope, Requirement, SeverityLevel } from "../checked/index.ts";
import { didYouMean } from "../nearest.ts";
import { notEvaluatedYet } from "../not-evaluated.ts";
import { report, type ControlContext, type Position } from "./context.ts";
import { stepBound } from "./cost.ts";
import { evidence } from "./evidence.ts";
import { condition, maybeAbsent } from "./expressions.ts";
import { groupsOf } from "./groups.ts";
import { isOptional, mayBeAbsent } from "./paths.ts";
import { provenPresent } from "./presence.ts";
import { binder } from "./quantifiers.ts";
import { isConstant } from "./reads.ts";
import { template } from "./templates.ts";

const POSITIVE: Position = { polarity: 1, facts: new Map(), quantifierDepth: 0 };

export interface CheckedControl {
  /** Absent when something in it did not check. */
  readonly control?: Control;
  readonly diagnostics: readonly Diagnostic[];
}

export function checkControl(scope: ModuleScope, node: ast.Control, gateNames: ReadonlySet<string>): CheckedControl {
  const context = newContext(scope, node);
  const parts: Parts = { evidence: [], requirements: [], applies: [] };
  for (const clause of node.clauses) bodyClause(context, clause, parts, gateNames);
  const dates = datesOf(context, node);
  const header = headerOf(context, node);
  if (parts.evidence.length + parts.requirements.length === 0 && context.diagnostics.length === 0) {
    report(context, "E4015", node.id.span, `control \`${node.id.text}\` decides nothing`, {
      help: ["give it an `evidence` or a `require`"],
    });
  }
  const groups = groupsOf(context, parts.evidence, parts.requirements);
  if (context.diagnostics.length > 0) return { diagnostics: context.diagnostics };
  const body = { evidence: parts.evidence, requirements: parts.requirements, groups };
  const control: Control = {
    id: node.id.text,
    title: node.title.value,
    ...header,
    applies: parts.applies,
    ...dates,
    body,
    slots: context.slots,
    stepBound: stepBound(body, parts.applies),
    span: { ...node.span, end: node.id.span.end },
  };
  return { control, diagnostics: [] };
}

interface Parts {
  readonly evidence: Evidence[];
  readonly requirements: Requirement[];
  readonly applies: Applies[];
}

function newContext(scope: ModuleScope, node: ast.Control): ControlContext {
  const declared = node.clauses.flatMap((clause) => (clause.kind === "evidence" || clause.kind === "define" ? [clause.name.text] : []));
  return {
    scope,
    controlId: node.id.text,
    diagnostics: [],
    names: new Map(),
    poisoned: new Set(),
    declaredLater: new Set(declared),
    standing: new Map(),
    guardedSomewhere: new Set(),
    used: new Set(),
    slots: 0,
    facts: 0,
  };
}

function bodyClause(context: ControlContext, clause: ast.ControlClause, parts: Parts, gateNames: ReadonlySet<string>): void {
  switch (clause.kind) {
    case "evidence":
      if (!isTaken(context, clause.name, parts)) push(parts.evidence, evidence(context, clause, POSITIVE));
      return;
    case "define":
      if (!isTaken(context, clause.name, parts)) define(context, clause);
      return;
    case "require":
      if (!clause.label || !isTaken(context, clause.label, parts))
        push(parts.requirements, requirement(context, clause, parts.requirements.length + 1));
      return;
    case "applies-at-stage":
      push(parts.applies, appliesAtStage(context, clause, gateNames));
      return;
    case "applies-when":
      push(parts.applies, appliesWhen(context, clause));
      return;
    case "either":
    case "for-every-platform":
    case "waivable":
      context.diagnostics.push(notEvaluatedYet(clause.kind, clause.span));
      return;
    default:
      return;
  }
}

function push<T>(list: T[], item: T | undefined): void {
  if (item !== undefined) list.push(item);
}

/** Evidence, defines and labels share one namespace in a control; nothing shadows anything. */
function isTaken(context: ControlContext, name: ast.Name, parts: Parts): boolean {
  const word = name.text;
  if (context.poisoned.has(word)) return true;
  const isLabel = parts.requirements.some((requirement) => requirement.label === word);
  if (!isLabel && !context.names.has(word)) return false;
  report(context, "E2004", name.span, `\`${word}\` is already the name of something else in this control`);
  return true;
}

function define(context: ControlContext, node: ast.Define): void {
  const name = node.name.text;
  const checked =
    node.value.kind === "binder" ? binder(context, node.value, POSITIVE) : maybeAbsent(context, node.value, { ...POSITIVE, polarity: 0 });
  if (checked === undefined || isOptional(checked)) {
    if (checked !== undefined) mayBeAbsent(context, checked);
    context.poisoned.add(name);
    return;
  }
  context.names.set(name, { kind: "define", value: checked });
  if (checked.kind !== "the") return;
  // What the description tests, the element that fits it is known to have.
  const element = `slot ${checked.drawn.slot}`;
  for (const key of provenPresent(checked.body, true)) {
    if (key.startsWith(`${element}.`)) context.standing.set(`define ${name}${key.slice(element.length)}`, context.facts++);
  }
}

function requirement(context: ControlContext, node: ast.Requirement, position: number): Requirement | undefined {
  const checked = condition(context, node.condition, POSITIVE);
  const otherwise = node.otherwise && template(context, node.otherwise, checked, POSITIVE);
  const fix = node.fix && template(context, node.fix, checked, POSITIVE);
  if (checked && isConstant(checked)) {
    return report(context, "E4016", node.condition.span, "this requirement reads no evidence, so it says the same of every image");
  }
  const graceUntil = node.graceUntil && lastInstant(node.graceUntil);
  if (!checked || !otherwise || (node.fix && !fix)) return undefined;
  const id = `${context.controlId}.${node.label?.text ?? `r${position}`}`;
  const span = { ...node.span, end: node.condition.span.end };
  return { id, label: node.label?.text, condition: checked, otherwise, fix, graceUntil, span };
}

function appliesAtStage(context: ControlContext, node: ast.AppliesAtStage, gateNames: ReadonlySet<string>): Applies | undefined {
  const unknown = node.stages.find((stage) => !gateNames.has(stage.text));
  if (unknown) {
    return report(context, "E6013", unknown.span, `there is no gate called \`${unknown.text}\`, so this control would never apply`, {
      ...didYouMean(unknown.text, unknown.span, gateNames),
    });
  }
  return { kind: "at-stage", stages: node.stages.map((stage) => stage.text), span: node.span };
}

function appliesWhen(context: ControlContext, node: ast.AppliesWhen): Applies | undefined {
  // A control that does not apply cannot block: what makes it apply must not depend on what can be hidden.
  const checked: Condition | undefined = condition(context, node.condition, { ...POSITIVE, polarity: -1, inApplies: true });
  return checked && { kind: node.word, condition: checked, span: node.span };
}

type Header = Pick<Control, "statement" | "severity" | "owner" | "mappings">;

const SEVERITIES: readonly SeverityLevel[] = ["critical", "high", "medium", "low", "info"];

function headerOf(context: ControlContext, node: ast.Control): Header {
  const only = <K extends ast.ControlClause["kind"]>(kind: K) =>
    node.clauses.find((clause) => clause.kind === kind) as Extract<ast.ControlClause, { kind: K }> | undefined;
  const level = only("severity")?.level;
  const severity = SEVERITIES.find((word) => word === level?.text);
  if (level && severity === undefined) {
    report(context, "E2011", level.span, `\`${level.text}\` is not a severity`, {
      ...didYouMean(level.text, level.span, SEVERITIES),
      help: [`write one of ${SEVERITIES.map((word) => `\`${word}\``).join(", ")}`],
    });
  }
  const mappings = node.clauses.flatMap((clause) =>
    clause.kind === "maps-to" ? clause.ids.map((id) => ({ framework: clause.framework.text, id: id.value })) : [],
  );
  return { statement: only("statement")?.text.value, severity, owner: only("owner")?.owner.value, mappings };
}

type Dates = Pick<Control, "effectiveFrom" | "enforceFrom" | "until">;

function datesOf(context: ControlContext, node: ast.Control): Dates {
  const clause = (word: ast.DateClause["word"]) =>
    node.clauses.find((each): each is ast.DateClause => each.kind === "date-clause" && each.word === word);
  const [effective, enforce, until] = [clause("effective-from"), clause("enforce-from"), clause("until")];
  const effectiveFrom = effective && firstInstant(effective.when);
  const enforceFrom = enforce && firstInstant(enforce.when);
  const last = until && lastInstant(until.when);
  const inOrder: readonly (readonly [ast.DateClause | undefined, bigint | undefined])[] = [
    [effective, effectiveFrom],
    [enforce, enforceFrom],
    [until, last],
  ];
  const present = inOrder.filter((entry): entry is readonly [ast.DateClause, bigint] => entry[1] !== undefined);
  for (const [index, [later, instant]] of present.entries()) {
    const earlier = present[index - 1];
    if (!earlier || earlier[1] <= instant) continue;
    report(context, "E5004", later.span, "these dates are out of order", {
      related: [{ span: earlier[0].span, text: "this one is later" }],
    });
  }
  return { effectiveFrom, enforceFrom, until: last };
}

function firstInstant(when: ast.When): bigint | undefined {
  if (when.kind === "date-time") return instantOf(when.text);
  const date = parseDate(when.text);
  return date.ok ? date.value.first : undefined;
}

function lastInstant(when: ast.When): bigint | undefined {
  if (when.kind === "date-time") return instantOf(when.text);
  const date = parseDate(when.text);
  return date.ok ? date.value.last : undefined;
}

function instantOf(text: string): bigint | undefined {
  const instant = parseInstant(text);
  return instant.ok ? instant.value : undefined;
}
