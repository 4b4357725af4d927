import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "../grammar/index.ts";
import { SourceFile } from "../src/diagnostics/index.ts";
import type { Bench } from "./bench.ts";

const root = fileURLToPath(new URL("../", import.meta.url));
const policy = "policy release version 1\n";

/** Times one expression in a fresh process, after the modules are loaded: the first time is the only one that a command pays for. */
function inFreshProcess(name: string, setup: string, work: string): () => number {
  const script = `${setup}; const started = performance.now(); ${work}; console.log(performance.now() - started)`;
  return () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
      cwd: root,
      encoding: "utf8",
      timeout: 60_000,
    });
    if (status !== 0) throw new Error(`${name} failed: ${stderr}`);
    return Number(stdout);
  };
}

const file = readFileSync(`${root}policies/quickstart/quickstart.policy`, "utf8");
const lines = 200;
const long = `${policy}${file.slice(file.indexOf("\n")).repeat(10)}`.split("\n").slice(0, lines).join("\n");

const construct = "the parser's construction, cold";
const first = "construction and the first parse of one line, cold";

export const benches: readonly Bench[] = [
  {
    name: "Parser: what a command pays before it reads a policy",
    rounds: 11,
    contenders: [
      {
        name: construct,
        sampleMs: inFreshProcess(construct, 'import { PolicyParser } from "./grammar/parser/parser.ts"', "new PolicyParser()"),
        budgetMs: 40,
      },
      {
        name: first,
        sampleMs: inFreshProcess(
          first,
          'import { parse } from "./grammar/index.ts"; import { SourceFile } from "./src/diagnostics/index.ts"',
          `parse(new SourceFile("a.policy", ${JSON.stringify(policy)}))`,
        ),
      },
    ],
  },
  {
    name: `Parser: ${lines} lines, warm`,
    rounds: 15,
    contenders: [
      { name: "their characters, read once", run: () => [...long].length },
      { name: "text to tree", run: () => parse(new SourceFile("a.policy", long)), budgetMs: 20 },
    ],
  },
];
