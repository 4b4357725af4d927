import type { Digest } from "../base/index.ts";
import type { SyncCrypto } from "./crypto-provider.ts";
import type { SignerFacts, SubjectAltName } from "./facts.ts";
import type { OwnAuthorities } from "./authorities/own-authorities.ts";
import type { PublicKeyEntry } from "./keys/public-key.ts";
import type { SigstoreRoot } from "./sigstore/root.ts";
import type { Statement, StatementSubject, Verified } from "./statement.ts";
import type { Reason, Step, StepRecord } from "./steps.ts";

/** An envelope as a source gave it. Media type and annotations are hints: they order nothing and decide nothing (R8). */
export interface FoundEnvelope {
  readonly bytes: Uint8Array;
  readonly digest: Digest;
  readonly mediaType?: string;
  /** Of the layer, for cosign's `.att` images. */
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Whom the run can ask. Roots are tried in this order and never merged (R10). */
export interface TrustMaterial {
  readonly roots: readonly SigstoreRoot[];
  readonly keys: readonly PublicKeyEntry[];
  /** The authorities of each trust root that names its own; tried after the roots. */
  readonly authorities?: readonly OwnAuthorities[];
  /**
   * Names out of `roots` whose logs and timestamp authorities trust roots of keys and of own authorities go by, each by exactly one;
   * `undefined` stands for those that go by none. Absent: nobody says, and all of `roots` are asked in their order.
   */
  readonly provers?: readonly Prover[];
}

export type Prover = string | undefined;

/** What an envelope is where this one alone is asked when it was signed. */
export interface ProvenView {
  readonly provenBy: Prover;
  readonly verification: Verification;
}

/** Time that passes, for limits alone: nothing that is judged is compared with it (R12). */
export interface Clock {
  /** From any beginning. */
  nowMs(): number;
  /** When the run ends, where it has an end. */
  readonly endMs?: number;
}

export interface VerifyPorts {
  readonly crypto: SyncCrypto;
  /** Absent: envelopes have no time limit. */
  readonly clock?: Clock | undefined;
}

/** What an envelope that did not verify says of itself. Shown, marked as claimed, and reachable by no expression (R14). */
export interface Claimed {
  readonly predicateType?: string;
  readonly subjects?: readonly StatementSubject[];
  readonly keyids: readonly string[];
  readonly issuer?: string;
  readonly san?: SubjectAltName;
  /** Digest of the payload bytes, where there are some. */
  readonly payloadDigest?: Digest;
}

/** `views`: one for each of the material's provers, where they can differ; never nested. */
export interface VerifiedEnvelope {
  readonly kind: "verified";
  readonly facts: SignerFacts;
  readonly statement: Verified<Statement>;
  readonly steps: readonly StepRecord[];
  readonly views?: readonly ProvenView[];
}

export interface RejectedEnvelope {
  readonly kind: "rejected";
  /** The first failed step in the order of `verification.md` §2 and its reason; the others are in `steps`. */
  readonly step: Step;
  readonly reason: Reason;
  readonly detail: string;
  readonly steps: readonly StepRecord[];
  readonly claimed: Claimed;
  /** What the signature step proved although a later step failed: serves "claims R" only. */
  readonly signedBy: readonly Digest[];
  /** Not a signed container at all: a bare Statement. */
  readonly notSigned?: boolean;
  readonly views?: readonly ProvenView[];
}

/** Phase A's answer. */
export type Verification = VerifiedEnvelope | RejectedEnvelope;

export type BlobVerification =
  { readonly kind: "verified"; readonly facts: SignerFacts; readonly steps: readonly StepRecord[] } | RejectedEnvelope;

/** Holds what is worth remembering between the envelopes of one run; one per run. */
export interface Verifier {
  /** An attestation: every step of phase A. `now` in nanoseconds. */
  verify(envelope: FoundEnvelope, now: bigint): Verification;
  /** A message signature over `artifact`, or an envelope whose statement is not asked for: every step up to `sct` (B6). */
  verifyBlob(envelope: FoundEnvelope, artifact: Uint8Array, now: bigint): BlobVerification;
}
