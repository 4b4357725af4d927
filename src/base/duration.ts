/** Lengths of time: nanoseconds as bigint; a day is exactly 24 hours, there are no months and years. `language.md` §3. */
import { NANOSECONDS_PER_SECOND } from "./instant.ts";
import { err, ok, type Result } from "./result.ts";

export type DurationNanoseconds = bigint;
export type DurationUnitName = "second" | "minute" | "hour" | "day" | "week";

export const nanosecondsPer: { readonly [K in DurationUnitName]: bigint } = {
  second: NANOSECONDS_PER_SECOND,
  minute: 60n * NANOSECONDS_PER_SECOND,
  hour: 3_600n * NANOSECONDS_PER_SECOND,
  day: 86_400n * NANOSECONDS_PER_SECOND,
  week: 604_800n * NANOSECONDS_PER_SECOND,
};

/** A hundred thousand years; keeps every sum with an instant small. */
const LONGEST = 36_525_000n * nanosecondsPer.day;
const HUMAN = /^([0-9]{1,18}) (second|minute|hour|day|week)s?$/u;
const ISO = /^(-?)P(?:([0-9]{1,18})D)?(?:T(?:([0-9]{1,18})H)?(?:([0-9]{1,18})M)?(?:([0-9]{1,18})(?:\.([0-9]{1,9}))?S)?)?$/u;

/** As a policy writes it, `7 days`, or ISO 8601 with days, hours, minutes and seconds, `P7DT12H`. */
export function parseDuration(text: string): Result<DurationNanoseconds, string> {
  const human = HUMAN.exec(text);
  const duration = human === null ? parseIso(text) : BigInt(human[1] as string) * nanosecondsPer[human[2] as DurationUnitName];
  if (duration === undefined) return err("a duration is written `7 days` or `P7D`, with seconds, minutes, hours, days or weeks");
  return isDuration(duration) ? ok(duration) : err("it is longer than 100 000 years");
}

export function isDuration(duration: bigint): boolean {
  return duration >= -LONGEST && duration <= LONGEST;
}

function parseIso(text: string): bigint | undefined {
  const match = ISO.exec(text);
  if (match === null || text.endsWith("P") || text.endsWith("T")) return undefined;
  const [, sign, days = "0", hours = "0", minutes = "0", seconds = "0", fraction = ""] = match;
  const whole =
    BigInt(days) * nanosecondsPer.day +
    BigInt(hours) * nanosecondsPer.hour +
    BigInt(minutes) * nanosecondsPer.minute +
    BigInt(seconds) * nanosecondsPer.second;
  const length = whole + BigInt(fraction.padEnd(9, "0"));
  return sign === "-" ? -length : length;
}

interface DurationParts {
  readonly isNegative: boolean;
  readonly days: bigint;
  readonly hours: bigint;
  readonly minutes: bigint;
  /** With fraction, without trailing zeros. */
  readonly seconds: string;
}

function split(duration: DurationNanoseconds): DurationParts {
  const length = duration < 0n ? -duration : duration;
  const subseconds = length % nanosecondsPer.second;
  const fraction = subseconds === 0n ? "" : `.${subseconds.toString().padStart(9, "0").replace(/0+$/u, "")}`;
  return {
    isNegative: duration < 0n,
    days: length / nanosecondsPer.day,
    hours: (length % nanosecondsPer.day) / nanosecondsPer.hour,
    minutes: (length % nanosecondsPer.hour) / nanosecondsPer.minute,
    seconds: `${(length % nanosecondsPer.minute) / nanosecondsPer.second}${fraction}`,
  };
}

/** ISO 8601 with days, hours, minutes and seconds only: `P7D`, `PT0S`, `-P1DT0.5S`. */
export function formatDuration(duration: DurationNanoseconds): string {
  const { isNegative, days, hours, minutes, seconds } = split(duration);
  const time = `${hours > 0n ? `${hours}H` : ""}${minutes > 0n ? `${minutes}M` : ""}${seconds === "0" ? "" : `${seconds}S`}`;
  const date = days > 0n ? `${days}D` : "";
  const body = `${date}${time === "" ? "" : `T${time}`}`;
  return `${isNegative ? "-" : ""}P${body === "" ? "T0S" : body}`;
}

/** For people: `7 days`, `1 day 2 hours`, `0 seconds`. */
export function showDuration(duration: DurationNanoseconds): string {
  const { isNegative, days, hours, minutes, seconds } = split(duration);
  const parts = [
    plural(days.toString(), "day"),
    plural(hours.toString(), "hour"),
    plural(minutes.toString(), "minute"),
    plural(seconds, "second"),
  ];
  const shown = parts.filter((part) => part !== undefined);
  return `${isNegative ? "minus " : ""}${shown.length === 0 ? "0 seconds" : shown.join(" ")}`;
}

function plural(count: string, unit: DurationUnitName): string | undefined {
  if (count === "0") return undefined;
  return `${count} ${unit}${count === "1" ? "" : "s"}`;
}
