// Modules that most runs never need, each bundled into a file of its own below dist/lazy/ that is read when something of it is first used.
// Sources keep their plain imports: whoever imports one of these modules gets stand-ins that load it.
import type { BuildOptions, Metafile, Plugin } from "esbuild";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

interface LazyModule {
  /** The file in dist/lazy/, without its extension. */
  readonly name: string;
  /** As it is imported: a package, or a file of ours by its path from the root. */
  readonly module: string;
}

const lazyModules: readonly LazyModule[] = [
  // Needed where a signature comes with a certificate.
  { name: "sigstore", module: "src/trust/sigstore/second-opinion.ts" },
  // Asks it about whole bundles, for `inspect --cross-check`.
  { name: "cross-check", module: "src/trust/sigstore/cross-check.ts" },
  { name: "network", module: "src/platform/http/undici-transport.ts" },
  { name: "signing", module: "src/platform/crypto/webcrypto-provider.ts" },
  { name: "yaml", module: "cosmiconfig" },
  { name: "glob", module: "fast-glob" },
  // Draws the evidence of `for all` in tests of policies.
  { name: "drawing", module: "fast-check" },
  { name: "purl", module: "packageurl-js" },
  { name: "re2", module: "re2js" },
  { name: "semver", module: "semver/functions/parse.js" },
  { name: "spdx", module: "spdx-expression-parse" },
];

/** Below dist/, so that the specifier means the same in the entry files and in their chunks. */
export const lazyImports = { "#lazy/*": "./lazy/*.cjs" };

/** Bundles each lazy module into `outdir`. */
export async function bundleLazyModules(outdir: string, bundle: (options: BuildOptions) => Promise<Metafile>): Promise<Metafile> {
  const entryPoints = Object.fromEntries(lazyModules.map(({ name, module }) => [name, module]));
  return bundle({ entryPoints, outdir, format: "cjs", outExtension: { ".js": ".cjs" } });
}

/** Puts stand-ins in the place of lazy modules. */
export function lazyLoading(root: string): Plugin {
  return {
    name: "lazy-modules",
    setup(setup) {
      setup.onResolve({ filter: /^#lazy\// }, ({ path }) => ({ path, external: true }));
      setup.onResolve({ filter: /./ }, ({ path, resolveDir, importer, namespace }) => {
        if (namespace !== "file" || !isOurs(root, importer)) return undefined;
        const found = lazyModules.find(({ module }) => module === path || join(root, module) === join(resolveDir, path));
        return found && { path: found.name, namespace: "lazy", pluginData: found };
      });
      setup.onLoad({ filter: /./, namespace: "lazy" }, async ({ pluginData }) => ({
        contents: await standIns(root, pluginData as LazyModule),
      }));
    },
  };
}

function isOurs(root: string, importer: string): boolean {
  return importer.startsWith(join(root, "src")) || importer.startsWith(join(root, "grammar"));
}

/** The exports of the module, as objects that load it at their first use. Texts and numbers cannot be stood in for. */
async function standIns(root: string, { name, module }: LazyModule): Promise<string> {
  const path = module.startsWith("src/") ? pathToFileURL(join(root, module)).href : module;
  const exports = (await import(path)) as Record<string, unknown>;
  const names = Object.keys(exports).filter((each) => each !== "module.exports" && each !== "__esModule");
  const lines = names
    .filter((each) => typeof exports[each] === "function" || typeof exports[each] === "object")
    .map(
      (each) =>
        `export ${each === "default" ? "default" : `const ${each} =`} standIn(() => ${each === "default" ? "defaultOf(load())" : `load().${each}`});`,
    );
  const own = readFileSync(new URL("lazy-stand-in.js", import.meta.url), "utf8").replaceAll("export ", "");
  return [own, `let loaded; const load = () => (loaded ??= require("#lazy/${name}"));`, ...lines].join("\n");
}
