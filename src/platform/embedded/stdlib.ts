// The standard library's policy files. The build replaces this module by its value: bin/build.ts, "embedded modules".
import { readTree } from "./read-tree.ts";

/** Policy text and schemas by path: `stdlib/slsa/1/slsa.policy`. */
export const stdlib: ReadonlyMap<string, string> = readTree(["stdlib"], [".policy", ".json"]);
