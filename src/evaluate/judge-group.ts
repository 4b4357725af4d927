/** The conjuncts of one group: for every combination of its `any` evidences, their truth; for one of them, the whole trace. `language.md` §6.5. */
import type { Alternatives, Body, Evidence, Fresh, Group, Requirement } from "../language/index.ts";
import { attestedBy, type Attested } from "./attested.ts";
import type { Named } from "./candidate.ts";
import { combinationsOf, enter, isExamined, type Combination } from "./combine.ts";
import { compileTruth } from "./compile.ts";
import type { ControlInput } from "./control-input.ts";
import { culpritsOf } from "./culprits.ts";
import type { Conjunct } from "./disposition.ts";
import { isExhausted, paidFor, type Environment } from "./environment.ts";
import { explainTruth } from "./explain.ts";
import { freshnessTrace, windowOf } from "./freshness.ts";
import { fixOf, messagesOf } from "./messages.ts";
import { once } from "./once.ts";
import { allOf, conjunctsOf, oneOf, type Open } from "./open.ts";
import type { Bound } from "./bind.ts";
import type { AlternativesTrace, Judgement, RequirementTrace } from "./trace.ts";
import { and, or, truthWord, Unknown, type Truth } from "./truth.ts";

export interface GroupResult {
  readonly truth: Truth;
  readonly judgements: readonly Judgement[];
  /** Of the judgement that is reported in full. */
  readonly conjuncts: readonly Conjunct[];
  /** Of every combination. */
  readonly open: Open;
  /** Of every combination, where the control can be waived. */
  readonly attested: readonly Attested[];
  readonly alternatives: readonly AlternativesTrace[];
  /** How many evidences stand for something. */
  readonly bound: number;
}

/** What all combinations of a group share. */
interface GroupInput {
  readonly input: ControlInput;
  readonly branch: Place["branch"];
  readonly evidence: readonly Evidence[];
  readonly requirements: readonly Requirement[];
  readonly blocks: readonly Alternatives[];
  readonly judgeBlock: JudgeBlock;
  readonly environment: Environment;
}

/** Which body the group is part of: of the control, or of a branch. */
export interface Place {
  readonly body: Body;
  readonly branch?: { readonly either: number; readonly label: string };
}

/** Judges an `either` block where the evidence of the control is bound; handed in, because its branches are made of groups themselves. */
export type JudgeBlock = (block: Alternatives, clocks: bigint[]) => BlockResult;

export interface BlockResult {
  readonly truth: Truth;
  readonly conjunct: Conjunct;
  readonly open: Open;
  readonly attested: readonly Attested[];
  readonly judgements: readonly Judgement[];
  readonly trace: AlternativesTrace;
}

/** `clocks` receives every instant at which something that is fresh now will be stale. */
export function judgeGroup(
  input: ControlInput,
  { body, branch }: Place,
  group: Group,
  environment: Environment,
  clocks: bigint[],
  judgeBlock: JudgeBlock,
): GroupResult {
  const { evidence, requirements, blocks } = membersOf(body)(group);
  const shared: GroupInput = { input, branch, evidence, requirements, blocks, judgeBlock, environment };
  const search = (each: Evidence, named?: Named) =>
    input.search({ control: input.control, evidence: each, platform: input.platform, named });
  const combinations = combinationsOf(evidence, search, environment);
  const [only] = combinations;
  if (only && combinations.length === 1) return examineInFull(shared, only, clocks);
  return judgeCombinations(shared, combinations, clocks);
}

type Members = Pick<GroupInput, "evidence" | "requirements" | "blocks">;

/** By body and group: two bodies that differ in a number alone, as a test's parameter or a mutant makes them, share their groups. */
const membersOf = once((body: Body) =>
  once((group: Group): Members => ({
    evidence: body.evidence.filter((each) => group.evidence.includes(each.name)),
    requirements: body.requirements.filter((each) => group.requirements.includes(each.id)),
    blocks: body.alternatives.filter((each) => group.alternatives.includes(each.number)),
  })),
);

/** The reported combination is looked at twice; what counts is what was written down. */
function judgeCombinations(shared: GroupInput, combinations: readonly Combination[], clocks: bigint[]): GroupResult {
  const attempts = combinations.map((combination) => examine(shared, combination));
  const best = bestOf(attempts);
  const { combination, startSteps } = attempts[best] as Attempt;
  const reported = paidFor(shared.environment, () => examineInFull(shared, combination, clocks), startSteps);
  return {
    ...reported,
    truth: or(attempts.map((each, index) => (index === best ? reported.truth : each.truth))),
    judgements: attempts.flatMap((each, index) => (index === best ? reported.judgements : [inShort(shared, each)])),
    open: oneOf(attempts.map((each, index) => (index === best ? reported.open : each.open))),
    attested: [...ownAttested(shared, combinations), ...attempts.flatMap(({ inBlocks }) => inBlocks)],
  };
}

function ownAttested({ input }: GroupInput, combinations: readonly Combination[]): readonly Attested[] {
  return input.control.waivable ? attestedBy(combinations) : [];
}

interface Attempt {
  readonly combination: Combination;
  readonly open: Open;
  readonly inBlocks: readonly Attested[];
  readonly conjuncts: readonly Conjunct[];
  readonly truth: Truth;
  /** Where its trace begins to count: what did not fit the budget of the control does not fit it the second time either. */
  readonly startSteps: number;
}

/** The truth of one combination, without its trace. */
function examine(shared: GroupInput, combination: Combination): Attempt {
  const { steps } = shared.environment;
  enter(combination, shared.environment);
  const requirements = isExamined(combination) ? shared.requirements : [];
  const evaluated = requirements.map((each) => statedConjunct(each, compileTruth(each.condition)(shared.environment), shared));
  const blocks = isExamined(combination) ? shared.blocks.map((each) => shared.judgeBlock(each, [])) : [];
  const plain = [...evidenceConjuncts(shared, combination), ...evaluated];
  const conjuncts = [...plain, ...blocks.map((each) => each.conjunct)];
  const open = allOf([conjunctsOf(plain), ...blocks.map((each) => each.open)]);
  const startSteps = isExhausted(shared.environment) ? steps : 0;
  const inBlocks = blocks.flatMap(({ attested }) => attested);
  return { combination, open, inBlocks, conjuncts, truth: and(conjuncts.map((each) => each.truth)), startSteps };
}

function statedConjunct(requirement: Requirement, truth: Truth, { input, environment }: GroupInput): Conjunct {
  const culprits = input.control.waivable && culpritsOf(requirement, truth, environment);
  return { id: requirement.id, truth, graceUntil: requirement.graceUntil, requirement, culprits };
}

/** `optional all` has no conjunct of its own; what is bound and stale fails as its freshness. */
function evidenceConjuncts({ input }: GroupInput, { bound }: Combination): Conjunct[] {
  const conjuncts: Conjunct[] = [];
  for (const { evidence, truth } of bound) {
    if (truth === undefined) continue;
    const id = `${input.control.id}.${evidence.name}`;
    conjuncts.push({ id: truth === false ? `${id}.fresh` : id, truth });
  }
  return conjuncts;
}

/** The first that is true; else the one with most true conjuncts, first in order. */
function bestOf(attempts: readonly Attempt[]): number {
  const firstTrue = attempts.findIndex((each) => each.truth === true);
  if (firstTrue >= 0) return firstTrue;
  const score = (each: Attempt | undefined) => each?.conjuncts.filter((conjunct) => conjunct.truth === true).length ?? 0;
  return attempts.reduce((best, each, index) => (score(each) > score(attempts[best]) ? index : best), 0);
}

function choiceOf({ choices }: Combination): Record<string, string> | undefined {
  if (choices.size === 0) return undefined;
  const named = [...choices].flatMap(([name, choice]) => (choice.attestation === undefined ? [] : [[name, choice.attestation] as const]));
  return named.length > 0 ? Object.fromEntries(named) : undefined;
}

function placeOf({ input, branch }: GroupInput): Pick<Judgement, "platform" | "either" | "branch"> {
  return { platform: input.platform, either: branch?.either, branch: branch?.label };
}

function inShort(shared: GroupInput, attempt: Attempt): Judgement {
  const stopped = attempt.conjuncts.find((conjunct) => conjunct.truth !== true)?.id;
  const choice = choiceOf(attempt.combination);
  return { ...placeOf(shared), choice, stopped: choice && stopped, truth: truthWord(attempt.truth), evidence: [], requirements: [] };
}

/** Evaluates a combination, writing everything down; the truth is the one that was written. */
function examineInFull(shared: GroupInput, combination: Combination, clocks: bigint[]): GroupResult {
  enter(combination, shared.environment);
  const requirements: RequirementTrace[] = [];
  for (const each of combination.bound) {
    const freshness = freshnessOf(shared, each, clocks);
    if (freshness) requirements.push(freshness);
  }
  const plain = evidenceConjuncts(shared, combination);
  const isWhole = isExamined(combination);
  for (const each of isWhole ? shared.requirements : []) {
    const { trace, conjunct } = explainRequirement(each, shared);
    requirements.push(trace);
    plain.push(conjunct);
  }
  const blocks = isWhole ? shared.blocks.map((each) => shared.judgeBlock(each, clocks)) : [];
  const conjuncts = joined(plain, blocks, ({ conjunct }) => [conjunct]);
  const truth = and(conjuncts.map((each) => each.truth));
  const judgement: Judgement = {
    ...placeOf(shared),
    choice: choiceOf(combination),
    truth: truthWord(truth),
    evidence: combination.bound.map((each) => each.trace()),
    requirements,
  };
  // A control of nothing but `either` says nothing besides its branches.
  const own = judgement.evidence.length + requirements.length > 0 || blocks.length === 0 ? [judgement] : [];
  return {
    truth,
    open: allOf(joined([conjunctsOf(plain)], blocks, ({ open }) => [open])),
    attested: joined(ownAttested(shared, [combination]), blocks, ({ attested }) => attested),
    judgements: joined(own, blocks, ({ judgements }) => judgements),
    conjuncts,
    alternatives: blocks.map((each) => each.trace),
    bound: combination.bound.filter((each) => each.truth !== undefined && !(each.truth instanceof Unknown)).length,
  };
}

/** Most groups have no block: their own is all there is, and is not copied. */
function joined<T>(own: readonly T[], blocks: readonly BlockResult[], of: (block: BlockResult) => readonly T[]): readonly T[] {
  return blocks.length === 0 ? own : [...own, ...blocks.flatMap(of)];
}

function hasFresh(evidence: Evidence): evidence is Evidence & { readonly fresh: Fresh } {
  return evidence.fresh !== undefined;
}

/** Nothing must be fresh where nothing must be there: stale statements of an `optional all` have been left out. */
function freshnessOf({ input, environment }: GroupInput, bound: Bound, clocks: bigint[]): RequirementTrace | undefined {
  const { evidence, truth } = bound;
  if (!hasFresh(evidence)) return undefined;
  if (truth !== false) for (const at of bound.clocks) clocks.push(at + windowOf(evidence.fresh, environment));
  return truth === undefined ? undefined : freshnessTrace(input.control.id, evidence, bound.shown, truth, environment);
}

function explainRequirement(
  requirement: Requirement,
  shared: GroupInput,
): { readonly trace: RequirementTrace; readonly conjunct: Conjunct } {
  const { input, environment } = shared;
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
  return { trace, conjunct: statedConjunct(requirement, truth, shared) };
}
