/** Wrong edits and the tests that noticed them: survivors as sentences, with the test that should have. */
import type { MutationReport, TriedMutant } from "../../../testing/index.ts";
import { targetName, type RanPolicy } from "../../testing/run-policies.ts";
import type { Colours } from "../colour.ts";
import { escapeLine } from "../escape.ts";
import { nameOf, placeOf } from "./results.ts";

export interface PolicyMutation {
  readonly policy: RanPolicy;
  readonly report: MutationReport;
}

/** Percent that was noticed, rounded down. */
export function scoreOf({ tried }: MutationReport): number {
  return tried.length === 0 ? 100 : Math.floor((tried.filter(({ noticedBy }) => noticedBy !== undefined).length * 100) / tried.length);
}

export function mutationText(all: readonly PolicyMutation[], colours: Colours): string {
  const blocks = all.map(({ policy, report }) => {
    const survivors = report.tried.filter(({ noticedBy }) => noticedBy === undefined);
    const left = report.left > 0 ? `; ${report.left} more are beyond the budget` : "";
    const head = `wrong edits of ${escapeLine(policy.path)}: ${report.tried.length - survivors.length} of ${report.tried.length} noticed (${scoreOf(report)} %)${left}`;
    return [colours.bold(head), ...survivors.flatMap((survivor) => survivorLines(policy, survivor, colours))].join("\n");
  });
  return `${blocks.join("\n\n")}\n`;
}

function survivorLines(policy: RanPolicy, { mutant }: TriedMutant, colours: Colours): readonly string[] {
  const { file, line } = placeOf(policy, mutant.span);
  return [
    `  ${colours.yellow("○")} ${escapeLine(`no test notices if ${mutant.sentence}`)}`,
    `      ${colours.dim(escapeLine(`${file}:${line}`))}  ${escapeLine(shouldNotice(policy, mutant.control))}`,
  ];
}

/** The test of that control that comes nearest: one more line in it, or one like it. */
function shouldNotice({ tests }: RanPolicy, control: string): string {
  const own = tests.find(({ target }) => target.kind === "control" && target.id === control);
  if (own === undefined) return `no test is for ${control}`;
  return `"${own.title}" is for ${control}: one like it should`;
}

export function mutationJson(all: readonly PolicyMutation[]): object {
  return all.map(({ policy, report }) => ({
    path: policy.path,
    tried: report.tried.length,
    noticed: report.tried.filter(({ noticedBy }) => noticedBy !== undefined).length,
    percent: scoreOf(report),
    same: report.same,
    left: report.left,
    edits: report.tried.map(({ mutant, noticedBy }) => ({
      operator: mutant.operator,
      control: mutant.control,
      sentence: mutant.sentence,
      line: placeOf(policy, mutant.span).line,
      ...(noticedBy
        ? { noticedBy: `${targetName(noticedBy)}: ${nameOf(noticedBy)}` }
        : { shouldNotice: shouldNotice(policy, mutant.control) }),
    })),
  }));
}
