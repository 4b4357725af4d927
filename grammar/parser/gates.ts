/** Waivers and gates (`language.md` §4, `waive` to `gateClause`). */
import type {
  AcceptSignedWaiversOnly,
  AfterClause,
  ControlId,
  DurationLiteral,
  EnvironmentClause,
  Gate,
  GateClause,
  GateList,
  MayRelax,
  Path,
  RefuseWaivers,
  Waive,
  WaiveClause,
  WaiveElements,
  WaiveRequirement,
  WaiveTarget,
} from "../ast.ts";
import * as t from "../tokens.ts";
import { kw } from "../tokens.ts";
import { ControlRules } from "./control.ts";
import { type Rule, means } from "./core.ts";

type ClauseOf<K extends WaiveClause["kind"]> = Extract<WaiveClause, { kind: K }>;

/** The clauses of a gate that may be given once; lists, `after` and `refuse` may be repeated. */
const onceInGate: ReadonlySet<string> = new Set(["environment", "accept", "may"]);

export abstract class GateRules extends ControlRules {
  // --------------------------------------------------------------------------------------------------- waivers

  protected readonly waive: Rule<Waive> = this.RULE("waive", () => {
    const start = this.CONSUME(kw.waive);
    const control = this.SUBRULE(this.controlId);
    const target = this.OPTION(() => this.SUBRULE(this.waiveTarget));
    this.CONSUME(kw.as);
    const id = this.declared("the name of a waiver", t.LCurly);
    const clauses: WaiveClause[] = [];
    const seen = this.once("a waiver");
    const clause = (): void => {
      const first = this.LA(1);
      clauses.push(this.guard(() => this.SUBRULE(this.waiveClause), this.beginsClause));
      seen(first.image, first);
    };
    this.block(
      "waive",
      () => this.MANY(clause),
      (invalid) => clauses.push(invalid),
    );
    return this.node<Waive>(start, "waive", { control, ...(target && { target }), id, clauses: Object.freeze(clauses) });
  });

  protected readonly waiveTarget: Rule<WaiveTarget> = this.RULE("waiveTarget", () => {
    const start = this.CONSUME(kw.for);
    // `requirement` is also a noun: what follows tells.
    return this.OR({
      MAX_LOOKAHEAD: 2,
      DEF: [
        {
          ALT: () => {
            this.CONSUME(kw.requirement);
            return this.node<WaiveRequirement>(start, "waive-requirement", { label: this.ident() });
          },
        },
        {
          ALT: () => {
            const noun = this.word();
            return this.node<WaiveElements>(start, "waive-elements", { noun, keys: this.SUBRULE(this.strings) });
          },
        },
      ],
    });
  });

  protected readonly waiveClause: Rule<WaiveClause> = this.RULE("waiveClause", () =>
    this.OR([
      { ALT: () => this.waiveText() },
      { ALT: () => this.requestedBy() },
      { ALT: () => this.approvedBy() },
      { ALT: () => this.node<ClauseOf<"expires">>(this.CONSUME(kw.expires), "expires", { when: this.SUBRULE(this.when) }) },
      { ALT: () => this.waiveSubject() },
      { ALT: () => this.node<ClauseOf<"replaces">>(this.CONSUME(kw.replaces), "replaces", { id: this.ident() }) },
    ]),
  );

  private waiveText(): WaiveClause {
    const start = this.CONSUME(t.WaiveText);
    const word = start.image as "reason" | "ticket" | "compensating";
    return this.node<ClauseOf<"waive-text">>(start, "waive-text", { word, text: this.string() });
  }

  private requestedBy(): WaiveClause {
    const start = this.CONSUME(kw.requested);
    this.CONSUME(kw.by);
    return this.node<ClauseOf<"requested-by">>(start, "requested-by", { by: this.string(1) });
  }

  private approvedBy(): WaiveClause {
    const start = this.CONSUME(kw.approved);
    this.CONSUME1(kw.by);
    const by = this.string(2);
    this.CONSUME(kw.on);
    return this.node<ClauseOf<"approved-by">>(start, "approved-by", { by, on: this.SUBRULE(this.date) });
  }

  private waiveSubject(): WaiveClause {
    const start = this.CONSUME(kw.subject);
    const relation = this.OR1([{ ALT: () => means(this.CONSUME(kw.is), "is") }, { ALT: () => means(this.CONSUME(kw.under), "under") }]);
    return this.node<ClauseOf<"waive-subject">>(start, "waive-subject", { relation, text: this.string(3) });
  }

  // ----------------------------------------------------------------------------------------------------- gates

  protected readonly gate: Rule<Gate> = this.RULE("gate", () => {
    const start = this.CONSUME(kw.gate);
    const name = this.declared("the name of a gate", t.LCurly);
    const clauses: GateClause[] = [];
    const seen = this.once("a gate");
    const clause = (): void => {
      const first = this.LA(1);
      clauses.push(this.guard(() => this.SUBRULE(this.gateClause), this.beginsClause));
      if (onceInGate.has(first.image)) seen(first.image, first);
    };
    this.block(
      "gate",
      () => this.MANY(clause),
      (invalid) => clauses.push(invalid),
    );
    return this.node<Gate>(start, "gate", { name, clauses: Object.freeze(clauses) });
  });

  protected readonly gateClause: Rule<GateClause> = this.RULE("gateClause", () =>
    this.OR([
      { ALT: () => this.node<EnvironmentClause>(this.CONSUME(kw.environment), "environment", { text: this.string() }) },
      { ALT: () => this.after() },
      { ALT: () => this.gateList() },
      { ALT: () => this.acceptSigned() },
      { ALT: () => this.refuseWaivers() },
      { ALT: () => this.mayRelax() },
    ]),
  );

  private after(): AfterClause {
    const start = this.CONSUME(kw.after);
    const gate = this.ident();
    this.CONSUME(kw.signed);
    this.CONSUME(kw.by);
    const signedBy = this.SUBRULE(this.roots);
    this.CONSUME(kw.fresh);
    this.CONSUME(kw.within);
    const within: DurationLiteral | Path = this.SUBRULE(this.window);
    return this.node<AfterClause>(start, "after", { gate, signedBy, within });
  }

  private gateList(): GateList {
    const start = this.CONSUME(t.GateMode);
    const mode = start.image as GateList["mode"];
    const controls = this.OR1([{ ALT: () => means(this.CONSUME(kw.all), "all") }, { ALT: () => this.SUBRULE(this.controlIds) }]);
    const from = this.OPTION(() => {
      this.CONSUME(kw.from);
      return this.ident(2);
    });
    return this.node<GateList>(start, "gate-list", { mode, controls, ...(from && { from }) });
  }

  protected readonly controlIds: Rule<readonly ControlId[]> = this.RULE("controlIds", () => this.list(() => this.SUBRULE(this.controlId)));

  private acceptSigned(): AcceptSignedWaiversOnly {
    const start = this.CONSUME(kw.accept);
    this.CONSUME1(kw.signed);
    this.CONSUME(kw.waivers);
    this.CONSUME(kw.only);
    return this.node<AcceptSignedWaiversOnly>(start, "accept-signed-waivers-only", {});
  }

  private refuseWaivers(): RefuseWaivers {
    const start = this.CONSUME(kw.refuse);
    this.CONSUME1(kw.waivers);
    return this.node<RefuseWaivers>(start, "refuse-waivers", { ids: this.SUBRULE(this.names) });
  }

  private mayRelax(): MayRelax {
    const start = this.CONSUME(kw.may);
    this.CONSUME(kw.relax);
    return this.node<MayRelax>(start, "may-relax", { params: this.SUBRULE1(this.names) });
  }
}
