/** Matches brackets, bounds their nesting, and finds where the blocks of a file begin even when a brace is missing. */
import type { IToken } from "chevrotain";
import { HoleBrace, HoleClose, HoleOpen, MessageUnclosed } from "./scanning.ts";
import { Colon, Dot, LCurly, LParen, LSquare, RCurly, retype, RParen, RSquare } from "./tokens.ts";
import { topLevelWords } from "./words.ts";

/** Brackets of all kinds, and conditions within conditions, may be nested this deep (E1015). */
export const maxNesting = 64;

const blockWords: ReadonlySet<string> = new Set([...topLevelWords, "policy"]);
const wordPattern = /^[A-Za-z_]/;

/** Mutable while one file is prepared. */
export class BracketMatcher {
  readonly opening = new Map<IToken, IToken>();
  readonly topLevel = new Set<IToken>();
  /** The bracket that went too deep. */
  tooDeep: IToken | undefined;
  readonly #text: string;
  readonly #scanned: readonly IToken[];
  #open: IToken[] = [];

  constructor(text: string, scanned: readonly IToken[]) {
    this.#text = text;
    this.#scanned = scanned;
  }

  /** Call before a token is looked at: a block that begins here leaves unclosed brackets behind. */
  startOf(index: number, token: IToken): void {
    if (!blockWords.has(token.image) || !this.#beginsBlock(index, token)) return;
    this.topLevel.add(token);
    this.#open = [];
  }

  /** Opening and closing of a set in a message get the types they have elsewhere. */
  see(token: IToken): void {
    switch (token.tokenType) {
      case LCurly:
      case LParen:
      case LSquare:
      case HoleOpen:
      case HoleBrace:
        this.#open.push(token);
        if (this.#open.length > maxNesting) this.tooDeep ??= token;
        return;
      case RCurly:
      case HoleClose:
        return this.#closeBrace(token);
      case RParen:
        return this.#closeIf(LParen);
      case RSquare:
        return this.#closeIf(LSquare);
      case MessageUnclosed:
        this.#open = this.#open.filter(({ tokenType }) => tokenType !== HoleOpen && tokenType !== HoleBrace);
        return;
      default:
    }
  }

  /** The word before the innermost open brace. */
  wordBeforeBrace(): string | undefined {
    const brace = this.#open.findLast(({ tokenType }) => tokenType === LCurly || tokenType === HoleOpen);
    if (!brace) return undefined;
    const before = this.#text.slice(Math.max(0, brace.startOffset - 20), brace.startOffset).trimEnd();
    return /[A-Za-z]+$/.exec(before)?.[0];
  }

  #closeIf(type: IToken["tokenType"]): void {
    if (this.#open.at(-1)?.tokenType === type) this.#open.pop();
  }

  #closeBrace(token: IToken): void {
    const at = this.#open.findLastIndex(({ tokenType }) => tokenType === LCurly || tokenType === HoleOpen || tokenType === HoleBrace);
    const open = this.#open[at];
    if (!open) return;
    this.#open.length = at;
    this.opening.set(token, open);
    if (open.tokenType !== HoleBrace) return;
    retype(open, LCurly);
    retype(token, RCurly);
  }

  #beginsBlock(index: number, token: IToken): boolean {
    const next = this.#scanned[index + 1];
    if (!next || !startsLine(this.#text, token.startOffset)) return false;
    if (next.tokenType === Colon || next.tokenType === Dot) return false;
    if (token.image === "person" || token.image === "test") return next.image.startsWith('"');
    if (!wordPattern.test(next.image)) return false;
    // In a test, `param x = 1` sets a parameter; at the top of a file it has a type.
    return token.image !== "param" || this.#scanned[index + 2]?.image !== "=";
  }
}

/** Whether only spaces stand between the beginning of the line and the offset. */
export function startsLine(text: string, offset: number): boolean {
  for (let at = offset - 1; at >= 0; at--) {
    const code = text.charCodeAt(at);
    if (code === 0x0a || code === 0x0d) return true;
    if (code !== 0x20 && code !== 0x09) return false;
  }
  return true;
}
