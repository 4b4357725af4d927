#!/usr/bin/env node
// The `policy` command: picks a Node that can run it, then loads the bundle. Plain JavaScript that an old Node parses.
import { builtin, isSupportedNode, pinnedNode, supportedNodes } from "./node-version.js";

const { existsSync } = await builtin("fs");
const { fileURLToPath } = await builtin("url");

const root = new URL("../", import.meta.url);
const dist = fileURLToPath(new URL("dist/", root));
/** Set for the Node that is handed over to, so that a wrong one is reported and not handed over again. */
const marker = "PROVISO_HANDED_OVER";
const wrongUsage = 4;

if (isSupportedNode(process.versions.node)) await load();
else await handOver();

async function load() {
  delete process.env[marker];
  if (!existsSync(`${dist}cli.cjs`)) return refuse("this checkout is not built yet; run `npm run build` in it first");
  const { loadBundle } = await import("./load-bundle.js");
  await loadBundle(dist, process.argv[2]).main(new URL("test-worker.js", import.meta.url));
}

async function handOver() {
  const node = process.env[marker] === undefined ? pinnedNode(root) : undefined;
  if (node === undefined) return refuse(`needs Node ${supportedNodes}; this is Node ${process.versions.node}`);
  const { spawn } = await import("node:child_process");
  const args = [fileURLToPath(import.meta.url), ...process.argv.slice(2)];
  const child = spawn(node, args, { stdio: "inherit", env: { ...process.env, [marker]: "1" } });
  /** @type {NodeJS.Signals[]} */
  const signals = ["SIGHUP", "SIGINT", "SIGTERM"];
  // A terminal sends its signals to the child as well; receiving one twice does no harm, missing one would leave it running.
  for (const signal of signals) process.on(signal, () => child.kill(signal));
  child.on("error", (error) => refuse(`could not start the Node of this checkout: ${error.message}`));
  child.on("exit", (code, signal) => {
    for (const name of signals) process.removeAllListeners(name);
    if (signal === null) process.exitCode = code ?? 70;
    else process.kill(process.pid, signal);
  });
}

/** @param {string} sentence */
function refuse(sentence) {
  process.stderr.write(`policy: ${sentence}\n`);
  process.exitCode = wrongUsage;
}
