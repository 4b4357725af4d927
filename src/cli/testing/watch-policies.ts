/** `policy test --watch`: runs again when a file beside a policy changes, until it is interrupted. */
import { watch } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import type { Io } from "../io.ts";
import { UsageError } from "../usage-error.ts";

/** Editors write in several steps: a run begins when nothing changed for this long. */
export const SETTLE_MS = 120;

/** `outputs` are files that a run itself writes: a change of them is no reason to run again. */
export async function watchPolicies(
  paths: readonly string[],
  outputs: readonly string[],
  io: Io,
  run: () => Promise<ExitCode>,
): Promise<ExitCode> {
  const own = new Set(outputs.map((file) => resolve(io.cwd, file)));
  const again = async () => {
    try {
      await run();
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      io.stderr.write(`${error.message}\n`);
    }
    io.stderr.write("waiting for a change; Ctrl-C ends it\n");
  };
  const folders = [...new Set(paths.map((path) => dirname(resolve(io.cwd, path))))];
  await new Promise<void>((_resolve, reject) => {
    let timer: NodeJS.Timeout | undefined;
    let running = Promise.resolve();
    const runNext = () => {
      running = running.then(again).catch(reject);
    };
    // Before the first run: what is edited while it runs is not lost.
    for (const folder of folders) {
      watch(folder, { recursive: true }, (_event, name) => {
        if (name !== null && own.has(join(folder, name))) return;
        clearTimeout(timer);
        timer = setTimeout(runNext, SETTLE_MS);
      }).on("error", reject);
    }
    runNext();
  });
  return exitCodes.passed;
}
