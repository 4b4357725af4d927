/**
 * Values as evidence and evaluation hold them. The static type is always known, so scalars carry no tag at run time:
 * Bool boolean · Int, Timestamp, Duration bigint (the last two nanoseconds) · String, Commit, Platform, Purl string ·
 * Decimal, Digest, Uri, Repository, GitRef, SemVer, Licence, Identity the objects of their modules · enum members the number of
 * the member in declared order · records `RecordValue` · lists and sets `readonly Cell[]`.
 */
import type { Json } from "./json.ts";
import type { DecimalValue } from "./scalars/decimal.ts";
import type { DigestSet } from "./scalars/digest-set.ts";
import type { GitRef } from "./scalars/git-ref.ts";
import type { Identity } from "./scalars/identity.ts";
import type { Licence } from "./scalars/licence.ts";
import type { Repository } from "./scalars/repository.ts";
import type { SemVer } from "./scalars/semver.ts";
import type { Uri } from "./scalars/uri.ts";

export type ScalarValue = boolean | bigint | string | DecimalValue | DigestSet | Uri | Repository | GitRef | SemVer | Licence | Identity;

/** A number is an enum member. */
export type Value = ScalarValue | number | RecordValue | readonly Cell[];

/** A value with the place it was read from. `pointer` is RFC 6901 into the statement; absent for constants and parameters. */
export interface Cell<T extends Value = Value> {
  readonly value: T;
  readonly pointer?: string;
  /** What stands there, where the view converted it. */
  readonly native?: Json;
  /** The rule that converted it (`stdlib.md` §15). */
  readonly via?: string;
}

export interface RecordValue {
  /** One for each field of the record's type, by position; `undefined` is absent, or not needed and so not read. */
  readonly cells: readonly (Cell | undefined)[];
}
