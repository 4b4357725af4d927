/**
 * Strict DER: definite lengths in their shortest form, low tag numbers, bounded depth, nothing behind the end. The whole tree
 * is read before anything in it is used (B5).
 */
import { err, ok, type Result } from "../../base/index.ts";

export interface DerNode {
  /** The identifier octet. */
  readonly tag: number;
  /** Identifier, length and content as they stand in the input. */
  readonly raw: Uint8Array;
  readonly content: Uint8Array;
  /** Of constructed nodes, else empty. */
  readonly children: readonly DerNode[];
}

export const derTag = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  utf8String: 0x0c,
  sequence: 0x30,
  set: 0x31,
  utcTime: 0x17,
  generalizedTime: 0x18,
} as const;

/** The content is not what its place asks for. Leaves this folder's readers only through `readDer`. */
export class DerFault extends Error {
  override readonly name = "DerFault";
}

const CONSTRUCTED = 0x20;

/**
 * Parses `bytes` and hands the root to `read`; faults of either become an error. `maxDepth` counts nested constructed nodes.
 */
export function readDer<T>(bytes: Uint8Array, maxDepth: number, read: (root: DerNode) => T): Result<T, string> {
  try {
    const root = parseNode(bytes, 0, bytes.length, maxDepth);
    if (root.raw.length !== bytes.length) throw new DerFault("bytes follow the end");
    return ok(read(root));
  } catch (thrown) {
    if (thrown instanceof DerFault) return err(thrown.message);
    throw thrown;
  }
}

function parseNode(bytes: Uint8Array, at: number, end: number, depth: number): DerNode {
  if (depth < 0) throw new DerFault("it is nested too deep");
  const tag = byteAt(bytes, at, end);
  if ((tag & 0x1f) === 0x1f) throw new DerFault("a tag number is above 30");
  if ((tag & ~CONSTRUCTED) === 0) throw new DerFault("a tag is zero");
  const { length, start } = parseLength(bytes, at + 1, end);
  const stop = start + length;
  if (stop > end) throw new DerFault("a length reaches beyond the end");
  const content = bytes.subarray(start, stop);
  if (tag === derTag.oid) checkOid(content);
  const children = (tag & CONSTRUCTED) === 0 ? [] : parseChildren(bytes, start, stop, depth - 1);
  return { tag, raw: bytes.subarray(at, stop), content, children };
}

function parseChildren(bytes: Uint8Array, start: number, stop: number, depth: number): DerNode[] {
  const children: DerNode[] = [];
  for (let at = start; at < stop;) {
    const child = parseNode(bytes, at, stop, depth);
    children.push(child);
    at += child.raw.length;
  }
  return children;
}

function parseLength(bytes: Uint8Array, at: number, end: number): { length: number; start: number } {
  const first = byteAt(bytes, at, end);
  if (first < 0x80) return { length: first, start: at + 1 };
  const count = first & 0x7f;
  if (count === 0) throw new DerFault("a length is indefinite");
  if (count > 4) throw new DerFault("a length has more than four bytes");
  let length = 0;
  for (let i = 1; i <= count; i++) length = length * 256 + byteAt(bytes, at + i, end);
  if (length < 0x80 || byteAt(bytes, at + 1, end) === 0) throw new DerFault("a length is not in its shortest form");
  return { length, start: at + 1 + count };
}

function byteAt(bytes: Uint8Array, at: number, end: number): number {
  if (at >= end) throw new DerFault("it ends too early");
  return bytes[at] as number;
}

const MAX_ARC = 0x7fff_ffff;

function checkOid(content: Uint8Array): void {
  let arc = 0;
  let isStart = true;
  for (const byte of content) {
    if (isStart && byte === 0x80) throw new DerFault("an arc of an object identifier is padded");
    arc = arc * 128 + (byte & 0x7f);
    if (arc > MAX_ARC) throw new DerFault("an arc of an object identifier is 2^31 or more");
    isStart = byte < 0x80;
    if (isStart) arc = 0;
  }
  if (content.length === 0 || !isStart) throw new DerFault("an object identifier is cut off");
}
