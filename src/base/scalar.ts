import type { Json } from "./json.ts";
import type { Result } from "./result.ts";

/**
 * What every scalar type can do. Problems are clauses that finish "`…` is not a valid Uri: ", for example
 * `it names a user before the host`.
 */
export interface Scalar<T> {
  /** From the text of a literal, a parameter or a JSON string. Total: never throws, bounded work. */
  parse(text: string): Result<T, string>;
  /** From a JSON value as a view finds it. */
  fromJson(json: Json): Result<T, string>;
  /** `undefined` when it cannot be told (two digests without a common algorithm, identities of different kinds). */
  equal(a: T, b: T): boolean | undefined;
  /** Negative, zero, positive; only where the type has an order. */
  compare?(a: T, b: T): number;
  /** For people. */
  show(value: T): string;
  /** As it stands in a trace: `audit.md` §3.4. Equal values have equal forms. */
  canonical(value: T): string | boolean | number;
}
