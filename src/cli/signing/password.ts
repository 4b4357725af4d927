/** Where the password of an encrypted key comes from: a descriptor, `COSIGN_PASSWORD`, a prompt. Never an argument. */
import { askPassword, readDescriptor } from "../../platform/terminal/index.ts";
import type { Io } from "../io.ts";
import { UsageError } from "../usage-error.ts";

export interface PasswordFlags {
  readonly "password-fd"?: number | undefined;
}

/** An empty `COSIGN_PASSWORD` is an empty password, as cosign has it. */
export function passwordSource(flags: PasswordFlags, io: Io): () => Promise<Uint8Array | undefined> {
  return async () => {
    const descriptor = flags["password-fd"];
    if (descriptor !== undefined) return fromDescriptor(descriptor);
    const given = io.env["COSIGN_PASSWORD"];
    if (given !== undefined) return new TextEncoder().encode(given);
    return io.stderr.isTerminal ? askPassword("password of the key: ") : undefined;
  };
}

function fromDescriptor(descriptor: number): Uint8Array {
  const password = readDescriptor(descriptor);
  if (password === undefined) throw new UsageError(`the password cannot be read from descriptor ${descriptor}`);
  return password;
}
