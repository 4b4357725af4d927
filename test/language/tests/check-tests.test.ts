/** What is said of `test` blocks: names, types, tables and contradictions, and what a good block becomes. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { checkTests, type CheckedTest, type GivenEvidence } from "../../../src/language/index.ts";
import { compilePolicy, said } from "../../support/compile-policy.ts";

const POLICY = `policy p version 1
use vuln from "std/vuln@1"
use inventory from "std/inventory@1"
param max-age: Duration = 7 days, at most 30 days
param fixed: Int = 1
param names: Set of String = { "a", "b" }, fewer is stricter
enum colour = one of red, absent
predicate plain "https://example.com/plain/v1" {
  word: String
  digest: Digest
  colour: optional colour
  words: List of String
  count: Int
}
trust scanner {
  key "keys/a.pub" held by "alice@acme.example" valid until 2027-01-01
  key "keys/b.pub"
  logged yes
}
trust desk { key "keys/c.pub" timestamped yes }
trust bare { key "keys/d.pub" }
trust ci {
  sigstore public-good
  issuer "https://issuer.example"
  identity is "https://github.com/acme/app"
}
control C-01 "Scanned" {
  evidence scan: vuln.report signed by scanner
    fresh within params.max-age of finishedOn
  require clean: no finding f in scan.findings where (f.severity otherwise critical) is at least critical
    else "{f.id}"
}
control C-02 "Plain" {
  either "one" {
    evidence first: plain signed by desk
    require is-a: first.word is "a" else "no"
  } or "two" {
    evidence second: plain signed by bare or ci
    require second.word is "b" else "no"
  }
}
control C-03 "Staged" {
  applies at stage dev
  evidence listed-here: inventory.list signed by ci
}
gate dev { enforce C-01, C-02, C-03 may relax max-age }
gate prod { enforce C-01, C-03 }
`;

interface Checked {
  readonly said: readonly string[];
  readonly tests: readonly CheckedTest[];
}

function check(blocks: string): Checked {
  const compiled = compilePolicy(`${POLICY}${blocks}\n`);
  if (!compiled.policy) throw new Error(said(compiled).join("\n"));
  const { tests, diagnostics } = checkTests(compiled.declared.main, compiled.policy);
  return { said: said({ ...compiled, diagnostics }), tests };
}

const AT = "at 2026-01-10T00:00:00Z\n";

/** Clauses of a test, for whom, and what is said of them. */
const wrong: readonly (readonly [target: string, clauses: string, said: readonly string[]])[] = [
  ["C-01", "given scan expect satisfied", ['E7001 «"t"» C-01 reads the time, and the test does not say when it runs']],
  ["gate dev", "expect gate passed", ['E7001 «"t"» C-01 reads the time, and the test does not say when it runs']],
  ["C-9", "expect satisfied", ["E7016 «C-9» there is no control `C-9` to test"]],
  ["gate sit", "expect gate passed", ["E6013 «sit» there is no gate `sit`"]],
  ["C-02", "given scan expect satisfied", ["E7002 «scan» C-02 has no evidence `scan`"]],
  ["C-02", "given plain expect satisfied", ["E7002 «plain» C-02 has no evidence `plain`"]],
  ["C-02", "given no answer for scan expect unverifiable", ["E7002 «scan» C-02 has no evidence `scan`"]],
  ["gate prod", `${AT}given plain expect gate passed`, ["E7002 «plain» no control of gate `prod` has evidence of `plain`"]],
  ["gate prod", `${AT}given scan expect gate passed`, ["E7002 «scan» no control of gate `prod` has evidence of `scan`"]],
  ["C-02", "given first signed by nobody expect satisfied", ["E4002 «nobody» there is no trust root called `nobody`"]],
  ["C-02", 'given first with { wrd: "a" } expect satisfied', ["E7005 «wrd» plain has no field `wrd`"]],
  ["C-02", 'given first with { word.x: "a" } expect satisfied', ["E7005 «x» `.x` stands behind a String, which has no fields"]],
  ["C-02", 'given first with { word[0]: "a" } expect satisfied', ["E7005 «0» `[0]` stands behind a String, and only lists have elements"]],
  ["C-02", 'given first with { words[1000]: "a" } expect satisfied', ["E7005 «1000» a test sets the first 1000 elements of a list"]],
  ["C-01", `${AT}given scan with { findings.id: "a" } expect satisfied`, ["E7005 «id» `.id` stands behind a List of vuln.finding"]],
  ["C-01", `${AT}given scan with { findings[0].iid: "a" } expect satisfied`, ["E7005 «iid» vuln.finding has no field `iid`"]],
  ["C-02", "given first with { word: 1 } expect satisfied", ["E2019 «1» `word` is a String, and this is a number"]],
  ["C-02", "given first with { colour: blue } expect satisfied", ["E2011 «blue» `blue` is not a member of colour"]],
  ["C-02", 'given first with { digest: "sha256:1" } expect satisfied', ['E2015 «"sha256:1"» `sha256:1` is not a valid Digest']],
  [
    "C-02",
    "expect satisfied first cases a, outcome {}",
    [
      "E7013 «a» nothing in this test uses the column `a`",
      "E7007 «cases a, outcome {}» the table of cases has no rows, so the test expects nothing",
    ],
  ],
  [
    "C-02",
    "given first with { count: a } cases a, outcome { 1, 2, violated }",
    ["E7006 «2» the row has 2 values, and the table one column before `outcome`"],
  ],
  [
    "C-02",
    "given first with { count: a, word: b } cases a, b, outcome { 1, violated }",
    ["E7006 «1, violated» the row has no value for `b`"],
  ],
  [
    "C-02",
    'given first with { count: a } cases a, outcome { 1, violated "x", violated }',
    ['E2019 «"x"» `count` is an Int, and this is a text'],
  ],
  ["C-02", "given first with { count: a } cases a, a, outcome { 1, 2, violated }", ["E7011 «a» two columns are called `a`"]],
  [
    "C-02",
    "given first with { count: absent } cases absent, outcome { 1, violated }",
    ["E7011 «absent» `absent` takes a field away, so no column can be called that"],
  ],
  ["C-02", "given first", ['E7007 «"t"» the test expects nothing, so it could only pass']],
  ["C-02", "given nothing given first expect missing", ["E7008 «nothing» `given nothing` stands beside something that is given"]],
  ["C-02", "given first unsigned tampered expect missing", ["E7008 «tampered» one attestation cannot be both"]],
  ["C-02", "given first signed by desk unsigned expect missing", ["E7008 «unsigned» one attestation cannot be both"]],
  [
    "C-02",
    "given first signed by desk signed by somebody else expect missing",
    ["E7008 «signed by somebody else» one attestation cannot be both"],
  ],
  [
    "C-02",
    "given first signed by desk signed by bare expect missing",
    ["E7008 «signed by bare» the same is said twice of one attestation"],
  ],
  ["C-02", "stage dev stage prod expect missing", ["E7008 «stage prod» the test says `stage` twice"]],
  ["C-01", `${AT}${AT}expect missing`, ["E7008 «at 2026-01-10T00:00:00Z» the test says `at` twice"]],
  ["C-02", 'expect violated is-a saying "a" saying "b"', ['E7008 «saying "b"» `saying` is said twice of one expectation']],
  [
    "gate dev",
    `${AT}given plain with { count: a } cases a, outcome { 1, missing }`,
    ["E7008 «cases a, outcome { 1, missing }» `cases` belongs to tests of controls: its last column is an outcome"],
  ],
  [
    "C-01",
    `${AT}param max-age = 1 day param max-age = 2 days expect missing`,
    ["E7008 «param max-age = 2 days» the test sets `max-age` twice"],
  ],
  ["C-02", "expect violated is-b", ["E7009 «is-b» C-02 has no requirement or evidence `is-b`"]],
  ["C-02", 'expect satisfied through "three"', ['E7009 «"three"» C-02 has no alternative `three`']],
  ["C-02", "expect gate passed", ["E7009 «gate passed» a test of a control sees no gate decide"]],
  ["C-02", "expect control C-01 missing", ["E7009 «C-01» this test is for C-02 and sees no control `C-01`"]],
  ["gate prod", `${AT}expect missing`, ["E7009 «missing» a test of a gate must say which control it means"]],
  ["gate prod", `${AT}expect control C-02 missing`, ["E7009 «C-02» gate `prod` lists no control `C-02`"]],
  ["C-02", 'given first about "sha256:abc" expect missing', ['E7010 «"sha256:abc"» `sha256:abc` is neither a digest nor a commit']],
  [
    "C-02",
    "given first on index expect missing",
    ["E7010 «on index» the subject of this test is no index, so there are no platforms to choose from"],
  ],
  [
    "C-02",
    'subject "r.example/a" platforms "linux/amd64" given first on platform "linux/arm64" expect missing',
    ['E7010 «"linux/arm64"» the subject of this test has no platform `linux/arm64`'],
  ],
  [
    "C-02",
    'subject "r.example/a" platforms "linux/amd64", "linux/amd64" expect missing',
    ['E7010 «"linux/amd64"» `linux/amd64` is one of the platforms twice'],
  ],
  ["C-02", 'subject "r.example/a" platforms "linux" expect missing', ['E7010 «"linux"» `linux` is not a valid Platform']],
  ["C-02", 'subject "NOT A NAME" expect missing', ['E7010 «"NOT A NAME"» `NOT A NAME` names no image']],
  [
    "C-02",
    "given first unlogged expect missing",
    ["E7014 «unlogged» trust root `desk` does not ask for a log entry (`logged yes`), so this changes nothing"],
  ],
  [
    "C-01",
    `${AT}given scan untimestamped expect missing`,
    ["E7014 «untimestamped» trust root `scanner` does not ask for a timestamp (`timestamped yes`), so this changes nothing"],
  ],
  [
    "C-02",
    "given first expired expect missing",
    ["E7014 «expired» trust root `desk` has no key that ever expires (`valid until`), so this changes nothing"],
  ],
  [
    "C-02",
    "given first issued by somebody else expect missing",
    ["E7014 «issued by somebody else» trust root `desk` does not test who issued a certificate, so this changes nothing"],
  ],
  ["C-02", "given first stale expect missing", ["E7014 «stale» this evidence cannot be stale: nothing says how fresh it must be"]],
  ["C-03", "expect missing", ['E7015 «"t"» C-03 depends on the stage, and the test does not say which']],
  ["C-03", "stage qa expect missing", ["E6013 «qa» there is no gate `qa`"]],
  ["gate prod", `${AT}stage dev expect gate blocked`, ["E7015 «stage dev» a test of a gate runs at the stage of that gate"]],
  ["C-02", "param max = 1 day expect missing", ["E2003 «max» the policy has no parameter `max`"]],
  ["C-02", "param fixed = 2 expect missing", ["E2022 «2» `fixed` is fixed: it has no bound that says which direction is stricter"]],
  [
    "C-01",
    `${AT}stage prod param max-age = 8 days expect missing`,
    ["E2023 «8 days» 8 days would loosen `max-age`, which is 7 days (at most 30 days)"],
  ],
  [
    "C-01",
    `${AT}stage dev param max-age = 31 days expect missing`,
    ["E2023 «31 days» 31 days is outside the bound of `max-age`, at most 30 days"],
  ],
  ["C-01", `${AT}param max-age = "x" expect missing`, ['E2019 «"x"» `max-age` is a Duration, and this is a text']],
];

const bad = suite("tests that are wrong");
for (const [target, clauses, expected] of wrong) {
  bad(`${target}: ${clauses.replaceAll("\n", " ")}`, () => {
    const { said: found, tests } = check(`test "t" for ${target} {\n${clauses}\n}`);
    assert.equal(found, expected);
    assert.equal(tests, []);
  });
}
bad("one wrong test does not take the others with it", () => {
  const { said: found, tests } = check('test "a" for C-9 { expect missing }\ntest "b" for C-02 { expect missing first }');
  assert.is(found.length, 1);
  assert.equal(
    tests.map(({ title }) => title),
    ["b"],
  );
});
bad.run();

const good = suite("tests that are right");

function only(blocks: string): CheckedTest {
  const { said: found, tests } = check(blocks);
  assert.equal(found, []);
  const [first] = tests;
  if (first === undefined || tests.length !== 1) throw new Error(`${tests.length} tests`);
  return first;
}

function given(clauses: string, target = "C-01"): GivenEvidence {
  const [first] = only(
    `test "t" for ${target} {\n${AT}${clauses}\nexpect ${target.startsWith("gate") ? "gate passed" : "missing"}\n}`,
  ).givens;
  if (first?.kind !== "evidence") throw new Error("nothing is given");
  return first;
}

good("rows stand for the names of their columns", () => {
  const { tests } = check(`test "t" tagged "edge" for C-01 {
  ${AT}param max-age = window
  given scan with { finishedOn: done }
  cases done, window, outcome {
    2026-01-09T00:00:00Z, 2 days, satisfied
    absent, 1 day, unverifiable
  }
}`);
  assert.equal(
    tests.map(({ row, tags }) => [row?.number, row?.text, ...tags]),
    [
      [1, "done 2026-01-09T00:00:00Z, window 2 days", "edge"],
      [2, "done absent, window 1 day", "edge"],
    ],
  );
  const day = 86_400_000_000_000n;
  assert.equal(
    tests.map(({ parameters }) => parameters.map(({ value }) => value)),
    [[2n * day], [day]],
  );
  assert.equal(
    tests.map(({ givens }) => givens.map((each) => (each.kind === "evidence" ? each.overrides.map(({ value }) => value.kind) : []))),
    [[["value"]], [["absent"]]],
  );
  assert.equal(
    tests.map(({ expectations }) => expectations.map((each) => (each.kind === "control" ? each.expected : each.kind))),
    [[{ kind: "outcome", outcome: "satisfied" }], [{ kind: "outcome", outcome: "unverifiable" }]],
  );
});

good("the first trust root signs unless another is named", () => {
  assert.is(given("given scan").root.name, "scanner");
  assert.is(given("given scan signed by ci").root.name, "ci");
  assert.is(given("given second", "C-02").root.name, "bare");
});

good("evidence of a gate serves every control that reads the view", () => {
  const { serves } = given("given vuln.report", "gate dev");
  assert.equal(
    serves.map(({ control, evidence }) => `${control}.${evidence.name}`),
    ["C-01.scan"],
  );
  assert.equal(
    given("given plain", "gate dev").serves.map(({ evidence }) => evidence.name),
    ["first", "second"],
  );
});

good("a path of a fixture stands for a digest", () => {
  assert.equal(given('given first with { digest: "fixtures/x.json" }', "C-02").overrides[0]?.value, {
    kind: "statement-digests",
    files: ["fixtures/x.json"],
  });
  const set = given('given inventory.list with { statements: { "a.json", "b.json" } }', "gate prod").overrides[0];
  assert.equal(set?.value, { kind: "statement-digests", files: ["a.json", "b.json"] });
});

good("a member called `absent` is a member", () => {
  assert.is(given("given first with { colour: absent }", "C-02").overrides[0]?.value.kind, "value");
  assert.is(given("given first with { word: absent }", "C-02").overrides[0]?.value.kind, "absent");
});

good("what is wrong with an attestation", () => {
  const spoilt = given("given scan unlogged expired malformed stale tampered");
  assert.equal([...spoilt.spoilt], ["unlogged", "expired", "malformed", "stale", "tampered"]);
  assert.equal(given("given scan signed by somebody else").signer, { kind: "somebody-else" });
  assert.is(given("given second signed by ci issued by somebody else", "C-02").issuer, "somebody-else");
  assert.equal(given("given scan about something else").about, { kind: "something-else" });
});

good("the stage is that of the only gate that lists the control", () => {
  assert.is(only('test "t" for C-02 { expect missing }').stage, "dev");
  assert.is(only('test "t" for C-03 { stage prod expect not applicable }').stage, "prod");
});

good("a gate that may relax a parameter lets its tests do so", () => {
  assert.is(only(`test "t" for gate dev { ${AT}param max-age = 30 days expect gate blocked }`).parameters.length, 1);
});

good("a requirement without label is named by its position", () => {
  const [expectation] = only('test "t" for C-02 { expect violated r2 }').expectations;
  assert.equal(expectation?.kind === "control" && expectation.of, { kind: "requirement", id: "C-02.r2", name: "r2" });
});

good("dates without a time are the first moment of the day", () => {
  assert.is(only('test "t" for C-02 { at 2026-01-10 expect missing }').at, 1_768_003_200_000_000_000n);
});
good.run();
