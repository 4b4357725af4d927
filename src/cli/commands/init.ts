import * as Args from "@oclif/core/args";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { findConfig } from "../../platform/config/index.ts";
import { PolicyCommand, type Example } from "../base-command.ts";
import { createFiles } from "../create-files.ts";
import { exitCodes, ownExitCodes, type ExitCode } from "../exit-codes.ts";
import { displayPath } from "../judging/policy-files.ts";
import { escapeLine } from "../render/escape.ts";
import { gitHubProject } from "../starter/git-remote.ts";
import { FIXTURE_PATH, nextSteps, starterConfig, starterFixture, starterPolicy, STARTER_PATH } from "../starter/starter-policy.ts";
import { UsageError } from "../usage-error.ts";

const CONFIG_PATH = "policy.config.json";

/** `policy init [FOLDER]`: a first policy and its configuration. It asks nothing and replaces nothing. */
export class Init extends PolicyCommand {
  static override id = "init";
  static override summary = "Write a first policy with its tests, and its configuration.";
  static override description =
    `Writes ${STARTER_PATH}, ${FIXTURE_PATH} for its tests, and ${CONFIG_PATH}, for the GitHub repository that git's \`origin\` names, else for acme/app, which is then to be ` +
    "replaced. A file that is there already is never touched: then nothing is written at all.";
  static override args = {
    folder: Args.string({ description: "the root of the repository; the working directory if none", ignoreStdin: true }),
  };
  static override flags = {};
  static override exitCodeList = ownExitCodes("the files were written");
  static override exampleList: readonly Example[] = [
    { text: "In the root of a repository; here there is a configuration already", command: "init .", exitCode: exitCodes.usage },
  ];

  protected override async execute(): Promise<ExitCode> {
    const { args } = await this.parse(Init);
    const root = resolve(this.io.cwd, args.folder ?? ".");
    await refuseToReplace(root);
    const found = gitHubProject(root);
    const project = found ?? { owner: "acme", repository: "app" };
    const files = [
      [STARTER_PATH, starterPolicy(project)],
      [CONFIG_PATH, starterConfig()],
      [FIXTURE_PATH, starterFixture(project)],
    ] as const;
    await createFiles(root, files);
    for (const [path] of files) this.print(escapeLine(displayPath(join(root, path), this.io)));
    if (found === undefined)
      this.io.stderr.write("warning: no GitHub repository is git's `origin` here; replace acme/app in the policy by your own\n");
    if (this.io.stderr.isTerminal || this.io.env["CI"] !== "true") this.io.stderr.write(`\n${nextSteps(project)}`);
    return exitCodes.passed;
  }
}

/** All files or none; and no second configuration beside one that already counts here. */
async function refuseToReplace(root: string): Promise<void> {
  const config = await findConfig(root);
  if (!config.ok) throw new UsageError(config.error, "mend the configuration file, or remove it");
  if (config.value !== undefined) throw new UsageError(`there is a configuration already: ${config.value.path}`, "nothing was written");
  const there = [STARTER_PATH, CONFIG_PATH, FIXTURE_PATH].find((path) => existsSync(join(root, path)));
  if (there !== undefined) throw new UsageError(`\`${there}\` is there already`, "nothing was written");
}
