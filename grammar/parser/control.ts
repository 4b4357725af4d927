/** Controls and what stands in them, but for evidence (`language.md` §4, `control` to `branch`, `define` to `template`). */
import type { IToken } from "chevrotain";
import type {
  AppliesAtStage,
  AppliesWhen,
  BodyItem,
  Branch,
  Control,
  ControlClause,
  DateClause,
  Define,
  Either,
  ForEveryPlatform,
  MapsToClause,
  OwnerClause,
  SeverityClause,
  StatementClause,
  WaivableClause,
} from "../ast.ts";
import * as t from "../tokens.ts";
import { kw } from "../tokens.ts";
import { type Rule, means } from "./core.ts";
import { EvidenceRules } from "./evidence.ts";

const repeatable: ReadonlySet<string> = new Set(["maps", "applies", "evidence", "define", "require", "either"]);
const secondWord: ReadonlySet<string> = new Set(["effective", "enforce"]);

export abstract class ControlRules extends EvidenceRules {
  protected readonly control: Rule<Control> = this.RULE("control", () => {
    const start = this.CONSUME(kw.control);
    const id = this.SUBRULE(this.controlId);
    const title = this.string();
    const clauses: ControlClause[] = [];
    const seen = this.once("a control");
    const clause = (): void => {
      const first = this.LA(1);
      clauses.push(this.guard(() => this.SUBRULE(this.clause), this.beginsClause));
      if (!repeatable.has(first.image)) seen(secondWord.has(first.image) ? `${first.image} from` : first.image, first);
    };
    this.block(
      "control",
      () => this.MANY(clause),
      (invalid) => clauses.push(invalid),
    );
    return this.node<Control>(start, "control", { id, title, clauses: Object.freeze(clauses) });
  });

  protected readonly clause: Rule<ControlClause> = this.RULE("clause", () =>
    this.OR([
      { ALT: () => this.node<StatementClause>(this.CONSUME(kw.statement), "statement", { text: this.string(1) }) },
      { ALT: () => this.node<SeverityClause>(this.CONSUME(kw.severity), "severity", { level: this.ident() }) },
      { ALT: () => this.node<OwnerClause>(this.CONSUME(kw.owner), "owner", { owner: this.string(2) }) },
      { ALT: () => this.mapsTo() },
      { ALT: () => this.applies(this.CONSUME(kw.applies)) },
      { ALT: () => this.dateClause() },
      { ALT: () => this.forEveryPlatform() },
      { ALT: () => this.waivable() },
      { ALT: () => this.SUBRULE(this.bodyItem) },
      { ALT: () => this.SUBRULE(this.either) },
    ]),
  );

  private mapsTo(): MapsToClause {
    const start = this.CONSUME(kw.maps);
    this.CONSUME(kw.to);
    const framework = this.ident(2);
    return this.node<MapsToClause>(start, "maps-to", { framework, ids: this.SUBRULE(this.strings) });
  }

  private applies(start: IToken): AppliesAtStage | AppliesWhen {
    return this.OR1([
      {
        ALT: () => {
          this.CONSUME(kw.at);
          this.CONSUME(kw.stage);
          return this.node<AppliesAtStage>(start, "applies-at-stage", { stages: this.SUBRULE(this.names) });
        },
      },
      { ALT: () => this.appliesWhen(start) },
    ]);
  }

  private appliesWhen(start: IToken): AppliesWhen {
    const word = this.OR2([{ ALT: () => means(this.CONSUME(kw.when), "when") }, { ALT: () => means(this.CONSUME(kw.unless), "unless") }]);
    return this.node<AppliesWhen>(start, "applies-when", { word, condition: this.SUBRULE(this.expr) });
  }

  private dateClause(): DateClause {
    const start = this.LA(1);
    const word = this.OR3([
      { ALT: () => means([this.CONSUME(kw.effective), this.CONSUME(kw.from)], "effective-from") },
      { ALT: () => means([this.CONSUME(kw.enforce), this.CONSUME1(kw.from)], "enforce-from") },
      { ALT: () => means(this.CONSUME(kw.until), "until") },
    ]);
    return this.node<DateClause>(start, "date-clause", { word, when: this.SUBRULE(this.when) });
  }

  private forEveryPlatform(): ForEveryPlatform {
    const start = this.CONSUME(kw.for);
    this.CONSUME(kw.every);
    this.CONSUME(kw.platform);
    return this.node<ForEveryPlatform>(start, "for-every-platform", {});
  }

  private waivable(): WaivableClause {
    const start = this.CONSUME(kw.waivable);
    this.CONSUME(kw.up);
    this.CONSUME1(kw.to);
    const upTo = this.certainDuration();
    this.CONSUME(kw.by);
    const by = this.SUBRULE(this.roots);
    const scope = this.OPTION(() => {
      this.CONSUME(kw.scope);
      return this.OR4([
        { ALT: () => means(this.CONSUME(kw.image), "image") },
        { ALT: () => means(this.CONSUME(kw.repository), "repository") },
      ]);
    });
    return this.node<WaivableClause>(start, "waivable", { upTo, by, ...(scope !== undefined && { scope }) });
  }

  // --------------------------------------------------------------------------------------------------- bodies

  protected readonly bodyItem: Rule<BodyItem> = this.RULE("bodyItem", () =>
    this.OR([
      { ALT: () => this.SUBRULE(this.evidence) },
      { ALT: () => this.SUBRULE(this.define) },
      { ALT: () => this.SUBRULE(this.requirement) },
    ]),
  );

  protected readonly define: Rule<Define> = this.RULE("define", () => {
    const start = this.CONSUME(kw.define);
    const name = this.declared("the name of a definition", t.Equals);
    this.CONSUME(t.Equals);
    return this.node<Define>(start, "define", { name, value: this.SUBRULE(this.binderOrExpr) });
  });

  protected readonly either: Rule<Either> = this.RULE("either", () => {
    const start = this.CONSUME(kw.either);
    const branches = [this.SUBRULE(this.branch)];
    this.AT_LEAST_ONE(() => {
      this.CONSUME(kw.or);
      branches.push(this.SUBRULE1(this.branch));
    });
    return this.node<Either>(start, "either", { branches: Object.freeze(branches) });
  });

  protected readonly branch: Rule<Branch> = this.RULE("branch", () => {
    const start = this.LA(1);
    const label = this.string();
    const items: BodyItem[] = [];
    const item = (): void => void items.push(this.guard(() => this.SUBRULE(this.bodyItem), this.beginsClause));
    this.block(
      "branch",
      () => this.MANY(item),
      (invalid) => items.push(invalid),
    );
    return this.node<Branch>(start, "branch", { label, items: Object.freeze(items) });
  });
}
