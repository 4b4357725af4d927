/**
 * Imports a test file with modules of its own, so that what one mutant left in a module's memory is no matter to the next. Files are
 * read and stripped of their types once.
 */
import { readFileSync } from "node:fs";
import { registerHooks, stripTypeScriptTypes } from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const standIn = new URL("./suites.ts", import.meta.url).href;
const stripped = new Map<string, string>();
let generation = 0;

/** From here on `uvu` is `suites.ts`, and whatever is imported by a fresh file is fresh. Call it once a process. */
export function installHooks(root: string): void {
  const own = pathToFileURL(`${root}/`).href;
  registerHooks({
    resolve: (specifier, context, next) => {
      if (specifier === "uvu") return { url: standIn, format: "module-typescript", shortCircuit: true };
      const resolved = next(specifier, context);
      const query = context.parentURL === undefined ? "" : new URL(context.parentURL).search;
      const isFresh = query !== "" && resolved.url.startsWith(own) && !resolved.url.includes("/node_modules/");
      return isFresh && new URL(resolved.url).search === "" ? { ...resolved, url: resolved.url + query } : resolved;
    },
    load: (url, context, next) => {
      const isOurs = url.startsWith(own) && /\.ts\?fresh=\d+$/u.test(url);
      return isOurs ? { format: "module", source: sourceOf(fileURLToPath(url)), shortCircuit: true } : next(url, context);
    },
  });
}

function sourceOf(path: string): string {
  const known = stripped.get(path);
  if (known !== undefined) return known;
  const source = stripTypeScriptTypes(readFileSync(path, "utf8"));
  stripped.set(path, source);
  return source;
}

/** Imports `file`, a path from `root`, and all that it imports from there anew. */
export async function importFresh(root: string, file: string): Promise<void> {
  generation += 1;
  await import(`${pathToFileURL(join(root, file)).href}?fresh=${generation}`);
}
