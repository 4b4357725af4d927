// What a benchmark is. Contenders run side by side, in turns, in one process: on a shared machine only their ratios mean something.

/** One thing that is timed: work that the harness repeats and times, or a sample that times itself (the first time in a fresh process, say). */
export type Contender = Budget & (Repeated | Sampled);

interface Repeated {
  /** Does the work once. What it returns is thrown away; a promise is waited for. */
  readonly run: () => unknown;
}

interface Sampled {
  /** Does the work once and tells how long it took. */
  readonly sampleMs: () => number;
}

interface Budget {
  readonly name: string;
  /** The median may be at most this many times that of the baseline. */
  readonly budgetRatio?: number;
  /** The median may be at most this long. Only for what has an absolute promise; ratios travel better. */
  readonly budgetMs?: number;
}

export interface Bench {
  readonly name: string;
  /** Milliseconds unless it says otherwise: a contender that samples itself may measure anything. */
  readonly unit?: "MiB";
  /**
   * Before any is timed each contender runs, one after the other, until it has become no faster for so long: where microseconds count, the
   * engine shall have compiled it.
   */
  readonly warmUpMs?: number;
  /** How often each contender has its turn. */
  readonly rounds: number;
  /** The first one is the baseline. */
  readonly contenders: readonly [Contender, ...Contender[]];
}

export interface Measured {
  readonly name: string;
  readonly medianMs: number;
  readonly ratio: number;
  /** undefined without a budget. */
  readonly isWithin: boolean | undefined;
  readonly budget: string;
}

/** A turn shorter than this is repeated within the turn, so that the clock's grain does not count. */
const minTurnMs = 2;
const maxRepeats = 100_000;

/** Runs every contender in turns and gives the medians. Each is warmed up first, and the number of its repeats is found after that. */
export async function measure(bench: Bench): Promise<readonly Measured[]> {
  const repeats: number[] = [];
  for (const contender of bench.contenders) {
    await warmUp(contender, bench.warmUpMs ?? 0);
    repeats.push(await findRepeats(contender));
  }
  const times = bench.contenders.map((): number[] => []);
  for (let round = 0; round < bench.rounds; round++) {
    for (const [index, contender] of bench.contenders.entries()) times[index]?.push(await turn(contender, repeats[index] ?? 1));
  }
  const medians = times.map(median);
  return bench.contenders.map((contender, index) => judge(contender, medians[index] ?? 0, medians[0] ?? 0));
}

async function findRepeats(contender: Contender): Promise<number> {
  if ("sampleMs" in contender) return 1;
  let repeats = 1;
  for (
    let each = await turn(contender, repeats);
    each * repeats < minTurnMs && repeats < maxRepeats;
    each = await turn(contender, repeats)
  ) {
    repeats *= 2;
  }
  return repeats;
}

/** A turn is faster than all before if it takes less than this part of the fastest. */
const FASTER = 0.98;

/** A fixed time would not do: on a busy machine the engine compiles late, and the contender that has more to compile would be timed as it began. */
async function warmUp(contender: Contender, warmUpMs: number): Promise<void> {
  if (warmUpMs === 0) return;
  const repeats = await findRepeats(contender);
  let fastestMs = Infinity;
  for (let until = performance.now() + warmUpMs; performance.now() < until;) {
    const ms = await turn(contender, repeats);
    if (ms >= fastestMs * FASTER) continue;
    fastestMs = ms;
    until = performance.now() + warmUpMs;
  }
}

/** Milliseconds for one run, over so many. */
async function turn(contender: Contender, repeats: number): Promise<number> {
  if ("sampleMs" in contender) return contender.sampleMs();
  const { run } = contender;
  const started = performance.now();
  for (let index = 0; index < repeats; index++) {
    const result = run();
    if (result instanceof Promise) await result;
  }
  return (performance.now() - started) / repeats;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}

function judge({ name, budgetRatio, budgetMs }: Contender, medianMs: number, baselineMs: number): Measured {
  const ratio = medianMs / baselineMs;
  const within = [budgetRatio === undefined ? undefined : ratio <= budgetRatio, budgetMs === undefined ? undefined : medianMs <= budgetMs];
  const budget = [budgetRatio === undefined ? "" : `≤ ${budgetRatio} ×`, budgetMs === undefined ? "" : `≤ ${budgetMs} ms`];
  const known = within.filter((value) => value !== undefined);
  return {
    name,
    medianMs,
    ratio,
    budget: budget.filter((text) => text !== "").join(", "),
    isWithin: known.length === 0 ? undefined : !known.includes(false),
  };
}
