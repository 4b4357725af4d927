// Tells whether dist/ was built from the sources as they are now. Plain JavaScript without dependencies: prepare.js reads it on any Node.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** Everything that the bundle is made from. */
const inputs = [
  "bin/build.ts",
  "bin/embed.ts",
  "bin/lazy-modules.ts",
  "bin/lazy-stand-in.js",
  "bin/oclif-parts.ts",
  "bin/stamp.js",
  "package.json",
  "package-lock.json",
  "src",
  "grammar",
  "stdlib",
  "docs/diagnostics",
  "docs/reasons",
];

export const stampFile = "dist/.stamp";

/**
 * A digest over path, size and modification time of every input below `root`; reads no contents, so it costs milliseconds.
 * @param {string} root
 */
export function sourceStamp(root) {
  const hash = createHash("sha256");
  for (const input of inputs) addPath(hash, root, input);
  return hash.digest("hex");
}

/**
 * The stamp that the last build left, or undefined when there was none.
 * @param {string} root
 */
export function builtStamp(root) {
  try {
    return readFileSync(join(root, stampFile), "utf8");
  } catch {
    return undefined;
  }
}

/**
 * @param {import("node:crypto").Hash} hash
 * @param {string} root
 * @param {string} path
 */
function addPath(hash, root, path) {
  const stat = statSync(join(root, path), { throwIfNoEntry: false });
  if (stat === undefined) return;
  if (!stat.isDirectory()) {
    hash.update(`${path}\0${stat.size}\0${stat.mtimeMs}\n`);
    return;
  }
  for (const name of readdirSync(join(root, path)).sort()) addPath(hash, root, `${path}/${name}`);
}
