/**
 * A run as a test: its evidence as fixtures, signed anew by throw-away keys, and its verdict as what is expected. Nothing is recorded that the
 * test does not reproduce: what is decided by something that no test can say is refused, with the difference.
 */
import { err, ok, type Result } from "../../base/index.ts";
import type { Judged } from "../../engine/index.ts";
import type { Control } from "../../language/index.ts";
import { factKey, factsOf, type Fact } from "./facts.ts";
import { givensOf, type Fixture, type Found, type Recorded } from "./givens.ts";
import { leftOutSentence, search } from "./search.ts";
import { judgedWords } from "./subject.ts";
import { blockText, parametersOfRun } from "./test-block.ts";

export interface RecordRequest {
  readonly judged: Judged;
  readonly title: string;
  /** Where the fixtures go, from the policy's folder. */
  readonly folder: string;
  readonly tryDraft: TryDraft;
}

export interface Draft {
  /** A `test` block, not formatted. */
  readonly block: string;
  readonly fixtures: readonly Fixture[];
}

/** Judges the test that a draft makes of the policy; sentences where the draft is no test. */
export type TryDraft = (draft: Draft) => Promise<Result<Judged, readonly string[]>>;

export interface Recording extends Draft {
  readonly facts: readonly Fact[];
  readonly kept: readonly Recorded[];
  /** Names of the parameters whose values the test holds: this run set them, and the policy does not. */
  readonly parameters: readonly string[];
  /** Sentences: what was found and is not in the test, and which causes it leaves open. */
  readonly notes: readonly string[];
}

/** Sentences: why the test would hold another verdict. */
export type RecordFault = readonly string[];

export async function record(request: RecordRequest): Promise<Result<Recording, RecordFault>> {
  const { judged, folder } = request;
  const controls = controlsOf(judged);
  const words = judgedWords(judged, controls);
  const found = givensOf(judged, controls, words, folder);
  const attempt = (kept: readonly Recorded[], facts: readonly Fact[]): Draft => ({
    block: blockText({ judged, title: request.title, subjectLine: words.line, givens: givenLines(kept, found), facts }),
    fixtures: [...new Set(kept.map(({ fixture }) => fixture))],
  });
  const all = factsOf(judged);
  const best = await search(found.recorded, async (kept) => {
    const tried = await request.tryDraft(attempt(kept, all));
    return tried.ok ? ok(missedIn(all, factsOf(tried.value))) : tried;
  });
  if (!best.ok) return err([...best.error, ...found.unsaid]);
  const { kept, missed, leftOut } = best.value;
  const lies = missed.filter(({ fact }) => fact.weight === "must");
  if (lies.length > 0) return err([...lies.map(sentence), ...found.unsaid, ...whyNot(judged)]);
  const open = new Set(missed.map(({ fact }) => factKey(fact)));
  const facts = all.filter((fact) => !open.has(factKey(fact)));
  const parameters = parametersOfRun(judged.policy.parameters).map(({ name }) => name);
  const unused = [...leftOut].map(([each, why]) => leftOutSentence(each, why));
  const notes = [...unused, ...found.unsaid, ...missed.map(openCause)];
  return ok({ ...attempt(kept, facts), facts, kept, parameters, notes });
}

function controlsOf({ policy, request, verdict }: Judged): readonly Control[] {
  const judged = new Set(verdict.controls.map(({ control }) => control.id));
  const gate = policy.gates.find(({ name }) => name === request.gate);
  return [...(gate?.after ?? []).map(({ control }) => control), ...policy.controls.filter(({ id }) => judged.has(id))];
}

function givenLines(kept: readonly Recorded[], { silence }: Found): readonly string[] {
  return [...new Set([...kept.flatMap(({ lines }) => lines), ...silence])];
}

interface Missed {
  readonly fact: Fact;
  /** What the test says instead. */
  readonly instead: string;
}

function missedIn(facts: readonly Fact[], inTest: readonly Fact[]): readonly Missed[] {
  const said = new Set(inTest.map(factKey));
  return facts
    .filter((fact) => !said.has(factKey(fact)))
    .map((fact) => ({
      fact,
      instead: inTest
        .filter((each) => each.control === fact.control && isAlike(each, fact))
        .map(resultWords)
        .join(", "),
    }));
}

function isAlike(a: Fact, b: Fact): boolean {
  return a.weight === b.weight && a.prop?.kind === b.prop?.kind;
}

function resultWords({ result, prop }: Fact): string {
  return prop === undefined ? result : `${result} ${prop.kind} ${prop.text}`;
}

function sentence({ fact, instead }: Missed): string {
  const whose = fact.control ?? "the gate";
  return `${whose} is ${resultWords(fact)} here, and ${instead === "" ? "the test does not say so" : `${instead} in the test`}`;
}

/** Throw-away signatures fail in fewer ways than real ones, and what is forged here is told by its nearest word. */
function openCause({ fact }: Missed): string {
  return `the test leaves open that ${fact.control ?? "the gate"} is ${resultWords(fact)}: what it gives leads there by another way`;
}

/** What tests have no words for. */
function whyNot({ verdict }: Judged): readonly string[] {
  const signed = verdict.waivers.some((each) => each.kind === "unreadable" || each.waiver.origin.kind === "signed");
  return signed ? ["a signed waiver was met, and a test gives none"] : [];
}
