/**
 * The lexer: three modes, because a message is text with expressions in braces, and those hold ordinary tokens again.
 * Words are lexed as one token type; `prepare` looks up what they mean, so no keyword can shadow a longer word.
 */
import { createToken, Lexer, type IToken, type TokenType } from "chevrotain";
import { matching } from "./pattern.ts";
import * as t from "./tokens.ts";

/** Every UTF-16 code unit as the lexer's first-character table groups them: one by one below 256, then in buckets of 255. */
const anyCharacter = Array.from({ length: 513 }, (_, index) => (index < 256 ? index : Math.min((index - 255) * 255, 0xffff)));

/** What a custom pattern found, besides the text itself: whether it ends as it should. */
type Ending = "closed" | "open";

const unicodeEscape = /\\u\{[0-9A-Za-z]*\}/y;

type Match = ([string] & { payload?: Ending }) | null;

function found(text: string, start: number, end: number, ending: Ending): Match {
  const match: [string] & { payload?: Ending } = [text.slice(start, end)];
  match.payload = ending;
  return match;
}

const isLineEnd = (code: number): boolean => code === 0x0a || code === 0x0d || Number.isNaN(code);

/** A string ends at its quote, or open at the end of its line; a `{` that ends the line is left to the block it opens. */
function matchString(text: string, start: number): Match {
  if (text.charCodeAt(start) !== 0x22) return null;
  let at = start + 1;
  for (; !isLineEnd(text.charCodeAt(at)); at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) return found(text, start, at + 1, "closed");
    if (code === 0x5c && !isLineEnd(text.charCodeAt(at + 1))) at++;
  }
  return found(text, start, endOfOpenString(text, start, at), "open");
}

function endOfOpenString(text: string, start: number, lineEnd: number): number {
  let end = lineEnd;
  while (end > start + 1 && text.charCodeAt(end - 1) === 0x20) end--;
  if (text.charCodeAt(end - 1) !== 0x7b || end - 1 <= start) return end;
  end--;
  while (end > start + 1 && text.charCodeAt(end - 1) === 0x20) end--;
  return end;
}

/** The quote right after `else` or `fix` opens a message, unless that word is a noun (`waive C-1 for fix "x"`). */
function matchMessageOpen(text: string, start: number, tokens: readonly IToken[]): Match {
  if (text.charCodeAt(start) !== 0x22) return null;
  const before = tokens.at(-1)?.image;
  if ((before !== "else" && before !== "fix") || tokens.at(-2)?.image === "for") return null;
  return found(text, start, start + 1, "closed");
}

/** Text of a message up to its quote, a hole or the end of the line; `{{` and `}}` belong to it. */
function matchTemplateText(text: string, start: number): Match {
  let at = start;
  for (; !isLineEnd(text.charCodeAt(at)); at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) break;
    if (code === 0x5c) at = endOfEscape(text, at);
    else if (code === 0x7b) {
      if (text.charCodeAt(at + 1) !== 0x7b) break;
      at++;
    }
  }
  return at === start ? null : found(text, start, at, "closed");
}

/** The last character of an escape, whose braces are no hole. */
function endOfEscape(text: string, at: number): number {
  if (isLineEnd(text.charCodeAt(at + 1))) return at;
  unicodeEscape.lastIndex = at;
  return unicodeEscape.test(text) ? unicodeEscape.lastIndex - 1 : at + 1;
}

/** Nothing at all, at the end of a line: it closes a mode that should have been closed on that line. */
const matchLineEnd = (text: string, start: number): Match => (isLineEnd(text.charCodeAt(start)) ? found(text, start, start, "open") : null);

export const StringToken = createToken({
  name: "String",
  label: "text in quotes",
  pattern: { exec: matchString },
  start_chars_hint: ['"'],
  line_breaks: false,
});
export const MessageOpen = createToken({
  name: "MessageOpen",
  label: "a message in quotes",
  pattern: { exec: matchMessageOpen },
  start_chars_hint: ['"'],
  line_breaks: false,
  push_mode: "message",
});
export const TemplateText = createToken({
  name: "TemplateText",
  label: "text",
  pattern: { exec: matchTemplateText },
  start_chars_hint: anyCharacter,
  line_breaks: false,
});
export const MessageClose = createToken({
  name: "MessageClose",
  label: "the closing quote of the message",
  pattern: '"',
  pop_mode: true,
  categories: [t.MessageEnd],
});
export const HoleOpen = createToken({ name: "HoleOpen", label: "`{`", pattern: "{", push_mode: "hole" });
export const HoleBrace = createToken({ name: "HoleBrace", label: "`{`", pattern: "{", push_mode: "hole" });
export const HoleClose = createToken({ name: "HoleClose", label: "`}`", pattern: "}", pop_mode: true, categories: [t.HoleEnd] });

const lineEndHint = ["\n", "\r"];
const lineEnd = (name: string, categories: TokenType[]): TokenType =>
  createToken({ name, pattern: { exec: matchLineEnd }, start_chars_hint: lineEndHint, line_breaks: false, pop_mode: true, categories });
export const HoleUnclosed = lineEnd("HoleUnclosed", [t.HoleEnd]);
export const MessageUnclosed = lineEnd("MessageUnclosed", [t.MessageEnd]);

const number = (name: string, label: string, pattern: RegExp, categories: TokenType[] = []): TokenType =>
  createToken({ name, label, ...matching(pattern, "0123456789"), categories });
/** Whatever looks like a date; `prepare` tells dates from times and checks that they exist. */
export const DateLike = number("DateLike", "a date", /[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt][0-9:.,]*(?:[Zz]|[+-][0-9:]*)?)?/);
export const When = createToken({ name: "When", label: "a date or time" });
export const DateToken = createToken({ name: "Date", label: "a date", categories: [When] });
export const DateTimeToken = createToken({ name: "DateTime", label: "a time", categories: [When] });
export const Decimal = number("Decimal", "a number", /[0-9]+\.[0-9]+/, [t.Digits]);
export const Int = number("Int", "a whole number", /[0-9]+/, [t.Digits]);

/** Spellings of other languages, see `foreign.ts`. */
export const Foreign = createToken({
  name: "Foreign",
  ...matching(/===|!==|==|!=|&&|\|\||<>|:=|=>|->|=~|!|;|#[^\r\n]*|\/\*[^\r\n]*|'[^'\r\n]*'/, "=!&|<:-;#/'"),
  line_breaks: false,
});
export const Comment = createToken({ name: "Comment", ...matching(/\/\/[^\r\n]*/, "/"), line_breaks: false, group: "comments" });
const White = createToken({ name: "White", ...matching(/ +/, " "), line_breaks: false, group: Lexer.SKIPPED });
const NewLine = createToken({ name: "NewLine", ...matching(/[\r\n]+/, "\r\n"), group: Lexer.SKIPPED, line_breaks: true });
export const Unknown = createToken({
  name: "Unknown",
  ...matching(/[\ud800-\udbff][\udc00-\udfff]|[^]/, ""),
  start_chars_hint: anyCharacter,
  line_breaks: true,
});

const symbols = [t.LParen, t.RParen, t.LSquare, t.RSquare, t.Comma, t.Colon, t.Dot, t.Equals, t.Plus, t.Minus];
const comparisons = [t.LessEq, t.Less, t.GreaterEq, t.Greater];
const literals = [t.PlainWord, DateLike, Decimal, Int, StringToken];

export const lexerModes = {
  modes: {
    main: [White, NewLine, Comment, MessageOpen, ...literals, Foreign, t.LCurly, t.RCurly, ...symbols, ...comparisons, Unknown],
    message: [MessageClose, MessageUnclosed, TemplateText, HoleOpen, Unknown],
    hole: [White, HoleUnclosed, ...literals, Foreign, HoleBrace, HoleClose, ...symbols, ...comparisons, Unknown],
  },
  defaultMode: "main",
};

let lexer: Lexer | undefined;

/** The tokens and comments of a text, in order. Every character belongs to a token, a comment or white space. */
export function scan(text: string): { readonly tokens: IToken[]; readonly comments: readonly IToken[] } {
  lexer ??= new Lexer(lexerModes, { ensureOptimizations: true, positionTracking: "onlyOffset", skipValidations: true });
  // A last line end closes what was left open.
  const result = lexer.tokenize(`${text}\n`);
  return { tokens: result.tokens, comments: result.groups["comments"] ?? [] };
}

/** Whether a string has its closing quote. */
export const isClosed = (token: IToken): boolean => token.payload === "closed";
