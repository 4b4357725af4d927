/** What is known while the tokens of one file are prepared. */
import type { IToken } from "chevrotain";
import type { Diagnostic, SourceFile, Span } from "../src/diagnostics/index.ts";
import type { BracketMatcher } from "./brackets.ts";

/** What the handlers of token types share while one file is prepared. */
export interface Preparation {
  readonly source: SourceFile;
  readonly tokens: IToken[];
  readonly diagnostics: Diagnostic[];
  readonly reported: Set<IToken>;
  readonly brackets: BracketMatcher;
  message: IToken | undefined;
  hole: { readonly brace: IToken; readonly from: number } | undefined;
}

export function spanOf(source: SourceFile, token: IToken): Span {
  return { file: source.path, start: token.startOffset, end: token.startOffset + token.image.length };
}
