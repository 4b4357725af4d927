/** Compiles the policy of a run with the ports of this machine. */
import type { SourceFile } from "../../diagnostics/index.ts";
import { compilePolicy, type CompilePolicyPorts } from "../../engine/index.ts";
import { LOCK_FILE, toEvaluate, type Compiled, type DeclareInput } from "../../language/index.ts";
import { createNodeCrypto } from "../../platform/crypto/index.ts";
import { standardModule } from "../../platform/embedded/index.ts";
import type { Io } from "../io.ts";
import { UsageError } from "../usage-error.ts";
import { displayPath, findPolicies, folderReader, isTaken } from "./policy-files.ts";
import type { Settings } from "./settings.ts";

type RunSettings = DeclareInput["settings"];

/** Compiles one policy file. */
export function compileFile(path: string, settings: RunSettings, sigstoreRoots: ReadonlyMap<string, string>, io: Io): Compiled {
  return compileWith({ readFile: folderReader(path), hasFile: (name) => isTaken(path, name) }, path, settings, sigstoreRoots, io);
}

/** As if there were no lock file: for the command that writes it. */
export function compileUnlocked(path: string, sigstoreRoots: ReadonlyMap<string, string>, io: Io): Compiled {
  const read = folderReader(path);
  const files: Files = {
    readFile: (name) => (name === LOCK_FILE ? undefined : read(name)),
    hasFile: (name) => name !== LOCK_FILE && isTaken(path, name),
  };
  return compileWith(files, path, { parameters: [] }, sigstoreRoots, io);
}

/** As if these files of its folder, the policy among them, held other bytes. */
export function compileOver(
  path: string,
  overlay: ReadonlyMap<string, Uint8Array>,
  sigstoreRoots: ReadonlyMap<string, string>,
  io: Io,
): Compiled {
  const read = folderReader(path);
  const files: Files = {
    readFile: (name) => overlay.get(name) ?? read(name),
    hasFile: (name) => overlay.has(name) || isTaken(path, name),
  };
  return compileWith(files, path, { parameters: [] }, sigstoreRoots, io);
}

type Files = Pick<CompilePolicyPorts, "readFile" | "hasFile">;

function compileWith(files: Files, path: string, settings: RunSettings, sigstoreRoots: ReadonlyMap<string, string>, io: Io): Compiled {
  return compilePolicy(
    { mainPath: displayPath(path, io), settings, sigstoreInstances: new Set(sigstoreRoots.keys()) },
    { ...files, standardModule, crypto: createNodeCrypto() },
  );
}

/** The policy that the settings name. A folder is good for one policy with gates; anything else is exit 4. */
export async function compileChosen(settings: Settings, io: Io): Promise<Compiled> {
  if (settings.policy === undefined) {
    throw new UsageError("which policy?", "give `--policy FILE`, or set `policy` in policy.config.json");
  }
  const run: RunSettings = { parameters: settings.params, gate: settings.gate };
  const paths = await findPolicies([settings.policy], io);
  const [only] = paths;
  if (only !== undefined && paths.length === 1) return compileFile(only, run, settings.sigstoreRoots, io);
  const withGates = paths.map((path) => compileFile(path, run, settings.sigstoreRoots, io)).filter(hasGates);
  const [chosen] = withGates;
  if (chosen && withGates.length === 1) return chosen;
  const names = paths.map((path) => displayPath(path, io)).join(", ");
  throw new UsageError(
    withGates.length === 0 ? `no policy with a gate in ${names === "" ? "that folder" : names}` : `several policies with gates: ${names}`,
    "name one with `--policy FILE`",
  );
}

/** The one to judge an image by: without a gate it is refused, as a policy that is wrong. */
export async function compileToJudge(settings: Settings, io: Io): Promise<Compiled> {
  return toEvaluate(await compileChosen(settings, io));
}

/** Broken ones too: a policy that does not compile must not be passed over. */
function hasGates(compiled: Compiled): boolean {
  return compiled.policy === undefined || compiled.policy.gates.length > 0;
}

/** Every fault lies in what this run sets, not in the policy. `language.md` §9. */
export function isCausedByRun({ diagnostics }: Compiled): boolean {
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === "error");
  return errors.every(({ code, span }) => code === "E2020" || RUN_SOURCES.has(span.file));
}

const RUN_SOURCES: ReadonlySet<string> = new Set(["command line", "configuration"]);

/** Finds the text that a span points into. */
export function sourceFinder(compiled: Compiled): (file: string) => SourceFile | undefined {
  const byPath = new Map(compiled.sources.map((source) => [source.path, source]));
  return (file) => byPath.get(file);
}
