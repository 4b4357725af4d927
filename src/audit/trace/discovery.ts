import { byCodeUnit, canonicalJson, type Hasher } from "../../base/index.ts";
import type { Judged, JudgedAttestation } from "../../engine/index.ts";
import type { Candidate, CandidateState, SourceKind, SourceRecord } from "../../registry/index.ts";
import { attestationPart, type AttestationPart } from "./attestation.ts";
import { defined } from "./defined.ts";
import { digestOfJson } from "./hash.ts";
import { publicLocation } from "./public-name.ts";
import { textPart } from "./value.ts";

export interface DiscoveryPart {
  readonly evidenceSetDigest: string;
  readonly sources: readonly SourceAsked[];
  readonly candidates: readonly CandidateFound[];
  readonly attestations: readonly AttestationPart[];
}

export interface SourceAsked {
  readonly id: string;
  readonly kind: SourceKind;
  readonly location: string;
  readonly status: "complete" | "unsupported" | "failed";
  readonly listed?: number;
  readonly pages?: number;
  readonly responses?: readonly string[];
  readonly origin?: "registry" | "local" | "plain";
  readonly because?: string;
  readonly detail?: string;
  /** What another run need not see again; no digest covers it. */
  readonly observed: { readonly requests?: number; readonly notes?: readonly string[] };
}

export interface CandidateFound {
  readonly digest: string;
  readonly sources: readonly string[];
  readonly state: CandidateState;
  readonly because?: string;
  readonly detail?: string;
  readonly attestations: readonly string[];
}

export function discoveryPart({ discovery, attestations }: Pick<Judged, "discovery" | "attestations">, hasher: Hasher): DiscoveryPart {
  const sources = discovery.sources.map(sourceAsked);
  const candidates = discovery.candidates.map((candidate) => candidateFound(candidate, attestations));
  return {
    evidenceSetDigest: evidenceSetDigest(sources, candidates, hasher),
    sources,
    candidates,
    attestations: attestations.map(attestationPart),
  };
}

/** `audit.md` §3.5: a row for each candidate of a source, and one for a source without any; sorted. */
export function evidenceSetDigest(sources: readonly SourceAsked[], candidates: readonly CandidateFound[], hasher: Hasher): string {
  const rows = sources.flatMap((source) => {
    const head = [`${source.kind} ${source.location}`, source.status, source.because ?? ""];
    const found = candidates.filter((candidate) => candidate.sources.includes(source.id));
    return found.length === 0 ? [[...head, "", ""]] : found.map((candidate) => [...head, candidate.digest, candidate.state]);
  });
  return digestOfJson(
    rows.sort((a, b) => byCodeUnit(canonicalJson(a), canonicalJson(b))),
    hasher,
  );
}

const origins = { tls: "registry", local: "local", plain: "plain" } as const;

function sourceAsked({ id, kind, location, status, listed, pages, responses, observed }: SourceRecord): SourceAsked {
  const head = { id, kind, location: publicLocation(location), status: status.kind };
  const notes = observed.notes.flatMap((note) => textPart(note) ?? []);
  const seen = { observed: defined({ requests: observed.requests, notes: notes.length === 0 ? undefined : notes }) };
  if (status.kind === "complete") return { ...head, listed, pages, responses, origin: origins[status.origin], ...seen };
  return defined({ ...head, because: status.because, detail: textPart(status.detail), ...seen });
}

function candidateFound(candidate: Candidate, attestations: readonly JudgedAttestation[]): CandidateFound {
  const { digest, sources, state, because } = candidate;
  const carried = state === "admitted" ? attestations.filter(({ envelope }) => candidate.envelopes.includes(envelope.digest)) : [];
  const reason = state === "admitted" ? undefined : (because?.reason ?? state);
  const detail = state === "admitted" ? undefined : textPart(because?.detail);
  return defined({ digest, sources, state, because: reason, detail, attestations: carried.map(({ id }) => id) });
}
