// Which engine this is: a digest over everything it is built from. The build replaces this module by its value: bin/build.ts, "embedded modules".
import { createHash } from "node:crypto";
import { readTree } from "./read-tree.ts";

function digestOf(files: ReadonlyMap<string, string>): string {
  const hash = createHash("sha256");
  for (const [path, text] of files) hash.update(`${path}\0${text}\0`);
  return `sha256:${hash.digest("hex")}`;
}

/** `digest`: the same sources give the same digest, on every machine. */
export const engine: ReadonlyMap<string, string> = new Map([
  ["digest", digestOf(readTree(["src", "grammar", "stdlib"], [".ts", ".json", ".policy"]))],
]);
