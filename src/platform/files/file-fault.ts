import { err, type Result } from "../../base/index.ts";
import type { FileFault, FileFaultKind } from "../../registry/index.ts";

const KINDS: ReadonlyMap<string, FileFaultKind> = new Map([
  ["ENOENT", "not-found"],
  ["ENOTDIR", "path-refused"],
  ["ELOOP", "path-refused"],
  ["EISDIR", "not-a-file"],
  ["ENXIO", "not-a-file"],
  ["EEXIST", "exists"],
]);

export function refuse(kind: FileFaultKind, detail: string): Result<never, FileFault> {
  return err({ kind, detail });
}

/** What the operating system said, in our words; anything it did not say is our own mistake and is thrown on. */
export function faultOf(thrown: unknown): FileFault {
  const code = thrown instanceof Error && "code" in thrown ? thrown.code : undefined;
  if (typeof code !== "string") throw thrown;
  return { kind: KINDS.get(code) ?? "unreadable", detail: describe(code) };
}

function describe(code: string): string {
  switch (code) {
    case "ENOENT":
      return "there is no such file";
    case "ELOOP":
      return "it is a symbolic link";
    case "EISDIR":
      return "it is a folder";
    case "EACCES":
    case "EPERM":
      return "permission denied";
    default:
      return `the system says ${code}`;
  }
}
