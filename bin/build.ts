// Bundles src/ into dist/: `cli.js` for the command, `index.js` for the library, one chunk for each command and each heavy part.
import { build, type Metafile, type Plugin } from "esbuild";
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { thirdPartyLicences } from "./licences.ts";
import { sourceStamp, stampFile } from "./stamp.js";

const root = fileURLToPath(new URL("../", import.meta.url));

/**
 * Packages and files below @oclif/core that find plugins, compile TypeScript and ask for the operating system's shell. Nothing of it runs
 * here, because base-command.ts makes the configuration itself; `typescript` alone would be 6 MB. Each is replaced by an object whose every
 * use throws, so that a release of oclif that does need one is noticed by the tests of the bundle.
 */
const unusedPackages = ["typescript", "minimatch", "tinyglobby", "lilconfig"];
const unusedOclifFiles = ["config/plugin-loader", "config/plugin", "config/ts-path", "util/read-tsconfig", "util/os", "module-loader"];

await main();

async function main(): Promise<void> {
  // Taken first: a source that changes during the build makes it stale, not fresh.
  const stamp = sourceStamp(root);
  const staging = join(root, `dist.${process.pid}`);
  try {
    const { metafile } = await bundle(staging);
    writeFileSync(join(staging, "package.json"), '{ "type": "module", "sideEffects": false }\n');
    writeFileSync(join(staging, "THIRD-PARTY-LICENCES.txt"), thirdPartyLicences(root, metafile));
    writeFileSync(join(staging, basename(stampFile)), stamp);
    replaceDist(staging);
    report(metafile);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

async function bundle(outdir: string): Promise<{ readonly metafile: Metafile }> {
  mkdirSync(outdir, { recursive: true });
  const library: Record<string, string> = existsSync(join(root, "src/index.ts")) ? { index: "src/index.ts" } : {};
  const result = await build({
    absWorkingDir: root,
    entryPoints: { cli: "src/cli/main.ts", ...library },
    outdir,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node22",
    chunkNames: "chunks/[name]-[hash]",
    // Names stay, for stack traces that can be read.
    minifySyntax: true,
    minifyWhitespace: true,
    // THIRD-PARTY-LICENCES.txt holds them whole.
    legalComments: "none",
    metafile: true,
    logLevel: "error",
    // CommonJS packages inside the bundle ask for Node's own modules with `require`.
    banner: { js: 'import{createRequire as __createRequire}from"node:module";const require=__createRequire(import.meta.url);' },
    plugins: [embedModules(), leaveOut()],
  });
  if (result.metafile === undefined) throw new Error("esbuild gave no metafile");
  return { metafile: result.metafile };
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

function leaveOut(): Plugin {
  const packages = new RegExp(`^(?:${unusedPackages.join("|")})$`);
  const files = new RegExp(`[\\\\/]@oclif[\\\\/]core[\\\\/]lib[\\\\/](?:${unusedOclifFiles.join("|").replaceAll("/", "[\\\\/]")})\\.js$`);
  return {
    name: "leave-out",
    setup(setup) {
      setup.onResolve({ filter: packages }, ({ path, importer }) =>
        /[\\/]@oclif[\\/]/u.test(importer) ? { path, namespace: "left-out" } : undefined,
      );
      setup.onLoad({ filter: /^/, namespace: "left-out" }, ({ path }) => ({ contents: throwingModule(path) }));
      setup.onLoad({ filter: files }, ({ path }) => ({ contents: throwingModule(basename(path)) }));
    },
  };
}

function throwingModule(name: string): string {
  const message = JSON.stringify(`${name} is left out of the bundle (bin/build.ts)`);
  return `module.exports = new Proxy({}, { get(_, key) { if (key === "__esModule" || typeof key === "symbol") return undefined; return function () { throw new Error(${message}); }; } });`;
}

/** Swaps the new folder in with two renames, so that a command that starts meanwhile finds a whole one. */
function replaceDist(staging: string): void {
  const dist = join(root, "dist");
  const old = join(root, `dist.${process.pid}.old`);
  if (existsSync(dist)) renameSync(dist, old);
  renameSync(staging, dist);
  rmSync(old, { recursive: true, force: true });
}

function report(metafile: Metafile): void {
  const outputs = Object.entries(metafile.outputs).filter(([path]) => path.endsWith(".js"));
  const total = outputs.reduce((sum, [, output]) => sum + output.bytes, 0);
  process.stdout.write(`dist/: ${outputs.length} files, ${Math.round(total / 1024)} kB\n`);
  if (!process.argv.includes("--sizes")) return;
  for (const [path, { bytes }] of outputs.sort((a, b) => b[1].bytes - a[1].bytes))
    process.stdout.write(`  ${String(bytes).padStart(9)} ${path.replace(/^dist[^/]*\//u, "")}\n`);
}
