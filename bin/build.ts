// Bundles src/ into dist/: `cli.cjs` for the command, `index.js` for the library, in commands/ the commands that pipelines wait for, each
// without the others, and in lazy/ what most runs never need.
import { build, type BuildOptions, type Metafile, type Plugin } from "esbuild";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { leaveOutOfChalk } from "./chalk-parts.ts";
import { embedModules } from "./embed.ts";
import { bundleLazyModules, lazyImports, lazyLoading } from "./lazy-modules.ts";
import { thirdPartyLicences } from "./licences.ts";
import { leaveOutOfOclif } from "./oclif-parts.ts";
import { sourceStamp, stampFile } from "./stamp.js";

const root = fileURLToPath(new URL("../", import.meta.url));
const plugins: readonly Plugin[] = [embedModules(), leaveOutOfChalk(), leaveOutOfOclif(), lazyLoading(root)];

const asProgram: BuildOptions = {
  format: "cjs",
  outExtension: { ".js": ".cjs" },
  // Compiled code that is kept between runs would have to import with what Node calls an experiment, and says so on every use.
  supported: { "dynamic-import": false },
};

/** Reading code that never runs is a tenth of a start, and what a new command brings must not slow these. */
const singleCommands = ["eval", "check"];

await main();

async function main(): Promise<void> {
  // Taken first: a source that changes during the build makes it stale, not fresh.
  const stamp = sourceStamp(root);
  const staging = join(root, `dist.${process.pid}`);
  mkdirSync(staging, { recursive: true });
  try {
    const metafiles = [
      await bundleCommands(staging),
      ...(await bundleSingleCommands(join(staging, "commands"))),
      await bundleLazyModules(join(staging, "lazy"), bundle),
    ];
    if (existsSync(join(root, "src/index.ts"))) metafiles.push(await bundleLibrary(staging));
    writeDigests(staging);
    writeFileSync(join(staging, "package.json"), `${JSON.stringify({ type: "module", sideEffects: false, imports: lazyImports })}\n`);
    writeFileSync(join(staging, "THIRD-PARTY-LICENCES.txt"), thirdPartyLicences(root, metafiles));
    writeFileSync(join(staging, basename(stampFile)), stamp);
    replaceDist(staging);
    prime();
    report(metafiles);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

/** One file for all commands: a command runs only the modules that it asks for, and one file is found and read faster than twenty. */
async function bundleCommands(outdir: string): Promise<Metafile> {
  return bundle({ ...asProgram, entryPoints: { cli: "src/cli/main.ts" }, outdir });
}

async function bundleSingleCommands(outdir: string): Promise<readonly Metafile[]> {
  return Promise.all(
    singleCommands.map(async (name) =>
      bundle({ ...asProgram, entryPoints: { [name]: "src/cli/main.ts" }, outdir, plugins: [withoutOtherCommands(name), ...plugins] }),
    ),
  );
}

function withoutOtherCommands(name: string): Plugin {
  return {
    name: "single-command",
    setup(setup) {
      setup.onLoad({ filter: /[\\/]src[\\/]cli[\\/](?:commands[\\/][\w-]+|testing[\\/]worker)\.ts$/ }, ({ path }) =>
        basename(path) === `${name}.ts` ? undefined : { contents: `throw new Error("only ${name} is in this bundle");` },
      );
    },
  };
}

async function bundleLibrary(outdir: string): Promise<Metafile> {
  return bundle({
    entryPoints: { index: "src/index.ts" },
    outdir,
    format: "esm",
    // CommonJS packages inside ask for Node's own modules with `require`.
    banner: { js: 'import{createRequire as __createRequire}from"node:module";const require=__createRequire(import.meta.url);' },
  });
}

async function bundle(options: BuildOptions): Promise<Metafile> {
  const { metafile } = await build({
    absWorkingDir: root,
    bundle: true,
    platform: "node",
    target: "node22",
    // Names stay, for stack traces that can be read.
    minifySyntax: true,
    minifyWhitespace: true,
    // THIRD-PARTY-LICENCES.txt holds them whole.
    legalComments: "none",
    logLevel: "error",
    metafile: true,
    // Optional peers: imported where they are installed, beside this package.
    external: ["@aws-sdk/client-kms"],
    plugins: [...plugins],
    ...options,
  });
  if (metafile === undefined) throw new Error("esbuild gave no metafile");
  return metafile;
}

/** Begins each CommonJS file with the digest of the rest, by which load-bundle.js knows compiled code that is of this file. */
function writeDigests(folder: string): void {
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((each) => each.endsWith(".cjs"))) {
    const text = readFileSync(join(folder, name));
    const digest = createHash("sha256").update(text).digest("hex").slice(0, 36);
    writeFileSync(join(folder, name), Buffer.concat([Buffer.from(`/*${digest}*/`), text]));
  }
}

/** A run of each command that people wait for, so that already their first one finds compiled code. What it answers does not matter. */
function prime(): void {
  const sample = ["oci-layout:policies/quickstart/image", "--at", "2026-11-25T12:00:00Z"];
  const policy = ["--policy", "policies/quickstart/quickstart.policy"];
  for (const words of [
    ["eval", ...sample, ...policy],
    ["inspect", ...sample],
    ["check", "policies/quickstart"],
    ["explain", "exit-codes"],
  ])
    spawnSync(process.execPath, [join(root, "bin/policy.js"), ...words], { cwd: root, stdio: "ignore" });
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
