/** What of a predicate a view could not read, asked before it is signed rather than when it is judged. */
import type { Json, Needed, RecordType, Type, View } from "../../base/index.ts";
import { readView } from "../read-view.ts";
import type { ReadFailure } from "../reading/reader.ts";
import type { SubjectClaim } from "../subject.ts";

export interface Attested {
  readonly subjects: readonly SubjectClaim[];
  readonly predicateType: string;
  readonly predicate: Json;
}

/**
 * The failures of reading every field of the view, at most ten; empty where all can be read. Something malformed is malformed for everybody; what is
 * absent matters only to policies that read the field, and some producers have it not.
 */
export function predicateFaults(view: View, { subjects, predicateType, predicate }: Attested): readonly ReadFailure[] {
  const reading = readView(view, predicateType, predicate, everyField(view.record), { subjects });
  return reading.kind === "readable" ? [] : reading.failures;
}

function everyField(record: RecordType): Needed {
  return { fields: new Map(record.fields.map(({ name, type }) => [name, everyFieldOf(type)])) };
}

function everyFieldOf(type: Type): Needed {
  if (type.kind === "list") return everyFieldOf(type.of);
  return type.kind === "record" ? everyField(type) : { fields: new Map() };
}
