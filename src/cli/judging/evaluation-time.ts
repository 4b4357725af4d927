/** The evaluation time of a run, and whether it is the clock's. `language.md` §6. */
import { instantFromMilliseconds, parseDate, parseInstant } from "../../base/index.ts";
import { SKEW } from "../../evaluate/index.ts";
import { escapeAndCut } from "../render/escape.ts";
import { UsageError } from "../usage-error.ts";

export interface EvaluationTime {
  /** Nanoseconds since the epoch. */
  readonly at: bigint;
  /** Away from the clock by more than the skew: choosing the day must not be a way to pass. */
  readonly dryRun: boolean;
}

export function evaluationTime(text: string | undefined, nowMs: number): EvaluationTime {
  const now = instantFromMilliseconds(nowMs);
  if (text === undefined) return { at: now, dryRun: false };
  const at = readTime(text);
  const distance = at > now ? at - now : now - at;
  return { at, dryRun: distance > SKEW };
}

function readTime(text: string): bigint {
  const date = parseDate(text);
  if (date.ok) return date.value.first;
  const instant = parseInstant(text);
  if (instant.ok) return instant.value;
  throw new UsageError(`\`${escapeAndCut(text, 80)}\` is no time: ${instant.error}`, "for example --at 2026-01-10T00:00:00Z");
}
