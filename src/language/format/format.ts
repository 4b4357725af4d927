/** `language.md` §11: the one layout of a policy file. */
import type { Diagnostic, SourceFile } from "../../diagnostics/index.ts";
import { parse, type Header, type Parsed, type PolicyFile, type Test, type Token, type TopLevel } from "../../../grammar/index.ts";
import { cases } from "./cases.ts";
import { control } from "./control.ts";
import { blankLine, hard, nest, type Doc } from "./doc.ts";
import { normalise } from "./normalise.ts";
import { block, clauseBlock, firstOf, listing, openingBrace, rangeIn, remarks, run, sequence, type Item, type Printer } from "./printer.ts";
import { render } from "./render.ts";
import { tokenStream } from "./token-stream.ts";

/** What formatting gives. */
export type Formatted =
  | { readonly kind: "formatted"; readonly text: string }
  /** Only whole blocks that parsed are formatted in `text`; everything else is as it was. `diagnostics` has the errors. */
  | { readonly kind: "syntax-errors"; readonly text: string; readonly diagnostics: readonly Diagnostic[] };

/**
 * Formats a policy file (`language.md` §11). Never throws. Lines end in LF, the last one too. Formatting what has been formatted
 * changes nothing; the meaning and wording of controls stay, and so does every comment.
 */
export function format(source: SourceFile): Formatted {
  const parsed = parse(source);
  const errors = parsed.diagnostics.filter(({ severity }) => severity === "error");
  if (errors.length > 0) return { kind: "syntax-errors", text: formatBlocks(source, parsed, errors), diagnostics: errors };
  return { kind: "formatted", text: `${render(fileDoc(printerOf(source.text, parsed.file, parsed.tokens), parsed.file))}\n` };
}

function printerOf(source: string, file: PolicyFile, tokens: readonly Token[]): Printer {
  const stream = tokenStream(source, tokens);
  return { source, stream, ...normalise(file, stream) };
}

function fileDoc(printer: Printer, { header, items }: PolicyFile): Doc {
  const { end } = printer.stream;
  const all: readonly (Header | TopLevel)[] = header.kind === "header" ? [header, ...items] : items;
  const docs = all.map((node): Item => ({ first: firstOf(printer, node.span), doc: itemDoc(printer, node) }));
  const comments = remarks(end);
  return [sequence(printer, docs), comments.length > 0 ? (end.blankBefore ? blankLine : hard) : "", comments];
}

function itemDoc(printer: Printer, node: Header | TopLevel): Doc {
  switch (node.kind) {
    case "header":
      return headerDoc(printer, node);
    case "control":
      return control(printer, node);
    case "test":
      return test(printer, node);
    case "trust":
    case "waive":
    case "gate":
      return clauseBlock(printer, node.span, node.clauses);
    case "record":
      return clauseBlock(printer, node.span, node.fields);
    case "predicate":
      return clauseBlock(printer, node.span, [...node.reads, ...node.fields]);
    default:
      return listing(printer, rangeIn(printer, node.span));
  }
}

function headerDoc(printer: Printer, { span, description }: Header): Doc {
  const [first, last] = rangeIn(printer, span);
  if (!description) return run(printer, first, last);
  const word = firstOf(printer, description.span) - 1;
  return [run(printer, first, word - 1), nest(2, [hard, run(printer, word, last)])];
}

function test(printer: Printer, { span, clauses }: Test): Doc {
  const [first, last] = rangeIn(printer, span);
  const open = openingBrace(printer, first);
  const items = clauses.map((clause): Item => {
    const doc = clause.kind === "cases" ? cases(printer, clause) : listing(printer, rangeIn(printer, clause.span));
    return { first: firstOf(printer, clause.span), doc };
  });
  return block(printer, listing(printer, [first, open - 1]), [open, last], items);
}

/** The parser stops telling after this many; what it did not tell could be anywhere. */
const MAX_TOLD = 100;

/** Formats the blocks and declarations that no error touches, where they stand. */
function formatBlocks(source: SourceFile, { file, tokens }: Parsed, errors: readonly Diagnostic[]): string {
  if (errors.length >= MAX_TOLD || tokens.length === 0) return source.text;
  let text = source.text;
  for (const item of file.items.toReversed()) {
    const { start, end } = item.span;
    const isTouched = errors.some(({ span }) => span.start <= end && span.end >= start);
    if (isTouched || holdsInvalid(item)) continue;
    const inside = tokens.filter((token) => token.start >= start && token.end <= end);
    const printer = printerOf(source.text, { ...file, items: [item] }, inside);
    text = text.slice(0, start) + render(itemDoc(printer, item)) + text.slice(end);
  }
  return text;
}

function holdsInvalid(node: object): boolean {
  if ("kind" in node && node.kind === "invalid") return true;
  return Object.values(node).some((value: unknown) => typeof value === "object" && value !== null && holdsInvalid(value));
}
