import * as Args from "@oclif/core/args";
import * as Flags from "@oclif/core/flags";
import { evidencePlan } from "../../language/index.ts";
import { PolicyCommand, type Example } from "../base-command.ts";
import { exitCodes, ownExitCodes, type ExitCode } from "../exit-codes.ts";
import { compileChosen, sourceFinder } from "../judging/compile-policy.ts";
import { compileFlags } from "../judging/flags.ts";
import { settingsOf } from "../judging/settings.ts";
import { deliver, outputFlags } from "../output-file.ts";
import { renderDiagnostics } from "../render/diagnostic.ts";
import { planMarkdown, planReport, renderPlan } from "../render/plan.ts";

/** `policy plan POLICY`: which evidence a policy will ask for, without looking for any. */
export class Plan extends PolicyCommand {
  static override id = "plan";
  static override summary = "Show which evidence a policy needs: predicate types, signed by whom, how fresh, at which gate.";
  static override args = {
    policy: Args.string({ description: "the policy, or the folder it is in", required: true, ignoreStdin: true }),
  };
  static override flags = {
    ...outputFlags,
    format: Flags.option({ options: ["text", "markdown", "json"] as const, default: "text" as const, summary: "how to print it" })(),
    ...compileFlags,
  };
  static override exitCodeList = ownExitCodes("the plan was printed", [exitCodes.policyInvalid, "the policy does not compile"]);
  static override exampleList: readonly Example[] = [
    { text: "What does this policy ask a pipeline for?", command: "plan policies/quickstart" },
    { text: "As a table for a document", command: "plan policies/release --format markdown" },
  ];

  protected override async execute(): Promise<ExitCode> {
    const { args, flags } = await this.parse(Plan);
    const { io } = this;
    const settings = await settingsOf({ ...flags, policy: args.policy }, io);
    const compiled = await compileChosen(settings, io);
    io.stderr.write(renderDiagnostics(compiled.diagnostics, sourceFinder(compiled), this.colours(flags)));
    if (!compiled.policy) return exitCodes.policyInvalid;
    const plan = evidencePlan(compiled.policy);
    const text = { text: renderPlan, markdown: planMarkdown, json: jsonOf }[flags.format](plan);
    deliver(io, text, flags.output);
    return exitCodes.passed;
  }
}

function jsonOf(plan: Parameters<typeof planReport>[0]): string {
  return JSON.stringify(planReport(plan), undefined, 2);
}
