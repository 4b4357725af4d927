import { readdirSync } from "node:fs";
import { join, relative } from "node:path";

/** Test files below `folder`, as paths from `root` with forward slashes, in order; those that contain one of `filters`, or all without filters. */
export function findTestFiles(root: string, folder: string, suffix: string, filters: readonly string[]): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(suffix))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
    .filter((path) => filters.length === 0 || filters.some((filter) => path.includes(filter)))
    .sort();
}
