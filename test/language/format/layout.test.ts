/** What the formatter writes, rule by rule of `language.md` §11. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { SourceFile } from "../../../src/diagnostics/index.ts";
import { format } from "../../../src/language/format/index.ts";
import { designPolicies, shippedPolicies } from "./policy-files.ts";

function formatted(text: string): string {
  const result = format(new SourceFile("t.policy", text));
  if (result.kind !== "formatted") throw new Error(result.diagnostics.map(({ code, message }) => `${code} ${message}`).join("\n"));
  return result.text;
}

const whole = suite("policy files format to themselves");
for (const { path, text } of [...shippedPolicies, ...designPolicies]) whole(path, () => assert.is(formatted(text), text));
whole("there are some", () => assert.ok(shippedPolicies.length >= 13));
if (designPolicies.length === 0) console.log("skipped: needs ../shared/design");
whole.run();

const header = "policy p version 1\n";
const items = suite("declarations and blocks");

/** What is written, and what comes out where that is not the same. Behind the header. */
const ITEMS: Readonly<Record<string, readonly [written: string, out?: string]>> = {
  "spaces and line ends": ['use   slsa\r\n from  "std/slsa@1"\r\n', 'use slsa from "std/slsa@1"\n'],
  "one empty line at most": [
    '\n\n\nuse a from "a"\nuse b from "b"\n\n\n\nuse c from "c"\n\n\n',
    '\nuse a from "a"\nuse b from "b"\n\nuse c from "c"\n',
  ],
  settings: ['use a from "a" with { x: 1 day, y: { c, "b" } }\n'],
  "settings too long for a line": [
    `use a from "a" with {x: "${"x".repeat(60)}", y: "${"y".repeat(60)}"}\n`,
    `use a from "a" with {\n  x: "${"x".repeat(60)}",\n  y: "${"y".repeat(60)}"\n}\n`,
  ],
  "persons too long for a line": [
    `person "${"x".repeat(50)}" also "${"y".repeat(50)}", "${"z".repeat(20)}"\n`,
    `person "${"x".repeat(50)}" also "${"y".repeat(50)}",\n  "${"z".repeat(20)}"\n`,
  ],
  "a string is never broken": [`person "${"x".repeat(150)}" also "y"\n`],
  "units agree": [
    "param a: Duration = 1 days, at most 7 day\nparam b: Duration = 0 second\n",
    "param a: Duration = 1 day, at most 7 days\nparam b: Duration = 0 seconds\n",
  ],
  "sets of literals are sorted": [
    'param a: Set of String = { "b", "a", "B" }\nparam b: Set of Int = {10,9}\nparam c: Set of Duration = {1 day, 23 hours}\n',
    'param a: Set of String = { "B", "a", "b" }\nparam b: Set of Int = { 9, 10 }\nparam c: Set of Duration = { 23 hours, 1 day }\n',
  ],
  "sets with a name are not": ["param a: Set of vuln.severity = { low, high }\nparam b: Set of x = { b, 1 }\n"],
  "lists are not sorted": ["param a: List of Int = { 2, 1 }\n"],
  "sets with comments are not": ["param a: Set of Int = {\n  2, // two\n  1\n}\n"],
  "empty sets": ["param a: Set of Int = {  }\n", "param a: Set of Int = {}\n"],
  "sets too long for a line": [
    `param a: Set of String = {"${"a".repeat(60)}", "${"b".repeat(40)}","${"c".repeat(40)}"}, fewer is stricter\n`,
    `param a: Set of String = {\n  "${"a".repeat(60)}", "${"b".repeat(40)}",\n  "${"c".repeat(40)}"\n}, fewer is stricter\n`,
  ],
  "members too long for a line": [
    `enum e = ordered ${"a".repeat(50)} < ${"b".repeat(50)} < ${"c".repeat(50)}\n`,
    `enum e = ordered ${"a".repeat(50)} < ${"b".repeat(50)}\n  < ${"c".repeat(50)}\n`,
  ],
  "empty blocks": ["record r {\n\n}\n", "record r {}\n"],
  "blocks of one line": ["record r { a: Int b: optional String }\n", "record r {\n  a: Int\n  b: optional String\n}\n"],
  "empty lines at the ends of a block": ["record r {\n\n  a: Int\n\n\n  b: Int\n\n}\n", "record r {\n  a: Int\n\n  b: Int\n}\n"],
  "identity sets are sorted": [
    'trust t {\n  identity is one of { "b", "a" } and under "c"\n}\n',
    'trust t {\n  identity is one of { "a", "b" } and under "c"\n}\n',
  ],
  "control ids": ["gate g {\n  enforce OSPS-BR-01.01,CC8.1\n}\n", "gate g {\n  enforce OSPS-BR-01.01, CC8.1\n}\n"],
  "values in tests keep their order": [
    'test "t" for C {\n  param p = { 2, 1 }\n  given a from "f" with { a[ 0 ].b: { "b", "a" } }\n}\n',
    'test "t" for C {\n  param p = { 2, 1 }\n  given a from "f" with { a[0].b: { "b", "a" } }\n}\n',
  ],
  "the parts of an expectation": [
    `test "t" for C {\n  expect violated r naming "${"a".repeat(60)}" saying "${"b".repeat(60)}" because x\n}\n`,
    `test "t" for C {\n  expect violated r naming "${"a".repeat(60)}"\n    saying "${"b".repeat(60)}" because x\n}\n`,
  ],
  "cases in columns": [
    'test "t" for C {\n  cases a, b, outcome {\n    1 day, "long value", satisfied // why\n    10 days, "s", not applicable\n\n\n    { 1 }, "", missing // none\n  }\n}\n',
    'test "t" for C {\n  cases a, b, outcome {\n    1 day,   "long value", satisfied      // why\n    10 days, "s",          not applicable\n\n    { 1 },   "",           missing        // none\n  }\n}\n',
  ],
  "cases with a comment inside": [
    'test "t" for C {\n  cases a, outcome {\n    1, // one\n    missing\n    2,   satisfied\n  }\n}\n',
    'test "t" for C {\n  cases a, outcome {\n    1, // one\n      missing\n    2, satisfied\n  }\n}\n',
  ],
};
for (const [name, [written, out]] of Object.entries(ITEMS))
  items(name, () => assert.is(formatted(header + written), header + (out ?? written)));
items("the description has a line of its own", () => {
  assert.is(formatted('policy p version 1 language 1 description "d"'), 'policy p version 1 language 1\n  description "d"\n');
});
items.run();

const controls = suite("controls");
const CONTROLS: Readonly<Record<string, readonly [written: string, out?: string]>> = {
  "clauses in the order of the catalogue": [
    `  evidence a: v signed by t
  waivable up to 1 day by t
  for every platform
  applies when stage.name is "x"
  until 2027-01-01
  applies at stage x
  enforce from 2026-02-01
  effective from 2026-01-01
  maps to b "2"
  maps to a "1"
  owner "o"
  severity low
  statement "s"
  require r: a.b is c
    else "e"
  evidence d: v signed by t
`,
    `  statement "s"
  severity low
  owner "o"
  maps to b "2"
  maps to a "1"
  effective from 2026-01-01
  enforce from 2026-02-01
  until 2027-01-01
  applies when stage.name is "x"
  applies at stage x
  for every platform
  waivable up to 1 day by t
  evidence a: v signed by t
  require r: a.b is c
    else "e"
  evidence d: v signed by t
`,
  ],
  "comments go with their clause": [
    `  // about the level
  severity low // low
  // the text
  statement "s" // said
  // the end
`,
    `  // the text
  statement "s" // said
  // about the level
  severity low // low
  // the end
`,
  ],
  "evidence clauses in their order, one a line": [
    "  evidence a: v signed by t pick latest by x fresh within 1 days of x listed in m.l where a.b is c about platform only\n",
    "  evidence a: v signed by t\n    about platform only\n    where a.b is c\n    listed in m.l\n    fresh within 1 day of x\n    pick latest by x\n",
  ],
  "a requirement in lines": [
    '  require r: a.b is c else "{ a.b }" fix "{{x}}" grace until 2026-01-01\n',
    '  require r: a.b is c\n    else "{a.b}"\n    fix "{{x}}"\n    grace until 2026-01-01\n',
  ],
  alternatives: [
    '  either "a" { evidence a: v signed by t require a.b is c else "d" } or "b" { evidence b: v signed by t }\n',
    '  either "a" {\n    evidence a: v signed by t\n    require a.b is c\n      else "d"\n  } or "b" {\n    evidence b: v signed by t\n  }\n',
  ],
  "messages are never broken": [`  require a.b is c\n    else "${"x".repeat(130)}{a.b otherwise "y"}"\n`],
  "a set in a message": [
    '  require a.b is c\n    else "{ { a.b, c } } {  {} }"\n',
    '  require a.b is c\n    else "{ { a.b, c } } { {} }"\n',
  ],
};
for (const [name, [written, out]] of Object.entries(CONTROLS)) {
  const within = (text: string) => `${header}control C "t" {\n${text}}\n`;
  controls(name, () => assert.is(formatted(within(written)), within(out ?? written)));
}
controls.run();

const expressions = suite("expressions");
const long = (letter: string) => `${letter}.${letter.repeat(40)} is ${letter}`;
const EXPRESSIONS: Readonly<Record<string, readonly [written: string, out?: string]>> = {
  "brackets that change nothing": ["((a.b) is (c)) and (not (d.e is f))", "a.b is c and not d.e is f"],
  "brackets that change the tree": ["(a.b is c or d.e is f) and (a.b is c and d.e is f)"],
  "brackets of and in or": ["(a.b is c and a.d is e) or a.f is g", "a.b is c and a.d is e or a.f is g"],
  "not of and": ["not (a.b is c and a.d is e)"],
  sums: ["(a.b + c.d) - (e.f - g.h) > (1 day)", "(a.b + c.d) - (e.f - g.h) > 1 day"],
  "otherwise as an operand": ["a.b otherwise c is d", "(a.b otherwise c) is d"],
  "otherwise of otherwise": ["a.b otherwise (c.d otherwise e) is f", "(a.b otherwise c.d otherwise e) is f"],
  "otherwise before otherwise": ["((a.b otherwise c.d) otherwise e) is f"],
  "otherwise alone": ["(a.b otherwise true)", "a.b otherwise true"],
  "quantifiers as operands": ["a.b is c and some x y in a.x where y.z is c", "a.b is c and (some x y in a.x where y.z is c)"],
  "quantifiers under not": ["not no x y in a.x where y.z is c", "not (no x y in a.x where y.z is c)"],
  "quantifiers as bodies": [
    "some x y in a.x where (some z w in y.z where (w.a is b))",
    "some x y in a.x where some z w in y.z where w.a is b",
  ],
  "nouns agree": [
    "no findings f in a.findings where (at least 1 library l in f.libraries where l.a is b) and l.b is c",
    "no finding f in a.findings where (at least 1 libraries l in f.libraries where l.a is b) and l.b is c",
  ],
  "nouns of other words": ["every thing t in a.findings satisfies t.x is y", "every thing t in a.findings satisfies t.x is y"],
  count: ["(count of finding f in a.findings where f.x is y) < (3)", "(count of findings f in a.findings where f.x is y) < 3"],
  sets: ['a.b is one of {"c" , "b"}', 'a.b is one of { "b", "c" }'],
  "sets of names": ["a.b is one of {c,b}", "a.b is one of { c, b }"],
  within: ["a.b within 24 hour before (c.d)", "a.b within 24 hours before c.d"],
  "and too long": [`${long("a")} and ${long("b")} and ${long("c")}`, `${long("a")}\n      and ${long("b")}\n      and ${long("c")}`],
  "or of and too long": [
    `${long("a")} or ${long("b")} and ${long("c")} and ${long("d")}`,
    `${long("a")}\n      or ${long("b")}\n        and ${long("c")}\n        and ${long("d")}`,
  ],
  "where too long": [
    `no x y in a.x where ${long("a")} and ${long("b")} and ${long("c")}`,
    `no x y in a.x\n      where ${long("a")}\n        and ${long("b")}\n        and ${long("c")}`,
  ],
  "where that fits on a line of its own": [
    `every x y in a.x satisfies ${long("a")} and ${long("b")}`,
    `every x y in a.x\n      satisfies ${long("a")} and ${long("b")}`,
  ],
  "a break of the author's is kept": ["a.b is c\n   and d.e is f", "a.b is c\n      and d.e is f"],
  "so is one behind the word": ["a.b is c and\nd.e is f", "a.b is c\n      and d.e is f"],
  "no other break is": ["a.b\n is\n c and d.e is f", "a.b is c and d.e is f"],
  "comments on their own": ["a.b is c\n      // why\n      and d.e is f"],
  "comments behind": ["a.b is c // why\n      and d.e is f // not"],
  "comments in the middle": ["a.b is // why\n        c\n      and d.e is f"],
  "a bracket with a comment": ["( // why\n      a.b is c)"],
};
for (const [name, [written, out]] of Object.entries(EXPRESSIONS)) {
  const within = (text: string) => `${header}control C "t" {\n  require ${text}\n    else "e"\n}\n`;
  expressions(name, () => assert.is(formatted(within(written)), within(out ?? written)));
}
expressions("of exactly 120 columns", () => {
  const head = `${header}control C "t" {\n`;
  for (const width of [120, 121]) {
    const around = "  require a.b is c and d. is e".length;
    const text = `  require a.b is c and d.${"x".repeat(width - around)} is e`;
    const out = formatted(`${head}${text} else "e" }`);
    assert.is(out.includes("\n      and"), width > 120);
  }
});
expressions.run();
