// `npm test [WORD…]`: runs every test file whose path contains one of the words (all without words), one process a file, as many at once as
// there are cores. uvu exits 0 for a file that forgot `.run()`; here that, `.only`, a crash and nothing run are failures.
// The last line is always `N passed, N failed`, with `, N skipped` when something was skipped.
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { findTestFiles } from "./support/runner/find.ts";
import { runFile } from "./support/runner/run-file.ts";
import { judgeFile, summarise, type FileResult } from "./support/runner/result.ts";

const root = fileURLToPath(new URL("../", import.meta.url));
const slowMs = 5000;

process.exitCode = await main(process.argv.slice(2));

async function main(words: readonly string[]): Promise<number> {
  const { folder, suffix, filters } = readWords(words);
  const files = findTestFiles(root, folder, suffix, filters);
  const results: FileResult[] = [];
  await inPool(files, async (file) => {
    const result = judgeFile(await runFile(root, file));
    results.push(result);
    print(result);
  });
  const isStrict = (process.env["CI"] ?? "") !== "" && process.env["PROVISO_ALLOW_SKIP"] !== "1";
  const { lines, exitCode } = summarise(results, isStrict ? "fail-on-skip" : "allow-skip");
  process.stdout.write(`${lines.join("\n")}\n`);
  return exitCode;
}

/** `--in FOLDER --suffix .x.ts` are for the runner's own tests; every other word is a filter. */
function readWords(words: readonly string[]): { readonly folder: string; readonly suffix: string; readonly filters: readonly string[] } {
  const filters: string[] = [];
  let folder = "test";
  let suffix = ".test.ts";
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? "";
    if (word === "--in") folder = words[++index] ?? folder;
    else if (word === "--suffix") suffix = words[++index] ?? suffix;
    else filters.push(word.replace(/^\.\//u, ""));
  }
  return { folder, suffix, filters };
}

async function inPool(files: readonly string[], work: (file: string) => Promise<void>): Promise<void> {
  const queue = [...files];
  const worker = async (): Promise<void> => {
    for (let file = queue.shift(); file !== undefined; file = queue.shift()) await work(file);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
}

function print(result: FileResult): void {
  const { file, passed, failed, skips, reason, output, durationMs } = result;
  for (const line of skips) process.stdout.write(`${line} — ${file}\n`);
  if (failed > 0) process.stdout.write(`FAIL ${file}: ${reason ?? `${failed} failed`}\n${output.trim().replace(/^/gmu, "  ")}\n\n`);
  else if (durationMs > slowMs) process.stdout.write(`slow ${file}: ${passed} passed in ${(durationMs / 1000).toFixed(1)} s\n`);
}
