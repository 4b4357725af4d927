/** Policy text → checked policy: declarations, then controls and gates. Never throws; what is wrong is in the diagnostics. */
import { assert, byCodeUnit } from "../base/index.ts";
import type { Diagnostic, SourceFile } from "../diagnostics/index.ts";
import type { CheckedPolicy, Control, Declarations, ModuleScope, TrustRoot } from "./checked/index.ts";
import { checkControl, checkGates, everyEvidence } from "./controls/index.ts";
import { declare, type DeclareInput } from "./declarations/index.ts";
import { notEvaluatedYet } from "./not-evaluated.ts";

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
  const { main } = declarations;
  const checkedGates = checkGates(main);
  const around = { gates: new Set(checkedGates.gates.map((gate) => gate.name)), controls: new Set(checkedGates.controls.keys()) };
  const checked = [...checkedGates.controls.values()].map(({ scope, node }) => checkControl(scope, node, around));
  const diagnostics = inOrder(
    [...declarations.diagnostics, ...unsupportedItems(main), ...checkedGates.diagnostics, ...checked.flatMap((each) => each.diagnostics)],
    declarations.sources,
  );
  const { sources } = declarations;
  if (diagnostics.some((diagnostic) => diagnostic.severity === "error")) return { diagnostics, sources, declared: declarations };
  const controls = checked.flatMap((each) => each.control ?? []);
  return { policy: assemble(declarations, controls, checkedGates.gates), diagnostics, sources, declared: declarations };
}

/** What stands at the top level of the main file and is not evaluated yet. Of modules, these do not count. */
function unsupportedItems(scope: ModuleScope): readonly Diagnostic[] {
  return scope.file.items.flatMap((item) => (item.kind === "waive" || item.kind === "test" ? [notEvaluatedYet(item.kind, item.span)] : []));
}

function assemble(declarations: Declarations, controls: readonly Control[], gates: CheckedPolicy["gates"]): CheckedPolicy {
  const { main, scopes, persons } = declarations;
  const { header } = main.file;
  assert(header.kind === "header", "a file without header has a diagnostic");
  const isStandard = (scope: ModuleScope) => scope.specifier.startsWith("std/");
  return {
    name: header.name.text,
    version: header.version.digits,
    languageVersion: "1",
    description: header.description?.value,
    sources: unique(scopes.filter((scope) => !isStandard(scope)).map((scope) => scope.source)),
    modules: unique(scopes.filter(isStandard)).map((scope) => ({ name: scope.specifier, source: scope.source })),
    parameters: [...main.parameters.values()],
    trustRoots: trustRootsOf(controls),
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
  const roots = controls.flatMap((control) => everyEvidence(control.body).flatMap((evidence) => evidence.signedBy));
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
