/** One control: its evidence, its requirements, whether it applies, and what comes out. `language.md` §6.5, §6.8. */
import type { Control } from "../language/index.ts";
import type { ControlInput } from "./control-input.ts";
import { dispositionOf } from "./disposition.ts";
import type { Environment } from "./environment.ts";
import { explainTruth } from "./explain.ts";
import { judgeGroup, type GroupResult } from "./judge-group.ts";
import { allOf, type Open } from "./open.ts";
import type { Reason, TraceNode } from "./trace.ts";
import { and, not, or, truthWord, Unknown, type Truth } from "./truth.ts";
import type { ControlVerdict, Outcome } from "./verdict.ts";

/** With the earliest instant at which the answer may differ. */
export interface JudgedControl {
  /** Before any waiver. */
  readonly verdict: ControlVerdict;
  readonly open: Open;
  readonly holdsUntil?: bigint;
}

export function judgeControl(input: ControlInput): JudgedControl {
  const { control, request } = input;
  const outside = outsideDates(control, request.now) ?? outsideStages(control, request.stage.name);
  const environment: Environment = {
    slots: new Array<Environment["slots"][number]>(control.slots),
    request,
    people: input.people,
    steps: 0,
    hasReadClock: false,
  };
  const clocks: bigint[] = dateClocks(control, request.now);
  if (outside !== undefined) return finish(input, environment, clocks, { outcome: "not-applicable", notApplicable: outside, results: [] });
  const results = control.body.groups.map((group) => judgeGroup(input, group, environment, clocks));
  const applies = appliesOf(control, environment);
  const body = and(results.map((result) => result.truth));
  if (applies?.truth === false) {
    const notApplicable = "its condition does not hold for this image";
    return finish(input, environment, clocks, { outcome: "not-applicable", notApplicable, applies, results });
  }
  const truth = applies ? or([not(applies.truth), body]) : body;
  const reasons = truth instanceof Unknown ? truth.reasons : [];
  return finish(input, environment, clocks, { outcome: outcomeOf(truth), reasons, applies, results });
}

interface Finding {
  readonly outcome: Outcome;
  /** Why it is undecided. */
  readonly reasons?: readonly Reason[];
  readonly notApplicable?: string;
  readonly applies?: AppliesResult;
  readonly results: readonly GroupResult[];
}

function finish(input: ControlInput, environment: Environment, clocks: readonly bigint[], finding: Finding): JudgedControl {
  const { control, mode } = input;
  const { outcome, results } = finding;
  const conjuncts = results.flatMap((result) => result.conjuncts);
  const verdict: ControlVerdict = {
    control,
    mode,
    outcome,
    disposition: dispositionOf(control, mode, outcome, conjuncts, input.request.now),
    notApplicable: finding.notApplicable,
    applies: finding.applies && { truth: truthWord(finding.applies.truth), span: finding.applies.span, node: finding.applies.node },
    judgements: results.flatMap((result) => result.judgements),
    reasons: finding.reasons ?? [],
    steps: { used: environment.steps, bound: control.stepBound },
  };
  const until = environment.hasReadClock ? [...clocks, input.request.now] : clocks;
  return {
    verdict,
    open: allOf(results.map((result) => result.open)),
    holdsUntil: until.reduce<bigint | undefined>((first, at) => (first === undefined || at < first ? at : first), undefined),
  };
}

// ------------------------------------------------------------------------------------------ applicability

function outsideDates(control: Control, now: bigint): string | undefined {
  if (control.effectiveFrom !== undefined && now < control.effectiveFrom) return "it is not in effect yet";
  return control.until !== undefined && now > control.until ? "it is no longer in effect" : undefined;
}

function outsideStages(control: Control, stage: string): string | undefined {
  const isElsewhere = control.applies.some((each) => each.kind === "at-stage" && !each.stages.includes(stage));
  return isElsewhere ? `it does not apply at stage ${stage}` : undefined;
}

/** The last instants before the control itself changes. */
function dateClocks(control: Control, now: bigint): bigint[] {
  const graces = control.body.requirements.map((requirement) => requirement.graceUntil);
  const lasts = [lastBefore(control.effectiveFrom), lastBefore(control.enforceFrom), control.until, ...graces];
  return lasts.filter((at): at is bigint => at !== undefined && at >= now);
}

function lastBefore(from: bigint | undefined): bigint | undefined {
  return from === undefined ? undefined : from - 1n;
}

interface AppliesResult {
  readonly truth: Truth;
  readonly node: TraceNode;
  readonly span: Control["span"];
}

function appliesOf(control: Control, environment: Environment): AppliesResult | undefined {
  const conditions = control.applies.filter((each) => each.kind !== "at-stage");
  const explained = conditions.map((each) => {
    const { truth, node } = explainTruth(each.condition, environment);
    if (each.kind === "when") return { truth, node };
    const negated = not(truth);
    return {
      truth: negated,
      node: { op: "not", span: each.span, truth: truthWord(negated), args: [node], because: node.because } satisfies TraceNode,
    };
  });
  const [first, ...rest] = explained;
  const span = conditions[0]?.span;
  if (!first || !span) return undefined;
  const truth = and(explained.map((each) => each.truth));
  if (rest.length === 0) return { truth, node: first.node, span };
  const because = truth instanceof Unknown ? truth.reasons : undefined;
  return { truth, span, node: { op: "and", span, truth: truthWord(truth), args: explained.map((each) => each.node), because } };
}

function outcomeOf(truth: Truth): Outcome {
  if (!(truth instanceof Unknown)) return truth ? "satisfied" : "violated";
  return truth.reasons.length > 0 && truth.reasons.every((reason) => reason.outcome === "missing") ? "missing" : "unverifiable";
}
