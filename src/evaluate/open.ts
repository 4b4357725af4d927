/** What keeps a control from holding, in the shape of its logic: what waivers are held against. `language.md` §6.10. */
import type { DigestSet } from "../base/index.ts";
import type { Conjunct } from "./disposition.ts";

export type Open =
  | { readonly kind: "conjunct"; readonly conjunct: Conjunct }
  /** A body, or every platform. */
  | { readonly kind: "all-of"; readonly parts: readonly Open[] }
  /** One platform: a waiver for another one does not reach it. */
  | { readonly kind: "platform"; readonly digests: DigestSet; readonly of: Open }
  /** The combinations of an `any` group, or the branches of `either`. */
  | { readonly kind: "one-of"; readonly ways: readonly Open[] };

export function allOf(parts: readonly Open[]): Open {
  return { kind: "all-of", parts };
}

export function oneOf(ways: readonly Open[]): Open {
  return { kind: "one-of", ways };
}

export function conjunctsOf(conjuncts: readonly Conjunct[]): Open {
  return allOf(conjuncts.map((conjunct) => ({ kind: "conjunct", conjunct })));
}
