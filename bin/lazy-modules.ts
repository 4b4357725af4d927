// Modules that most runs never need, each bundled into a file of its own below dist/lazy/ that is read when something of it is first used.
// Sources keep their plain imports: whoever imports one of these modules gets stand-ins that load it.
import { build, type BuildOptions, type Metafile, type Plugin } from "esbuild";
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
  // Our only use of @sigstore/*: needed where a signature comes with a certificate.
  { name: "sigstore", module: "src/trust/sigstore/second-opinion.ts" },
  { name: "purl", module: "packageurl-js" },
  { name: "re2", module: "re2js" },
  { name: "semver", module: "semver/functions/parse.js" },
  { name: "spdx", module: "spdx-expression-parse" },
];

/** Below dist/, so that the specifier means the same in the entry files and in their chunks. */
export const lazyImports = { "#lazy/*": "./lazy/*.cjs" };

/** Bundles each lazy module into `outdir`/lazy/. */
export async function bundleLazyModules(root: string, outdir: string, shared: BuildOptions): Promise<Metafile> {
  const { metafile } = await build({
    ...shared,
    absWorkingDir: root,
    entryPoints: Object.fromEntries(lazyModules.map(({ name, module }) => [name, module])),
    outdir: join(outdir, "lazy"),
    outExtension: { ".js": ".cjs" },
    format: "cjs",
    bundle: true,
    metafile: true,
  });
  if (metafile === undefined) throw new Error("esbuild gave no metafile");
  return metafile;
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

/** The exports of the module, as objects that load it at their first use. Constants cannot be stood in for. */
async function standIns(root: string, { name, module }: LazyModule): Promise<string> {
  const exports = (await import(module.startsWith("src/") ? pathToFileURL(join(root, module)).href : module)) as Record<string, unknown>;
  const names = Object.keys(exports).filter((each) => each !== "module.exports");
  const wrong = names.filter((each) => typeof exports[each] !== "function");
  if (module.startsWith("src/") && wrong.length > 0) throw new Error(`${module}: ${wrong.join(", ")} is no function`);
  const own = readFileSync(new URL("lazy-stand-in.js", import.meta.url), "utf8");
  const lines = names
    .filter((each) => typeof exports[each] === "function")
    .map((each) =>
      each === "default" ? `export default standIn(() => defaultOf(load()));` : `export const ${each} = standIn(() => load().${each});`,
    );
  return `${own.replaceAll("export ", "")}
let loaded; const load = () => (loaded ??= require("#lazy/${name}"));
${lines.join("\n")}`;
}
