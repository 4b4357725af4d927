/** The whole parser: the file rule on top of the rules of all blocks. */
import type { Diagnostic, SourceFile } from "../../src/diagnostics/index.ts";
import type { IToken, Rule as LearntRule } from "chevrotain";
import type { Header, Invalid, PolicyFile, TopLevel } from "../ast.ts";
import type { Prepared } from "../prepare.ts";
import { kw } from "../tokens.ts";
import type { Learning, Rule } from "./core.ts";
import { NotStored, useStored } from "./stored-lookahead.ts";
import { missingBeforeBound } from "./missing-comma.ts";
import { describeTopLevelError, expectations, nearestTopLevel } from "./syntax-errors.ts";
import { TestRules } from "./tests.ts";

export class PolicyParser extends TestRules {
  readonly #isStored: boolean;

  constructor(learning: Learning = {}) {
    super(learning);
    this.#isStored = learning.stored !== undefined;
    if (learning.stored) useStored(this, learning.stored, expectations.vocabulary);
    else this.performSelfAnalysis();
  }

  /** Where the library looks when it has to say what would have been right. */
  override getGAstProductions(): Record<string, LearntRule> {
    if (this.#isStored) throw new NotStored("this parser has not learnt its grammar");
    return super.getGAstProductions();
  }

  /** The tree of one file, and what is wrong with it in the order it was met. */
  parseFile(source: SourceFile, prepared: Prepared): { readonly file: PolicyFile; readonly diagnostics: readonly Diagnostic[] } {
    this.start(source, prepared);
    return { file: this.file(), diagnostics: this.found };
  }

  /** The tree of a file in which nothing is wrong, otherwise undefined. */
  parseFlawless(source: SourceFile, prepared: Prepared): ReturnType<PolicyParser["parseFile"]> | undefined {
    try {
      const parsed = this.parseFile(source, prepared);
      return parsed.diagnostics.length === 0 ? parsed : undefined;
    } catch (caught) {
      if (caught instanceof NotStored) return undefined;
      throw caught;
    }
  }

  protected readonly file: Rule<PolicyFile> = this.RULE("file", () => {
    const items: TopLevel[] = [];
    const header = this.headerOrInvalid();
    const some = (): void =>
      this.MANY(() =>
        items.push(
          this.guard(
            () => this.SUBRULE(this.topLevel),
            () => false,
          ),
        ),
      );
    some();
    while (!this.RECORDING_PHASE && !this.atEnd()) {
      items.push(this.skipStray());
      some();
    }
    const span = Object.freeze({ file: this.source.path, start: 0, end: this.source.text.length });
    return Object.freeze({ kind: "file", span, header, items: Object.freeze(items) });
  });

  private headerOrInvalid(): Header | Invalid {
    const start = this.LA(1);
    if (this.RECORDING_PHASE || this.at(kw.policy))
      return this.guard(
        () => this.SUBRULE(this.header),
        () => false,
      );
    if (!this.prepared.reported.has(start)) {
      this.report("E1001", { ...this.spanOf(start) }, "the file does not begin with `policy`", {
        help: ["begin it with `policy name version 1`"],
      });
    }
    if (!this.prepared.topLevel.has(start)) this.skipToBlock();
    return this.invalid(start);
  }

  protected readonly topLevel: Rule<TopLevel> = this.RULE("topLevel", () =>
    this.OR([
      { ALT: () => this.SUBRULE(this.use) },
      { ALT: () => this.SUBRULE(this.person) },
      { ALT: () => this.SUBRULE(this.param) },
      { ALT: () => this.SUBRULE(this.enum) },
      { ALT: () => this.SUBRULE(this.record) },
      { ALT: () => this.SUBRULE(this.predicate) },
      { ALT: () => this.SUBRULE(this.trust) },
      { ALT: () => this.SUBRULE(this.control) },
      { ALT: () => this.SUBRULE(this.waive) },
      { ALT: () => this.SUBRULE(this.gate) },
      { ALT: () => this.SUBRULE(this.test) },
    ]),
  );

  /** What begins no block is reported once, up to the next block. */
  private skipStray(): Invalid {
    const start = this.LA(1);
    const { reported } = this.prepared;
    if (!reported.has(start) && !reported.has(this.LA(0))) {
      const missing = missingBeforeBound({ found: start, previous: this.LA(0), source: this.source });
      const { code, message, parts } = missing ?? describeTopLevelError(start);
      this.report(code, this.spanOf(start), message, parts);
    }
    this.SKIP_TOKEN();
    this.skipToBlock();
    return this.invalid(start);
  }

  /** A word at the very beginning of a line that is nearly one that begins a block. */
  private isMisspeltBlock(token: IToken): boolean {
    const before = this.source.text.charAt(token.startOffset - 1);
    return (before === "\n" || before === "") && nearestTopLevel(token.image) !== undefined;
  }

  private skipToBlock(): void {
    while (!this.atEnd() && !this.prepared.topLevel.has(this.LA(1)) && !this.isMisspeltBlock(this.LA(1))) this.SKIP_TOKEN();
  }
}
