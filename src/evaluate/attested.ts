/** The statements that a control rests on, in every way in which it can be met: whom an approver must not be. `language.md` §6.10. */
import type { Evidence } from "../language/index.ts";
import type { Bound } from "./bind.ts";
import type { Classified } from "./classify.ts";
import type { Combination } from "./combine.ts";
import { once } from "./once.ts";

/** Of one evidence, in one combination and on one platform. */
export interface Attested {
  readonly evidence: Evidence;
  /** Ids of attestations; empty where nothing of it was found. */
  readonly attestations: readonly string[];
}

/** Combinations that saw the same statements count once. */
export function attestedBy(combinations: readonly Combination[]): readonly Attested[] {
  const seen = new Map<readonly Classified[], Attested>();
  for (const { bound } of combinations)
    for (const each of bound) if (!seen.has(each.classified)) seen.set(each.classified, attestedOf(each));
  return [...seen.values()];
}

function attestedOf({ evidence, classified }: Bound): Attested {
  return { evidence, attestations: authenticIn(classified) };
}

/** Of these something was read, or could have been. */
const AUTHENTIC: ReadonlySet<Classified["class"]> = new Set(["admissible", "stale", "unreadable", "undecided"]);

const authenticIn = once((classified: readonly Classified[]): readonly string[] =>
  classified.flatMap((each) => (AUTHENTIC.has(each.class) ? [each.candidate.attestation] : [])),
);
