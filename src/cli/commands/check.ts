import * as Args from "@oclif/core/args";
import * as Flags from "@oclif/core/flags";
import type { Diagnostic } from "../../diagnostics/index.ts";
import { checkTests, controlCosts, type Compiled, type ControlCost } from "../../language/index.ts";
import { PolicyCommand, type Example } from "../base-command.ts";
import { exitCodes, ownExitCodes, type ExitCode } from "../exit-codes.ts";
import { compileFile, sourceFinder } from "../judging/compile-policy.ts";
import { compileFlags } from "../judging/flags.ts";
import { displayPath, findPolicies } from "../judging/policy-files.ts";
import { settingsOf } from "../judging/settings.ts";
import { deliver, outputFlags } from "../output-file.ts";
import { checkReport } from "../render/check-report.ts";
import { renderDiagnostics, summaryLine } from "../render/diagnostic.ts";
import { escapeLine } from "../render/escape.ts";
import { UsageError } from "../usage-error.ts";

/** `policy check [PATH…]`: whether policies compile, without judging anything. */
export class Check extends PolicyCommand {
  static override id = "check";
  static override summary = "Check policies: syntax, names, types, presence, trust, tests, and what lint warns of.";
  static override strict = false;
  static override args = {
    path: Args.string({ description: "policy files, or folders to search for them; the working directory if none", ignoreStdin: true }),
  };
  static override flags = {
    ...outputFlags,
    format: Flags.option({ options: ["text", "json"] as const, default: "text" as const, summary: "how to print it" })(),
    cost: Flags.boolean({ summary: "print the most steps that each control can take, and what they grow with" }),
    ...compileFlags,
  };
  static override exitCodeList = ownExitCodes("every policy compiles", [
    exitCodes.policyInvalid,
    "a policy has an error, or a lint at deny is left",
  ]);
  static override exampleList: readonly Example[] = [
    { text: "Every policy below a folder", command: "check policies" },
    { text: "What can a control cost?", command: "check policies/quickstart --cost" },
  ];

  protected override async execute(): Promise<ExitCode> {
    const { argv, flags } = await this.parse(Check);
    const { io } = this;
    const settings = await settingsOf(flags, io);
    const paths = await findPolicies(argv.length > 0 ? argv.map(String) : ["."], io);
    if (paths.length === 0) throw new UsageError("there is no policy file here", "policy files end in .policy");
    const { lintCompiled, refuseUnknownRules } = await import("../judging/lint-policy.ts");
    refuseUnknownRules(settings);
    const compiled = paths.map((path) => {
      const each = compileFile(path, { parameters: settings.params }, settings.sigstoreRoots, io);
      // Notes are for `policy lint`.
      const lints = lintCompiled(each, path, settings).filter(({ severity }) => severity !== "note");
      return { path: displayPath(path, io), ...each, diagnostics: [...each.diagnostics, ...testFaults(each), ...lints] };
    });
    const diagnostics = compiled.flatMap((each) => each.diagnostics);
    if (flags.format === "json") {
      deliver(io, `${JSON.stringify(checkReport(compiled), undefined, 2)}\n`, flags.output);
      return exitCodeOf(diagnostics);
    }
    const rendered = compiled.map((each) => renderDiagnostics(each.diagnostics, sourceFinder(each), this.colours(flags)));
    const costs = flags.cost ? compiled.flatMap((each) => controlCosts(each.policy?.controls ?? []).flatMap(costLines)) : [];
    const ending = diagnostics.length === 0 ? [checkedLine(compiled.length)] : compiled.length > 1 ? [summaryLine(diagnostics)] : [];
    deliver(io, [...rendered.filter((text) => text !== ""), ...costs, ...ending].join("\n"), flags.output);
    return exitCodeOf(diagnostics);
  }
}

/** What is wrong with `test` blocks: names, types and tables. What their fixtures hold is for `policy test`. */
function testFaults({ policy, declared }: Compiled): readonly Diagnostic[] {
  return policy === undefined ? [] : checkTests(declared.main, policy).diagnostics;
}

function exitCodeOf(diagnostics: readonly Diagnostic[]): ExitCode {
  return diagnostics.some((diagnostic) => diagnostic.severity === "error") ? exitCodes.policyInvalid : exitCodes.passed;
}

function checkedLine(count: number): string {
  return count === 1 ? "1 policy checked, nothing to say" : `${count} policies checked, nothing to say`;
}

/** `C-02: findings × 6 + 9 <= 300,009 steps`, and the same of each branch below it. */
function costLines({ id, branches, ...own }: ControlCost): readonly string[] {
  return [`${id}: ${costText(own)} steps`, ...branches.map(({ label, ...cost }) => `  ${escapeLine(`"${label}"`)}: ${costText(cost)}`)];
}

/** What is counted once only is its own bound. */
function costText({ formula, bound }: Pick<ControlCost, "formula" | "bound">): string {
  return formula === String(bound) ? formula : `${formula} <= ${bound.toLocaleString("en")}`;
}
