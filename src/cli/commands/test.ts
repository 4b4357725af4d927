import { availableParallelism } from "node:os";
import * as Args from "@oclif/core/args";
import * as Flags from "@oclif/core/flags";
import { PolicyCommand, type Example } from "../base-command.ts";
import { exitCodes, ownExitCodes, type ExitCode } from "../exit-codes.ts";
import { findPolicies } from "../judging/policy-files.ts";
import { settingsOf } from "../judging/settings.ts";
import { deliver, outputFlags } from "../output-file.ts";
import { testsGithub, testsJson, testsJunit, testsTap } from "../render/tests/machine.ts";
import { testsText } from "../render/tests/text.ts";
import type { RanPolicy, RunMode, TestFilter } from "../testing/run-policies.ts";
import { testPolicy, type Sharing } from "../testing/share-tests.ts";
import { watchPolicies } from "../testing/watch-policies.ts";
import { usualForAll } from "../../testing/index.ts";
import { beside, minimumOf } from "../testing/beside.ts";
import { UsageError } from "../usage-error.ts";

const coverageFormats = ["text", "json", "lcov", "html"] as const;
const formats = ["text", "json", "junit", "tap", "github"] as const;

interface Asked {
  readonly paths: readonly string[];
  readonly filter: TestFilter;
  readonly mode: RunMode;
  readonly jobs: Sharing["jobs"];
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
    runs: Flags.integer({
      summary: "how many inputs a `for all` is judged with",
      default: usualForAll.runs,
      min: 1,
      max: 100_000,
      helpValue: "N",
    }),
    seed: Flags.integer({
      summary: "draws other inputs for `for all`; the same ones for the same number",
      default: usualForAll.seed,
      min: 0,
      max: 2_147_483_647,
      helpValue: "N",
    }),
    update: Flags.boolean({ summary: "write the golden traces that tests expect, instead of comparing them" }),
    coverage: Flags.boolean({ summary: "what the tests have shown of each control, and a sentence for each hole" }),
    "coverage-format": Flags.option({ options: coverageFormats, summary: "how to print the coverage; text unless told" })(),
    "coverage-output": Flags.string({ summary: "write the coverage to a file", helpValue: "FILE" }),
    "min-coverage": Flags.string({
      summary: "percent below which the run fails; outcomes=100 where not said (outcomes are those of enforced controls)",
      helpValue: "PART=PERCENT",
      multiple: true,
      multipleNonGreedy: true,
    }),
    mutate: Flags.boolean({ summary: "try wrong edits of each policy and say which ones no test notices" }),
    "mutate-budget": Flags.integer({ summary: "at most this many edits of one policy", default: 400, min: 1, helpValue: "N" }),
    "min-mutation": Flags.integer({
      summary: "percent of noticed edits below which the run fails",
      default: 0,
      min: 0,
      max: 100,
      helpValue: "PERCENT",
    }),
    jobs: Flags.integer({
      summary: "how many threads run tests; where not said one for each hundred of a file, and at most one a core",
      min: 1,
      max: 256,
      helpValue: "N",
    }),
    watch: Flags.boolean({ summary: "run again whenever a file beside a policy changes" }),
  };
  static override exitCodeList = ownExitCodes(
    "every test passed",
    [exitCodes.blocked, "a test failed, or coverage or mutation score is too low"],
    [exitCodes.policyInvalid, "a policy or one of its tests is wrong"],
  );
  static override exampleList: readonly Example[] = [
    { text: "Every test below a folder", command: "test policies/quickstart" },
    { text: "For a CI system", command: "test policies/quickstart --format junit" },
    { text: "What the tests do not show yet", command: "test policies/quickstart --coverage --min-coverage outcomes=0" },
    { text: "Wrong edits that no test notices", command: "test policies/quickstart --mutate --mutate-budget 20" },
    { text: "The tests of one control", command: "test policies/quickstart --filter C-01" },
  ];

  protected override async execute(): Promise<ExitCode> {
    const { argv, flags } = await this.parse(Test);
    const forAll = { runs: flags.runs, seed: flags.seed, explain: "yes" } as const;
    // What is asked of coverage or mutation asks for it: a threshold that nobody looks at would be a pass.
    const coverageFlags = [flags["min-coverage"], flags["coverage-output"], flags["coverage-format"]];
    const wantsCoverage = flags.coverage || coverageFlags.some((flag) => flag !== undefined);
    const asked: Asked = {
      paths: await this.#policies(argv.map(String)),
      filter: { texts: flags.filter ?? [], tags: flags.tag ?? [] },
      mode: {
        traces: flags.update ? "update" : "compare",
        afterFailure: flags["fail-fast"] ? "stop" : "go-on",
        forAll,
        ...(wantsCoverage && { shown: "asked" }),
      },
      jobs: flags.jobs === undefined ? { kind: "cores", count: availableParallelism() } : { kind: "exactly", count: flags.jobs },
    };
    const wantsMutation = flags.mutate || flags["min-mutation"] > 0;
    const minimum = minimumOf(flags["min-coverage"] ?? []);
    const once = async (): Promise<ExitCode> => {
      const ran = await this.#run(asked);
      const code = exitCodeOf(ran, asked);
      const more = await beside(ran, {
        ...(wantsCoverage && { coverage: { format: flags["coverage-format"] ?? "text", output: flags["coverage-output"], minimum } }),
        ...(wantsMutation && { mutation: { budget: flags["mutate-budget"], minimum: flags["min-mutation"] } }),
        colours: this.colours(flags),
        isJson: flags.format === "json",
      });
      deliver(this.io, `${this.#report(ran, flags, more.json)}${more.text}`, flags.output);
      for (const { text, file } of more.files) deliver(this.io, text, file);
      for (const sentence of more.shortfalls) this.io.stderr.write(`${sentence}\n`);
      return code === exitCodes.passed && more.shortfalls.length > 0 ? exitCodes.blocked : code;
    };
    if (!flags.watch) return once();
    const outputs = [flags.output, flags["coverage-output"]].filter((file) => file !== undefined);
    return watchPolicies(asked.paths, outputs, this.io, once);
  }

  async #policies(words: readonly string[]): Promise<readonly string[]> {
    const paths = await findPolicies(words.length > 0 ? words : ["."], this.io);
    if (paths.length === 0) throw new UsageError("there is no policy file here", "policy files end in .policy");
    return paths;
  }

  async #run({ paths, filter, mode, jobs }: Asked): Promise<readonly RanPolicy[]> {
    const settings = await settingsOf({}, this.io);
    const ran: RanPolicy[] = [];
    for (const path of paths) {
      const policy = await testPolicy(path, { settings, filter, mode, jobs }, this.io);
      ran.push(policy);
      if (mode.afterFailure === "stop" && policy.runs.some(({ kind }) => kind !== "passed")) break;
    }
    // Of a policy whose tests nobody asked for there is nothing to say; one without tests has shown nothing, which coverage must tell.
    return isFiltered(filter) ? ran.filter(({ runs, diagnostics }) => runs.length > 0 || diagnostics.length > 0) : ran;
  }

  #report(
    ran: readonly RanPolicy[],
    flags: { readonly format: (typeof formats)[number]; readonly quiet: boolean; readonly "no-color": boolean },
    more: object,
  ): string {
    switch (flags.format) {
      case "text":
        return testsText(ran, { colours: this.colours(flags), detail: flags.quiet ? "quiet" : "all" });
      case "json":
        return testsJson(ran, more);
      case "junit":
        return testsJunit(ran);
      case "tap":
        return testsTap(ran);
      case "github":
        return testsGithub(ran);
    }
  }
}

function isFiltered({ texts, tags }: TestFilter): boolean {
  return texts.length > 0 || tags.length > 0;
}

/** Nothing that ran is no pass: `language.md` §8. */
function exitCodeOf(ran: readonly RanPolicy[], { filter }: Asked): ExitCode {
  const kinds = ran.flatMap(({ runs }) => runs.map(({ kind }) => kind));
  if (ran.some(({ diagnostics }) => diagnostics.length > 0) || kinds.includes("broken")) return exitCodes.policyInvalid;
  if (kinds.includes("failed")) return exitCodes.blocked;
  if (kinds.length > 0) return exitCodes.passed;
  throw new UsageError(isFiltered(filter) ? "no test fits the filter" : "there are no tests", "a policy's tests are its `test` blocks");
}
