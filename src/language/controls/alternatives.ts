/** `either … or`: branches that see the control above them and nothing of each other. `language.md` §4, §5.1, §6.8. */
import type * as ast from "../../../grammar/index.ts";
import type { Alternatives, Branch } from "../checked/index.ts";
import { bodyItem, checkDecides, type Parts } from "./body.ts";
import { report, type ControlContext } from "./context.ts";
import { groupsOf } from "./groups.ts";

export type Alternative = Alternatives;

/** The name that a clause gives to something that expressions read. */
export function nameOf(item: ast.ControlClause): string | undefined {
  return item.kind === "evidence" || item.kind === "define" ? item.name.text : undefined;
}

export function namesOfBranches(node: ast.Control): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const clause of node.clauses) {
    if (clause.kind !== "either") continue;
    for (const branch of clause.branches) {
      for (const name of branch.items.flatMap((item) => nameOf(item) ?? [])) if (!names.has(name)) names.set(name, branch.label.value);
    }
  }
  return names;
}

/** The block, or nothing where something in it did not check. `before` are the blocks above it. */
export function alternatives(context: ControlContext, node: ast.Either, before: readonly Alternatives[]): readonly Alternatives[] {
  const already = context.diagnostics.length;
  const branches = node.branches.map((branch) => branchOf(context, branch));
  if (context.diagnostics.length > already) return [];
  const number = before.length + 1;
  return [{ number, id: `${context.controlId}.either.${number}`, branches, span: node.span }];
}

function branchOf(context: ControlContext, node: ast.Branch): Branch {
  const label = node.label.value;
  const twin = context.branchLabels.get(label);
  if (twin) {
    report(context, "E4018", node.label.span, `two branches of this control are called "${label}"`, {
      related: [{ span: twin, text: "here first" }],
      help: ["give each branch its own label: reports and tests tell them apart by it"],
    });
  } else context.branchLabels.set(label, node.label.span);
  const already = context.diagnostics.length;
  const parts: Parts = { evidence: [], requirements: [] };
  inside(context, node, () => {
    for (const item of node.items) if (item.kind !== "invalid") bodyItem(context, item, parts);
  });
  if (context.diagnostics.length === already) checkDecides(context, `the branch "${label}"`, node.label.span, node.items, parts);
  const groups = groupsOf(context, { ...parts, alternatives: [] });
  return { label, body: { ...parts, alternatives: [], groups }, span: node.label.span };
}

/** What a branch declares is known in it and nowhere else; siblings may use the names of its defines again. */
function inside(context: ControlContext, { label, items }: ast.Branch, check: () => void): void {
  const own = items.flatMap((item) => nameOf(item) ?? []).filter((name) => !context.names.has(name));
  const poisoned = new Set(context.poisoned);
  const isLater = new Set(context.declaredLater);
  context.branch = label.value;
  for (const name of own) context.declaredLater.add(name);
  check();
  context.branch = undefined;
  for (const name of own) {
    context.names.delete(name);
    if (!isLater.has(name)) context.declaredLater.delete(name);
    if (!poisoned.has(name)) context.poisoned.delete(name);
    for (const key of context.standing.keys()) if (isPathFrom(key, name)) context.standing.delete(key);
  }
}

/** Facts about a define of this branch say nothing of another one's define of the same name. */
function isPathFrom(key: string, define: string): boolean {
  return key === `define ${define}` || key.startsWith(`define ${define}.`);
}
