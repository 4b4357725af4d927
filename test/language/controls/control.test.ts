/** A control's clauses, its evidence, its messages; gates. Each wrong line beside the neighbour that is right. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { checkedPolicy } from "../../support/compile-policy.ts";
import { saidOf, withBlocks, withBody, withClauses } from "./control-text.ts";

type Row = readonly [right: string, wrong: string, said: readonly string[] | string];

function check(title: string, wrap: (text: string) => string, rows: readonly Row[]): void {
  const test = suite(title);
  for (const [right, wrong, expected] of rows) {
    test(wrong, () => {
      assert.equal(saidOf(wrap(right)), []);
      assert.equal(saidOf(wrap(wrong)), typeof expected === "string" ? [expected] : expected);
    });
  }
  test.run();
}

const IT = "  evidence it: approval signed by managers";
const PROVENANCE = (name: string) => `  evidence ${name}: any slsa.provenance signed by scanner\n`;

check("evidence", (text) => withClauses(text), [
  [IT, "  evidence it: aproval signed by managers", "E2003 «aproval» there is no predicate called `aproval`"],
  [
    "  evidence scan: vuln.report signed by scanner",
    "  evidence scan: vuln.repot signed by scanner",
    "E2003 «repot» there is no predicate in `vuln` called `repot`",
  ],
  [
    "  evidence scan: vuln.report signed by scanner",
    "  evidence scan: vulns.report signed by scanner",
    "E2003 «vulns» there is no module called `vulns`",
  ],
  [IT, "  evidence it: approval signed by manager", "E4002 «manager» there is no trust root called `manager`"],
  [
    "  evidence it: approval signed by managers or scanner",
    "  evidence it: approval signed by managers or scaner",
    "E4002 «scaner» there is no trust root called `scaner`",
  ],
  [
    `${IT}\n    fresh within 7 days of decidedOn`,
    `${IT}\n    fresh within 7 days of environment`,
    "E5001 «environment» `environment` is not a time",
  ],
  [
    `${IT}\n    fresh within 7 days of decidedOn`,
    `${IT}\n    fresh within 7 days of seenOn`,
    "E3006 «seenOn» `seenOn` may be absent, so it cannot be the clock of `it`",
  ],
  [
    `${IT}\n    fresh within 7 days of decidedOn`,
    `${IT}\n    fresh within 7 days of decided`,
    "E2002 «decided» approval has no field `decided`",
  ],
  [
    `${IT}\n    fresh within 7 days of decidedOn`,
    "  evidence it: approval signed by bare\n    fresh within 7 days of decidedOn",
    "E5003 «decidedOn» `decidedOn` is what the signer claims, and `bare` proves no time to hold it against",
  ],
  [
    "  evidence it: approval signed by bare\n    fresh within 7 days of signing time",
    "  evidence it: approval signed by managers or bare\n    fresh within 7 days of decidedOn",
    "E5003 «decidedOn» `decidedOn` is what the signer claims, and `bare` proves no time to hold it against",
  ],
  [
    `${IT}\n    fresh within params.window of decidedOn`,
    `${IT}\n    fresh within it.wait of decidedOn`,
    "E5002 «it.wait» this window of time is read from evidence, and must be known before",
  ],
  [
    `${IT}\n    fresh within 1 second of decidedOn`,
    `${IT}\n    fresh within 0 days of decidedOn`,
    "E5002 «0 days» this window of time is zero, so nothing is ever fresh",
  ],
  [
    `${IT}\n    fresh within params.window of decidedOn`,
    `${IT}\n    fresh within params.no-window of decidedOn`,
    "E5002 «params.no-window» this window of time is zero, so nothing is ever fresh",
  ],
  [
    `${IT}\n    fresh within params.window of decidedOn`,
    `${IT}\n    fresh within params.least of decidedOn`,
    "E2001 «params.least» a window of time is a Duration, and this is an Int",
  ],
  [
    `${IT}\n    pick latest by decidedOn`,
    `${IT}\n    pick latest by environment`,
    "E5005 «environment» statements cannot be ordered by `environment`",
  ],
  [
    `${IT}\n    pick earliest by signing time`,
    "  evidence it: any approval signed by managers\n    pick latest by decidedOn",
    "E4013 «pick latest by decidedOn» `pick` chooses one statement, and `any` has said which count",
  ],
  [
    `${IT}\n    pick latest by decidedOn`,
    "  evidence it: all approval signed by managers\n    pick latest by decidedOn",
    "E4013 «pick latest by decidedOn» `pick` chooses one statement, and `all` has said which count",
  ],
  [
    `${IT}\n    fresh within 7 days of decidedOn\n    pick latest by decidedOn`,
    `${IT}\n    fresh within 7 days of decidedOn\n    pick latest by signing time`,
    "E5006 «signing time» `it` is judged by two clocks",
  ],
  [`${IT}\n    where it.final`, `${IT}\n    where it.environment`, "E2010 «it.environment» a String is not a condition"],
  [`${IT}\n    where signer of it is it.author`, `${IT}\n    where other.final`, "E2003 «other» there is no `other` here"],
  [
    `${PROVENANCE("a")}${PROVENANCE("b")}  require a.builder is b.builder\n    else "no"`,
    `${PROVENANCE("a")}${PROVENANCE("b")}${PROVENANCE("c")}  require a.builder is b.builder and b.builder is c.builder\n    else "no"`,
    "E4009 «c» more than 2 `any` evidences are linked: `a`, `b`, `c`",
  ],
  [
    `${PROVENANCE("a")}${PROVENANCE("b")}${PROVENANCE("c")}  require a.builder is b.builder\n    else "no"\n  require c.builder is one of params.trusted\n    else "no"`,
    `${PROVENANCE("a")}${PROVENANCE("b")}${PROVENANCE("c")}  require a.builder is b.builder\n    else "no"\n  require c.builder is one of params.trusted\n    else "{a.builder}"`,
    "E4009 «c» more than 2 `any` evidences are linked: `a`, `b`, `c`",
  ],
]);

const REQUIRE = `  require it.final\n    else "no"`;

check("clauses of a control", (text) => withClauses(text), [
  [`  severity high\n${IT}`, `  severity hgih\n${IT}`, "E2011 «hgih» `hgih` is not a severity"],
  [
    `  applies at stage prod\n${IT}`,
    `  applies at stage prd\n${IT}`,
    "E6013 «prd» there is no gate called `prd`, so this control would never apply",
  ],
  [`  applies when it.final\n${IT}`, `  applies when it.environment\n${IT}`, "E2010 «it.environment» a String is not a condition"],
  [
    `  applies when it.final\n${IT}`,
    `  applies when build.builder is one of params.trusted\n${IT}\n${PROVENANCE("build")}`,
    "E4010 «build» `build` may be any of several statements, and `applies` needs one",
  ],
  [
    `  applies unless it.final\n${IT}`,
    `  applies when named is one of params.trusted\n${IT}\n${PROVENANCE("build")}  define named = build.builder`,
    "E4010 «named» `named` reads `build`, and `applies` needs evidence that is one statement",
  ],
  [
    `  applies when it.final\n${IT}`,
    `  applies when some grant g in grants where g.final\n  evidence grants: all approval signed by managers`,
    "E4010 «grants» `grants` is a set of statements, and `applies` needs one statement",
  ],
  [
    `  effective from 2026-01-01\n  enforce from 2026-02-01\n  until 2026-03-01\n${IT}`,
    `  effective from 2026-02-01\n  enforce from 2026-01-01\n${IT}`,
    "E5004 «enforce from 2026-01-01» these dates are out of order",
  ],
  [
    `  until 2026-01-01\n  effective from 2026-01-01\n${IT}`,
    `  until 2026-01-01\n  effective from 2026-01-02\n${IT}`,
    "E5004 «until 2026-01-01» these dates are out of order",
  ],
  [IT, `  statement "Nothing."`, "E4015 «C-1» control `C-1` decides nothing"],
  [
    `  evidence extras: optional all approval signed by managers\n  require some extra e in extras where e.final\n    else "no"`,
    "  evidence extras: optional all approval signed by managers",
    "E4015 «C-1» control `C-1` decides nothing",
  ],
  [`${IT}\n${REQUIRE}`, `${IT}\n${IT}`, "E2004 «it» `it` is already the name of something else in this control"],
  [
    `${IT}\n  require done: it.final\n    else "no"`,
    `${IT}\n  require it: it.final\n    else "no"`,
    "E2004 «it» `it` is already the name of something else in this control",
  ],
  [
    `${IT}\n  define named = it.final\n  require named\n    else "no"`,
    `  define named = it.final\n${IT}\n  require named\n    else "no"`,
    "E2005 «it» `it` is used before it is declared",
  ],
]);

check("requirements and messages", (text) => withBody(text), [
  [
    `  require it.count is 1\n    else "no"`,
    `  require 1 is 1\n    else "no"`,
    "E4016 «1 is 1» this requirement reads no evidence, so it says the same of every image",
  ],
  [
    `  require params.least is 1\n    else "no"`,
    `  require true\n    else "no"`,
    "E4016 «true» this requirement reads no evidence, so it says the same of every image",
  ],
  [
    `  define same = it.count is 1\n  require same\n    else "no"`,
    `  define same = 1 is 1\n  require same\n    else "no"`,
    "E4016 «same» this requirement reads no evidence, so it says the same of every image",
  ],
  [
    `  require no reviewer r in it.reviewers where r.level is junior\n    else "{r.name}"`,
    `  require some reviewer r in it.reviewers where r.level is senior\n    else "{r.name}"`,
    "E2017 «r» `r` is not known in this message",
  ],
  [
    `  require at most 1 reviewers r in it.reviewers where r.level is junior\n    else "{r.name}"`,
    `  require it.final and (no reviewer r in it.reviewers where r.level is junior)\n    else "{r.name}"`,
    "E2017 «r» `r` is not known in this message",
  ],
  [
    `  require it.final\n    else "{it.tags}"`,
    `  require it.final\n    else "{it.reviewers}"`,
    "E2018 «it.reviewers» a List of reviewer cannot be shown in a message",
  ],
  [
    `  require it.final\n    else "{it.count}"`,
    `  require it.final\n    else "{it}"`,
    "E2018 «it» an approval cannot be shown in a message",
  ],
  [
    `  require it.final\n    else "{it.environment}"`,
    `  require it.final\n    else "{it.comment otherwise "x"}"`,
    'E2018 «it.comment otherwise "x"» a secret cannot be shown in a message',
  ],
  [
    `  require it.final\n    else "no"\n    fix "ask {signer of it}"`,
    `  require it.final\n    else "no"\n    fix "ask {it.passwords}"`,
    "E2018 «it.passwords» a secret cannot be shown in a message",
  ],
  [
    `  require it.final\n    else "{it.count + 1}"`,
    `  require it.final\n    else "{ { "a", (it.comment otherwise "b") } }"`,
    'E2018 «{ "a", (it.comment otherwise "b") }» a secret cannot be shown in a message',
  ],
  [
    `  define word = the note n in it.notes where n is "x"\n  require it.final\n    else "{word}"`,
    `  define word = the password p in it.passwords where p is "x"\n  require it.final\n    else "{word}"`,
    "E2018 «word» a secret cannot be shown in a message",
  ],
  [
    `  require no note n in it.notes where n is "x"\n    else "{n}"`,
    `  require no password p in it.passwords where p is "x"\n    else "{p}"`,
    "E2018 «p» a secret cannot be shown in a message",
  ],
  [
    `  require it.final\n    else "{it.final}"`,
    `  require it.final\n    else "{it has comment and it.comment is "x"}"`,
    'E2018 «it has comment and it.comment is "x"» a secret cannot be shown in a message',
  ],
  [
    `  require some finding f in scan.findings where (some alias a in f.aliases where (some tag t in it.tags where a is t))\n    else "no"`,
    `  require some finding f in scan.findings where (some alias a in f.aliases where (some tag t in it.tags where (some note n in it.notes where n is t)))\n    else "no"`,
    "E4023 «some note n in it.notes where n is t» quantifiers are nested more than 3 deep",
  ],
  [
    `  define deep = some tag t in it.tags where (some note n in it.notes where n is t)\n  require some finding f in scan.findings where deep\n    else "no"`,
    `  define deep = some tag t in it.tags where (some note n in it.notes where n is t)\n  require some finding f in scan.findings where (some alias a in f.aliases where deep)\n    else "no"`,
    "E4023 «deep» quantifiers are nested more than 3 deep",
  ],
  [
    `  require signer of it is it.author\n    else "no"`,
    `  require some reviewer r in it.reviewers where signer of r is it.author\n    else "no"`,
    "E4024 «r» `r` is not a statement, so nobody signed it",
  ],
  [
    `  require at least 2 grants g in grants from different signers where g.final\n    else "no"`,
    `  require at least 2 reviewers r in it.reviewers from different signers where r.level is senior\n    else "no"`,
    "E4024 «reviewers r in it.reviewers» `from different signers` counts who signed statements, and these are not statements",
  ],
  [
    `  require some grant g in grants where g.final\n    else "no"`,
    `  require grants.final\n    else "no"`,
    "E4012 «grants» `grants` is a set of statements, not one",
  ],
  [
    `  require some grant g in grants where signer of g is it.author\n    else "no"`,
    `  require signer of grants is it.author\n    else "no"`,
    "E4012 «grants» `grants` is a set of statements, not one",
  ],
  [
    `  require some reviewer r in it.reviewers where r.level is senior\n    else "no"`,
    `  require some reviewer it in it.reviewers where it.level is senior\n    else "no"`,
    "E2004 «it» `it` is already the name of something else here",
  ],
  [
    `  define light = it.count\n  require it.shade is dark and light is 1\n    else "no"`,
    `  define light = it.count\n  require it.shade is light\n    else "no"`,
    "E2016 «light» `light` is a member of shade and also a name in this control",
  ],
]);

const CONTROL = (id: string) => `control ${id} "x" {\n  evidence it: approval signed by managers\n}\n`;

check("gates", (text) => withBlocks(text), [
  [
    `${CONTROL("C-1")}gate prod {\n  enforce C-1\n}`,
    `${CONTROL("C-1")}gate prod {\n  warn C-1\n}`,
    "E6010 «prod» gate `prod` enforces nothing",
  ],
  [
    `${CONTROL("C-1")}gate prod {\n  enforce C-1\n}`,
    `${CONTROL("C-1")}gate prod {\n  enforce C-2\n}`,
    "E6012 «C-2» there is no control `C-2`",
  ],
  [
    `${CONTROL("C-1")}${CONTROL("C-2")}gate prod {\n  enforce C-1\n  warn all\n}`,
    `${CONTROL("C-1")}gate prod {\n  enforce C-1\n  warn C-1\n}`,
    "E6011 «C-1» gate `prod` lists `C-1` twice",
  ],
  [
    `${CONTROL("C-1")}${CONTROL("C-2")}gate prod {\n  enforce all\n  warn C-2\n}`,
    `${CONTROL("C-1")}gate prod {\n  enforce all\n  warn all\n}`,
    "E6011 «warn all» gate `prod` lists `all` twice",
  ],
  [
    `${CONTROL("C-1")}gate prod {\n  enforce C-1\n}`,
    `${CONTROL("C-1")}gate prod {\n  enforce C-1 from acme\n}`,
    "E2003 «acme» there is no module called `acme`",
  ],
  [
    `${CONTROL("C-1")}gate prod {\n  enforce C-1\n}\ngate dev {\n  enforce C-1\n}`,
    `${CONTROL("C-1")}gate prod {\n  enforce C-1\n}\ngate prod {\n  enforce C-1\n}`,
    "E2004 «prod» gate `prod` is declared twice",
  ],
  [`${CONTROL("C-1")}${CONTROL("C-2")}`, `${CONTROL("C-1")}${CONTROL("C-1")}`, "E2004 «C-1» control `C-1` is declared twice"],
  [
    `control C-1 "x" {\n  applies at stage prod\n${IT}\n}`,
    `control C-1 "x" {\n  applies at stage prod\n${IT}\n}\ngate dev {\n  enforce C-1\n}`,
    "E6013 «prod» there is no gate called `prod`, so this control would never apply",
  ],
  [
    `${CONTROL("C-1.other")}control C-1 "x" {\n${IT}\n}`,
    `${CONTROL("C-1.it")}control C-1 "x" {\n${IT}\n}`,
    "E2004 «it» `it` would be reported as `C-1.it`, which is another control",
  ],
]);

const modules = suite("controls of other files");
const LIBRARY = `policy library version 1\npredicate seal "https://acme.example/seal" { on: Timestamp }\ntrust managers {\n  key "keys/other.pub"\n}\ncontrol C-1 "x" {\n  evidence it: seal signed by managers\n}\n`;
const files = { "library.policy": LIBRARY, "second.policy": LIBRARY };
const uses = `use library from "./library.policy"\nuse second from "./second.policy"\n`;
const policy = (text: string) => withBlocks("").replace("use vuln", `${uses}use vuln`) + text;

modules("are judged where a gate lists them", () => {
  const { controls, trustRoots } = checkedPolicy(policy(`${CONTROL("C-2")}gate prod {\n  enforce C-1 from library\n  warn C-2\n}`), {
    files,
  });
  assert.equal(controls.map((each) => each.id).sort(), ["C-1", "C-2"]);
  assert.equal(
    trustRoots.map((root) => [root.name, root.keys[0]?.file]),
    [
      ["managers", "keys/manager.pub"],
      ["managers", "keys/other.pub"],
    ],
  );
});
modules("E6016 and E6012", () => {
  assert.equal(saidOf(policy(`gate prod {\n  enforce C-1 from library\n}\ngate dev {\n  enforce C-1 from second\n}`), { files }), [
    "E6016 «C-1» two modules have a control `C-1`",
  ]);
  assert.equal(saidOf(policy(`gate prod {\n  enforce C-1\n}`), { files }), ["E6012 «C-1» there is no control `C-1`"]);
  assert.equal(saidOf(policy(`gate prod {\n  enforce C-9 from library\n}`), { files }), [
    "E6012 «C-9» there is no control `C-9` in `library`",
  ]);
});
modules.run();

const numbers = suite("numbered requirements");
numbers("no two requirements have one id, whatever the labels are", () => {
  const clauses = `${IT}\n  require r2: it.final\n    else "a"\n  require it.final\n    else "b"\n  require it.count is 1\n    else "c"\n  require r3: it.final\n    else "d"`;
  const [control] = checkedPolicy(withClauses(clauses)).controls;
  assert.equal(
    control?.body.requirements.map((each) => each.id),
    ["C-1.r2", "C-1.r4", "C-1.r5", "C-1.r3"],
  );
});
numbers("a chain of doubling names is refused, not followed", () => {
  const chain = Array.from({ length: 60 }, (_, index) => `  define a${index + 1} = a${index} and a${index}\n`).join("");
  const [said, ...more] = saidOf(withBody(`  define a0 = it.final\n${chain}  require a60\n    else "no"`));
  assert.match(said ?? "", /^E1015 «a\d+» `a\d+` is too large once the names in it are written out$/u);
  assert.equal(more, []);
});
numbers.run();
