// What of @oclif/core goes into the bundle: its parser and its classes. Not what finds plugins, compiles TypeScript, renders help, spins,
// prints and asks for the operating system's shell: nothing of it runs here, because base-command.ts makes the configuration itself, and it
// would be 6 MB and half of a bare start.
import type { Plugin } from "esbuild";
import { basename } from "node:path";

/** Replaced by an object whose every use throws, so that a release of oclif that does need one is noticed by the tests of the bundle. */
const unusedPackages = [
  "node:perf_hooks",
  "node:readline",
  "typescript",
  "minimatch",
  "tinyglobby",
  "lilconfig",
  "ejs",
  "clean-stack",
  "wrap-ansi",
  "indent-string",
];
const unusedFiles = [
  "config/plugin-loader",
  "config/plugin",
  "config/ts-path",
  "errors/handle",
  "help/index",
  "module-loader",
  "util/fs",
  "util/os",
  "util/read-tsconfig",
  "ux/index",
];

/** Replaced by as little as their users need: no logging, and no colour in messages, which report-failure.ts takes out anyway. */
const plainPackages: Readonly<Record<string, string>> = {
  debug: "module.exports = () => Object.assign(() => {}, { enabled: false });",
};
const plainFiles: Readonly<Record<string, string>> = {
  "ux/theme": "exports.colorize = (_, text) => text; exports.parseTheme = () => ({});",
};

export function leaveOutOfOclif(): Plugin {
  const packages = new RegExp(`^(?:${[...unusedPackages, ...Object.keys(plainPackages)].join("|")})$`);
  const names = [...unusedFiles, ...Object.keys(plainFiles)].join("|").replaceAll("/", "[\\\\/]");
  const files = new RegExp(`[\\\\/]@oclif[\\\\/]core[\\\\/]lib[\\\\/](${names})\\.js$`);
  return {
    name: "oclif-parts",
    setup(setup) {
      setup.onResolve({ filter: packages }, ({ path, importer }) =>
        /[\\/]@oclif[\\/]/u.test(importer) ? { path, namespace: "left-out" } : undefined,
      );
      setup.onLoad({ filter: /^/, namespace: "left-out" }, ({ path }) => ({ contents: plainPackages[path] ?? throwingModule(path) }));
      setup.onLoad({ filter: files }, ({ path }) => {
        const name = (files.exec(path)?.[1] ?? "").replaceAll("\\", "/");
        return { contents: plainFiles[name] ?? throwingModule(basename(name)) };
      });
    },
  };
}

function throwingModule(name: string): string {
  const message = JSON.stringify(`${name} is left out of the bundle (bin/oclif-parts.ts)`);
  return `module.exports = new Proxy({}, { get(_, key) { if (key === "__esModule" || typeof key === "symbol") return undefined; return function () { throw new Error(${message}); }; } });`;
}
