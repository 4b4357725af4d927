/** Files of golden traces: a policy's folder is the only place that its tests read and write, whatever the policy names. */
import { closeSync, constants, fstatSync, ftruncateSync, lstatSync, mkdirSync, openSync, readSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "../usage-error.ts";

/** Names of folders and files from the policy's folder on; `undefined` where the path leads elsewhere. */
function stepsOf(file: string): readonly string[] | undefined {
  const steps = file.replace(/^\.\//u, "").split("/");
  return steps.every((step) => step !== "" && step !== "." && step !== ".." && !/[\\:\0]/u.test(step)) ? steps : undefined;
}

export function isInFolder(file: string): boolean {
  return stepsOf(file) !== undefined;
}

/** Writes a trace below the folder, through no link; anything else is the user's to mend (`UsageError`). */
export function writeGolden(folder: string, file: string, text: string): void {
  const steps = stepsOf(file);
  if (steps === undefined) throw cannotBeWritten(file, "it leaves the folder of the policy");
  try {
    const path = join(foldersOf(folder, steps.slice(0, -1), file), steps.at(-1) ?? "");
    const { O_RDWR, O_CREAT, O_NOFOLLOW } = constants;
    const open = openSync(path, O_RDWR | O_CREAT | O_NOFOLLOW, 0o644);
    try {
      // What is the same is left alone: `--watch` would see a change, and run for ever.
      if (holds(open, Buffer.from(text))) return;
      ftruncateSync(open);
      writeFileSync(open, text);
    } finally {
      closeSync(open);
    }
  } catch (error) {
    if (error instanceof UsageError || !(error instanceof Error && "code" in error)) throw error;
    throw cannotBeWritten(file, String(error.code));
  }
}

/** Moves no position of the open file. */
function holds(open: number, bytes: Buffer): boolean {
  if (fstatSync(open).size !== bytes.length) return false;
  const before = Buffer.alloc(bytes.length);
  return readSync(open, before, 0, before.length, 0) === bytes.length && before.equals(bytes);
}

/** Each folder made where it lacks, refused where it is a link. */
function foldersOf(root: string, steps: readonly string[], file: string): string {
  return steps.reduce((folder, step) => {
    const path = join(folder, step);
    mkdirSync(path, { recursive: true });
    if (!lstatSync(path).isDirectory()) throw cannotBeWritten(file, "a link leads out of the folder of the policy");
    return path;
  }, root);
}

function cannotBeWritten(file: string, why: string): UsageError {
  return new UsageError(
    `the golden trace \`${file.slice(0, 200)}\` cannot be written: ${why}`,
    "name a file below the folder of the policy",
  );
}
