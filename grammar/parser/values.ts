/** Names, types and literals (`language.md` §4, `qualified` to `members`). */
import type {
  BoolLiteral,
  ControlId,
  DateLiteral,
  DateTimeLiteral,
  DecimalLiteral,
  DurationLiteral,
  DurationUnit,
  IntLiteral,
  Invalid,
  Literal,
  Member,
  Members,
  Name,
  Qualified,
  StringLiteral,
  TypeNode,
  ValueNode,
  ValueSet,
  When,
} from "../ast.ts";
import { unescape } from "../escapes.ts";
import * as s from "../scanning.ts";
import * as t from "../tokens.ts";
import { kw } from "../tokens.ts";
import type { IToken } from "chevrotain";
import { ParserCore, type Rule, means } from "./core.ts";

/** Written like units, and none (E1012). */
const otherUnits: ReadonlySet<string> = new Set(
  "month months year years quarter quarters ms millisecond milliseconds s sec secs m min mins h hr hrs d w y".split(" "),
);

export abstract class ValueRules extends ParserCore {
  // ------------------------------------------------------------------------------------------------ literals

  protected string(occurrence = 0): StringLiteral {
    const token = this.consume(occurrence, s.StringToken);
    const { value } = unescape(token.image.slice(1, s.isClosed(token) ? -1 : undefined));
    return this.node<StringLiteral>(token, "string", { value });
  }

  protected int(occurrence = 0): IntLiteral {
    const token = this.consume(occurrence, s.Int);
    this.checkZero(token);
    return this.node<IntLiteral>(token, "int", { digits: token.image });
  }

  private checkZero(token: IToken): void {
    if (!/^0[0-9]/.test(token.image)) return;
    this.report("E1001", this.spanOf(token), `the number \`${token.image}\` begins with a zero`, {
      help: ["numbers are written without leading zeros"],
    });
  }

  protected decimal(): DecimalLiteral {
    const token = this.CONSUME(s.Decimal);
    this.checkZero(token);
    return this.node<DecimalLiteral>(token, "decimal", { digits: token.image });
  }

  protected bool(): BoolLiteral {
    const start = this.LA(1);
    const word = this.OR9([{ ALT: () => means(this.CONSUME(kw.true), "true") }, { ALT: () => means(this.CONSUME(kw.false), "false") }]);
    return this.node<BoolLiteral>(start, "bool", { value: word === "true" });
  }

  protected readonly date: Rule<DateLiteral> = this.RULE("date", () => {
    const token = this.CONSUME(s.DateToken);
    return this.node<DateLiteral>(token, "date", { text: token.image });
  });

  protected readonly when: Rule<When> = this.RULE("when", () => {
    const token = this.CONSUME(s.When);
    return token.tokenType === s.DateToken
      ? this.node<DateLiteral>(token, "date", { text: token.image })
      : this.node<DateTimeLiteral>(token, "date-time", { text: token.image });
  });

  /** A number and its unit; a number alone where a duration must stand is E1012. */
  protected readonly duration: Rule<DurationLiteral | Invalid> = this.RULE("duration", () => {
    const count = this.int();
    if (!this.RECORDING_PHASE && !this.isUnitNext()) return this.withoutUnit(count);
    return this.durationOf(count);
  });

  private isUnitNext(): boolean {
    return this.LA(1).tokenType.CATEGORIES?.includes(t.Unit) === true;
  }

  private durationOf(count: IntLiteral): DurationLiteral {
    const unit = this.CONSUME(t.Unit).image.replace(/s$/, "") as DurationUnit;
    return Object.freeze({ kind: "duration", span: this.upToHere(count), digits: count.digits, unit });
  }

  private upToHere(count: IntLiteral): IntLiteral["span"] {
    const last = this.LA(0);
    return Object.freeze({ ...count.span, end: Math.max(count.span.end, last.startOffset + last.image.length) });
  }

  private withoutUnit(count: IntLiteral): Invalid {
    const word = this.LA(1);
    if (this.isOtherUnit(word)) return this.otherUnit(count);
    this.report("E1012", count.span, `the duration \`${count.digits}\` has no unit`, {
      help: ["durations are written in seconds, minutes, hours, days or weeks"],
    });
    return Object.freeze({ kind: "invalid", span: count.span });
  }

  private otherUnit(count: IntLiteral): Invalid {
    const word = this.SKIP_ONE();
    const help = /^(month|year|quarter|y)/.test(word.image)
      ? "write a number of days: months and years differ in length"
      : "durations are written in seconds, minutes, hours, days or weeks";
    this.report("E1012", this.spanOf(word), `\`${word.image}\` is not a unit of time`, { help: [help] });
    return Object.freeze({ kind: "invalid", span: this.upToHere(count) });
  }

  /** No name can follow a number on its line. */
  private isOtherUnit(token: IToken): boolean {
    return (otherUnits.has(token.image) || token.tokenType === t.PlainWord) && !this.startsLine(token);
  }

  private SKIP_ONE(): IToken {
    const token = this.LA(1);
    this.SKIP_TOKEN();
    return token;
  }

  private intOrDuration(): IntLiteral | DurationLiteral | Invalid {
    const count = this.int();
    if (!this.RECORDING_PHASE && this.isOtherUnit(this.LA(1))) return this.otherUnit(count);
    return this.OPTION(() => this.durationOf(count)) ?? count;
  }

  protected readonly literal: Rule<Literal | Invalid> = this.RULE("literal", () =>
    this.OR([
      { ALT: () => this.string() },
      { ALT: () => this.decimal() },
      { ALT: () => this.intOrDuration() },
      { ALT: () => this.SUBRULE(this.when) },
      { ALT: () => this.bool() },
    ]),
  );

  // --------------------------------------------------------------------------------------------------- values

  protected readonly value: Rule<ValueNode> = this.RULE("value", () =>
    this.OR([
      { ALT: () => this.SUBRULE(this.literal) },
      { ALT: () => this.ident() },
      { ALT: () => this.deeper(() => this.SUBRULE(this.valueSet)) },
    ]),
  );

  protected readonly valueSet: Rule<ValueSet> = this.RULE("valueSet", () => {
    const start = this.CONSUME(t.LCurly);
    const elements: ValueNode[] = [];
    this.MANY_SEP({ SEP: t.Comma, DEF: () => elements.push(this.SUBRULE(this.value)) });
    this.CONSUME(t.RCurly);
    return this.node<ValueSet>(start, "value-set", { elements: Object.freeze(elements) });
  });

  protected readonly strings: Rule<readonly StringLiteral[]> = this.RULE("strings", () => this.list(() => this.string()));

  protected readonly names: Rule<readonly Name[]> = this.RULE("names", () => this.list(() => this.ident()));

  /** `{ . Word }` behind the first name of a path. */
  protected readonly dotted: Rule<readonly Name[]> = this.RULE("dotted", () =>
    this.repeat(() => {
      this.CONSUME(t.Dot);
      return this.word();
    }),
  );

  protected readonly qualified: Rule<Qualified> = this.RULE("qualified", () => {
    const start = this.LA(1);
    const first = this.ident();
    const second = this.OPTION(() => {
      this.CONSUME(t.Dot);
      return this.word();
    });
    const names = second === undefined ? { name: first } : { module: first, name: second };
    return this.node<Qualified>(start, "qualified", names);
  });

  /** `{ qualified or qualified }`, in `signed by` and `waivable … by`. */
  protected readonly roots: Rule<readonly Qualified[]> = this.RULE("roots", () => {
    const all = [this.SUBRULE(this.qualified)];
    this.MANY(() => {
      this.CONSUME(kw.or);
      all.push(this.SUBRULE1(this.qualified));
    });
    return Object.freeze(all);
  });

  // ---------------------------------------------------------------------------------------------------- types

  protected readonly type: Rule<TypeNode> = this.RULE("type", () => {
    const start = this.LA(1);
    const collection = this.OPTION(() => {
      const word = this.OR([{ ALT: () => means(this.CONSUME(kw.Set), "Set") }, { ALT: () => means(this.CONSUME(kw.List), "List") }]);
      this.CONSUME(kw.of);
      return word;
    });
    const name = this.SUBRULE(this.qualified);
    return this.node<TypeNode>(start, "type", collection === undefined ? { name } : { collection, name });
  });

  protected readonly members: Rule<Members> = this.RULE("members", () => {
    const start = this.LA(1);
    const members: Member[] = [];
    const ordered = this.OR([
      {
        ALT: () => {
          this.CONSUME(kw.one);
          this.CONSUME(kw.of);
          this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => members.push(this.SUBRULE(this.member)) });
          return false;
        },
      },
      {
        ALT: () => {
          this.CONSUME(kw.ordered);
          members.push(this.SUBRULE1(this.member));
          this.AT_LEAST_ONE(() => {
            this.CONSUME(t.Less);
            members.push(this.SUBRULE2(this.member));
          });
          return true;
        },
      },
    ]);
    return this.node<Members>(start, "members", { ordered, members: Object.freeze(members) });
  });

  protected readonly member: Rule<Member> = this.RULE("member", () => {
    const start = this.LA(1);
    const name = this.ident();
    const spellings: StringLiteral[] = [];
    // In a predicate `as author` may follow the members.
    this.OPTION({
      GATE: () => this.LA(2).tokenType === s.StringToken,
      DEF: () => {
        this.CONSUME(kw.as);
        spellings.push(this.string());
        this.MANY(() => {
          this.CONSUME(kw.or);
          spellings.push(this.string(1));
        });
      },
    });
    return this.node<Member>(start, "member", { name, spellings: Object.freeze(spellings) });
  });

  // --------------------------------------------------------------------------------------------- control ids

  /** `OSPS-BR-01.01` without spaces; anything else that touches it is E1014. */
  protected readonly controlId: Rule<ControlId> = this.RULE("controlId", () => {
    const start = this.LA(1);
    if (!this.RECORDING_PHASE) this.refuseDigitsFirst(start);
    this.ident();
    this.MANY(() => {
      this.CONSUME(t.Dot);
      this.OR([{ ALT: () => this.ident(2) }, { ALT: () => this.CONSUME(s.Int) }, { ALT: () => this.CONSUME(s.Decimal) }]);
    });
    if (!this.RECORDING_PHASE) this.checkId(start);
    const span = this.spanFrom(start);
    return this.node<ControlId>(start, "control-id", { text: this.source.text.slice(span.start, span.end) });
  });

  private refuseDigitsFirst(token: IToken): void {
    if (!this.at(s.Int, s.Decimal)) return;
    const end = this.touchingEnd(token);
    this.refuse(
      "E1014",
      { ...this.spanOf(token), end },
      `the control id \`${this.source.text.slice(token.startOffset, end)}\` begins with a digit`,
      {
        help: ["put a letter first, such as `C-1`; ids of a framework go into `maps to`"],
      },
    );
  }

  private checkId(start: IToken): void {
    const { file, start: from, end: to } = this.spanFrom(start);
    const end = this.touchingEnd(this.LA(0));
    const text = this.source.text.slice(from, end);
    if (/\s/.test(text)) {
      this.report("E1014", { file, start: from, end }, "a control id has spaces in it", {
        help: [`write \`${text.replace(/\s+/g, "")}\``],
      });
    } else if (end > to) {
      while (!this.atEnd() && this.LA(1).startOffset < end) this.SKIP_TOKEN();
      this.report("E1014", { file, start: from, end }, `the control id \`${text}\` has characters that other formats cannot carry`, {
        help: ["use letters, digits, `-`, `_` and `.`; ids of a framework, such as `SI-7(15)`, go into `maps to`"],
      });
    }
  }

  /** Where the text ends that follows a token without a space, up to what separates ids. */
  private touchingEnd(token: IToken): number {
    const after = token.startOffset + token.image.length;
    return after + (/^[^\s,{}"]*/.exec(this.source.text.slice(after, after + 100))?.[0].length ?? 0);
  }
}
