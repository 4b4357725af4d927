/** Prints runs of tokens as they were written, with the spaces that the language has between them. */
import type { Span } from "../../diagnostics/index.ts";
import { group, hard, blankLine, line, nest, own, trailing, type Doc } from "./doc.ts";
import { firstAt, rangeOf, type StreamToken, type TokenStream } from "./token-stream.ts";

/** What the printing of one file knows. */
export interface Printer {
  readonly source: string;
  readonly stream: TokenStream;
  /** Words that are printed otherwise than written: units and nouns, by the index of their token. */
  readonly respelt: ReadonlyMap<number, string>;
  /** By the index of its opening brace, the elements of a set in the order to print them. */
  readonly sorted: ReadonlyMap<number, readonly Range[]>;
  /** Tokens that begin a part of a clause, before which a line may end. */
  readonly parts: ReadonlySet<number>;
}

/** Indexes of the first and last token of something. */
export type Range = readonly [first: number, last: number];

const nothing: StreamToken = { text: "", start: 0, end: 0, blankBefore: false, onNewLine: false, leading: [] };

export const tokenAt = ({ stream }: Printer, index: number): StreamToken => stream.tokens[index] ?? nothing;
export const rangeIn = ({ stream }: Printer, span: Span): Range => rangeOf(stream, span);
export const firstOf = ({ stream }: Printer, span: Span): number => firstAt(stream, span.start);
export const lastOf = ({ stream }: Printer, span: Span): number => firstAt(stream, span.end) - 1;

/** The comments on lines of their own before a token. */
export function leadingDoc({ leading }: Pick<StreamToken, "leading">): Doc {
  return leading.map(({ text, blankAfter }) => own(text, blankAfter));
}

/** `text` in the place of a token, with the comment behind that. */
export function textDoc({ trailing: behind }: StreamToken, text: string): Doc {
  return behind === undefined ? text : [text, trailing(behind)];
}

/** One token with its comments. */
export function tokenDoc(printer: Printer, index: number): Doc {
  const token = tokenAt(printer, index);
  const printed = textDoc(token, printer.respelt.get(index) ?? token.text);
  return token.leading.length === 0 ? printed : [leadingDoc(token), printed];
}

export const hasComments = ({ leading, trailing: behind }: StreamToken): boolean => leading.length > 0 || behind !== undefined;

const noSpaceBefore = new Set([",", ":", ")", "]", ".", "["]);
const noSpaceAfter = new Set([".", "(", "["]);

/** What stands between a token and the one before it on a line. */
function gap(printer: Printer, index: number): string {
  return noSpaceBefore.has(tokenAt(printer, index).text) || noSpaceAfter.has(tokenAt(printer, index - 1).text) ? "" : " ";
}

/** Tokens on one line. */
export function run(printer: Printer, first: number, last: number): Doc {
  const docs: Doc[] = [];
  for (let index = first; index <= last; index++) {
    if (index > first) docs.push(gap(printer, index));
    docs.push(tokenDoc(printer, index));
  }
  return docs;
}

/** Tokens on one line where that is long enough; otherwise the line ends behind commas and before `or`, `and` and `<`. */
export function listing(printer: Printer, [first, last]: Range, indent = 2): Doc {
  const docs: Doc[] = [];
  let piece: Doc[] = docs;
  for (let index = first; index <= last; index++) {
    if (index > first && mayBreakBefore(printer, index)) {
      piece = [line];
      docs.push(nest(indent, group(piece)));
    } else if (index > first) {
      if (tokenAt(printer, index).text === "with") piece = docs;
      piece.push(gap(printer, index));
    }
    if (tokenAt(printer, index).text !== "{") piece.push(tokenDoc(printer, index));
    else {
      const close = closingBrace(printer, index, last);
      piece.push(writtenBraces(printer, index, close));
      index = close;
    }
  }
  return docs;
}

const breaksBefore = new Set(["or", "and", "<"]);

function mayBreakBefore(printer: Printer, index: number): boolean {
  const before = tokenAt(printer, index - 1).text;
  if (before === ",") return tokenAt(printer, index - 2).text !== "}";
  return printer.parts.has(index) || (breaksBefore.has(tokenAt(printer, index).text) && before !== ".");
}

/** The brace that closes the one at `open`, or `last`. */
export function closingBrace(printer: Printer, open: number, last: number): number {
  let depth = 0;
  for (let index = open; index <= last; index++) {
    const { text } = tokenAt(printer, index);
    if (text === "{") depth++;
    if (text === "}" && --depth === 0) return index;
  }
  return last;
}

/** A set, or what follows `with`: a list of settings, one a line where it does not fit. */
function writtenBraces(printer: Printer, open: number, close: number): Doc {
  const elements: Range[] = [];
  const commas: number[] = [];
  let from = open + 1;
  for (let index = open + 1; index < close; index++) {
    const { text } = tokenAt(printer, index);
    if (text === "{") index = closingBrace(printer, index, close - 1);
    if (text !== ",") continue;
    elements.push([from, index - 1]);
    commas.push(index);
    from = index + 1;
  }
  if (from < close) elements.push([from, close - 1]);
  const ordered = printer.sorted.get(open) ?? elements;
  const style = tokenAt(printer, open - 1).text === "with" ? "one a line" : "filled";
  return braces(printer, { open, close, commas, style, elements: ordered.map((range) => listing(printer, range)) });
}

export interface Braces {
  readonly open: number;
  readonly close: number;
  readonly commas: readonly number[];
  readonly elements: readonly Doc[];
  readonly style: "filled" | "one a line";
}

/** `{ a, b }`, or with the elements on lines of their own. */
export function braces(printer: Printer, { open, close, commas, elements, style }: Braces): Doc {
  if (elements.length === 0) return [tokenDoc(printer, open), tokenDoc(printer, close)];
  const [first = "", ...rest] = elements.map((element, index): Doc => {
    const comma = commas[index];
    return comma === undefined ? element : [element, tokenDoc(printer, comma)];
  });
  const others = rest.map((element) => (style === "filled" ? group([line, element]) : [line, element]));
  const opening = tokenAt(printer, open);
  const inside = nest(2, [line, first, ...others]);
  return [leadingDoc(opening), group([textDoc(opening, "{"), inside, line, tokenDoc(printer, close)])];
}

/** What begins with this token stands on lines of its own. */
export interface Item {
  readonly first: number;
  readonly doc: Doc;
}

/** Items below one another; one empty line between two is kept. */
export function sequence(printer: Printer, items: readonly Item[]): Doc {
  return items.map(({ first, doc }, index) => (index === 0 ? doc : [tokenAt(printer, first).blankBefore ? blankLine : hard, doc]));
}

/** `head { … }` with its items on lines of their own. */
export function block(printer: Printer, head: Doc, [open, close]: Range, items: readonly Item[]): Doc {
  const end = tokenAt(printer, close);
  const opening = [head, " ", tokenDoc(printer, open)];
  if (items.length === 0 && end.leading.length === 0) return [opening, tokenDoc(printer, close)];
  const comments = remarks(end);
  const inside = items.length === 0 ? comments : [sequence(printer, items), comments.length > 0 ? between(end) : "", comments];
  return [opening, nest(2, [hard, inside]), hard, textDoc(end, end.text)];
}

const between = ({ blankBefore }: Pick<StreamToken, "blankBefore">): Doc => (blankBefore ? blankLine : hard);

/** The comments at the end of a block or file, with nothing behind them. */
export function remarks({ leading }: Pick<StreamToken, "leading">): readonly Doc[] {
  return leading.map(({ text, blankAfter }, index) => own(text, blankAfter && index < leading.length - 1));
}

/** A block whose items are simple clauses. */
export function clauseBlock(printer: Printer, span: Span, clauses: readonly { readonly span: Span }[]): Doc {
  const [first, last] = rangeIn(printer, span);
  const open = openingBrace(printer, first);
  const items = clauses.map((clause) => ({ first: firstOf(printer, clause.span), doc: listing(printer, rangeIn(printer, clause.span)) }));
  return block(printer, listing(printer, [first, open - 1]), [open, last], items);
}

/** The brace that opens the block which begins at `first`. */
export function openingBrace(printer: Printer, first: number): number {
  let index = first;
  while (index < printer.stream.tokens.length && tokenAt(printer, index).text !== "{") index++;
  return index;
}
