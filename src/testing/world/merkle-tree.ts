/** An RFC 6962 Merkle tree that only grows: roots and audit paths of any of its sizes. */
import type { Hasher } from "../../base/index.ts";

export interface MerkleTree {
  readonly size: number;
  /** The index of the new leaf. */
  add(leaf: Uint8Array): number;
  root(size: number): Uint8Array;
  /** RFC 6962 §2.1.1, from the leaf upwards. */
  path(index: number, size: number): readonly Uint8Array[];
}

const LEAF = new Uint8Array([0]);
const NODE = new Uint8Array([1]);

export function newMerkleTree(hasher: Hasher): MerkleTree {
  const leaves: Uint8Array[] = [];
  const whole = new Map<string, Uint8Array>();
  const hash = (start: number, size: number): Uint8Array => {
    if (size === 0) return hasher.digest("sha256", []);
    if (size === 1) return leaves[start] as Uint8Array;
    const known = whole.get(`${start} ${size}`);
    if (known !== undefined) return known;
    const left = split(size);
    const made = hasher.digest("sha256", [NODE, hash(start, left), hash(start + left, size - left)]);
    // Leaves are only added, so a range never changes; ranges that are no whole subtree are not asked for often enough to keep.
    if (left * 2 === size) whole.set(`${start} ${size}`, made);
    return made;
  };
  const path = (index: number, start: number, size: number): readonly Uint8Array[] => {
    if (size === 1) return [];
    const left = split(size);
    return index < left
      ? [...path(index, start, left), hash(start + left, size - left)]
      : [...path(index - left, start + left, size - left), hash(start, left)];
  };
  return {
    get size() {
      return leaves.length;
    },
    add: (leaf) => leaves.push(hasher.digest("sha256", [LEAF, leaf])) - 1,
    root: (size) => hash(0, size),
    path: (index, size) => path(index, 0, size),
  };
}

/** The largest power of two below `size`. */
function split(size: number): number {
  let power = 1;
  while (power * 2 < size) power *= 2;
  return power;
}
