/** Evidence, requirements and their messages (`language.md` §4, `evidence` to `clock`, `requirement`, `template`). */
import type { IToken } from "chevrotain";
import type {
  AboutClause,
  Clock,
  Evidence,
  EvidenceClause,
  Expression,
  FieldClock,
  FreshClause,
  Invalid,
  ListedInClause,
  Name,
  PickClause,
  Qualified,
  Requirement,
  SigningTimeClock,
  Template,
  TemplateHole,
  TemplateText,
  WhereClause,
} from "../ast.ts";
import { unescape } from "../escapes.ts";
import * as s from "../scanning.ts";
import * as t from "../tokens.ts";
import { kw } from "../tokens.ts";
import { type Rule, means } from "./core.ts";
import { TrustRules } from "./trust.ts";

/** Doubled braces, with the escapes that must be stepped over to find them. */
const bracesAndEscapes = /\\u\{[^}]*\}|\\.|\{\{|\}\}/gu;

export abstract class EvidenceRules extends TrustRules {
  protected readonly evidence: Rule<Evidence> = this.RULE("evidence", () => {
    const start = this.CONSUME(kw.evidence);
    const name = this.declared("the name of evidence", t.Colon);
    this.CONSUME(t.Colon);
    if (!this.RECORDING_PHASE) this.refuseLoneOptional();
    const quantity = this.OPTION(() => this.quantity()) ?? "one";
    const view = this.SUBRULE(this.qualified);
    const signedBy = this.signedBy(name, start);
    const clauses: EvidenceClause[] = [];
    const seen = this.once("an evidence line");
    this.MANY(() => {
      const first = this.LA(1);
      clauses.push(this.guard(() => this.SUBRULE(this.evidenceClause), this.beginsClauseOf("evidence")));
      seen(first.image, first);
    });
    return this.node<Evidence>(start, "evidence", { name, quantity, view, signedBy, clauses: Object.freeze(clauses) });
  });

  /** `optional` belongs to `all` (E4011); read on without it. */
  private refuseLoneOptional(): void {
    if (!this.at(kw.optional) || this.LA(2).tokenType === kw.all) return;
    const word = this.LA(1);
    this.SKIP_TOKEN();
    this.report("E4011", this.spanOf(word), "`optional` without `all`: of one statement nobody could say what its absence means", {
      label: "expected `optional all`",
      help: [
        "write `optional all`, which is an empty list where there is none",
        "or give the control an `either` with a branch that does without it",
      ],
    });
  }

  private quantity(): Evidence["quantity"] {
    return this.OR([
      { ALT: () => means(this.CONSUME(kw.any), "any") },
      { ALT: () => means([this.CONSUME(kw.optional), this.CONSUME(kw.all)], "optional-all") },
      { ALT: () => means(this.CONSUME1(kw.all), "all") },
    ]);
  }

  /** `signed by roots`, which evidence must have (E4001). It is never assumed. */
  private signedBy(name: Name, start: IToken): readonly Qualified[] {
    if (!this.RECORDING_PHASE && !this.at(kw.signed) && (this.atEnd() || this.at(t.RCurly) || this.startsLine(this.LA(1)))) {
      this.report("E4001", this.spanFrom(start), `evidence \`${name.text}\` does not say who signed it`, {
        help: ["write `signed by` and the name of a trust root"],
      });
      return Object.freeze([]);
    }
    this.CONSUME(kw.signed);
    this.CONSUME(kw.by);
    return this.SUBRULE(this.roots);
  }

  // -------------------------------------------------------------------------------------------------- clauses

  protected readonly evidenceClause: Rule<EvidenceClause> = this.RULE("evidenceClause", () =>
    this.OR([
      { ALT: () => this.about() },
      { ALT: () => this.node<WhereClause>(this.CONSUME(kw.where), "where", { condition: this.SUBRULE(this.expr) }) },
      { ALT: () => this.listedIn() },
      { ALT: () => this.fresh() },
      { ALT: () => this.pick() },
    ]),
  );

  private about(): AboutClause {
    const start = this.CONSUME(kw.about);
    const about = this.OR1({
      MAX_LOOKAHEAD: 2,
      DEF: [
        { ALT: () => means([this.CONSUME(kw.platform), this.CONSUME(kw.only)], "platform-only") },
        { ALT: () => means([this.CONSUME(kw.index), this.CONSUME1(kw.only)], "index-only") },
        { ALT: () => this.SUBRULE(this.path) },
      ],
    });
    return this.node<AboutClause>(start, "about", { about });
  }

  private listedIn(): ListedInClause {
    const start = this.CONSUME(kw.listed);
    this.CONSUME(kw.in);
    return this.node<ListedInClause>(start, "listed-in", { list: this.SUBRULE1(this.path) });
  }

  private fresh(): FreshClause {
    const start = this.CONSUME(kw.fresh);
    this.CONSUME(kw.within);
    const within = this.SUBRULE(this.window);
    this.CONSUME(kw.of);
    return this.node<FreshClause>(start, "fresh", { within, clock: this.SUBRULE(this.clock) });
  }

  private pick(): PickClause {
    const start = this.CONSUME(kw.pick);
    const end = this.OR2([
      { ALT: () => means(this.CONSUME(kw.latest), "latest") },
      { ALT: () => means(this.CONSUME(kw.earliest), "earliest") },
    ]);
    this.CONSUME(kw.by);
    return this.node<PickClause>(start, "pick", { end, clock: this.SUBRULE1(this.clock) });
  }

  protected readonly clock: Rule<Clock> = this.RULE("clock", () =>
    this.OR([
      {
        ALT: () => {
          const start = this.CONSUME(kw.signing);
          this.CONSUME(kw.time);
          return this.node<SigningTimeClock>(start, "signing-time-clock", {});
        },
      },
      {
        ALT: () => {
          const start = this.LA(1);
          const path = Object.freeze([this.ident(), ...this.rest(this.SUBRULE(this.dotted))]);
          return this.node<FieldClock>(start, "field-clock", { path });
        },
      },
    ]),
  );

  // ---------------------------------------------------------------------------------------------- requirements

  protected readonly requirement: Rule<Requirement> = this.RULE("requirement", () => {
    const start = this.CONSUME(kw.require);
    const label = this.OPTION({ GATE: this.colonFollows, DEF: () => this.label() }) ?? this.reservedLabel();
    const head = this.spanFrom(start);
    const condition = this.guard<Expression>(() => this.SUBRULE(this.expr), this.endsCondition);
    if (condition.kind !== "invalid" && !this.at(kw.else)) this.withoutElse(head);
    const otherwise = this.elseMessage();
    const fix = this.OPTION1(() => {
      this.CONSUME(kw.fix);
      return this.message(1);
    });
    const graceUntil = this.OPTION2(() => {
      this.CONSUME(kw.grace);
      this.CONSUME(kw.until);
      return this.SUBRULE(this.when);
    });
    const parts = {
      ...(label && { label }),
      condition,
      ...(otherwise && { otherwise }),
      ...(fix && { fix }),
      ...(graceUntil && { graceUntil }),
    };
    return this.node<Requirement>(start, "require", parts);
  });

  private elseMessage(): Template | undefined {
    if (!this.RECORDING_PHASE && !this.at(kw.else)) return undefined;
    this.CONSUME(kw.else);
    return this.message(0);
  }

  private label(): Name {
    const name = this.ident();
    this.CONSUME(t.Colon);
    return name;
  }

  private reservedLabel(): Name | undefined {
    const token = this.LA(1);
    if (this.RECORDING_PHASE || !this.isReservedAt(1) || this.LA(2).tokenType !== t.Colon) return undefined;
    this.reportReserved(token, "the label of a requirement");
    const name = this.name(this.CONSUME(t.Word));
    this.CONSUME(t.Colon);
    return name;
  }

  private readonly endsCondition = (token: IToken): boolean =>
    token.tokenType === kw.else ||
    ((token.tokenType === kw.fix || token.tokenType === kw.grace) && this.startsLine(token)) ||
    this.beginsClause(token);

  /** The condition is followed by no `else`: E1010 where the requirement ends there, otherwise a word is wrong (E1001). */
  private withoutElse(head: Requirement["span"]): void {
    if (this.RECORDING_PHASE) return;
    const ends = this.atEnd() || this.at(t.RCurly, kw.fix, kw.grace) || this.startsLine(this.LA(1));
    if (!ends || this.prepared.reported.has(this.LA(1))) return void this.guard(() => this.CONSUME(kw.else), this.endsCondition);
    this.report("E1010", head, "this requirement has no `else`", {
      notes: ["without it nobody is told what is wrong when it fails"],
      help: ['write `else "what is wrong"` behind the condition'],
    });
  }

  // -------------------------------------------------------------------------------------------------- messages

  private message(occurrence: number): Template {
    return this.subrule(occurrence, this.templateRule);
  }

  protected readonly templateRule: Rule<Template> = this.RULE("template", () => {
    const start = this.CONSUME(s.MessageOpen);
    const parts: (TemplateText | TemplateHole)[] = [];
    this.MANY(() => {
      this.OR([{ ALT: () => parts.push(this.templateText()) }, { ALT: () => parts.push(this.SUBRULE(this.hole)) }]);
    });
    this.CONSUME(t.MessageEnd);
    return this.node<Template>(start, "template", { parts: Object.freeze(parts) });
  });

  private templateText(): TemplateText {
    const token = this.CONSUME(s.TemplateText);
    const single = token.image.replace(bracesAndEscapes, (found) => (found === "{{" ? "{" : found === "}}" ? "}" : found));
    return this.node<TemplateText>(token, "template-text", { text: unescape(single).value });
  }

  protected readonly hole: Rule<TemplateHole> = this.RULE("hole", () => {
    const start = this.CONSUME(s.HoleOpen);
    const value = this.guard<Expression>(
      () => this.holeValue(),
      (token) => token.tokenType === s.HoleClose || token.tokenType === s.HoleUnclosed,
    );
    this.CONSUME(t.HoleEnd);
    return this.node<TemplateHole>(start, "template-hole", { value });
  });

  /** The value and nothing behind it. */
  private holeValue(): Expression | Invalid {
    const value = this.SUBRULE(this.expr);
    if (!this.RECORDING_PHASE && !this.at(s.HoleClose, s.HoleUnclosed)) this.consume(9, t.HoleEnd);
    return value;
  }
}
