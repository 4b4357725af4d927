/** Creating several files below a folder: all of them, or none. */
import { existsSync, rmdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { encodeUtf8 } from "../base/index.ts";
import { nodeFileSystem } from "../platform/files/index.ts";
import { escapeAndCut } from "./render/escape.ts";
import { UsageError } from "./usage-error.ts";

export type NewFile = readonly [path: string, text: string];

/** `path` from the folder, with `/`. Where one cannot be written, those before it are taken back, and the folders made for them (`UsageError`). */
export async function createFiles(root: string, files: readonly NewFile[]): Promise<void> {
  const made = foldersToMake(
    root,
    files.map(([path]) => path),
  );
  const done: string[] = [];
  for (const [path, text] of files) {
    const written = await nodeFileSystem.createWithin(root, path.split("/"), encodeUtf8(text));
    if (!written.ok) {
      const left = await takeBack(root, done, made);
      const help = left.length === 0 ? "nothing was written" : toRemove(left);
      throw new UsageError(`cannot write \`${escapeAndCut(path, 200)}\`: ${written.error.detail}`, help);
    }
    done.push(path);
  }
}

/** What to do about paths that `takeBack` left. */
export function toRemove(left: readonly string[]): string {
  return `remove \`${escapeAndCut(left.join(", "), 200)}\`, which was written before`;
}

/** Those that files at these paths need and that are not there yet, the innermost first. */
export function foldersToMake(root: string, paths: readonly string[]): readonly string[] {
  const missing = new Set<string>();
  for (const path of paths) for (let folder = dirname(join(root, path)); !existsSync(folder); folder = dirname(folder)) missing.add(folder);
  return [...missing].sort((a, b) => b.length - a.length);
}

/** Removes files, then those of the folders that are empty; the paths that could not be taken back. A folder that holds something of somebody else's by now stays. */
export async function takeBack(root: string, paths: readonly string[], folders: readonly string[]): Promise<readonly string[]> {
  const left: string[] = [];
  for (const path of paths) if (!(await nodeFileSystem.removeWithin(root, path.split("/"))).ok) left.push(path);
  for (const folder of folders) removeEmpty(folder);
  return left;
}

function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // It was never made, or it is in use.
  }
}
