import type { GateVerdict } from "../evaluate/index.ts";
import type { CheckedPolicy } from "../language/index.ts";
import type { Discovery, FoundEnvelope, FurtherSubject } from "../registry/index.ts";
import type { Verification } from "../trust/index.ts";

/** One run, whole: what was asked, what was found, what was verified, what came out. The trace is a view of it. */
export interface Judged {
  readonly policy: CheckedPolicy;
  readonly request: JudgeRequest;
  readonly discovery: Discovery;
  /** Ordered by envelope digest, which numbers them. */
  readonly attestations: readonly JudgedAttestation[];
  readonly verdict: GateVerdict;
  /** What evidence is needed about, and nobody has been asked about yet. */
  readonly wanted: readonly FurtherSubject[];
  /** Sentences for a person; nothing in them decides. */
  readonly warnings: readonly string[];
}

export interface JudgeRequest {
  /** Nanoseconds since the epoch. */
  readonly evaluationTime: bigint;
  /** The evaluation time is away from the clock: nothing may be signed from this run. */
  readonly dryRun: boolean;
  readonly gate: string;
  readonly stage: { readonly name: string; readonly environment: string };
  /** As it was asked for. */
  readonly reference: string;
  readonly repository?: string;
  readonly tag?: string;
  readonly digest: string;
}

export interface JudgedAttestation {
  /** `A-01`; means nothing outside this run. */
  readonly id: string;
  readonly envelope: FoundEnvelope;
  readonly verification: Verification;
}
