/** Bytes changed without knowing what they are, and DER changed along its own structure. */
import type { Random } from "./random.ts";

export type Seeds = readonly [Uint8Array, ...Uint8Array[]];

const interesting: readonly [number, ...number[]] = [
  0x00, 0x01, 0x7f, 0x80, 0x81, 0x82, 0x84, 0x88, 0xff, 0x22, 0x5c, 0x30, 0x31, 0x1f, 0x0a,
];

type Change = (bytes: Uint8Array, random: Random, seeds: Seeds) => Uint8Array;

const changes: readonly [Change, ...Change[]] = [
  (bytes, random) => set(bytes, random.below(bytes.length), (old) => old ^ (1 << random.below(8))),
  (bytes, random) => set(bytes, random.below(bytes.length), () => random.pick(interesting)),
  (bytes, random) => set(bytes, random.below(bytes.length), () => random.below(256)),
  (bytes, random) => splice(bytes, random.below(bytes.length + 1), 0, bytesOf(1 + random.below(4), random)),
  (bytes, random) => splice(bytes, random.below(bytes.length), 1 + random.below(8), new Uint8Array()),
  (bytes, random) => bytes.slice(0, random.below(bytes.length)),
  (bytes, random) => repeat(bytes, random),
  (bytes, random, seeds) => cross(bytes, random.pick(seeds), random),
  (bytes, random) => changeLength(bytes, random),
  (bytes, random) => changeLength(bytes, random),
];

/** One to four changes; mostly one, so that most of the input stays meaningful. */
export function mutateBytes(bytes: Uint8Array, random: Random, seeds: Seeds): Uint8Array {
  let changed = bytes;
  const count = random.below(4) === 0 ? 1 + random.below(4) : 1;
  for (let i = 0; i < count; i++) changed = random.pick(changes)(changed, random, seeds);
  return changed;
}

function set(bytes: Uint8Array, at: number, change: (old: number) => number): Uint8Array {
  const old = bytes[at];
  return old === undefined ? bytes : Uint8Array.from(bytes).fill(change(old), at, at + 1);
}

function splice(bytes: Uint8Array, at: number, remove: number, insert: Uint8Array): Uint8Array {
  return Buffer.concat([bytes.subarray(0, at), insert, bytes.subarray(at + remove)]);
}

function bytesOf(length: number, random: Random): Uint8Array {
  return Uint8Array.from({ length }, () => (random.below(2) === 0 ? random.pick(interesting) : random.below(256)));
}

function repeat(bytes: Uint8Array, random: Random): Uint8Array {
  const from = random.below(bytes.length);
  const piece = bytes.slice(from, from + 1 + random.below(64));
  const times = random.below(20) === 0 ? 200 : 1 + random.below(4);
  return splice(bytes, from, 0, Buffer.concat(Array.from({ length: times }, () => piece)));
}

function cross(bytes: Uint8Array, other: Uint8Array, random: Random): Uint8Array {
  return Buffer.concat([bytes.subarray(0, random.below(bytes.length)), other.subarray(random.below(other.length))]);
}

/** Some byte that might be a length in DER: a little off, long, or indefinite. */
function changeLength(bytes: Uint8Array, random: Random): Uint8Array {
  const at = 1 + random.below(Math.min(bytes.length, 400));
  return set(bytes, at, (old) => random.pick([old + 1, old - 1, 0x80, 0x81, 0x84, 0xff, 0]) & 0xff);
}
