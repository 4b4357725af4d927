/**
 * Configuration files: JSON and YAML only, never anything that is executed, searched from the working directory up to the repository's
 * root. `cli.md`, conventions.
 */
import { cosmiconfig } from "cosmiconfig";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { err, ok, type Result } from "../../base/index.ts";

const SEARCH_PLACES = ["policy.config.json", "policy.config.yaml", ".policyrc", "package.json"];

/** Members of a configuration file. Paths are relative to the file. */
export interface ConfigFile {
  readonly path: string;
  readonly policy?: string;
  readonly gate?: string;
  readonly params?: Readonly<Record<string, string>>;
  /** Sigstore instances: name → trusted-root file. */
  readonly sigstoreRoots?: Readonly<Record<string, string>>;
  readonly registryConfig?: string;
  readonly caFile?: string;
  /** Hosts besides this machine that speak plain HTTP. */
  readonly plainHttp?: readonly string[];
}

type Kind = "text" | "texts" | "map";
const MEMBERS: Readonly<Record<string, Kind>> = {
  policy: "text",
  gate: "text",
  params: "map",
  sigstoreRoots: "map",
  registryConfig: "text",
  caFile: "text",
  plainHttp: "texts",
};

/** The nearest configuration file, or `undefined`. The error is a sentence for the person who wrote it. */
export async function findConfig(cwd: string): Promise<Result<ConfigFile | undefined, string>> {
  const stopDir = repositoryRoot(cwd);
  if (!couldExist(cwd, stopDir)) return ok(undefined);
  try {
    const found = await cosmiconfig("policy", { searchPlaces: SEARCH_PLACES, stopDir, searchStrategy: "global" }).search(cwd);
    if (!found || found.isEmpty) return ok(undefined);
    const fault = faultOf(found.config);
    return fault === undefined ? ok({ ...(found.config as object), path: found.filepath }) : err(`${found.filepath}: ${fault}`);
  } catch (error) {
    return err(error instanceof Error ? error.message : "the configuration cannot be read");
  }
}

/** Folders from here up to the repository's root, or to the top of the disk outside any. */
function ancestors(cwd: string, stopDir: string): readonly string[] {
  const parent = dirname(cwd);
  return cwd === stopDir || parent === cwd ? [cwd] : [cwd, ...ancestors(parent, stopDir)];
}

/** A look at the names is much cheaper than the search, and there mostly is nothing to find. */
function couldExist(cwd: string, stopDir: string): boolean {
  return ancestors(cwd, stopDir).some((folder) => SEARCH_PLACES.some((place) => existsSync(join(folder, place))));
}

function repositoryRoot(cwd: string): string {
  if (existsSync(join(cwd, ".git"))) return cwd;
  const parent = dirname(cwd);
  return parent === cwd ? cwd : repositoryRoot(parent);
}

/** A misspelt member is an error, never ignored. */
function faultOf(config: unknown): string | undefined {
  if (typeof config !== "object" || config === null || Array.isArray(config)) return "the configuration is not an object";
  for (const [name, value] of Object.entries(config)) {
    const kind = Object.hasOwn(MEMBERS, name) ? MEMBERS[name] : undefined;
    if (!kind) return `there is no setting \`${name}\`; the settings are ${Object.keys(MEMBERS).join(", ")}`;
    if (!fits(value, kind)) return `\`${name}\` must be ${{ text: "a text", texts: "a list of texts", map: "an object of texts" }[kind]}`;
  }
  return undefined;
}

function fits(value: unknown, kind: Kind): boolean {
  const isText = (each: unknown) => typeof each === "string";
  if (kind === "text") return isText(value);
  if (kind === "texts") return Array.isArray(value) && value.every(isText);
  return typeof value === "object" && value !== null && !Array.isArray(value) && Object.values(value).every(isText);
}
