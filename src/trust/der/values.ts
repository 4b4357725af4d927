/** Values out of DER nodes. Each throws `DerFault` where the node is not what its place asks for. */
import { parseInstant } from "../../base/index.ts";
import { DerFault, derTag, type DerNode } from "./der.ts";

export function child(node: DerNode, index: number): DerNode {
  const found = node.children[index];
  if (found === undefined) throw new DerFault("a part is missing");
  return found;
}

export function expectTag(node: DerNode, tag: number): DerNode {
  if (node.tag !== tag) throw new DerFault(`tag 0x${tag.toString(16)} is expected and 0x${node.tag.toString(16)} stands there`);
  return node;
}

export function sequence(node: DerNode): DerNode {
  return expectTag(node, derTag.sequence);
}

export function oid(node: DerNode): string {
  const content = expectTag(node, derTag.oid).content;
  const arcs: number[] = [];
  let arc = 0;
  for (const byte of content) {
    arc = arc * 128 + (byte & 0x7f);
    if (byte >= 0x80) continue;
    if (arcs.length === 0) {
      const first = Math.min(2, Math.floor(arc / 40));
      arcs.push(first, arc - first * 40);
    } else arcs.push(arc);
    arc = 0;
  }
  return arcs.join(".");
}

export function boolean(node: DerNode): boolean {
  const content = expectTag(node, derTag.boolean).content;
  if (content.length !== 1 || (content[0] !== 0x00 && content[0] !== 0xff)) throw new DerFault("a boolean is neither 00 nor FF");
  return content[0] === 0xff;
}

/** The content of an INTEGER, two's complement in its shortest form. */
export function integerBytes(node: DerNode): Uint8Array {
  const content = expectTag(node, derTag.integer).content;
  const [first, second] = content;
  if (first === undefined) throw new DerFault("an integer is empty");
  if (second !== undefined && ((first === 0x00 && second < 0x80) || (first === 0xff && second >= 0x80)))
    throw new DerFault("an integer is not in its shortest form");
  return content;
}

/** A non-negative integer below 2^31. */
export function smallInteger(node: DerNode): number {
  const content = integerBytes(node);
  if (content.length > 4 || (content[0] as number) >= 0x80) throw new DerFault("an integer is out of range");
  let value = 0;
  for (const byte of content) value = value * 256 + byte;
  return value;
}

/** The bits of a BIT STRING, whole bytes only. */
export function bitStringBytes(node: DerNode): Uint8Array {
  const content = expectTag(node, derTag.bitString).content;
  if (content[0] !== 0) throw new DerFault("a bit string is not of whole bytes");
  return content.subarray(1);
}

/** Whether bit `index` of a named bit list is set. */
export function namedBits(node: DerNode): (index: number) => boolean {
  const content = expectTag(node, derTag.bitString).content;
  const unused = content[0];
  if (unused === undefined || unused > 7 || (content.length === 1 && unused > 0)) throw new DerFault("a bit string is malformed");
  return (index) => (((content[1 + (index >> 3)] ?? 0) >> (7 - (index & 7))) & 1) === 1;
}

export function octets(node: DerNode): Uint8Array {
  return expectTag(node, derTag.octetString).content;
}

const UTC_TIME = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/u;
const GENERALIZED_TIME = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d{1,9}))?Z$/u;

/** UTCTime or GeneralizedTime in nanoseconds since the epoch. Two-digit years below 50 are of this century, RFC 5280 §4.1.2.5.1. */
export function time(node: DerNode): bigint {
  const text = ascii(node.content);
  const match = (node.tag === derTag.utcTime ? UTC_TIME : node.tag === derTag.generalizedTime ? GENERALIZED_TIME : undefined)?.exec(text);
  if (match === null || match === undefined) throw new DerFault("a time is malformed");
  const [, year, month, day, hour, minute, second, fraction] = match as unknown as string[];
  const fullYear = node.tag === derTag.utcTime ? `${Number(year) < 50 ? "20" : "19"}${year}` : year;
  const instant = parseInstant(`${fullYear}-${month}-${day}T${hour}:${minute}:${second}${fraction === undefined ? "" : `.${fraction}`}Z`);
  if (!instant.ok) throw new DerFault("a time does not exist");
  return instant.value;
}

/** Characters of IA5String; anything above 7 bits is a fault, so that nothing is folded into something else. */
export function ascii(content: Uint8Array): string {
  let text = "";
  for (const byte of content) {
    if (byte >= 0x80) throw new DerFault("a text is not ASCII");
    text += String.fromCharCode(byte);
  }
  return text;
}
