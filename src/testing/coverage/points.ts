/** Everything about a policy that a test can show: `language.md` §8, coverage. */
import type { Span } from "../../diagnostics/index.ts";
import {
  everyEvidence,
  everyRequirement,
  isCondition,
  type Body,
  type CheckedPolicy,
  type Condition,
  type Control,
  type Evidence,
  type Expression,
} from "../../language/index.ts";

export type PointGroup = "outcomes" | "requirements" | "conditions" | "evidence" | "branches" | "waivers";

/** One thing to be seen. */
export interface Point {
  readonly group: PointGroup;
  readonly control: string;
  /** What it is about: empty for the control itself, else a requirement's id, an evidence, a label, a waiver. */
  readonly name: string;
  /** `satisfied`, `true`, `bound`, `carries`, `applied` … */
  readonly state: string;
  readonly span: Span;
  /** Some gate enforces the control. */
  readonly isEnforced: boolean;
  /** What a test that shows it would say. */
  readonly suggestion: string;
}

/** Two that are the same have one key. */
export function pointKey({ group, control, name, state }: Pick<Point, "group" | "control" | "name" | "state">): string {
  return [group, control, name, state].join("\n");
}

export function pointsOf({ controls, gates, waivers, sources }: CheckedPolicy): readonly Point[] {
  const texts = new Map(sources.map((source) => [source.path, source.text]));
  const textOf = ({ file, start, end }: Span) => (texts.get(file) ?? "").slice(start, end).replace(/\s+/gu, " ");
  const enforced = new Set(gates.flatMap((gate) => gate.controls.flatMap(({ id, mode }) => (mode === "enforce" ? [id] : []))));
  return controls.flatMap((control) => {
    const made = (group: PointGroup, name: string, state: string, span: Span, suggestion: string): Point => ({
      group,
      control: control.id,
      name,
      state,
      span,
      isEnforced: enforced.has(control.id),
      suggestion: `no test shows ${control.id} ${suggestion}`,
    });
    const waived = waivers.filter((waiver) => waiver.control === control.id);
    return [
      ...outcomePoints(control, made),
      ...requirementPoints(control, made, textOf),
      ...evidencePoints(control, made),
      ...branchPoints(control.body, made),
      ...waived.flatMap(({ id, span }) => [
        made("waivers", id, "applied", span, `waived by ${id}`),
        made("waivers", id, "expired", span, `on the day after ${id} ends`),
      ]),
    ];
  });
}

type Make = (group: PointGroup, name: string, state: string, span: Span, suggestion: string) => Point;

function outcomePoints(control: Control, made: Make): readonly Point[] {
  const evidence = everyEvidence(control.body).filter(({ quantity }) => quantity !== "optional-all");
  const [first] = evidence;
  const canFail = everyRequirement(control.body).length > 0 || evidence.some(({ fresh }) => fresh);
  const outcome = (state: string, suggestion: string) => made("outcomes", "", state, control.span, suggestion);
  return [
    outcome("satisfied", "when all is well"),
    ...(canFail ? [outcome("violated", "when a requirement does not hold")] : []),
    ...(first ? [outcome("missing", `when there is no ${first.name} (\`given nothing\`)`)] : []),
    ...(first ? [outcome("unverifiable", `when ${first.name} cannot be checked (\`given ${first.name} … tampered\`)`)] : []),
    ...(canBeInapplicable(control) ? [outcome("not-applicable", "where it does not apply")] : []),
  ];
}

function canBeInapplicable({ applies, effectiveFrom, until }: Control): boolean {
  return applies.length > 0 || effectiveFrom !== undefined || until !== undefined;
}

function requirementPoints(control: Control, made: Make, textOf: (span: Span) => string): readonly Point[] {
  return everyRequirement(control.body).flatMap((requirement) => {
    const { id, span, condition } = requirement;
    const label = id.slice(control.id.length + 1);
    const reads = readsEvidence(condition);
    return [
      made("requirements", id, "true", span, `when ${label} holds`),
      made("requirements", id, "false", span, `when ${label} does not hold`),
      ...(reads ? [made("requirements", id, "unknown", span, `when ${label} cannot be decided`)] : []),
      ...leavesOf(condition).flatMap((leaf) => [
        made("conditions", spanKey(leaf.span), "true", leaf.span, `with ${label} decided by \`${textOf(leaf.span)}\` being true`),
        made("conditions", spanKey(leaf.span), "false", leaf.span, `with ${label} decided by \`${textOf(leaf.span)}\` being false`),
      ]),
    ];
  });
}

export function spanKey({ file, start, end }: Span): string {
  return `${file}:${start}-${end}`;
}

function readsEvidence(condition: Condition): boolean {
  return leavesOf(condition).some((leaf) => leaf.kind !== "boolean" || leaf.read.kind !== "parameter");
}

/** The conditions that are made of no others. */
function leavesOf(condition: Condition): readonly Condition[] {
  switch (condition.kind) {
    case "and":
    case "or":
      return condition.operands.flatMap((operand) => leavesOf(operand.condition));
    case "not":
      return leavesOf(condition.operand);
    case "quantified":
      return leavesOf(condition.body);
    case "boolean": {
      const inner = defined(condition.read);
      return inner === undefined ? [condition] : leavesOf(inner);
    }
    default:
      return [condition];
  }
}

function defined(read: Expression): Condition | undefined {
  if (read.kind !== "define") return undefined;
  return isCondition(read.value) ? read.value : defined(read.value);
}

function evidencePoints(control: Control, made: Make): readonly Point[] {
  return everyEvidence(control.body).flatMap((evidence: Evidence) => {
    const { name, nameSpan } = evidence;
    const state = (word: string, suggestion: string) => made("evidence", name, word, nameSpan, suggestion);
    return [
      state("bound", `with a ${name} that counts`),
      state("missing", `without ${name}`),
      ...(evidence.fresh ? [state("stale", `when ${name} is too old (\`given ${name} … stale\`)`)] : []),
      state("unverifiable", `when ${name} cannot be checked (\`given ${name} … tampered\`)`),
      state("wrongly signed", `when ${name} is signed by someone else (\`given ${name} … signed by somebody else\`)`),
    ];
  });
}

function branchPoints(body: Body, made: Make): readonly Point[] {
  return body.alternatives.flatMap(({ branches }) =>
    branches.map(({ label, span }) => made("branches", label, "carries", span, `satisfied through "${label}"`)),
  );
}
