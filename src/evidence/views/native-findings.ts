/** What the scanner formats share: reading one member, and the field `package`. */
import { ok, type Result } from "../../base/index.ts";
import { absent, find, notOfType, recordsOf, type Fault, type Located, type Lookup, type Projection } from "../reading/located.ts";
import { isScoreOrWord, rateScore, rateWord, severityWord, type CvssScale, type Rating } from "./ratings.ts";

export const NATIVE_REPORT = "native-report";

/** A scanner's own document, recognised. */
export interface NativeReport {
  readonly findings: () => Lookup;
  /** When the database was updated, where the format says so. */
  readonly databaseUpdatedOn: () => Lookup;
}

/** The field is the member at `tokens` of the record. */
export function at(...tokens: readonly string[]): (record: Located) => Lookup {
  return (record) => marked(find(record, ...tokens));
}

export function marked(lookup: Lookup): Lookup {
  return lookup.ok && lookup.value !== undefined ? ok({ ...lookup.value, via: lookup.value.via ?? NATIVE_REPORT }) : lookup;
}

/** A list that the format has not, or left out. */
export function emptyList(record: Located): Lookup {
  return ok({ json: [], pointer: record.pointer, elements: [], via: NATIVE_REPORT });
}

/** A record read from `record` by other fields. */
export function nested(projection: Projection): (record: Located) => Lookup {
  return (record) => ok({ ...record, projection });
}

export function elementWith(element: Located, projection: Projection, context?: Located): Located {
  return { json: element.json, pointer: element.pointer, projection, via: NATIVE_REPORT, ...(context === undefined ? {} : { context }) };
}

/** Collects ratings; a fault ends it. */
export interface RatingSource {
  readonly found: Lookup;
  readonly as: "word" | CvssScale;
}

export function collectRatings(sources: readonly RatingSource[]): { readonly ratings: readonly Rating[] } | { readonly fault: Lookup } {
  const ratings: Rating[] = [];
  for (const { found, as } of sources) {
    if (!found.ok) return { fault: found };
    if (found.value === undefined) continue;
    if (!isScoreOrWord(found.value.json)) return { fault: notOfType(found.value, "a word or a number") };
    const rating = as === "word" ? rateWord(found.value) : rateScore(found.value, as);
    if (rating !== undefined) ratings.push(rating);
  }
  return { ratings };
}

/** `field` as a function of the ratings that `sources` finds. */
export function rated(
  sources: (record: Located) => readonly RatingSource[],
  choose: (ratings: readonly Rating[]) => Lookup,
): (record: Located) => Lookup {
  return (record) => {
    const collected = collectRatings(sources(record));
    return "fault" in collected ? collected.fault : choose(collected.ratings);
  };
}

/** The scanner's own word alone. */
export function scannerWord(...tokens: readonly string[]): (record: Located) => Lookup {
  return (record) => {
    const found = find(record, ...tokens);
    return found.ok && found.value !== undefined ? severityWord(found.value) : found;
  };
}

/** The records of a list that the format may leave out. */
export function optionalRecords(found: Lookup, maxElements: number): Result<readonly Located[], Fault> {
  if (!found.ok) return found;
  return found.value === undefined ? ok([]) : recordsOf(found.value, maxElements);
}

export const nothing = (): Lookup => absent;
