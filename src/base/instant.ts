/** Instants: nanoseconds since 1970-01-01T00:00:00Z as bigint, in the years 0000 to 9999. `language.md` §3 and §5.2. */
import { err, ok, type Result } from "./result.ts";

export type Instant = bigint;

export const NANOSECONDS_PER_SECOND = 1_000_000_000n;
const NANOSECONDS_PER_MILLISECOND = 1_000_000n;
const NANOSECONDS_PER_DAY = 86_400n * NANOSECONDS_PER_SECOND;

const DATE = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/u;
const DATE_TIME = /^([0-9]{4}-[0-9]{2}-[0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,9}))?(?:Z|([+-])([0-9]{2}):([0-9]{2}))$/u;

/** Days from 1970-01-01 to the date; `undefined` when the calendar does not have it. */
function epochDay(text: string): bigint | undefined {
  const match = DATE.exec(text);
  if (match === null) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const exists = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists ? BigInt(date.getTime()) / 86_400_000n : undefined;
}

/** A date of the proleptic Gregorian calendar: its first and its last instant in UTC. */
export function parseDate(text: string): Result<{ readonly first: Instant; readonly last: Instant }, string> {
  if (!DATE.test(text)) return err("a date is written `2026-01-05`");
  const day = epochDay(text);
  if (day === undefined) return err("the calendar has no such day");
  const first = day * NANOSECONDS_PER_DAY;
  return ok({ first, last: first + NANOSECONDS_PER_DAY - 1n });
}

/** RFC 3339 with seconds, offset, capital `T` and `Z`, at most nine fraction digits; no `:60`, `24:00` or `-00:00`. */
export function parseInstant(text: string): Result<Instant, string> {
  const match = DATE_TIME.exec(text);
  if (match === null) return err("an instant is written `2026-01-10T00:00:00Z`");
  const day = epochDay(match[1] ?? "");
  if (day === undefined) return err("the calendar has no such day");
  const [hour, minute, second] = [Number(match[2]), Number(match[3]), Number(match[4])];
  if (hour > 23 || minute > 59 || second > 59) return err("the clock has no such time");
  const offset = offsetSeconds(match[6], Number(match[7] ?? 0), Number(match[8] ?? 0));
  if (offset === undefined) return err("there is no such offset from UTC");
  const seconds = day * 86_400n + BigInt(hour * 3600 + minute * 60 + second - offset);
  const instant = seconds * NANOSECONDS_PER_SECOND + BigInt((match[5] ?? "").padEnd(9, "0"));
  return isInstant(instant) ? ok(instant) : err("it is outside the years 0000 to 9999");
}

function offsetSeconds(sign: string | undefined, hours: number, minutes: number): number | undefined {
  if (sign === undefined) return 0;
  const seconds = hours * 3600 + minutes * 60;
  if (hours > 23 || minutes > 59 || (sign === "-" && seconds === 0)) return undefined;
  return sign === "-" ? -seconds : seconds;
}

const EARLIEST: Instant = -62_167_219_200n * NANOSECONDS_PER_SECOND;
const LATEST: Instant = 253_402_300_800n * NANOSECONDS_PER_SECOND - 1n;

/** Whether the instant can be written: it lies in the years 0000 to 9999. */
export function isInstant(instant: bigint): boolean {
  return instant >= EARLIEST && instant <= LATEST;
}

/** RFC 3339 in UTC with `Z`; the fraction only where there is one, without trailing zeros. */
export function formatInstant(instant: Instant): string {
  const fraction = positiveRemainder(instant, NANOSECONDS_PER_SECOND);
  const seconds = (instant - fraction) / NANOSECONDS_PER_SECOND;
  const whole = new Date(Number(seconds) * 1000).toISOString().slice(0, 19);
  const digits = fraction === 0n ? "" : `.${fraction.toString().padStart(9, "0").replace(/0+$/u, "")}`;
  return `${whole}${digits}Z`;
}

function positiveRemainder(value: bigint, by: bigint): bigint {
  const remainder = value % by;
  return remainder < 0n ? remainder + by : remainder;
}

/** From a clock in milliseconds since 1970, such as `Date` has. */
export function instantFromMilliseconds(milliseconds: number): Instant {
  return BigInt(Math.trunc(milliseconds)) * NANOSECONDS_PER_MILLISECOND;
}

/** Whole seconds since 1970, rounded towards the past. */
export function instantToSeconds(instant: Instant): number {
  return Number((instant - positiveRemainder(instant, NANOSECONDS_PER_SECOND)) / NANOSECONDS_PER_SECOND);
}
