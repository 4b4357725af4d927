import { join } from "node:path";

/** The absolute paths of the `.policy` files below a folder, in no order. Symbolic links are not followed; what npm installed and `policy lock` fetched is left out. */
export async function policyFilesBelow(folder: string): Promise<readonly string[]> {
  // Loaded here, because most runs name one file and search nothing.
  const { default: fastGlob } = await import("fast-glob");
  const found = await fastGlob("**/*.policy", {
    cwd: folder,
    ignore: ["**/node_modules/**", "**/proviso-modules/**"],
    followSymbolicLinks: false,
    onlyFiles: true,
  });
  return found.map((path) => join(folder, path));
}

/** The files that a pattern with `*` means; a shell expands none that stands behind `file:`. At most two are told: more is as bad as two. */
export async function filesLike(pattern: string): Promise<readonly string[]> {
  const { default: fastGlob } = await import("fast-glob");
  return (await fastGlob(pattern, { onlyFiles: true, followSymbolicLinks: false, deep: 1 })).slice(0, 2);
}
