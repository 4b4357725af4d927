/** The door of `audit/`: the record that a run leaves. */
export { traceBytes, traceDocument, type TraceDocument } from "./document.ts";
export type { AttestationPart, ClaimedPart, LogPart, SignerPart, StepPart, TimesPart } from "./trace/attestation.ts";
export type { AppliesPart, ControlPart, JudgementPart } from "./trace/control.ts";
export { evaluationDigest, inputsDigest, workingsDigest } from "./trace/digests.ts";
export { evidenceSetDigest, type CandidateFound, type DiscoveryPart, type SourceAsked } from "./trace/discovery.ts";
export type { CandidatePart, EvidencePart } from "./trace/evidence.ts";
export type { FromPart, NodePart, WitnessPart } from "./trace/node.ts";
export type { PolicyPart } from "./trace/policy.ts";
export type { MeaningHashes, TracePorts } from "./trace/ports.ts";
export type { ReasonPart } from "./trace/reasons.ts";
export type { MemberPart, RequestPart, SubjectPart } from "./trace/request.ts";
export type { MessagePart, ReadPart, RequirementPart } from "./trace/requirement.ts";
export type { ActorPart, EnginePart, RunInfo, RunPart } from "./trace/run.ts";
export type { SourcePart, SpanPart } from "./trace/source.ts";
export type { RootPart, TrustPart } from "./trace/trust.ts";
export { typeText, type NativePart, type ValuePart } from "./trace/value.ts";
export type { VerdictPart } from "./trace/verdict.ts";
