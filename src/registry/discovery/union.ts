/** The answers of all sources put together: each manifest one candidate, the same bytes with the same annotations one envelope. */
import { canonicalJson, canonicalJsonBytes, type Digest, type Hasher, type Json } from "../../base/index.ts";
import { digestOf } from "../digest-text.ts";
import { carrierKind } from "../media-type.ts";
import type { FetchedLayer } from "./candidate.ts";
import type { Candidate, CandidateState, Carrier, FoundEnvelope, SourceId, SourceRecord } from "./discovery.ts";
import type { LookedAt, SourceAnswer } from "./look.ts";

export interface Union {
  readonly sources: readonly SourceRecord[];
  readonly candidates: readonly Candidate[];
  readonly envelopes: readonly FoundEnvelope[];
  readonly evidenceSetDigest: Digest;
}

/** Answers come in the order of the plans, so that ids do not depend on who answered first. */
export function unite(answers: readonly SourceAnswer[], hasher: Hasher): Union {
  const numbered = answers.map((answer, index) => ({ answer, record: recordOf(answer, `S-${index + 1}`) }));
  const seen = numbered.flatMap(({ answer, record }) => answer.candidates.map((looked) => ({ looked, source: record.id })));
  const candidates = sortedBy([...Map.groupBy(seen, (one) => one.looked.digest).values()].map(mergeCandidate), (one) => one.digest);
  const layers = seen.flatMap(({ looked, source }) => looked.found.map((layer) => ({ layer, source })));
  const grouped = Map.groupBy(layers, ({ layer }) => envelopeKey(layer));
  const keys = [...grouped.keys()].sort();
  const sources = numbered.map(({ record }) => record);
  return {
    sources,
    candidates,
    envelopes: keys.map((key) => mergeEnvelope(grouped.get(key) ?? [])),
    evidenceSetDigest: evidenceSetDigest(sources, candidates, hasher),
  };
}

function recordOf(answer: SourceAnswer, id: SourceId): SourceRecord {
  const { plan, listing, status } = answer;
  return {
    id,
    kind: plan.kind,
    location: plan.location,
    ...(plan.subject === undefined ? {} : { subject: plan.subject }),
    status,
    listed: new Set(listing.entries.map((entry) => entry.digest)).size,
    pages: listing.pages,
    responses: listing.responses,
    observed: { requests: listing.requests, notes: listing.notes },
  };
}

/** What weighs most when two roads to one manifest end differently: a failure is never painted over. */
const WEIGHT: readonly CandidateState[] = ["failed", "admitted", "trimmed", "ignored", "foreign"];

interface Seen {
  readonly looked: LookedAt;
  readonly source: SourceId;
}

function mergeCandidate(seen: readonly Seen[]): Candidate {
  const decisive = seen.reduce((a, b) => (WEIGHT.indexOf(b.looked.state) < WEIGHT.indexOf(a.looked.state) ? b : a)).looked;
  const subject = decisive.subject ?? seen.find((one) => one.looked.subject !== undefined)?.looked.subject;
  return {
    digest: decisive.digest,
    sources: idsOf(seen),
    ...(subject === undefined ? {} : { subject }),
    state: decisive.state,
    ...(decisive.because === undefined ? {} : { because: decisive.because }),
    envelopes: [...new Set(seen.flatMap((one) => one.looked.found.map((layer) => layer.layer.digest)))].sort(),
  };
}

function idsOf(seen: readonly { readonly source: SourceId }[]): readonly SourceId[] {
  return [...new Set(seen.map((one) => one.source))].sort((a, b) => Number(a.slice(2)) - Number(b.slice(2)));
}

/** Annotations hold certificates and log entries, so the same envelope with others is another piece of evidence. */
function envelopeKey({ layer }: FetchedLayer): string {
  return `${layer.digest} ${canonicalJson([layer.mediaType, { ...layer.annotations }])}`;
}

function mergeEnvelope(found: readonly { readonly layer: FetchedLayer; readonly source: SourceId }[]): FoundEnvelope {
  const first = found.map((one) => one.layer).reduce((a, b) => (b.uri < a.uri ? b : a));
  const { layer } = first;
  return {
    digest: layer.digest,
    bytes: first.bytes,
    mediaType: layer.mediaType,
    ...(Object.keys(layer.annotations).length === 0 ? {} : { annotations: layer.annotations }),
    uri: first.uri,
    sources: idsOf(found),
    ...(carrierKind(layer.mediaType) === "statement" ? { unsigned: true } : {}),
    carriers: distinctCarriers(found.flatMap((one) => one.layer.carrier ?? [])),
  };
}

function distinctCarriers(carriers: readonly Carrier[]): readonly Carrier[] {
  const byKey = new Map(carriers.map((carrier) => [canonicalJson({ ...carrier }), carrier]));
  return [...byKey.keys()].sort().flatMap((key) => byKey.get(key) ?? []);
}

function sortedBy<T>(items: readonly T[], key: (item: T) => string): readonly T[] {
  return [...items].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** Rows as `audit.md` §3.5 lays them down; an incomplete discovery never shares a digest with a complete one. */
function evidenceSetDigest(sources: readonly SourceRecord[], candidates: readonly Candidate[], hasher: Hasher): Digest {
  const rows = sources.flatMap((source): readonly string[][] => {
    const head = [`${source.kind} ${source.location}`, source.status.kind, source.status.kind === "complete" ? "" : source.status.because];
    const own = candidates.filter((candidate) => candidate.sources.includes(source.id));
    return own.length === 0 ? [[...head, "", ""]] : own.map((candidate) => [...head, candidate.digest, candidate.state]);
  });
  const sorted: Json = rows
    .map((row) => canonicalJson(row))
    .sort()
    .map((row) => JSON.parse(row) as Json);
  return digestOf(hasher, canonicalJsonBytes(sorted));
}
