import type { SignerFacts } from "./facts.ts";
import type { Statement, Verified } from "./statement.ts";
import type { Reason, Step, StepRecord } from "./steps.ts";

/** Whom a trust root admitted: a key by its fingerprint and holder, or a certificate's (issuer, SAN). */
export interface AdmittedSigner {
  /** `key`: the holder if the policy names one, else the fingerprint. `certificate`: the SAN. */
  readonly kind: "key" | "certificate";
  /** What signers are counted by (R6). */
  readonly identity: string;
  readonly issuer?: string;
  readonly fingerprint: string;
  readonly holder?: string;
}

export interface Admitted {
  readonly kind: "admitted";
  /** Distinct; united over the envelopes with the same payload bytes. */
  readonly signers: readonly AdmittedSigner[];
  /** The earliest trusted time of the signatures counted; `undefined` where none is proven. */
  readonly signedAt?: bigint;
  readonly facts: readonly SignerFacts[];
  readonly statement: Verified<Statement>;
  readonly steps: readonly StepRecord[];
}

/** The classes of `language.md` §6.3. `undecided`: nobody can say what it is, so it may be a good one, a bad one or nothing. */
export interface NotAdmitted {
  readonly kind: "not-ours" | "failed" | "later" | "undecided";
  readonly step: Step;
  readonly reason: Reason;
  readonly detail: string;
  readonly steps: readonly StepRecord[];
}

/** Phase B's answer for one trust root. */
export type Admission = Admitted | NotAdmitted;
