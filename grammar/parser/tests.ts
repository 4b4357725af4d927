/** Tests (`language.md` §4, `test` to `testClause`, `cases`); what they give and expect is in `expectations.ts`. */
import type { CaseRow, Cases, ForAll, Name, OutcomeWord, StringLiteral, Test, TestClause, ValueNode, WhereClause } from "../ast.ts";
import type { IToken } from "chevrotain";
import * as t from "../tokens.ts";
import { kw } from "../tokens.ts";
import type { Rule } from "./core.ts";
import { ExpectationRules } from "./expectations.ts";

type ClauseOf<K extends TestClause["kind"]> = Extract<TestClause, { kind: K }>;

export abstract class TestRules extends ExpectationRules {
  protected readonly test: Rule<Test> = this.RULE("test", () => {
    const start = this.CONSUME(kw.test);
    const title = this.string();
    const tags: readonly StringLiteral[] =
      this.OPTION(() => {
        this.CONSUME(kw.tagged);
        return this.SUBRULE(this.strings);
      }) ?? Object.freeze([]);
    this.CONSUME(kw.for);
    const target = this.OR([{ ALT: () => this.testGate() }, { ALT: () => this.SUBRULE(this.controlId) }]);
    const clauses: TestClause[] = [];
    const clause = (): void => void clauses.push(this.guard(() => this.SUBRULE(this.testClause), this.beginsClause));
    this.block(
      "test",
      () => this.MANY(clause),
      (invalid) => clauses.push(invalid),
    );
    return this.node<Test>(start, "test", { title, tags, target, clauses: Object.freeze(clauses) });
  });

  private testGate(): Test["target"] {
    const start = this.CONSUME(kw.gate);
    return this.node<Extract<Test["target"], { kind: "test-gate" }>>(start, "test-gate", { gate: this.ident() });
  }

  protected readonly testClause: Rule<TestClause> = this.RULE("testClause", () =>
    this.OR([
      { ALT: () => this.node<ClauseOf<"test-at">>(this.CONSUME(kw.at), "test-at", { when: this.SUBRULE(this.when) }) },
      { ALT: () => this.node<ClauseOf<"test-stage">>(this.CONSUME(kw.stage), "test-stage", { stage: this.ident() }) },
      { ALT: () => this.testSubject() },
      { ALT: () => this.testParam() },
      { ALT: () => this.node<ClauseOf<"given">>(this.CONSUME(kw.given), "given", { given: this.SUBRULE(this.given) }) },
      { ALT: () => this.node<ClauseOf<"expect">>(this.CONSUME(kw.expect), "expect", { expectation: this.SUBRULE(this.expectation) }) },
      { ALT: () => this.SUBRULE(this.forAll) },
      { ALT: () => this.SUBRULE(this.cases) },
    ]),
  );

  protected readonly forAll: Rule<ForAll> = this.RULE("forAll", () => {
    const start = this.CONSUME(kw.for);
    this.CONSUME(kw.all);
    const given = this.givenFile();
    const where = this.OPTION1(() => this.node<WhereClause>(this.CONSUME(kw.where), "where", { condition: this.SUBRULE(this.expr) }));
    return this.node<ForAll>(start, "for-all", { given, ...(where && { where }) });
  });

  private testSubject(): TestClause {
    const start = this.CONSUME(kw.subject);
    const subject = this.string();
    const platforms: readonly StringLiteral[] =
      this.OPTION(() => {
        this.CONSUME(kw.platforms);
        return this.SUBRULE(this.strings);
      }) ?? Object.freeze([]);
    return this.node<ClauseOf<"test-subject">>(start, "test-subject", { subject, platforms });
  }

  private testParam(): TestClause {
    const start = this.CONSUME(kw.param);
    const name = this.ident(2);
    this.CONSUME(t.Equals);
    return this.node<ClauseOf<"test-param">>(start, "test-param", { name, value: this.SUBRULE(this.value) });
  }

  // ----------------------------------------------------------------------------------------------------- cases

  protected readonly cases: Rule<Cases> = this.RULE("cases", () => {
    const start = this.CONSUME(kw.cases);
    const columns: Name[] = [];
    this.AT_LEAST_ONE(() => {
      columns.push(this.ident());
      this.CONSUME(t.Comma);
    });
    this.CONSUME(kw.outcome);
    const rows: CaseRow[] = [];
    this.block(
      "cases",
      () => this.MANY(() => this.parseRow(rows)),
      () => {},
    );
    return this.node<Cases>(start, "cases", { columns: Object.freeze(columns), rows: Object.freeze(rows) });
  });

  /** A row that cannot be read has been reported; the others stand. */
  private parseRow(rows: CaseRow[]): void {
    const row = this.guard(() => this.SUBRULE(this.row), this.stopIn("cases"));
    if (!this.RECORDING_PHASE && row.kind === "case-row") rows.push(row);
  }

  protected readonly row: Rule<CaseRow> = this.RULE("row", () => {
    const start: IToken = this.LA(1);
    const values: ValueNode[] = [];
    this.AT_LEAST_ONE(() => {
      values.push(this.SUBRULE(this.value));
      this.CONSUME(t.Comma);
    });
    const outcome: OutcomeWord = this.SUBRULE(this.outcome);
    return this.node<CaseRow>(start, "case-row", { values: Object.freeze(values), outcome });
  });
}
