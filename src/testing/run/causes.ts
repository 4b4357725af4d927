/** Why a control came out as it did, as parts that expectations ask for and sentences that people read. */
import type { ControlVerdict, EvidenceTrace, Reason, RequirementTrace, TraceNode } from "../../evaluate/index.ts";

/** Of the judgements that are reported in full, on every platform. */
export function evidenceOf({ judgements }: ControlVerdict, name?: string): readonly EvidenceTrace[] {
  const all = judgements.flatMap((judgement) => (judgement.stopped === undefined ? judgement.evidence : []));
  return name === undefined ? all : all.filter(({ evidence }) => evidence.name === name);
}

export function requirementsOf({ judgements }: ControlVerdict, id?: string): readonly RequirementTrace[] {
  const all = judgements.flatMap((judgement) => (judgement.stopped === undefined ? judgement.requirements : []));
  return id === undefined ? all : all.filter((each) => each.id === id);
}

/** Keys of the elements that decided, outermost quantifiers only. */
export function witnessKeys(node: TraceNode): readonly string[] {
  if (node.quantified) return node.quantified.witnesses.map(({ key, pointer }) => key ?? pointer);
  return (node.args ?? []).flatMap(witnessKeys);
}

/** Steps and reasons of what an evidence lacks, those of its nearest misses too. */
export function wordsOf(evidence: readonly EvidenceTrace[]): readonly string[] {
  const misses = evidence.flatMap(({ candidates }) => candidates.flatMap(({ because }) => because ?? []));
  return [...reasonWords(evidence.flatMap(({ reasons }) => reasons)), ...misses.flatMap(({ step, reason }) => [step, reason])];
}

export function reasonWords(reasons: readonly Reason[]): readonly string[] {
  return reasons.flatMap(({ step, reason }) => [...(step === undefined ? [] : [step]), reason]);
}

/** One line for each thing that is not as it must be; where all is well, what was found. */
export function sentences(verdict: ControlVerdict): readonly string[] {
  if (verdict.notApplicable !== undefined) return [`does not apply: ${verdict.notApplicable}`];
  const lines = [...evidenceOf(verdict).flatMap(evidenceLines), ...requirementsOf(verdict).flatMap(requirementLines)];
  return [...new Set(lines)];
}

function evidenceLines({ evidence, state, stale, reasons, candidates }: EvidenceTrace): readonly string[] {
  if (state === "available") return stale ? [`${evidence.name}: found, but too old`] : [];
  const why = reasons.map(({ reason, detail }) => (detail === undefined ? reason : `${reason}: ${detail}`));
  const misses = candidates.flatMap(({ attestation, because }) =>
    because === undefined ? [] : [`  nearest, ${attestation}: ${because.step}, ${because.reason}: ${because.detail}`],
  );
  return [`${evidence.name}: ${state} (${why.join("; ")})`, ...misses];
}

function requirementLines({ id, truth, reasons, messages, source }: RequirementTrace): readonly string[] {
  if (truth === "true") return [];
  if (truth === "unknown") {
    const words = reasons.map(({ reason, detail }) => (detail === undefined ? reason : `${reason}: ${detail}`));
    return [`${id}: cannot be decided (${[...new Set(words)].join("; ")})`];
  }
  const texts = messages.map(({ text }) => text);
  return texts.length === 0 ? [`${id}: ${"fresh" in source ? "not fresh" : "does not hold"}`] : texts.map((text) => `${id}: ${text}`);
}
