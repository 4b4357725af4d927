/** What a judging command is told: flags, then environment, then configuration file. `cli.md`, conventions. */
import { dirname, resolve } from "node:path";
import { findConfig, type ConfigFile, type LintConfig } from "../../platform/config/index.ts";
import { PUBLIC_GOOD } from "../../trust/index.ts";
import type { Io } from "../io.ts";
import { UsageError } from "../usage-error.ts";

export interface Settings {
  /** Absolute path of a file or folder. */
  readonly policy?: string;
  readonly gate?: string;
  /** Where the gate was chosen, when the command line did not. */
  readonly gateFrom?: string;
  readonly params: readonly { readonly name: string; readonly value: string; readonly layer: "configuration" | "command-line" }[];
  /** Name → absolute path of a trusted-root file. */
  readonly sigstoreRoots: ReadonlyMap<string, string>;
  /** Those of them that this run's own words name. */
  readonly givenRoots: readonly string[];
  readonly registryConfig?: string;
  readonly caFile?: string;
  readonly plainHttp: readonly string[];
  readonly lint: LintConfig;
}

export interface JudgingFlags {
  readonly policy?: string;
  readonly gate?: string;
  readonly param?: readonly string[];
  readonly "sigstore-root"?: readonly string[];
  readonly "registry-config"?: string;
  readonly "ca-file"?: string;
}

export async function settingsOf(flags: JudgingFlags, io: Io): Promise<Settings> {
  const found = await findConfig(io.cwd);
  if (!found.ok) throw new UsageError(found.error, "mend the configuration file, or remove it");
  const config = found.value;
  refuseShippedName(config);
  const given = (flags["sigstore-root"] ?? []).map((text) => commandLineRoot(text, io));
  const fromHere = (path: string | undefined, what: string) => named(path, io.cwd, what);
  const fromConfig = (path: string | undefined) => config && named(path, dirname(config.path), config.path);
  return {
    policy: fromHere(flags.policy, "--policy") ?? fromHere(io.env["POLICY_POLICY"], "POLICY_POLICY") ?? fromConfig(config?.policy),
    gate: flags.gate ?? io.env["POLICY_GATE"] ?? config?.gate,
    gateFrom: gateFrom(flags, io, config),
    params: [...configParams(config), ...(flags.param ?? []).map(commandLineParam)],
    sigstoreRoots: new Map([...configRoots(config, fromConfig), ...given]),
    givenRoots: given.map(([name]) => name),
    registryConfig: fromHere(flags["registry-config"], "--registry-config") ?? fromConfig(config?.registryConfig),
    caFile: fromHere(flags["ca-file"], "--ca-file") ?? fromConfig(config?.caFile),
    plainHttp: config?.plainHttp ?? [],
    lint: config?.lint ?? {},
  };
}

/** A variable that nobody has set gives an empty word, and the folder where a run stands may be the very thing that is judged. */
function named(path: string | undefined, folder: string, what: string): string | undefined {
  if (path === "") throw new UsageError(`${what} names no file: it is empty`, "is the variable set that it is taken from?");
  return path === undefined ? undefined : resolve(folder, path);
}

function gateFrom(flags: JudgingFlags, io: Io, config: ConfigFile | undefined): string | undefined {
  if (flags.gate !== undefined) return undefined;
  return io.env["POLICY_GATE"] === undefined ? configGate(config) : "POLICY_GATE";
}

function configGate(config: ConfigFile | undefined): string | undefined {
  return config?.gate === undefined ? undefined : config.path;
}

function configParams(config: ConfigFile | undefined): Settings["params"] {
  return Object.entries(config?.params ?? {}).map(([name, value]) => ({ name, value, layer: "configuration" as const }));
}

/**
 * A file that lies in the working directory may be anybody's. It can add instances; that the shipped one means something else, only the
 * command line can say.
 */
function refuseShippedName(config: ConfigFile | undefined): void {
  if (config?.sigstoreRoots === undefined || !Object.hasOwn(config.sigstoreRoots, PUBLIC_GOOD)) return;
  throw new UsageError(
    `${config.path}: a configuration file cannot replace the Sigstore root \`${PUBLIC_GOOD}\``,
    `give it another name, or say it with --sigstore-root ${PUBLIC_GOOD}=FILE`,
  );
}

function configRoots(config: ConfigFile | undefined, fromConfig: (path: string) => string | undefined): readonly [string, string][] {
  return Object.entries(config?.sigstoreRoots ?? {}).map(([name, path]) => [name, fromConfig(path) ?? path]);
}

function commandLineParam(text: string): Settings["params"][number] {
  const [name, value] = split(text, "--param", "max-scan-age=3 days");
  return { name, value, layer: "command-line" };
}

function commandLineRoot(text: string, io: Io): [string, string] {
  const [name, path] = split(text, "--sigstore-root", "staging=trusted_root.json");
  return [name, named(path, io.cwd, "--sigstore-root") ?? path];
}

function split(text: string, flag: string, example: string): [string, string] {
  const at = text.indexOf("=");
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
  throw new UsageError(`\`${flag}\` needs NAME=VALUE`, `for example ${flag} "${example}"`);
}
