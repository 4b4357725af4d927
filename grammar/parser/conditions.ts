/** Conditions and quantifiers (`language.md` §4, `expr` to `binder`). */
import type { IToken } from "chevrotain";
import type { Binder, Drawn, Expression, Logical, Not, Path, Quantifier, Quantity } from "../ast.ts";
import { foreignWords } from "../foreign.ts";
import * as s from "../scanning.ts";
import * as t from "../tokens.ts";
import { kw } from "../tokens.ts";
import { type Rule, means } from "./core.ts";
import { RelationRules } from "./relations.ts";

export abstract class ConditionRules extends RelationRules {
  protected readonly expr: Rule<Expression> = this.RULE("expr", () => this.deeper(() => this.disjunction()));

  private disjunction(): Expression {
    const start = this.LA(1);
    const first = this.SUBRULE(this.conj);
    const operands: Expression[] = [first];
    this.MANY(() => {
      this.CONSUME(kw.or);
      operands.push(this.SUBRULE1(this.conj));
    });
    return operands.length === 1 ? first : this.node<Logical>(start, "logical", { op: "or", operands: Object.freeze(operands) });
  }

  protected readonly conj: Rule<Expression> = this.RULE("conj", () => {
    const start = this.LA(1);
    const first = this.SUBRULE(this.neg);
    const operands: Expression[] = [first];
    this.MANY(() => {
      this.CONSUME(kw.and);
      operands.push(this.SUBRULE1(this.neg));
    });
    return operands.length === 1 ? first : this.node<Logical>(start, "logical", { op: "and", operands: Object.freeze(operands) });
  });

  protected readonly neg: Rule<Expression> = this.RULE("neg", () =>
    this.OR([
      { ALT: () => this.deeper(() => this.SUBRULE(this.not)) },
      { ALT: () => this.SUBRULE(this.quant) },
      { ALT: () => this.SUBRULE(this.rel) },
    ]),
  );

  protected readonly not: Rule<Not> = this.RULE("not", () => {
    const start = this.CONSUME(kw.not);
    return this.node<Not>(start, "not", { operand: this.SUBRULE(this.neg) });
  });

  // --------------------------------------------------------------------------------------------- quantifiers

  protected readonly quant: Rule<Quantifier> = this.RULE("quant", () =>
    this.OR([{ ALT: () => this.someOrNo() }, { ALT: () => this.amount() }, { ALT: () => this.every() }]),
  );

  private someOrNo(): Quantifier {
    const start = this.LA(1);
    const word = this.OR1([{ ALT: () => means(this.CONSUME(kw.no), "no") }, { ALT: () => means(this.CONSUME(kw.some), "some") }]);
    const drawn = this.SUBRULE(this.drawn);
    const body = this.SUBRULE(this.whereBody);
    return this.node<Quantifier>(start, "quantifier", { quantity: Object.freeze({ word }), drawn, fromDifferentSigners: false, body });
  }

  private amount(): Quantifier {
    const start = this.LA(1);
    const word = this.OR2([
      {
        ALT: () => {
          this.CONSUME(kw.at);
          return this.CONSUME(t.Extent).tokenType === kw.least ? ("at-least" as const) : ("at-most" as const);
        },
      },
      { ALT: () => means(this.CONSUME(kw.exactly), "exactly") },
    ]);
    const count = this.OR3([{ ALT: () => this.int() }, { ALT: () => this.SUBRULE(this.path) }]);
    const quantity: Quantity = Object.freeze({ word, count });
    const drawn = this.SUBRULE1(this.drawn);
    let fromDifferentSigners = false;
    this.OPTION(() => {
      this.CONSUME(kw.from);
      this.CONSUME(kw.different);
      this.CONSUME(kw.signers);
      fromDifferentSigners = true;
    });
    const body = this.SUBRULE1(this.whereBody);
    return this.node<Quantifier>(start, "quantifier", { quantity, drawn, fromDifferentSigners, body });
  }

  private every(): Quantifier {
    const start = this.CONSUME(kw.every);
    const drawn = this.SUBRULE2(this.drawn);
    const body = !this.RECORDING_PHASE && this.at(kw.where) ? this.filteredEvery() : this.satisfiesBody();
    return this.node<Quantifier>(start, "quantifier", {
      quantity: Object.freeze({ word: "every" as const }),
      drawn,
      fromDifferentSigners: false,
      body,
    });
  }

  private satisfiesBody(): Expression {
    this.CONSUME(kw.satisfies);
    return this.SUBRULE(this.expr);
  }

  /** `every x y in z where a [satisfies b]`: both bodies are read, and one thing is said. */
  private filteredEvery(): Expression {
    const where = this.CONSUME(kw.where);
    const filter = this.SUBRULE1(this.expr);
    const isFiltered = this.at(kw.satisfies);
    this.report("E1011", this.spanOf(where), "`every` is followed by `satisfies`, not by `where`", {
      notes: ["`where` selects, `satisfies` claims; `every` has no filter"],
      help: [
        isFiltered ? "write `no … where (the filter) and not (the claim)`" : "write `satisfies` if each element must fulfil the condition",
      ],
    });
    return isFiltered ? this.satisfiesBody() : filter;
  }

  protected readonly whereBody: Rule<Expression> = this.RULE("whereBody", () => {
    const word: IToken = this.LA(1);
    if (!this.RECORDING_PHASE && this.at(kw.satisfies)) {
      this.CONSUME(kw.satisfies);
      this.report("E1011", this.spanOf(word), "only `every` is followed by `satisfies`", {
        notes: ["`where` selects, `satisfies` claims"],
        help: ["write `where`"],
        fixes: [{ title: "write `where`", safe: true, edits: [{ span: this.spanOf(word), text: "where" }] }],
      });
    } else this.CONSUME(kw.where);
    return this.SUBRULE(this.expr);
  });

  protected readonly drawn: Rule<Drawn> = this.RULE("drawn", () => {
    const start = this.LA(1);
    const noun = this.word();
    const variable = this.declared("the name of an element", kw.in);
    this.CONSUME(kw.in);
    return this.node<Drawn>(start, "drawn", { noun, variable, list: this.SUBRULE(this.path) });
  });

  protected readonly binder: Rule<Binder> = this.RULE("binder", () => {
    const start = this.LA(1);
    const word = this.OR([
      { ALT: () => means(this.CONSUME(kw.the), "the") },
      {
        ALT: () => {
          this.CONSUME(kw.count);
          this.CONSUME(kw.of);
          return "count-of" as const;
        },
      },
    ]);
    const drawn = this.SUBRULE(this.drawn);
    return this.node<Binder>(start, "binder", { word, drawn, body: this.SUBRULE(this.whereBody) });
  });

  protected readonly binderOrExpr: Rule<Binder | Expression> = this.RULE("binderOrExpr", () =>
    this.OR([{ ALT: () => this.SUBRULE(this.binder) }, { ALT: () => this.SUBRULE(this.expr) }]),
  );

  protected override readonly path: Rule<Path> = this.RULE("path", () => {
    const start = this.LA(1);
    const root = this.OR([
      { ALT: () => this.ident() },
      { ALT: () => this.name(this.CONSUME(kw.subject)) },
      { ALT: () => this.name(this.CONSUME(kw.stage)) },
      { ALT: () => this.name(this.CONSUME(kw.params)) },
    ]);
    const fields = this.SUBRULE(this.dotted);
    if (!this.RECORDING_PHASE && fields.length === 0 && foreignWords.has(start.image)) this.reportForeignWord(start);
    return this.node<Path>(start, "path", { root, fields });
  });

  private reportForeignWord(token: IToken): void {
    if (this.at(t.LParen, s.StringToken)) return;
    const help = foreignWords.get(token.image);
    this.report("E1016", this.spanOf(token), `\`${token.image}\` is a spelling of another language`, {
      help: help === undefined ? [] : [help],
    });
  }
}
