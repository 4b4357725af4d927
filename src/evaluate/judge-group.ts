/** The conjuncts of one group: for every combination of its `any` evidences, their truth; for one of them, the whole trace. `language.md` §6.5. */
import { assert } from "../base/index.ts";
import type { Evidence, Fresh, Group, Requirement } from "../language/index.ts";
import { bind, choose, settle, type Binding, type Bound } from "./bind.ts";
import { compileTruth } from "./compile.ts";
import type { Conjunct } from "./disposition.ts";
import type { Environment } from "./environment.ts";
import { explainTruth } from "./explain.ts";
import { freshnessTrace, windowOf } from "./freshness.ts";
import type { ControlInput } from "./judge-control.ts";
import { fixOf, messagesOf } from "./messages.ts";
import type { Choice } from "./select.ts";
import type { Judgement, RequirementTrace } from "./trace.ts";
import { and, or, truthWord, Unknown, type Truth } from "./truth.ts";

export interface GroupResult {
  readonly truth: Truth;
  readonly judgements: readonly Judgement[];
  /** Of the judgement that is reported in full. */
  readonly conjuncts: readonly Conjunct[];
}

/** What all combinations of a group share. */
interface GroupInput {
  readonly input: ControlInput;
  readonly evidence: readonly Evidence[];
  readonly requirements: readonly Requirement[];
  readonly chosen: ReadonlyMap<string, Binding>;
  readonly environment: Environment;
}

/** `clocks` receives every instant at which something that is fresh now will be stale. */
export function judgeGroup(input: ControlInput, group: Group, environment: Environment, clocks: bigint[]): GroupResult {
  const evidence = input.control.body.evidence.filter((each) => group.evidence.includes(each.name));
  const requirements = input.control.body.requirements.filter((each) => group.requirements.includes(each.id));
  const anys = evidence.filter((each) => group.chosen.includes(each.name));
  const chosen = new Map(anys.map((each) => [each.name, bind(each, input.search(each), environment)]));
  const shared: GroupInput = { input, evidence, requirements, chosen, environment };
  const combinations = combine([...chosen.values()]);
  const [only] = combinations;
  if (combinations.length === 1 && only) {
    const { judgement, conjuncts, truth } = examineInFull(shared, only, clocks);
    return { truth, judgements: [judgement], conjuncts };
  }
  return judgeCombinations(shared, combinations, clocks);
}

function judgeCombinations(shared: GroupInput, combinations: readonly Combination[], clocks: bigint[]): GroupResult {
  const attempts = combinations.map((combination) => examine(shared, combination));
  const best = bestOf(attempts);
  const { combination } = attempts[best] as Attempt;
  const reported = examineInFull(shared, combination, clocks);
  assert(truthWord(reported.truth) === truthWord((attempts[best] as Attempt).truth), "a combination has one truth");
  const judgements = attempts.map((each, index) => (index === best ? reported.judgement : inShort(each)));
  return { truth: or(attempts.map((each) => each.truth)), judgements, conjuncts: reported.conjuncts };
}

/** A choice for each `any` evidence of the group; where there is nothing to choose from, the one way that is left. */
type Combination = ReadonlyMap<string, Choice>;

function combine(bindings: readonly Binding[]): readonly Combination[] {
  return bindings.reduce<readonly Combination[]>(
    (combinations, { evidence, selection }) =>
      selection.kind === "choices"
        ? combinations.flatMap((each) => selection.choices.map((choice) => new Map([...each, [evidence.name, choice]])))
        : combinations,
    [new Map()],
  );
}

interface Attempt {
  readonly combination: Combination;
  readonly conjuncts: readonly Conjunct[];
  readonly truth: Truth;
}

/** The truth of one combination, without its trace. */
function examine(shared: GroupInput, combination: Combination): Attempt {
  const bound = bindAll(shared, combination);
  const requirements = isExamined(combination) ? shared.requirements : [];
  const evaluated = requirements.map((each) => ({
    id: each.id,
    truth: compileTruth(each.condition)(shared.environment),
    graceUntil: each.graceUntil,
  }));
  const conjuncts = [...evidenceConjuncts(shared, bound), ...evaluated];
  return { combination, conjuncts, truth: and(conjuncts.map((each) => each.truth)) };
}

/** A stale candidate is false, unexamined. */
function isExamined(combination: Combination): boolean {
  return ![...combination.values()].some((choice) => choice.isStale);
}

/** Binds the evidence of one combination, in order, so that later evidence can read earlier one. */
function bindAll({ input, evidence, chosen, environment }: GroupInput, combination: Combination): ReadonlyMap<string, Bound> {
  const bound = new Map<string, Bound>();
  for (const each of evidence) {
    const choice = combination.get(each.name);
    const binding = chosen.get(each.name) ?? bind(each, input.search(each), environment);
    const result = choice ? choose(binding, choice) : settle(binding);
    bound.set(each.name, result);
    environment.slots[each.slot] = result.slot;
  }
  return bound;
}

/** `optional all` has no conjunct of its own. */
function evidenceConjuncts({ input, evidence }: GroupInput, bound: ReadonlyMap<string, Bound>): readonly Conjunct[] {
  return evidence.flatMap((each) => {
    const truth = bound.get(each.name)?.truth;
    return truth === undefined ? [] : [{ id: `${input.control.id}.${each.name}`, truth }];
  });
}

/** The first that is true; else the one with most true conjuncts, first in order. */
function bestOf(attempts: readonly Attempt[]): number {
  const firstTrue = attempts.findIndex((each) => each.truth === true);
  if (firstTrue >= 0) return firstTrue;
  const score = (each: Attempt | undefined) => each?.conjuncts.filter((conjunct) => conjunct.truth === true).length ?? 0;
  return attempts.reduce((best, each, index) => (score(each) > score(attempts[best]) ? index : best), 0);
}

function choiceOf(combination: Combination): Record<string, string> | undefined {
  const named = [...combination].flatMap(([name, choice]) =>
    choice.attestation === undefined ? [] : [[name, choice.attestation] as const],
  );
  return named.length > 0 ? Object.fromEntries(named) : undefined;
}

function inShort(attempt: Attempt): Judgement {
  const stopped = attempt.conjuncts.find((conjunct) => conjunct.truth !== true)?.id;
  const choice = choiceOf(attempt.combination);
  return { choice, stopped: choice && stopped, truth: truthWord(attempt.truth), evidence: [], requirements: [] };
}

interface Examined {
  readonly judgement: Judgement;
  readonly conjuncts: readonly Conjunct[];
  readonly truth: Truth;
}

/** Evaluates a combination, writing everything down; the truth is the one that was written. */
function examineInFull(shared: GroupInput, combination: Combination, clocks: bigint[]): Examined {
  const bound = bindAll(shared, combination);
  const freshness = shared.evidence.flatMap((each) => freshnessOf(shared, each, bound.get(each.name), clocks));
  const requirements = isExamined(combination) ? shared.requirements.map((each) => explainRequirement(each, shared)) : [];
  const stated = requirements.map(({ trace, truth }) => ({ id: trace.id, truth, graceUntil: trace.graceUntil }));
  const conjuncts = [...evidenceConjuncts(shared, bound), ...stated];
  const truth = and(conjuncts.map((each) => each.truth));
  const judgement: Judgement = {
    choice: choiceOf(combination),
    truth: truthWord(truth),
    evidence: shared.evidence.flatMap((each) => bound.get(each.name)?.trace ?? []),
    requirements: [...freshness, ...requirements.map((each) => each.trace)],
  };
  return { judgement, conjuncts, truth };
}

function hasFresh(evidence: Evidence): evidence is Evidence & { readonly fresh: Fresh } {
  return evidence.fresh !== undefined;
}

function freshnessOf(
  { input, environment }: GroupInput,
  evidence: Evidence,
  bound: Bound | undefined,
  clocks: bigint[],
): readonly RequirementTrace[] {
  if (!hasFresh(evidence) || !bound) return [];
  const trace = freshnessTrace(input.control.id, evidence, bound.shown, bound.truth ?? true, environment);
  environment.slots[evidence.slot] = bound.slot;
  if (bound.truth === true) for (const at of bound.clocks) clocks.push(at + windowOf(evidence.fresh, environment));
  return [trace];
}

function explainRequirement(
  requirement: Requirement,
  { input, environment }: GroupInput,
): { readonly trace: RequirementTrace; readonly truth: Truth } {
  const { node, truth } = explainTruth(requirement.condition, environment);
  const isFalse = truth === false;
  const trace: RequirementTrace = {
    id: requirement.id,
    kind: "stated",
    source: requirement,
    span: requirement.span,
    truth: truthWord(truth),
    reasons: truth instanceof Unknown ? truth.reasons : [],
    node,
    messages: isFalse ? messagesOf(requirement, node, environment, input.source(requirement.span.file)) : [],
    fix: isFalse ? fixOf(requirement, node, environment) : undefined,
    graceUntil: requirement.graceUntil,
  };
  return { trace, truth };
}
