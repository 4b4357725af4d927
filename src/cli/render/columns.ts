/** How wide text stands on a terminal, and how it is fitted into columns. */
import { escapeLine } from "./escape.ts";

/** Everything that people read is laid out for this many columns. */
export const PAGE_WIDTH = 100;

const TAB_STOP = 4;
const wide = (): RegExp =>
  /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uA960-\uA97F\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6\u{20000}-\u{3FFFD}]|\p{Emoji_Presentation}/u;
const noWidth = (): RegExp => /\p{M}/u;

/** Columns that a text takes, after escaping. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += widthOfCharacter(character);
  return width;
}

/** What our own text is set with, so that plain output needs none of the tables of Unicode. */
const NARROW = new Set("–—‘’“”•…←→≤≥─│└├✓✗");

function widthOfCharacter(character: string): number {
  if (character < "\u0300" || NARROW.has(character)) return 1;
  if (noWidth().test(character)) return 0;
  return wide().test(character) ? 2 : 1;
}

/** One character of a source line as it is shown: a tab as spaces up to its stop, an unsafe character escaped. */
export interface ShownCharacter {
  readonly text: string;
  /** Column where it begins, from 0. */
  readonly column: number;
  readonly width: number;
}

/** The code points of one source line, laid out from column 0. */
export function layOut(line: string): readonly ShownCharacter[] {
  let column = 0;
  return [...line].map((character) => {
    const text = character === "\t" ? " ".repeat(TAB_STOP - (column % TAB_STOP)) : escapeLine(character);
    const shown = { text, column, width: widthOf(text) };
    column += shown.width;
    return shown;
  });
}

/** `text` with spaces up to `width` columns; never cut. */
export function padTo(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - widthOf(text)));
}

/** At most `width` columns; `…` shows the cut. */
export function cutTo(text: string, width: number): string {
  if (text.length <= width && widthOf(text) <= width) return text;
  let kept = "";
  let used = 0;
  for (const character of text) {
    used += widthOfCharacter(character);
    if (used > width - 1) break;
    kept += character;
  }
  return `${kept}…`;
}

/** Lines of at most `width` columns, broken at spaces; a word that is wider stands on its own line and is broken where it must. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/(?<=\s)(?=\S)/u).flatMap((part) => breakWord(part, width))) {
    if (line !== "" && widthOf(line) + widthOf(word.trimEnd()) > width) {
      lines.push(line.trimEnd());
      line = "";
    }
    line += word;
  }
  return [...lines, line.trimEnd()];
}

function breakWord(word: string, width: number): readonly string[] {
  if (widthOf(word.trimEnd()) <= width) return [word];
  const pieces: string[] = [];
  let piece = "";
  let used = 0;
  for (const character of word) {
    const wide = widthOfCharacter(character);
    if (used + wide > width) {
      const kept = breakPoint(piece);
      pieces.push(piece.slice(0, kept));
      piece = piece.slice(kept);
      used = widthOf(piece);
    }
    piece += character;
    used += wide;
  }
  return [...pieces, piece];
}

/** Addresses are broken behind a slash or before an at sign where one is near the end. */
function breakPoint(piece: string): number {
  const at = Math.max(piece.lastIndexOf("/") + 1, piece.lastIndexOf("@"));
  return at > piece.length / 2 ? at : piece.length;
}

/** `head` and then `text`, which continues under itself. */
export function hang(head: string, text: string, pageWidth: number = PAGE_WIDTH): readonly string[] {
  const indent = widthOf(head);
  return wrap(text, Math.max(20, pageWidth - indent)).map((line, index) => (index === 0 ? head : " ".repeat(indent)) + line);
}
