import * as fc from "fast-check";

/** Fixed, so that a run says the same as the last one; `PROPERTY_SEED=random` or a number searches elsewhere. */
const fixedSeed = 20260101;

const defaultRuns = 100;

function seed(): number {
  const wanted = process.env["PROPERTY_SEED"];
  if (wanted === undefined || wanted === "") return fixedSeed;
  return wanted === "random" ? Math.trunc(Math.random() * 2 ** 31) : Number.parseInt(wanted, 10);
}

function runs(): number {
  const wanted = Number.parseInt(process.env["PROPERTY_RUNS"] ?? "", 10);
  return Number.isSafeInteger(wanted) && wanted > 0 ? wanted : defaultRuns;
}

/**
 * Checks a law with fast-check; `PROPERTY_RUNS` says how often (100). A failure is shrunk and names the seed and the path that repeat it.
 * Import `fc` from here too, so that one place decides how properties run.
 */
export function checkProperty<Values extends [unknown, ...unknown[]]>(property: fc.IProperty<Values>): void {
  const used = seed();
  try {
    fc.assert(property, { seed: used, numRuns: runs() });
  } catch (error) {
    const message = saidBy(error);
    throw new Error(`PROPERTY_SEED=${used} PROPERTY_RUNS=${runs()} repeats this:\n${message}`, { cause: error });
  }
}

/** What fast-check says, then what the law itself said of the smallest counterexample. */
function saidBy(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}\n${error.cause.message}` : error.message;
}

/** `checkProperty` for a law whose check waits for something. */
export async function checkAsyncProperty<Values extends [unknown, ...unknown[]]>(property: fc.IAsyncProperty<Values>): Promise<void> {
  const used = seed();
  try {
    await fc.assert(property, { seed: used, numRuns: runs() });
  } catch (error) {
    const message = saidBy(error);
    throw new Error(`PROPERTY_SEED=${used} PROPERTY_RUNS=${runs()} repeats this:\n${message}`, { cause: error });
  }
}

export { fc };
