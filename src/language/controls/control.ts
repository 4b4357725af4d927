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
import { condition, maybeAbsent, value, valueOrSigner } from "./expressions.ts";
import { groupsOf } from "./groups.ts";
import { isOptional, mayBeAbsent } from "./paths.ts";
import { provenPresent } from "./presence.ts";
import { binder } from "./quantifiers.ts";
import { isConstant } from "./reads.ts";
import { checkStance } from "./stance.ts";
import { template } from "./templates.ts";

const OPEN: Position = { facts: new Map(), quantifierDepth: 0 };

/** Characters of one control with its defines written out; a chain of doubling names must not make the compiler work for ever. */
const MAX_SIZE = 1_000_000;

export interface CheckedControl {
  /** Absent when something in it did not check. */
  readonly control?: Control;
  readonly diagnostics: readonly Diagnostic[];
}

/** What a control may name, or may not be confused with, outside itself. */
export interface Surroundings {
  readonly gates: ReadonlySet<string>;
  readonly controls: ReadonlySet<string>;
}

export function checkControl(scope: ModuleScope, node: ast.Control, around: Surroundings): CheckedControl {
  const context = newContext(scope, node, around);
  const parts: Parts = { evidence: [], requirements: [], applies: [] };
  for (const clause of node.clauses) bodyClause(context, clause, parts);
  // `applies` may stand before the evidence that it reads: the formatter puts it there.
  for (const clause of node.clauses) appliesClause(context, clause, parts, around.gates);
  const dates = datesOf(context, node);
  const header = headerOf(context, node);
  if (context.diagnostics.length === 0) checkDecides(context, node, parts);
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

function newContext(scope: ModuleScope, node: ast.Control, around: Surroundings): ControlContext {
  const declared = node.clauses.flatMap((clause) => (clause.kind === "evidence" || clause.kind === "define" ? [clause.name.text] : []));
  return {
    infer: { value, maybeAbsent, valueOrSigner, condition },
    scope,
    controlId: node.id.text,
    otherControls: around.controls,
    diagnostics: [],
    names: new Map(),
    poisoned: new Set(),
    declaredLater: new Set(declared),
    labels: new Set(node.clauses.flatMap((clause) => (clause.kind === "require" && clause.label ? [clause.label.text] : declared))),
    standing: new Map(),
    guardedSomewhere: new Set(),
    used: new Set(),
    slots: 0,
    facts: 0,
    depth: 0,
    size: 0,
  };
}

/** `optional all` is satisfied by nothing at all, so alone it would make a control that always holds. */
function checkDecides(context: ControlContext, node: ast.Control, parts: Parts): void {
  const written = node.clauses.filter((clause) => clause.kind === "evidence" || clause.kind === "require");
  // What is left out stands on something that has its own diagnostic.
  if (written.length > parts.evidence.length + parts.requirements.length) return;
  if (parts.requirements.length > 0 || parts.evidence.some((each) => each.quantity !== "optional-all")) return;
  const [optional] = parts.evidence;
  report(context, "E4015", node.id.span, `control \`${node.id.text}\` decides nothing`, {
    label: "every image would satisfy it",
    related: optional ? [{ span: optional.nameSpan, text: "this may be absent, and nothing is required of it" }] : [],
    help: [optional ? "add a `require`" : "give it an `evidence` or a `require`"],
  });
}

function bodyClause(context: ControlContext, clause: ast.ControlClause, parts: Parts): void {
  switch (clause.kind) {
    case "evidence":
      if (!isTaken(context, clause.name, parts)) push(parts.evidence, evidence(context, clause, OPEN));
      return;
    case "define":
      if (!isTaken(context, clause.name, parts)) define(context, clause);
      return;
    case "require":
      if (!clause.label || !isTaken(context, clause.label, parts)) push(parts.requirements, requirement(context, clause, parts));
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

function appliesClause(context: ControlContext, clause: ast.ControlClause, parts: Parts, gateNames: ReadonlySet<string>): void {
  if (clause.kind === "applies-at-stage") push(parts.applies, appliesAtStage(context, clause, gateNames));
  else if (clause.kind === "applies-when") push(parts.applies, appliesWhen(context, clause));
}

function push<T>(list: T[], item: T | undefined): void {
  if (item !== undefined) list.push(item);
}

/** Evidence, defines and labels share one namespace in a control; nothing shadows anything. */
function isTaken(context: ControlContext, name: ast.Name, parts: Parts): boolean {
  const word = name.text;
  if (context.poisoned.has(word)) return true;
  const id = `${context.controlId}.${word}`;
  if (context.otherControls.has(id)) {
    report(context, "E2004", name.span, `\`${word}\` would be reported as \`${id}\`, which is another control`, {
      help: ["choose another word"],
    });
    return true;
  }
  const isLabel = parts.requirements.some((requirement) => requirement.label === word);
  if (!isLabel && !context.names.has(word)) return false;
  report(context, "E2004", name.span, `\`${word}\` is already the name of something else in this control`);
  return true;
}

function define(context: ControlContext, node: ast.Define): void {
  const name = node.name.text;
  const { depth, size } = context;
  context.depth = 0;
  context.size = 0;
  const checked = node.value.kind === "binder" ? binder(context, node.value, OPEN) : maybeAbsent(context, node.value, OPEN);
  const own = { depth: context.depth, size: context.size + node.span.end - node.span.start };
  context.depth = depth;
  context.size = size;
  if (checked === undefined || isOptional(checked) || own.size > MAX_SIZE) {
    if (checked !== undefined && isOptional(checked)) mayBeAbsent(context, checked, OPEN);
    else if (checked !== undefined) tooLarge(context, node.name);
    context.poisoned.add(name);
    return;
  }
  context.names.set(name, { kind: "define", value: checked, ...own });
  if (checked.kind !== "the") return;
  // What the description tests, the element that fits it is known to have.
  const element = `slot ${checked.drawn.slot}`;
  for (const key of provenPresent(checked.body, true)) {
    if (key.startsWith(`${element}.`)) context.standing.set(`define ${name}${key.slice(element.length)}`, context.facts++);
  }
}

/** The variable that the messages of a requirement may name although the requirement did not check. */
function uncheckedVariable(node: ast.Expression): string | undefined {
  if (node.kind === "parenthesised" && node.inner.kind !== "binder") return uncheckedVariable(node.inner);
  return node.kind === "quantifier" ? node.drawn.variable.text : undefined;
}

function tooLarge(context: ControlContext, name: ast.Name): undefined {
  return report(context, "E1015", name.span, `\`${name.text}\` is too large once the names in it are written out`, {
    notes: ["a `define` stands for its expression wherever it is used, and each use counts"],
    help: ["use fewer names inside each other"],
  });
}

function requirement(context: ControlContext, node: ast.Requirement, parts: Parts): Requirement | undefined {
  const checked = condition(context, node.condition, OPEN);
  const about = checked ?? uncheckedVariable(node.condition);
  const otherwise = node.otherwise && template(context, node.otherwise, about, OPEN);
  const fix = node.fix && template(context, node.fix, about, OPEN);
  if (context.size > MAX_SIZE) return tooLarge(context, node.label ?? { kind: "name", text: "require", span: node.condition.span });
  if (checked && isConstant(checked)) {
    return report(context, "E4016", node.condition.span, "this requirement reads no evidence, so it says the same of every image", {
      help: ["ask something of an evidence, a parameter or the request"],
    });
  }
  if (checked && !checkStance(context, checked, "helps")) return undefined;
  const graceUntil = node.graceUntil && lastInstant(node.graceUntil);
  if (!checked || !otherwise || (node.fix && !fix)) return undefined;
  const id = `${context.controlId}.${node.label?.text ?? unlabelled(context, parts)}`;
  const span = { ...node.span, end: node.condition.span.end };
  return { id, label: node.label?.text, condition: checked, otherwise, fix, graceUntil, span };
}

/** `r2` for the second requirement, and the next number where a name of the control is spelt like that. */
function unlabelled(context: ControlContext, parts: Parts): string {
  let position = parts.requirements.length + 1;
  const isUsed = (word: string) =>
    context.labels.has(word) || parts.requirements.some((each) => each.id === `${context.controlId}.${word}`);
  while (isUsed(`r${position}`)) position++;
  return `r${position}`;
}

function appliesAtStage(context: ControlContext, node: ast.AppliesAtStage, gateNames: ReadonlySet<string>): Applies | undefined {
  // A file without gates is a library: whoever uses it says which stages there are.
  const unknown = gateNames.size === 0 ? undefined : node.stages.find((stage) => !gateNames.has(stage.text));
  if (unknown) {
    return report(context, "E6013", unknown.span, `there is no gate called \`${unknown.text}\`, so this control would never apply`, {
      ...didYouMean(unknown.text, unknown.span, gateNames),
      help: [`the gates of this policy are ${[...gateNames].map((name) => `\`${name}\``).join(", ")}`],
    });
  }
  return { kind: "at-stage", stages: node.stages.map((stage) => stage.text), span: node.span };
}

function appliesWhen(context: ControlContext, node: ast.AppliesWhen): Applies | undefined {
  const checked: Condition | undefined = condition(context, node.condition, { ...OPEN, inApplies: true });
  // A control that does not apply cannot block, so applying never helps. Of `unless` neither way is safe for an empty list.
  if (!checked || !checkStance(context, checked, node.word === "when" ? "hinders" : "unsaid")) return undefined;
  return { kind: node.word, condition: checked, span: node.span };
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
