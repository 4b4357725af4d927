/** Writing DER, X.690: definite lengths in their shortest form. A writer of its own, so that reader and writer share no fault. */
import { encodeUtf8, formatInstant, type Instant } from "../../base/index.ts";

export type Bytes = Uint8Array<ArrayBuffer>;

export function join(...parts: readonly Uint8Array[]): Bytes {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

function lengthOf(length: number): readonly number[] {
  if (length < 0x80) return [length];
  const digits: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) digits.unshift(rest % 256);
  return [0x80 | digits.length, ...digits];
}

/** Identifier octet, length, the contents one after the other. */
export function tlv(tag: number, ...contents: readonly Uint8Array[]): Bytes {
  const content = join(...contents);
  return join(new Uint8Array([tag, ...lengthOf(content.length)]), content);
}

export function sequence(...parts: readonly Uint8Array[]): Bytes {
  return tlv(0x30, ...parts);
}

/** SET OF: in the order of the encodings, as DER asks. */
export function set(...parts: readonly Uint8Array[]): Bytes {
  return tlv(0x31, ...[...parts].sort(byOctets));
}

function byOctets(a: Uint8Array, b: Uint8Array): number {
  const at = a.findIndex((byte, i) => byte !== b[i]);
  return at < 0 ? a.length - b.length : (a[at] as number) - (b[at] ?? -1);
}

/** `[n]` with the whole element inside. */
export function explicit(number: number, ...parts: readonly Uint8Array[]): Bytes {
  return tlv(0xa0 | number, ...parts);
}

export function boolean(value: boolean): Bytes {
  return tlv(0x01, new Uint8Array([value ? 0xff : 0x00]));
}

/** A non-negative INTEGER. */
export function integer(value: bigint | number): Bytes {
  const hex = BigInt(value).toString(16);
  const digits = hex.length % 2 === 0 ? hex : `0${hex}`;
  return unsigned(Uint8Array.from(digits.match(/../gu) ?? [], (pair) => Number.parseInt(pair, 16)));
}

/** An INTEGER from the bytes of its magnitude. */
export function unsigned(bytes: Uint8Array): Bytes {
  const start = bytes.findIndex((byte, i) => byte !== 0 || i === bytes.length - 1);
  const shortest = bytes.subarray(Math.max(start, 0));
  return (shortest[0] ?? 0) >= 0x80 ? tlv(0x02, new Uint8Array([0]), shortest) : tlv(0x02, shortest);
}

export function octets(bytes: Uint8Array): Bytes {
  return tlv(0x04, bytes);
}

export function nothing(): Bytes {
  return tlv(0x05);
}

/** A BIT STRING of whole bytes. */
export function bits(bytes: Uint8Array): Bytes {
  return tlv(0x03, new Uint8Array([0]), bytes);
}

/** A BIT STRING with the named bits set and no trailing zero bits. */
export function namedBits(positions: readonly number[]): Bytes {
  const last = Math.max(-1, ...positions);
  const bytes = new Uint8Array(1 + Math.ceil((last + 1) / 8));
  bytes[0] = last < 0 ? 0 : 7 - (last % 8);
  for (const position of positions) bytes[1 + (position >> 3)] = (bytes[1 + (position >> 3)] ?? 0) | (0x80 >> (position & 7));
  return tlv(0x03, bytes);
}

export function oid(text: string): Bytes {
  const [first = 0, second = 0, ...rest] = text.split(".").map(Number);
  return tlv(0x06, new Uint8Array([first * 40 + second, ...rest].flatMap(base128)));
}

function base128(arc: number): readonly number[] {
  const digits = [arc % 128];
  for (let rest = Math.floor(arc / 128); rest > 0; rest = Math.floor(rest / 128)) digits.unshift((rest % 128) | 0x80);
  return digits;
}

export function utf8String(text: string): Bytes {
  return tlv(0x0c, encodeUtf8(text));
}

function digitsOf(at: Instant): string {
  return formatInstant(at).replaceAll(/[-:T]/gu, "").replace(/\..*$/u, "").replace(/Z?$/u, "Z");
}

/** UTCTime up to 2049 and GeneralizedTime after it, whole seconds: RFC 5280 §4.1.2.5. */
export function time(at: Instant): Bytes {
  const text = digitsOf(at);
  const year = Number(text.slice(0, 4));
  return year >= 1950 && year < 2050 ? tlv(0x17, encodeUtf8(text.slice(2))) : generalizedTime(at);
}

export function generalizedTime(at: Instant): Bytes {
  return tlv(0x18, encodeUtf8(digitsOf(at)));
}
