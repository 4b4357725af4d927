// Bundles src/ into dist/: `cli.js` for the command, `index.js` for the library, one chunk for each command and each heavy part.
import { build, type BuildOptions, type Metafile, type Plugin } from "esbuild";
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { bundleLazyModules, lazyImports, lazyLoading } from "./lazy-modules.ts";
import { thirdPartyLicences } from "./licences.ts";
import { leaveOutOfOclif } from "./oclif-parts.ts";
import { sourceStamp, stampFile } from "./stamp.js";

const root = fileURLToPath(new URL("../", import.meta.url));

const shared: BuildOptions = {
  platform: "node",
  target: "node22",
  // Names stay, for stack traces that can be read.
  minifySyntax: true,
  minifyWhitespace: true,
  // THIRD-PARTY-LICENCES.txt holds them whole.
  legalComments: "none",
  logLevel: "error",
};

await main();

async function main(): Promise<void> {
  // Taken first: a source that changes during the build makes it stale, not fresh.
  const stamp = sourceStamp(root);
  const staging = join(root, `dist.${process.pid}`);
  try {
    const metafiles = [await bundle(staging), await bundleLazyModules(root, staging, shared)];
    writeFileSync(join(staging, "package.json"), `${JSON.stringify({ type: "module", sideEffects: false, imports: lazyImports })}\n`);
    writeFileSync(join(staging, "THIRD-PARTY-LICENCES.txt"), thirdPartyLicences(root, metafiles));
    writeFileSync(join(staging, basename(stampFile)), stamp);
    replaceDist(staging);
    report(metafiles);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

async function bundle(outdir: string): Promise<Metafile> {
  mkdirSync(outdir, { recursive: true });
  const library: Record<string, string> = existsSync(join(root, "src/index.ts")) ? { index: "src/index.ts" } : {};
  const { metafile } = await build({
    ...shared,
    absWorkingDir: root,
    entryPoints: { cli: "src/cli/main.ts", ...library },
    outdir,
    bundle: true,
    splitting: true,
    format: "esm",
    chunkNames: "chunks/[name]-[hash]",
    metafile: true,
    // CommonJS packages inside the bundle ask for Node's own modules with `require`.
    banner: { js: 'import{createRequire as __createRequire}from"node:module";const require=__createRequire(import.meta.url);' },
    plugins: [embedModules(), leaveOutOfOclif(), lazyLoading(root)],
  });
  if (metafile === undefined) throw new Error("esbuild gave no metafile");
  return metafile;
}

/** Embedded modules: a module of src/platform/embedded/ is run now, and its exports (maps of text) go into the bundle as values. */
function embedModules(): Plugin {
  return {
    name: "embed",
    setup(setup) {
      setup.onLoad({ filter: /[\\/]src[\\/]platform[\\/]embedded[\\/][\w-]+\.ts$/ }, async ({ path }) => {
        if (path.endsWith("index.ts")) return undefined;
        const exports = (await import(pathToFileURL(path).href)) as Record<string, unknown>;
        return {
          loader: "js",
          contents: Object.entries(exports)
            .map(([name, value]) => embedded(path, name, value))
            .join("\n"),
        };
      });
    },
  };
}

function embedded(path: string, name: string, value: unknown): string {
  if (!(value instanceof Map)) throw new Error(`${path}: export ${name} is not a map`);
  return `export const ${name} = /* @__PURE__ */ new Map(${JSON.stringify([...value])});`;
}

/** Swaps the new folder in with two renames, so that a command that starts meanwhile finds a whole one. */
function replaceDist(staging: string): void {
  const dist = join(root, "dist");
  const old = join(root, `dist.${process.pid}.old`);
  if (existsSync(dist)) renameSync(dist, old);
  renameSync(staging, dist);
  rmSync(old, { recursive: true, force: true });
}

function report(metafiles: readonly Metafile[]): void {
  const outputs = metafiles.flatMap(({ outputs }) => Object.entries(outputs));
  const total = outputs.reduce((sum, [, output]) => sum + output.bytes, 0);
  process.stdout.write(`dist/: ${outputs.length} files, ${Math.round(total / 1024)} kB\n`);
  if (!process.argv.includes("--sizes")) return;
  for (const [path, { bytes }] of outputs.sort((a, b) => b[1].bytes - a[1].bytes))
    process.stdout.write(`  ${String(bytes).padStart(9)} ${path.replace(/^dist[^/]*\//u, "")}\n`);
}
