/** Source lines with the places marked that a diagnostic speaks about. */
import type { Diagnostic, SourceFile, Span } from "../../diagnostics/index.ts";
import type { Colours } from "./colour.ts";
import { PAGE_WIDTH, layOut, widthOf, wrap, type ShownCharacter } from "./columns.ts";
import { escapeLine } from "./escape.ts";

type Paint = (text: string) => string;

/** Marked places of one file. */
export interface Snippet {
  readonly file: string;
  /** `undefined` when the text is not at hand: then only the place's name is shown. */
  readonly source: SourceFile | undefined;
  /** The place named in the head. */
  readonly at: Span;
  readonly marks: readonly Mark[];
}

interface Mark {
  readonly line: number;
  /** Code points of the line, half-open. */
  readonly from: number;
  readonly to: number;
  readonly isPrimary: boolean;
  readonly label: string;
}

/** One for each file: the file of the fault first, then the others in the order they are named. */
export function snippetsOf(diagnostic: Diagnostic, sourceOf: (file: string) => SourceFile | undefined): readonly Snippet[] {
  const places = [
    { span: diagnostic.span, text: diagnostic.label ?? "", isPrimary: true },
    ...diagnostic.related.map((label) => ({ ...label, isPrimary: false })),
  ];
  return [...new Set(places.map(({ span }) => span.file))].map((file) => {
    const source = sourceOf(file);
    const here = places.filter(({ span }) => span.file === file);
    const marks =
      source === undefined
        ? []
        : here.flatMap(({ span, text, isPrimary }) => marksOf(source, span, text, isPrimary ? "primary" : "related"));
    return { file, source, at: here[0]?.span ?? diagnostic.span, marks };
  });
}

/** A span of several lines is marked on its first and its last; the label stands at the last. */
function marksOf(source: SourceFile, span: Span, label: string, role: "primary" | "related"): readonly Mark[] {
  const isPrimary = role === "primary";
  const start = source.position(Math.min(span.start, source.text.length));
  const last = source.position(Math.min(Math.max(span.start, span.end - 1), source.text.length));
  const from = start.column - 1;
  if (last.line === start.line) return [{ line: start.line, from, to: Math.max(from + 1, last.column), isPrimary, label }];
  const firstLength = [...source.line(start.line)].length;
  const lastLine = [...source.line(last.line)];
  const indent = lastLine.findIndex((character) => character.trim() !== "");
  return [
    { line: start.line, from, to: Math.max(from + 1, firstLength), isPrimary, label: "" },
    { line: last.line, from: Math.max(0, indent), to: last.column, isPrimary, label },
  ];
}

/** Digits of the greatest line number shown, at least 1. */
export function gutterOf(snippets: readonly Snippet[]): number {
  const lines = snippets.flatMap(({ marks }) => marks.map(({ line }) => line));
  return String(Math.max(1, ...lines)).length;
}

export function snippet(one: Snippet, gutter: number, colours: Colours, paint: Paint): readonly string[] {
  const margin = " ".repeat(gutter + 1);
  const { source } = one;
  const head = `${margin}${colours.dim("┌─")} ${escapeLine(one.file)}`;
  if (source === undefined) return [head];
  const { line, column } = source.position(Math.min(one.at.start, source.text.length));
  const numbers = [...new Set(one.marks.map((mark) => mark.line))].sort((a, b) => a - b);
  const body = numbers.flatMap((number, index) => [
    ...between(source, numbers[index - 1], number, gutter, colours),
    ...markedLine(
      source.line(number),
      one.marks.filter((mark) => mark.line === number),
      { number, gutter, colours, paint },
    ),
  ]);
  return [`${head}:${line}:${column}`, ...body];
}

/** A single line between two marked ones is shown, more are left out. */
function between(source: SourceFile, before: number | undefined, after: number, gutter: number, colours: Colours): readonly string[] {
  if (before === undefined || after - before < 2) return [];
  if (after - before > 2) return [`${" ".repeat(gutter + 1)}${colours.dim("⋮")}`];
  return markedLine(source.line(before + 1), [], { number: before + 1, gutter, colours, paint: (text) => text });
}

interface LinePlace {
  readonly number: number;
  readonly gutter: number;
  readonly colours: Colours;
  readonly paint: Paint;
}

/** Of a line that is longer than any page, what is near its first mark: laying out the whole of it for each of many faults takes minutes. */
function nearby(line: string, marks: readonly Mark[]): { readonly text: string; readonly marks: readonly Mark[] } {
  if (line.length <= LONGEST_WHOLE) return { text: line, marks };
  const characters = [...line];
  const main = marks.find((mark) => mark.isPrimary) ?? marks[0];
  const start = Math.max(0, (main?.from ?? 0) - LONGEST_WHOLE / 4);
  const shift = (at: number) => Math.max(0, Math.min(at - start, LONGEST_WHOLE));
  const moved = marks.map((mark) => ({ ...mark, from: shift(mark.from), to: shift(mark.to) }));
  return { text: characters.slice(start, start + LONGEST_WHOLE).join(""), marks: moved };
}

const LONGEST_WHOLE = 2000;

function markedLine(whole: string, wholeMarks: readonly Mark[], place: LinePlace): readonly string[] {
  const { number, gutter, colours, paint } = place;
  const { text: line, marks } = nearby(whole, wholeMarks);
  const room = PAGE_WIDTH - gutter - 3;
  const shown = windowOf(layOut(line), marks, room);
  const head = `${colours.dim(`${String(number).padStart(gutter)} │`)} `;
  const margin = `${" ".repeat(gutter + 1)}${colours.dim("│")} `;
  const ordered = [...marks].sort((a, b) => (a.isPrimary === b.isPrimary ? a.from - b.from : Number(b.isPrimary) - Number(a.isPrimary)));
  const under = ordered.flatMap((mark) =>
    underline(mark, shown, room).map((text) => margin + (mark.isPrimary ? paint(text) : colours.cyan(text))),
  );
  return [head + shown.text, ...under];
}

interface ShownLine {
  readonly text: string;
  /** Columns of the line's start and of each code point, after the cut; one more for the end. */
  readonly columns: readonly number[];
}

/** The part of a long line around its first mark; `…` shows the cuts. */
function windowOf(characters: readonly ShownCharacter[], marks: readonly Mark[], room: number): ShownLine {
  const last = characters.at(-1);
  const width = last === undefined ? 0 : last.column + last.width;
  const columns = [...characters.map(({ column }) => column), width];
  if (width <= room) return { text: characters.map(({ text }) => text).join(""), columns };
  const main = marks.find((mark) => mark.isPrimary) ?? marks[0];
  const wanted = (columns[main?.from ?? 0] ?? 0) - Math.floor(room / 3);
  const start = Math.max(0, Math.min(wanted, width - room + 2));
  const end = start + room - 2;
  const kept = characters.filter(({ column, width: wide }) => column >= start && column + wide <= end);
  const offset = (kept[0]?.column ?? start) - (start > 0 ? 1 : 0);
  const text = `${start > 0 ? "…" : ""}${kept.map((one) => one.text).join("")}${end < width ? "…" : ""}`;
  const textWidth = widthOf(text);
  return { text, columns: columns.map((column) => Math.max(0, Math.min(column - offset, textWidth))) };
}

/** The carets with the label beside them, or below where there is no room. */
function underline(mark: Mark, line: ShownLine, room: number): readonly string[] {
  const end = line.columns.at(-1) ?? 0;
  const from = line.columns[mark.from] ?? end;
  const to = Math.max(from + 1, line.columns[mark.to] ?? end);
  const carets = " ".repeat(from) + (mark.isPrimary ? "^" : "-").repeat(to - from);
  const label = escapeLine(mark.label);
  if (label === "") return [carets];
  if (to + 1 + widthOf(label) <= room) return [`${carets} ${label}`];
  const indent = Math.min(from, Math.max(0, room - 40));
  return [carets, ...wrap(label, room - indent).map((text) => " ".repeat(indent) + text)];
}
