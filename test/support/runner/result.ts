import { stripVTControlCharacters } from "node:util";
import type { FileRun } from "./run-file.ts";

export interface FileResult {
  readonly file: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** The lines `skipped: needs …` that the file printed. */
  readonly skips: readonly string[];
  /** Why the file fails as a whole, when that is not just a failing test. */
  readonly reason?: string;
  readonly output: string;
  readonly durationMs: number;
}

/** Turns what a file did into counts. A file that fails as a whole counts as at least one failed test. */
export function judgeFile(run: FileRun): FileResult {
  const text = stripVTControlCharacters(run.output);
  const total = lastCount(text, "Total");
  const passed = lastCount(text, "Passed") ?? 0;
  const skips = [...new Set(text.match(/^skipped: needs .+$/gmu) ?? [])];
  const skipped = Math.max(lastCount(text, "Skipped") ?? 0, skips.length);
  const failedTests = Math.max(0, (total ?? 0) - passed);
  const reason = wholeFileReason(run, total ?? 0, failedTests, skipped);
  const base = { file: run.file, passed, skipped, skips, output: text, durationMs: run.durationMs };
  return reason === undefined ? { ...base, failed: failedTests } : { ...base, failed: Math.max(1, failedTests), reason };
}

function wholeFileReason(run: FileRun, total: number, failedTests: number, skipped: number): string | undefined {
  if (/^[^"'`/*]*\.only\s*\(/mu.test(run.source)) return "`.only` leaves the other tests out";
  if (run.signal !== undefined) return `ended by ${run.signal}`;
  if (run.exitCode !== 0 && failedTests === 0) return `crashed with exit code ${String(run.exitCode)}`;
  if (total === 0 && skipped === 0) return "ran no test: is `.run()` missing?";
  return undefined;
}

/** uvu closes with `  Total:     4` and so on; the last such line counts, because a test may print some of its own before. */
function lastCount(text: string, name: string): number | undefined {
  const last = text.match(new RegExp(`^ {2}${name}: +\\d+$`, "gmu"))?.at(-1);
  return last === undefined ? undefined : Number(last.replace(/\D+/gu, ""));
}

export type SkipRule = "allow-skip" | "fail-on-skip";

/** The closing lines, whose last is `N passed, N failed[, N skipped]`, and the exit code. */
export function summarise(
  results: readonly FileResult[],
  rule: SkipRule,
): { readonly lines: readonly string[]; readonly exitCode: number } {
  const sum = (count: (result: FileResult) => number): number => results.reduce((total, result) => total + count(result), 0);
  const passed = sum((result) => result.passed);
  const skipped = sum((result) => result.skipped);
  const lines: string[] = [];
  let failed = sum((result) => result.failed);
  if (rule === "fail-on-skip" && skipped > 0) {
    lines.push(`${skipped} skipped, which fails under CI (PROVISO_ALLOW_SKIP=1 allows it)`);
    failed += skipped;
  }
  if (passed + failed + skipped === 0) {
    lines.push("nothing was run: no test file matches");
    failed = 1;
  }
  const tail = skipped > 0 ? `, ${skipped} skipped` : "";
  return { lines: [...lines, `${passed} passed, ${failed} failed${tail}`], exitCode: failed > 0 || passed === 0 ? 1 : 0 };
}
