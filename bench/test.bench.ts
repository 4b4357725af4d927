// `policy test` beside `opa test`: whole processes. Ours sign each test's evidence for real and verify it; theirs compare two words.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Bench, Contender } from "./bench.ts";
import { writePolicy, writeRego } from "./support/many-tests.ts";

const COUNT = 1000;
const BUDGET_RATIO = 3;
const command = fileURLToPath(new URL("../bin/policy.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "proviso-bench-"));
process.once("exit", () => rmSync(folder, { recursive: true }));

/** Where the continuous integration keeps it, besides the path. */
const cache = join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "proviso-ci", "bin");
const env = { ...process.env, PATH: `${process.env["PATH"] ?? ""}${delimiter}${cache}` };

function whole(
  name: string,
  program: string,
  words: readonly string[],
  passed: string,
): Pick<Contender, "name"> & { readonly run: () => void } {
  const run = (): void => {
    const { status, stdout, stderr } = spawnSync(program, words, {
      cwd: folder,
      env,
      encoding: "utf8",
      timeout: 120_000,
      maxBuffer: 64 * 1024 * 1024,
    });
    if (status !== 0 || !stdout.includes(passed)) throw new Error(`${name} failed: ${stderr}${stdout.slice(-500)}`);
  };
  return { name, run };
}

function hasOpa(): boolean {
  return spawnSync("opa", ["version"], { env, stdio: "ignore" }).status === 0;
}

function compared(): readonly Bench[] {
  if (!hasOpa()) {
    console.log("left out: `policy test` beside `opa test`, because there is no opa here (.ci/run installs it)");
    return [];
  }
  writePolicy(join(folder, "ours"), COUNT);
  writeRego(join(folder, "theirs"), COUNT);
  const words = (...more: readonly string[]) => [command, "test", "ours", ...more];
  return [
    {
      name: `${COUNT} tests of one policy, a process from start to end`,
      rounds: 7,
      contenders: [
        whole("opa test, one comparison each, nothing signed", "opa", ["test", "theirs"], `PASS: ${COUNT}/${COUNT}`),
        { ...whole("policy test, signed and verified", process.execPath, words(), `${COUNT} passed`), budgetRatio: BUDGET_RATIO },
        whole("policy test --jobs 1", process.execPath, words("--jobs", "1"), `${COUNT} passed`),
      ],
    },
  ];
}

export const benches: readonly Bench[] = compared();
