// The layers of docs/ARCHITECTURE.md, "Who may import whom". bin/check-layers.ts runs this and checks that every module was seen.

/** What each part may import besides itself and `base`; a part that is not listed may import nothing. */
const mayImport = {
  base: [],
  diagnostics: [],
  grammar: ["diagnostics"],
  language: ["diagnostics", "grammar"],
  lint: ["diagnostics", "grammar", "language"],
  registry: ["diagnostics"],
  trust: ["diagnostics"],
  evidence: ["diagnostics", "trust"],
  evaluate: ["diagnostics", "grammar", "language", "evidence"],
  engine: ["diagnostics", "grammar", "language", "registry", "trust", "evidence", "evaluate"],
};
const core = Object.keys(mayImport);
for (const part of ["audit", "testing", "fleet"]) mayImport[part] = [...core];
mayImport.platform = [...core, "audit", "testing", "fleet"];
for (const shell of ["cli", "lsp", "server"]) mayImport[shell] = [...core, "audit", "testing", "fleet", "platform"];

/** Imports between parts that may only bring types: from, to. */
const typesOnly = [
  ["evidence", "trust"],
  ["evaluate", "evidence"],
];

/** Parts that may touch the machine: files, network, clock, processes. */
const impure = ["platform", "cli", "lsp", "server", "fleet"];

/** The one home of each package that the product uses. A package that is not listed may not be imported at all. */
const homes = {
  chevrotain: "^grammar/",
  "@sigstore/[^/]+": "^src/trust/sigstore/",
  "@peculiar/webcrypto": "^src/platform/crypto/",
  "@noble/ciphers": "^src/trust/keys/",
  undici: "^src/platform/",
  "@aws-sdk/client-kms": "^src/platform/key-services/",
  cosmiconfig: "^src/platform/",
  "fast-check": "^src/testing/for-all/",
  "fast-glob": "^src/platform/",
  "@oclif/core": "^src/cli/",
  chalk: "^src/cli/render/",
  "ts-pattern": "^src/(cli|lsp|server|audit)/",
  re2js: "^src/base/",
  semver: "^src/base/",
  "spdx-exceptions": "^src/base/",
  "spdx-expression-parse": "^src/base/",
  "spdx-license-ids": "^src/base/",
  "packageurl-js": "^src/base/",
};

const folderOf = (part) => (part === "grammar" ? "^grammar/" : `^src/${part}/`);
const packagePath = (name) => `(^|/)node_modules/(@types/)?${name}/`;

const layerRules = Object.entries(mayImport).map(([part, others]) => ({
  name: `layer-${part}`,
  comment: `${part} may import base${others.length > 0 ? `, ${others.join(", ")}` : ""} and nothing else of ours`,
  severity: "error",
  from: { path: folderOf(part) },
  to: {
    path: "^(src|grammar|test|bin|bench)/",
    pathNot: [folderOf(part), folderOf("base"), ...others.map(folderOf)],
  },
}));

const typeRules = typesOnly.map(([from, to]) => ({
  name: `types-only-${from}-${to}`,
  comment: `${from} may know the types of ${to}, and never run its code`,
  severity: "error",
  from: { path: folderOf(from) },
  to: { path: folderOf(to), dependencyTypesNot: ["type-only"] },
}));

const homeRules = Object.entries(homes).map(([name, home]) => ({
  name: `home-${name.replaceAll(/[^a-z0-9]+/g, "-")}`,
  comment: `${name} is used in ${home} and nowhere else, so that it can be replaced in one place`,
  severity: "error",
  from: { path: "^(src|grammar)/", pathNot: home },
  to: { path: packagePath(name) },
}));

module.exports = {
  forbidden: [
    ...layerRules,
    ...typeRules,
    ...homeRules,
    {
      name: "known-part",
      comment: "a new folder of src/ gets its place in `mayImport` first",
      severity: "error",
      from: { path: "^src/", pathNot: ["^src/index\\.ts$", ...Object.keys(mayImport).map(folderOf)] },
      to: {},
    },
    {
      name: "library-door",
      comment: "the library is the core and the platform's adapters, not the shells",
      severity: "error",
      from: { path: "^src/index\\.ts$" },
      to: { path: "^src/(cli|lsp|server)/" },
    },
    {
      name: "no-cycle",
      comment: "modules that need each other are one module, or miss a third; type-only imports count",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "door",
      comment: "another folder is entered by its index.ts",
      severity: "error",
      from: { path: "^(?:src/)?(grammar|[^/]+)/" },
      to: {
        path: "^(?:src/[^/]+|grammar)/.",
        // platform is a shelf of adapters that do not know each other: each has its own door, so that using one does not load all.
        pathNot: ["^(?:src/)?$1/", "^(?:src/[^/]+|grammar)/index\\.ts$", "^src/platform/[^/]+/index\\.ts$"],
      },
    },
    {
      name: "pure",
      comment: "outside the shells, platform and fleet nothing reaches the machine; it arrives as a port",
      severity: "error",
      from: { path: "^(src|grammar)/", pathNot: [...impure.map(folderOf), "^src/trust/sigstore/"] },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "pure-sigstore",
      comment: "trust/sigstore may use node:crypto, as the package it wraps does, and nothing else of Node",
      severity: "error",
      from: { path: "^src/trust/sigstore/" },
      to: { dependencyTypes: ["core"], pathNot: "^(node:)?crypto$" },
    },
    {
      name: "known-package",
      comment: "a package gets its home in `homes` before it is imported",
      severity: "error",
      from: { path: "^(src|grammar)/" },
      to: { path: "node_modules/", pathNot: Object.keys(homes).map(packagePath) },
    },
    {
      name: "resolvable",
      comment: "an import that leads nowhere",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      extensions: [".ts", ".js", ".cjs", ".mjs", ".json", ".d.ts"],
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
    },
  },
};
