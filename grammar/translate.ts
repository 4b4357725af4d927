/** Puts our words in place of symbols of other languages, so that one `==` is one diagnostic and the rest still parses (E1016). */
import type { IToken, TokenType } from "chevrotain";
import { error, type Fix } from "../src/diagnostics/index.ts";
import { foreignSymbols } from "./foreign.ts";
import { spanOf, type Preparation } from "./preparation.ts";
import { MessageClose, MessageOpen, StringToken, TemplateText } from "./scanning.ts";
import { Equals, kw, retype, type KeyWord } from "./tokens.ts";

/** Reports a foreign token and pushes what stands in for it. `=` is ours where it gives a value to a name. */
export function translate(state: Preparation, token: IToken): void {
  if (token.tokenType === Equals) return translateEquals(state, token);
  const first = token.image[0];
  if (first === "'") return translateQuotes(state, token);
  if (first === "#" || first === "/") return translateComment(state, token);
  const ours = foreignSymbols.get(token.image);
  if (ours === undefined) {
    // No translation: the parser meets it and says so.
    state.tokens.push(token);
    return;
  }
  const text = ours.join(" ");
  report(state, token, text === "" ? "leave it out: line ends and spaces only separate words" : `write \`${text}\``, text);
  state.tokens.push(...ours.map((word) => standIn(token, word === "=" ? Equals : kw[word as KeyWord], token.image)));
}

function report(state: Preparation, token: IToken, help: string, replacement: string | undefined, shown = token.image): void {
  const span = spanOf(state.source, token);
  const padded = replacement === undefined ? "" : padding(state.source.text, span.start, span.end, replacement);
  const fixes: Fix[] = replacement === undefined ? [] : [{ title: help, safe: true, edits: [{ span, text: padded }] }];
  state.diagnostics.push(error("E1016", span, `\`${shown}\` is a spelling of another language`, { help: [help], fixes }));
}

/** Words need spaces where symbols did not. */
function padding(text: string, start: number, end: number, word: string): string {
  if (!/^[a-z]/.test(word)) return word;
  const before = /[\s(]|^$/.test(text.slice(start - 1, start)) ? "" : " ";
  const after = /[\s)]|^$/.test(text.slice(end, end + 1)) ? "" : " ";
  return `${before}${word}${after}`;
}

function standIn(token: IToken, type: TokenType, image: string, offset = token.startOffset): IToken {
  return { image, startOffset: offset, tokenType: type, tokenTypeIdx: type.tokenTypeIdx ?? 0, payload: "closed" };
}

const declaring: ReadonlySet<TokenType> = new Set([kw.param, kw.enum, kw.define]);

function translateEquals(state: Preparation, token: IToken): void {
  for (let back = 1; back <= 8; back++) {
    const type = state.tokens.at(-back)?.tokenType;
    if (type === undefined || type === Equals) break;
    if (declaring.has(type)) return;
  }
  if (state.brackets.wordBeforeBrace() === "with") return;
  report(state, token, "write `is`", "is");
  retype(token, kw.is);
}

function translateQuotes(state: Preparation, token: IToken): void {
  const inner = token.image.slice(1, -1);
  const isPlain = !/["\\{}]/.test(inner);
  report(state, token, "write strings between double quotes", isPlain ? `"${inner}"` : undefined, "'");
  const before = state.tokens.at(-1)?.tokenType;
  if (before !== kw.else && before !== kw.fix) {
    state.tokens.push(standIn(token, StringToken, `"${inner}"`));
    return;
  }
  state.tokens.push(standIn(token, MessageOpen, '"'));
  if (inner !== "") state.tokens.push(standIn(token, TemplateText, inner, token.startOffset + 1));
  state.tokens.push(standIn(token, MessageClose, '"', token.startOffset + token.image.length - 1));
}

function translateComment(state: Preparation, token: IToken): void {
  const mark = token.image.startsWith("#") ? "#" : "/*";
  const replacement = mark === "#" ? `//${token.image.slice(1)}` : undefined;
  report(state, token, "comments begin with `//` and end with the line", replacement, mark);
}
