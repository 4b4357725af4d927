import { processOutput, type ProcessOutput } from "./process-output.ts";

/** A stream that a command writes to. */
export interface Output {
  write(text: string): void;
  readonly isTerminal: boolean;
  readonly columns: number;
}

/** What the process gives to a command; tests pass their own. Results go to `stdout`, progress and warnings to `stderr`. */
export interface Io {
  /** All that is piped in; `undefined` when that is more than `maxBytes`. */
  readonly readStdin: (maxBytes: number) => Promise<Uint8Array | undefined>;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The module that threads run tests in; without it there are none. */
  readonly testWorker?: URL;
  /** Absolute path that relative paths of the command line start from. */
  readonly cwd: string;
}

export interface ProcessIo extends Io {
  readonly stdout: ProcessOutput;
  readonly stderr: ProcessOutput;
}

export function processIo(parts: Pick<Io, "testWorker"> = {}): ProcessIo {
  const stdout = processOutput(1, () => process.stdout);
  const stderr = processOutput(2, () => process.stderr);
  return { ...parts, readStdin, stdout, stderr, env: process.env, cwd: process.cwd() };
}

async function readStdin(maxBytes: number): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of process.stdin as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
