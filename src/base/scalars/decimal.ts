import { JsonNumber } from "../json.ts";
import { jsonType } from "../parse-json.ts";
import { err, ok, type Result } from "../result.ts";
import type { Scalar } from "../scalar.ts";

/** Exactly `coefficient × 10^exponent`. The coefficient does not end in zero, and zero is `0 × 10^0`: equal values are equal data. */
export interface DecimalValue {
  readonly coefficient: bigint;
  readonly exponent: number;
}

const MAX_DIGITS = 64;
const MAX_EXPONENT = 64;
const PLAIN = /^(-?)(0|[1-9][0-9]{0,127})(?:\.([0-9]{1,128}))?$/u;
const JSON_NUMBER = /^(-?(?:0|[1-9][0-9]{0,127})(?:\.[0-9]{1,128})?)[eE]([+-]?[0-9]{1,4})$/u;

/** `undefined` when it needs more than 64 digits or an exponent beyond ±64. */
export function makeDecimal(coefficient: bigint, exponent: number): DecimalValue | undefined {
  let digits = coefficient;
  let power = exponent;
  if (digits === 0n) return { coefficient: 0n, exponent: 0 };
  while (digits % 10n === 0n) {
    digits /= 10n;
    power++;
  }
  const length = digits.toString().replace("-", "").length;
  return length <= MAX_DIGITS && Math.abs(power) <= MAX_EXPONENT ? { coefficient: digits, exponent: power } : undefined;
}

export function decimalFromInt(value: bigint): DecimalValue {
  return makeDecimal(value, 0) ?? { coefficient: value, exponent: 0 };
}

/** `undefined` when the sum leaves the range. */
export function addDecimals(a: DecimalValue, b: DecimalValue): DecimalValue | undefined {
  const exponent = Math.min(a.exponent, b.exponent);
  return makeDecimal(scaled(a, exponent) + scaled(b, exponent), exponent);
}

export function subtractDecimals(a: DecimalValue, b: DecimalValue): DecimalValue | undefined {
  return addDecimals(a, { coefficient: -b.coefficient, exponent: b.exponent });
}

function scaled(value: DecimalValue, exponent: number): bigint {
  return value.coefficient * 10n ** BigInt(value.exponent - exponent);
}

export function compareDecimals(a: DecimalValue, b: DecimalValue): number {
  const exponent = Math.min(a.exponent, b.exponent);
  const [left, right] = [scaled(a, exponent), scaled(b, exponent)];
  return left < right ? -1 : Number(left > right);
}

function parse(text: string): Result<DecimalValue, string> {
  return parseWithPower(text, 0);
}

function parseWithPower(text: string, power: number): Result<DecimalValue, string> {
  const match = PLAIN.exec(text);
  if (match === null) return err("it is no decimal number");
  const fraction = match[3] ?? "";
  const value = makeDecimal(BigInt(`${match[2]}${fraction}`) * (match[1] === "-" ? -1n : 1n), power - fraction.length);
  return value === undefined ? err("it has too many digits") : ok(value);
}

/** A JSON number, which may have an exponent. */
function parseNumber(source: string): Result<DecimalValue, string> {
  const match = JSON_NUMBER.exec(source);
  return match === null ? parse(source) : parseWithPower(match[1] ?? "", Number(match[2]));
}

/** Without exponent: `9.8`, `1200`, `-0.001`. */
export function showDecimal({ coefficient, exponent }: DecimalValue): string {
  if (exponent >= 0) return `${coefficient}${coefficient === 0n ? "" : "0".repeat(exponent)}`;
  const sign = coefficient < 0n ? "-" : "";
  const digits = String(coefficient < 0n ? -coefficient : coefficient).padStart(1 - exponent, "0");
  return `${sign}${digits.slice(0, exponent)}.${digits.slice(exponent)}`;
}

export const Decimal: Scalar<DecimalValue> = {
  parse,
  fromJson(json) {
    if (typeof json === "number") return parseNumber(String(json));
    if (json instanceof JsonNumber) return parseNumber(json.source);
    return typeof json === "string" ? parse(json) : err(`it is a JSON ${jsonType(json)}, not a number`);
  },
  equal: (a, b) => a.coefficient === b.coefficient && a.exponent === b.exponent,
  compare: compareDecimals,
  show: showDecimal,
  canonical: showDecimal,
};
