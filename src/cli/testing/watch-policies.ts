/** `policy test --watch`: runs again when a file beside a policy changes, until it is interrupted. */
import { watch } from "node:fs";
import { dirname } from "node:path";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import type { Io } from "../io.ts";
import { UsageError } from "../usage-error.ts";

/** Editors write in several steps. */
const SETTLE_MS = 120;

export async function watchPolicies(paths: readonly string[], io: Io, run: () => Promise<ExitCode>): Promise<ExitCode> {
  const again = async () => {
    try {
      await run();
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      io.stderr.write(`${error.message}\n`);
    }
    io.stderr.write("waiting for a change; Ctrl-C ends it\n");
  };
  await again();
  const folders = [...new Set(paths.map((path) => dirname(path)))];
  await new Promise<void>((_resolve, reject) => {
    let timer: NodeJS.Timeout | undefined;
    let running = Promise.resolve();
    const changed = () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        running = running.then(again).catch(reject);
      }, SETTLE_MS);
    };
    for (const folder of folders) watch(folder, { recursive: true }, changed).on("error", reject);
  });
  return exitCodes.passed;
}
