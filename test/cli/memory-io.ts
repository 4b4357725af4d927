import type { Io, Output } from "../../src/cli/io.ts";

/** An `Io` that keeps what was written. */
export interface MemoryIo extends Io {
  readonly written: { stdout: string; stderr: string };
}

export interface MemoryIoParts {
  readonly env?: Io["env"];
  readonly isTerminal?: boolean;
  readonly cwd?: string;
  readonly stdin?: Uint8Array;
}

export function memoryIo(parts: MemoryIoParts = {}): MemoryIo {
  const written = { stdout: "", stderr: "" };
  const output = (name: "stdout" | "stderr"): Output => ({
    write: (text) => {
      written[name] += text;
    },
    isTerminal: parts.isTerminal ?? false,
    columns: 100,
  });
  const stdin = parts.stdin ?? new Uint8Array();
  const readStdin = async (maxBytes: number) => (stdin.length > maxBytes ? undefined : stdin);
  return { readStdin, stdout: output("stdout"), stderr: output("stderr"), env: parts.env ?? {}, cwd: parts.cwd ?? "/", written };
}
