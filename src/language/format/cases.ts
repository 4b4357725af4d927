/** The table of a test, the one place where columns are aligned. */
import type { Cases, CaseRow } from "../../../grammar/index.ts";
import { own, trailing, type Doc } from "./doc.ts";
import { block, firstOf, hasComments, lastOf, listing, openingBrace, rangeIn, run, tokenAt, type Item, type Printer } from "./printer.ts";
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

/** Each value with its comma, then the outcome. */
function cellsOf(printer: Printer, { span, values }: CaseRow): readonly string[] {
  const flat = (doc: Doc) => render(doc, Number.POSITIVE_INFINITY);
  const outcome = lastOf(printer, values.at(-1)?.span ?? span) + 2;
  const bare = withoutComments(printer);
  return [
    ...values.map((value) => `${flat(listing(bare, rangeIn(printer, value.span)))},`),
    flat(run(bare, outcome, lastOf(printer, span))),
  ];
}

function withoutComments(printer: Printer): Printer {
  const tokens = printer.stream.tokens.map((token) => (hasComments(token) ? { ...token, leading: [], trailing: undefined } : token));
  return { ...printer, stream: { ...printer.stream, tokens } };
}

function widthsOf(rows: readonly (readonly string[])[]): readonly number[] {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  return Array.from({ length: columns }, (_, column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)));
}

function aligned(printer: Printer, { span }: CaseRow, texts: readonly string[], widths: readonly number[]): Doc {
  const [first, last] = rangeIn(printer, span);
  const comment = tokenAt(printer, last).trailing;
  const row = texts.map((text, column) => text.padEnd(widths[column] ?? 0)).join(" ");
  const before = tokenAt(printer, first).leading.map(({ text, blankAfter }) => own(text, blankAfter));
  return [before, comment === undefined ? row.trimEnd() : [row, trailing(comment)]];
}
