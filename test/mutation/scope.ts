/** What is mutated, by which tests, and how high the score must be. */
import { findTestFiles } from "../support/runner/find.ts";

export const mutatedFolder = "src/trust";

export const leastScore = 85;

/** `MUTATION_TESTS=test/trust/der,test/trust/x509` tries mutants by these tests alone, which is quick while one writes them. */
export const chosenTests: readonly string[] = (process.env["MUTATION_TESTS"] ?? "").split(",").filter((word) => word !== "");

/** The tests of the folder, and those that hold it against others. */
const words: readonly string[] = ["test/trust/", "test/differential/"];

/** Many seconds each, by chance and by whole runs; what they find is found by the others too. */
const slow: readonly string[] = ["test/trust/fuzz.test.ts", "test/trust/attack-corpus/"];

export function testFiles(root: string): readonly string[] {
  if (chosenTests.length > 0) return findTestFiles(root, "test", ".test.ts", chosenTests);
  return findTestFiles(root, "test", ".test.ts", words).filter((path) => !slow.some((word) => path.includes(word)));
}
