/** Secrets from a person or a descriptor; never from an argument, which everybody on the machine can read. */
import { readSync } from "node:fs";

const MAX_BYTES = 4096;

/** What the terminal is typed, shown nowhere; `undefined` where there is no terminal, or nothing was meant (Ctrl-C, Ctrl-D). */
export function askPassword(question: string): Promise<Uint8Array | undefined> {
  const { stdin, stderr } = process;
  if (!stdin.isTTY) return Promise.resolve(undefined);
  stderr.write(question);
  stdin.setRawMode(true);
  stdin.resume();
  return new Promise((resolve) => {
    let typed: number[] = [];
    const finish = (answer: Uint8Array | undefined): void => {
      stdin.off("data", onData);
      stdin.setRawMode(false);
      stdin.pause();
      stderr.write("\n");
      resolve(answer);
    };
    const onData = (chunk: Buffer): void => {
      for (const byte of chunk) {
        if (byte === 0x0d || byte === 0x0a) return finish(Uint8Array.from(typed));
        if (byte === 0x03 || byte === 0x04 || typed.length >= MAX_BYTES) return finish(undefined);
        typed = byte === 0x7f || byte === 0x08 ? typed.slice(0, -1) : [...typed, byte];
      }
    };
    stdin.on("data", onData);
  });
}

/** Everything an open descriptor gives, without the last line end; `undefined` when it cannot be read or gives too much. */
export function readDescriptor(descriptor: number): Uint8Array | undefined {
  const bytes = Buffer.alloc(MAX_BYTES + 1);
  let length = 0;
  try {
    for (let read = 1; read > 0 && length <= MAX_BYTES; length += read)
      read = readSync(descriptor, bytes, length, bytes.length - length, null);
  } catch {
    return undefined;
  }
  if (length > MAX_BYTES) return undefined;
  const end = bytes[length - 1] === 0x0a ? length - 1 : length;
  return new Uint8Array(bytes.subarray(0, bytes[end - 1] === 0x0d && end < length ? end - 1 : end));
}
