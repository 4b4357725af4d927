/** Waivers of a run: `audit.md` §11. Every one that was met, applied or not, with who, until when and why. */
import { formatInstant } from "../../base/index.ts";
import type { Cover, Waiver, WaiverReason, WaiverVerdict } from "../../evaluate/index.ts";
import { defined } from "./defined.ts";
import { ranges } from "./node.ts";
import type { SourcePart, Texts } from "./source.ts";
import { textPart } from "./value.ts";

/** Of a statement that does not say what a waiver must, only what it says stands here. */
export interface WaiverPart {
  readonly id?: string;
  readonly kind?: "risk-acceptance" | "emergency";
  /** Signed. */
  readonly attestation?: string;
  /** A block of the policy: stated, not signed. */
  readonly source?: SourcePart;
  readonly control?: string;
  readonly requirement?: string;
  readonly for?: Readonly<Record<string, readonly string[]>>;
  readonly scope?: { readonly subject?: string; readonly repository?: string; readonly environment?: string };
  readonly requestedBy?: string;
  /** Without a trust root: who signed it, and nobody accepts them as an approver. */
  readonly approvedBy?: readonly { readonly trustRoot?: string; readonly identity: string }[];
  readonly ticket?: string;
  readonly reason?: string;
  readonly compensatingControls?: readonly string[];
  /** Absent where nobody can say when it began. */
  readonly notBefore?: string;
  readonly expires?: string;
  readonly replaces?: string;
  readonly review?: { readonly dueBy: string };
  readonly applied: boolean;
  readonly covers?: readonly CoverPart[];
  readonly notAppliedBecause?: WaiverReason;
  /** A clause: what was found. */
  readonly detail?: string;
}

export interface CoverPart {
  /** The id of a requirement or of an evidence. */
  readonly requirement: string;
  /** Positions of the elements, as ranges; empty where it is covered whole. */
  readonly witnesses: string;
}

export function waiverPart(verdict: WaiverVerdict, texts: Texts): WaiverPart {
  if (verdict.kind === "unreadable") {
    const { id, attestation } = verdict.waiver;
    return defined({ id, attestation, applied: false, notAppliedBecause: verdict.because, detail: textPart(verdict.detail) });
  }
  const said = saidPart(verdict.waiver, texts);
  if (verdict.kind === "applied") return { ...said, applied: true, covers: verdict.covers.map(coverPart) };
  return defined({ ...said, applied: false, notAppliedBecause: verdict.because, detail: textPart(verdict.detail) });
}

function saidPart(waiver: Waiver, texts: Texts): Omit<WaiverPart, "applied"> {
  const { kind, control, target, scope, requestedBy, ticket, reason, compensating, from, expires, replaces, reviewDueBy, origin } = waiver;
  const at = (instant: bigint | undefined) => (instant === undefined ? undefined : formatInstant(instant));
  return defined({
    id: waiver.id,
    kind,
    attestation: origin.kind === "signed" ? origin.attestation : undefined,
    source: origin.kind === "stated" ? texts.source(origin.span) : undefined,
    control: textPart(control),
    requirement: target?.kind === "requirement" ? textPart(target.id) : undefined,
    for:
      target?.kind === "elements"
        ? { [textPart(target.noun) ?? ""]: [...new Set(target.keys.flatMap((key) => textPart(key) ?? []))] }
        : undefined,
    scope: defined({
      subject: scope.subject?.digests.join(" "),
      repository: scope.repository?.text,
      environment: textPart(scope.environment),
    }),
    requestedBy: textPart(requestedBy.text),
    approvedBy: approversPart(waiver),
    ticket: textPart(ticket),
    reason: textPart(reason),
    compensatingControls: compensating.length === 0 ? undefined : compensating.flatMap((text) => textPart(text) ?? []),
    notBefore: at(from),
    expires: at(expires),
    replaces: textPart(replaces),
    review: reviewDueBy === undefined ? undefined : { dueBy: formatInstant(reviewDueBy) },
  });
}

function approversPart({ approval }: Waiver): WaiverPart["approvedBy"] {
  if (approval.kind === "accepted")
    return approval.approvers.map(({ text }) => ({ trustRoot: approval.root, identity: textPart(text) ?? "nobody" }));
  return approval.signers.map((text) => ({ identity: textPart(text) ?? "nobody" }));
}

function coverPart({ conjunct, elements }: Cover): CoverPart {
  return { requirement: conjunct, witnesses: rangesOf(elements ?? []) };
}

function rangesOf(indexes: readonly number[]): string {
  const named = new Set(indexes);
  const length = indexes.reduce((most, index) => Math.max(most, index + 1), 0);
  return ranges(
    Array.from({ length }, (_, index) => (named.has(index) ? "true" : "false")),
    "true",
  );
}
