import { spawn } from "node:child_process";
import { err, ok } from "../../base/index.ts";
import type { CredentialHelper } from "../../registry/index.ts";

const TIMEOUT_MS = 10_000;
const MAX_BYTES = 64 * 1024;

/** No shell; the server's name goes in on standard input, where no argument list shows it. What the helper complains about is not read. */
export const runCredentialHelper: CredentialHelper = (name, server) =>
  new Promise((resolve) => {
    const child = spawn(`docker-credential-${name}`, ["get"], {
      stdio: ["pipe", "pipe", "ignore"],
      timeout: TIMEOUT_MS,
      killSignal: "SIGKILL",
    });
    const chunks: Buffer[] = [];
    let length = 0;
    child.stdout.on("data", (chunk: Buffer) => {
      length += chunk.length;
      if (length > MAX_BYTES) child.kill("SIGKILL");
      else chunks.push(chunk);
    });
    child.once("error", (error: NodeJS.ErrnoException) => resolve(err(error.code === "ENOENT" ? "not-installed" : "failed")));
    child.once("close", (exitCode) => {
      if (length > MAX_BYTES) resolve(err("too-large"));
      else if (exitCode === null) resolve(err("timeout"));
      else resolve(ok({ exitCode, stdout: Buffer.concat(chunks) }));
    });
    // A helper that ends without reading is no fault of the pipe.
    child.stdin.on("error", () => undefined);
    child.stdin.end(`${server}\n`);
  });
