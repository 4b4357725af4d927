/** What evaluation is given for one evidence: the attestations that could be it, judged as far as signatures and subjects go. */
import type { Digest, DigestSet, Identity, RecordValue } from "../base/index.ts";
import type { Control, Evidence } from "../language/index.ts";
import type { CandidateStep, CandidateTrace } from "./trace.ts";

/** One statement, by its payload; several envelopes may carry it. `language.md` §6.3. */
export interface Candidate {
  readonly attestation: string;
  /** Digests of the envelopes that carry it. */
  readonly envelopes: readonly string[];
  /** Orders candidates without a signing time. */
  readonly statement: string;
  readonly standing: Standing;
  readonly relation?: CandidateTrace["relation"];
  readonly chain: readonly string[];
  readonly steps: readonly CandidateStep[];
}

export type Standing =
  | {
      readonly kind: "authentic";
      readonly signers: readonly Identity[];
      /** As people know them. */
      readonly identity: string;
      readonly signedAt?: { readonly at: bigint; readonly by: "log" | "timestamp" };
      readonly reading: Reading;
    }
  | {
      readonly kind: "other-subject" | "not-ours" | "failed" | "later" | "undecided";
      readonly because: { readonly step: string; readonly reason: string; readonly detail: string };
    };

/** What the view made of the predicate, for the fields that the control reads. */
export type Reading =
  | { readonly kind: "readable"; readonly record: RecordValue }
  | { readonly kind: "unreadable"; readonly failures: readonly { readonly pointer: string; readonly problem: string }[] };

/** What `about` names, and where the evidence that names it says to look. */
export type Named = ({ readonly kind: "digest"; readonly digests: DigestSet } | { readonly kind: "commit"; readonly commit: string }) & {
  readonly places: readonly string[];
};

/** The question: which evidence, of which control, about what. */
export interface Sought {
  readonly control: Control;
  readonly evidence: Evidence;
  /** The manifest that is judged, under `for every platform`. */
  readonly platform?: Digest;
  /** Instead of the subject. */
  readonly named?: Named;
}

/** The answer to "what is there for this evidence?". */
export interface Search {
  readonly candidates: readonly Candidate[];
  /** Nothing was found at all, or something, but of no type that the view reads. */
  readonly nothing: "none-found" | "none-of-type";
  /** Why the listing is not whole; empty when it is. */
  readonly incomplete: readonly { readonly step: string; readonly reason: string; readonly detail: string }[];
}
