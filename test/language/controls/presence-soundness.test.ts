/**
 * Whatever compiles never reads what is absent: random conditions with guards, over evidence from which fields were removed at random.
 * The control is judged with one candidate and with two, so that the evaluator for lists and the one for traces must agree.
 */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  defaultLimits,
  makeDigestSet,
  parseDigest,
  parseIdentity,
  parseJson,
  parseRepository,
  statementJsonLimits,
  type Identity,
  type Json,
} from "../../../src/base/index.ts";
import { judgeGate, type Candidate, type Request, type Search, type Sought } from "../../../src/evaluate/index.ts";
import { readView } from "../../../src/evidence/index.ts";
import type { CheckedPolicy, Evidence } from "../../../src/language/index.ts";
import { compilePolicy } from "../../support/compile-policy.ts";
import { checkProperty, fc } from "../../support/property.ts";

const TYPE = "https://acme.example/approval/v1";

function policyText(quantity: string, defines: readonly string[], condition: string, message: string): string {
  return `policy main version 1
record reviewer key name {
  name: String
  mail: optional Identity
  level: one of junior, senior
}
predicate approval "${TYPE}" {
  final: Bool
  home: Uri
  author: Identity
  page: optional Uri
  ratio: optional Decimal
  aliases: optional Set of String
  reviewers: List of reviewer
  lead: optional reviewer
}
trust managers { key "keys/manager.pub" timestamped yes }
control C-1 "A control" {
  evidence it: ${quantity} approval signed by managers
${defines.map((text, index) => `  define d${index} = ${text}\n`).join("")}  require ${condition}
    else "${message}"
}
gate prod { enforce C-1 }
`;
}

// ------------------------------------------------------------------------------------------------ conditions

/** Conditions about what is always there, guards, and reads that need a guard; \`V\` is the variable of the quantifier around it. */
const ALWAYS = ["it.final", `it.home under "https://a.example"`, "it.reviewers is empty", `it.author is "alice@acme.example"`];
const GUARDS = [
  "it has page",
  "it has lead",
  "it has lead.mail",
  "it has aliases",
  "it has ratio",
  "subject has tag",
  "subject has repository",
];
const READS = [
  `it.page under "https://a.example"`,
  "it.lead.level is senior",
  "it.lead.mail is it.author",
  "it.lead.mail is not it.author",
  "it.aliases is empty",
  `some alias a in it.aliases where a is "x"`,
  "it.ratio < 1",
  `subject.tag is "v1"`,
  `subject.repository under "registry.acme.example/shop"`,
  "(it.page otherwise it.home) is it.home",
  "(it.lead.mail otherwise it.author) is it.author",
];
const ELEMENT = [
  "V has mail",
  "V.mail is it.author",
  "V.level is senior",
  "(V has mail and V.mail is it.author)",
  "(V.mail otherwise it.author) is it.author",
];
const DEFINED = ["d0", "d1"];

function atoms(variable: string | undefined): fc.Arbitrary<string> {
  const own = variable === undefined ? [] : ELEMENT.map((text) => text.replaceAll("V", variable));
  return fc.constantFrom(...ALWAYS, ...GUARDS, ...GUARDS, ...READS, ...own, ...own, ...DEFINED);
}

function conditions(depth: number, variable: string | undefined): fc.Arbitrary<string> {
  const atom = atoms(variable);
  if (depth === 0) return atom;
  const inner = conditions(depth - 1, variable);
  const element = `r${depth}`;
  const body = conditions(depth - 1, element);
  const joined = fc
    .tuple(fc.constantFrom(" and ", " or "), fc.array(inner, { minLength: 2, maxLength: 3 }))
    .map(([word, operands]) => `(${operands.join(word)})`);
  const quantified = fc
    .tuple(fc.constantFrom("no reviewer", "some reviewer", "at least 1 reviewers", "at most 1 reviewers", "exactly 1 reviewers"), body)
    .map(([word, text]) => `(${word} ${element} in it.reviewers where ${text})`);
  const matching = fc
    .tuple(fc.constantFrom(...GUARDS), inner)
    .chain(([guard, rest]) => fc.constantFrom(`(${guard} and ${rest})`, `(not ${guard} or ${rest})`));
  return fc.oneof(
    atom,
    joined,
    joined,
    matching,
    matching,
    quantified,
    inner.map((text) => `not (${text})`),
  );
}

const MESSAGES = [
  "no",
  "{it.home}",
  "{it.page otherwise it.home}",
  `{it.lead.mail otherwise "nobody"}`,
  "{it.aliases}",
  "{it.page}",
  "{d0}",
];

const programs = fc.record({
  define: fc.constantFrom("it has page", "it has lead.mail and it.final", "not it has page", "it has page and it has aliases", "it.final"),
  condition: conditions(3, undefined),
  message: fc.constantFrom(...MESSAGES),
});

// -------------------------------------------------------------------------------------------------- evidence

const IDENTITIES = ["alice@acme.example", "bob@acme.example", "github:alice"];
const maybe = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined });
const reviewers = fc.record({
  name: fc.constantFrom("a", "b"),
  mail: maybe(fc.constantFrom(...IDENTITIES)),
  level: fc.constantFrom("junior", "senior"),
});
const predicates = fc.record({
  final: fc.boolean(),
  home: fc.constantFrom("https://a.example/x", "https://b.example"),
  author: fc.constantFrom(...IDENTITIES),
  page: maybe(fc.constantFrom("https://a.example/y", "https://b.example")),
  ratio: maybe(fc.constantFrom(0.5, 2)),
  aliases: maybe(fc.constantFrom<readonly string[]>([], ["x"], ["x", "y"])),
  reviewers: fc.array(reviewers, { maxLength: 3 }),
  lead: maybe(reviewers),
});
const requests = fc.record({
  tag: maybe(fc.constantFrom("v1", "v2")),
  repository: maybe(fc.constantFrom("registry.acme.example/shop", "docker.io/x/y")),
});

type Predicate = typeof predicates extends fc.Arbitrary<infer T> ? T : never;

function known<T>(result: { readonly ok: true; readonly value: T } | { readonly ok: false }): T {
  if (!result.ok) throw new Error("the test's own text is not valid");
  return result.value;
}

function toJson(predicate: Predicate): Json {
  return known(parseJson(new TextEncoder().encode(JSON.stringify(predicate)), statementJsonLimits(defaultLimits)));
}

const ALICE: Identity = known(parseIdentity("alice@acme.example"));

function candidate(predicate: Predicate, evidence: Evidence, index: number): Candidate {
  const result = readView(evidence.view, TYPE, toJson(predicate), evidence.needed);
  if (result.kind !== "readable") throw new Error(`the test's own predicate is not readable: ${JSON.stringify(result)}`);
  const standing = {
    kind: "authentic",
    signers: [ALICE],
    identity: "alice",
    signedAt: { at: 0n, by: "timestamp" },
    reading: result,
  } as const;
  return { attestation: `a${index}`, envelopes: [], statement: `s${index}`, standing, chain: [], steps: [] };
}

function judge(policy: CheckedPolicy, all: readonly Predicate[], request: Request): string {
  const [gate] = policy.gates;
  assert.ok(gate);
  const search = ({ evidence }: Sought): Search => ({
    candidates: all.map((each, index) => candidate(each, evidence, index)),
    nothing: "none-found",
    incomplete: [],
  });
  return judgeGate({ policy, gate, request, search }).controls[0]?.outcome ?? "none";
}

const test = suite("presence is sound");

test("whatever compiles never reads what is absent", () => {
  const tally = { compiled: 0, refused: 0 };
  checkProperty(
    fc.property(programs, fc.array(predicates, { minLength: 2, maxLength: 4 }), requests, ({ define, condition, message }, all, asked) => {
      const defines = [define, "it has lead"];
      const one = compilePolicy(policyText("", defines, condition, message)).policy;
      const any = compilePolicy(policyText("any", defines, condition, message)).policy;
      assert.is(one === undefined, any === undefined);
      if (!one || !any) return void tally.refused++;
      tally.compiled++;
      const request: Request = {
        now: 1n,
        digest: known(makeDigestSet([known(parseDigest(`sha256:${"0".repeat(64)}`))])),
        tag: asked.tag,
        repository: asked.repository === undefined ? undefined : known(parseRepository(asked.repository)),
        stage: { name: "prod", environment: "prod" },
      };
      const outcomes = all.map((each) => judge(one, [each], request));
      // One that meets everything is enough, and none that does not can spoil it.
      const together = judge(any, all, request);
      assert.is(together === "satisfied", outcomes.includes("satisfied"));
      assert.is(
        together === "violated",
        outcomes.every((outcome) => outcome === "violated"),
      );
    }),
  );
  assert.ok(tally.compiled * 8 > tally.compiled + tally.refused, `only ${tally.compiled} of ${tally.compiled + tally.refused} compiled`);
});

test.run();
