/** What a rule of `stdlib.md` §15 is: code that ships with the engine and turns what stands at a place into what a field needs. */
import type { Field } from "../../base/index.ts";
import type { StoredEvidence } from "../inputs.ts";
import type { Located, Lookup } from "../reading/located.ts";
import type { SubjectClaim } from "../subject.ts";

/** Where a rule is applied. */
export interface Site {
  /** The whole predicate. */
  readonly root: Located;
  /** What the place is relative to: the predicate, or the record that is read. */
  readonly record: Located;
  /** Of the place, relative to `record`. */
  readonly tokens: readonly string[];
  readonly field: Field;
  /** Which of the view's versions is read. */
  readonly tag: string;
  readonly predicateType: string;
  /** What the statement is about. */
  readonly subjects: readonly SubjectClaim[];
  /** What else the run found. */
  readonly stored: StoredEvidence;
  readonly maxElements: number;
}

/** `input` is what stands at the place, `undefined` where that is absent. Total: it returns for every JSON value. */
export type Rule = (input: Located | undefined, site: Site) => Lookup;

/** A rule that leaves absence alone. */
export function whenPresent(rule: (input: Located, site: Site) => Lookup): Rule {
  return (input, site) => (input === undefined ? { ok: true, value: undefined } : rule(input, site));
}
