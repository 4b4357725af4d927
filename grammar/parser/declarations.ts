/** Header, imports, persons, parameters and the shapes of evidence (`language.md` §4, `header` to `fieldType`). */
import type {
  Bound,
  EnumDeclaration,
  FieldDeclaration,
  FieldType,
  Header,
  LimitBound,
  Name,
  Param,
  Person,
  Place,
  PredicateDeclaration,
  Reads,
  RecordDeclaration,
  SetBound,
  Setting,
  StringLiteral,
  Use,
} from "../ast.ts";
import * as t from "../tokens.ts";
import { kw } from "../tokens.ts";
import { ConditionRules } from "./conditions.ts";
import { type Rule, means } from "./core.ts";

export abstract class DeclarationRules extends ConditionRules {
  protected readonly header: Rule<Header> = this.RULE("header", () => {
    const start = this.CONSUME(kw.policy);
    const name = this.declared("the name of a policy", kw.version);
    this.CONSUME(kw.version);
    const version = this.int();
    const language = this.OPTION(() => {
      this.CONSUME(kw.language);
      return this.int(1);
    });
    const description = this.OPTION1(() => {
      this.CONSUME(kw.description);
      return this.string();
    });
    return this.node<Header>(start, "header", { name, version, ...(language && { language }), ...(description && { description }) });
  });

  protected readonly use: Rule<Use> = this.RULE("use", () => {
    const start = this.CONSUME(kw.use);
    const name = this.declared("the name of a module", kw.from);
    this.CONSUME(kw.from);
    const from = this.string();
    const settings: Setting[] = [];
    this.OPTION(() => {
      this.CONSUME(kw.with);
      this.CONSUME(t.LCurly);
      this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => settings.push(this.SUBRULE(this.setting)) });
      this.CONSUME(t.RCurly);
    });
    return this.node<Use>(start, "use", { name, from, settings: Object.freeze(settings) });
  });

  protected readonly setting: Rule<Setting> = this.RULE("setting", () => {
    const start = this.LA(1);
    const name = this.word();
    this.CONSUME(t.Colon);
    return this.node<Setting>(start, "setting", { name, value: this.SUBRULE(this.value) });
  });

  protected readonly person: Rule<Person> = this.RULE("person", () => {
    const start = this.CONSUME(kw.person);
    const identity = this.string();
    this.CONSUME(kw.also);
    return this.node<Person>(start, "person", { identity, also: this.SUBRULE(this.strings) });
  });

  // ---------------------------------------------------------------------------------------------- parameters

  protected readonly param: Rule<Param> = this.RULE("param", () => {
    const start = this.CONSUME(kw.param);
    const name = this.declared("the name of a parameter", t.Colon);
    this.CONSUME(t.Colon);
    const type = this.SUBRULE(this.type);
    const value = this.OPTION(() => {
      this.CONSUME(t.Equals);
      return this.SUBRULE(this.value);
    });
    const bound = this.OPTION1(() => {
      this.CONSUME(t.Comma);
      return this.SUBRULE(this.bound);
    });
    return this.node<Param>(start, "param", { name, type, ...(value && { default: value }), ...(bound && { bound }) });
  });

  protected readonly bound: Rule<Bound> = this.RULE("bound", () =>
    this.OR([{ ALT: () => this.limitBound() }, { ALT: () => this.setBound() }]),
  );

  private limitBound(): LimitBound {
    const start = this.CONSUME(kw.at);
    const direction = this.CONSUME(t.Extent).tokenType === kw.least ? "at-least" : "at-most";
    return this.node<LimitBound>(start, "limit-bound", { direction, value: this.SUBRULE(this.value) });
  }

  private setBound(): SetBound {
    const start = this.CONSUME(t.Stricter);
    this.CONSUME(kw.is);
    this.CONSUME(kw.stricter);
    return this.node<SetBound>(start, "set-bound", { stricter: start.tokenType === kw.fewer ? "fewer" : "more" });
  }

  // ---------------------------------------------------------------------------------- enums, records, predicates

  protected readonly enum: Rule<EnumDeclaration> = this.RULE("enum", () => {
    const start = this.CONSUME(kw.enum);
    const name = this.declared("the name of an enum", t.Equals);
    this.CONSUME(t.Equals);
    return this.node<EnumDeclaration>(start, "enum", { name, members: this.SUBRULE(this.members) });
  });

  protected readonly record: Rule<RecordDeclaration> = this.RULE("record", () => {
    const start = this.CONSUME(kw.record);
    const name = this.declared("the name of a record", t.LCurly);
    const key = this.OPTION(() => {
      this.CONSUME(kw.key);
      return this.word();
    });
    const fields: FieldDeclaration[] = [];
    this.block(
      "record",
      () => this.MANY({ GATE: this.noBlockBegins, DEF: () => this.parseField(fields) }),
      () => {},
    );
    return this.node<RecordDeclaration>(start, "record", { name, ...(key && { key }), fields: Object.freeze(fields) });
  });

  protected readonly predicate: Rule<PredicateDeclaration> = this.RULE("predicate", () => {
    const start = this.CONSUME(kw.predicate);
    const name = this.declared("the name of a predicate", t.LCurly);
    const type = this.OPTION(() => this.string());
    const reads: Reads[] = [];
    const fields: FieldDeclaration[] = [];
    const content = (): void => {
      // A field may be called `reads` too.
      this.MANY({ GATE: this.noColonFollows, DEF: () => this.parseReads(reads) });
      this.MANY1({ GATE: this.noBlockBegins, DEF: () => this.parseField(fields) });
    };
    this.block("predicate", content, () => {});
    return this.node<PredicateDeclaration>(start, "predicate", {
      name,
      ...(type && { type }),
      reads: Object.freeze(reads),
      fields: Object.freeze(fields),
    });
  });

  private parseReads(reads: Reads[]): void {
    const read = this.guard(() => this.SUBRULE(this.reads), this.stopIn("predicate"));
    if (!this.RECORDING_PHASE && read.kind === "reads") reads.push(read);
  }

  /** A field that cannot be read has no name to be found by, so it is left out. */
  private parseField(fields: FieldDeclaration[]): void {
    const field = this.guard(() => this.SUBRULE(this.field), this.stopIn("record"));
    if (!this.RECORDING_PHASE && field.kind === "field") fields.push(field);
  }

  protected readonly reads: Rule<Reads> = this.RULE("reads", () => {
    const start = this.CONSUME(kw.reads);
    const type = this.string();
    this.CONSUME(kw.as);
    return this.node<Reads>(start, "reads", { type, tag: this.ident() });
  });

  protected readonly field: Rule<FieldDeclaration> = this.RULE("field", () => {
    const start = this.LA(1);
    const name = this.word();
    this.CONSUME(t.Colon);
    const type = this.SUBRULE(this.fieldType);
    const places: Place[] = [];
    // The next field may be called `at`.
    this.OPTION({
      GATE: this.noColonFollows,
      DEF: () => {
        this.CONSUME(kw.at);
        this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => places.push(this.SUBRULE(this.place)) });
      },
    });
    return this.node<FieldDeclaration>(start, "field", { name, type, places: Object.freeze(places) });
  });

  protected readonly place: Rule<Place> = this.RULE("place", () => {
    const start = this.LA(1);
    const tag: Name | undefined = this.OPTION(() => this.ident());
    const pointer: StringLiteral = this.string();
    const via: Name | undefined = this.OPTION1({
      GATE: this.noColonFollows,
      DEF: () => {
        this.CONSUME(kw.via);
        return this.ident(2);
      },
    });
    return this.node<Place>(start, "place", { ...(tag && { tag }), pointer, ...(via && { via }) });
  });

  protected readonly fieldType: Rule<FieldType> = this.RULE("fieldType", () => {
    const start = this.LA(1);
    const optional = this.OPTION(() => this.CONSUME(kw.optional)) !== undefined;
    const exhaustive = this.OPTION1(() => this.CONSUME(kw.exhaustive)) !== undefined;
    const nonempty = this.OPTION2(() => this.CONSUME(kw.nonempty)) !== undefined;
    const type = this.OR([{ ALT: () => this.SUBRULE(this.members) }, { ALT: () => this.SUBRULE(this.type) }]);
    // The next field may be called `as`.
    const mark = this.OPTION3({
      GATE: this.noColonFollows,
      DEF: () => {
        this.CONSUME(kw.as);
        return this.OR1([{ ALT: () => means(this.CONSUME(kw.author), "author") }, { ALT: () => means(this.CONSUME(kw.secret), "secret") }]);
      },
    });
    return this.node<FieldType>(start, "field-type", { optional, exhaustive, nonempty, type, ...(mark !== undefined && { mark }) });
  });
}
