/** Distinguished names: as text, RFC 4514, and as values to compare, RFC 5280 §7.1. */
import { byCodeUnit } from "../../base/index.ts";
import { DerFault, derTag, type DerNode } from "../der/der.ts";
import { oid, sequence } from "../der/values.ts";

const SET = 0x31;
const PRINTABLE_STRING = 0x13;
const IA5_STRING = 0x16;
const BMP_STRING = 0x1e;

/** RFC 4514 §3, and the mail address that old certificates put into their name. */
const shortNames: Readonly<Record<string, string>> = {
  "2.5.4.3": "CN",
  "2.5.4.6": "C",
  "2.5.4.7": "L",
  "2.5.4.8": "ST",
  "2.5.4.9": "STREET",
  "2.5.4.10": "O",
  "2.5.4.11": "OU",
  "0.9.2342.19200300.100.1.1": "UID",
  "0.9.2342.19200300.100.1.25": "DC",
};

export const EMAIL_ADDRESS = "1.2.840.113549.1.9.1";

export interface NameAttribute {
  readonly type: string;
  readonly value: string;
}

/** Relative names in the order of the encoding: the country first, as a rule. */
export type DirectoryName = readonly (readonly NameAttribute[])[];

export function readDirectoryName(node: DerNode): DirectoryName {
  return sequence(node).children.map((relative) => {
    if (relative.tag !== SET || relative.children.length === 0) throw new DerFault("a relative name is malformed");
    return relative.children.map(readAttribute);
  });
}

function readAttribute(node: DerNode): NameAttribute {
  const [type, value, more] = sequence(node).children;
  if (type === undefined || value === undefined || more !== undefined) throw new DerFault("an attribute of a name is malformed");
  return { type: oid(type), value: readText(value) };
}

/** Anything that is no text is refused: its `#hex` form could be mistaken for one. */
function readText(node: DerNode): string {
  const { tag, content } = node;
  if (tag === BMP_STRING) return decode("utf-16be", content);
  if (tag === derTag.utf8String) return decode("utf-8", content);
  if (tag !== PRINTABLE_STRING && tag !== IA5_STRING) throw new DerFault("an attribute of a name is no text that is read");
  if (content.some((byte) => byte >= 0x80)) throw new DerFault("an attribute of a name is not ASCII");
  return decode("utf-8", content);
}

function decode(encoding: string, content: Uint8Array): string {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    throw new DerFault("an attribute of a name is not well-formed text");
  }
}

/** `CN=alice,O=acme`: the last relative name first. */
export function showDirectoryName(name: DirectoryName): string {
  return [...name]
    .reverse()
    .map((relative) => relative.map(({ type, value }) => `${shortNames[type] ?? type}=${escapeValue(value)}`).join("+"))
    .join(",");
}

function escapeValue(value: string): string {
  return value
    .replace(/[\\",+;<>=]/gu, (character) => `\\${character}`)
    .replace(/^[ #]/u, (character) => `\\${character}`)
    .replace(/ $/u, "\\ ")
    .replaceAll("\0", "\\00");
}

/** One form for two encodings of one name: letters and spaces folded, the kind of string left out. */
export function comparableParts(name: DirectoryName): readonly string[] {
  return name.map((relative) => JSON.stringify(relative.map(({ type, value }) => JSON.stringify([type, fold(value)])).sort(byCodeUnit)));
}

function fold(value: string): string {
  return value.normalize("NFKC").toLowerCase().trim().replace(/\s+/gu, " ");
}
