/** What a body is made of, in the order it is written: evidence, names for expressions, requirements. `language.md` §4, §6.8. */
import type * as ast from "../../../grammar/index.ts";
import type { Span } from "../../diagnostics/index.ts";
import type { Evidence, Requirement } from "../checked/index.ts";
import { report, type ControlContext, type Position } from "./context.ts";
import { evidence } from "./evidence.ts";
import { condition, maybeAbsent } from "./expressions.ts";
import { isTooHigh } from "./height.ts";
import { lastInstant } from "./instants.ts";
import { isOptional, mayBeAbsent } from "./paths.ts";
import { provenPresent } from "./presence.ts";
import { binder } from "./quantifiers.ts";
import { isConstant } from "./reads.ts";
import { checkStance } from "./stance.ts";
import { template } from "./templates.ts";

const OPEN: Position = { facts: new Map(), quantifierDepth: 0 };

/** Characters of one control with its defines written out; a chain of doubling names must not make the compiler work for ever. */
const MAX_SIZE = 1_000_000;

export interface Parts {
  readonly evidence: Evidence[];
  readonly requirements: Requirement[];
}

export function bodyItem(context: ControlContext, item: ast.Evidence | ast.Define | ast.Requirement, parts: Parts): void {
  switch (item.kind) {
    case "evidence":
      if (isTaken(context, item.name)) return;
      push(parts.evidence, evidence(context, item, OPEN));
      if (context.branch !== undefined) context.evidenceIn.set(item.name.text, context.branch);
      return;
    case "define":
      if (!isTaken(context, item.name)) define(context, item);
      return;
    case "require":
      if (!item.label || !isTaken(context, item.label)) push(parts.requirements, requirement(context, item));
      return;
  }
}

/**
 * A body that contains no evidence and no requirement holds for every image; so does one of `optional all` evidence alone. `what` is how
 * the body is called: "control `C-01`".
 */
export function checkDecides(
  context: ControlContext,
  what: string,
  at: Span,
  written: readonly { readonly kind: string }[],
  parts: Parts,
): void {
  const deciding = written.filter(({ kind }) => kind === "evidence" || kind === "require");
  // What is left out stands on something that has its own diagnostic.
  if (deciding.length > parts.evidence.length + parts.requirements.length) return;
  if (parts.requirements.length > 0 || parts.evidence.some((each) => each.quantity !== "optional-all")) return;
  const [optional] = parts.evidence;
  report(context, "E4015", at, `${what} decides nothing`, {
    label: "every image would satisfy it",
    related: optional ? [{ span: optional.nameSpan, text: "this may be absent, and nothing is required of it" }] : [],
    help: [optional ? "add a `require`" : "give it an `evidence` or a `require`"],
  });
}

function push<T>(list: T[], item: T | undefined): void {
  if (item !== undefined) list.push(item);
}

/** Evidence, defines and labels share one namespace in a control; nothing shadows anything. Only the defines of branches may share a name. */
function isTaken(context: ControlContext, name: ast.Name): boolean {
  const word = name.text;
  if (context.poisoned.has(word)) return true;
  const id = `${context.controlId}.${word}`;
  if (context.otherControls.has(id)) {
    report(context, "E2004", name.span, `\`${word}\` would be reported as \`${id}\`, which is another control`, {
      help: ["choose another word"],
    });
    return true;
  }
  if (context.requirementIds.has(id) || context.names.has(word)) {
    report(context, "E2004", name.span, `\`${word}\` is already the name of something else in this control`);
    return true;
  }
  const owner = context.evidenceIn.get(word);
  if (owner === undefined) return false;
  report(context, "E4019", name.span, `\`${word}\` is already the evidence of the branch "${owner}"`, {
    notes: ["reports and waivers name evidence by its control alone"],
    help: ["choose another word"],
  });
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
  if (checked !== undefined && isTooHigh(context, checked, node.name.span)) {
    context.poisoned.add(name);
    return;
  }
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

function requirement(context: ControlContext, node: ast.Requirement): Requirement | undefined {
  const checked = condition(context, node.condition, OPEN);
  if (checked && isTooHigh(context, checked, node.condition.span)) return undefined;
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
  const graceUntil = node.graceUntil && graceOf(context, node.graceUntil);
  const id = `${context.controlId}.${node.label?.text ?? unlabelled(context)}`;
  context.requirementIds.add(id);
  if (!checked || !otherwise || (node.fix && !fix)) return undefined;
  const span = { ...node.span, end: node.condition.span.end };
  return { id, label: node.label?.text, condition: checked, otherwise, fix, graceUntil, span };
}

/** The branch that carries the block needs no grace, and another one would be excused for nothing. */
function graceOf(context: ControlContext, until: ast.When): bigint | undefined {
  if (context.branch === undefined) return lastInstant(until);
  return report(context, "E5007", until.span, `a requirement inside the branch "${context.branch}" cannot have a time of grace`, {
    notes: ["another branch may hold instead of it"],
    help: ["remove `grace until`, or give the whole control `enforce from`"],
  });
}

/** `r2` for the second requirement of the control, branches included, and the next number where a name of the control is spelt like that. */
function unlabelled(context: ControlContext): string {
  let position = context.requirementIds.size + 1;
  const isUsed = (word: string) => context.labels.has(word) || context.requirementIds.has(`${context.controlId}.${word}`);
  while (isUsed(`r${position}`)) position++;
  return `r${position}`;
}
