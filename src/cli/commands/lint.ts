import * as Args from "@oclif/core/args";
import * as Flags from "@oclif/core/flags";
import type { Diagnostic } from "../../diagnostics/index.ts";
import type { Compiled } from "../../language/index.ts";
import { applyFixes } from "../../lint/index.ts";
import { PolicyCommand, type Example } from "../base-command.ts";
import { exitCodes, ownExitCodes, type ExitCode } from "../exit-codes.ts";
import type { Io } from "../io.ts";
import { compileFile, sourceFinder } from "../judging/compile-policy.ts";
import { compileFlags } from "../judging/flags.ts";
import { lintCompiled, refuseUnknownRules } from "../judging/lint-policy.ts";
import { displayPath, findPolicies } from "../judging/policy-files.ts";
import { settingsOf, type Settings } from "../judging/settings.ts";
import { deliver, outputFlags } from "../output-file.ts";
import { checkReport } from "../render/check-report.ts";
import { renderDiagnostics, summaryLine } from "../render/diagnostic.ts";
import { escapeLine } from "../render/escape.ts";
import { replaceFile } from "../replace-file.ts";
import { UsageError } from "../usage-error.ts";

/** One policy with everything that is said about it. */
interface Linted extends Compiled {
  readonly path: string;
  readonly file: string;
}

/** A fix can uncover another one; each round takes something away, so this is never reached. */
const MOST_ROUNDS = 20;

/** `policy lint [PATH…]`: what is written correctly and probably not meant (`language.md` §10). */
export class Lint extends PolicyCommand {
  static override id = "lint";
  static override summary = "Lint policies: what is written correctly and probably not meant.";
  static override description =
    "Each rule is off, note, warn or deny; `lint.levels` of the configuration says which, and `lint.exceptions` names rule, control and " +
    "reason of what may stay. Nothing in a policy silences a rule. `policy explain L405` prints the page of a rule.";
  static override strict = false;
  static override args = {
    path: Args.string({ description: "policy files, or folders to search for them; the working directory if none", ignoreStdin: true }),
  };
  static override flags = {
    ...outputFlags,
    fix: Flags.boolean({ summary: "apply what is safe to apply, in place; comments stay" }),
    format: Flags.option({ options: ["text", "json"] as const, default: "text" as const, summary: "how to print it" })(),
    ...compileFlags,
  };
  static override exitCodeList = ownExitCodes("nothing is left at deny", [
    exitCodes.policyInvalid,
    "a policy does not compile, or a lint at deny is left",
  ]);
  static override exampleList: readonly Example[] = [
    { text: "Every policy below a folder", command: "lint policies/release" },
    { text: "For a program", command: "lint policies/quickstart --format json" },
  ];

  protected override async execute(): Promise<ExitCode> {
    const { argv, flags } = await this.parse(Lint);
    const { io } = this;
    const settings = await settingsOf(flags, io);
    refuseUnknownRules(settings);
    const paths = await findPolicies(argv.length > 0 ? argv.map(String) : ["."], io);
    if (paths.length === 0) throw new UsageError("there is no policy file here", "policy files end in .policy");
    if (flags.fix) for (const path of paths) this.#fix(path, settings);
    const linted = paths.map((path) => lintFile(path, settings, io));
    const diagnostics = linted.flatMap((each) => each.diagnostics);
    const text =
      flags.format === "json"
        ? JSON.stringify(checkReport(linted), undefined, 2)
        : textOf(linted, (each) => renderDiagnostics(each.diagnostics, sourceFinder(each), this.colours(flags)));
    deliver(io, text, flags.output);
    return diagnostics.some(({ severity }) => severity === "error") ? exitCodes.policyInvalid : exitCodes.passed;
  }

  /** Says on stderr what it did: stdout is for what is left. */
  #fix(path: string, settings: Settings): void {
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const { diagnostics, sources, path: shown } = lintFile(path, settings, this.io);
      const source = sources.find((each) => each.path === shown);
      if (source === undefined) return;
      const { text, applied } = applyFixes(shown, source.text, diagnostics);
      if (applied.length === 0) return;
      replaceFile(path, text);
      for (const title of applied) this.io.stderr.write(`${escapeLine(`${shown}: ${title}`)}\n`);
    }
  }
}

function lintFile(file: string, settings: Settings, io: Io): Linted {
  const compiled = compileFile(file, { parameters: settings.params }, settings.sigstoreRoots, io);
  const diagnostics: readonly Diagnostic[] = [...compiled.diagnostics, ...lintCompiled(compiled, file, settings)];
  return { ...compiled, diagnostics, path: displayPath(file, io), file };
}

function textOf(linted: readonly Linted[], render: (each: Linted) => string): string {
  const diagnostics = linted.flatMap((each) => each.diagnostics);
  const count = linted.length === 1 ? "1 policy" : `${linted.length} policies`;
  if (diagnostics.length === 0) return `${count} linted, nothing to say`;
  const rendered = linted.map(render).filter((text) => text !== "");
  return [...rendered, ...(linted.length > 1 ? [`${count} linted: ${summaryLine(diagnostics)}`] : [])].join("\n");
}
