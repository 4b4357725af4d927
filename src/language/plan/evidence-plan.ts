/** The evidence plan (`language.md` §5.8): what a policy will look for, before anything is looked for. */
import type { Span } from "../../diagnostics/index.ts";
import type { CheckedPolicy, Clock, Control, Evidence, Fresh, Mode, TrustRoot } from "../checked/index.ts";
import { showBound, showValue } from "../declarations/show-value.ts";

export interface EvidencePlan {
  readonly policy: { readonly name: string; readonly version: string };
  /** In the order of the policy. */
  readonly controls: readonly PlannedControl[];
}

export interface PlannedControl {
  readonly id: string;
  readonly title: string;
  /** Gates that list the control and that it applies at. */
  readonly gates: readonly { readonly name: string; readonly environment: string; readonly mode: Mode }[];
  /** Conditions of `applies when` and `applies unless`, as written. */
  readonly conditions: readonly string[];
  readonly evidence: readonly PlannedEvidence[];
}

export interface PlannedEvidence {
  readonly name: string;
  readonly quantity: Evidence["quantity"];
  /** As the policy writes it: `vuln.report`. */
  readonly view: string;
  readonly predicateTypes: readonly string[];
  /** Any of these. */
  readonly signedBy: readonly TrustRoot[];
  /** The condition that selects, as written. */
  readonly where?: string;
  readonly fresh?: PlannedFreshness;
  readonly pick?: { readonly end: "latest" | "earliest"; readonly by: string };
}

export interface PlannedFreshness {
  /** `7 days`; where the policy names a parameter, its value. */
  readonly within: string;
  /** `params.max-scan-age`, with what bounds it. */
  readonly parameter?: { readonly name: string; readonly bound?: string };
  /** `finishedOn`, `signing time`. */
  readonly of: string;
}

type TextAt = (span: Span) => string;

/** What each control of a policy asks for, and at which gates. */
export function evidencePlan(policy: CheckedPolicy): EvidencePlan {
  const { name, version } = policy;
  const texts = new Map([...policy.sources, ...policy.modules.map(({ source }) => source)].map(({ path, text }) => [path, text]));
  const textAt: TextAt = ({ file, start, end }) => (texts.get(file)?.slice(start, end) ?? "").replaceAll(/\s+/gu, " ");
  return { policy: { name, version }, controls: policy.controls.map((control) => plannedControl(policy, control, textAt)) };
}

function plannedControl({ gates }: CheckedPolicy, control: Control, textAt: TextAt): PlannedControl {
  const { id, title, applies, body } = control;
  const isAt = (gate: string) => applies.every((clause) => clause.kind !== "at-stage" || clause.stages.includes(gate));
  return {
    id,
    title,
    gates: gates.flatMap(({ name, environment, controls }) => {
      const listed = controls.find((each) => each.id === id);
      return listed && isAt(name) ? [{ name, environment, mode: listed.mode }] : [];
    }),
    conditions: applies.flatMap((clause) => (clause.kind === "at-stage" ? [] : [`${clause.kind} ${textAt(clause.condition.span)}`])),
    evidence: body.evidence.map((evidence) => plannedEvidence(evidence, textAt)),
  };
}

function plannedEvidence({ name, quantity, view, signedBy, where, fresh, pick }: Evidence, textAt: TextAt): PlannedEvidence {
  return {
    name,
    quantity,
    view: view.name,
    predicateTypes: [...new Set(view.predicateTypes.map(({ type }) => type))],
    signedBy,
    ...(where && { where: textAt(where.condition.span) }),
    ...(fresh && { fresh: freshness(fresh, textAt) }),
    ...(pick && { pick: { end: pick.end, by: clockText(pick.clock, textAt) } }),
  };
}

function freshness({ within, clock }: Fresh, textAt: TextAt): PlannedFreshness {
  const of = clockText(clock, textAt);
  if (within.kind !== "parameter") return { within: textAt(within.span), of };
  const bound = within.bound && showBound(within.bound, within.type);
  return { within: showValue(within.value, within.type), parameter: { name: `params.${within.name}`, bound }, of };
}

function clockText(clock: Clock, textAt: TextAt): string {
  return clock.kind === "signing-time" ? "signing time" : textAt(clock.span);
}
