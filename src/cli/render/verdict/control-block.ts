/** One control: symbol, word, title, and what stands behind an outcome that is not clear. */
import type { ControlPart, JudgementPart, ReasonPart, RequirementPart } from "../../../audit/index.ts";
import { behindLines } from "./behind.ts";
import { dispositionLines } from "./disposition-lines.ts";
import { evidenceLines, unavailable } from "./evidence-block.ts";
import { openSections } from "./sections.ts";
import { undecidedRequirement, violatedRequirement, reasonLines } from "./requirement-block.ts";
import { field, said, type TraceView } from "./view.ts";

const symbols = { satisfied: "✓", violated: "✗", missing: "?", unverifiable: "!", "not-applicable": "–" } as const;
const WORD_WIDTH = 14;

export function controlBlock(view: TraceView, control: ControlPart, idWidth: number): readonly string[] {
  return [
    ...headLines(view, control, idWidth),
    ...ownerLines(view, control),
    ...bodyLines(view, control),
    ...dispositionLines(view, control),
  ];
}

function headLines(view: TraceView, control: ControlPart, idWidth: number): readonly string[] {
  const { id, outcome, disposition, title } = control;
  const paint = paintOf(view, control);
  const shownAs = disposition === "clear" ? "" : `  [${disposition}]`;
  const word = outcome.toUpperCase().padEnd(WORD_WIDTH);
  const lines = field(view, "", `${said(view, title)}${shownAs}`, { indent: 0, width: idWidth + WORD_WIDTH + 5 });
  const head = `${paint(symbols[outcome])} ${view.colours.bold(id.padEnd(idWidth))}  ${paint(word)} `;
  return lines.map((line, index) => (index === 0 ? head + line.slice(idWidth + WORD_WIDTH + 5) : line));
}

function paintOf({ colours }: TraceView, { outcome, disposition }: ControlPart): (text: string) => string {
  if (outcome === "satisfied") return colours.green;
  if (outcome === "not-applicable") return colours.dim;
  return disposition === "enforced" && outcome !== "unverifiable" ? colours.red : colours.yellow;
}

/** Whose it is and why it is asked: in a verbose view, or when somebody has to act. */
function ownerLines(view: TraceView, { statement, owner, outcome }: ControlPart): readonly string[] {
  if (view.detail === "brief" || outcome === "not-applicable") return [];
  const place = { indent: 6, width: 11 };
  return [
    ...(statement === undefined ? [] : field(view, "statement", said(view, statement), place)),
    ...(owner === undefined ? [] : field(view, "owner", said(view, owner), place)),
  ];
}

function bodyLines(view: TraceView, control: ControlPart): readonly string[] {
  switch (control.outcome) {
    case "satisfied":
      return view.detail === "verbose" ? behindLines(view, control) : [];
    case "not-applicable":
      return control.notApplicable === undefined ? [] : field(view, "", said(view, control.notApplicable), { indent: 6, width: 0 });
    default:
      return failureLines(view, control);
  }
}

/** What is false first, then evidence that is not there, then what could not be decided for other reasons. */
function failureLines(view: TraceView, control: ControlPart): readonly string[] {
  const sections = openSections(view, control).map(({ heading, judgements }) => ({ heading, lines: sectionLines(view, judgements) }));
  return [
    ...distinct(control.reasons ?? []).flatMap((reason) => reasonLines(view, reason)),
    ...sections.flatMap(({ heading, lines }) => [...heading, ...lines]),
    ...appliesLines(view, control),
  ];
}

function sectionLines(view: TraceView, judgements: readonly JudgementPart[]): readonly string[] {
  const reported = judgements.filter(({ stopped }) => stopped === undefined);
  const requirements = reported.flatMap((judgement) => judgement.requirements.map((requirement) => ({ judgement, requirement })));
  const gone = unavailable({ judgements });
  const names = new Set(gone.map(({ evidence }) => evidence.name));
  const lines = [
    ...requirements
      .filter(({ requirement }) => requirement.truth === "false")
      .flatMap(({ judgement, requirement }) => violatedRequirement(view, judgement, requirement)),
    ...gone.flatMap(({ judgement, evidence }) => evidenceLines(view, judgement, evidence)),
    ...requirements.flatMap(({ judgement, requirement }) => ownReasons(view, judgement, requirement, names)),
  ];
  return lines.length > 0 ? lines : stoppedLines(view, judgements);
}

function ownReasons(view: TraceView, judgement: JudgementPart, requirement: RequirementPart, gone: ReadonlySet<string>): readonly string[] {
  if (requirement.truth !== "unknown") return [];
  const own = (requirement.reasons ?? []).filter(({ evidence }) => evidence === undefined || !gone.has(evidence));
  return own.length === 0 ? [] : undecidedRequirement(view, judgement, requirement, distinct(own));
}

function distinct(reasons: readonly ReasonPart[]): readonly ReasonPart[] {
  return [...new Map(reasons.map((reason) => [`${reason.reason} ${reason.detail ?? ""}`, reason])).values()];
}

/** Of platforms the first that it could not be told for: they are asked the same. */
function appliesLines(view: TraceView, { applies: own, platforms = [] }: ControlPart): readonly string[] {
  const applies = [own, ...platforms.map((platform) => platform.applies)].find((each) => each?.truth === "unknown");
  if (applies === undefined) return [];
  return [
    "      whether the control applies could not be told",
    ...distinct(applies.reasons ?? []).flatMap((reason) => reasonLines(view, reason)),
  ];
}

/** Nothing is reported in full: say at least where the combinations stopped. */
function stoppedLines(view: TraceView, judgements: readonly JudgementPart[]): readonly string[] {
  return judgements.flatMap(({ stopped, choice }) => {
    const names = Object.entries(choice ?? {}).map(([name, id]) => `${name} ${id}`);
    return stopped === undefined
      ? []
      : field(view, "tried", `${said(view, names.join(", "))}: stopped at ${said(view, stopped)}`, { indent: 6, width: 11 });
  });
}
