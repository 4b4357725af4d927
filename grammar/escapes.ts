/** The escapes of strings and messages: `\"`, `\\`, `\n`, `\t`, `\u{1F512}` (`language.md` §3). */

export interface EscapeFault {
  /** Offsets in the raw text. */
  readonly start: number;
  readonly end: number;
}

const simple: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["\\", "\\"],
  ["n", "\n"],
  ["t", "\t"],
]);
const unicode = /u\{([0-9A-Fa-f]{1,6})\}/y;

/** Resolves the escapes of raw text between quotes. An unknown escape stays as written and is reported as a fault. */
export function unescape(raw: string): { readonly value: string; readonly faults: readonly EscapeFault[] } {
  if (!raw.includes("\\")) return { value: raw, faults: [] };
  const faults: EscapeFault[] = [];
  const parts: string[] = [];
  let copied = 0;
  for (let at = raw.indexOf("\\"); at >= 0; at = raw.indexOf("\\", copied)) {
    parts.push(raw.slice(copied, at));
    const { length, text } = readEscape(raw, at);
    if (text === undefined) faults.push({ start: at, end: at + length });
    parts.push(text ?? raw.slice(at, at + length));
    copied = at + length;
  }
  parts.push(raw.slice(copied));
  return { value: parts.join(""), faults };
}

function readEscape(raw: string, at: number): { readonly length: number; readonly text?: string } {
  const next = raw.slice(at + 1, at + 2);
  const text = simple.get(next);
  if (text !== undefined) return { length: 2, text };
  unicode.lastIndex = at + 1;
  const match = unicode.exec(raw);
  if (!match) return { length: wholeCharacter(raw, at) };
  const code = Number.parseInt(match[1] ?? "", 16);
  const isScalar = code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
  return { length: 1 + match[0].length, text: isScalar ? String.fromCodePoint(code) : undefined };
}

/** A backslash and the character behind it, both halves of a surrogate pair included. */
function wholeCharacter(raw: string, at: number): number {
  const code = raw.codePointAt(at + 1);
  return code === undefined ? 1 : code > 0xffff ? 3 : 2;
}
