/**
 * What deciding one hostile envelope may cost: 100 ms and 64 MiB above its own size. Measured in processor time, for others may be at work
 * on this machine, and as the best of a few tries, for the first one also compiles.
 */

/** Decides once, and says how large the input is. */
export interface Decision {
  readonly bytes: number;
  readonly run: () => void;
}

const MAX_MS = 100;
const MAX_BYTES = 64 * 1024 * 1024;
const TRIES = 5;

/** `undefined`: within the bounds in one of the tries. */
export function boundFault({ bytes, run }: Decision): string | undefined {
  let said = "";
  for (let tries = 0; tries < TRIES; tries++) {
    const { milliseconds, allocated } = measured(run);
    if (milliseconds <= MAX_MS && allocated <= MAX_BYTES + bytes) return undefined;
    said = `${Math.round(milliseconds)} ms, ${Math.round(allocated / 1024)} KiB for ${bytes} bytes`;
  }
  return said;
}

function measured(run: () => void): { readonly milliseconds: number; readonly allocated: number } {
  const memory = held();
  const { user, system } = process.cpuUsage();
  run();
  const spent = process.cpuUsage({ user, system });
  return { milliseconds: (spent.user + spent.system) / 1000, allocated: held() - memory };
}

/** Nothing is collected on purpose in between, so that what was thrown away counts too. */
function held(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
