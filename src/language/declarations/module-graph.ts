/**
 * Reads the main file and everything it uses, each file and module once, breadth first: so a module is called by the alias
 * that stands nearest to the main file. What the names in the files mean is not looked at here.
 */
import type { Use } from "../../../grammar/index.ts";
import { parse } from "../../../grammar/index.ts";
import { decodeUtf8, err, ok, type Result } from "../../base/index.ts";
import { error, SourceFile, type Diagnostic, type Span } from "../../diagnostics/index.ts";
import { notEvaluatedYet } from "../not-evaluated.ts";
import { dropCycles } from "./import-cycles.ts";
import { outsideFolder, unknownFile, unknownModule } from "./import-faults.ts";
import type { DeclareInput } from "./ports.ts";
import type { LoadedModule } from "./loaded-module.ts";
import { folderOf, readSpecifier, type Specifier } from "./specifier.ts";

/** Files and modules of one policy; far beyond any real one. */
const MOST_MODULES = 128;

export interface ModuleGraph {
  /** Main first, then in the order they were first used. */
  readonly modules: readonly LoadedModule[];
  /** Those that others use first: the main file is last. */
  readonly order: readonly LoadedModule[];
}

export function loadModules(input: DeclareInput, diagnostics: Diagnostic[]): ModuleGraph {
  const mainName = input.mainPath.slice(input.mainPath.search(/[^/\\]*$/u));
  const main = loadMain(input, mainName, diagnostics);
  const loaded = new Map([[mainName, main]]);
  const modules = [main];
  for (const module of modules) {
    for (const use of module.uses) {
      const known = loaded.size;
      use.target = loadUse(input, module, use.node, loaded, diagnostics);
      if (use.target !== undefined && loaded.size > known) modules.push(use.target);
    }
  }
  return { modules, order: dropCycles(main, diagnostics) };
}

function loadMain(input: DeclareInput, name: string, diagnostics: Diagnostic[]): LoadedModule {
  const span = { file: input.mainPath, start: 0, end: 0 };
  const place = { folder: "", prefix: "", isStandard: false };
  const bytes = input.ports.readFile(name);
  const text = bytes === undefined ? undefined : decodeUtf8(bytes);
  if (text !== undefined) return parseFile(input.mainPath, text, diagnostics, place);
  diagnostics.push(bytes === undefined ? error("E2006", span, `\`${input.mainPath}\` cannot be read`) : notText(input.mainPath, span));
  const source = new SourceFile(input.mainPath, "");
  return {
    specifier: input.mainPath,
    ...place,
    source,
    file: { kind: "file", span, header: { kind: "invalid", span }, items: [] },
    uses: [],
  };
}

function loadUse(
  input: DeclareInput,
  from: LoadedModule,
  use: Use,
  loaded: Map<string, LoadedModule>,
  diagnostics: Diagnostic[],
): LoadedModule | undefined {
  const located = locate(input, use, from);
  const key = located.ok ? keyOf(located.value) : "";
  const known = loaded.get(key);
  if (known !== undefined) return known;
  const found = located.ok ? readModule(input, use, located.value, loaded.size) : located;
  if (!found.ok) {
    diagnostics.push(found.error);
    return undefined;
  }
  const isStandard = located.ok && located.value.kind === "standard";
  const place = { folder: isStandard ? "" : folderOf(key), prefix: `${use.name.text}.`, isStandard };
  const module = parseFile(found.value.path, found.value.text, diagnostics, place);
  loaded.set(key, module);
  return module;
}

type Located = Extract<Specifier, { kind: "standard" | "file" }>;

/** The specifier of a standard module, or a path inside the policy's folder; neither can look like the other. */
function keyOf(located: Located): string {
  return located.kind === "file" ? located.path : `std/${located.name}@${located.version}`;
}

function locate(input: DeclareInput, use: Use, from: LoadedModule): Result<Located, Diagnostic> {
  const specifier = readSpecifier(use.from.value, from.folder);
  switch (specifier.kind) {
    case "standard":
      return ok(specifier);
    case "file":
      return from.isStandard ? err(outsideFolder(use)) : ok(specifier);
    case "registry":
      return err(specifier.isPinned ? notEvaluatedYet("registry-import", use.from.span) : notPinned(use.from.span, use.from.value));
    case "outside":
      return err(outsideFolder(use));
    case "unknown":
      return err(unknownModule(use, specifier, input.ports));
  }
}

function readModule(
  input: DeclareInput,
  use: Use,
  located: Located,
  alreadyLoaded: number,
): Result<{ readonly path: string; readonly text: string }, Diagnostic> {
  const tooMany = `the policy uses more than ${MOST_MODULES} files and modules`;
  if (alreadyLoaded >= MOST_MODULES) return err(error("E1015", use.from.span, tooMany));
  if (located.kind === "standard") {
    const text = input.ports.standardModule(keyOf(located));
    return text === undefined ? err(unknownModule(use, located, input.ports)) : ok({ path: keyOf(located), text });
  }
  const bytes = input.ports.readFile(located.path);
  if (bytes === undefined) return err(unknownFile(use));
  const path = userPath(input.mainPath, located.path);
  const text = decodeUtf8(bytes);
  return text === undefined ? err(notText(path, use.from.span)) : ok({ path, text });
}

function notPinned(span: Span, text: string): Diagnostic {
  return error("E2007", span, `\`${text}\` names no digest`, {
    notes: ["what stands behind a tag can change after the policy was reviewed"],
    help: ["end it with the digest of the bundle: `oci://registry/repository@sha256:…`"],
  });
}

/** The path of a file beside the main file, as the user would write it. */
function userPath(mainPath: string, path: string): string {
  return mainPath.slice(0, mainPath.search(/[^/\\]*$/u)) + path;
}

function notText(path: string, span: Span): Diagnostic {
  return error("E1003", span, `\`${path}\` is not UTF-8 text`);
}

type Place = Pick<LoadedModule, "folder" | "prefix" | "isStandard">;

function parseFile(path: string, text: string, diagnostics: Diagnostic[], place: Place): LoadedModule {
  const source = new SourceFile(path, text);
  const parsed = parse(source);
  diagnostics.push(...parsed.diagnostics);
  const uses = parsed.file.items.filter((item) => item.kind === "use").map((node) => ({ node }));
  return { specifier: path, ...place, source, file: parsed.file, uses };
}
