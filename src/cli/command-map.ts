import type { CommandClass } from "./base-command.ts";

export interface CommandEntry {
  readonly group: CommandGroup;
  readonly summary: string;
  /** Loads the command; its module and all it needs stay on disk until then. */
  readonly load: () => Promise<CommandClass>;
}

export const commandGroups = ["judge", "write", "evidence", "audit", "run"] as const;
export type CommandGroup = (typeof commandGroups)[number];

/** Every command by name, in the order of `policy --help`. */
export const commandMap: ReadonlyMap<string, CommandEntry> = new Map([
  [
    "eval",
    {
      group: "judge",
      summary: "judge an image against a policy, through a gate",
      load: async () => (await import("./commands/eval.ts")).Eval,
    },
  ],
  [
    "inspect",
    {
      group: "judge",
      summary: "every attestation found, verified or why not, by whom, about what",
      load: async () => (await import("./commands/inspect.ts")).Inspect,
    },
  ],
  [
    "init",
    {
      group: "write",
      summary: "write a first policy and its configuration",
      load: async () => (await import("./commands/init.ts")).Init,
    },
  ],
  [
    "check",
    {
      group: "write",
      summary: "whether policies compile: syntax, names, types, trust, tests, and lint",
      load: async () => (await import("./commands/check.ts")).Check,
    },
  ],
  [
    "lint",
    {
      group: "write",
      summary: "what is written correctly and probably not meant; --fix mends what is safe",
      load: async () => (await import("./commands/lint.ts")).Lint,
    },
  ],
  [
    "fmt",
    {
      group: "write",
      summary: "format policies in place, or say which are not formatted",
      load: async () => (await import("./commands/fmt.ts")).Fmt,
    },
  ],
  [
    "test",
    {
      group: "write",
      summary: "run the tests of policies; --coverage, --mutate, --watch, --update",
      load: async () => (await import("./commands/test.ts")).Test,
    },
  ],
  [
    "test record",
    {
      group: "write",
      summary: "turn an image's evidence and its verdict into a test of the policy",
      load: async () => (await import("./commands/test-record.ts")).TestRecord,
    },
  ],
  [
    "plan",
    {
      group: "write",
      summary: "which evidence a policy needs: types, signers, freshness, gates",
      load: async () => (await import("./commands/plan.ts")).Plan,
    },
  ],
  [
    "lock",
    {
      group: "write",
      summary: "fetch pinned imports and rewrite proviso.lock",
      load: async () => (await import("./commands/lock.ts")).Lock,
    },
  ],
  [
    "catalog",
    {
      group: "write",
      summary: "the control catalogue: what must hold, by which evidence, signed by whom, at which gate",
      load: async () => (await import("./commands/catalog.ts")).Catalog,
    },
  ],
  [
    "explain",
    {
      group: "write",
      summary: "the page of a diagnostic, a lint rule, a run-time reason, or the exit codes",
      load: async () => (await import("./commands/explain.ts")).Explain,
    },
  ],
  [
    "attest",
    {
      group: "evidence",
      summary: "sign a predicate about an image with a key, and attach it",
      load: async () => (await import("./commands/attest.ts")).Attest,
    },
  ],
  [
    "trust",
    {
      group: "evidence",
      summary: "what a policy's trust roots accept, and files to trust: show, add, update",
      load: async () => (await import("./commands/trust.ts")).Trust,
    },
  ],
]);
