import type { AttestationPart, TraceDocument } from "../../../audit/index.ts";
import type { Colours } from "../colour.ts";
import { hang } from "../columns.ts";
import { sentenceOf } from "../reasons.ts";
import { escapeAndCut } from "../escape.ts";

/** How much is told: `brief` says what has to be done, `verbose` also what everything rests on. */
export type Detail = "brief" | "verbose";

/** Characters of one text that are shown. */
const LONGEST: Readonly<Record<Detail, number>> = { brief: 600, verbose: 4000 };

/** A trace with how it is to be shown. */
export interface TraceView {
  readonly trace: TraceDocument;
  readonly colours: Colours;
  readonly detail: Detail;
}

export function attestationOf(view: TraceView, id: string): AttestationPart | undefined {
  return view.trace.discovery.attestations.find((attestation) => attestation.id === id);
}

/** Text of the trace, which may quote evidence: escaped, and in a brief view with digests cut to twelve digits. */
export function said(view: TraceView, text: string): string {
  const safe = escapeAndCut(text, LONGEST[view.detail]);
  return view.detail === "verbose" ? safe : shortDigests(safe);
}

/** What a reason word means, in words that fit what was judged. */
export function meaningOf(view: TraceView, word: string): string {
  return said(view, fitting(view, sentenceOf(word).means));
}

export function repairOf(view: TraceView, word: string): string {
  return said(view, fitting(view, sentenceOf(word).repair));
}

function fitting({ trace }: TraceView, clause: string): string {
  return trace.request.subject.set[0]?.role === "file" ? clause.replace(/\bimage\b/gu, "file") : clause;
}

export function shortDigests(text: string): string {
  return text.replace(/\b(sha(?:256|384|512)[:-][0-9a-f]{12})[0-9a-f]{20,}/gu, "$1");
}

/** Where a field stands: columns before its label, and columns of the label. */
export interface Place {
  readonly indent: number;
  readonly width: number;
}

/** `label  text`, the text continuing under itself. `text` is already safe. */
export function field(view: TraceView, label: string, text: string, place: Place): readonly string[] {
  const head = `${" ".repeat(place.indent)}${label.padEnd(place.width)}`;
  const [first = "", ...rest] = hang(head, text);
  return [`${" ".repeat(place.indent)}${label === "" ? "" : view.colours.dim(label)}${first.slice(place.indent + label.length)}`, ...rest];
}
