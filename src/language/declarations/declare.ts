/** Everything a policy declares besides its controls and gates, checked. */
import { error, type Diagnostic } from "../../diagnostics/index.ts";
import type { Declarations, Import, ModuleScope, Parameter } from "../checked/index.ts";
import { readingBundles } from "./bundle.ts";
import { checkLock } from "./check-lock.ts";
import type { Declaring } from "./declaring.ts";
import { checkHolders } from "./holders.ts";
import type { LoadedModule, LoadedUse } from "./loaded-module.ts";
import { loadModules } from "./module-graph.ts";
import { collectNames, namesInUnreadableParts } from "./names.ts";
import { applySettings, declareParameters, fromFile, requireValues, type DeclaredParameter } from "./parameters.ts";
import { collectPersons } from "./persons.ts";
import type { DeclareInput } from "./ports.ts";
import { applyRun, settingsText, type SettingsText } from "./run-settings.ts";
import { declareTrustRoots } from "./trust-roots.ts";
import { declareTypes } from "./type-table.ts";

interface CheckedModule {
  readonly scope: ModuleScope;
  readonly parameters: ReadonlyMap<string, DeclaredParameter>;
}

/**
 * Reads the main file and all it imports, and says what their names mean (`language.md` §5.1 to §5.3, §5.6, §5.7). Never throws;
 * everything that is wrong, the parser's findings included, is in `diagnostics`. A file used with other settings has a scope for
 * each.
 */
export function declare(given: DeclareInput): Declarations {
  const input = { ...given, ports: readingBundles(given.ports) };
  const diagnostics: Diagnostic[] = [];
  const graph = loadModules(input, diagnostics);
  const run = settingsText(input.settings);
  const checked = new Map<LoadedModule, CheckedModule>();
  for (const module of graph.order)
    checked.set(module, checkModule(input, module, checked, module === graph.modules[0] ? run : undefined, diagnostics));
  const [main, ...others] = graph.modules.flatMap((module) => checked.get(module)?.scope ?? []) as [ModuleScope, ...ModuleScope[]];
  const scopes = reachable(main, others);
  const lock = checkLock(input, graph.modules, scopes);
  diagnostics.push(...lock.diagnostics);
  const written = graph.modules.flatMap((module) => module.file.items.filter((item) => item.kind === "person"));
  const persons = collectPersons(written, (diagnostic) => diagnostics.push(diagnostic));
  diagnostics.push(...checkHolders(scopes, persons));
  return {
    main,
    scopes,
    imports: importsOf(graph.modules, checked),
    unfetched: graph.unfetched,
    persons,
    sources: [...graph.modules.map((module) => module.source), ...lock.sources, ...run.sources],
    diagnostics: inSourceOrder(diagnostics, graph.modules, run),
  };
}

/** Every module in use, as the lock file names it. */
function importsOf(modules: readonly LoadedModule[], checked: ReadonlyMap<LoadedModule, CheckedModule>): readonly Import[] {
  return modules.slice(1).flatMap((module) => {
    const scope = checked.get(module)?.scope;
    return scope === undefined ? [] : [{ ...module.locked, scope }];
  });
}

function checkModule(
  input: DeclareInput,
  module: LoadedModule,
  checked: ReadonlyMap<LoadedModule, CheckedModule>,
  run: SettingsText | undefined,
  diagnostics: Diagnostic[],
): CheckedModule {
  const names = collectNames(module, diagnostics);
  const poisoned = new Set(namesInUnreadableParts(module));
  const report = (diagnostic: Diagnostic) => void diagnostics.push(diagnostic);
  const uses = new Map<string, ModuleScope>();
  for (const [alias, use] of names.uses) {
    const scope = useModule(alias, use, checked, report);
    if (scope === undefined) poisoned.add(alias);
    else uses.set(alias, scope);
  }
  const declaring: Declaring = { input, module, names, uses, poisoned, report };
  checkEdition(declaring);
  const table = declareTypes(declaring);
  const declared = declareParameters(declaring, table);
  const parameters = fromFile(declared);
  if (run !== undefined) {
    applyRun(declaring, declared, parameters, run);
    requireValues(declared, parameters, poisoned, withoutValue, report);
  }
  const trustRoots = declareTrustRoots(declaring);
  const { specifier, source, file } = module;
  const scope = { specifier, source, file, uses, views: table.views, types: table.types, parameters, trustRoots, poisoned };
  return { scope, parameters: declared };
}

function withoutValue({ name, node }: DeclaredParameter): Diagnostic {
  return error("E2020", node.name.span, `parameter \`${name}\` has no value`, {
    help: [`give it a default, or a value for the run: \`--param ${name}=…\``],
  });
}

/** What an alias stands for: the module as it is, or with the parameters that the `use` sets. */
function useModule(
  alias: string,
  { node, target }: LoadedUse,
  checked: ReadonlyMap<LoadedModule, CheckedModule>,
  report: (diagnostic: Diagnostic) => void,
): ModuleScope | undefined {
  const module = target === undefined ? undefined : checked.get(target);
  if (module === undefined) return undefined;
  const poisoned = new Set(module.scope.poisoned);
  const parameters: ReadonlyMap<string, Parameter> = applySettings(alias, module.parameters, node.settings, poisoned, report);
  const missing = ({ name }: DeclaredParameter) =>
    error("E2020", node.from.span, `module \`${alias}\` needs a value for \`${name}\``, { help: [`add \`with { ${name}: … }\``] });
  requireValues(module.parameters, parameters, poisoned, missing, report);
  const isAsItIs = node.settings.length === 0 && poisoned.size === module.scope.poisoned.size;
  return isAsItIs ? module.scope : { ...module.scope, parameters, poisoned };
}

/** `language 1` is the only edition there is. */
function checkEdition(declaring: Declaring): void {
  const { header } = declaring.module.file;
  if (header.kind !== "header" || header.language === undefined || header.language.digits === "1") return;
  const { digits, span } = header.language;
  declaring.report(error("E1001", span, `there is no edition ${digits} of the language`, { help: ["this version reads `language 1`"] }));
}

/** Main first, then each scope that some alias stands for, in the order in which the files were first used. */
function reachable(main: ModuleScope, others: readonly ModuleScope[]): readonly ModuleScope[] {
  const found = new Set([main]);
  for (const scope of found) for (const used of scope.uses.values()) found.add(used);
  const order = [main, ...others].map((scope) => scope.specifier);
  return [...found].toSorted((a, b) => order.indexOf(a.specifier) - order.indexOf(b.specifier));
}

/** By file, as first used, then by place; what the run set comes last. */
function inSourceOrder(diagnostics: readonly Diagnostic[], modules: readonly LoadedModule[], run: SettingsText): readonly Diagnostic[] {
  const files = [...modules.map((module) => module.specifier), ...run.sources.map((source) => source.path)];
  const inText = diagnostics.toSorted((a, b) => a.span.start - b.span.start);
  return inText.toSorted((a, b) => files.indexOf(a.span.file) - files.indexOf(b.span.file));
}
