/** What a test expects against what came out. */
import type { Span } from "../../diagnostics/index.ts";
import type { Judged } from "../../engine/index.ts";
import type { ControlVerdict } from "../../evaluate/index.ts";
import type { CheckedExpectation, ControlExpectation } from "../../language/index.ts";
import { evidenceOf, reasonWords, requirementsOf, sentences, witnessKeys, wordsOf } from "./causes.ts";

export interface Mismatch {
  readonly span: Span;
  /** `violated no-criticals`. */
  readonly expected: string;
  readonly found: string;
  /** Why it was found so. */
  readonly because: readonly string[];
}

/** Golden traces are compared by whoever can write them. */
export function compare({ verdict }: Judged, expectation: Exclude<CheckedExpectation, { kind: "trace" }>): Mismatch | undefined {
  const { span } = expectation;
  if (expectation.kind === "decision") {
    const asIs = expectation.decision === "not-passed" ? verdict.decision !== "passed" : verdict.decision === expectation.decision;
    if (asIs) return undefined;
    const open = verdict.controls.filter(({ disposition }) => disposition === "enforced");
    const because = open.flatMap((each) => [`${each.control.id}: ${each.outcome}`, ...sentences(each).map((line) => `  ${line}`)]);
    return { span, expected: `gate ${words(expectation.decision)}`, found: `gate ${words(verdict.decision)}`, because };
  }
  const found = verdict.controls.find(({ control }) => control.id === expectation.control);
  if (found === undefined) return { span, expected: expectation.control, found: "the control was not judged", because: [] };
  const difference = differenceOf(found, expectation);
  return difference && { span, ...difference, because: sentences(found) };
}

export function words(word: string): string {
  return word.replace("-", " ");
}

type Difference = Pick<Mismatch, "expected" | "found">;

function differenceOf(verdict: ControlVerdict, expectation: ControlExpectation): Difference | undefined {
  const { expected } = expectation;
  if (expectation.negated) {
    const is = expected.kind === "outcome" && verdict.outcome === expected.outcome;
    return is ? { expected: `not ${words(expected.outcome)}`, found: words(verdict.outcome) } : undefined;
  }
  if (expected.kind === "disposition") {
    if (verdict.disposition !== expected.disposition)
      return { expected: expected.disposition, found: `${verdict.disposition}, ${words(verdict.outcome)}` };
  } else if (verdict.outcome !== expected.outcome) return { expected: words(expected.outcome), found: words(verdict.outcome) };
  return (
    partDifference(verdict, expectation) ??
    witnessDifference(verdict, expectation) ??
    causeDifference(verdict, expectation) ??
    messageDifference(verdict, expectation) ??
    branchDifference(verdict, expectation) ??
    waiverDifference(verdict, expectation)
  );
}

/** The requirement or evidence that is named must be what decided. */
function partDifference(verdict: ControlVerdict, { of, expected }: ControlExpectation): Difference | undefined {
  if (of === undefined || expected.kind === "disposition") return undefined;
  const asked = `${words(expected.outcome)} because of ${of.name}`;
  const states = of.kind === "evidence" ? evidenceStates(verdict, of.name) : requirementStates(verdict, of.id);
  if (states.includes(expected.outcome)) return undefined;
  const others = decidedBy(verdict);
  const found = `${of.name} is ${states.length === 0 ? "not judged" : [...new Set(states)].map(words).join(", ")}`;
  return { expected: asked, found: others.length === 0 ? found : `${found}; ${words(verdict.outcome)} because of ${others.join(", ")}` };
}

function evidenceStates(verdict: ControlVerdict, name: string): readonly string[] {
  return evidenceOf(verdict, name).map(({ state, stale }) => (state !== "available" ? state : stale ? "violated" : "satisfied"));
}

function requirementStates(verdict: ControlVerdict, id: string): readonly string[] {
  return requirementsOf(verdict, id).flatMap(({ truth, reasons }) => {
    if (truth !== "unknown") return [truth === "true" ? "satisfied" : "violated"];
    return [reasons.every(({ outcome }) => outcome === "missing") ? "missing" : "unverifiable"];
  });
}

function decidedBy(verdict: ControlVerdict): readonly string[] {
  const evidence = evidenceOf(verdict).flatMap(({ evidence: { name }, state, stale }) => (state !== "available" || stale ? [name] : []));
  const requirements = requirementsOf(verdict).flatMap(({ id, truth }) =>
    truth === "true" ? [] : [id.slice(verdict.control.id.length + 1)],
  );
  return [...new Set([...evidence, ...requirements])];
}

function askedRequirements(verdict: ControlVerdict, { of }: ControlExpectation): ReturnType<typeof requirementsOf> {
  if (of?.kind === "requirement") return requirementsOf(verdict, of.id);
  const id = of && `${verdict.control.id}.${of.name}.fresh`;
  return requirementsOf(verdict, id).filter(({ truth }) => truth !== "true");
}

function witnessDifference(verdict: ControlVerdict, expectation: ControlExpectation): Difference | undefined {
  const { naming } = expectation;
  if (naming === undefined) return undefined;
  const keys = [...new Set(askedRequirements(verdict, expectation).flatMap(({ node }) => witnessKeys(node)))].sort();
  const asked = [...new Set(naming)].sort();
  return keys.join("\n") === asked.join("\n")
    ? undefined
    : { expected: `naming ${quoted(asked)}`, found: keys.length === 0 ? "naming nothing" : `naming ${quoted(keys)}` };
}

function causeDifference(verdict: ControlVerdict, { of, because }: ControlExpectation): Difference | undefined {
  if (because === undefined) return undefined;
  const evidence = evidenceOf(verdict, of?.kind === "evidence" ? of.name : undefined);
  const requirements = of?.kind === "requirement" ? requirementsOf(verdict, of.id) : [];
  const own =
    of?.kind === "requirement"
      ? requirements.flatMap(({ reasons }) => reasonWords(reasons))
      : [...wordsOf(evidence), ...(of ? [] : reasonWords(verdict.reasons))];
  if (own.includes(because)) return undefined;
  return { expected: `because ${because}`, found: own.length === 0 ? "no reason at all" : `because ${[...new Set(own)].join(", ")}` };
}

function messageDifference(verdict: ControlVerdict, expectation: ControlExpectation): Difference | undefined {
  const { saying } = expectation;
  if (saying === undefined) return undefined;
  const texts = askedRequirements(verdict, expectation).flatMap(({ messages }) => messages.map(({ text }) => text));
  return texts.includes(saying)
    ? undefined
    : { expected: `saying ${quoted([saying])}`, found: texts.length === 0 ? "saying nothing" : `saying ${quoted(texts)}` };
}

/** On every platform that was judged. */
function branchDifference(verdict: ControlVerdict, { through }: ControlExpectation): Difference | undefined {
  if (through === undefined) return undefined;
  const blocks = verdict.alternatives.filter(({ branches }) => branches.some(({ label }) => label === through));
  const carried = blocks.map(({ carriedBy }) => carriedBy);
  if (carried.length > 0 && carried.every((label) => label === through)) return undefined;
  const labels = [...new Set(carried.flatMap((label) => label ?? []))];
  return { expected: `through ${quoted([through])}`, found: labels.length === 0 ? "through no alternative" : `through ${quoted(labels)}` };
}

function waiverDifference(verdict: ControlVerdict, { by }: ControlExpectation): Difference | undefined {
  const waivers = verdict.waivers ?? [];
  if (by === undefined || waivers.includes(by)) return undefined;
  return { expected: `by ${by}`, found: waivers.length === 0 ? "by no waiver" : `by ${waivers.join(", ")}` };
}

function quoted(texts: readonly string[]): string {
  return texts.map((text) => `"${text}"`).join(", ");
}
