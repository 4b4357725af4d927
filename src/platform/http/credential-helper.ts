import type { spawn } from "node:child_process";
import { delimiter, dirname, isAbsolute, relative } from "node:path";
import { err, ok } from "../../base/index.ts";
import type { CredentialHelper } from "../../registry/index.ts";

const TIMEOUT_MS = 10_000;
const MAX_BYTES = 64 * 1024;

/** No shell; the server's name goes in on standard input, where no argument list shows it. What the helper complains about is not read. */
export const runCredentialHelper: CredentialHelper = (name, server) => runHelper(name, server, TIMEOUT_MS);

/**
 * The search path without what lies in the working directory: that may be the repository being judged, and npm puts its `node_modules/.bin`
 * in front. Relative entries, the empty one among them, mean the working directory too.
 */
export function outsidePath(path: string, cwd: string): string {
  // Everything lies below the root of the disk; a container that works there keeps its programs.
  const isRoot = dirname(cwd) === cwd;
  const isOutside = (entry: string) => isAbsolute(entry) && (isRoot || relative(cwd, entry).startsWith(".."));
  return path.split(delimiter).filter(isOutside).join(delimiter);
}

export async function runHelper(name: string, server: string, timeoutMs: number): ReturnType<CredentialHelper> {
  // Loaded here, because most runs ask no helper.
  const childProcess = await import("node:child_process");
  return answerOf(childProcess.spawn, name, server, timeoutMs);
}

function answerOf(start: typeof spawn, name: string, server: string, timeoutMs: number): ReturnType<CredentialHelper> {
  return new Promise((resolve) => {
    const env = { ...process.env, PATH: outsidePath(process.env["PATH"] ?? "", process.cwd()) };
    const child = start(`docker-credential-${name}`, ["get"], { stdio: ["pipe", "pipe", "ignore"], env });
    const chunks: Buffer[] = [];
    let length = 0;
    // What the helper started may hold the pipe longer than the helper lives, so nobody waits for its end.
    const giveUp = (fault: "too-large" | "timeout"): void => {
      child.kill("SIGKILL");
      child.stdout.destroy();
      resolve(err(fault));
    };
    const timer = setTimeout(giveUp, timeoutMs, "timeout");
    child.stdout.on("data", (chunk: Buffer) => {
      length += chunk.length;
      if (length > MAX_BYTES) giveUp("too-large");
      else chunks.push(chunk);
    });
    child.once("error", (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      resolve(err(error.code === "ENOENT" ? "not-installed" : "failed"));
    });
    child.once("close", (exitCode) => {
      clearTimeout(timer);
      resolve(exitCode === null ? err("failed") : ok({ exitCode, stdout: Buffer.concat(chunks) }));
    });
    // A helper that ends without reading is no fault of the pipe.
    child.stdin.on("error", () => undefined);
    child.stdin.end(`${server}\n`);
  });
}
