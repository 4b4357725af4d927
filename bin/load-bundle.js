// Loads the bundle of a command with V8's compiled code from an earlier run. Node's own compile cache stores a file before it has run, so every function
// that is called is compiled again each time, which is a quarter of a start; what is stored here is everything that a whole run compiled.
import { builtin } from "./node-version.js";

const { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } = await builtin("fs");
const { createRequire } = await builtin("module");
const { basename, join } = await builtin("path");
const { constants, Script } = await builtin("vm");

/** The build begins every file with a comment of this many characters that holds the digest of what follows. */
const headLength = 40;

/**
 * @param {string} folder dist/
 * @param {string | undefined} word the command: each has compiled code of its own
 * @returns {{ main: (testWorker: URL) => Promise<void>, work: () => Promise<void> }}
 */
export function loadBundle(folder, word) {
  // Only these, so that nobody fills the folder by inventing commands.
  const command = word !== undefined && /^[a-z]{1,12}$/u.test(word) ? word : "other";
  /** @type {Map<string, unknown>} */
  const loaded = new Map();
  const plain = createRequire(join(folder, "cli.cjs"));
  /** @param {string} specifier */
  const load = (specifier) => {
    if (!specifier.startsWith("#lazy/")) return plain(specifier);
    const path = join(folder, "lazy", `${basename(specifier)}.cjs`);
    if (!loaded.has(path)) loaded.set(path, run(path, cacheFile(folder, command, path), load));
    return loaded.get(path);
  };
  const single = join(folder, "commands", `${command}.cjs`);
  const file = existsSync(single) ? single : join(folder, "cli.cjs");
  return /** @type {ReturnType<typeof loadBundle>} */ (run(file, cacheFile(folder, command, file), load));
}

/**
 * Only ever inside our own folder: compiled code from a place that others can write to would be theirs.
 * @param {string} folder
 * @param {string} command
 * @param {string} path
 */
function cacheFile(folder, command, path) {
  return join(folder, ".cache", `${process.version}-${process.arch}`, `${command}-${basename(path, ".cjs")}`);
}

/**
 * @param {string} path
 * @param {string} cache
 * @param {(specifier: string) => unknown} require
 * @returns {unknown}
 */
function run(path, cache, require) {
  const source = readFileSync(path, "latin1");
  const head = source.slice(0, headLength);
  const cachedData = readCache(cache, head);
  const script = new Script(`(function(exports,require,module){${source}\n})`, {
    filename: path,
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    ...(cachedData === undefined ? {} : { cachedData }),
  });
  if (cachedData === undefined || script.cachedDataRejected === true) process.once("exit", () => writeCache(cache, head, script));
  const module = { exports: {} };
  script.runInThisContext()(module.exports, require, module);
  return module.exports;
}

/**
 * V8 knows a source by its length alone, so the digest decides whether the code is of this file.
 * @param {string} path
 * @param {string} head
 */
function readCache(path, head) {
  try {
    const bytes = readFileSync(path);
    return bytes.toString("latin1", 0, headLength) === head ? bytes.subarray(headLength) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * A read-only folder, or a full disk, only means that the next start is no faster. A command that was used wrongly has hardly begun.
 * @param {string} path
 * @param {string} head
 * @param {import("node:vm").Script} script
 */
function writeCache(path, head, script) {
  if (process.exitCode === 4 || process.exitCode === 70) return;
  try {
    mkdirSync(join(path, ".."), { recursive: true });
    const draft = `${path}.${process.pid}`;
    writeFileSync(draft, Buffer.concat([Buffer.from(head, "latin1"), script.createCachedData()]));
    renameSync(draft, path);
  } catch {
    return;
  }
}
