import ts from "typescript";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

/** One text file of the project: `path` from its root with forward slashes; `tree` for TypeScript and JavaScript. */
export interface ProjectFile {
  readonly path: string;
  readonly text: string;
  readonly tree: ts.SourceFile | undefined;
}

const skippedFolders = new Set([".git", "node_modules", "dist", "coverage", ".cache"]);
const textFile = /\.(?:ts|js|cjs|mjs|json|md|policy|ebnf|yaml|yml|sh)$|(?:^|\/)run$/u;

/** The project's text files in order of path, without what is installed or built. */
export function readProject(root: string): readonly ProjectFile[] {
  return listPaths(root, root)
    .filter((path) => textFile.test(path))
    .sort()
    .map((path) => projectFile(path, readFileSync(join(root, path), "utf8")));
}

export function projectFile(path: string, text: string): ProjectFile {
  const isCode = /\.[cm]?[jt]s$/u.test(path);
  return { path, text, tree: isCode ? ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true) : undefined };
}

function listPaths(root: string, folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return skippedFolders.has(entry.name) || entry.name.startsWith("dist.") ? [] : listPaths(root, path);
    return entry.isFile() ? [relative(root, path).replaceAll("\\", "/")] : [];
  });
}

/** Every node of a file, parents before children. */
export function* nodesOf(file: ProjectFile): Generator<ts.Node> {
  if (file.tree !== undefined) yield* descend(file.tree);
}

function* descend(node: ts.Node): Generator<ts.Node> {
  yield node;
  const children: ts.Node[] = [];
  node.forEachChild((child) => {
    children.push(child);
  });
  for (const child of children) yield* descend(child);
}

/** The 1-based line where a node starts, without its comments. */
export function lineOf(file: ProjectFile, node: ts.Node): number {
  return (file.tree?.getLineAndCharacterOfPosition(node.getStart(file.tree)).line ?? 0) + 1;
}
