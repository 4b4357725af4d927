/** What of a control depends on the time of the run, and what on its stage. */
import type { Span } from "../../diagnostics/index.ts";
import type { Control, Evidence, Expression, TrustRoot } from "../checked/index.ts";
import { everyEvidence, everyRequirement, walk } from "../controls/index.ts";

/** The first thing in the control that the time of the run can change. */
export function readsTime(control: Control): Span | undefined {
  if (control.effectiveFrom !== undefined || control.enforceFrom !== undefined || control.until !== undefined) return control.span;
  const graced = everyRequirement(control.body).find(({ graceUntil }) => graceUntil !== undefined);
  return graced?.span ?? everyEvidence(control.body).find(isTimed)?.span ?? readsMember(control, "now");
}

function isTimed({ fresh, signedBy }: Evidence): boolean {
  return fresh !== undefined || signedBy.some(hasDates);
}

function hasDates({ keys, refused }: TrustRoot): boolean {
  const dates = [...keys.flatMap((key) => [key.validFrom, key.validUntil, key.revokedSince]), ...refused.map(({ since }) => since)];
  return dates.some((date) => date !== undefined);
}

/** Whether what the control says depends on the stage. */
export function readsStage(control: Control): Span | undefined {
  return (
    control.applies.find(({ kind }) => kind === "at-stage")?.span ??
    readsMember(control, "stage.name") ??
    readsMember(control, "stage.environment")
  );
}

function readsMember(control: Control, member: string): Span | undefined {
  let found: Span | undefined;
  const visit = (at: Expression) => {
    if (at.kind === "request" && at.member === member) found ??= at.span;
  };
  for (const expression of expressionsOf(control)) walk(expression, visit);
  return found;
}

/** Every expression that the control is judged by, messages included. */
function expressionsOf({ applies, body }: Control): readonly Expression[] {
  return [
    ...applies.flatMap((clause) => (clause.kind === "at-stage" ? [] : [clause.condition])),
    ...everyEvidence(body).flatMap(({ where, fresh, about, listedIn }) => [
      ...(where ? [where.condition] : []),
      ...(fresh ? [fresh.within] : []),
      ...(about?.kind === "path" ? [about.target] : []),
      ...(listedIn ? [listedIn.list] : []),
    ]),
    ...everyRequirement(body).flatMap(({ condition, otherwise, fix }) => [
      condition,
      ...[...otherwise.parts, ...(fix?.parts ?? [])].flatMap((part) => (part.kind === "hole" ? [part.value] : [])),
    ]),
  ];
}
