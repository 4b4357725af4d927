import type { Json } from "../base/index.ts";

/** An in-toto Statement, `verification.md` §4.9. */
export interface Statement {
  readonly type: "https://in-toto.io/Statement/v1" | "https://in-toto.io/Statement/v0.1";
  readonly subjects: readonly StatementSubject[];
  /** Compared as an opaque exact string. */
  readonly predicateType: string;
  /** `undefined` when absent; absent, `null` and empty are for the view to tell apart. */
  readonly predicate: Json | undefined;
}

export interface StatementSubject {
  /** Never matched. */
  readonly name?: string;
  /** By algorithm, in the order of the payload. Known algorithms hold lower-case hex of the right length. */
  readonly digests: ReadonlyMap<string, string>;
}

declare const verified: unique symbol;

/**
 * Data whose signature holds. The brand has no run-time form and its symbol is not exported: only `trust/` makes such values,
 * and nothing else is accepted as evidence.
 */
export type Verified<T> = T & { readonly [verified]: true };

/** Called by the last step of phase A alone; not reachable through the door of this folder. */
export function markVerified<T>(value: T): Verified<T> {
  return value as Verified<T>;
}
