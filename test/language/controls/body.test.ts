/** Bodies and their branches, whose evidence is meant, and lists that close a set: what compiles, and what is said of what does not. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Control } from "../../../src/language/index.ts";
import { checkedPolicy, compilePolicy } from "../../support/compile-policy.ts";
import { saidOf, withClauses } from "./control-text.ts";

type Row = readonly [name: string, clauses: string, said: readonly string[]];

const BUILD = "evidence build: any slsa.provenance signed by scanner";
const IT = "evidence it: approval signed by managers";

function table(name: string, rows: readonly Row[]): void {
  const tests = suite(name);
  for (const [row, clauses, said] of rows) tests(row, () => assert.equal(saidOf(withClauses(clauses)).map(codeAndWords), said));
  tests.run();
}

/** `E4019 «scan»`: the code and what is under the carets. */
function codeAndWords(line: string): string {
  return /^\S+ «[^»]*»/u.exec(line.replaceAll(/\s+/gu, " "))?.[0] ?? line;
}

const branch = (label: string, ...items: readonly string[]) => `"${label}" {\n${items.join("\n")}\n}`;
const either = (...branches: readonly string[]) => `either ${branches.join(" or ")}`;

table("either", [
  ["two branches", either(branch("a", BUILD), branch("b", IT)), []],
  ["three", either(branch("a", BUILD), branch("b", IT), branch("c", "evidence s: vuln.report signed by scanner")), []],
  ["a control of nothing else decides", either(branch("a", BUILD), branch("b", IT)), []],
  ["a branch reads the control", `${IT}\n${either(branch("a", `require it.final else "no"`), branch("b", BUILD))}`, []],
  [
    "defines of siblings share a name",
    either(
      branch("a", IT, "define ok = it.final", `require ok else "no"`),
      branch("b", BUILD, `define ok = build.builder is "https://a.example"`, `require ok else "no"`),
    ),
    [],
  ],
  [
    "what one sibling tested, the other does not know",
    either(
      branch("a", IT, "define r = the reviewer x in it.reviewers where x has mail", `require r.mail is "a@acme.example" else "no"`),
      branch(
        "b",
        "evidence that: approval signed by managers",
        'define r = the reviewer x in that.reviewers where x.name is "a"',
        `require r.mail is "a@acme.example" else "no"`,
      ),
    ),
    ["E3001 «mail»"],
  ],
  ["E4018", either(branch("a", BUILD), branch("a", IT)), ['E4018 «"a"»']],
  [
    "E4018 over blocks",
    `${either(branch("a", BUILD), branch("b", IT))}\n${either(branch("b", "evidence x: approval signed by managers"), branch("c", "evidence y: approval signed by managers"))}`,
    ['E4018 «"b"»'],
  ],
  ["E4019", either(branch("a", IT), branch("b", IT)), ["E4019 «it»"]],
  ["E4019 below the block", `${either(branch("a", IT), branch("b", BUILD))}\n${IT}`, ["E4019 «it»"]],
  ["E2004 with the control", `${IT}\n${either(branch("a", IT), branch("b", BUILD))}`, ["E2004 «it»"]],
  [
    "E2004 of labels over branches",
    either(
      branch("a", IT, `require same: it.final else "no"`),
      branch("b", BUILD, `require same: build.builder is "https://a.example" else "no"`),
    ),
    ["E2004 «same»"],
  ],
  ["E4020 below the block", `${either(branch("a", IT), branch("b", BUILD))}\nrequire it.final else "no"`, ["E4020 «it»"]],
  ["E4020 in a sibling", either(branch("a", IT), branch("b", BUILD, `require it.final else "no"`)), ["E4020 «it»"]],
  [
    "E4020 in a message",
    `${either(branch("a", IT), branch("b", BUILD))}\nrequire stage.name is "x" else "{it.environment}"`,
    ["E4020 «it»"],
  ],
  ["E4020 in `applies`", `applies when it.final\n${either(branch("a", IT), branch("b", BUILD))}`, ["E4020 «it»"]],
  ["E2005 inside a branch", either(branch("a", `require it.final else "no"`, IT), branch("b", BUILD)), ["E2005 «it»"]],
  ["E4015 of a branch", either(branch("a", "evidence x: optional all approval signed by managers"), branch("b", BUILD)), ['E4015 «"a"»']],
  ["E4015 of a branch of defines", either(branch("a", "define x = stage.name"), branch("b", BUILD)), ['E4015 «"a"»']],
  ["E5007", either(branch("a", IT, `require it.final else "no" grace until 2027-01-01`), branch("b", BUILD)), ["E5007 «2027-01-01»"]],
  [
    "E4006 in a branch",
    either(branch("a", "evidence x: all approval signed by managers", `require (no x y in x where y.final) else "no"`), branch("b", BUILD)),
    ["E4006 «no x y in x where y.final»"],
  ],
  [
    "E4009: a block links what its branches choose with what they read",
    `${BUILD}\nevidence b: any approval signed by managers where b.final or build.builder is "https://a.example"\n${either(
      branch(
        "x",
        `evidence c: any approval signed by managers`,
        `require c.final and b.final and build.builder is "https://a.example" else "no"`,
      ),
      branch("y", IT),
    )}`,
    ["E4009 «c»"],
  ],
]);

const LINK = (name: string, about: string) => `evidence ${name}: approval signed by managers about ${about}`;

table("about", [
  ["a commit in a record", `evidence build: slsa.provenance signed by scanner\n${LINK("it", "build.source")}`, []],
  ["a commit", `evidence build: slsa.provenance signed by scanner\n${LINK("it", "build.source.commit")}`, []],
  ["a digest", `${IT}\n${LINK("that", "it.artifact")}`, []],
  ["a record that is a statement", `${IT}\n${LINK("that", "it")}`, []],
  [
    "a define",
    `evidence build: slsa.provenance signed by scanner\ndefine base = the dependency d in build.dependencies where d has digest\n${LINK("it", "base")}\n${LINK("that", "base.digest")}`,
    [],
  ],
  ["E4007 text", `${IT}\n${LINK("that", "it.environment")}`, ["E4007 «it.environment»"]],
  [
    "E4007 a record without one",
    `${IT}\ndefine r = the reviewer x in it.reviewers where x.name is "a"\n${LINK("that", "r")}`,
    ["E4007 «r»"],
  ],
  [
    "E3006",
    `evidence build: slsa.provenance signed by scanner\ndefine d = the dependency x in build.dependencies where x has name\n${LINK("it", "d.digest")}`,
    ["E3006 «d.digest»"],
  ],
  ["E4012 of a set", `evidence xs: all approval signed by managers\n${LINK("that", "xs")}`, ["E4012 «xs»"]],
  ["E2005 itself", LINK("it", "it.artifact"), ["E2005 «it»"]],
  [
    "four steps",
    `${IT}\n${["a", "b", "c", "d"].map((name, index, all) => LINK(name, `${all[index - 1] ?? "it"}.artifact`)).join("\n")}`,
    [],
  ],
  [
    "E4008 five",
    `${IT}\n${["a", "b", "c", "d", "e"].map((name, index, all) => LINK(name, `${all[index - 1] ?? "it"}.artifact`)).join("\n")}`,
    ["E4008 «d.artifact»"],
  ],
  ["E4017 platform", `evidence it: approval signed by managers about platform only`, ["E4017 «about platform only»"]],
  ["E4017 index", `evidence it: approval signed by managers about index only`, ["E4017 «about index only»"]],
  [
    "platform words",
    `for every platform\nevidence it: approval signed by managers about platform only\nevidence that: approval signed by managers about index only`,
    [],
  ],
  ["E4010: `applies` on what depends on an `any`", `applies when it.final\n${BUILD}\n${LINK("it", "build.source")}`, ["E4010 «it»"]],
]);

const LIST = `evidence extra: approval signed by managers\ndefine digests = { extra.artifact }`;
const ALL = (more: string, mode = "all") => `evidence xs: ${mode} approval signed by managers ${more}`;

table("listed in", [
  ["a set that somebody signed", `${LIST}\n${ALL("listed in digests")}\nrequire (every x y in xs satisfies y.final) else "no"`, []],
  ["`optional all`", `${LIST}\n${ALL("listed in digests", "optional all")}\nrequire (no x y in xs where y.final) else "no"`, []],
  ["E4014 one", `${LIST}\n${ALL("listed in digests", "")}`, ["E4014 «listed in digests»"]],
  ["E4014 any", `${LIST}\n${ALL("listed in digests", "any")}`, ["E4014 «listed in digests»"]],
  ["E4014 no digests", `${IT}\n${ALL("listed in it.tags")}`, ["E4014 «it.tags»"]],
  ["E4014 no list", `${IT}\n${ALL("listed in it.artifact")}`, ["E4014 «it.artifact»"]],
  ["E4014 nobody signed it", `define digests = { subject.digest }\n${ALL("listed in digests")}`, ["E4014 «digests»"]],
  ["E2003", ALL("listed in nothing-here"), ["E2003 «nothing-here»"]],
]);

const shape = suite("the checked form");

function controlOf(clauses: string): Control {
  const [control] = checkedPolicy(withClauses(clauses)).controls;
  if (!control) throw new Error("no control");
  return control;
}

shape("requirements are numbered through all branches, blocks have an id that no label can be", () => {
  const { body } = controlOf(
    `${IT}\nrequire it.final else "no"\n${either(branch("a", `require it.count > 1 else "no"`), branch("b", `require it.count > 2 else "no"`))}\nrequire it.count > 3 else "no"`,
  );
  assert.equal(
    [body.requirements, ...body.alternatives.flatMap(({ branches }) => branches.map((each) => each.body.requirements))].map((all) =>
      all.map(({ id }) => id),
    ),
    [["C-1.r1", "C-1.r4"], ["C-1.r2"], ["C-1.r3"]],
  );
  assert.equal(
    body.alternatives.map(({ id, number }) => [id, number]),
    [["C-1.either.1", 1]],
  );
});

shape("a block belongs to the group of what it reads", () => {
  const { body } = controlOf(
    `${BUILD}\n${IT}\n${either(branch("a", `require build.builder is "https://a.example" else "no"`), branch("b", `require it.final else "no"`))}`,
  );
  assert.equal(
    body.groups.map(({ chosen, alternatives }) => [chosen.join(), alternatives.join()]),
    [
      ["", ""],
      ["build", "1"],
    ],
  );
});

shape("the bound counts every branch, for each way to choose what it reads", () => {
  const one = controlOf(
    `${BUILD}\n${either(branch("a", `require build.builder is "https://a.example" else "no"`), branch("b", IT))}`,
  ).stepBound;
  const two = controlOf(
    `${BUILD}\n${either(branch("a", `require build.builder is "https://a.example" else "no"`), branch("b", IT, `require build.builder is "https://a.example" else "no"`))}`,
  ).stepBound;
  assert.ok(one > 0);
  assert.is(two, 2 * one);
});

shape("names of another control are no fault of this one", () => {
  assert.ok(compilePolicy(withClauses(either(branch("a", IT), branch("b", BUILD)))).policy);
});
shape.run();
