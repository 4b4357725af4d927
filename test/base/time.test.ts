import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  formatDuration,
  formatInstant,
  instantFromMilliseconds,
  instantToSeconds,
  isInstant,
  nanosecondsPer,
  parseDate,
  parseDuration,
  parseInstant,
  showDuration,
} from "../../src/base/index.ts";
import { checkProperty, fc } from "../support/property.ts";

const test = suite("time");

const INSTANTS: readonly (readonly [text: string, canonical: string])[] = [
  ["1985-04-12T23:20:50.52Z", "1985-04-12T23:20:50.52Z"],
  ["1996-12-19T16:39:57-08:00", "1996-12-20T00:39:57Z"],
  ["1937-01-01T12:00:27.87+00:20", "1937-01-01T11:40:27.87Z"],
  ["2026-01-10T00:00:00Z", "2026-01-10T00:00:00Z"],
  ["2026-01-10T00:00:00+00:00", "2026-01-10T00:00:00Z"],
  ["2024-02-29T23:59:59.123456789Z", "2024-02-29T23:59:59.123456789Z"],
  ["2024-02-29T23:59:59.100000000Z", "2024-02-29T23:59:59.1Z"],
  ["1969-12-31T23:59:59.5Z", "1969-12-31T23:59:59.5Z"],
  ["0000-01-01T00:00:00Z", "0000-01-01T00:00:00Z"],
  ["0099-12-31T00:00:00Z", "0099-12-31T00:00:00Z"],
  ["9999-12-31T23:59:59.999999999Z", "9999-12-31T23:59:59.999999999Z"],
];

test("RFC 3339 section 5.8 and the edges", () => {
  for (const [text, canonical] of INSTANTS) {
    const instant = parseInstant(text);
    assert.ok(instant.ok, text);
    assert.is(instant.ok && formatInstant(instant.value), canonical);
  }
});

const REFUSED_INSTANTS = [
  "1990-12-31T23:59:60Z",
  "1990-12-31T15:59:60-08:00",
  "2026-01-10T24:00:00Z",
  "2026-01-10T00:00:00-00:00",
  "2026-01-10t00:00:00Z",
  "2026-01-10T00:00:00z",
  "2026-01-10 00:00:00Z",
  "2026-01-10T00:00Z",
  "2026-01-10T00:00:00",
  "2026-01-10T00:00:00.Z",
  "2026-01-10T00:00:00.1234567890Z",
  "2026-01-10T00:00:00,5Z",
  "2026-01-10T00:00:00+24:00",
  "2026-01-10T00:00:00+00:60",
  "2026-02-29T00:00:00Z",
  "2026-13-01T00:00:00Z",
  "2026-00-10T00:00:00Z",
  "2026-01-00T00:00:00Z",
  "2026-01-10T00:60:00Z",
  "+002026-01-10T00:00:00Z",
  "0000-01-01T00:00:00+01:00",
  "9999-12-31T23:59:59-01:00",
  " 2026-01-10T00:00:00Z",
  "2026-01-10T00:00:00Z\n",
  "٢٠٢٦-01-10T00:00:00Z",
  "2026-01-10",
  "",
];

test("refuses everything else", () => {
  for (const text of REFUSED_INSTANTS) assert.not.ok(parseInstant(text).ok, text);
});

test("a date has a first and a last instant", () => {
  const date = parseDate("2026-03-31");
  assert.ok(date.ok);
  if (!date.ok) return;
  assert.is(formatInstant(date.value.first), "2026-03-31T00:00:00Z");
  assert.is(formatInstant(date.value.last), "2026-03-31T23:59:59.999999999Z");
  for (const text of ["2026-02-29", "2025-04-31", "26-01-01", "2026-1-1", "1900-02-29", "2026-01-01Z"])
    assert.not.ok(parseDate(text).ok, text);
  assert.ok(parseDate("2000-02-29").ok);
});

test("milliseconds and seconds", () => {
  assert.is(formatInstant(instantFromMilliseconds(1_768_003_200_123)), "2026-01-10T00:00:00.123Z");
  assert.is(instantToSeconds(-1n), -1);
  assert.is(instantToSeconds(1_999_999_999n), 1);
});

test("law: format then parse is the instant", () => {
  const instants = fc.bigInt({ min: -62_167_219_200_000_000_000n, max: 253_402_300_799_999_999_999n });
  checkProperty(
    fc.property(instants, (instant) => {
      assert.ok(isInstant(instant));
      assert.equal(parseInstant(formatInstant(instant)), { ok: true, value: instant });
    }),
  );
});

test("law: parseInstant agrees with the platform where both read", () => {
  checkProperty(
    fc.property(fc.date({ noInvalidDate: true, min: new Date("0001-01-01T00:00:00Z"), max: new Date("9999-12-31T23:59:59Z") }), (date) => {
      assert.equal(parseInstant(date.toISOString()), { ok: true, value: instantFromMilliseconds(date.getTime()) });
    }),
  );
});

const DURATIONS: readonly (readonly [text: string, iso: string, shown: string])[] = [
  ["7 days", "P7D", "7 days"],
  ["1 day", "P1D", "1 day"],
  ["168 hours", "P7D", "7 days"],
  ["2 weeks", "P14D", "14 days"],
  ["90 seconds", "PT1M30S", "1 minute 30 seconds"],
  ["0 seconds", "PT0S", "0 seconds"],
  ["P1DT2H", "P1DT2H", "1 day 2 hours"],
  ["PT0.5S", "PT0.5S", "0.5 seconds"],
  ["-P1DT0.000000001S", "-P1DT0.000000001S", "minus 1 day 0.000000001 seconds"],
  ["PT90M", "PT1H30M", "1 hour 30 minutes"],
];

test("durations in, out and shown", () => {
  for (const [text, iso, shown] of DURATIONS) {
    const duration = parseDuration(text);
    assert.ok(duration.ok, text);
    if (!duration.ok) continue;
    assert.is(formatDuration(duration.value), iso);
    assert.is(showDuration(duration.value), shown);
  }
});

test("refuses months, years, empty and endless durations", () => {
  for (const text of [
    "1 month",
    "1 year",
    "P1Y",
    "P1M",
    "P1W",
    "P",
    "PT",
    "P1DT",
    "-P",
    "7days",
    "7  days",
    "-7 days",
    "1.5 days",
    "",
    "days",
    "PT1.S",
  ]) {
    assert.not.ok(parseDuration(text).ok, text);
  }
  assert.not.ok(parseDuration("99999999999 days").ok);
  assert.not.ok(parseDuration(`${"9".repeat(19)} seconds`).ok);
});

test("law: both spellings of a duration are read back", () => {
  const limit = 36_525_000n * nanosecondsPer.day;
  checkProperty(
    fc.property(fc.bigInt({ min: -limit, max: limit }), (duration) => {
      assert.equal(parseDuration(formatDuration(duration)), { ok: true, value: duration });
    }),
  );
});

test.run();
