/** Relations, sums and their operands (`language.md` §4, `rel` to `atom`). */
import { EOF as endOfFile, type IToken, type ParserMethod } from "chevrotain";
import type {
  BinaryRelation,
  Binder,
  DurationLiteral,
  Expression,
  Has,
  InRange,
  Invalid,
  IsEmpty,
  Matches,
  Now,
  Otherwise,
  Parenthesised,
  Path,
  RelationOp,
  SetExpression,
  SignerOf,
  SigningTimeOf,
  Sum,
  Within,
} from "../ast.ts";
import type { Span } from "../../src/diagnostics/index.ts";
import { maxNesting } from "../brackets.ts";
import * as t from "../tokens.ts";
import { kw } from "../tokens.ts";
import { type Rule, means } from "./core.ts";
import { ValueRules } from "./values.ts";

/** The left side of a relation, read before its operator. */
interface Left {
  readonly start: IToken;
  readonly left: Expression;
}

/** What the rule is given while the grammar is recorded. */
const nowhere: Left = {
  start: { image: "", startOffset: -1, tokenTypeIdx: endOfFile.tokenTypeIdx ?? 0, tokenType: endOfFile },
  left: { kind: "now", span: { file: "", start: 0, end: 0 } },
};

const comparisons: ReadonlyMap<string, RelationOp> = new Map([
  ["<", "lt"],
  ["<=", "le"],
  [">", "gt"],
  [">=", "ge"],
]);

export abstract class RelationRules extends ValueRules {
  // Declared here, defined by the rules that stand on these.
  protected abstract readonly expr: Rule<Expression>;
  protected abstract readonly path: Rule<Path>;
  protected abstract readonly binderOrExpr: Rule<Binder | Expression>;

  protected readonly rel: Rule<Expression> = this.RULE("rel", () => {
    const start = this.LA(1);
    const left = this.SUBRULE(this.sum);
    return this.OPTION(() => this.SUBRULE(this.relTail, { ARGS: [{ start, left }] })) ?? left;
  });

  protected readonly relTail: ParserMethod<[Left], Expression> = this.RULE("relTail", (left: Left = nowhere) =>
    this.OR([
      { ALT: () => this.isTail(left) },
      { ALT: () => this.compareTail(left) },
      { ALT: () => this.binaryTail(left) },
      { ALT: () => this.matchesTail(left) },
      { ALT: () => this.hasTail(left) },
      { ALT: () => this.inRangeTail(left) },
      { ALT: () => this.withinTail(left) },
    ]),
  );

  private binary(at: Left, op: RelationOp, opSpan: Span, right: Expression): BinaryRelation {
    return this.node<BinaryRelation>(at.start, "relation", { op, left: at.left, right, opSpan });
  }

  // ------------------------------------------------------------------------------------------------------ is

  private isTail(at: Left): Expression {
    const word = this.CONSUME(kw.is);
    return this.OR1([
      { ALT: () => this.negatedTail(at, word) },
      { ALT: () => this.emptyTail(at, "is") },
      {
        ALT: () => {
          const op = this.OR2([{ ALT: () => this.membership() }, { ALT: () => this.extent() }, { ALT: () => this.order() }]);
          const opSpan = this.spanFrom(word);
          return this.binary(at, op, opSpan, this.SUBRULE1(this.sum));
        },
      },
      {
        ALT: () => {
          const opSpan = this.spanFrom(word);
          return this.binary(at, "is", opSpan, this.SUBRULE2(this.sum));
        },
      },
    ]);
  }

  private negatedTail(at: Left, word: IToken): Expression {
    this.CONSUME(kw.not);
    if (!this.RECORDING_PHASE) this.refuseDoubleWords(word);
    return this.OR3([
      { ALT: () => this.emptyTail(at, "is-not") },
      {
        ALT: () => {
          const opSpan = this.spanFrom(word);
          return this.binary(at, "is-not", opSpan, this.SUBRULE3(this.sum));
        },
      },
    ]);
  }

  /** `is not one of` and the like have words of their own. */
  private refuseDoubleWords(word: IToken): void {
    const opposite = new Map([
      [kw.one, "is none of"],
      [kw.none, "is one of"],
      [kw.above, "is at most"],
      [kw.below, "is at least"],
      [kw.at, this.LA(2).tokenType === kw.least ? "is below" : "is above"],
    ]).get(this.LA(1).tokenType);
    if (opposite === undefined) return;
    const last = this.LA(1);
    const span = { ...this.spanFrom(word), end: last.startOffset + last.image.length };
    this.refuse("E1001", span, `\`is not\` cannot stand before \`${last.image}\``, { help: [`write \`${opposite}\``] });
  }

  private emptyTail(at: Left, op: "is" | "is-not"): Expression {
    this.consume(op === "is" ? 0 : 1, kw.empty);
    return this.node<IsEmpty>(at.start, "is-empty", { negated: op === "is-not", left: at.left });
  }

  private membership(): RelationOp {
    const op = this.OR4([
      { ALT: () => means(this.CONSUME(kw.one), "is-one-of") },
      { ALT: () => means(this.CONSUME(kw.none), "is-none-of") },
    ]);
    this.CONSUME(kw.of);
    return op;
  }

  private extent(): RelationOp {
    this.CONSUME(kw.at);
    return this.CONSUME(t.Extent).tokenType === kw.least ? "is-at-least" : "is-at-most";
  }

  private order(): RelationOp {
    return this.OR5([{ ALT: () => means(this.CONSUME(kw.above), "is-above") }, { ALT: () => means(this.CONSUME(kw.below), "is-below") }]);
  }

  // ------------------------------------------------------------------------------------------- other relations

  private compareTail(at: Left): Expression {
    const token = this.CONSUME(t.Compare);
    return this.binary(at, comparisons.get(token.image) ?? "lt", this.spanOf(token), this.SUBRULE4(this.sum));
  }

  private binaryTail(at: Left): Expression {
    const first = this.LA(1);
    const op = this.OR6([
      { ALT: () => means(this.CONSUME(kw.under), "under") },
      { ALT: () => means(this.CONSUME(kw.contains), "contains") },
      {
        ALT: () => {
          this.CONSUME(kw.allowed);
          this.CONSUME(kw.by);
          return "allowed-by" as const;
        },
      },
    ]);
    const opSpan = this.spanFrom(first);
    return this.binary(at, op, opSpan, this.SUBRULE5(this.sum));
  }

  private matchesTail(at: Left): Expression {
    this.CONSUME(kw.matches);
    const pattern = this.CONSUME(t.PatternWord).tokenType === kw.glob ? "glob" : "regex";
    const right = this.string();
    return this.node<Matches>(at.start, "matches", { pattern, left: at.left, right });
  }

  private hasTail(at: Left): Expression {
    this.CONSUME(kw.has);
    const first = this.word();
    const path = Object.freeze([first, ...this.rest(this.SUBRULE(this.dotted))]);
    return this.node<Has>(at.start, "has", { left: at.left, path });
  }

  /** While the grammar is recorded, subrules give no lists. */
  protected rest<T>(list: readonly T[]): readonly T[] {
    return this.RECORDING_PHASE ? [] : list;
  }

  private inRangeTail(at: Left): Expression {
    const word = this.CONSUME(kw.in);
    if (!this.RECORDING_PHASE && !this.at(kw.range)) {
      this.refuse("E1016", this.spanOf(word), "`in` is a spelling of another language", {
        help: ['write `is one of` for membership, `in range "…"` for versions'],
      });
    }
    this.CONSUME(kw.range);
    const range = this.string(1);
    return this.node<InRange>(at.start, "in-range", { left: at.left, range });
  }

  private withinTail(at: Left): Expression {
    this.CONSUME(kw.within);
    const window = this.SUBRULE(this.window);
    const side = this.OR7([{ ALT: () => means(this.CONSUME(kw.before), "before") }, { ALT: () => means(this.CONSUME(kw.after), "after") }]);
    const right = this.SUBRULE6(this.sum);
    return this.node<Within>(at.start, "within", { left: at.left, window, side, right });
  }

  /** `span` of the grammar: how long, as a literal or a parameter. */
  protected readonly window: Rule<DurationLiteral | Path> = this.RULE("span", () =>
    this.OR([{ ALT: () => this.certainDuration() }, { ALT: () => this.SUBRULE(this.path) }]),
  );

  /** A duration where an invalid one has no place in the tree: its diagnostic is given, and the clause is lost. */
  protected certainDuration(): DurationLiteral {
    const duration: DurationLiteral | Invalid = this.SUBRULE(this.duration);
    return this.RECORDING_PHASE || duration.kind === "duration" ? (duration as DurationLiteral) : this.lose();
  }

  // ------------------------------------------------------------------------------------------------ operands

  protected readonly sum: Rule<Expression> = this.RULE("sum", () => {
    const start = this.LA(1);
    const first = this.SUBRULE(this.primary);
    const operands: Expression[] = [first];
    const ops: ("+" | "-")[] = [];
    this.MANY(() => {
      const op = this.CONSUME(t.AddOp);
      if (op.tokenType === t.Minus) this.checkMinus(op);
      ops.push(op.tokenType === t.Minus ? "-" : "+");
      // A sum is worked out from the left, each part around the ones before it: as deep as brackets would be.
      if (operands.length >= maxNesting) this.refuse("E1015", this.spanOf(op), "a sum has more than 64 parts");
      operands.push(this.SUBRULE1(this.primary));
    });
    if (operands.length === 1) return first;
    return this.node<Sum>(start, "sum", { operands: Object.freeze(operands), ops: Object.freeze(ops) });
  });

  private checkMinus(minus: IToken): void {
    const { text } = this.source;
    const at = minus.startOffset;
    const before = /\s/.test(text.charAt(at - 1)) ? "" : " ";
    const after = /\s/.test(text.charAt(at + 1)) ? "" : " ";
    if (before === "" && after === "") return;
    const span = this.spanOf(minus);
    this.report("E1005", span, "this `-` has no space on both sides", {
      notes: ["without spaces a `-` can be part of a word"],
      help: ["write ` - `"],
      fixes: [{ title: "put spaces around `-`", safe: true, edits: [{ span, text: `${before}-${after}` }] }],
    });
  }

  protected readonly primary: Rule<Expression> = this.RULE("primary", () => {
    const start = this.LA(1);
    const left = this.SUBRULE(this.atom);
    const right = this.OPTION(() => {
      this.CONSUME(kw.otherwise);
      return this.deeper(() => this.SUBRULE(this.primary));
    });
    return right === undefined ? left : this.node<Otherwise>(start, "otherwise", { left, right });
  });

  protected readonly atom: Rule<Expression> = this.RULE("atom", () =>
    this.OR([
      { ALT: () => this.SUBRULE(this.literal) },
      { ALT: () => this.node<Now>(this.CONSUME(kw.now), "now", {}) },
      { ALT: () => this.SUBRULE(this.path) },
      { ALT: () => this.SUBRULE(this.set) },
      { ALT: () => this.SUBRULE(this.parenthesised) },
      { ALT: () => this.SUBRULE(this.signerOf) },
      { ALT: () => this.SUBRULE(this.signingTimeOf) },
    ]),
  );

  protected readonly set: Rule<SetExpression> = this.RULE("set", () => {
    const start = this.CONSUME(t.LCurly);
    const elements: Expression[] = [];
    this.MANY_SEP({ SEP: t.Comma, DEF: () => elements.push(this.SUBRULE(this.expr)) });
    this.CONSUME(t.RCurly);
    return this.node<SetExpression>(start, "set", { elements: Object.freeze(elements) });
  });

  protected readonly parenthesised: Rule<Parenthesised> = this.RULE("parenthesised", () => {
    const start = this.CONSUME(t.LParen);
    const inner = this.SUBRULE(this.binderOrExpr);
    this.CONSUME(t.RParen);
    return this.node<Parenthesised>(start, "parenthesised", { inner });
  });

  protected readonly signerOf: Rule<SignerOf> = this.RULE("signerOf", () => {
    const start = this.CONSUME(kw.signer);
    this.CONSUME(kw.of);
    return this.node<SignerOf>(start, "signer-of", { of: this.ident() });
  });

  protected readonly signingTimeOf: Rule<SigningTimeOf> = this.RULE("signingTimeOf", () => {
    const start = this.CONSUME(kw.signing);
    this.CONSUME(kw.time);
    this.CONSUME(kw.of);
    return this.node<SigningTimeOf>(start, "signing-time-of", { of: this.ident() });
  });
}
