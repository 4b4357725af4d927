/**
 * The configuration file that is nearest, from the working directory up to the repository's root. The search is ours: cosmiconfig's own one
 * first asks `.config/config.js` of the working directory how to search, and follows `$import` into scripts, so that judging an image from
 * inside a stranger's repository would run the stranger's code. Its loaders for data are used and nothing else of it.
 */
import { closeSync, constants, existsSync, fstatSync, openSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { decodeUtf8, err, ok, parseJson, type Result } from "../../base/index.ts";

const MAX_BYTES = 1024 * 1024;
const LIMITS = { maxBytes: MAX_BYTES, maxDepth: 64, maxNodes: 100_000 };
const PACKAGE = "package.json";

type Read = (path: string, bytes: Uint8Array) => Result<unknown, string> | Promise<Result<unknown, string>>;
const PLACES: readonly (readonly [name: string, read: Read])[] = [
  ["policy.config.json", (_, bytes) => readJson(bytes)],
  ["policy.config.yaml", readYaml],
  [".policyrc", readYaml],
  [PACKAGE, (_, bytes) => readPackage(bytes)],
];

export interface FoundFile {
  readonly path: string;
  readonly content: unknown;
}

/** `undefined` when there is none. Empty files, and a `package.json` without `policy`, count as none. */
export async function nearestFile(cwd: string): Promise<Result<FoundFile | undefined, string>> {
  for (const folder of ancestors(cwd)) {
    for (const [name, read] of PLACES) {
      const path = join(folder, name);
      if (!existsSync(path)) continue;
      const bytes = readBytes(path);
      const content = bytes.ok ? await read(path, bytes.value) : bytes;
      if (!content.ok) return err(`${path}: ${content.error}`);
      if (content.value !== undefined) return ok({ path, content: content.value });
    }
  }
  return ok(undefined);
}

/** Folders from here up to the repository's root, or to the top of the disk outside any. */
function ancestors(cwd: string): readonly string[] {
  const parent = dirname(cwd);
  return existsSync(join(cwd, ".git")) || parent === cwd ? [cwd] : [cwd, ...ancestors(parent)];
}

/** `O_NONBLOCK`: a pipe must not make us wait for a writer. */
function readBytes(path: string): Result<Uint8Array, string> {
  try {
    const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const stat = fstatSync(file);
      if (!stat.isFile()) return err("it is no regular file");
      return stat.size > MAX_BYTES ? err(`it has ${stat.size} bytes, at most ${MAX_BYTES} are read`) : ok(readFileSync(file));
    } finally {
      closeSync(file);
    }
  } catch {
    return err("it cannot be read");
  }
}

/** A member given twice is an error: nobody knows which of them was meant. */
function readJson(bytes: Uint8Array): Result<unknown, string> {
  if (isBlank(bytes)) return ok(undefined);
  const parsed = parseJson(bytes, LIMITS);
  return parsed.ok ? ok(parsed.value) : err(`it is no valid JSON: ${parsed.error.detail}`);
}

async function readYaml(path: string, bytes: Uint8Array): Promise<Result<unknown, string>> {
  const text = decodeUtf8(bytes);
  if (text === undefined) return err("it is no valid UTF-8");
  if (isBlank(bytes)) return ok(undefined);
  try {
    // Loaded here: most runs have no YAML to read.
    const { defaultLoaders } = await import("cosmiconfig");
    return ok((await defaultLoaders[".yaml"](path, text)) as unknown);
  } catch (error) {
    return err(error instanceof Error ? (error.message.split("\n")[1] ?? error.message) : "it is no valid YAML");
  }
}

/** Other people's file: what does not concern us is not judged. */
function readPackage(bytes: Uint8Array): Result<unknown, string> {
  const parsed = readJson(bytes);
  if (!parsed.ok) return Buffer.from(bytes).includes('"policy"') ? parsed : ok(undefined);
  const { value } = parsed;
  return ok(
    typeof value === "object" && value !== null && Object.hasOwn(value, "policy") ? (value as { policy: unknown }).policy : undefined,
  );
}

function isBlank(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d));
}
