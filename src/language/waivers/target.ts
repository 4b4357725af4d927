/** What of a control a waiver is for: one requirement, or single elements such as findings. */
import type * as ast from "../../../grammar/index.ts";
import { error, type Diagnostic } from "../../diagnostics/index.ts";
import type { Control, WaivedPart } from "../checked/index.ts";
import { everyRequirement } from "../controls/index.ts";
import { didYouMean } from "../nearest.ts";

type Report = (diagnostic: Diagnostic) => undefined;

export function targetOf(target: ast.WaiveTarget, control: Control, report: Report): WaivedPart | undefined {
  return target.kind === "waive-requirement" ? requirementOf(target, control, report) : elementsOf(target, control, report);
}

function requirementOf({ label }: ast.WaiveRequirement, control: Control, report: Report): WaivedPart | undefined {
  const labels = everyRequirement(control.body).flatMap((each) => each.label ?? []);
  const found = everyRequirement(control.body).find((each) => each.label === label.text);
  if (found) return { kind: "requirement", id: found.id };
  return report(
    error("E6001", label.span, `control \`${control.id}\` has no requirement called \`${label.text}\``, {
      ...didYouMean(label.text, label.span, labels),
      help: labels.length === 0 ? ["give the requirement a label: `require label: …`"] : [],
    }),
  );
}

/** The noun of a `no` or `every` over elements that a key tells apart; else nothing says which of them a waiver means. */
export function nounsOf(control: Control): readonly string[] {
  return everyRequirement(control.body).flatMap(({ condition }) => {
    if (condition.kind !== "quantified" || (condition.word !== "no" && condition.word !== "every")) return [];
    const { list, noun } = condition.drawn;
    if (list.kind !== "values") return [];
    const { of } = list.type;
    return of.kind !== "record" || of.key !== undefined ? [noun] : [];
  });
}

function elementsOf({ noun, keys }: ast.WaiveElements, control: Control, report: Report): WaivedPart | undefined {
  const nouns = [...new Set(nounsOf(control))];
  if (nouns.includes(noun.text)) return { kind: "elements", noun: noun.text, keys: keys.map(({ value }) => value) };
  return report(
    error("E6008", noun.span, `no requirement of \`${control.id}\` is about each single \`${noun.text}\``, {
      ...didYouMean(noun.text, noun.span, nouns),
      notes: ["a waiver for elements needs a requirement that is a `no` or an `every` over them, and elements that a key tells apart"],
      help:
        nouns.length > 0
          ? [`this control can be waived for ${nouns.map((each) => `\`${each}\``).join(", ")}`]
          : ["waive the requirement: `for requirement label`"],
    }),
  );
}
