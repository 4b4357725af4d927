/**
 * `after dev signed by gatekeeper fresh within 14 days` is a control: the earlier gate's verdict about this very image, and that it passed.
 * It is written here as a policy would write it and checked as any control is. `language.md` §6.11.
 */
import type * as ast from "../../../grammar/index.ts";
import { parse } from "../../../grammar/index.ts";
import { assert } from "../../base/index.ts";
import { error, SourceFile, type Diagnostic, type Span } from "../../diagnostics/index.ts";
import type { AfterGate, Control, ModuleScope, Template } from "../checked/index.ts";
import { checkControl, type CheckedControl, type Surroundings } from "./control.ts";

/** What an earlier gate's verdict must say of the policy: it stands for this text only. */
export interface PolicyName {
  readonly name: string;
  readonly version: string;
}

/** No alias of a policy is spelt like it. */
const VERDICT_MODULE = "std/verdict@1";

/** `undefined` control where something in the clause did not check; that is among the diagnostics. */
export function afterControl(
  main: ModuleScope,
  verdict: ModuleScope,
  clause: ast.AfterClause,
  policy: PolicyName,
  around: Surroundings,
): { readonly after?: AfterGate; readonly diagnostics: readonly Diagnostic[] } {
  const scope = { ...main, uses: new Map([...main.uses, [VERDICT_MODULE, verdict]]) };
  const { control, diagnostics }: CheckedControl = checkControl(scope, controlNode(clause, policy), around);
  return { after: control && { gate: clause.gate.text, control: withClauseAsText(control, clause.span) }, diagnostics };
}

/** A second `after` for one gate, and a control of that name, would have one id. */
export function afterId(clause: ast.AfterClause): string {
  return `after.${clause.gate.text}`;
}

const HOLES = ["verdict.decision", "verdict.evaluatedAt"] as const;

/** Names and versions need no escapes: both are single words of the grammar. */
function textOf(clause: ast.AfterClause, { name, version }: PolicyName): string {
  const gate = clause.gate.text;
  const selects = `verdict.gate is "${gate}" and verdict.policy is "${name}" and verdict.policyVersion is "${version}"`;
  return `policy after version 1
control ${afterId(clause)} "Gate ${gate} has passed this image" {
  statement "An image comes here only after gate ${gate} has passed it, under this version of the policy."
  evidence verdict: verdict.summary signed by gatekeeper
    where ${selects}
    fresh within 1 day of evaluatedAt
    pick latest by evaluatedAt
  require passed: verdict.decision is passed
    else "gate ${gate} came to {${HOLES[0]}} on {${HOLES[1]}}"
    fix "have gate ${gate} judge this image again, and attach its verdict"
}`;
}

/** Everything in it stands at the clause; what the clause itself says is the clause's own nodes. */
function controlNode(clause: ast.AfterClause, policy: PolicyName): ast.Control {
  const { file, diagnostics } = parse(new SourceFile("after.policy", textOf(clause, policy)));
  const control = file.items.find((item) => item.kind === "control");
  assert(control && diagnostics.length === 0, "the text of `after` parses");
  const placed = at(clause.span, control) as ast.Control;
  return { ...placed, clauses: placed.clauses.map((each) => (each.kind === "evidence" ? evidenceNode(each, clause) : each)) };
}

function evidenceNode(evidence: ast.Evidence, clause: ast.AfterClause): ast.Evidence {
  const view = evidence.view.module && { ...evidence.view, module: { ...evidence.view.module, text: VERDICT_MODULE } };
  assert(view, "the view is named through its module");
  const clauses = evidence.clauses.map((each) => (each.kind === "fresh" ? { ...each, within: clause.within } : each));
  return { ...evidence, view, signedBy: clause.signedBy, clauses };
}

function at(span: Span, node: unknown): unknown {
  if (Array.isArray(node)) return node.map((each: unknown) => at(span, each));
  if (typeof node !== "object" || node === null) return node;
  return Object.fromEntries(Object.entries(node).map(([name, value]) => [name, name === "span" ? span : at(span, value)]));
}

/** What reports quote is the clause: the message is nowhere in the file. */
function withClauseAsText(control: Control, { file, start, end }: Span): Control {
  const span = { file, start: Math.max(0, start - 1), end: end + 1 };
  const quoted = (template: Template): Template => {
    let holes = 0;
    return { span, parts: template.parts.map((part) => (part.kind === "hole" ? { ...part, text: HOLES[holes++] ?? part.text } : part)) };
  };
  const requirements = control.body.requirements.map((each) => ({
    ...each,
    otherwise: quoted(each.otherwise),
    fix: each.fix && quoted(each.fix),
  }));
  return { ...control, span: { file, start, end }, body: { ...control.body, requirements } };
}

/** Gates that wait for each other, and gates that there are not: `E6014`, `E6013`. */
export function checkOrder(gates: readonly ast.Gate[], unknownGate: (name: ast.Name) => Diagnostic): readonly Diagnostic[] {
  const names = new Map(gates.map((gate) => [gate.name.text, gate]));
  const clausesOf = (gate: ast.Gate) => gate.clauses.filter((clause) => clause.kind === "after");
  const unknown = gates.flatMap(clausesOf).filter((clause) => !names.has(clause.gate.text));
  const waitsFor = (from: string, wanted: string, seen: Set<string>): boolean => {
    const gate = names.get(from);
    if (from === wanted) return true;
    if (!gate || seen.has(from)) return false;
    seen.add(from);
    return clausesOf(gate).some((clause) => waitsFor(clause.gate.text, wanted, seen));
  };
  const told = new Set<string>();
  const cycles = gates.flatMap((gate) =>
    clausesOf(gate).flatMap((clause) => {
      const { text } = clause.gate;
      if (told.has(text) || !waitsFor(text, gate.name.text, new Set())) return [];
      told.add(gate.name.text);
      const message =
        text === gate.name.text ? `gate \`${text}\` waits for itself` : `gates \`${gate.name.text}\` and \`${text}\` wait for each other`;
      return [
        error("E6014", clause.gate.span, message, {
          label: "no image could ever come through",
          help: ["take one of the `after` clauses out"],
        }),
      ];
    }),
  );
  return [...unknown.map((clause) => unknownGate(clause.gate)), ...cycles];
}
