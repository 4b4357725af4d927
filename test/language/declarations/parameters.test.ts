import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Declarations } from "../../../src/language/index.ts";
import { declareMain, policy, said, type Folder } from "./declaring.ts";

const test = suite("declarations: parameters");

function expect(title: string, body: string, diagnostics: readonly string[], folder: Folder = {}): void {
  test(title, () => assert.equal(said(declareMain(policy(body), folder)), diagnostics));
}

const DAY = 86_400_000_000_000n;

const good = [
  "param x: Bool = true",
  "param x: Int = 3, at least 1",
  "param x: Int = 9223372036854775807",
  "param x: Decimal = 7.5, at most 9",
  "param x: Decimal = 7",
  "param x: Timestamp = 2026-01-05",
  "param x: Timestamp = 2026-01-05T10:00:00Z, at least 2026-01-01",
  "param x: Duration = 7 days, at most 30 days",
  'param x: Digest = "sha256:' + "0".repeat(64) + '"',
  'param x: Uri = "https://acme.example"',
  'param x: SemVer = "1.2.3", at least "1.0.0"',
  'param x: Licence = "MIT OR Apache-2.0"',
  'param x: Identity = "github:alice"',
  "param x: Set of Int = { }, more is stricter",
  'param x: Set of Licence = { "MIT", "MIT" }, fewer is stricter',
  'param x: List of String = { "a", "a" }',
];
for (const body of good) expect(body, body, []);

expect("an Int outside 64 bits", "param x: Int = 9223372036854775808", [
  "E2015 «9223372036854775808» `9223372036854775808` is not a valid Int",
]);
expect("a Uri without scheme", 'param x: Uri = "acme.example"', ['E2015 «"acme.example"» `acme.example` is not a valid Uri']);
expect("a Digest that is too short", 'param x: Digest = "sha256:00"', ['E2015 «"sha256:00"» `sha256:00` is not a valid Digest']);
expect("a Licence nobody knows", 'param x: Set of Licence = { "MIT", "Mitt" }', ['E2015 «"Mitt"» `Mitt` is not a valid Licence']);
expect("a number for a Duration", "param x: Duration = 7", ["E2019 «7» `x` is a Duration, and this is a number"]);
expect("a text for an Int", 'param x: Int = "7"', ['E2019 «"7"» `x` is an Int, and this is a text']);
expect("a word for a Bool", "param x: Bool = yes", ["E2019 «yes» `x` is a Bool, and this is a word"]);
expect("a text for a Set", 'param x: Set of String = "a"', ['E2019 «"a"» `x` is a Set of String, and this is a text']);
expect("a set for a text", 'param x: String = { "a" }', ['E2019 «{ "a" }» `x` is a String, and this is a set']);
expect("a set in a set", 'param x: Set of String = { { "a" } }', ['E2019 «{ "a" }» `x` is a String, and this is a set']);
expect("no member of the enum", "enum e = one of low, high\nparam x: e = hihg", ["E2011 «hihg» `hihg` is not a member of e"]);
expect("a member in quotes", 'enum e = one of low, high\nparam x: e = "high"', ['E2019 «"high"» `x` is an e, and this is a text']);
expect("a record", "record r { a: String }\nparam x: r", ["E2026 «r» `x` is a r, whose values cannot be written in a policy"]);
expect("a list of records", "record r { a: String }\nparam x: List of r", [
  "E2026 «List of r» `x` is a List of r, whose values cannot be written in a policy",
]);
expect("the same name twice", "param x: Int = 1\nparam x: Int = 2", ["E2004 «x» there is already a parameter `x`"]);

expect("a default beyond its bound", "param x: Duration = 45 days, at most 30 days", [
  "E2019 «45 days» the default of `x`, 45 days, is outside its bound, at most 30 days",
]);
expect("a default below its bound", "param x: Int = 0, at least 1", ["E2019 «0» the default of `x`, 0, is outside its bound, at least 1"]);
expect("a version below its bound", 'param x: SemVer = "1.9.0", at least "1.10.0"', [
  'E2019 «"1.9.0"» the default of `x`, 1.9.0, is outside its bound, at least 1.10.0',
]);
expect("a member above its bound", "enum e = ordered low < medium < high\nparam x: e = high, at most medium", [
  "E2019 «high» the default of `x`, high, is outside its bound, at most medium",
]);
expect("a bound on a text", 'param x: String = "a", at most "b"', ['E2012 «at most "b"» `at most` needs an order, and `x` is a String']);
expect("a bound on an unordered enum", "enum e = one of a, b\nparam x: e = a, at most b", [
  "E2012 «at most b» `at most` needs an order, and `x` is an e",
]);
expect("a limit on a set", "param x: Set of Int = { 1 }, at most 3", [
  "E2012 «at most 3» `at most` needs an order, and `x` is a Set of Int",
]);
expect("a direction of sets on a Duration", "param x: Duration = 7 days, fewer is stricter", [
  "E2025 «fewer is stricter» `fewer is stricter` is said of sets, and `x` is a Duration",
]);
expect("a bound of another type", "param x: Duration = 7 days, at most 30", [
  "E2019 «30» the bound of `x` is a Duration, and this is a number",
]);
expect("no value", "param x: Duration, at most 30 days", ["E2020 «x» parameter `x` has no value"]);
expect("a wrong bound leaves nobody without a value", "param x: Duration, at most 30", [
  "E2019 «30» the bound of `x` is a Duration, and this is a number",
]);

// ------------------------------------------------------------------------------------------------ imports

const limits = `policy limits version 1
param max-age: Duration = 7 days, at most 30 days
param fixed: Int = 3
param suppliers: Set of String = { "a", "b" }, fewer is stricter
param extra: Set of String = { "a" }, more is stricter`;
const files = { "limits.policy": limits };

function expectUse(settings: string, diagnostics: readonly string[]): void {
  expect(`use … with ${settings}`, `use m from "./limits.policy" with { ${settings} }`, diagnostics, { files });
}
expectUse("max-age: 3 days", []);
expectUse("max-age: 7 days", []);
expectUse('suppliers: { "b" }, extra: { "a", "z" }', []);
expectUse("max-age: 8 days", ["E2023 «8 days» 8 days would loosen `max-age`, which is 7 days (at most 30 days)"]);
expectUse("max-age: 31 days", ["E2023 «31 days» 31 days is outside the bound of `max-age`, at most 30 days"]);
expectUse('suppliers: { "a", "c" }', ['E2023 «{ "a", "c" }» { a, c } would loosen `suppliers`, which is { a, b } (fewer is stricter)']);
expectUse("extra: { }", ["E2023 «{ }» { } would loosen `extra`, which is { a } (more is stricter)"]);
expectUse("fixed: 3", ["E2022 «3» `fixed` is fixed: it has no bound that says which direction is stricter"]);
expectUse("max-ago: 3 days", ["E2003 «max-ago» module `m` has no parameter `max-ago`"]);
expectUse("max-age: 3", ["E2019 «3» `max-age` is a Duration, and this is a number"]);
expectUse("max-age: 3 days, max-age: 2 days", ["E2004 «max-age» `max-age` is set twice"]);

test("each use has its own values; a use without settings is the file as it is", () => {
  const { main, scopes, diagnostics } = declareMain(
    policy(`use a from "./limits.policy"\nuse b from "./limits.policy" with { max-age: 3 days }`),
    { files },
  );
  assert.equal(diagnostics, []);
  assert.is(main.uses.get("a")?.parameters.get("max-age")?.value, 7n * DAY);
  assert.is(main.uses.get("a")?.parameters.get("max-age")?.layer, "policy");
  assert.is(main.uses.get("b")?.parameters.get("max-age")?.value, 3n * DAY);
  assert.is(main.uses.get("b")?.parameters.get("max-age")?.layer, "import");
  assert.is(main.uses.get("a")?.types, main.uses.get("b")?.types);
  assert.equal(scopes.slice(1), [main.uses.get("a"), main.uses.get("b")]);
});

test("a module's parameter without default is for the import to set, and nobody else's fault", () => {
  const needy = { "needy.policy": "policy needy version 1\nparam window: Duration, at most 30 days" };
  assert.equal(said(declareMain(policy(`use n from "./needy.policy"`), { files: needy })), [
    'E2020 «"./needy.policy"» module `n` needs a value for `window`',
  ]);
  assert.equal(said(declareMain(policy(`use n from "./needy.policy" with { window: 10 days }`), { files: needy })), []);
});

// ---------------------------------------------------------------------------------------------------- runs

const main = policy(`enum severity = ordered low < medium < high
param max-age: Duration = 7 days, at most 30 days
param worst: severity = medium, at most high
param fixed: Int = 3
param suppliers: Set of String = { "a", "b", "c" }, fewer is stricter
param since: Timestamp = 2026-01-01, at least 2025-01-01
gate dev { enforce all may relax max-age }
gate prod { enforce all }`);

function run(settings: Folder["settings"]): Declarations {
  return declareMain(main, settings === undefined ? {} : { settings });
}
function onCommandLine(name: string, value: string) {
  return { name, value, layer: "command-line" as const };
}
function expectRun(name: string, value: string, diagnostics: readonly string[], gate = "prod"): void {
  test(`--param ${name}="${value}" --gate ${gate}`, () => {
    assert.equal(said(run({ gate, parameters: [onCommandLine(name, value)] })), diagnostics);
  });
}
expectRun("max-age", "3 days", []);
expectRun("max-age", " 3 days ", []);
expectRun("worst", "low", []);
expectRun("suppliers", "a, b", []);
expectRun("suppliers", "", []);
expectRun("since", "2026-02-01", []);
expectRun("since", "2026-01-01T00:00:00Z", []);
expectRun("max-age", "8 days", ["E2023 «8 days» 8 days would loosen `max-age`, which is 7 days (at most 30 days)"]);
expectRun("max-age", "8 days", [], "dev");
expectRun("max-age", "31 days", ["E2023 «31 days» 31 days is outside the bound of `max-age`, at most 30 days"], "dev");
expectRun("worst", "high", ["E2023 «high» high would loosen `worst`, which is medium (at most high)"], "dev");
expectRun("fixed", "4", ["E2022 «4» `fixed` is fixed: it has no bound that says which direction is stricter"]);
expectRun("suppliers", "a,d", ["E2023 «a,d» { a, d } would loosen `suppliers`, which is { a, b, c } (fewer is stricter)"]);
expectRun("max-age", "soon", ["E2015 «soon» `soon` is not a valid Duration"]);
expectRun("worst", "hihg", ["E2011 «hihg» `hihg` is not a member of severity"]);
expectRun("max-ago", "3 days", ["E2003 «max-ago» the policy has no parameter `max-ago`"]);

test("a faulty element of a set is marked alone", () => {
  const body = "param ages: Set of Duration = { 1 day, 2 days }, fewer is stricter";
  const declared = declareMain(policy(body), { settings: { parameters: [onCommandLine("ages", "1 day, tomorrow")] } });
  assert.equal(said(declared), ["E2015 «tomorrow» `tomorrow` is not a valid Duration"]);
  assert.is(declared.diagnostics[0]?.span.file, "command line");
});

test("with one gate, that gate is meant", () => {
  const body = policy("param x: Int = 1, at most 5\ngate only { enforce all may relax x }");
  assert.equal(said(declareMain(body, { settings: { parameters: [onCommandLine("x", "4")] } })), []);
});

test("with two gates and none chosen, nothing is relaxed", () => {
  assert.is(run({ parameters: [onCommandLine("max-age", "8 days")] }).diagnostics[0]?.code, "E2023");
});

test("the command line stands above configuration, and both are held against the file", () => {
  const parameters = [onCommandLine("max-age", "5 days"), { name: "max-age", value: "3 days", layer: "configuration" as const }];
  const { main: scope, diagnostics } = run({ gate: "prod", parameters });
  assert.equal(diagnostics, []);
  assert.equal([scope.parameters.get("max-age")?.value, scope.parameters.get("max-age")?.layer], [5n * DAY, "command-line"]);
});

test("a run gives the value that the file leaves open, within the bound", () => {
  const open = policy("param window: Duration, at most 30 days\nparam name: String");
  const set = (window: string) =>
    declareMain(open, { settings: { parameters: [onCommandLine("window", window), onCommandLine("name", "x")] } });
  assert.equal(said(set("10 days")), []);
  assert.is(set("10 days").main.parameters.get("name")?.value, "x");
  assert.equal(said(set("31 days")), ["E2023 «31 days» 31 days is outside the bound of `window`, at most 30 days"]);
});

test("what was refused keeps the value of the file", () => {
  assert.is(run({ gate: "prod", parameters: [onCommandLine("max-age", "9 days")] }).main.parameters.get("max-age")?.value, 7n * DAY);
});

test("a set holds a value once, in the order it was written", () => {
  const { main: scope } = declareMain(policy('param x: Set of Licence = { "MIT", "Apache-2.0", "mit" }'));
  assert.is((scope.parameters.get("x")?.value as readonly unknown[]).length, 2);
});

test.run();
