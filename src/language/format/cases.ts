/** The table of a test, the one place where columns are aligned. */
import type { Cases, CaseRow, ValueNode } from "../../../grammar/index.ts";
import type { Doc } from "./doc.ts";
import {
  block,
  firstOf,
  lastOf,
  leadingDoc,
  listing,
  openingBrace,
  rangeIn,
  textDoc,
  tokenAt,
  type Item,
  type Printer,
} from "./printer.ts";
import { render } from "./render.ts";

export function cases(printer: Printer, { span, rows }: Cases): Doc {
  const [first, last] = rangeIn(printer, span);
  const open = openingBrace(printer, first);
  const cells = rows.map((row) => (hasInnerComment(printer, row) ? undefined : cellsOf(printer, row)));
  const widths = widthsOf(cells.filter((row) => row !== undefined));
  const items = rows.map((row, index): Item => {
    const texts = cells[index];
    return {
      first: firstOf(printer, row.span),
      doc: texts ? aligned(printer, row, texts, widths) : listing(printer, rangeIn(printer, row.span)),
    };
  });
  return block(printer, listing(printer, [first, open - 1]), [open, last], items);
}

/** A comment anywhere but before the row and behind it. */
function hasInnerComment(printer: Printer, { span }: CaseRow): boolean {
  const [first, last] = rangeIn(printer, span);
  for (let index = first; index <= last; index++) {
    const { leading, trailing: behind } = tokenAt(printer, index);
    if ((index > first && leading.length > 0) || (index < last && behind !== undefined)) return true;
  }
  return false;
}

/** Each value with its comma, then the outcome; without the comments around the row. */
function cellsOf(printer: Printer, { span, values }: CaseRow): readonly string[] {
  const [, last] = rangeIn(printer, span);
  const outcome = lastOf(printer, values.at(-1)?.span ?? span) + 2;
  const words = Array.from({ length: last - outcome + 1 }, (_, index) => tokenAt(printer, outcome + index).text);
  return [...values.map((value) => `${cellOf(printer, value)},`), words.join(" ")];
}

/** Comments before it are on lines of their own, above its text. */
function cellOf(printer: Printer, { span }: ValueNode): string {
  return (
    render(listing(printer, rangeIn(printer, span)), Number.POSITIVE_INFINITY)
      .split("\n")
      .at(-1) ?? ""
  );
}

function widthsOf(rows: readonly (readonly string[])[]): readonly number[] {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  return Array.from({ length: columns }, (_, column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)));
}

function aligned(printer: Printer, { span }: CaseRow, texts: readonly string[], widths: readonly number[]): Doc {
  const [first, last] = rangeIn(printer, span);
  const behind = tokenAt(printer, last);
  const row = texts.map((text, column) => text.padEnd(widths[column] ?? 0)).join(" ");
  return [leadingDoc(tokenAt(printer, first)), textDoc(behind, behind.trailing === undefined ? row.trimEnd() : row)];
}
