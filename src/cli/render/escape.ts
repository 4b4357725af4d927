// Text from outside (attestations, policies of others, registries, file names) must not drive the reader's terminal or reorder what is read.
import { isPrintableAscii } from "../../base/index.ts";

/**
 * Control characters (C0, DEL, C1, so every ANSI sequence), line and paragraph separators, bidirectional marks, zero-width characters,
 * variation selectors, tags, private use and unpaired surrogates: whatever is invisible or moves something else.
 */
const unsafe = String.raw`[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}\u034F\u115F\u1160\u17B4\u17B5\u3164\uFFA0\uFE00-\uFE0F\u{E0100}-\u{E01EF}]`;
/** Made where a text first needs one: most runs print plain texts alone. */
const expressions = new Map<"line" | "text", RegExp>();

function unsafeIn(kind: "line" | "text"): RegExp {
  const known = expressions.get(kind) ?? new RegExp(kind === "line" ? unsafe : `(?!\\n)${unsafe}`, "gu");
  expressions.set(kind, known);
  return known;
}

/** One line of untrusted text, fit for a terminal: each unsafe character becomes `\u{…}`. A backslash stays, so the result is for people only. */
export function escapeLine(text: string): string {
  return isPrintableAscii(text) ? text : text.replace(unsafeIn("line"), escapeCharacter);
}

/** Untrusted text of several lines: as `escapeLine`, and line feeds stay. */
export function escapeText(text: string): string {
  return isPrintableAscii(text) ? text : text.replace(unsafeIn("text"), escapeCharacter);
}

/** `escapeLine`, cut to at most `maxCharacters` code points; `…` shows the cut. */
export function escapeAndCut(text: string, maxCharacters: number): string {
  // The bound is taken before the work, so a huge value costs no more than what is shown of it.
  const head = [...text.slice(0, 2 * maxCharacters + 2)];
  if (head.length <= maxCharacters) return escapeLine(text);
  return `${escapeLine(head.slice(0, maxCharacters).join(""))}…`;
}

function escapeCharacter(character: string): string {
  if (character === "\t") return "\\t";
  if (character === "\n") return "\\n";
  if (character === "\r") return "\\r";
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
