import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Bench, Contender } from "./bench.ts";

const policy = fileURLToPath(new URL("../bin/policy.js", import.meta.url));

/** A process from start to end, with its output read. */
function start(name: string, words: readonly string[], budgetRatio?: number): Contender {
  const run = (): void => {
    const { status, stderr } = spawnSync(process.execPath, words, { encoding: "utf8", timeout: 60_000 });
    if (status !== 0) throw new Error(`${name} failed: ${stderr}`);
  };
  return budgetRatio === undefined ? { name, run } : { name, run, budgetRatio };
}

export const benches: readonly Bench[] = [
  {
    name: "Cold start: a process from start to end",
    rounds: 21,
    contenders: [
      start("bare Node (node -e 0)", ["-e", "0"]),
      start("policy --version", [policy, "--version"], 3),
      start("policy explain exit-codes (parses options)", [policy, "explain", "exit-codes"], 3),
    ],
  },
];
