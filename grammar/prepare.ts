/**
 * From scanned tokens to the ones the parser reads: words get their meaning, spellings of other languages are translated, dates,
 * escapes and closing quotes are checked, brackets are matched. What is reported here is marked, so that the parser stays silent
 * about what follows from it.
 */
import type { IToken, TokenType } from "chevrotain";
import { error, type Diagnostic, type SourceFile, type Span } from "../src/diagnostics/index.ts";
import { BracketMatcher } from "./brackets.ts";
import { dateFault } from "./dates.ts";
import { unescape } from "./escapes.ts";
import { spanOf, type Preparation } from "./preparation.ts";
import * as s from "./scanning.ts";
import * as t from "./tokens.ts";
import { translate } from "./translate.ts";

export interface Prepared {
  readonly tokens: readonly IToken[];
  readonly diagnostics: readonly Diagnostic[];
  /** Tokens that a diagnostic has been given for: an error at or right behind one of them is a consequence. */
  readonly reported: ReadonlySet<IToken>;
  /** The opening brace of each closing one, matched within one block of the file at a time. */
  readonly opening: ReadonlyMap<IToken, IToken>;
  /** Tokens that begin a line and a block or declaration of the file. */
  readonly topLevel: ReadonlySet<IToken>;
  /** E1015: brackets are nested so deep that nothing is parsed. */
  readonly tooDeep: boolean;
}

export function prepare(source: SourceFile, scanned: readonly IToken[]): Prepared {
  const state: Preparation = {
    source,
    tokens: [],
    diagnostics: [],
    reported: new Set(),
    brackets: new BracketMatcher(source.text, scanned),
    message: undefined,
    hole: undefined,
  };
  for (const [index, token] of scanned.entries()) {
    state.brackets.startOf(index, token);
    handlers.get(token.tokenType)?.(state, token);
    if (token.tokenType !== s.Foreign) state.tokens.push(token);
    state.brackets.see(token);
    if (state.brackets.tooDeep) break;
  }
  const { tooDeep } = state.brackets;
  if (tooDeep) state.diagnostics.push(error("E1015", spanOf(source, tooDeep), "brackets are nested more than 64 deep"));
  const { opening, topLevel } = state.brackets;
  return {
    tokens: state.tokens,
    diagnostics: state.diagnostics,
    reported: state.reported,
    opening,
    topLevel,
    tooDeep: tooDeep !== undefined,
  };
}

type Handler = (state: Preparation, token: IToken) => void;

const handlers: ReadonlyMap<TokenType, Handler> = new Map<TokenType, Handler>([
  [t.PlainWord, (_, token) => t.retype(token, t.wordTypes.get(token.image) ?? t.PlainWord)],
  [s.DateLike, checkDate],
  [s.StringToken, checkString],
  [s.MessageOpen, (state, token) => (state.message = token)],
  [s.TemplateText, checkTemplateText],
  [s.MessageClose, (state) => (state.message = undefined)],
  [s.HoleOpen, (state, token) => (state.hole = { brace: token, from: state.tokens.length })],
  [s.HoleUnclosed, blameHole],
  [s.MessageUnclosed, reportOpenMessage],
  [s.Foreign, translate],
  [t.Equals, translate],
]);

function checkDate(state: Preparation, token: IToken): void {
  t.retype(token, /[Tt]/.test(token.image) ? s.DateTimeToken : s.DateToken);
  const fault = dateFault(token.image);
  if (fault === undefined) return;
  const help = ["a date is written `2026-01-05`, a time `2026-01-05T09:30:00Z`"];
  state.diagnostics.push(error("E1013", spanOf(state.source, token), `\`${token.image}\` ${fault}`, { help }));
}

function checkString(state: Preparation, token: IToken): void {
  const closed = s.isClosed(token);
  checkEscapes(state, token.image.slice(1, closed ? -1 : undefined), token.startOffset + 1);
  if (closed) return;
  state.reported.add(token);
  // Inside a message the line's end is reported once, for the message.
  if (state.message === undefined) {
    const { start } = spanOf(state.source, token);
    reportOpen(state, { file: state.source.path, start, end: start + 1 }, "the string is not closed on its line", '"');
  }
}

function checkTemplateText(state: Preparation, token: IToken): void {
  checkEscapes(state, token.image, token.startOffset);
  for (const match of token.image.matchAll(/\\u\{[^}]*\}|\\.|\}\}|\{\{|\}/gu)) {
    if (match[0] !== "}") continue;
    const start = token.startOffset + match.index;
    const span = { file: state.source.path, start, end: start + 1 };
    state.diagnostics.push(
      error("E1001", span, "a `}` in this message closes nothing", {
        help: ["write `}}` for a brace in the text"],
        fixes: [{ title: "write `}}`", safe: true, edits: [{ span, text: "}}" }] }],
      }),
    );
  }
}

function checkEscapes(state: Preparation, raw: string, offset: number): void {
  if (!raw.includes("\\")) return;
  for (const fault of unescape(raw).faults) {
    const span = { file: state.source.path, start: offset + fault.start, end: offset + fault.end };
    state.diagnostics.push(
      error("E1004", span, `\`${raw.slice(fault.start, fault.end)}\` is not an escape`, {
        help: ['the escapes are `\\"`, `\\\\`, `\\n`, `\\t` and `\\u{1F512}`; a backslash itself is written `\\\\`'],
      }),
    );
  }
}

function blameHole(state: Preparation, token: IToken): void {
  const from = state.hole?.from ?? state.tokens.length;
  for (const inside of state.tokens.slice(from)) state.reported.add(inside);
  state.reported.add(token);
}

function reportOpenMessage(state: Preparation, token: IToken): void {
  const last = state.tokens.at(-1);
  const openHole = last?.tokenType === s.HoleUnclosed ? state.hole?.brace : undefined;
  state.reported.add(token);
  if (openHole) reportOpen(state, spanOf(state.source, openHole), "the value in this message is not closed on its line", "}");
  else if (state.message) reportOpen(state, spanOf(state.source, state.message), "the message is not closed on its line", '"');
  state.message = undefined;
}

function reportOpen(state: Preparation, span: Span, message: string, missing: string): void {
  state.diagnostics.push(
    error("E1002", span, message, { label: "opened here", help: [`close it with \`${missing}\` before the line ends`] }),
  );
}
