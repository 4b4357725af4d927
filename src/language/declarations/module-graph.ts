/**
 * Reads the main file and everything it uses, each file and module once, breadth first: so a module is called by the alias
 * that stands nearest to the main file. What the names in the files mean is not looked at here.
 */
import type { Use } from "../../../grammar/index.ts";
import { parse } from "../../../grammar/index.ts";
import { decodeUtf8, encodeUtf8, err, ok, type Result } from "../../base/index.ts";
import { error, SourceFile, type Diagnostic, type Span } from "../../diagnostics/index.ts";
import { BUNDLE_MANIFEST, bundleFolder, openBundle } from "./bundle.ts";
import { dropCycles } from "./import-cycles.ts";
import { alteredBundle, outsideFolder, unknownFile, unknownModule, unusableBundle } from "./import-faults.ts";
import type { DeclareInput } from "./ports.ts";
import type { LoadedModule, LoadedUse } from "./loaded-module.ts";
import { folderOf, readSpecifier, type Specifier } from "./specifier.ts";

/** Files and modules of one policy; far beyond any real one. */
const MOST_MODULES = 128;

export interface ModuleGraph {
  /** Main first, then in the order they were first used. */
  readonly modules: readonly LoadedModule[];
  /** Those that others use first: the main file is last. */
  readonly order: readonly LoadedModule[];
  /** Bundles that `policy lock` has to fetch, or to fetch again, as the policy writes them. */
  readonly unfetched: readonly string[];
}

export function loadModules(input: DeclareInput, diagnostics: Diagnostic[]): ModuleGraph {
  const mainName = input.mainPath.slice(input.mainPath.search(/[^/\\]*$/u));
  const main = loadMain(input, mainName, diagnostics);
  const loaded = new Map([[mainName, main]]);
  const modules = [main];
  for (const module of modules) {
    for (const use of module.uses) {
      const known = loaded.size;
      use.target = loadUse(input, module, use, loaded, diagnostics);
      if (use.target !== undefined && loaded.size > known) modules.push(use.target);
    }
  }
  const unfetched = modules.flatMap(({ uses }) =>
    uses.flatMap(({ node, target, isUnfetched }) => (target !== undefined || isUnfetched !== true ? [] : [node.from.value])),
  );
  return { modules, order: dropCycles(main, diagnostics), unfetched: [...new Set(unfetched)] };
}

function loadMain(input: DeclareInput, name: string, diagnostics: Diagnostic[]): LoadedModule {
  const span = { file: input.mainPath, start: 0, end: 0 };
  const place = { folder: "", root: "", prefix: "", isStandard: false };
  const bytes = input.ports.readFile(name);
  const text = bytes === undefined ? undefined : decodeUtf8(bytes);
  if (text !== undefined) return parseFile(input, { path: input.mainPath, text, specifier: name }, diagnostics, place);
  diagnostics.push(bytes === undefined ? error("E2006", span, `\`${input.mainPath}\` cannot be read`) : notText(input.mainPath, span));
  const source = new SourceFile(input.mainPath, "");
  return {
    specifier: input.mainPath,
    locked: { specifier: name, digest: "", sizeBytes: 0 },
    ...place,
    source,
    file: { kind: "file", span, header: { kind: "invalid", span }, items: [] },
    uses: [],
  };
}

function loadUse(
  input: DeclareInput,
  from: LoadedModule,
  use: LoadedUse,
  loaded: Map<string, LoadedModule>,
  diagnostics: Diagnostic[],
): LoadedModule | undefined {
  const located = locate(input, use, from);
  const key = located.ok ? keyOf(located.value) : "";
  const known = loaded.get(key);
  if (known !== undefined) return known;
  const found = located.ok ? readModule(input, use.node, located.value, loaded.size) : located;
  if (!found.ok) {
    diagnostics.push(found.error);
    return undefined;
  }
  const isStandard = located.ok && located.value.kind === "standard";
  const root = located.ok && located.value.kind === "file" ? located.value.root : "";
  const place = { folder: isStandard ? "" : folderOf(key), root, prefix: `${use.node.name.text}.`, isStandard };
  const module = parseFile(input, found.value, diagnostics, place);
  loaded.set(key, module);
  return module;
}

type Located =
  | Extract<Specifier, { kind: "standard" }>
  | {
      readonly kind: "file";
      readonly path: string;
      readonly root: string;
      /** Of a bundle: what the policy writes, which is what is locked. */
      readonly bundle?: { readonly specifier: string; readonly digest: string };
    };

/** The specifier of a standard module, or a path inside the policy's folder; neither can look like the other. */
function keyOf(located: Located): string {
  return located.kind === "file" ? located.path : `std/${located.name}@${located.version}`;
}

function locate(input: DeclareInput, use: LoadedUse, from: LoadedModule): Result<Located, Diagnostic> {
  const { node } = use;
  const specifier = readSpecifier(node.from.value, from.folder, from.root);
  switch (specifier.kind) {
    case "standard":
      return ok(specifier);
    case "file":
      return from.isStandard ? err(outsideFolder(node)) : ok({ ...specifier, root: from.root });
    case "registry":
      return specifier.digest === undefined ? err(notPinned(node.from.span, node.from.value)) : locateBundle(input, use, specifier.digest);
    case "outside":
      return err(outsideFolder(node));
    case "unknown":
      return err(unknownModule(node, specifier, input.ports));
  }
}

/** Never asks the network: what `policy lock` has not put beside the policy is not there. */
function locateBundle(input: DeclareInput, use: LoadedUse, digest: string): Result<Located, Diagnostic> {
  const bundle = openBundle(digest, input.ports);
  if (!bundle.ok) {
    use.isUnfetched = bundle.error.kind !== "unusable";
    return err(unusableBundle(use.node, bundle.error));
  }
  const root = bundleFolder(digest);
  const path = `${root}/${bundle.value.entry}`;
  if (input.ports.readFile(path) === undefined) {
    use.isUnfetched = true;
    return err(alteredBundle(use.node, bundle.value.entry));
  }
  return ok({ kind: "file", path, root, bundle: { specifier: use.node.from.value, digest } });
}

interface FoundModule {
  readonly path: string;
  readonly text: string;
  /** The name in the lock file. */
  readonly specifier: string;
  readonly bundle?: { readonly digest: string; readonly sizeBytes: number };
}

function readModule(input: DeclareInput, use: Use, located: Located, alreadyLoaded: number): Result<FoundModule, Diagnostic> {
  const tooMany = `the policy uses more than ${MOST_MODULES} files and modules`;
  if (alreadyLoaded >= MOST_MODULES) return err(error("E1015", use.from.span, tooMany));
  if (located.kind === "standard") {
    const specifier = keyOf(located);
    const text = input.ports.standardModule(specifier);
    return text === undefined ? err(unknownModule(use, located, input.ports)) : ok({ path: specifier, text, specifier });
  }
  const bytes = input.ports.readFile(located.path);
  if (bytes === undefined)
    return err(located.root === "" ? unknownFile(use) : alteredBundle(use, located.path.slice(located.root.length + 1)));
  const path = userPath(input.mainPath, located.path);
  const text = decodeUtf8(bytes);
  if (text === undefined) return err(notText(path, use.from.span));
  if (located.bundle === undefined) return ok({ path, text, specifier: `./${located.path}` });
  const { specifier, digest } = located.bundle;
  const sizeBytes = input.ports.readFile(`${located.root}/${BUNDLE_MANIFEST}`)?.length ?? 0;
  return ok({ path, text, specifier, bundle: { digest, sizeBytes } });
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

type Place = Pick<LoadedModule, "folder" | "root" | "prefix" | "isStandard">;

function parseFile(input: DeclareInput, found: FoundModule, diagnostics: Diagnostic[], place: Place): LoadedModule {
  const { path, text, specifier, bundle } = found;
  const source = new SourceFile(path, text);
  const parsed = parse(source);
  diagnostics.push(...parsed.diagnostics);
  const uses = parsed.file.items.filter((item) => item.kind === "use").map((node) => ({ node }));
  const bytes = encodeUtf8(text);
  const locked = { specifier, ...(bundle ?? { digest: input.ports.sha256(bytes), sizeBytes: bytes.length }) };
  return { specifier: path, locked, ...place, source, file: parsed.file, uses };
}
