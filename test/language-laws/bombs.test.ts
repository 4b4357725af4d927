/** Small policies that would keep a machine busy for ever, or go deeper than it can: each is told with a code before the work is done. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { SourceFile } from "../../src/diagnostics/index.ts";
import { format } from "../../src/language/format/index.ts";
import { meaningHashes } from "../../src/language/index.ts";
import { createNodeCrypto } from "../../src/platform/crypto/index.ts";
import { judgeWorld } from "../evaluate/support/world.ts";
import { compilePolicy, said } from "../support/compile-policy.ts";

const tests = suite("bombs in a policy");
const hasher = createNodeCrypto();
const HEAD = `policy bomb version 1
predicate note "https://acme.example/n/v1" { n: Int  flag: Bool  text: String  who: optional Identity }
trust us { key "keys/us.pub" accept claimed time }
`;
const GATE = "gate prod { enforce C }\n";
const chain = (count: number, line: (index: number) => string) => Array.from({ length: count }, (_, index) => line(index + 1)).join("\n");
const asking = (condition: string, before = "", message = "no") =>
  `${HEAD}control C "c" {\n  evidence it: note signed by us\n${before}\n  require r: ${condition}\n    else "${message}"\n}\n${GATE}`;

const flags = (count: number) => `  define d0 = it.flag\n${chain(count, (index) => `  define d${index} = not d${index - 1}`)}`;

/** Sums inside brackets inside sums: each is as long as one may be. */
function sums(depth: number): string {
  let text = "it.n";
  for (let level = 0; level < depth; level++) text = `(${text}${" + it.n".repeat(63)})`;
  return text;
}

const records = (count: number, fields: string) =>
  `${chain(count, (index) => `record r${index - 1} { ${fields.replaceAll("T", `r${index}`)} }`)}\nrecord r${count} { n: Int }\n`;
const viewOf = (type: string) => `predicate q "https://acme.example/q/v1" { n: Int  all: ${type} }\n`;
const reading = (declared: string) =>
  `${HEAD}${declared}control C "c" {\n  evidence it: q signed by us\n  require r: it.n > 0\n    else "no"\n}\n${GATE}`;

const ROWS: readonly (readonly [name: string, text: string, code: string])[] = [
  ["1000 names, each for the one before", asking("d1000", flags(1000)), "E1015"],
  ["20 000 names, each for the one before", asking("d20000", flags(20_000)), "E1015"],
  ["a name that is too deep where it is used", asking("not (not (not d84))", flags(84)), "E1015"],
  ["sums in sums", asking(`${sums(40)} > 0`), "E1015"],
  ["sums in sums behind a name", asking("d > 0", `  define d = ${sums(40)}`), "E1015"],
  ["sums in sums in a message", asking("it.flag", "", `{${sums(40)}}`), "E1015"],
  ["sums in sums in `where`", asking("it.flag").replace("signed by us", `signed by us where ${sums(40)} > 0`), "E1015"],
  ["sums in sums in `applies`", asking("it.flag", `  applies when ${sums(40)} > 0`), "E1015"],
  ["records that double 20 times", reading(`${records(20, "a: T b: T")}${viewOf("r0")}`), "E2026"],
  ["lists of records that double 30 times", reading(`${records(30, "a: List of T b: T")}${viewOf("List of r0")}`), "E2026"],
  [
    "a predicate of many large records",
    reading(
      `record wide { ${chain(500, (index) => `f${index}: Int`)} }\npredicate q "https://acme.example/q/v1" { n: Int ${chain(500, (index) => `g${index}: wide`)} }\n`,
    ),
    "E2026",
  ],
  ["a duration of 900 000 digits", asking(`now > 2020-01-01 + ${"9".repeat(900_000)} days`), "E2015"],
  [
    "a window of 40 digits",
    asking("it.flag").replace("signed by us", `signed by us fresh within ${"9".repeat(40)} weeks of signing time`),
    "E2015",
  ],
  ["a waiver's term of 40 digits", asking("it.flag", `  waivable up to ${"9".repeat(40)} days by us`), "E2015"],
  ["a number of 100 000 digits", asking(`it.n > ${"9".repeat(100_000)}`), "E2015"],
  ["a regex that repeats repetitions", asking('it.text matches regex "((a{30}){30}){30}"'), "E2015"],
];

for (const [name, text, code] of ROWS) {
  tests(`${name}: ${code}`, () => {
    const compiled = compilePolicy(text);
    assert.is(compiled.policy, undefined);
    const codes = new Set(compiled.diagnostics.map((each) => each.code));
    assert.equal([...codes], [code], said(compiled).join("\n").slice(0, 2_000));
    assert.ok(compiled.diagnostics.length <= 3, `${compiled.diagnostics.length} of one mistake`);
    assert.type(format(new SourceFile("main.policy", text)).text, "string");
  });
}

const FITS: readonly (readonly [name: string, text: string, outcome: string])[] = [
  ["80 names, each for the one before", asking("d80", flags(80)), "satisfied"],
  ["three sums in each other", asking(`${sums(3)} > 0`), "satisfied"],
  ["records that double nine times", reading(`${records(8, "a: T b: T")}${viewOf("optional r0")}`), "satisfied"],
];

for (const [name, text, outcome] of FITS) {
  tests(`${name}: ${outcome}`, () => {
    const compiled = compilePolicy(text);
    assert.ok(compiled.policy, said(compiled).join("\n"));
    assert.match(meaningHashes(compiled.policy, hasher).policy(), /^sha256:/u);
    const world = { it: [{ predicate: { n: 1, flag: true, text: "a" } }] };
    assert.is(judgeWorld(compiled.policy, world).controls[0]?.outcome, outcome);
  });
}

tests.run();
