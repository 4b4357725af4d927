// `npm run mutation [WORD…]`: changes one thing after another in src/trust and asks whether a test notices; with words, only in files whose
// path contains one of them. What is known from the last run is not tried again unless `--fresh` is given. Prints what survived and the
// score of each folder; exit code 1 when the score is below what is promised.
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { Stryker } from "@stryker-mutator/core";
import { chosenTests, leastScore, mutatedFolder } from "./scope.ts";
import { foldersOf, isFound, scoreOf, survivorLine } from "./score.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const cache = ".cache/mutation";
const known = `${cache}/known.json`;

process.chdir(root);
process.exitCode = await main(process.argv.slice(2));

async function main(words: readonly string[]): Promise<number> {
  if (words.includes("--fresh")) rmSync(known, { force: true });
  const mutate = filesToMutate(words.filter((word) => !word.startsWith("--")));
  if (mutate.length === 0) {
    console.error("no file matches");
    return 1;
  }
  linkRealData();
  const mutants = (await new Stryker(options(mutate)).runMutationTest()).map((mutant) => ({
    ...mutant,
    fileName: relative(root, mutant.fileName).replaceAll("\\", "/"),
  }));
  for (const mutant of mutants.filter((each) => !isFound(each))) console.log(survivorLine(mutant));
  for (const [folder, own] of foldersOf(mutants)) console.log(`${scoreOf(own).toFixed(1).padStart(6)} %  ${folder}`);
  console.log(`${scoreOf(mutants).toFixed(1).padStart(6)} %  of what was changed was noticed; at least ${leastScore} % must be`);
  return scoreOf(mutants) >= leastScore ? 0 : 1;
}

function filesToMutate(words: readonly string[]): string[] {
  return readdirSync(join(root, mutatedFolder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
    .filter((path) => words.length === 0 || words.some((word) => path.includes(word)))
    .sort();
}

/** Tests reach the real data beside the project; the instrumented copy of the project stands deeper. */
function linkRealData(): void {
  const shared = join(dirname(root.replace(/[\\/]$/u, "")), "shared");
  mkdirSync(cache, { recursive: true });
  if (existsSync(shared) && !existsSync(`${cache}/copies/shared`)) {
    mkdirSync(`${cache}/copies`, { recursive: true });
    symlinkSync(shared, `${cache}/copies/shared`, "dir");
  }
}

function options(mutate: string[]): ConstructorParameters<typeof Stryker>[0] {
  return {
    mutate,
    testRunner: "uvu",
    plugins: [fileURLToPath(new URL("./uvu-runner.ts", import.meta.url))],
    ignorers: ["sentences"],
    coverageAnalysis: "perTest",
    incremental: chosenTests.length === 0,
    incrementalFile: known,
    tempDirName: `${cache}/copies`,
    concurrency: Number(process.env["MUTATION_WORKERS"] ?? "1"),
    maxTestRunnerReuse: 200,
    testRunnerNodeArgs: ["--max-old-space-size=2048"],
    disableTypeChecks: false,
    checkers: [],
    reporters: ["progress-append-only"],
    // Endless loops are told by how often a mutant is hit; this is for those that go round without it, and generous to a busy machine.
    timeoutMS: 60_000,
    timeoutFactor: 5,
    dryRunTimeoutMinutes: 10,
    ignorePatterns: ["dist", "dist.*", "bench/node_modules", ".cache", "test/golden"],
    logLevel: "warn",
    allowEmpty: true,
  } as ConstructorParameters<typeof Stryker>[0];
}
