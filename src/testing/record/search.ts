/** Which attestations a recorded test gives: what trust roots accept, and of the rest what brings it nearer to the verdict. */
import { ok, type Result } from "../../base/index.ts";
import type { Recorded } from "./givens.ts";

/** More than a person would look through. */
export const MOST_TRIES = 24;

/** Why an attestation is not in the test. `no-test`: with it, the draft was none. */
export type LeftOut = "no-nearer" | "no-test" | "not-tried" | "not-needed";

export interface Best<Missed> {
  readonly kept: readonly Recorded[];
  /** What the verdict says and the test with these does not. */
  readonly missed: readonly Missed[];
  /** All others. */
  readonly leftOut: ReadonlyMap<Recorded, LeftOut>;
}

/** What a test with these misses; sentences where it is no test. */
export type Judge<Missed> = (kept: readonly Recorded[]) => Promise<Result<readonly Missed[], readonly string[]>>;

/** What is ours at once, then one after another; until nothing is missed, and at most `MOST_TRIES`. Sentences where what is ours makes no test. */
export async function search<Missed>(
  recorded: readonly Recorded[],
  judge: Judge<Missed>,
): Promise<Result<Best<Missed>, readonly string[]>> {
  let kept = recorded.filter(({ isOurs }) => isOurs);
  const first = await judge(kept);
  if (!first.ok) return first;
  let missed = first.value;
  const leftOut = new Map<Recorded, LeftOut>();
  let tries = 0;
  for (const another of recorded.filter(({ isOurs }) => !isOurs)) {
    if (missed.length === 0 || tries === MOST_TRIES) {
      leftOut.set(another, missed.length === 0 ? "not-needed" : "not-tried");
      continue;
    }
    tries += 1;
    const wide = recorded.filter((each) => each === another || kept.includes(each));
    const wider = await judge(wide);
    if (wider.ok && wider.value.length < missed.length) [kept, missed] = [wide, wider.value];
    else leftOut.set(another, wider.ok ? "no-nearer" : "no-test");
  }
  return ok({ kept, missed, leftOut });
}

export function leftOutSentence({ id, told }: Recorded, why: LeftOut): string {
  return `${id} ${REASONS[why]}: ${told}`;
}

const REASONS: Readonly<Record<LeftOut, string>> = {
  "no-nearer": "is left out, for it brings the test no nearer to the verdict",
  "no-test": "is left out, for with it there is no test that can be run",
  "not-tried": `was not tried (at most ${MOST_TRIES} are)`,
  "not-needed": "was not needed",
};
