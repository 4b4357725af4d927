/** Writing a file in place: beside it, flushed, renamed, so that no reader and no crash leaves half a file. */
import { randomBytes } from "node:crypto";
import {
  closeSync,
  constants,
  fchmodSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { escapeAndCut } from "./render/escape.ts";
import { UsageError } from "./usage-error.ts";

const NEW_FILE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL;
const PERMISSIONS = 0o777;

/** Replaces the text of an existing file; a link stays one, and so do permissions. A file that cannot be written is exit 4. */
export function replaceFile(path: string, text: string): void {
  try {
    const real = realpathSync(path);
    const draft = join(dirname(real), `.${basename(real).slice(0, 64)}.${process.pid}.${randomBytes(6).toString("hex")}`);
    try {
      writeDraft(draft, text, statSync(real).mode & PERMISSIONS);
      renameSync(draft, real);
    } catch (error) {
      removeIfThere(draft);
      throw error;
    }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown reason";
    throw new UsageError(`cannot write \`${escapeAndCut(path, 200)}\`: ${code}`, "the file is as it was");
  }
}

function writeDraft(path: string, text: string, mode: number): void {
  const file = openSync(path, NEW_FILE, mode);
  try {
    writeFileSync(file, text);
    fchmodSync(file, mode);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function removeIfThere(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}
