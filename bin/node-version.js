// Which Node can run Proviso, and where a checkout keeps its own. Plain JavaScript that an old Node parses.
const { existsSync } = await builtin("fs");
const { fileURLToPath } = await builtin("url");

/**
 * One of Node's own modules. `import` would read each of its exports, and so load all of streams before the first line of ours has run: a
 * tenth of a start. Nodes that are too old for anything but being told so have no other way.
 * @template {keyof BuiltinModules} Name
 * @param {Name} name
 * @returns {Promise<BuiltinModules[Name]>}
 */
export async function builtin(name) {
  return process.getBuiltinModule?.(name) ?? import(`node:${name}`);
}

/** @typedef {{ fs: typeof import("node:fs"), url: typeof import("node:url"), module: typeof import("node:module"), path: typeof import("node:path"), vm: typeof import("node:vm") }} BuiltinModules */

/** The `engines` of package.json, in words that also fit an error message. */
export const supportedNodes = "^22.22.2 || ^24.15.0 || >=26";

/**
 * True when a version such as `24.21.0` is within `supportedNodes`.
 * @param {string} version
 */
export function isSupportedNode(version) {
  const [major = 0, minor = 0, patch = 0] = version.split(".").map((part) => Number.parseInt(part, 10));
  if (major === 22) return minor > 22 || (minor === 22 && patch >= 2);
  if (major === 24) return minor >= 15;
  return major >= 26;
}

/**
 * The path of the Node that the checkout at `root` (a file URL ending in `/`) installed for itself, or undefined.
 * @param {URL} root
 */
export function pinnedNode(root) {
  const system = process.platform === "win32" ? "win" : process.platform;
  const executable = process.platform === "win32" ? "bin/node.exe" : "bin/node";
  const path = fileURLToPath(new URL(`node_modules/node-${system}-${process.arch}/${executable}`, root));
  return existsSync(path) ? path : undefined;
}
