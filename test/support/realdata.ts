import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Test } from "uvu";

const folder = fileURLToPath(new URL("../../../shared/realdata/", import.meta.url));

/** The folder of real images, bundles and keys beside the project, or undefined where it is not there. It is never copied into the project. */
export const realdata: string | undefined = existsSync(folder) ? folder : undefined;

/** The absolute path of a file of the real data. Only call it where `realdata` is there: inside a test made with `withRealdata`. */
export function realdataPath(...parts: readonly string[]): string {
  if (realdata === undefined) throw new Error("no real data here; make this test with `withRealdata`");
  return join(realdata, ...parts);
}

/**
 * The suite itself where the real data is there; otherwise its `.skip`, after telling so once a process.
 * `const real = withRealdata(tests); real("judges the real image", () => …);`
 */
export function withRealdata<Context>(tests: Test<Context>): Test<Context> | Test<Context>["skip"] {
  return withNeed(tests, realdata !== undefined, "../shared/realdata");
}

const told = new Set<string>();

/** As `withRealdata`, for any other thing that a test needs from the machine (`docker-registry`, `cosign`). */
export function withNeed<Context>(tests: Test<Context>, isThere: boolean, need: string): Test<Context> | Test<Context>["skip"] {
  if (isThere) return tests;
  if (!told.has(need)) console.log(`skipped: needs ${need}`);
  told.add(need);
  return tests.skip;
}
