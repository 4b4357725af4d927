/** The door of `audit/`: the record that a run leaves. */
export { traceBytes, traceDocument } from "./document.ts";
export type { InputPart } from "./inspection/inputs.ts";
export { inspectDocument, type InspectDocument, type InspectedAttestation } from "./inspection.ts";
export type { AttestationPart, SignerPart } from "./trace/attestation.ts";
export type { AlternativesPart, ControlPart, JudgementPart, PlatformPart } from "./trace/control.ts";
export { evaluationDigest, inputsDigest, workingsDigest } from "./trace/digests.ts";
export { evidenceSetDigest, type CandidateFound, type SourceAsked } from "./trace/discovery.ts";
export type { CandidatePart, EvidencePart } from "./trace/evidence.ts";
export type { FromPart, NodePart, WitnessPart } from "./trace/node.ts";
export type { TracePorts } from "./trace/ports.ts";
export type { ReasonPart } from "./trace/reasons.ts";
export type { MessagePart, RequirementPart } from "./trace/requirement.ts";
export type { RunInfo } from "./trace/run.ts";
export type { TraceDocument } from "./trace/trace-document.ts";
export type { WaiverPart } from "./trace/waiver.ts";
export type { NativePart, ValuePart } from "./trace/value.ts";
export { trustTerms } from "./trace/trust-terms.ts";
