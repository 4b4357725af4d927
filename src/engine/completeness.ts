/** Whether "not found" may be read as "does not exist", for the subject itself and for what `about` names. `registry.md` §4.5, §4.6. */
import type { Named, Search } from "../evaluate/index.ts";
import {
  absenceHolds,
  failedSources,
  subjectKey,
  type Discovery,
  type FurtherSubject,
  type SourceKind,
  type SourceRecord,
} from "../registry/index.ts";

/** Why it may not; empty where it may. */
export function incompleteness(discovery: Discovery, named?: Named): Search["incomplete"] {
  if (named && !isAsked(discovery, named)) return [notAsked];
  const sources = named ? sourcesFor(discovery, named) : ownSources(discovery);
  const failed = failedSources({ sources }).map(({ id, kind, fault }) => ({
    step: "fetch",
    reason: fault.reason,
    detail: `${id} ${kind}: ${fault.detail}`,
  }));
  if (failed.length > 0) return failed;
  if (named ? absenceHolds(sources) : discovery.absenceHolds) return [];
  const detail =
    named && sources.length === 0
      ? "there is no place that could be asked about what `about` names"
      : "no source that was asked can prove that nothing more is there";
  return [{ step: "fetch", reason: "no-source", detail }];
}

/** Beyond the limit of subjects or of rounds. What a source holds by chance, a file of evidence say, is no answer to a question not put. */
const notAsked: Search["incomplete"][number] = {
  step: "fetch",
  reason: "too-many",
  detail:
    "nobody asked about what `about` names: a run asks about a limited number of further subjects (furtherSubjects), in a limited number of rounds",
};

/** As discovery knows it. */
export function furtherSubject(named: Named): FurtherSubject {
  if (named.kind === "commit") return { kind: "commit", commit: named.commit };
  return { kind: "digest", digests: named.digests.digests, places: named.places };
}

export function isAsked({ further }: Discovery, named: Named): boolean {
  return further?.some(({ subject }) => isSame(subject, furtherSubject(named))) === true;
}

/** Not those that were asked about something else: their failing says nothing about the subject. */
function ownSources({ sources, further }: Discovery): readonly SourceRecord[] {
  const others = new Set((further ?? []).flatMap((record) => record.own));
  return sources.filter(({ id }) => !others.has(id));
}

/** Whatever these hold is found, whoever it is about. */
const SERVES_ALL: ReadonlySet<SourceKind> = new Set(["bundle-file", "layout-cosign"]);

function sourcesFor(discovery: Discovery, named: Named): readonly SourceRecord[] {
  const record = discovery.further?.find(({ subject }) => isSame(subject, furtherSubject(named)));
  const asked = new Set(record?.sources ?? []);
  if (named.kind === "digest") return discovery.sources.filter(({ id, kind }) => asked.has(id) || SERVES_ALL.has(kind));
  const own = new Set(ownSources(discovery));
  return discovery.sources.filter((source) => own.has(source) || asked.has(source.id));
}

function isSame(a: FurtherSubject, b: FurtherSubject): boolean {
  return subjectKey(a) === subjectKey(b);
}
