/** What proves when evidence of a test was signed: the checker must know what the runner will make. */
import type { SpoiltWord, TrustRoot } from "../checked/index.ts";

interface Proofs {
  /** Of transparency logs. */
  readonly entries: 0 | 1 | 2;
  /** Of timestamp authorities. */
  readonly tokens: 0 | 1 | 2;
}

/** What the trust root asks for and no more; a certificate or a key with a window needs some proof of time besides. */
export function proofsOf(root: TrustRoot, spoilt: ReadonlySet<SpoiltWord>): Proofs {
  const entries = spoilt.has("unlogged") ? 0 : atMostTwo(root.logged);
  const tokens = spoilt.has("untimestamped") ? 0 : atMostTwo(root.timestamped);
  if (entries > 0 || tokens > 0 || !needsTime(root)) return { entries, tokens };
  return spoilt.has("untimestamped") ? { entries: 1, tokens } : { entries, tokens: 1 };
}

function atMostTwo(operators: number): 0 | 1 | 2 {
  return operators === 0 ? 0 : operators === 1 ? 1 : 2;
}

function needsTime({ kind, keys, logged, timestamped }: TrustRoot): boolean {
  const hasWindow = keys.some(({ validFrom, validUntil, revokedSince }) =>
    [validFrom, validUntil, revokedSince].some((date) => date !== undefined),
  );
  return kind !== "keys" || hasWindow || logged > 0 || timestamped > 0;
}
