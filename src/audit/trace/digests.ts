/** The three digests of a trace: `audit.md` §3.5. Functions of the document, so a replay computes them alike. */
import { byCodeUnit, type Hasher, type Json } from "../../base/index.ts";
import type { JudgementPart } from "./control.ts";
import { defined } from "./defined.ts";
import { digestOfJson } from "./hash.ts";
import type { TraceDocument } from "./trace-document.ts";

export type Undigested = Omit<TraceDocument, "inputsDigest" | "evaluationDigest" | "workingsDigest">;

/** What can change an answer. The engine is not among it, and neither are bytes of listings. */
export function inputsDigest(trace: Undigested, hasher: Hasher): string {
  const { request, policy, trust, discovery } = trace;
  const inputs = {
    format: "proviso/inputs/1",
    request,
    policy: {
      hash: policy.hash,
      files: sorted(policy.files.map(({ digest }) => digest)),
      modules: sorted(policy.modules.map(({ hash }) => hash)),
    },
    parameters: policy.parameters,
    trust: { roots: sorted(trust.roots.map(({ hash }) => hash)), instances: sorted(trust.instances.map(({ digest }) => digest)) },
    evidenceSetDigest: discovery.evidenceSetDigest,
    attestations: sorted(discovery.attestations.map(({ envelope }) => envelope.digest)),
  };
  return digestOfJson(asJson(inputs), hasher);
}

/** What any engine of the language version must come to. */
export function evaluationDigest(trace: Undigested, hasher: Hasher): string {
  const controls = trace.controls.map(({ id, hash, mode, outcome, disposition, waivers, judgements }) => {
    return { id, hash, mode, outcome, disposition, waivers: waivers ?? [], judgements: judgements.map(conclusion) };
  });
  const evaluation = { format: "proviso/evaluation/1", gate: trace.request.gate, decision: trace.verdict.decision, controls };
  return digestOfJson(asJson(evaluation), hasher);
}

function conclusion({ platform, branch, truth, requirements }: JudgementPart): object {
  const ends = requirements.map((one) => ({
    id: one.id,
    truth: one.truth,
    reasons: sorted((one.reasons ?? []).map(({ reason }) => reason)),
  }));
  return defined({ platform, branch, truth, requirements: ends });
}

/** Everything but the run and what sources were observed to do. */
export function workingsDigest(trace: Undigested, hasher: Hasher): string {
  const { run: _run, ...workings } = trace;
  const sources = trace.discovery.sources.map(({ observed: _observed, ...source }) => source);
  return digestOfJson(asJson({ ...workings, discovery: { ...trace.discovery, sources } }), hasher);
}

/** Documents are built of JSON values alone and leave absent members out; the type system cannot say so of interfaces. */
export function asJson(document: object): Json {
  return document as unknown as Json;
}

function sorted(texts: readonly string[]): readonly string[] {
  return [...texts].sort(byCodeUnit);
}
