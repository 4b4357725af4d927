/** A verified predicate, read through a view: typed evidence in which every value knows its place. `language.md` §5.3. */
import { defaultLimits, ok, type Json, type Needed, type RecordValue, type View } from "../base/index.ts";
import type { Located, Lookup } from "./reading/located.ts";
import { planRecord } from "./reading/plan.ts";
import { readRecord, type Reading, type ReadFailure } from "./reading/reader.ts";
import { sbomDocument } from "./views/sbom-document.ts";

export type ViewReading =
  | { readonly kind: "readable"; readonly record: RecordValue }
  /** `failures` are the first ten of `total`. */
  | { readonly kind: "unreadable"; readonly failures: readonly ReadFailure[]; readonly total: number };

/**
 * Only the `needed` fields are read. A required one that is absent or `null`, and any that is there and does not convert, makes
 * the statement unreadable. `predicateType` is one of the view's; `base` is the pointer of `predicate` in the statement. Total: any JSON
 * gives an answer. Lists hold at most `maxElements`.
 */
export function readView(
  view: View,
  predicateType: string,
  predicate: Json | undefined,
  needed: Needed,
  base = "/predicate",
  maxElements: number = defaultLimits.listElements,
): ViewReading {
  const version = view.predicateTypes.find(({ type }) => type === predicateType);
  if (version === undefined) {
    return unreadable([{ kind: "malformed", pointer: "/predicateType", field: "", problem: `it is no type that ${view.name} reads` }], 1);
  }
  const document = openDocument(view, predicateType, { json: predicate ?? null, pointer: base });
  if (!document.ok) return unreadable([{ ...document.error, field: "" }], 1);
  const root = document.value ?? { json: null, pointer: base };
  const plan = planRecord(view.record, needed, version.tag, "");
  const reading: Reading = { root, tag: version.tag, predicateType, maxElements, failures: [], failureCount: 0 };
  const record = readRecord(reading, plan, root);
  return reading.failureCount === 0 ? { kind: "readable", record } : unreadable(reading.failures, reading.failureCount);
}

/** Only SBOM documents stand in more than one wrapping and must be known before they are read. */
function openDocument(view: View, predicateType: string, predicate: Located): Lookup {
  return view.module.startsWith("std/sbom@") ? sbomDocument(predicate, predicateType) : ok(predicate);
}

function unreadable(failures: readonly ReadFailure[], total: number): ViewReading {
  return { kind: "unreadable", failures, total };
}
