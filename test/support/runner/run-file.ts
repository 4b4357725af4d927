import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What one test file did, before it is judged. */
export interface FileRun {
  readonly file: string;
  readonly source: string;
  /** stdout and stderr in the order they came. */
  readonly output: string;
  /** undefined when a signal ended it. */
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
  readonly durationMs: number;
}

const timeoutMs = 300_000;
const maxOutputCharacters = 1_000_000;

/** Runs one file in its own process and waits for its end. */
export async function runFile(root: string, file: string): Promise<FileRun> {
  const source = readFileSync(join(root, file), "utf8");
  const { FORCE_COLOR: _, ...env } = process.env;
  const started = performance.now();
  const child = spawn(process.execPath, [file], {
    cwd: root,
    env,
    stdio: ["ignore", "pipe", "pipe"],
    timeout: timeoutMs,
    killSignal: "SIGKILL",
  });
  let output = "";
  const collect = (chunk: string): void => {
    if (output.length < maxOutputCharacters) output += chunk;
  };
  child.stdout.setEncoding("utf8").on("data", collect);
  child.stderr.setEncoding("utf8").on("data", collect);
  const [exitCode, signal] = await new Promise<[number | null, string | null]>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, name) => resolve([code, name]));
  });
  return { file, source, output, exitCode: exitCode ?? undefined, signal: signal ?? undefined, durationMs: performance.now() - started };
}
