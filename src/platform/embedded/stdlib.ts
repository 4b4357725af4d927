// The standard library's policy files. The build replaces this module by its value: bin/build.ts, "embedded modules".
import { readTree } from "./read-tree.ts";

/** Policy text by path: `stdlib/slsa/1/module.policy`. Schemas and examples are for people and other tools. */
export const stdlib: ReadonlyMap<string, string> = readTree(["stdlib"], [".policy"]);
