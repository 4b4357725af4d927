/** Policy text → checked policy: declarations, then controls and gates. Never throws; what is wrong is in the diagnostics. */
import { assert, byCodeUnit, peopleOf } from "../base/index.ts";
import type { Diagnostic, SourceFile } from "../diagnostics/index.ts";
import type { AfterGate, CheckedPolicy, Control, Declarations, ModuleScope, TrustRoot, WaiverViews } from "./checked/index.ts";
import { afterControl, checkControl, checkGates, everyEvidence, type Surroundings } from "./controls/index.ts";
import { declare, type DeclareInput } from "./declarations/index.ts";
import { withoutFollowUps } from "./follow-ups.ts";
import { standardScope } from "./standard-scope.ts";
import { checkWaivers } from "./waivers/index.ts";

export interface Compiled {
  /** Absent when there is an error among the diagnostics. */
  readonly policy?: CheckedPolicy;
  /** Main file first, then by where they stand; settings of the run last. */
  readonly diagnostics: readonly Diagnostic[];
  /** Every text that a span can point into. */
  readonly sources: readonly SourceFile[];
  /** What the lock file is written from. */
  readonly declared: Pick<Declarations, "main" | "imports" | "unfetched">;
}

export function compile(input: DeclareInput): Compiled {
  const declarations = declare(input);
  const { main, sources } = declarations;
  const checkedGates = checkGates(main);
  const around = { gates: new Set(checkedGates.gates.map((gate) => gate.name)), controls: new Set(checkedGates.controls.keys()) };
  const checked = [...checkedGates.controls.values()].map(({ scope, node }) => checkControl(scope, node, around));
  const controls = checked.flatMap((each) => each.control ?? []);
  const after = checkAfter(input, main, around);
  const waivers = checkWaivers({
    waivers: main.file.items.filter((item) => item.kind === "waive"),
    ids: around.controls,
    controls: new Map(controls.map((control) => [control.id, control])),
    people: peopleOf(declarations.persons),
    admitsName: (root, name, at) => input.ports.admitsName(root, name, at),
  });
  const views = waiverViews(input, controls);
  const told = inOrder(
    [
      ...declarations.diagnostics,
      ...checkedGates.diagnostics,
      ...checked.flatMap((each) => each.diagnostics),
      ...after.diagnostics,
      ...waivers.diagnostics,
      ...views.diagnostics,
    ],
    sources,
  );
  const diagnostics = withoutFollowUps(told, main.file, main.source);
  if (diagnostics.some((diagnostic) => diagnostic.severity === "error")) return { diagnostics, sources, declared: declarations };
  const gates = checkedGates.gates.map((gate) => ({ ...gate, after: after.byGate.get(gate.name) ?? [] }));
  const extra = [after.scope, views.scope].filter((scope) => scope !== undefined);
  const policy = assemble(declarations, controls, gates, extra);
  return {
    policy: { ...policy, waivers: waivers.waivers, ...(views.views && { waiverViews: views.views }) },
    diagnostics,
    sources,
    declared: declarations,
  };
}

interface CheckedAfter {
  readonly byGate: ReadonlyMap<string, readonly AfterGate[]>;
  readonly scope?: ModuleScope;
  readonly diagnostics: readonly Diagnostic[];
}

/** The controls that `after` adds, one for each clause. */
function checkAfter(input: DeclareInput, main: ModuleScope, around: Surroundings): CheckedAfter {
  const diagnostics: Diagnostic[] = [];
  const { header } = main.file;
  const clauses = main.file.items.flatMap((item) =>
    item.kind === "gate" ? item.clauses.flatMap((clause) => (clause.kind === "after" ? [{ gate: item.name.text, clause }] : [])) : [],
  );
  const [first] = clauses;
  const scope = first && standardScope(input, "verdict", first.clause.span, (diagnostic) => diagnostics.push(diagnostic));
  const byGate = new Map<string, AfterGate[]>();
  if (!scope || header.kind !== "header") return { byGate, diagnostics };
  const policy = { name: header.name.text, version: header.version.digits };
  for (const { gate, clause } of clauses) {
    const checked = afterControl(main, scope, clause, policy, around);
    diagnostics.push(...checked.diagnostics);
    if (checked.after) byGate.set(gate, [...(byGate.get(gate) ?? []), checked.after]);
  }
  return { byGate, scope, diagnostics };
}

interface CheckedViews {
  readonly views?: WaiverViews;
  readonly scope?: ModuleScope;
  readonly diagnostics: readonly Diagnostic[];
}

/** Where a control is waivable, signed waivers are part of what is looked for. */
function waiverViews(input: DeclareInput, controls: readonly Control[]): CheckedViews {
  const diagnostics: Diagnostic[] = [];
  const needed = controls.find((control) => control.waivable)?.waivable?.span;
  const scope = needed && standardScope(input, "waiver", needed, (diagnostic) => diagnostics.push(diagnostic));
  const [waiver, withdrawal] = [scope?.views.get("waiver"), scope?.views.get("withdrawal")];
  return { scope, diagnostics, ...(waiver && withdrawal && { views: { waiver, withdrawal } }) };
}

/** `extra` are the modules that the engine reads although no file imports them. */
function assemble(
  declarations: Declarations,
  controls: readonly Control[],
  gates: CheckedPolicy["gates"],
  extra: readonly ModuleScope[],
): Omit<CheckedPolicy, "waivers"> {
  const { main, scopes, persons } = declarations;
  const { header } = main.file;
  assert(header.kind === "header", "a file without header has a diagnostic");
  const isStandard = (scope: ModuleScope) => scope.specifier.startsWith("std/");
  const modules = new Map([...scopes.filter(isStandard), ...extra].map((scope) => [scope.specifier, scope.source]));
  return {
    name: header.name.text,
    version: header.version.digits,
    languageVersion: "1",
    description: header.description?.value,
    sources: unique(scopes.filter((scope) => !isStandard(scope)).map((scope) => scope.source)),
    modules: [...modules].map(([name, source]) => ({ name, source })),
    parameters: [...main.parameters.values()],
    trustRoots: trustRootsOf([...controls, ...gates.flatMap((gate) => gate.after.map(({ control }) => control))]),
    persons,
    controls,
    gates,
  };
}

function unique<T>(items: readonly T[]): readonly T[] {
  return [...new Set(items)];
}

/** Each once; two modules may call different roots by one name. */
function trustRootsOf(controls: readonly Control[]): readonly TrustRoot[] {
  const roots = controls.flatMap((control) => [
    ...everyEvidence(control.body).flatMap((evidence) => evidence.signedBy),
    ...(control.waivable?.by ?? []),
  ]);
  const byPlace = new Map(roots.map((root) => [`${root.name} ${root.span.file} ${root.span.start}`, root]));
  return [...byPlace.values()].sort((a, b) => byCodeUnit(a.name, b.name));
}

function compareBy(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}

/** By file in the order of use, then by place; each fault once. */
function inOrder(diagnostics: readonly Diagnostic[], sources: readonly SourceFile[]): readonly Diagnostic[] {
  const order = new Map(sources.map((source, index) => [source.path, index]));
  const rank = (diagnostic: Diagnostic) => order.get(diagnostic.span.file) ?? sources.length;
  const seen = new Set<string>();
  return [...diagnostics]
    .sort((a, b) => compareBy([rank(a), a.span.start, a.span.end], [rank(b), b.span.start, b.span.end]))
    .filter((each) => {
      const key = `${each.code} ${each.span.file} ${each.span.start} ${each.message}`;
      const isNew = !seen.has(key);
      seen.add(key);
      return isNew;
    });
}
