/** The policy that a run judges by: one file, or the one in a folder that has a gate. */
import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, realpathSync, statSync, type Stats } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { policyFilesBelow } from "../../platform/policy-files/index.ts";
import type { Io } from "../io.ts";
import { escapeAndCut } from "../render/escape.ts";
import { UsageError } from "../usage-error.ts";

/** Policies, keys and trusted roots are small; more than this is not one of them. */
const MAX_FILE_BYTES = 8 * 1024 * 1024;
const MAX_POLICIES = 10_000;

/** Policy files below the paths, or the paths themselves; sorted. */
export async function findPolicies(paths: readonly string[], io: Io): Promise<readonly string[]> {
  const found: string[] = [];
  for (const path of paths) {
    if (path === "") throw new UsageError("an empty word names no policy", "is the variable set that it is taken from?");
    const absolute = resolve(io.cwd, path);
    const kind = statOf(absolute);
    if (!kind) throw new UsageError(`there is no file or folder \`${escapeAndCut(path, 200)}\``);
    found.push(...(kind.isDirectory() ? await policiesBelow(absolute) : [absolute]));
  }
  return [...new Set(found)].sort();
}

async function policiesBelow(folder: string): Promise<readonly string[]> {
  const found = await policyFilesBelow(folder);
  if (found.length > MAX_POLICIES)
    throw new UsageError(`there are more than ${MAX_POLICIES} policy files below \`${escapeAndCut(folder, 200)}\``);
  return found;
}

/** As the user knows it: relative to the working directory where that is shorter. */
export function displayPath(path: string, io: Io): string {
  const local = relative(io.cwd, path);
  return local === "" || local.startsWith("..") ? path : local.split(sep).join("/");
}

/** `undefined` for whatever cannot be looked at: no such file, no permission, a name that no file can have. */
function statOf(path: string): Stats | undefined {
  return attempt(() => statSync(path));
}

/** The system refuses by throwing, and a path that cannot be used is no defect of ours. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof Error && "code" in error) return undefined;
    throw error;
  }
}

/** The bytes of a regular file; `undefined` when there is none, it cannot be read, or it is too large to be meant. */
export function readBounded(path: string): Uint8Array | undefined {
  const stat = statOf(path);
  if (stat?.isFile() !== true || stat.size > MAX_FILE_BYTES) return undefined;
  return attempt(() => {
    const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      return readOpen(file);
    } finally {
      closeSync(file);
    }
  });
}

function readOpen(file: number): Uint8Array | undefined {
  const stat = fstatSync(file);
  if (!stat.isFile() || stat.size > MAX_FILE_BYTES) return undefined;
  const bytes = new Uint8Array(stat.size);
  let at = 0;
  for (let read = 1; at < bytes.length && read > 0; at += read) read = readSync(file, bytes, at, bytes.length - at, at);
  return at === bytes.length ? bytes : undefined;
}

/** Whether a name in the policy's own folder is taken, by whatever it may be. What the system does not tell counts as taken. */
export function isTaken(mainPath: string, path: string): boolean {
  try {
    lstatSync(join(dirname(mainPath), path));
    return true;
  } catch (error) {
    return !(error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR"));
  }
}

/** Reads files of the policy's own folder, and nothing that a symbolic link leads out of it. */
export function folderReader(mainPath: string): (path: string) => Uint8Array | undefined {
  const folder = dirname(mainPath);
  return (path) => {
    const real = attempt(() => realpathSync(join(folder, path)));
    const root = attempt(() => realpathSync(folder));
    if (real === undefined || root === undefined) return undefined;
    return real === root || real.startsWith(root + sep) ? readBounded(real) : undefined;
  };
}
