/** A verified predicate, read through a view: typed evidence in which every value knows its place. `language.md` §5.3. */
import { defaultLimits, ok, type Json, type Needed, type RecordValue, type View } from "../base/index.ts";
import { nothingStored, type StoredEvidence } from "./inputs.ts";
import type { Located, Lookup } from "./reading/located.ts";
import { planRecord } from "./reading/plan.ts";
import { readRecord, type Reading, type ReadFailure } from "./reading/reader.ts";
import type { SubjectClaim } from "./subject.ts";
import { openVexDocument } from "./views/openvex.ts";
import { isCycloneDx, sbomDocument } from "./views/sbom-document.ts";

export type ViewReading =
  | { readonly kind: "readable"; readonly record: RecordValue }
  /** `failures` are the first ten of `total`. */
  | { readonly kind: "unreadable"; readonly failures: readonly ReadFailure[]; readonly total: number };

/** Where a predicate stands: of what, at which pointer, under which limit. */
export interface ReadingSite {
  /** What the statement is about; without it no product of a VEX document is the subject. */
  readonly subjects?: readonly SubjectClaim[];
  /** What else the run found; without it no input of a summary is resolved. */
  readonly stored?: StoredEvidence;
  /** The pointer of the predicate in its statement. */
  readonly base?: string;
  /** Of each list. */
  readonly maxElements?: number;
}

/**
 * Only the `needed` fields are read. A required one that is absent or `null`, and any that is there and does not convert, makes
 * the statement unreadable. `predicateType` is one of the view's. Total: any JSON gives an answer.
 */
export function readView(
  view: View,
  predicateType: string,
  predicate: Json | undefined,
  needed: Needed,
  { subjects = [], stored = nothingStored, base = "/predicate", maxElements = defaultLimits.listElements }: ReadingSite = {},
): ViewReading {
  const version = view.predicateTypes.find(({ type }) => type === predicateType);
  if (version === undefined) {
    return unreadable([{ kind: "malformed", pointer: "/predicateType", field: "", problem: `it is no type that ${view.name} reads` }], 1);
  }
  const document = openDocument(view, predicateType, { json: predicate ?? null, pointer: base });
  if (!document.ok) return unreadable([{ ...document.error, field: "" }], 1);
  const root = document.value ?? { json: null, pointer: base };
  const plan = planRecord(view.record, needed, version.tag, "");
  const reading: Reading = { root, tag: version.tag, predicateType, subjects, stored, maxElements, failures: [], failureCount: 0 };
  const record = readRecord(reading, plan, root);
  return reading.failureCount === 0 ? { kind: "readable", record } : unreadable(reading.failures, reading.failureCount);
}

/** Documents with a version of their own, some in more than one wrapping, must be known before they are read. */
function openDocument(view: View, predicateType: string, predicate: Located): Lookup {
  if (view.module.startsWith("std/sbom@")) return sbomDocument(predicate, predicateType);
  if (!view.module.startsWith("std/vex@")) return ok(predicate);
  return isCycloneDx(predicateType) ? sbomDocument(predicate, predicateType) : openVexDocument(predicate);
}

function unreadable(failures: readonly ReadFailure[], total: number): ViewReading {
  return { kind: "unreadable", failures, total };
}
