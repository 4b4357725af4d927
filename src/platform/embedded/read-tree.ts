import { readdirSync, readFileSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = new URL("../../../", import.meta.url);

/**
 * The text files below folders of the source tree, by their path from the package root (`stdlib/slsa/1/views.policy`), in order of path.
 * A folder that does not exist has no files. Only runs in the source tree: the bundle holds what this returned when it was built.
 */
export function readTree(folders: readonly string[], extensions: readonly string[]): ReadonlyMap<string, string> {
  const files = folders.flatMap((folder) => listFiles(folder)).filter((path) => extensions.some((extension) => path.endsWith(extension)));
  return new Map(files.sort().map((path) => [path, readFileSync(new URL(path, root), "utf8")]));
}

function listFiles(folder: string): readonly string[] {
  const url = new URL(`${folder}/`, root);
  if (statSync(url, { throwIfNoEntry: false }) === undefined) return [];
  const names = readdirSync(fileURLToPath(url), { recursive: true, withFileTypes: true });
  const base = fileURLToPath(url);
  return names
    .filter((entry) => entry.isFile())
    .map((entry) => `${folder}/${`${entry.parentPath}/${entry.name}`.slice(base.length).replaceAll("\\", "/").replace(/^\//u, "")}`);
}
