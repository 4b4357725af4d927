// Runs before `npm start` and `npm test`: installs and builds what a fresh clone lacks, and costs milliseconds when nothing is missing.
// Plain JavaScript without dependencies, because it runs before there are any, on whatever Node the machine has.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { isSupportedNode, pinnedNode, supportedNodes } from "./node-version.js";
import { builtStamp, sourceStamp } from "./stamp.js";

/** @typedef {{ version?: string, integrity?: string, optional?: boolean, link?: boolean }} LockedPackage */

const rootUrl = new URL("../", import.meta.url);
const root = fileURLToPath(rootUrl);

if (!isInstalled()) install();
if (builtStamp(root) !== sourceStamp(root)) build();

/** node_modules holds exactly what package-lock.json asks for, save optional packages of other systems. */
function isInstalled() {
  const wanted = readJson("package-lock.json");
  const found = readJson("node_modules/.package-lock.json");
  if (wanted === undefined || found === undefined) return false;
  return Object.entries(wanted.packages).every(
    ([path, entry]) => !path.startsWith("node_modules/") || entry.link === true || isSame(entry, found.packages[path]),
  );
}

/**
 * @param {LockedPackage} wanted
 * @param {LockedPackage | undefined} found
 */
function isSame(wanted, found) {
  if (found === undefined) return wanted.optional === true;
  return wanted.version === found.version && wanted.integrity === found.integrity;
}

/**
 * @param {string} path
 * @returns {{ packages: Record<string, LockedPackage> } | undefined}
 */
function readJson(path) {
  try {
    return JSON.parse(readFileSync(new URL(path, rootUrl), "utf8"));
  } catch {
    return undefined;
  }
}

function install() {
  say("installing dependencies into node_modules (once, about a minute)");
  // Development and optional packages are needed whatever the user's npm settings say: the bundler, and the Node of this checkout.
  const what = ["ci", "--ignore-scripts", "--include=dev", "--include=optional"];
  // npm's own pauses between tries would keep somebody without a network waiting for more than a minute.
  const how = ["--no-audit", "--no-fund", "--loglevel=error", "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=5000"];
  const result = runNpm([...what, ...how]);
  if (result.status !== 0) {
    fail(
      `could not install the dependencies (${npmReason(result)}); check the network and the npm registry, then run the same command again`,
    );
  }
}

/** @param {readonly string[]} args */
function runNpm(args) {
  /** @type {import("node:child_process").SpawnSyncOptionsWithStringEncoding} */
  const options = { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] };
  const npm = process.env.npm_execpath ?? "";
  if (/npm-cli\.c?js$/.test(npm)) return spawnSync(process.execPath, [npm, ...args], options);
  return spawnSync("npm", args, { ...options, shell: process.platform === "win32" });
}

/** @param {import("node:child_process").SpawnSyncReturns<string>} result */
function npmReason(result) {
  if (result.error !== undefined) return `npm did not start: ${result.error.message}`;
  const lines = [...(result.stderr ?? "").matchAll(/^npm (?:error|ERR!) +(.+)$/gm)].map(([, text = ""]) => text);
  const told = lines.find((line) => !/^(?:code|syscall|errno|network|path) /.test(line));
  const code = lines.find((line) => line.startsWith("code "));
  return ["npm ci failed", code?.replace("code ", "with "), told === undefined ? undefined : `: ${told}`]
    .filter((part) => part !== undefined)
    .join(" ")
    .replace(" : ", ": ");
}

function build() {
  const node = pinnedNode(rootUrl) ?? process.execPath;
  if (node === process.execPath && !isSupportedNode(process.versions.node)) {
    fail(
      `needs Node ${supportedNodes}; this is Node ${process.versions.node}, and none is bundled for ${process.platform}-${process.arch}`,
    );
  }
  say("building dist/");
  const result = spawnSync(node, ["bin/build.ts"], { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  if (result.status !== 0) {
    process.stderr.write(result.stderr ?? "");
    fail("could not build dist/; the reason is above");
  }
}

/** @param {string} sentence */
function say(sentence) {
  process.stderr.write(`proviso: ${sentence}\n`);
}

/** @param {string} sentence */
function fail(sentence) {
  say(sentence);
  process.exit(1);
}
