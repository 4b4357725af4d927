/** The door of `testing/`: a local Sigstore, so that policies are tested as they stand. */
export type { Attestation } from "./world/attest.ts";
export type { AlternativeName } from "./world/certificate.ts";
export type { EntryKind } from "./world/entry-body.ts";
export { mutations, type MutationName } from "./world/mutations.ts";
export type { Mutation } from "./world/mutation.ts";
export type { Plan } from "./world/plan.ts";
export { createWorld, type AttestRequest, type IdentitySigner, type KeySigner, type World, type WorldOptions } from "./world/world.ts";
export type { WorldKey, WorldPorts } from "./world/world-key.ts";
export { compare, type Mismatch } from "./run/compare.ts";
export { runTest, type CompareTrace, type RunOptions, type TestRun } from "./run/run-tests.ts";
export { openSession, type TestPorts, type TestSession } from "./run/session.ts";
export { coverageOf, holesIn, percentOf, type CoverageReport, type CoveredPoint, type Share } from "./coverage/coverage.ts";
export type { Mutant } from "./mutate/mutant.ts";
export { tryMutants, type MutationOptions, type MutationReport, type TriedMutant } from "./mutate/mutate.ts";
export { record, type Draft, type Recording, type RecordFault, type TryDraft } from "./record/record.ts";
export { safeName } from "./record/texts.ts";
