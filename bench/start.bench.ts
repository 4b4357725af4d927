import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Bench, Contender } from "./bench.ts";

const root = fileURLToPath(new URL("../", import.meta.url));
const policy = fileURLToPath(new URL("../bin/policy.js", import.meta.url));

/** A process from start to end, with its output read. */
function start(name: string, words: readonly string[], budgetRatio?: number, exitCode = 0): Contender {
  const run = (): void => {
    const { status, stderr } = spawnSync(process.execPath, words, { cwd: root, encoding: "utf8", timeout: 60_000 });
    if (status !== exitCode) throw new Error(`${name} failed: ${stderr}`);
  };
  return budgetRatio === undefined ? { name, run } : { name, run, budgetRatio };
}

const judging = ["--policy", "policies/quickstart/quickstart.policy", "--at", "2026-11-25T12:00:00Z"];
/** The sample is meant to be blocked. */
const blocked = 1;

export const benches: readonly Bench[] = [
  {
    name: "Cold start: a process from start to end",
    rounds: 21,
    contenders: [
      start("bare Node (node -e 0)", ["-e", "0"]),
      start("policy --version", [policy, "--version"], 3),
      start("policy explain exit-codes (parses options)", [policy, "explain", "exit-codes"], 3),
      start("policy eval, the sample image", [policy, "eval", "oci-layout:policies/quickstart/image", ...judging], 5, blocked),
    ],
  },
];
