/** The score: of the mutants that were tried, the share that a test noticed. */
import { dirname } from "node:path";
import type { MutantResult } from "@stryker-mutator/api/core";

export type Tried = Pick<MutantResult, "fileName" | "status" | "location" | "mutatorName" | "replacement">;

/** Not tried: what the configuration leaves out, and what is no program any more. */
export function counts({ status }: Tried): boolean {
  return status !== "Ignored" && status !== "CompileError" && status !== "RuntimeError";
}

/** Noticed by a failing test or an endless loop, or not counted. */
export function isFound(mutant: Tried): boolean {
  return !counts(mutant) || mutant.status === "Killed" || mutant.status === "Timeout";
}

/** Percent; 100 when nothing was tried. */
export function scoreOf(mutants: readonly Tried[]): number {
  const counted = mutants.filter(counts);
  return counted.length === 0 ? 100 : (100 * counted.filter(isFound).length) / counted.length;
}

export function foldersOf<Mutant extends Tried>(mutants: readonly Mutant[]): readonly (readonly [string, readonly Mutant[]])[] {
  const byFolder = Map.groupBy(mutants, ({ fileName }) => dirname(fileName));
  return [...byFolder].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** `src/trust/der/der.ts:12:3 EqualityOperator → a <= b (NoCoverage)`. */
export function survivorLine({ fileName, location, mutatorName, replacement, status }: Tried): string {
  const change = (replacement ?? "").replaceAll(/\s+/gu, " ").slice(0, 90);
  return `${fileName}:${location.start.line}:${location.start.column} ${mutatorName} → ${change}${status === "NoCoverage" ? " (no test comes here)" : ""}`;
}
