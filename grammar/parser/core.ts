/**
 * What all rules share: nodes with spans, names, the depth bound, and recovery. The library's own recovery inserts and deletes
 * tokens by follow sets; ours resynchronises at the words that begin clauses and blocks, which is what people see as units.
 */
import {
  EmbeddedActionsParser,
  isRecognitionException,
  type ILookaheadStrategy,
  type IToken,
  type ParserMethod,
  type TokenType,
} from "chevrotain";
import { error, SourceFile, type Code, type Diagnostic, type DiagnosticParts, type Span } from "../../src/diagnostics/index.ts";
import type { Invalid, Name } from "../ast.ts";
import { maxNesting, startsLine } from "../brackets.ts";
import { Colon, Comma, Ident, LCurly, RCurly, Word } from "../tokens.ts";
import type { Prepared } from "../prepare.ts";
import { blockClauses, blockNouns, type BlockKind } from "../words.ts";
import { firstTokenLookahead } from "./lookahead.ts";
import type { StoredLookahead } from "./stored-lookahead.ts";
import { missingBeforeName, missingInClause, missingInSet } from "./missing-comma.ts";
import { describeClauseError, describeSyntaxError, expectations, type Fault } from "./syntax-errors.ts";

/** After this many diagnostics the rest of the file is skipped. */
export const maxDiagnostics = 100;

/** Thrown by our own checks once the diagnostic has been reported; caught by the nearest guard. */
class Reported extends Error {}

interface OpenBlock {
  readonly kind: BlockKind;
  readonly brace: IToken;
}

const nothing: Prepared = { tokens: [], diagnostics: [], reported: new Set(), opening: new Map(), topLevel: new Set(), tooDeep: false };
const clauseWords = Object.fromEntries(
  Object.entries(blockClauses).map(([kind, words]) => [kind, new Set<string>(words)]),
) as unknown as Readonly<Record<BlockKind, ReadonlySet<string>>>;

/** What words that were consumed stand for in the tree. */
export const means = <const T>(_consumed: unknown, value: T): T => value;

export type Rule<T> = ParserMethod<[], T>;

/** Decides whether recovery stops at a token. */
export type Stop = (token: IToken) => boolean;

/** How a parser gets to know its grammar. */
export interface Learning {
  /** Also checks the grammar for ambiguities, which takes long and is a test's work. */
  readonly validate?: boolean;
  readonly strategy?: ILookaheadStrategy;
  /** Decisions from an earlier learning, in place of learning. */
  readonly stored?: StoredLookahead;
}

export abstract class ParserCore extends EmbeddedActionsParser {
  protected source = new SourceFile("", "");
  protected prepared = nothing;
  protected found: Diagnostic[] = [];
  #depth = 0;
  #blocks: OpenBlock[] = [];

  protected constructor({ validate, strategy, stored }: Learning = {}) {
    // Without learning, types are only compared, and the categories among them have been linked with the token table.
    super(stored ? [Word] : [...expectations.vocabulary], {
      recoveryEnabled: false,
      maxLookahead: 1,
      lookaheadStrategy: strategy ?? firstTokenLookahead(),
      errorMessageProvider: expectations.provider,
      skipValidations: validate !== true,
    });
  }

  /** Makes ready for one file. */
  protected start(source: SourceFile, prepared: Prepared): void {
    this.source = source;
    this.prepared = prepared;
    this.found = [];
    this.#depth = 0;
    this.#blocks = [];
    this.input = [...prepared.tokens];
  }

  // -------------------------------------------------------------------------------------------------- nodes

  /** A frozen node from its first token to the last one consumed. */
  protected node<N extends { readonly kind: string; readonly span: Span }>(
    start: IToken,
    kind: N["kind"],
    props: Omit<N, "kind" | "span">,
  ): N {
    return Object.freeze({ kind, span: this.spanFrom(start), ...props }) as unknown as N;
  }

  protected spanFrom(start: IToken): Span {
    const last = this.LA(0);
    const from = start.startOffset < 0 ? this.endOfText() : start.startOffset;
    const end = last.startOffset >= from ? last.startOffset + last.image.length : from;
    return Object.freeze({ file: this.source.path, start: from, end });
  }

  protected spanOf(token: IToken): Span {
    if (token.startOffset < 0) return { file: this.source.path, start: this.endOfText(), end: this.endOfText() };
    return { file: this.source.path, start: token.startOffset, end: token.startOffset + token.image.length };
  }

  /** The end of the last token: where a file that stops too early could have gone on. */
  private endOfText(): number {
    const last = this.prepared.tokens.at(-1);
    return last ? last.startOffset + last.image.length : 0;
  }

  protected invalid(start: IToken): Invalid {
    return this.node<Invalid>(start, "invalid", {});
  }

  // ------------------------------------------------------------------------------------------------- tokens

  protected at(...types: readonly TokenType[]): boolean {
    return types.includes(this.LA(1).tokenType);
  }

  protected atEnd(): boolean {
    return this.LA(1).startOffset < 0;
  }

  protected startsLine(token: IToken): boolean {
    return startsLine(this.source.text, token.startOffset);
  }

  /** A name; a reserved word in its place is one mistake when what follows fits. */
  protected declared(what: string, follow: TokenType): Name {
    const start = this.LA(1);
    if (!this.RECORDING_PHASE && this.isReservedAt(1) && this.LA(2).tokenType === follow) {
      this.reportReserved(start, what);
      return this.name(this.CONSUME(Word));
    }
    return this.name(this.CONSUME(Ident));
  }

  /** A name that is not reserved. `occurrence` tells apart the names of one rule, as the library asks. */
  protected ident(occurrence = 1): Name {
    return this.name(this.consume(occurrence, Ident));
  }

  protected word(occurrence = 0): Name {
    return this.name(this.consume(occurrence, Word));
  }

  /** A word just consumed, as a name. */
  protected name(token: IToken): Name {
    return this.node<Name>(token, "name", { text: token.image });
  }

  protected isReservedAt(ahead: number): boolean {
    const { tokenType } = this.LA(ahead);
    const categories = tokenType.CATEGORIES ?? [];
    return categories.includes(Word) && !categories.includes(Ident);
  }

  /** One or more, with commas between. At most once in a rule. */
  protected list<T>(parse: () => T): readonly T[] {
    const all: T[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => all.push(parse()) });
    return Object.freeze(all);
  }

  /** None or more. At most once in a rule. */
  protected repeat<T>(parse: () => T): readonly T[] {
    const all: T[] = [];
    this.MANY(() => all.push(parse()));
    return Object.freeze(all);
  }

  /** Gates that look one token further: whether a label or the next field begins, or an optional part. */
  protected readonly colonFollows = (): boolean => this.LA(2).tokenType === Colon;
  /** Fields begin with any word, also one that begins the next block where a brace is missing. */
  protected readonly noBlockBegins = (): boolean => !this.prepared.topLevel.has(this.LA(1));
  protected readonly noColonFollows = (): boolean => this.LA(2).tokenType !== Colon;

  // ------------------------------------------------------------------------------------------------- bounds

  /** Runs a rule one level deeper, and refuses to go deeper than 64 (E1015), before the recursion it bounds. */
  protected deeper<T>(parse: () => T): T {
    if (this.RECORDING_PHASE) return parse();
    if (this.#depth >= maxNesting) this.refuse("E1015", this.spanOf(this.LA(1)), "conditions are nested more than 64 deep");
    this.#depth++;
    const result = parse();
    this.#depth--;
    return result;
  }

  // -------------------------------------------------------------------------------------------- diagnostics

  protected report(code: Code, span: Span, message: string, parts?: DiagnosticParts): void {
    if (this.found.length < maxDiagnostics) this.found.push(error(code, span, message, parts));
  }

  /** Reports, and gives the nearest guard the word. */
  protected refuse(code: Code, span: Span, message: string, parts?: DiagnosticParts): never {
    this.report(code, span, message, parts);
    throw new Reported();
  }

  /** Gives the nearest guard the word after a diagnostic that was reported on the way. */
  protected lose(): never {
    throw new Reported();
  }

  protected reportReserved(token: IToken, what: string): void {
    this.report("E1006", this.spanOf(token), `\`${token.image}\` is a word of the language and cannot be ${what}`, {
      help: [`choose another word, such as \`${token.image}-1\` or \`the-${token.image}\``],
    });
  }

  /** For clauses that a block may have once: call with each one's words and first token (E1008). */
  protected once(where: string): (words: string, token: IToken) => void {
    const seen = new Map<string, IToken>();
    return (words, token) => {
      const first = seen.get(words);
      if (first === undefined) seen.set(words, token);
      else if (!this.RECORDING_PHASE) {
        const related = [{ span: this.spanOf(first), text: "first given here" }];
        this.report("E1008", this.spanOf(token), `\`${words}\` is given twice in ${where}`, { related, help: ["keep one of them"] });
      }
    };
  }

  /** Reports what the library found, unless it follows from something already reported. */
  private reportSyntax(found: IToken, previous: IToken, expected: string): void {
    const { reported, topLevel } = this.prepared;
    if (reported.has(found) || reported.has(previous)) return;
    // An unclosed block is reported for its brace.
    if (this.#blocks.length > 0 && (found.startOffset < 0 || topLevel.has(found))) return;
    const fault: Fault = { found, previous, expected, isReserved: this.isReservedAt(1), block: this.#blocks.at(-1)?.kind };
    const neighbours = { found, previous, source: this.source };
    const { code, message, parts, at } =
      missingInSet(neighbours, expected) ?? missingBeforeName(neighbours, expected, this.LA(-1)) ?? describeSyntaxError(fault);
    this.report(code, this.spanOf(at ?? found), message, parts);
  }

  // ----------------------------------------------------------------------------------------------- recovery

  /** Parses; after an error skips to where `stop` says, or to the end of the block, and gives an invalid node. */
  protected guard<T>(parse: () => T, stop: Stop): T | Invalid {
    if (this.RECORDING_PHASE) return parse();
    const start = this.LA(1);
    const depth = this.#depth;
    const blocks = this.#blocks.length;
    try {
      return parse();
    } catch (caught) {
      if (!(caught instanceof Error)) throw caught;
      if (isRecognitionException(caught)) this.reportSyntax(this.LA(1), this.LA(0), caught.message);
      else if (!(caught instanceof Reported)) throw caught;
      this.#depth = depth;
      this.#blocks.length = blocks;
      this.skipUntil(stop);
      return this.invalid(start);
    }
  }

  private skipUntil(stop: Stop): void {
    const isFull = this.found.length >= maxDiagnostics;
    while (!this.atEnd() && (isFull || !(this.endsBlock(this.LA(1)) || stop(this.LA(1))))) this.SKIP_TOKEN();
  }

  /** Whether the innermost open block ends here, or was never closed. */
  private endsBlock(token: IToken): boolean {
    if (this.prepared.topLevel.has(token)) return true;
    const block = this.#blocks.at(-1);
    return block !== undefined && token.tokenType === RCurly && this.prepared.opening.get(token) === block.brace;
  }

  /** Whether a clause of the innermost block begins here. */
  protected readonly beginsClause: Stop = (token) => {
    const block = this.#blocks.at(-1);
    return block !== undefined && clauseWords[block.kind].has(token.image) && this.startsLine(token);
  };

  protected readonly beginsClauseOf =
    (kind: BlockKind): Stop =>
    (token) =>
      (clauseWords[kind].has(token.image) && this.startsLine(token)) || this.beginsClause(token);

  /**
   * `{ clauses }`. `clauses` parses as many as follow one another; what stands between them and is none is reported and skipped.
   * A block that is not closed ends where the next one begins.
   */
  protected block(kind: BlockKind, clauses: () => void, skipped: (invalid: Invalid) => void): void {
    const brace = this.CONSUME(LCurly);
    if (!this.RECORDING_PHASE) this.#blocks.push({ kind, brace });
    clauses();
    while (!this.RECORDING_PHASE && this.recoverClause(kind, skipped)) clauses();
    if (!this.RECORDING_PHASE) this.#blocks.pop();
    if (this.RECORDING_PHASE || this.at(RCurly)) this.CONSUME(RCurly);
    else this.reportUnclosed(kind, brace);
  }

  private reportUnclosed(kind: BlockKind, brace: IToken): void {
    if (this.found.length >= maxDiagnostics) return;
    const next = this.LA(1);
    const related = this.atEnd() ? [] : [{ span: this.spanOf(next), text: "the next block begins here" }];
    this.report("E1007", this.spanOf(brace), `${blockNouns[kind]} is not closed`, {
      label: "opened here",
      related,
      help: ["close it with `}`"],
    });
  }

  private recoverClause(kind: BlockKind, skipped: (invalid: Invalid) => void): boolean {
    const token = this.LA(1);
    if (this.at(RCurly) || this.atEnd() || this.prepared.topLevel.has(token)) return false;
    // The next alternative begins although this one was not closed.
    if (kind === "branch" && token.image === "or") return false;
    const previous = this.LA(0);
    if (!this.prepared.reported.has(token) && !this.prepared.reported.has(previous)) {
      const opensClause = this.startsLine(token) || previous.tokenType === LCurly;
      const missing = opensClause ? undefined : missingInClause({ found: token, previous, source: this.source });
      const { code, message, parts } = missing ?? describeClauseError(kind, token, previous, opensClause);
      this.report(code, this.spanOf(token), message, parts);
    }
    this.SKIP_TOKEN();
    this.skipUntil(this.stopIn(kind));
    skipped(this.invalid(token));
    return true;
  }

  /** Where a block of this kind can go on. Fields begin with any word and a colon, rows with any value. */
  protected stopIn(kind: BlockKind): Stop {
    if (kind === "cases") return (token) => this.startsLine(token);
    if (kind === "record" || kind === "predicate")
      return (token) => this.startsLine(token) && (token.image === "reads" || this.LA(2).image === ":");
    return this.beginsClause;
  }
}
