/** Programs that sign: no shell, nothing inherited but the environment, bounded time and output. */
import { spawn } from "node:child_process";
import { err, ok } from "../../base/index.ts";
import type { ProgramCall, ProgramRunner } from "../../trust/index.ts";

const TIMEOUT_MS = 30_000;
const MAX_BYTES = 256 * 1024;
const MAX_COMPLAINT_BYTES = 4 * 1024;

export function createProgramRunner(
  environment: Readonly<Record<string, string | undefined>>,
  timeoutMs: number = TIMEOUT_MS,
): ProgramRunner {
  return (call) => runProgram(call, environment, timeoutMs);
}

function runProgram(
  { program, args, stdin, env }: ProgramCall,
  environment: Readonly<Record<string, string | undefined>>,
  timeoutMs: number,
): ReturnType<ProgramRunner> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ["pipe", "pipe", "pipe"], env: { ...environment, ...env }, shell: false });
    const out: Buffer[] = [];
    let length = 0;
    let stderr = "";
    const giveUp = (fault: "too-large" | "timeout"): void => {
      child.kill("SIGKILL");
      child.stdout.destroy();
      child.stderr.destroy();
      resolve(err(fault));
    };
    const timer = setTimeout(giveUp, timeoutMs, "timeout");
    child.stdout.on("data", (chunk: Buffer) => {
      length += chunk.length;
      if (length > MAX_BYTES) giveUp("too-large");
      else out.push(chunk);
    });
    child.stderr.on("data", (chunk: Buffer) => {
      if (stderr.length < MAX_COMPLAINT_BYTES) stderr += chunk.toString("utf8").slice(0, MAX_COMPLAINT_BYTES);
    });
    child.once("error", (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      resolve(err(error.code === "ENOENT" ? "not-installed" : "failed"));
    });
    child.once("close", (exitCode) => {
      clearTimeout(timer);
      resolve(exitCode === null ? err("failed") : ok({ exitCode, stdout: new Uint8Array(Buffer.concat(out)), stderr }));
    });
    // A program that ends without reading is no fault of the pipe.
    child.stdin.on("error", () => undefined);
    child.stdin.end(stdin);
  });
}
