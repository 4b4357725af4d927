/** One control: its evidence, its requirements, whether it applies, and what comes out. `language.md` §6.5, §6.8. */
import type { Control } from "../language/index.ts";
import type { Attested } from "./attested.ts";
import type { ControlInput } from "./control-input.ts";
import { dispositionOf, type Conjunct } from "./disposition.ts";
import type { Environment, Platforms, Request, RequestedPlatform } from "./environment.ts";
import { explainTruth } from "./explain.ts";
import { judgeBody } from "./judge-body.ts";
import { once } from "./once.ts";
import { allOf, conjunctsOf, type Open } from "./open.ts";
import type { Reason, TraceNode } from "./trace.ts";
import { and, not, or, truthWord, Unknown, unverifiable, type Truth } from "./truth.ts";
import type { ControlVerdict, Outcome, PlatformVerdict } from "./verdict.ts";

/** With the earliest instant at which the answer may differ. */
export interface JudgedControl {
  /** Before any waiver. */
  readonly verdict: ControlVerdict;
  readonly open: Open;
  /** In every way in which it can be met; empty where it cannot be waived. */
  readonly attested: readonly Attested[];
  readonly holdsUntil?: bigint;
}

export function judgeControl(input: ControlInput): JudgedControl {
  const { control, request } = input;
  const clocks: bigint[] = dateClocks(control, request.now);
  const outside = outsideDates(control, request.now) ?? outsideStages(control, request.stage.name);
  if (outside !== undefined) return finish(input, clocks, { ...NOTHING, outcome: "not-applicable", notApplicable: outside });
  return finish(input, clocks, control.everyPlatform ? everyPlatform(input, clocks) : judgeOne(input, clocks));
}

interface Finding {
  readonly outcome: Outcome;
  /** Why it is undecided. */
  readonly reasons: readonly Reason[];
  readonly notApplicable?: string;
  readonly applies?: ControlVerdict["applies"];
  readonly judgements: ControlVerdict["judgements"];
  readonly alternatives: ControlVerdict["alternatives"];
  readonly conjuncts: readonly Conjunct[];
  readonly open: Open;
  readonly attested: readonly Attested[];
  readonly platforms?: ControlVerdict["platforms"];
  /** The most that one platform took. */
  readonly steps: number;
  readonly hasReadClock: boolean;
}

const NOTHING = {
  reasons: [],
  judgements: [],
  alternatives: [],
  conjuncts: [],
  open: allOf([]),
  attested: [],
  steps: 0,
  hasReadClock: false,
} as const;

/** The subject, or one platform of it. */
function judgeOne(input: ControlInput, clocks: bigint[]): Finding {
  const { control, request } = input;
  const environment: Environment = {
    slots: new Array<Environment["slots"][number]>(control.slots),
    request,
    people: input.people,
    steps: 0,
    hasReadClock: false,
  };
  const { truth: body, judgements, alternatives, conjuncts, open, attested } = judgeBody(input, control.body, environment, clocks);
  const applies = appliesOf(control, environment);
  const truth = applies ? or([not(applies.truth), body]) : body;
  const isElsewhere = applies?.truth === false;
  return {
    outcome: isElsewhere ? "not-applicable" : outcomeOf(truth),
    reasons: truth instanceof Unknown ? truth.reasons : [],
    notApplicable: isElsewhere ? "its condition does not hold for this image" : undefined,
    applies: applies && { truth: truthWord(applies.truth), span: applies.span, node: applies.node },
    judgements,
    alternatives,
    conjuncts,
    open,
    attested,
    steps: environment.steps,
    hasReadClock: environment.hasReadClock,
  };
}

// ---------------------------------------------------------------------------------------------- platforms

/** Manifests of one subject that are judged. `language.md` §5.8. */
const MAX_PLATFORMS = 32;

/** Each runnable manifest by itself; what nobody can list is never a pass. `language.md` §6.7. */
function everyPlatform(input: ControlInput, clocks: bigint[]): Finding {
  const { request } = input;
  const platforms = request.platforms ?? { each: [], unread: [] };
  const unknowns = unlistable(input, platforms);
  const judged = platforms.each.slice(0, MAX_PLATFORMS).map((platform) => {
    const own = {
      ...request,
      digest: platform.digests,
      platform: platform.name ?? namelessPlatform(input),
      index: indexOf(input, platform),
    };
    return { platform, finding: judgeOne({ ...input, request: own, platform: platform.digest }, clocks) };
  });
  const findings = judged.map(({ finding }) => finding);
  const outcomes = findings.map(({ outcome }) => outcome);
  const missed = unknowns.map(unlisted);
  // What a platform lacks that the control is not about is nothing that anybody has to meet, bear with or accept.
  const concerned = judged.filter(({ finding: { outcome } }) => outcome !== "not-applicable");
  return {
    outcome: overPlatforms(unknowns.length > 0 ? [...outcomes, "unverifiable"] : outcomes),
    reasons: [...unknowns, ...findings.flatMap((finding) => finding.reasons)],
    notApplicable: findings[0]?.notApplicable,
    judgements: findings.flatMap((finding) => finding.judgements),
    alternatives: findings.flatMap((finding) => finding.alternatives),
    conjuncts: [...concerned.flatMap(({ finding }) => finding.conjuncts), ...missed],
    open: allOf([
      ...concerned.map(({ platform: { digests }, finding }): Open => ({ kind: "platform", digests, of: finding.open })),
      conjunctsOf(missed),
    ]),
    attested: concerned.flatMap(({ finding }) => finding.attested),
    platforms: judged.map(platformVerdict),
    steps: findings.reduce((most, { steps }) => (steps > most ? steps : most), 0),
    hasReadClock: findings.some((finding) => finding.hasReadClock),
  };
}

/** A platform that is not judged is a conjunct that nothing can make true, and no grace or waiver can cover. */
function unlisted(reason: Reason): Conjunct {
  return { id: "platforms", truth: new Unknown([reason]) };
}

function platformVerdict({ platform, finding }: { readonly platform: RequestedPlatform; readonly finding: Finding }): PlatformVerdict {
  const { outcome, notApplicable, applies } = finding;
  return { digest: platform.digest, name: platform.name, outcome, notApplicable, applies };
}

/** Why there is nothing to judge, or may be more than what is judged. */
function unlistable({ control }: ControlInput, { each, unread }: Platforms): readonly Reason[] {
  const born = control.everyPlatform?.span ?? control.span;
  const make = (step: string | undefined, reason: string, detail: string): Reason => ({
    outcome: "unverifiable",
    step,
    reason,
    detail,
    born,
  });
  const gaps = unread.map(({ step, reason, detail }) => make(step, reason, detail));
  if (each.length > MAX_PLATFORMS) {
    return [...gaps, make("subject", "too-many", `the index has ${each.length} platforms, and at most ${MAX_PLATFORMS} are judged`)];
  }
  if (each.length > 0 || gaps.length > 0) return gaps;
  return [make("subject", "no-runnable-manifest", "nothing that could run was found in what is judged")];
}

function indexOf({ request }: ControlInput, { digests }: RequestedPlatform): Request["index"] {
  const isIndex = !request.digest.digests.some((digest) => digests.digests.includes(digest));
  return isIndex ? request.digest : request.index;
}

function namelessPlatform({ control }: ControlInput): Unknown {
  return unverifiable("blob-missing", control.everyPlatform?.span ?? control.span, "the config of this manifest could not be read");
}

/** Violated if any is; else unverifiable, else missing, if any is; not applicable if all are; else satisfied. */
function overPlatforms(outcomes: readonly Outcome[]): Outcome {
  for (const word of ["violated", "unverifiable", "missing"] as const) if (outcomes.includes(word)) return word;
  return outcomes.every((outcome) => outcome === "not-applicable") ? "not-applicable" : "satisfied";
}

function finish(input: ControlInput, clocks: readonly bigint[], finding: Finding): JudgedControl {
  const { control, mode } = input;
  const { outcome, conjuncts } = finding;
  const verdict: ControlVerdict = {
    control,
    mode,
    outcome,
    disposition: dispositionOf(control, mode, outcome, conjuncts, input.request.now),
    notApplicable: outcome === "not-applicable" ? finding.notApplicable : undefined,
    applies: finding.applies,
    judgements: finding.judgements,
    alternatives: finding.alternatives,
    platforms: finding.platforms,
    reasons: outcome === "missing" || outcome === "unverifiable" ? finding.reasons : [],
    steps: { used: finding.steps, bound: control.stepBound },
  };
  const until = finding.hasReadClock ? [...clocks, input.request.now] : clocks;
  return {
    verdict,
    open: finding.open,
    attested: finding.attested,
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
  return lastInstants(control).filter((at) => at >= now);
}

const lastInstants = once((control: Control): readonly bigint[] => {
  const graces = control.body.requirements.map((requirement) => requirement.graceUntil);
  const lasts = [lastBefore(control.effectiveFrom), lastBefore(control.enforceFrom), control.until, ...graces];
  return lasts.filter((at) => at !== undefined);
});

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
