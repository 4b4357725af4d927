/** Results of tests as people read them: each test a line; of what failed the line of the policy, what was expected, what was found, and why. */
import type { ReportedRun } from "../../../testing/index.ts";
import { sourceFinder } from "../../judging/compile-policy.ts";
import { targetName, type RanPolicy } from "../../testing/run-policies.ts";
import type { Colours } from "../colour.ts";
import { renderDiagnostic, renderDiagnostics } from "../diagnostic.ts";
import { escapeLine } from "../escape.ts";
import { countsOf, mismatchesOf, nameOf, placeOf } from "./results.ts";

export interface TextOptions {
  readonly colours: Colours;
  /** `quiet`: only what failed. */
  readonly detail: "quiet" | "all";
}

export function testsText(policies: readonly RanPolicy[], { colours, detail }: TextOptions): string {
  const blocks = policies.flatMap((policy) => {
    const lines = policyLines(policy, { colours, detail });
    return lines.length === 0 ? [] : [[colours.bold(escapeLine(policy.path)), ...lines].join("\n").trimEnd()];
  });
  return `${[...blocks, closing(policies, colours)].join("\n\n")}\n`;
}

function policyLines(policy: RanPolicy, options: TextOptions): readonly string[] {
  const { diagnostics, runs, compiled } = policy;
  const told = renderDiagnostics(diagnostics, sourceFinder(compiled), options.colours).trimEnd();
  return [...(told === "" ? [] : [told]), ...runs.flatMap((run) => runLines(policy, run, options))];
}

function runLines(policy: RanPolicy, run: ReportedRun, { colours, detail }: TextOptions): readonly string[] {
  const name = `${escapeLine(targetName(run.test))}  ${escapeLine(nameOf(run.test))}`;
  if (run.kind === "passed") return detail === "quiet" ? [] : [`  ${colours.green("✓")} ${name}${casesText(run, colours)}`];
  const title = `  ${colours.red("✗")} ${name}`;
  if (run.kind === "broken") {
    const text = renderDiagnostic(run.diagnostic, sourceFinder(policy.compiled), colours);
    return [title, ...text.split("\n").map((line) => `      ${line}`)];
  }
  return [title, ...mismatchesOf(run).flatMap((mismatch) => mismatchLines(policy, mismatch, colours))];
}

function casesText({ cases }: Extract<ReportedRun, { kind: "passed" }>, colours: Colours): string {
  return cases === undefined ? "" : colours.dim(`  (${cases.count} inputs, seed ${cases.seed})`);
}

function mismatchLines(policy: RanPolicy, mismatch: ReturnType<typeof mismatchesOf>[number], colours: Colours): readonly string[] {
  const { span, expected, found, because } = mismatch;
  const { file, line, column, text } = placeOf(policy, span);
  return [
    `      ${colours.dim(escapeLine(`${file}:${line}:${column}`))}  ${escapeLine(text)}`,
    `      ${colours.green(`- expected  ${escapeLine(expected)}`)}`,
    `      ${colours.red(`+ found     ${escapeLine(found)}`)}`,
    ...because.map((each) => `                  ${escapeLine(each)}`),
    "",
  ];
}

function closing(policies: readonly RanPolicy[], colours: Colours): string {
  const { passed, failed, broken } = countsOf(policies);
  const wrong = policies.filter(({ diagnostics }) => diagnostics.length > 0).length;
  const parts = [
    colours.green(`${passed} passed`),
    ...(failed > 0 ? [colours.red(`${failed} failed`)] : []),
    ...(broken > 0 ? [colours.red(`${broken} could not run`)] : []),
    ...(wrong > 0 ? [colours.red(`${wrong} ${wrong === 1 ? "policy is" : "policies are"} wrong, see above`)] : []),
  ];
  return parts.join(", ");
}
