/** What a run would have found: the evidence that the test gives, in one source that answers, or does not. */
import { subjectKey, type Discovery, type FoundEnvelope, type FurtherSubject, type SourceRecord } from "../../registry/index.ts";
import type { JudgedImage } from "./subject.ts";

export interface FoundParts {
  readonly image: JudgedImage;
  readonly envelopes: readonly FoundEnvelope[];
  /** What evidence is `about`, besides the subject. */
  readonly further: readonly FurtherSubject[];
  /** The source of the subject's own evidence does not answer. */
  readonly isSilent: boolean;
  /** Keys of the further subjects whose source does not answer. */
  readonly silent: ReadonlySet<string>;
}

export function discoveryOf({ image, envelopes, further, isSilent, silent }: FoundParts): Discovery {
  const sources = further.map((subject, at) => ({
    subject,
    source: sourceRecord(`S-${at + 2}`, silent.has(subjectKey(subject)) ? "silent" : "answers"),
  }));
  const own = sourceRecord("S-1", isSilent ? "silent" : "answers");
  return {
    subject: image.resolved,
    set: image.set,
    sources: [own, ...sources.map(({ source }) => source)],
    further: sources.map(({ subject, source }) => ({ subject, sources: [source.id], own: [source.id] })),
    candidates: [],
    envelopes: distinct(envelopes),
    evidenceSetDigest: image.resolved.digest,
    absenceHolds: !isSilent,
    warnings: [],
  };
}

function distinct(envelopes: readonly FoundEnvelope[]): readonly FoundEnvelope[] {
  return [...new Map(envelopes.map((envelope) => [envelope.digest, envelope])).values()];
}

function sourceRecord(id: SourceRecord["id"], answer: "answers" | "silent"): SourceRecord {
  return {
    id,
    kind: "referrers-api",
    location: "the test",
    status:
      answer === "answers"
        ? { kind: "complete", origin: "local" }
        : { kind: "failed", because: "unreachable", detail: "the test gives no answer" },
    listed: 0,
    pages: 1,
    responses: [],
    observed: { requests: 0, notes: [] },
  };
}
