/** The trace of one run as a document, `proviso/trace/1`: `audit.md` §3, `schemas/trace.schema.json`. */
import { canonicalJsonBytes, defaultLimits } from "../base/index.ts";
import { STEP_BUDGET } from "../evaluate/index.ts";
import type { Judged } from "../engine/index.ts";
import { controlPart } from "./trace/control.ts";
import { asJson, evaluationDigest, inputsDigest, workingsDigest, type Undigested } from "./trace/digests.ts";
import { discoveryPart } from "./trace/discovery.ts";
import { policyPart } from "./trace/policy.ts";
import type { TracePorts } from "./trace/ports.ts";
import { requestPart } from "./trace/request.ts";
import { runPart, type RunInfo } from "./trace/run.ts";
import { textsOf } from "./trace/source.ts";
import { trustPart } from "./trace/trust.ts";
import type { TraceDocument } from "./trace/trace-document.ts";
import { textPart } from "./trace/value.ts";
import { verdictPart } from "./trace/verdict.ts";
import { waiverPart } from "./trace/waiver.ts";

/** Elements of a quantifier whose workings are written. */
const WITNESSES = 20;

/** Deterministic: the same run gives the same bytes. Every text of evidence in it is data; readers escape what they show. */
export function traceDocument(judged: Judged, run: RunInfo, ports: TracePorts): TraceDocument {
  const { policy, request, verdict } = judged;
  const texts = textsOf(policy, ports.hasher);
  const requested = requestPart(judged);
  const document: Undigested = {
    format: "proviso/trace/1",
    profile: "plain",
    run: runPart(run, request, [requested.subject.repository ?? requested.subject.reference, policy.name, request.gate]),
    request: requested,
    policy: policyPart(policy, texts, ports),
    trust: trustPart(judged, ports),
    discovery: discoveryPart(judged, ports.hasher),
    controls: verdict.controls.map((control) => controlPart(control, texts, ports)),
    notInGate: verdict.notInGate,
    waivers: verdict.waivers.map((waiver) => waiverPart(waiver, texts)),
    warnings: warningsOf(judged),
    limits: {
      witnesses: WITNESSES,
      steps: STEP_BUDGET,
      attestationBytes: defaultLimits.envelopeBytes,
      candidates: defaultLimits.envelopesPerSubject,
    },
    verdict: verdictPart(verdict),
  };
  return withDigests(document, ports);
}

function withDigests(document: Undigested, { hasher }: TracePorts): TraceDocument {
  return {
    ...document,
    inputsDigest: inputsDigest(document, hasher),
    evaluationDigest: evaluationDigest(document, hasher),
    workingsDigest: workingsDigest(document, hasher),
  };
}

function warningsOf({ discovery, warnings }: Judged): TraceDocument["warnings"] {
  const said = (code: string, sentences: readonly string[]) =>
    sentences.flatMap((text) => (textPart(text) === undefined ? [] : [{ code, text: textPart(text) ?? "" }]));
  const found = said("discovery", discovery.warnings);
  return [...found, ...said("judge", warnings).filter(({ text }) => !found.some((one) => one.text === text))];
}

/** The bytes that are stored, hashed and signed: RFC 8785. */
export function traceBytes(document: TraceDocument): Uint8Array<ArrayBuffer> {
  return canonicalJsonBytes(asJson(document));
}
