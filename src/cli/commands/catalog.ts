import * as Args from "@oclif/core/args";
import * as Flags from "@oclif/core/flags";
import { catalogue } from "../../language/index.ts";
import { PolicyCommand, type Example } from "../base-command.ts";
import { exitCodes, ownExitCodes, type ExitCode } from "../exit-codes.ts";
import { compileFile, sourceFinder } from "../judging/compile-policy.ts";
import { compileFlags } from "../judging/flags.ts";
import { findPolicies } from "../judging/policy-files.ts";
import { settingsOf } from "../judging/settings.ts";
import { deliver, outputFlags } from "../output-file.ts";
import { catalogueMarkdown, catalogueReport } from "../render/catalogue.ts";
import { coloursFor } from "../render/colour.ts";
import { renderDiagnostics } from "../render/diagnostic.ts";
import { UsageError } from "../usage-error.ts";

/** `policy catalog [PATH…]`: the controls of policies as a catalogue for auditors. */
export class Catalog extends PolicyCommand {
  static override id = "catalog";
  static override summary = "Print the control catalogue: what must hold, by which evidence, signed by whom, at which gate.";
  static override description =
    "Everything in it stands in the policy; nothing is looked for and nothing is judged. Files without controls are left out.";
  static override strict = false;
  static override args = {
    path: Args.string({ description: "policy files, or folders to search for them; the working directory if none", ignoreStdin: true }),
  };
  static override flags = {
    ...outputFlags,
    format: Flags.option({ options: ["markdown", "json"] as const, default: "markdown" as const, summary: "how to print it" })(),
    ...compileFlags,
  };
  static override exitCodeList = ownExitCodes("the catalogue was printed", [exitCodes.policyInvalid, "a policy does not compile"]);
  static override exampleList: readonly Example[] = [
    { text: "A document for an auditor", command: "catalog policies/release" },
    { text: "For a program", command: "catalog policies/quickstart --format json" },
  ];

  protected override async execute(): Promise<ExitCode> {
    const { argv, flags } = await this.parse(Catalog);
    const { io } = this;
    const settings = await settingsOf(flags, io);
    const paths = await findPolicies(argv.length > 0 ? argv.map(String) : ["."], io);
    if (paths.length === 0) throw new UsageError("there is no policy file here", "policy files end in .policy");
    const compiled = paths.map((path) => compileFile(path, { parameters: settings.params }, settings.sigstoreRoots, io));
    const broken = compiled.filter(({ policy }) => policy === undefined);
    const colours = coloursFor(io.stderr, io.env, flags["no-color"] ? "never" : "automatic");
    for (const each of broken) io.stderr.write(renderDiagnostics(each.diagnostics, sourceFinder(each), colours));
    if (broken.length > 0) return exitCodes.policyInvalid;
    const all = compiled.flatMap(({ policy }) => (policy === undefined || policy.controls.length === 0 ? [] : [catalogue(policy)]));
    if (all.length === 0) throw new UsageError("no policy here has a control");
    deliver(io, flags.format === "json" ? JSON.stringify(catalogueReport(all), undefined, 2) : catalogueMarkdown(all), flags.output);
    return exitCodes.passed;
  }
}
