/** A requirement that does not hold: what was required, what was found, where, signed by whom, what to do. */
import type { JudgementPart, MessagePart, ReasonPart, RequirementPart } from "../../../audit/index.ts";
import { operandsOf } from "./operands.ts";
import { attachWords } from "./attach.ts";
import { originLines, readsOf, type ReadValue } from "./origin.ts";
import { sourceLines } from "./source-lines.ts";
import { field, meaningOf, repairOf, said, type TraceView } from "./view.ts";

const MOST_MESSAGES = 5;
const PLACE = { indent: 8, width: 8 };

export function requirementSource(view: TraceView, { text, source, expression }: RequirementPart): readonly string[] {
  return sourceLines({ text, line: source.line, start: source.span[0] }, operandsOf(expression), view.colours);
}

/** A requirement that is false. */
export function violatedRequirement(view: TraceView, judgement: JudgementPart, requirement: RequirementPart): readonly string[] {
  const messages = requirement.messages ?? [];
  const shown = view.detail === "verbose" ? messages : messages.slice(0, MOST_MESSAGES);
  const more = messages.length - shown.length + (requirement.expression.omitted ?? 0);
  const grace = requirement.graceUntil === undefined ? [] : field(view, "grace", `until ${requirement.graceUntil}`, PLACE);
  return [
    ...requirementSource(view, requirement),
    ...shown.flatMap((message) => messageLines(view, judgement, requirement, message)),
    ...(shown.length === 0 ? originLines(view, judgement, readsOf(requirement.expression)) : []),
    ...(more > 0 ? [`      … and ${more} more`] : []),
    ...grace,
    ...fixLines(view, judgement, requirement),
  ];
}

/** The policy's own advice; for stale evidence without any, what follows from the clause. */
function fixLines(view: TraceView, judgement: JudgementPart, { fix, kind, evidence: name }: RequirementPart): readonly string[] {
  const whole = { ...view, detail: "verbose" as const };
  if (fix !== undefined) return field(view, "fix", said(whole, fix), PLACE);
  const stale = kind === "freshness" ? judgement.evidence.find((one) => one.name === name) : undefined;
  return stale === undefined ? [] : field(view, "fix", said(whole, attachWords(view, judgement, stale, "newer")), PLACE);
}

function messageLines(view: TraceView, judgement: JudgementPart, requirement: RequirementPart, message: MessagePart): readonly string[] {
  return [
    ...field(view, "", said(view, message.text), { indent: 6, width: 0 }),
    ...originLines(view, judgement, readsBehind(requirement, message)),
  ];
}

/** The reads of the element that the message is about, or of the whole condition. */
function readsBehind({ expression }: RequirementPart, { witness }: MessagePart): readonly ReadValue[] {
  const body = witness === undefined ? undefined : expression.witnesses?.[witness]?.body;
  return readsOf(body ?? expression);
}

/** A requirement that could not be decided, for reasons of its own and not because its evidence is not there. */
export function undecidedRequirement(
  view: TraceView,
  judgement: JudgementPart,
  requirement: RequirementPart,
  reasons: readonly ReasonPart[],
): readonly string[] {
  return [
    ...requirementSource(view, requirement),
    ...reasons.flatMap((reason) => reasonLines(view, reason)),
    ...originLines(view, judgement, readsOf(requirement.expression).slice(0, 1), { indent: 6, width: 11 }),
  ];
}

/** Why, in plain words; the detail; what would repair it. */
export function reasonLines(view: TraceView, { reason, step, detail }: ReasonPart): readonly string[] {
  const name = step === undefined ? reason : `${step} · ${reason}`;
  const place = { indent: 6, width: 11 };
  return [
    ...field(view, "why", `${meaningOf(view, reason)} (${said(view, name)})`, place),
    ...(detail === undefined ? [] : field(view, "detail", said(view, detail), place)),
    ...field(view, "fix", repairOf(view, reason), place),
  ];
}
