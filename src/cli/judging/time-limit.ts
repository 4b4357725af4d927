/** `--timeout`: how long a run may take, fetching and verifying together. What is not done by then is never a pass. */
import { NANOSECONDS_PER_SECOND, parseDuration } from "../../base/index.ts";
import type { DiscoverRequest } from "../../registry/index.ts";
import type { Clock } from "../../trust/index.ts";
import { escapeAndCut } from "../render/escape.ts";
import { UsageError } from "../usage-error.ts";

export interface TimeLimit {
  /** For discovery. */
  readonly fetching: DiscoverRequest["limits"];
  /** For verification, which also holds each envelope against its own limit. */
  readonly clock: Clock;
}

const SHORT = /^([0-9]{1,9})(ms|s|m|h)$/u;
const unitMs = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const;
const LONGEST_MS = 24 * 3_600_000;

/** `text`: `90s`, `2m`, or as policies write it, `90 seconds`. Absent: the usual limits, and no end of the run as a whole. */
export function timeLimit(text: string | undefined, nowMs: () => number): TimeLimit {
  if (text === undefined) return { fetching: undefined, clock: { nowMs } };
  const runMs = milliseconds(text);
  if (runMs === undefined || runMs < 1 || runMs > LONGEST_MS)
    throw new UsageError(`\`${escapeAndCut(text, 80)}\` is no time that a run may take`, "for example --timeout 90s, at most 24h");
  return { fetching: { runMs }, clock: { nowMs, endMs: nowMs() + runMs } };
}

function milliseconds(text: string): number | undefined {
  const short = SHORT.exec(text);
  if (short !== null) return Number(short[1]) * unitMs[short[2] as keyof typeof unitMs];
  const parsed = parseDuration(text);
  return parsed.ok ? Number(parsed.value / (NANOSECONDS_PER_SECOND / 1000n)) : undefined;
}
