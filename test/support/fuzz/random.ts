/** Chance that can be repeated: the same seed gives the same inputs. */
export interface Random {
  /** In [0, below). */
  below(below: number): number;
  pick<T>(from: readonly [T, ...T[]]): T;
}

/** Mulberry32: small, quick, and good enough to choose where to break something. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const below = (limit: number): number => (limit <= 0 ? 0 : next() % limit);
  return { below, pick: (from) => from[below(from.length)] ?? from[0] };
}
