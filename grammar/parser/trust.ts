/** Trust roots (`language.md` §4, `trust` to `textTest`). */
import type { IToken } from "chevrotain";
import type {
  AuthorityClause,
  ClaimClause,
  AcceptClaimedTimeClause,
  HeldBy,
  IdentityClause,
  IsOneOfTest,
  IsTest,
  IssuerClause,
  KeyClause,
  KeyProp,
  MatchesTest,
  ProofClause,
  ProvenByClause,
  RefuseIdentityClause,
  RevokedSince,
  SigstoreClause,
  TextTest,
  ThresholdClause,
  Trust,
  TrustClause,
  UnderTest,
  ValidWindow,
} from "../ast.ts";
import * as t from "../tokens.ts";
import { kw } from "../tokens.ts";
import { type Rule, means } from "./core.ts";
import { DeclarationRules } from "./declarations.ts";

const repeatable: ReadonlySet<string> = new Set(["key", "claim", "refuse"]);

export abstract class TrustRules extends DeclarationRules {
  protected readonly trust: Rule<Trust> = this.RULE("trust", () => {
    const start = this.CONSUME(kw.trust);
    const name = this.declared("the name of a trust root", t.LCurly);
    const clauses: TrustClause[] = [];
    const seen = this.once("a trust root");
    const clause = (): void => {
      const first = this.LA(1);
      clauses.push(this.guard(() => this.SUBRULE(this.trustClause), this.beginsClause));
      if (!repeatable.has(first.image)) seen(first.image, first);
    };
    this.block(
      "trust",
      () => this.MANY(clause),
      (invalid) => clauses.push(invalid),
    );
    return this.node<Trust>(start, "trust", { name, clauses: Object.freeze(clauses) });
  });

  protected readonly trustClause: Rule<TrustClause> = this.RULE("trustClause", () =>
    this.OR([
      { ALT: () => this.sigstoreClause() },
      { ALT: () => this.authorityClause() },
      { ALT: () => this.keyClause() },
      { ALT: () => this.node<IssuerClause>(this.CONSUME(kw.issuer), "issuer", { issuer: this.string(1) }) },
      { ALT: () => this.identityClause() },
      { ALT: () => this.claimClause() },
      { ALT: () => this.node<ThresholdClause>(this.CONSUME(kw.threshold), "threshold", { count: this.int() }) },
      { ALT: () => this.proofClause() },
      { ALT: () => this.provenByClause() },
      { ALT: () => this.refuseClause() },
      { ALT: () => this.acceptClause() },
    ]),
  );

  private sigstoreClause(): SigstoreClause {
    const start = this.CONSUME(kw.sigstore);
    const instance = this.OR1([{ ALT: () => this.ident() }, { ALT: () => this.string() }]);
    return this.node<SigstoreClause>(start, "sigstore", { instance });
  }

  private authorityClause(): AuthorityClause {
    const start = this.CONSUME(kw.authority);
    return this.node<AuthorityClause>(start, "authority", { files: this.SUBRULE(this.strings) });
  }

  private keyClause(): KeyClause {
    const start = this.CONSUME(kw.key);
    const file = this.string(2);
    const props: KeyProp[] = [];
    const seen = this.once("a key");
    this.MANY(() => {
      const first = this.LA(1);
      const prop = this.SUBRULE(this.keyProp);
      props.push(prop);
      if (!this.RECORDING_PHASE) seen(prop.kind === "valid" ? `valid ${prop.edge}` : first.image, first);
    });
    return this.node<KeyClause>(start, "key", { file, props: Object.freeze(props) });
  }

  protected readonly keyProp: Rule<KeyProp> = this.RULE("keyProp", () =>
    this.OR([{ ALT: () => this.heldBy() }, { ALT: () => this.validWindow() }, { ALT: () => this.revokedSince() }]),
  );

  private heldBy(): HeldBy {
    const start = this.CONSUME(kw.held);
    this.CONSUME(kw.by);
    return this.node<HeldBy>(start, "held-by", { holder: this.string() });
  }

  private validWindow(): ValidWindow {
    const start = this.CONSUME(kw.valid);
    const edge = this.OR1([{ ALT: () => means(this.CONSUME(kw.from), "from") }, { ALT: () => means(this.CONSUME(kw.until), "until") }]);
    return this.node<ValidWindow>(start, "valid", { edge, when: this.SUBRULE(this.when) });
  }

  private revokedSince(): RevokedSince {
    const start = this.CONSUME(kw.revoked);
    this.CONSUME(kw.since);
    return this.node<RevokedSince>(start, "revoked-since", { when: this.SUBRULE1(this.when) });
  }

  private identityClause(): IdentityClause {
    const start = this.CONSUME(kw.identity);
    return this.node<IdentityClause>(start, "identity", { tests: this.SUBRULE(this.tests) });
  }

  private claimClause(): ClaimClause {
    const start = this.CONSUME(kw.claim);
    const name = this.ident(2);
    return this.node<ClaimClause>(start, "claim", { name, tests: this.SUBRULE1(this.tests) });
  }

  private proofClause(): ProofClause {
    const start = this.CONSUME(t.Proof);
    const proof = start.tokenType === kw.logged ? "logged" : "timestamped";
    let required = false;
    const atLeast = this.OR2([
      {
        ALT: () => {
          this.CONSUME(kw.yes);
          required = true;
          return this.OPTION(() => this.atLeast());
        },
      },
      { ALT: () => void this.CONSUME(kw.no) },
    ]);
    return this.node<ProofClause>(start, "proof", { proof, required, ...(atLeast && { atLeast }) });
  }

  private provenByClause(): ProvenByClause {
    const start = this.CONSUME(kw.proven);
    this.CONSUME(kw.by);
    const instance = this.OR3([{ ALT: () => this.ident(3) }, { ALT: () => this.string(3) }]);
    return this.node<ProvenByClause>(start, "proven-by", { instance });
  }

  private atLeast(): ThresholdClause["count"] {
    this.CONSUME(kw.at);
    this.CONSUME(kw.least);
    return this.int(1);
  }

  private refuseClause(): RefuseIdentityClause {
    const start = this.CONSUME(kw.refuse);
    this.consume(1, kw.identity);
    const tests = this.SUBRULE2(this.tests);
    const since = this.OPTION1(() => {
      this.CONSUME(kw.since);
      return this.SUBRULE(this.when);
    });
    return this.node<RefuseIdentityClause>(start, "refuse-identity", { tests, ...(since && { since }) });
  }

  private acceptClause(): AcceptClaimedTimeClause {
    const start = this.CONSUME(kw.accept);
    this.CONSUME(kw.claimed);
    this.CONSUME(kw.time);
    return this.node<AcceptClaimedTimeClause>(start, "accept-claimed-time", {});
  }

  // ------------------------------------------------------------------------------------------- tests of text

  protected readonly tests: Rule<readonly TextTest[]> = this.RULE("tests", () => {
    const all: TextTest[] = [this.SUBRULE(this.textTest)];
    this.MANY(() => {
      this.CONSUME(kw.and);
      all.push(this.SUBRULE1(this.textTest));
    });
    return Object.freeze(all);
  });

  protected readonly textTest: Rule<TextTest> = this.RULE("textTest", () =>
    this.OR([
      { ALT: () => this.isTest(this.CONSUME(kw.is)) },
      { ALT: () => this.node<UnderTest>(this.CONSUME(kw.under), "test-under", { text: this.string(1) }) },
      { ALT: () => this.matchesTest() },
    ]),
  );

  private isTest(start: IToken): IsTest | IsOneOfTest {
    return this.OR1([
      { ALT: () => this.node<IsTest>(start, "test-is", { text: this.string() }) },
      {
        ALT: () => {
          this.CONSUME(kw.one);
          this.CONSUME(kw.of);
          this.CONSUME(t.LCurly);
          const texts = this.SUBRULE(this.strings);
          this.CONSUME(t.RCurly);
          return this.node<IsOneOfTest>(start, "test-is-one-of", { texts });
        },
      },
    ]);
  }

  private matchesTest(): MatchesTest {
    const start = this.CONSUME(kw.matches);
    const pattern = this.CONSUME(t.PatternWord).tokenType === kw.glob ? "glob" : "regex";
    return this.node<MatchesTest>(start, "test-matches", { pattern, text: this.string(2) });
  }
}
