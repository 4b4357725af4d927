/** Policy text with values under its operands, as a power assertion shows them, in a page's width. */
import { layOut, cutTo, padTo, widthOf, PAGE_WIDTH, type ShownCharacter } from "../columns.ts";
import type { Colours } from "../colour.ts";
import type { Operand } from "./operands.ts";

export interface SourceText {
  readonly text: string;
  /** Number of its first line. */
  readonly line: number;
  /** Offset of its first character in the file, in UTF-16 code units. */
  readonly start: number;
}

const GUTTER = 6;
const ROOM = PAGE_WIDTH - GUTTER - 3;

export function sourceLines(source: SourceText, operands: readonly Operand[], colours: Colours): readonly string[] {
  let offset = source.start;
  return source.text.split("\n").flatMap((line, index) => {
    const lineStart = offset;
    offset += line.length + 1;
    return piecesOf(line, index === 0 ? "first" : "later").flatMap((piece, part) => {
      const label = part === 0 ? String(source.line + index).padStart(GUTTER) : " ".repeat(GUTTER);
      return [`${colours.dim(`${label} │`)} ${piece.text}`, ...valueRows(marksIn(piece, lineStart, operands), colours)];
    });
  });
}

interface Piece {
  readonly text: string;
  /** Column of each UTF-16 offset of the line that lies in this piece. */
  readonly columns: ReadonlyMap<number, number>;
}

/** A line in pieces that fit; a continued piece is indented. */
function piecesOf(line: string, place: "first" | "later"): readonly Piece[] {
  const trimmed = place === "first" ? line : line.trimStart();
  let characters: readonly ShownCharacter[] = layOut(trimmed.trimEnd());
  let at = line.length - trimmed.length;
  const pieces: Piece[] = [];
  let indent = place === "first" ? 0 : 4;
  do {
    const count = breakAt(characters, ROOM - indent);
    pieces.push(pieceOf(characters.slice(0, count), [...line.slice(at)].slice(0, count), at, indent));
    at += [...line.slice(at)].slice(0, count).join("").length;
    characters = characters.slice(count);
    indent = 4;
  } while (characters.length > 0);
  return pieces;
}

function pieceOf(characters: readonly ShownCharacter[], raw: readonly string[], offset: number, indent: number): Piece {
  const columns = new Map<number, number>();
  let column = indent;
  let at = offset;
  characters.forEach((character, index) => {
    columns.set(at, column);
    column += character.width;
    at += raw[index]?.length ?? 1;
  });
  return { text: " ".repeat(indent) + characters.map(({ text }) => text).join(""), columns };
}

/** Words that begin a part of the sentence, the stronger cuts first. */
const LEADS = [/^(?:where|satisfies|and|or) /u, /^(?:is|under|within|matches|in|allowed|otherwise) /u];

/** How many characters the piece takes: all that fit, else up to a word that begins a part of the sentence, else up to a space. */
function breakAt(characters: readonly ShownCharacter[], room: number): number {
  let width = 0;
  let fitting = 0;
  for (const { width: own } of characters) {
    if (width + own > room) break;
    width += own;
    fitting++;
  }
  if (fitting === characters.length) return fitting;
  const text = characters.map((one) => (one.text.length === 1 ? one.text : "x")).join("");
  const spaces = Array.from({ length: fitting }, (_, index) => fitting - index).filter((at) => text[at - 1] === " " && at > fitting / 3);
  for (const lead of LEADS) {
    const cut = spaces.find((at) => lead.test(text.slice(at)));
    if (cut !== undefined) return cut;
  }
  return spaces[0] ?? Math.max(1, fitting);
}

interface Mark {
  readonly column: number;
  readonly text: string;
}

function marksIn(piece: Piece, lineStart: number, operands: readonly Operand[]): readonly Mark[] {
  return operands.flatMap(({ start, text }) => {
    const column = piece.columns.get(start - lineStart);
    return column === undefined ? [] : [{ column, text: cutTo(text, ROOM) }];
  });
}

/** A row of pointers, then the values: each as high as it can stand without running into what is right of it. */
function valueRows(marks: readonly Mark[], colours: Colours): readonly string[] {
  if (marks.length === 0) return [];
  const rows = [drawn(marks.map(({ column }) => ({ column, text: "│" })))];
  let waiting = marks;
  while (waiting.length > 0) {
    const { row, left } = nextRow(waiting);
    rows.push(row);
    waiting = left;
  }
  return rows.map((row) => `${" ".repeat(GUTTER)} ${colours.dim("│")} ${colours.cyan(row)}`);
}

function nextRow(marks: readonly Mark[]): { readonly row: string; readonly left: readonly Mark[] } {
  let limit = ROOM + 1;
  const shown: Mark[] = [];
  const left: Mark[] = [];
  for (const mark of [...marks].reverse()) {
    const start = Math.min(mark.column, ROOM - widthOf(mark.text));
    const fits = start + widthOf(mark.text) < limit;
    (fits ? shown : left).unshift(mark);
    shown.sort((a, b) => a.column - b.column);
    limit = fits ? start : mark.column;
  }
  const texts = shown.map(({ column, text }) => ({ column: Math.min(column, ROOM - widthOf(text)), text }));
  return { row: drawn([...texts, ...left.map(({ column }) => ({ column, text: "│" }))]), left };
}

function drawn(marks: readonly Mark[]): string {
  let row = "";
  for (const { column, text } of [...marks].sort((a, b) => a.column - b.column)) row = padTo(row, column) + text;
  return row;
}
