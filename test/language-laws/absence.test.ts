/**
 * Monotonicity: a policy that would let an image pass because an attestation is not there does not compile, and is told why. Each row is
 * another way of writing such a policy. `language.md` §5.9.
 */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { judgeWorld, type Stated } from "../evaluate/support/world.ts";
import { checkedPolicy, compilePolicy, underCarets } from "../support/compile-policy.ts";

const tests = suite("passing because an attestation is absent");

const HEAD = `policy main version 1
predicate approval "https://acme.example/approval/v1" {
  approved: Bool
  by-hand: optional Bool
  n: Int
  names: List of String
  statements: List of Digest
}
trust t { key "keys/a.pub" timestamped yes }
`;
const ALL = `evidence objections: all approval signed by t
  evidence it: approval signed by t`;
const OPTIONAL = ALL.replace("all", "optional all");
const SOME = "some objection o in objections where o.approved";
const NO = "no objection o in objections where o.approved";

const policyOf = (body: string, more = "") => `${HEAD}control C "c" {\n  ${body}\n}\n${more}gate prod { enforce C }\n`;
const required = (condition: string, evidence = ALL) => `${evidence}\n  require r: ${condition}\n    else "x"`;

const WAIVER = `waive C for requirement r as W-1 {
  reason "r"
  ticket "t"
  requested by "carol@acme.example"
  approved by "alice@acme.example" on 2026-01-05
  expires 2026-01-20
  subject is "sha256:${"0a".repeat(32)}"
}
`;

interface Row {
  readonly way: string;
  readonly body: string;
  readonly more?: string;
  readonly code: string;
  readonly under: string;
}

const open = (way: string, body: string, under: string, more = ""): Row => ({ way, body, more, code: "E4006", under });

const ROWS: readonly Row[] = [
  open("no", required(NO), NO),
  open("none of them, over optional evidence", required(NO, OPTIONAL), NO),
  open("not some", required(`not (${SOME})`), SOME),
  open("if some then", required(`not (${SOME}) or it.approved`), SOME),
  open("is empty", required("objections is empty"), "objections is empty"),
  open("optional evidence is empty", required("objections is empty", OPTIONAL), "objections is empty"),
  open("not, is not empty", required("not (objections is not empty)"), "objections is not empty"),
  open(
    "at most",
    required("at most 2 objections o in objections where o.approved"),
    "at most 2 objections o in objections where o.approved",
  ),
  open(
    "at most, of people",
    required("at most 1 objections o in objections from different signers where o.approved"),
    "at most 1 objections o in objections from different signers where o.approved",
  ),
  open(
    "exactly",
    required("exactly 1 objections o in objections where o.approved"),
    "exactly 1 objections o in objections where o.approved",
  ),
  open(
    "every, which hiding the bad ones makes true",
    required("every objection o in objections satisfies not o.approved"),
    "every objection o in objections satisfies not o.approved",
  ),
  open(
    "count below a bound",
    required("(count of objections o in objections where o.approved) < 1"),
    "count of objections o in objections where o.approved",
  ),
  open(
    "count taken away from a number",
    required("1 - (count of objections o in objections where o.approved) > 0"),
    "count of objections o in objections where o.approved",
  ),
  open(
    "count as the amount of another list",
    `${ALL}
  define k = count of objections o in objections where o.approved
  require at least k names n in it.names where n is "x" else "x"`,
    "count of objections o in objections where o.approved",
  ),
  open("define", `${ALL}\n  define quiet = ${NO}\n  require quiet else "x"`, NO),
  open("define, negated where it is used", `${ALL}\n  define loud = ${SOME}\n  require not loud else "x"`, SOME),
  open(
    "define behind define",
    `${ALL}\n  define a = objections is empty\n  define b = a or it.approved\n  require b else "x"`,
    "objections is empty",
  ),
  open("compared with false", required(`(${SOME}) is false`), SOME),
  open("compared with true by a definition", `${ALL}\n  define loud = ${SOME}\n  require loud is not true else "x"`, SOME),
  open("none of a set", required(`(${SOME}) is none of { true }`), SOME),
  open("one of a set that holds it", required("it.approved is one of { (objections is empty) }"), "objections is empty"),
  open("otherwise", required("(it.by-hand otherwise (objections is empty))", OPTIONAL), "objections is empty"),
  open("in a branch of either", `either "quiet" {\n ${required(NO, OPTIONAL)}\n } or "loud" { evidence other: approval signed by t }`, NO),
  open("in a body of a list", required(`no name n in it.names where (${SOME})`), SOME),
  open("in the body of `the`", `${ALL}\n  define x = the name n in it.names where (${NO})\n  require x is "q" else "x"`, NO),
  open("in the `where` of other evidence", `${ALL}\n  evidence w: approval signed by t where (${NO})`, NO),
  open("in the `where` of a set", `${ALL}\n  evidence w: all approval signed by t where not (${SOME})`, SOME),
  open("with a waiver ready for it", `waivable up to 30 days by t\n  ${required(NO)}`, NO, WAIVER),
  open("with grace", required(NO).replace('"x"', '"x" grace until 2026-12-31'), NO),
  { way: "applies when some", body: `${ALL}\n  applies when ${SOME}`, code: "E4010", under: "objections" },
  { way: "applies unless none", body: `${ALL}\n  applies unless ${NO}`, code: "E4010", under: "objections" },
  { way: "applies unless empty", body: `${ALL}\n  applies unless objections is empty`, code: "E4010", under: "objections" },
  { way: "optional evidence and nothing else", body: "evidence objections: optional all approval signed by t", code: "E4015", under: "C" },
  {
    way: "a branch of optional evidence and nothing else",
    body: `either "quiet" { evidence objections: optional all approval signed by t } or "loud" { evidence it: approval signed by t }`,
    code: "E4015",
    under: '"quiet"',
  },
];

/** What a control owner reads of it, by code. */
const WHY: Readonly<Record<string, RegExp>> = {
  E4006: /^the control would pass because a statement of `objections` is not there.*whoever can hide a statement could make this pass/su,
  E4010: /needs one statement.*whoever can hide a statement could decide whether the control applies/su,
  E4015: /decides nothing.*every image would satisfy it.*this may be absent, and nothing is required of it/su,
};

for (const { way, body, more, code, under } of ROWS) {
  tests(`${way}: ${code}`, () => {
    const compiled = compilePolicy(policyOf(body, more));
    assert.is(compiled.policy, undefined, "it compiles");
    const [first, ...others] = compiled.diagnostics;
    assert.ok(first && others.length === 0, compiled.diagnostics.map(({ code: each, message }) => `${each} ${message}`).join("\n"));
    assert.is(first.code, code);
    assert.is(underCarets(compiled, first), under);
    const words = [first.message, first.label, ...first.related.map(({ text }) => text), ...first.notes].join("\n");
    assert.match(words, WHY[code] ?? /never/u);
  });
}

tests("each row is a way of its own", () => {
  assert.ok(ROWS.length >= 15);
  assert.is(new Set(ROWS.map(({ body, more }) => `${body}${more ?? ""}`)).size, ROWS.length);
});

// -------------------------------------------------------------------------- what compiles, with statements withheld

const good: Stated = { id: "good", predicate: { approved: true, n: 2, names: ["x"], statements: [] } };
const bad: Stated = { id: "bad", predicate: { approved: false, n: 9, names: [], statements: [] } };

/** Ways that look alike and are allowed: no subset of the statements satisfies where all of them violate. */
const ALLOWED: readonly string[] = [
  required(SOME),
  required(`not (${NO})`),
  required("objections is not empty"),
  required("at least 1 objections o in objections from different signers where o.approved"),
  required("not (at most 1 objections o in objections where o.approved)"),
  required("no name n in it.names where (no objection o in objections where o.n is it.n)"),
  required(SOME, OPTIONAL),
  `${ALL}\n  define x = the objection o in objections where o.n > 0\n  require x.approved else "x"`,
  `evidence it: any approval signed by t\n  evidence objections: all approval signed by t\n  require not it.approved else "x"`,
];

const outcomeOf = (policy: ReturnType<typeof checkedPolicy>, it: readonly Stated[], objections: readonly Stated[]) =>
  judgeWorld(policy, { it, objections }).controls[0]?.outcome;

for (const body of ALLOWED) {
  tests(`withholding never helps: ${body.split("\n").at(-1)?.trim() ?? ""}`, () => {
    const policy = checkedPolicy(policyOf(body));
    const sets: readonly (readonly Stated[])[] = [[], [good], [bad], [good, bad]];
    for (const it of sets) {
      for (const objections of sets) {
        const whole = outcomeOf(policy, it, objections);
        if (whole !== "violated" && whole !== "missing") continue;
        const subsets = sets.filter((each) => each.every((one) => objections.includes(one)));
        for (const fewer of subsets) assert.is.not(outcomeOf(policy, it, fewer), "satisfied", `${whole} of ${objections.length}`);
      }
    }
  });
}

tests("withholding what two signed together, or what somebody unknown signed, helps nobody to be two people", () => {
  const policy = checkedPolicy(
    policyOf(
      required(
        "at least 2 objections o in objections from different signers where o.approved",
        "evidence objections: all approval signed by t",
      ),
    ),
  );
  const by = (id: string, ...signers: readonly string[]): Stated => ({ ...good, id, signers });
  const two = [by("a", "alice@acme.example"), by("b", "bob@acme.example")];
  for (const more of [by("ab", "alice@acme.example", "bob@acme.example"), by("x", "gitlab:x"), by("abx", "gitlab:x", "bob@acme.example")]) {
    assert.is(outcomeOf(policy, [], two), "satisfied");
    assert.is(outcomeOf(policy, [], [...two, more]), "satisfied", more.id);
    assert.is.not(outcomeOf(policy, [], [two[0] as Stated, by("a2", "alice@acme.example")]), "satisfied");
  }
});

tests.run();
