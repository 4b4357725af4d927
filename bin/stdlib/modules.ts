/** The standard modules as the language reads them. */
import { readdirSync, readFileSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { fileURLToPath } from "node:url";
import { reservedWords } from "../../grammar/index.ts";
import type { View } from "../../src/base/index.ts";
import { viaRules } from "../../src/evidence/index.ts";
import { standardViews } from "../../src/language/index.ts";

const stdlib = fileURLToPath(new URL("../../stdlib/", import.meta.url));
const VERSION = "1";

export interface StandardModule {
  /** `vuln`: its folder, and its page. */
  readonly name: string;
  /** The name under which pages use it: its own, or the plural where its own is a word of the language. */
  readonly alias: string;
  readonly specifier: string;
  readonly views: readonly View[];
}

/** Every folder below stdlib/ with a first version, in order of name. */
export function standardModules(): readonly StandardModule[] {
  return readdirSync(stdlib)
    .filter((name) => readModule(`std/${name}@${VERSION}`) !== undefined)
    .sort()
    .map((name) => {
      const alias = (reservedWords as readonly string[]).includes(name) ? `${name}s` : name;
      const specifier = `std/${name}@${VERSION}`;
      return { name, alias, specifier, views: standardViews(new Map([[alias, specifier]]), readModule, viaRules) };
    });
}

function readModule(specifier: string): string | undefined {
  const path = specifier.replace(/^std\/([a-z]+)@([0-9]+)$/u, "$1/$2/module.policy");
  try {
    return isAbsolute(path) ? undefined : readFileSync(join(stdlib, path), "utf8");
  } catch {
    return undefined;
  }
}
