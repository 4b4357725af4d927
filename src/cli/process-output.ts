import { fstatSync, writeSync } from "node:fs";

export interface ProcessOutput {
  write(text: string): void;
  readonly isTerminal: boolean;
  readonly columns: number;
  /** Resolves when everything has been handed to the system, or has no reader any more. */
  flush(): Promise<void>;
}

const defaultColumns = 100;

/**
 * A stream of this process. Node's own object loads sockets and terminals before the first letter is written, which a command that lives for
 * a tenth of a second notices; so a file or a pipe is written to as it is, and only a terminal, or a pipe that is full, gets the object.
 *
 * A reader that went away (`policy explain E3001 | head -1`) is no fault of ours, and must not turn one exit code into another.
 */
export function processOutput(descriptor: 1 | 2, open: () => NodeJS.WriteStream): ProcessOutput {
  let stream: NodeJS.WriteStream | undefined;
  let isGone = false;
  const opened = (): NodeJS.WriteStream => (stream ??= withoutBrokenPipes(open()));
  const isTerminal = mayBeTerminal(descriptor) && (open() as { readonly isTTY?: boolean }).isTTY === true;
  return {
    write: (text) => {
      if (isGone) return;
      const bytes = Buffer.from(text);
      const written = stream || isTerminal ? 0 : writeNow(descriptor, bytes);
      if (written === "gone") isGone = true;
      else if (written < bytes.length && opened().writable) opened().write(bytes.subarray(written));
    },
    isTerminal,
    get columns() {
      return isTerminal ? (opened().columns ?? defaultColumns) : defaultColumns;
    },
    flush: async () => {
      if (stream?.errored && !hasCode(stream.errored, "EPIPE")) throw stream.errored;
      if (stream?.writable === true) await new Promise<void>((resolve) => stream?.write("", () => resolve()));
    },
  };
}

/** `/dev/null` is a device too; the object tells them apart. What cannot be looked at is left to it as well. */
function mayBeTerminal(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isCharacterDevice();
  } catch {
    return true;
  }
}

/** How many bytes the system has taken; fewer than there are when a pipe that does not wait is full. */
function writeNow(descriptor: number, bytes: Uint8Array): number | "gone" {
  let written = 0;
  try {
    while (written < bytes.length) written += writeSync(descriptor, bytes, written);
  } catch (error) {
    if (hasCode(error, "EPIPE")) return "gone";
    if (!hasCode(error, "EAGAIN")) throw error;
  }
  return written;
}

function withoutBrokenPipes(stream: NodeJS.WriteStream): NodeJS.WriteStream {
  return stream.on("error", (error) => {
    if (!hasCode(error, "EPIPE")) throw error;
  });
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
