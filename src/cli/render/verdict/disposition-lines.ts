/** Why a control that does not hold does not block: who accepted it, until when and why; or grace; or what the gate does with it. */
import type { ControlPart, TraceDocument, WaiverPart } from "../../../audit/index.ts";
import { parseInstant } from "../../../base/index.ts";
import { waivingSentences } from "../reasons/waiving.ts";
import { field, said, type Place, type TraceView } from "./view.ts";

const PLACE: Place = { indent: 6, width: 9 };

export function dispositionLines(view: TraceView, control: ControlPart): readonly string[] {
  const waivers = view.trace.waivers.filter((waiver) => waiver.control === control.id);
  const isOpen = control.disposition !== "clear";
  return [
    ...(control.disposition === "waived" ? waivers.filter(({ applied }) => applied).flatMap((waiver) => appliedLines(view, waiver)) : []),
    ...(control.disposition === "grace" ? graceLines(view, control) : []),
    ...(control.disposition === "warned"
      ? field(view, "warned", `gate ${said(view, view.trace.request.gate)} shows it and does not block`, PLACE)
      : []),
    ...(control.disposition === "audited"
      ? field(view, "audited", `gate ${said(view, view.trace.request.gate)} records it and does not block`, PLACE)
      : []),
    ...(isOpen || view.detail === "verbose"
      ? waivers.filter(({ applied }) => !applied).flatMap((waiver) => notAppliedLines(view, waiver, PLACE))
      : []),
  ];
}

function appliedLines(view: TraceView, waiver: WaiverPart): readonly string[] {
  const lines = [
    `until ${untilWords(view.trace, waiver.expires)} by ${approverWords(view, waiver)}`,
    `because ${said(view, waiver.reason ?? "")}`,
    `${waiver.id ?? ""}${forWords(view, waiver)}, requested by ${said(view, waiver.requestedBy ?? "")}, ${said(view, waiver.ticket ?? "")}`,
    ...(waiver.compensatingControls ?? []).map((text) => `instead: ${said(view, text)}`),
    ...(waiver.review === undefined ? [] : [`an emergency, to be reviewed by ${untilWords(view.trace, waiver.review.dueBy)}`]),
  ];
  return lines.flatMap((line, index) => field(view, index === 0 ? "waived" : "", line, PLACE));
}

function forWords(view: TraceView, { for: elements, requirement }: WaiverPart): string {
  if (requirement !== undefined) return ` for ${said(view, requirement)}`;
  const [noun, keys = []] = Object.entries(elements ?? {})[0] ?? [];
  return noun === undefined ? "" : ` for ${said(view, noun)} ${said(view, keys.join(", "))}`;
}

/** A block names its approver, and nobody proved it: that is said. */
function approverWords(view: TraceView, { approvedBy = [], attestation }: WaiverPart): string {
  const names = approvedBy.map(({ identity }) => said(view, identity)).join(" and ");
  const root = approvedBy[0]?.trustRoot;
  const how = attestation === undefined ? "as the policy states, not signed" : `signed, ${attestation}`;
  return `${names} (${root === undefined ? "" : `${said(view, root)}; `}${how})`;
}

/** A day that counts whole is told as the day. */
function untilWords(trace: TraceDocument, instant: string | undefined): string {
  if (instant === undefined) return "nobody knows when";
  const day = instant.replace(/T23:59:59\.999999999Z$/u, "");
  const [until, now] = [parseInstant(instant), parseInstant(trace.request.evaluationTime)];
  if (!until.ok || !now.ok || until.value < now.value) return day;
  const days = (until.value - now.value) / 86_400_000_000_000n;
  return `${day} (${days === 0n ? "less than a day" : days === 1n ? "1 day" : `${days} days`} left)`;
}

function graceLines(view: TraceView, { effective, judgements }: ControlPart): readonly string[] {
  const from = effective?.enforceFrom;
  const now = view.trace.request.evaluationTime;
  if (from !== undefined && instantOf(now) < instantOf(from))
    return field(view, "grace", `enforced from ${untilWords(view.trace, from).replace("T00:00:00Z", "")}`, PLACE);
  const ends = judgements.flatMap(({ requirements }) =>
    requirements.flatMap(({ truth, graceUntil }) => (truth === "true" ? [] : (graceUntil ?? []))),
  );
  const [first] = [...new Set(ends)].sort();
  return first === undefined ? [] : field(view, "grace", `until ${untilWords(view.trace, first)}`, PLACE);
}

function instantOf(text: string): bigint {
  const parsed = parseInstant(text);
  return parsed.ok ? parsed.value : 0n;
}

export function notAppliedLines(view: TraceView, waiver: WaiverPart, place: Place): readonly string[] {
  const { notAppliedBecause: because, detail, id, attestation, control } = waiver;
  if (because === undefined) return [];
  const { means, repair } = waivingSentences[because];
  const name = id ?? attestation ?? "a waiver";
  const about = place === PLACE || control === undefined ? "" : ` for ${said(view, control)}`;
  return [
    ...field(view, "waiver", `${name}${about} does not apply: ${means}${detail === undefined ? "" : `: ${said(view, detail)}`}`, place),
    ...(view.detail === "verbose" || because !== "nothing-to-waive" ? field(view, "", repair, place) : []),
  ];
}

/** Waivers of no control that is shown. */
export function strayWaivers(view: TraceView): readonly string[] {
  const shown = new Set(
    view.trace.controls.filter(({ disposition }) => disposition !== "clear" || view.detail === "verbose").map(({ id }) => id),
  );
  const stray = view.trace.waivers.filter(({ applied, control }) => !applied && (control === undefined || !shown.has(control)));
  return stray.flatMap((waiver) => notAppliedLines(view, waiver, { indent: 0, width: 9 }));
}
