import * as Args from "@oclif/core/args";
import * as Flags from "@oclif/core/flags";
import { pages } from "../../platform/embedded/index.ts";
import { PolicyCommand, type Example } from "../base-command.ts";
import { exitCodes, exitCodesPage, ownExitCodes, type ExitCode } from "../exit-codes.ts";
import { escapeAndCut } from "../render/escape.ts";
import { didYouMean } from "../suggest.ts";
import { UsageError } from "../usage-error.ts";

/** `policy explain CODE`: prints the page of a diagnostic (`E3001`), of a lint rule (`L405`), of a run-time reason (`signature-invalid`), or `exit-codes`. */
export class Explain extends PolicyCommand {
  static override id = "explain";
  static override summary = "Print the page of a diagnostic, a lint rule, a run-time reason, or the exit codes.";
  static override args = {
    code: Args.string({ description: "a code such as E3001 or L405, a reason word, or exit-codes", ignoreStdin: true }),
  };
  static override flags = {
    list: Flags.boolean({ summary: "list everything that has a page, with its title" }),
    format: Flags.option({ options: ["text", "json"] as const, default: "text" as const, summary: "how to print it" })(),
  };
  static override exitCodeList = ownExitCodes("done");
  static override exampleList: readonly Example[] = [
    { text: "What do the exit codes mean?", command: "explain exit-codes" },
    { text: "Everything that can be explained", command: "explain --list" },
  ];

  protected override async execute(): Promise<ExitCode> {
    const { args, flags } = await this.parse(Explain);
    const topics = topicPages(pages);
    if (flags.list) {
      this.print(flags.format === "json" ? JSON.stringify([...topics.keys()]) : listOf(topics));
      return exitCodes.passed;
    }
    if (args.code === undefined)
      throw new UsageError("which code?", "name a code such as `exit-codes`; `policy explain --list` shows them all");
    const topic = findTopic(args.code, topics);
    this.print(flags.format === "json" ? JSON.stringify({ topic: topic.name, markdown: topic.page }) : topic.page);
    return exitCodes.passed;
  }
}

/** Pages by topic: the file name without folder and extension. */
export function topicPages(files: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const named = [...files].map(([path, page]): [string, string] => [path.replace(/^.*\/|\.md$/gu, ""), page]);
  return new Map([...named.filter(([name]) => name !== "README" && name !== "index"), ["exit-codes", exitCodesPage()]]);
}

/** Each code with the title of its page. */
function listOf(topics: ReadonlyMap<string, string>): string {
  const width = Math.max(...[...topics.keys()].map((name) => name.length));
  return [...topics].map(([name, page]) => `${name.padEnd(width)}  ${titleOf(page, name)}`.trimEnd()).join("\n");
}

/** The heading, without the code where it begins with it. A heading that is only the code leaves the first sentence to say it. */
function titleOf(page: string, name: string): string {
  const [heading = "", ...rest] = page.split("\n");
  const title = heading.replace(/^#+\s*/u, "").replaceAll("`", "");
  const own = title.startsWith(`${name}:`) ? title.slice(name.length + 1).trim() : title;
  if (own !== name) return own;
  const first =
    rest
      .join(" ")
      .trim()
      .split(/(?<=[.:])\s/u, 1)[0] ?? "";
  return first.length > 100 ? `${first.slice(0, 99).trimEnd()}…` : first;
}

function findTopic(typed: string, topics: ReadonlyMap<string, string>): { readonly name: string; readonly page: string } {
  for (const name of [typed, typed.toUpperCase(), typed.toLowerCase()]) {
    const page = topics.get(name);
    if (page !== undefined) return { name, page };
  }
  const message = `nothing is called \`${escapeAndCut(typed, 80)}\``;
  throw new UsageError(message, didYouMean(typed, topics.keys()) ?? "`policy explain --list` shows all codes");
}
