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
  /** Absolute path that relative paths of the command line start from. */
  readonly cwd: string;
}

const defaultColumns = 100;

export function processIo(): Io {
  return { readStdin, stdout: outputOf(process.stdout), stderr: outputOf(process.stderr), env: process.env, cwd: process.cwd() };
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

/** A reader that went away (`policy explain E3001 | head -1`) is no fault of ours, and must not turn one exit code into another. */
function outputOf(stream: NodeJS.WriteStream): Output {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
  return {
    write: (text) => {
      if (stream.writable) stream.write(text);
    },
    get isTerminal() {
      return stream.isTTY === true;
    },
    get columns() {
      return stream.columns ?? defaultColumns;
    },
  };
}
