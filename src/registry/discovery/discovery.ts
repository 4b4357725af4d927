/** What discovery found, and how sure one may be of it: `registry.md` §4, `audit.md` (the trace's `discovery`). */
import type { Digest } from "../../base/index.ts";
import type { FailureReason, FetchFault } from "../fault.ts";

export type SourceId = `S-${number}`;

export type SourceKind =
  "referrers-api" | "fallback-tag" | "cosign-att" | "buildkit" | "layout-referrers" | "layout-cosign" | "bundle-file";

export type UnsupportedReason =
  /** The registry has no Referrers API (404, 400, 405, 406, 415, 501). */
  | "no-referrers-api"
  /** It answered 200 with something that is no list. */
  | "not-a-listing"
  /** It sent us to another host. */
  | "redirected-away"
  /** The subject is no index, so nothing can be inside. */
  | "not-an-index"
  /** The layout has no cosign entry. */
  | "no-cosign-entries";

/** Who answered: over TLS, from this machine (disk or loopback), or in the clear, where anyone on the way may drop entries. */
export type Origin = "tls" | "local" | "plain";

export type SourceStatus =
  | { readonly kind: "complete"; readonly origin: Origin }
  | { readonly kind: "unsupported"; readonly because: UnsupportedReason; readonly detail: string }
  | { readonly kind: "failed"; readonly because: FailureReason; readonly detail: string };

/** One place that was asked. There is one for each kind, repository and subject asked about, or each file or layout. */
export interface SourceRecord {
  readonly id: SourceId;
  readonly kind: SourceKind;
  /** `host/repository@digest`, `host/repository:tag`, `oci-layout:DIR` or the path of a file. */
  readonly location: string;
  /** The subject it was asked about; absent where one answer serves all. */
  readonly subject?: Digest;
  readonly status: SourceStatus;
  /** Entries it named, before any was looked at. */
  readonly listed: number;
  readonly pages: number;
  /** Digests of the listings as they came. */
  readonly responses: readonly Digest[];
  /** What the run saw and a replay need not see again. */
  readonly observed: { readonly requests: number; readonly notes: readonly string[] };
}

export type CandidateState = "admitted" | "ignored" | "foreign" | "trimmed" | "failed";

export type CandidateReason = FailureReason | "not-an-attestation" | "referrer-subject-mismatch";

/** A listed manifest, or a bundle file's item, and what became of it. */
export interface Candidate {
  readonly digest: Digest;
  readonly sources: readonly SourceId[];
  /** The member of the subject set it was found for; absent where position says nothing. */
  readonly subject?: Digest;
  readonly state: CandidateState;
  readonly because?: { readonly reason: CandidateReason; readonly detail: string };
  /** Digests of the envelopes it carries. */
  readonly envelopes: readonly Digest[];
}

/** The manifest that carries an envelope: by position (`.att`, BuildKit) or by its `subject`. */
export interface Carrier {
  readonly manifest: Digest;
  /** What the manifest names as its subject, or the platform manifest BuildKit names for it. */
  readonly subject?: Digest;
  /** The index that lists the manifest, for attestations inside an index. */
  readonly index?: Digest;
}

/** Bytes that claim to be an attestation. Nothing about them has been verified but their digest. */
export interface FoundEnvelope {
  readonly digest: Digest;
  readonly bytes: Uint8Array;
  /** As the carrier says; for items of files as the content shows. */
  readonly mediaType: string;
  /** Of the layer that carries it: cosign keeps certificate, bundle and timestamp here. */
  readonly annotations?: Readonly<Record<string, string>>;
  /** Where it was found first. */
  readonly uri: string;
  readonly sources: readonly SourceId[];
  /** A bare statement: no signature of its own. */
  readonly unsigned?: boolean;
  readonly carriers: readonly Carrier[];
}

export type MemberRole = "image" | "index" | "file" | "digest";

/** One thing a run judges. */
export interface SubjectMember {
  readonly digest: Digest;
  /** The same bytes by every algorithm that a statement may name; absent where we had no bytes. */
  readonly digests?: readonly Digest[];
  /** Empty for files and bare digests. */
  readonly mediaType: string;
  readonly role: MemberRole;
  /** `os/architecture[/variant]`, as the index that contains it says. */
  readonly platform?: string;
  /** The same, as its own config says; where configs were read. */
  readonly runs?: string;
  /** The index that contains it. */
  readonly parent?: Digest;
}

/** A child of the index that does not run, with the reason it was left out. */
export interface NonRunnable {
  readonly digest: Digest;
  readonly mediaType: string;
  readonly role: "attestation" | "artifact" | "unknown";
  readonly parent: Digest;
}

/** The root and every runnable manifest under it, by containment proven with index bytes (`registry.md` §3). */
export interface SubjectSet {
  readonly root: SubjectMember;
  readonly children: readonly SubjectMember[];
  readonly others: readonly NonRunnable[];
}

export interface ResolvedSubject {
  /** As a person would write it again: with the digest. */
  readonly reference: string;
  readonly repository?: string;
  readonly tag?: string;
  readonly digest: Digest;
  /** Every digest known of the same bytes: sha256 and sha512 for files. */
  readonly digests: readonly Digest[];
}

/** Something else than the subject that evidence is needed about. */
export type FurtherSubject =
  | {
      readonly kind: "digest";
      /** Of one artifact, sorted. */
      readonly digests: readonly Digest[];
      /** Where the evidence that names it says to look: URIs and purls. They open no connection to a host that nobody named. */
      readonly places: readonly string[];
    }
  | { readonly kind: "commit"; readonly commit: string };

/** Two with one key are one subject. */
export function subjectKey(subject: FurtherSubject): string {
  return subject.kind === "commit" ? `gitCommit:${subject.commit}` : subject.digests.join(" ");
}

/** A further subject that was asked about. */
export interface FurtherRecord {
  readonly subject: FurtherSubject;
  /** Every source that was asked about it. */
  readonly sources: readonly SourceId[];
  /** Those of them that were asked about nothing else. */
  readonly own: readonly SourceId[];
}

export interface Discovery {
  readonly subject: ResolvedSubject;
  readonly set: SubjectSet;
  readonly sources: readonly SourceRecord[];
  /** What else was asked about, sorted by key. */
  readonly further?: readonly FurtherRecord[];
  /** Sorted by digest. */
  readonly candidates: readonly Candidate[];
  /** Sorted by digest, then carrier's words; the same bytes with the same annotations are one. */
  readonly envelopes: readonly FoundEnvelope[];
  readonly evidenceSetDigest: Digest;
  /** Whether "not found" may be read as "does not exist" (`registry.md` §4.5). */
  readonly absenceHolds: boolean;
  /** For people: a tag that was assumed, a header that lied. */
  readonly warnings: readonly string[];
}

/** The sources that keep absence from being concluded. */
export function failedSources(discovery: Pick<Discovery, "sources">): readonly (SourceRecord & { readonly fault: FetchFault })[] {
  return discovery.sources.flatMap((source) => {
    if (source.status.kind !== "failed") return [];
    return [{ ...source, fault: { reason: source.status.because, detail: source.status.detail } }];
  });
}
