/** The tokens of a file as other folders see them: plain, with comments, as written. */
import type { IToken, TokenType } from "chevrotain";
import * as s from "./scanning.ts";
import { Ident, PlainWord, Word } from "./tokens.ts";

export type TokenKind = "word" | "keyword" | "string" | "message" | "number" | "date" | "symbol" | "comment" | "unknown";

/** One token or comment; `start` and `end` are UTF-16 offsets in the source text. */
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const kinds: ReadonlyMap<TokenType, TokenKind> = new Map<TokenType, TokenKind>([
  [PlainWord, "word"],
  [s.StringToken, "string"],
  [s.MessageOpen, "message"],
  [s.TemplateText, "message"],
  [s.MessageClose, "message"],
  [s.Int, "number"],
  [s.Decimal, "number"],
  [s.DateToken, "date"],
  [s.DateTimeToken, "date"],
  [s.Comment, "comment"],
  [s.Unknown, "unknown"],
  [s.Foreign, "unknown"],
]);

function kindOf({ tokenType }: IToken): TokenKind {
  const kind = kinds.get(tokenType);
  if (kind !== undefined) return kind;
  const categories = tokenType.CATEGORIES ?? [];
  return categories.includes(Word) || categories.includes(Ident) ? "keyword" : "symbol";
}

/** Tokens and comments in the order of the text. Marks of unclosed messages, which have no text, are left out. */
export function toTokens(tokens: readonly IToken[], comments: readonly IToken[]): readonly Token[] {
  const all: Token[] = [];
  let next = 0;
  const push = (token: IToken): void => {
    const { startOffset: start, image: text } = token;
    if (text !== "") all.push({ kind: kindOf(token), text, start, end: start + text.length });
  };
  for (const token of tokens) {
    for (let comment = comments[next]; comment && comment.startOffset < token.startOffset; comment = comments[++next]) push(comment);
    push(token);
  }
  for (const comment of comments.slice(next)) push(comment);
  return all;
}
