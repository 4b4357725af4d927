/** The evidence plan (`language.md` §5.8): what a policy will look for, before anything is looked for. */
import { assert, showDuration } from "../../base/index.ts";
import type { AfterGate, Body, CheckedPolicy, Clock, Control, Evidence, Fresh, Gate, Mode, TrustRoot } from "../checked/index.ts";
import { evidenceRead } from "../controls/index.ts";
import { showBound, showValue } from "../declarations/show-value.ts";
import { textsOf, type TextAt } from "../source-text.ts";

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
  /** `for every platform`. */
  readonly everyPlatform?: true;
  /** Conditions of `applies when` and `applies unless`, as written. */
  readonly conditions: readonly string[];
  readonly evidence: readonly PlannedEvidence[];
  /** Signed waivers, which are looked for where the control is waivable. */
  readonly waivers?: PlannedWaivers;
}

export interface PlannedWaivers {
  readonly predicateTypes: readonly string[];
  /** Any of these. */
  readonly signedBy: readonly TrustRoot[];
  /** `30 days`: the longest that one may last. */
  readonly upTo: string;
  readonly scope: "image" | "repository";
}

export interface PlannedEvidence {
  readonly name: string;
  /** The branch of `either` that asks for it. */
  readonly branch?: string;
  /** Whose evidence it is, as written; absent for the subject itself. */
  readonly about?: string;
  /** How many `about` lie between it and the subject; absent for none. */
  readonly depth?: number;
  /** The signed list that names every such statement, as written. */
  readonly listedIn?: string;
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

/** What each control of a policy asks for, and at which gates; then what gates ask for that come after others. */
export function evidencePlan(policy: CheckedPolicy): EvidencePlan {
  const { name, version } = policy;
  const textAt = textsOf([...policy.sources, ...policy.modules.map(({ source }) => source)]);
  const after = policy.gates.flatMap((gate) => gate.after.map((each) => plannedAfter(policy, gate, each, textAt)));
  return { policy: { name, version }, controls: [...policy.controls.map((control) => plannedControl(policy, control, textAt)), ...after] };
}

/** No line of the policy says what its evidence must say: `after` does, in one clause. */
function plannedAfter({ name, version }: CheckedPolicy, gate: Gate, after: AfterGate, textAt: TextAt): PlannedControl {
  const { id, title, body } = after.control;
  const evidence = body.evidence.map((each): PlannedEvidence => {
    const { where: _, pick, fresh, ...planned } = plannedEvidence(each, textAt);
    const of = each.fresh?.clock.kind === "field" ? each.fresh.clock.read.field.name : "";
    assert(fresh !== undefined && pick !== undefined, "a verdict has to be fresh, and the latest counts");
    const where = `verdict.gate is "${after.gate}" and verdict.policy is "${name}" and verdict.policyVersion is "${version}"`;
    return { ...planned, where, fresh: { ...fresh, of }, pick: { ...pick, by: of } };
  });
  return { id, title, gates: [{ name: gate.name, environment: gate.environment, mode: "enforce" }], conditions: [], evidence };
}

function plannedWaivers({ waiverViews: views }: CheckedPolicy, { waivable }: Control): PlannedWaivers | undefined {
  if (!views || !waivable) return undefined;
  const { by, upTo, scope } = waivable;
  const predicateTypes = [views.waiver, views.withdrawal].flatMap((view) => view.predicateTypes.map(({ type }) => type));
  return { predicateTypes, signedBy: by, upTo: showDuration(upTo), scope };
}

function plannedControl(policy: CheckedPolicy, control: Control, textAt: TextAt): PlannedControl {
  const { gates } = policy;
  const { id, title, applies, body, everyPlatform } = control;
  const waivers = plannedWaivers(policy, control);
  const isAt = (gate: string) => applies.every((clause) => clause.kind !== "at-stage" || clause.stages.includes(gate));
  return {
    id,
    title,
    gates: gates.flatMap(({ name, environment, controls }) => {
      const listed = controls.find((each) => each.id === id);
      return listed && isAt(name) ? [{ name, environment, mode: listed.mode }] : [];
    }),
    conditions: applies.flatMap((clause) => (clause.kind === "at-stage" ? [] : [`${clause.kind} ${textAt(clause.condition.span)}`])),
    ...(everyPlatform && { everyPlatform: true }),
    evidence: plannedBody(body, textAt, new Map()),
    ...(waivers && { waivers }),
  };
}

/** `depths` tells how far the evidence that may be named is from the subject. */
function plannedBody(body: Body, textAt: TextAt, depths: ReadonlyMap<string, number>): readonly PlannedEvidence[] {
  const known = new Map(depths);
  const own = body.evidence.map((evidence) => {
    const depth = depthOf(evidence, known);
    known.set(evidence.name, depth);
    return { ...plannedEvidence(evidence, textAt), ...(depth > 0 && { depth }) };
  });
  const branches = body.alternatives.flatMap((block) => block.branches);
  return [
    ...own,
    ...branches.flatMap(({ label, body: inner }) => plannedBody(inner, textAt, known).map((each) => ({ ...each, branch: label }))),
  ];
}

function depthOf({ about }: Evidence, known: ReadonlyMap<string, number>): number {
  if (about?.kind !== "path") return 0;
  return 1 + Math.max(0, ...[...evidenceRead(about.target)].map((name) => known.get(name) ?? 0));
}

function plannedEvidence(evidence: Evidence, textAt: TextAt): PlannedEvidence {
  const { name, quantity, view, signedBy, about, listedIn, where, fresh, pick } = evidence;
  return {
    name,
    ...(about && { about: about.kind === "path" ? textAt(about.target.span) : about.kind.replace("-", " ") }),
    ...(listedIn && { listedIn: textAt(listedIn.list.span) }),
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
