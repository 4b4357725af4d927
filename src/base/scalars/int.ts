import { JsonNumber } from "../json.ts";
import { jsonType } from "../parse-json.ts";
import { err, ok, type Result } from "../result.ts";
import type { Scalar } from "../scalar.ts";

const LOWEST = -(2n ** 63n);
const HIGHEST = 2n ** 63n - 1n;
const INTEGER = /^-?(?:0|[1-9][0-9]{0,18})$/u;

/** Whether it fits 64 bits; arithmetic that leaves them has no value. */
export function isInt(value: bigint): boolean {
  return value >= LOWEST && value <= HIGHEST;
}

function parse(text: string): Result<bigint, string> {
  if (!INTEGER.test(text)) return err("it is no whole number of 64 bits");
  const value = BigInt(text);
  return isInt(value) ? ok(value) : err("it is no whole number of 64 bits");
}

export const Int: Scalar<bigint> = {
  parse,
  fromJson(json) {
    if (typeof json === "number") return parse(String(json));
    if (json instanceof JsonNumber) return parse(json.source);
    return typeof json === "string" ? parse(json) : err(`it is a JSON ${jsonType(json)}, not a number`);
  },
  equal: (a, b) => a === b,
  compare: (a, b) => (a < b ? -1 : Number(a > b)),
  show: String,
  canonical: (value) => (Number.isSafeInteger(Number(value)) ? Number(value) : String(value)),
};
