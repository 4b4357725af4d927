/** What a test gives and what it expects (`language.md` §4, `given` to `disposition`). */
import type {
  DispositionWord,
  Expectation,
  ExpectProp,
  Given,
  GivenProp,
  IntLiteral,
  Name,
  OutcomeWord,
  Override,
  SpoiltWord,
} from "../ast.ts";
import type { IToken } from "chevrotain";
import * as t from "../tokens.ts";
import { kw } from "../tokens.ts";
import { type Rule, means } from "./core.ts";
import { GateRules } from "./gates.ts";

type GivenOf<K extends Given["kind"]> = Extract<Given, { kind: K }>;
type PropOf<K extends GivenProp["kind"]> = Extract<GivenProp, { kind: K }>;
type ExpectationOf<K extends Expectation["kind"]> = Extract<Expectation, { kind: K }>;
/** An outcome, or with `negated` every other one. */
interface Asked {
  readonly result: OutcomeWord;
  readonly negated?: true;
}

type ExpectPropOf<K extends ExpectProp["kind"]> = Extract<ExpectProp, { kind: K }>;

export abstract class ExpectationRules extends GateRules {
  protected readonly given: Rule<Given> = this.RULE("given", () =>
    this.OR([
      { ALT: () => this.node<GivenOf<"given-nothing">>(this.CONSUME(kw.nothing), "given-nothing", {}) },
      { ALT: () => this.noAnswer() },
      { ALT: () => this.givenFile() },
    ]),
  );

  private noAnswer(): Given {
    const start = this.CONSUME(kw.no);
    this.CONSUME(kw.answer);
    this.CONSUME(kw.for);
    return this.node<GivenOf<"given-no-answer">>(start, "given-no-answer", { for: this.SUBRULE(this.qualified) });
  }

  protected givenFile(): GivenOf<"given-file"> {
    const start = this.LA(1);
    const name = this.SUBRULE1(this.qualified);
    const file = this.OPTION(() => {
      this.CONSUME(kw.from);
      return this.string();
    });
    const props = this.repeat(() => this.SUBRULE(this.givenProp));
    return this.node<GivenOf<"given-file">>(start, "given-file", { name, ...(file && { file }), props });
  }

  protected readonly givenProp: Rule<GivenProp> = this.RULE("givenProp", () =>
    this.OR([
      { ALT: () => this.givenWith() },
      { ALT: () => this.givenSigned(this.CONSUME(kw.signed)) },
      { ALT: () => this.givenIssued() },
      { ALT: () => this.givenAbout() },
      { ALT: () => this.givenOn() },
      { ALT: () => this.givenSpoilt() },
      { ALT: () => this.givenForged() },
    ]),
  );

  private givenWith(): GivenProp {
    const start = this.CONSUME(kw.with);
    this.CONSUME(t.LCurly);
    const overrides = this.list(() => this.SUBRULE(this.override));
    this.CONSUME(t.RCurly);
    return this.node<PropOf<"given-with">>(start, "given-with", { overrides });
  }

  private givenSigned(start: IToken): GivenProp {
    return this.OR1([
      {
        ALT: () => {
          this.CONSUME(kw.by);
          return this.givenSigner(start);
        },
      },
      {
        ALT: () => {
          this.CONSUME(kw.at);
          return this.node<PropOf<"given-signed-at">>(start, "given-signed-at", { when: this.SUBRULE(this.when) });
        },
      },
    ]);
  }

  /** Two tokens decide: a trust root may be called `somebody`. */
  private givenSigner(start: IToken): GivenProp {
    return this.OR4({
      MAX_LOOKAHEAD: 2,
      DEF: [
        {
          ALT: () => {
            this.CONSUME(kw.somebody);
            this.CONSUME(kw.else);
            return this.node<PropOf<"given-signed-by-somebody-else">>(start, "given-signed-by-somebody-else", {});
          },
        },
        {
          ALT: () => {
            const root = this.SUBRULE(this.qualified);
            const as = this.OPTION(() => {
              this.CONSUME(kw.as);
              return this.string(2);
            });
            return this.node<PropOf<"given-signed-by">>(start, "given-signed-by", { root, ...(as && { as }) });
          },
        },
      ],
    });
  }

  private givenIssued(): GivenProp {
    const start = this.CONSUME(kw.issued);
    this.CONSUME1(kw.by);
    this.CONSUME1(kw.somebody);
    this.CONSUME1(kw.else);
    return this.node<PropOf<"given-issued-by-somebody-else">>(start, "given-issued-by-somebody-else", {});
  }

  private givenAbout(): GivenProp {
    const start = this.CONSUME(kw.about);
    return this.OR3([
      { ALT: () => this.node<PropOf<"given-about">>(start, "given-about", { digest: this.string(1) }) },
      {
        ALT: () => {
          this.CONSUME(kw.something);
          this.CONSUME2(kw.else);
          return this.node<PropOf<"given-about-something-else">>(start, "given-about-something-else", {});
        },
      },
    ]);
  }

  private givenSpoilt(): GivenProp {
    const token = this.CONSUME(t.Spoilt);
    return this.node<PropOf<"given-spoilt">>(token, "given-spoilt", { word: token.image as SpoiltWord });
  }

  private givenForged(): GivenProp {
    const start = this.CONSUME(kw.forged);
    const how = this.OR5([{ ALT: () => this.string(4) }, { ALT: () => this.ident(1) }]);
    return this.node<PropOf<"given-forged">>(start, "given-forged", { how });
  }

  private givenOn(): GivenProp {
    const start = this.CONSUME(kw.on);
    const on = this.OR2([
      {
        ALT: () => {
          this.CONSUME(kw.platform);
          return this.string(3);
        },
      },
      { ALT: () => means(this.CONSUME(kw.index), "index") },
    ]);
    return this.node<PropOf<"given-on">>(start, "given-on", { on });
  }

  protected readonly override: Rule<Override> = this.RULE("override", () => {
    const start = this.LA(1);
    const path: (Name | IntLiteral)[] = [this.word()];
    this.MANY(() =>
      this.OR([
        { ALT: () => means(this.CONSUME(t.Dot), path.push(this.word(1))) },
        {
          ALT: () => {
            this.CONSUME(t.LSquare);
            path.push(this.int());
            this.CONSUME(t.RSquare);
          },
        },
      ]),
    );
    this.CONSUME(t.Colon);
    return this.node<Override>(start, "override", { path: Object.freeze(path), value: this.SUBRULE(this.value) });
  });

  // ----------------------------------------------------------------------------------------------- expectations

  protected readonly expectation: Rule<Expectation> = this.RULE("expectation", () =>
    this.OR([
      { ALT: () => this.expectOutcome() },
      { ALT: () => this.expectGate() },
      { ALT: () => this.expectControl() },
      { ALT: () => this.node<ExpectationOf<"expect-trace">>(this.CONSUME(kw.trace), "expect-trace", { file: this.string() }) },
    ]),
  );

  private expectOutcome(): Expectation {
    const start = this.LA(1);
    const { result, ...negated } = this.SUBRULE(this.asked);
    const of = this.OPTION(() => this.ident());
    const props = this.SUBRULE(this.expectProps);
    return this.node<ExpectationOf<"expect-outcome">>(start, "expect-outcome", { outcome: result, ...negated, ...(of && { of }), props });
  }

  private expectGate(): Expectation {
    const start = this.CONSUME(kw.gate);
    const decision = this.OR1([
      { ALT: () => means(this.CONSUME(kw.passed), "passed") },
      { ALT: () => means(this.CONSUME(kw.blocked), "blocked") },
      {
        ALT: () => {
          this.CONSUME(kw.not);
          return this.OR2([
            { ALT: () => means(this.CONSUME(kw.judged), "not-judged") },
            { ALT: () => means(this.CONSUME1(kw.passed), "not-passed") },
          ]);
        },
      },
    ]);
    return this.node<ExpectationOf<"expect-gate">>(start, "expect-gate", { decision });
  }

  private expectControl(): Expectation {
    const start = this.CONSUME(kw.control);
    const control = this.SUBRULE(this.controlId);
    const asked = this.OR3([
      { ALT: () => this.SUBRULE1(this.asked) },
      { ALT: () => ({ result: this.CONSUME(t.Disposition).image as DispositionWord }) },
    ]);
    const props = this.SUBRULE1(this.expectProps);
    return this.node<ExpectationOf<"expect-control">>(start, "expect-control", { control, ...asked, props });
  }

  /** An outcome, or every other one: `not` begins both `not satisfied` and `not applicable`. */
  private readonly asked: Rule<Asked> = this.RULE("asked", () =>
    this.OR([
      { ALT: () => ({ result: this.CONSUME(t.Outcome).image as OutcomeWord }) },
      {
        ALT: () => {
          this.CONSUME(kw.not);
          return this.OR1([
            { ALT: () => means(this.CONSUME(kw.applicable), { result: "not-applicable" } as const) },
            { ALT: () => ({ result: this.CONSUME1(t.Outcome).image as OutcomeWord, negated: true as const }) },
            {
              ALT: () => means([this.CONSUME1(kw.not), this.CONSUME1(kw.applicable)], { result: "not-applicable", negated: true } as const),
            },
          ]);
        },
      },
    ]),
  );

  protected readonly outcome: Rule<OutcomeWord> = this.RULE("outcome", () =>
    this.OR([
      { ALT: () => this.CONSUME(t.Outcome).image as OutcomeWord },
      {
        ALT: () => {
          this.CONSUME(kw.not);
          this.CONSUME(kw.applicable);
          return "not-applicable" as const;
        },
      },
    ]),
  );

  protected readonly expectProps: Rule<readonly ExpectProp[]> = this.RULE("expectProps", () =>
    this.repeat(() => this.SUBRULE(this.expectProp)),
  );

  protected readonly expectProp: Rule<ExpectProp> = this.RULE("expectProp", () =>
    this.OR([
      { ALT: () => this.node<ExpectPropOf<"through">>(this.CONSUME(kw.through), "through", { label: this.string() }) },
      { ALT: () => this.node<ExpectPropOf<"naming">>(this.CONSUME(kw.naming), "naming", { keys: this.SUBRULE(this.strings) }) },
      { ALT: () => this.node<ExpectPropOf<"because">>(this.CONSUME(kw.because), "because", { reason: this.word() }) },
      { ALT: () => this.node<ExpectPropOf<"saying">>(this.CONSUME(kw.saying), "saying", { text: this.string(1) }) },
      { ALT: () => this.node<ExpectPropOf<"by">>(this.CONSUME(kw.by), "by", { waiver: this.ident() }) },
    ]),
  );
}
