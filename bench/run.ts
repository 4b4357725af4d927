// `npm run bench [WORD…]`: every bench/*.bench.ts (or those whose name contains a word), each in its own process, medians and ratios from one
// run. The first time it installs what is compared with into bench/node_modules. Exit code 1 when a budget is exceeded.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { measure, type Bench, type Measured } from "./bench.ts";

const folder = fileURLToPath(new URL("./", import.meta.url));

process.exitCode = await main(process.argv.slice(2));

async function main(words: readonly string[]): Promise<number> {
  const [first, file] = words;
  if (first === "--one" && file !== undefined) return runOne(file);
  installPeers();
  const files = readdirSync(folder).filter(
    (name) => name.endsWith(".bench.ts") && (words.length === 0 || words.some((word) => name.includes(word))),
  );
  if (files.length === 0) {
    console.error("no benchmark matches");
    return 1;
  }
  console.log(`Node ${process.versions.node}, ${process.platform}-${process.arch}; medians, ratios to the first line of each group\n`);
  return Math.max(...files.sort().map(runInOwnProcess));
}

function runInOwnProcess(file: string): number {
  // Reading a large file of certificates is a third of a bare start on some machines, and none of ours.
  const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;
  return spawnSync(process.execPath, [fileURLToPath(import.meta.url), "--one", file], { stdio: "inherit", env }).status ?? 1;
}

async function runOne(file: string): Promise<number> {
  const { benches } = (await import(pathToFileURL(`${folder}${file}`).href)) as { readonly benches: readonly Bench[] };
  let exitCode = 0;
  for (const bench of benches) {
    const results = await measure(bench);
    console.log(`${bench.name}\n${table(results, bench)}\n`);
    if (results.some(({ isWithin }) => isWithin === false)) exitCode = 1;
  }
  return exitCode;
}

function table(results: readonly Measured[], { unit }: Bench): string {
  const width = Math.max(...results.map(({ name }) => name.length));
  return results
    .map(({ name, medianMs, ratio, budget, isWithin }) => {
      const verdict = isWithin === undefined ? "" : `   ${budget}: ${isWithin ? "ok" : "OVER"}`;
      return `  ${name.padEnd(width)} ${(unit === undefined ? formatMs(medianMs) : `${medianMs.toFixed(0)} ${unit}`).padStart(12)} ${`${ratio.toFixed(2)} ×`.padStart(10)}${verdict}`;
    })
    .join("\n");
}

function formatMs(ms: number): string {
  return ms >= 1 ? `${ms.toFixed(1)} ms` : `${(ms * 1000).toFixed(1)} µs`;
}

function installPeers(): void {
  if (existsSync(`${folder}node_modules`)) return;
  console.error("installing what is compared with into bench/node_modules (once)");
  const words = ["install", "--prefix", folder, "--ignore-scripts", "--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error"];
  const { status } = spawnSync("npm", words, { cwd: folder, stdio: ["ignore", "ignore", "inherit"], shell: process.platform === "win32" });
  if (status !== 0) throw new Error("npm install in bench/ failed; the comparison needs its packages");
}
