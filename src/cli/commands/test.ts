import * as Args from "@oclif/core/args";
import * as Flags from "@oclif/core/flags";
import { PolicyCommand, type Example } from "../base-command.ts";
import { exitCodes, ownExitCodes, type ExitCode } from "../exit-codes.ts";
import { findPolicies } from "../judging/policy-files.ts";
import { settingsOf } from "../judging/settings.ts";
import { deliver, outputFlags } from "../output-file.ts";
import { testsGithub, testsJson, testsJunit, testsTap } from "../render/tests/machine.ts";
import { testsText } from "../render/tests/text.ts";
import { openPolicy, runPolicy, type RanPolicy, type RunMode, type TestFilter } from "../testing/run-policies.ts";
import { watchPolicies } from "../testing/watch-policies.ts";
import { UsageError } from "../usage-error.ts";

const formats = ["text", "json", "junit", "tap", "github"] as const;

interface Asked {
  readonly paths: readonly string[];
  readonly filter: TestFilter;
  readonly mode: RunMode;
}

/** `policy test [PATH…]`: the `test` blocks of policies (`language.md` §8). */
export class Test extends PolicyCommand {
  static override id = "test";
  static override summary = "Run the tests of policies.";
  static override description =
    "Evidence is signed by throw-away keys, certificates and logs that stand in for those of the policy's own trust roots, and judged as any " +
    "image is. The policy is tested as it is written: nothing of the configuration or the command line sets its parameters.";
  static override strict = false;
  static override args = {
    path: Args.string({ description: "policy files, or folders to search for them; the working directory if none", ignoreStdin: true }),
  };
  static override flags = {
    ...outputFlags,
    format: Flags.option({ options: formats, default: "text" as const, summary: "how to print it" })(),
    filter: Flags.string({
      summary: "only tests whose control, gate or title has this in it",
      helpValue: "TEXT",
      multiple: true,
      multipleNonGreedy: true,
    }),
    tag: Flags.string({ summary: "only tests that are tagged so", helpValue: "TAG", multiple: true, multipleNonGreedy: true }),
    "fail-fast": Flags.boolean({ summary: "stop at the first test that fails" }),
    update: Flags.boolean({ summary: "write the golden traces that tests expect, instead of comparing them" }),
    watch: Flags.boolean({ summary: "run again whenever a file beside a policy changes" }),
  };
  static override exitCodeList = ownExitCodes(
    "every test passed",
    [exitCodes.blocked, "a test failed"],
    [exitCodes.policyInvalid, "a policy or one of its tests is wrong"],
  );
  static override exampleList: readonly Example[] = [
    { text: "Every test below a folder", command: "test policies/quickstart" },
    { text: "For a CI system", command: "test policies/quickstart --format junit" },
    { text: "The tests of one control", command: "test policies/quickstart --filter C-01" },
  ];

  protected override async execute(): Promise<ExitCode> {
    const { argv, flags } = await this.parse(Test);
    const asked: Asked = {
      paths: await this.#policies(argv.map(String)),
      filter: { texts: flags.filter ?? [], tags: flags.tag ?? [] },
      mode: { traces: flags.update ? "update" : "compare", afterFailure: flags["fail-fast"] ? "stop" : "go-on" },
    };
    const once = async (): Promise<ExitCode> => {
      const ran = await this.#run(asked);
      deliver(this.io, this.#report(ran, flags), flags.output);
      return exitCodeOf(ran, asked);
    };
    if (!flags.watch) return once();
    return watchPolicies(asked.paths, this.io, once);
  }

  async #policies(words: readonly string[]): Promise<readonly string[]> {
    const paths = await findPolicies(words.length > 0 ? words : ["."], this.io);
    if (paths.length === 0) throw new UsageError("there is no policy file here", "policy files end in .policy");
    return paths;
  }

  async #run({ paths, filter, mode }: Asked): Promise<readonly RanPolicy[]> {
    const settings = await settingsOf({}, this.io);
    const ran: RanPolicy[] = [];
    for (const path of paths) {
      const policy = await runPolicy(openPolicy(path, settings, filter, this.io), mode);
      ran.push(policy);
      if (mode.afterFailure === "stop" && policy.runs.some(({ kind }) => kind !== "passed")) break;
    }
    return ran.filter(({ runs, diagnostics }) => runs.length > 0 || diagnostics.length > 0);
  }

  #report(
    ran: readonly RanPolicy[],
    flags: { readonly format: (typeof formats)[number]; readonly quiet: boolean; readonly "no-color": boolean },
  ): string {
    switch (flags.format) {
      case "text":
        return testsText(ran, { colours: this.colours(flags), detail: flags.quiet ? "quiet" : "all" });
      case "json":
        return testsJson(ran);
      case "junit":
        return testsJunit(ran);
      case "tap":
        return testsTap(ran);
      case "github":
        return testsGithub(ran);
    }
  }
}

/** Nothing that ran is no pass: `language.md` §8. */
function exitCodeOf(ran: readonly RanPolicy[], { filter }: Asked): ExitCode {
  const kinds = ran.flatMap(({ runs }) => runs.map(({ kind }) => kind));
  if (ran.some(({ diagnostics }) => diagnostics.length > 0) || kinds.includes("broken")) return exitCodes.policyInvalid;
  if (kinds.includes("failed")) return exitCodes.blocked;
  if (kinds.length > 0) return exitCodes.passed;
  const isFiltered = filter.texts.length > 0 || filter.tags.length > 0;
  throw new UsageError(isFiltered ? "no test fits the filter" : "there are no tests", "a policy's tests are its `test` blocks");
}
