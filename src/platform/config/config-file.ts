/** What a configuration file may say: JSON and YAML only, never anything that is executed. `cli.md`, conventions. */
import { err, ok, type Result } from "../../base/index.ts";
import { lintFaultOf, type LintConfig } from "./lint-settings.ts";
import { nearestFile } from "./nearest-file.ts";

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
  readonly lint?: LintConfig;
}

type Kind = "text" | "texts" | "map" | "lint";
const MEMBERS: Readonly<Record<string, Kind>> = {
  policy: "text",
  gate: "text",
  params: "map",
  sigstoreRoots: "map",
  registryConfig: "text",
  caFile: "text",
  plainHttp: "texts",
  lint: "lint",
};

/** The nearest configuration file, or `undefined`. The error is a sentence for the person who wrote it. */
export async function findConfig(cwd: string): Promise<Result<ConfigFile | undefined, string>> {
  const found = await nearestFile(cwd);
  if (!found.ok || !found.value) return found.ok ? ok(undefined) : found;
  const { path, content } = found.value;
  const fault = faultOf(content);
  return fault === undefined ? ok({ ...(content as object), path }) : err(`${path}: ${fault}`);
}

/** A misspelt member is an error, never ignored. */
function faultOf(config: unknown): string | undefined {
  if (typeof config !== "object" || config === null || Array.isArray(config)) return "the configuration is not an object";
  for (const [name, value] of Object.entries(config)) {
    const kind = Object.hasOwn(MEMBERS, name) ? MEMBERS[name] : undefined;
    if (kind === undefined) return `there is no setting \`${name}\`; the settings are ${Object.keys(MEMBERS).join(", ")}`;
    if (kind === "lint") {
      const fault = lintFaultOf(value);
      if (fault !== undefined) return fault;
    } else if (!fits(value, kind))
      return `\`${name}\` must be ${{ text: "a text", texts: "a list of texts", map: "an object of texts" }[kind]}`;
  }
  return undefined;
}

function fits(value: unknown, kind: Exclude<Kind, "lint">): boolean {
  const isText = (each: unknown) => typeof each === "string";
  if (kind === "text") return isText(value);
  if (kind === "texts") return Array.isArray(value) && value.every(isText);
  return typeof value === "object" && value !== null && !Array.isArray(value) && Object.values(value).every(isText);
}
