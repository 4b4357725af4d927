import * as Flags from "@oclif/core/flags";
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Io } from "./io.ts";
import { escapeAndCut } from "./render/escape.ts";
import { UsageError } from "./usage-error.ts";

/** For a command whose result may go to a file. */
export const outputFlags = {
  output: Flags.string({ summary: "write the result to a file instead of stdout", helpValue: "FILE" }),
};

/** Writes a result to `--output FILE` (relative to the working directory), or to stdout without it. A file that cannot be written is exit 4. */
export function deliver(io: Io, text: string, file: string | undefined): void {
  const whole = text.endsWith("\n") ? text : `${text}\n`;
  if (file === undefined) return io.stdout.write(whole);
  try {
    writeFileSync(resolve(io.cwd, file), whole);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown reason";
    throw new UsageError(`cannot write \`${escapeAndCut(file, 200)}\`: ${code}`, "name a file in a folder that exists and can be written");
  }
}
