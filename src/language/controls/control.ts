/** One control: its clauses, then its body from top to bottom. */
import type * as ast from "../../../grammar/index.ts";
import type { Diagnostic } from "../../diagnostics/index.ts";
import type { Applies, Body, Condition, Control, ModuleScope, SeverityLevel } from "../checked/index.ts";
import { didYouMean } from "../nearest.ts";
import { alternatives, nameOf, namesOfBranches, type Alternative } from "./alternatives.ts";
import { bodyItem, checkDecides, type Parts as BodyParts } from "./body.ts";
import { report, type ControlContext, type Position } from "./context.ts";
import { stepBound } from "./cost.ts";
import { condition, maybeAbsent, value, valueOrSigner } from "./expressions.ts";
import { groupsOf } from "./groups.ts";
import { isTooHigh } from "./height.ts";
import { firstInstant, lastInstant } from "./instants.ts";
import { checkStance } from "./stance.ts";
import { waivableOf } from "./waivable.ts";

const OPEN: Position = { facts: new Map(), quantifierDepth: 0 };

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
  const parts: Parts = { evidence: [], requirements: [], alternatives: [], applies: [] };
  for (const clause of node.clauses) bodyClause(context, clause, parts);
  // `applies` may stand before the evidence that it reads: the formatter puts it there.
  for (const clause of node.clauses) appliesClause(context, clause, parts, around.gates);
  const dates = datesOf(context, node);
  const header = headerOf(context, node);
  const waivable = waivableOf(context, node);
  const decides = node.clauses.some((clause) => clause.kind === "either");
  if (context.diagnostics.length === 0 && !decides) checkDecides(context, `control \`${node.id.text}\``, node.id.span, node.clauses, parts);
  const groups = groupsOf(context, parts);
  if (context.diagnostics.length > 0) return { diagnostics: context.diagnostics };
  const body: Body = { ...bodyOf(parts), groups };
  const control: Control = {
    id: node.id.text,
    title: node.title.value,
    ...header,
    applies: parts.applies,
    ...dates,
    ...platformsOf(node),
    ...(waivable && { waivable }),
    body,
    slots: context.slots,
    stepBound: stepBound(body, parts.applies),
    span: { ...node.span, end: node.id.span.end },
  };
  return { control, diagnostics: [] };
}

interface Parts extends BodyParts {
  readonly alternatives: Alternative[];
  readonly applies: Applies[];
}

function bodyOf({ evidence, requirements, alternatives }: Parts): Omit<Body, "groups"> {
  return { evidence, requirements, alternatives };
}

function platformsOf(node: ast.Control): Pick<Control, "everyPlatform"> {
  const clause = node.clauses.find((each) => each.kind === "for-every-platform");
  return clause ? { everyPlatform: { span: clause.span } } : {};
}

function newContext(scope: ModuleScope, node: ast.Control, around: Surroundings): ControlContext {
  const items = node.clauses.flatMap((clause) => (clause.kind === "either" ? clause.branches.flatMap((branch) => branch.items) : [clause]));
  return {
    infer: { value, maybeAbsent, valueOrSigner, condition },
    scope,
    controlId: node.id.text,
    otherControls: around.controls,
    diagnostics: [],
    names: new Map(),
    poisoned: new Set(),
    declaredLater: new Set(node.clauses.flatMap((clause) => nameOf(clause) ?? [])),
    ofBranches: namesOfBranches(node),
    evidenceIn: new Map(),
    requirementIds: new Set(),
    branchLabels: new Map(),
    isPerPlatform: node.clauses.some((clause) => clause.kind === "for-every-platform"),
    labels: new Set(items.flatMap((item) => nameOf(item) ?? (item.kind === "require" && item.label ? [item.label.text] : []))),
    standing: new Map(),
    guardedSomewhere: new Set(),
    used: new Set(),
    slots: 0,
    facts: 0,
    depth: 0,
    size: 0,
  };
}

function bodyClause(context: ControlContext, clause: ast.ControlClause, parts: Parts): void {
  switch (clause.kind) {
    case "evidence":
    case "define":
    case "require":
      return bodyItem(context, clause, parts);
    case "either":
      parts.alternatives.push(...alternatives(context, clause, parts.alternatives));
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
  if (checked && isTooHigh(context, checked, node.condition.span)) return undefined;
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
