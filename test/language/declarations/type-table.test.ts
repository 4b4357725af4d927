import { suite } from "uvu";
import * as assert from "uvu/assert";
import { declareMain, policy, said, type Folder } from "./declaring.ts";

const test = suite("declarations: types and views");

function expect(title: string, body: string, diagnostics: readonly string[], folder: Folder = {}): void {
  test(title, () => assert.equal(said(declareMain(policy(body), folder)), diagnostics));
}

const V1 = 'predicate p "https://acme.example/p/v1"';
const LONG = 'reads "https://acme.example/p/v1" as v1 reads "https://acme.example/p/v2" as v2';

expect("types may be used before they are declared", `param worst: severity = high\nenum severity = ordered low < high`, []);
expect("an unknown type", `param worst: severty = high\nenum severity = ordered low < high`, [
  "E2003 «severty» there is no type `severty`",
]);
expect("an unknown scalar", `param since: Timestmp = 2026-01-01`, ["E2003 «Timestmp» there is no type `Timestmp`"]);
expect("an unknown module", `param worst: vuln.severity = high`, ["E2003 «vuln» no module is called `vuln` here"]);
expect("a type twice", `enum e = one of a, b\nrecord e { x: String }`, ["E2004 «e» there is already a type `e`"]);
expect("a type named like a scalar", `enum Uri = one of a, b`, ["E2004 «Uri» `Uri` is the name of a type of the language"]);
expect("a member twice", `enum e = one of a, b, a`, ["E2004 «a» there is already a member `a`"]);
expect("a spelling with two meanings", `enum e = one of a as "X", b as "Y" or "X"`, ['E2026 «"X"» `X` already stands for `a`']);
expect("a spelling that is another member", `enum e = one of a, b as "a"`, ['E2026 «"a"» `a` already stands for `a`']);
expect("a spelling listed twice", `enum e = one of a as "X" or "X", b`, ['E2026 «"X"» `X` is listed twice']);

expect("a field twice", `record r { x: String x: Int }`, ["E2004 «x» there is already a field `x`"]);
expect("a record without fields", `record r { }`, ["E2026 «r» record `r` has no fields"]);
expect("a key that is no field", `record r key nme { name: String }`, ["E2026 «nme» record `r` has no field `nme` to be its key"]);
expect("a key that may be absent", `record r key name { name: optional String }`, [
  "E2026 «name» `name` may be absent and so cannot be the key of `r`",
]);
expect("a key that is a list", `record r key xs { xs: List of String }`, [
  "E2026 «xs» `xs` is no plain value and so cannot be the key of `r`",
]);
expect("a record that contains itself", `record r { inner: optional r }`, ["E2026 «r» record `r` contains itself"]);
expect("a record that contains itself in a list", `record r { inner: List of r }`, ["E2026 «r» record `r` contains itself"]);
expect("a record that contains itself through others", `record a { b: b }\nrecord b { c: c }\nrecord c { a: a }`, [
  "E2026 «a» record `a` contains itself through `b`, `c`",
]);
expect(
  "records nested too deep",
  Array.from({ length: 40 }, (_, i) => `record r${i} { x: ${i === 39 ? "String" : `r${i + 1}`} }`).join("\n"),
  ["E2026 «r32» records are nested more than 32 deep"],
);
expect("a set of records", `record r { x: String }\n${V1} { rs: Set of r }`, [
  "E2026 «Set of r» a Set holds plain values, and `r` is a record",
]);
expect("a predicate as a type", `${V1} { x: String }\nrecord r { p: p }`, ["E2026 «p» `p` is a predicate, not the type of a value"]);
expect("`exhaustive` on a text", `${V1} { x: exhaustive String }`, [
  "E2026 «exhaustive» `exhaustive` is said of lists and sets, and `x` is a String",
]);
expect("`nonempty` on an Int", `${V1} { x: nonempty Int }`, ["E2026 «nonempty» `nonempty` is said of lists and sets, and `x` is an Int"]);
expect("`as author` on a text", `${V1} { x: String as author }`, ["E2026 «as author» `as author` marks identities, and `x` is a String"]);
expect("`as author` on a set of identities", `${V1} { x: Set of Identity as author }`, []);

expect("no predicate type", `predicate p { x: String }`, ["E2024 «p» predicate `p` reads no predicate type"]);
expect("an empty predicate type", `predicate p "" { x: String }`, ['E2015 «""» an empty text is no predicate type']);
expect("both forms", `${V1} { reads "https://acme.example/p/v2" as v2 x: String at "/x" }`, [
  'E2024 «reads "https://acme.example/p/v2" as v2» predicate `p` names its type in two ways',
]);
expect("a tag twice", `predicate p { reads "https://a.example" as v1 reads "https://b.example" as v1 x: String at "/x" }`, [
  "E2004 «v1» there is already a tag `v1`",
]);
expect("a type under two tags", `predicate p { reads "https://a.example" as v1 reads "https://a.example" as v2 x: String at "/x" }`, [
  'E2024 «"https://a.example"» `https://a.example` is read under two tags',
]);
expect("a long form without place", `predicate p { ${LONG} x: String }`, ["E2024 «x» `x` has no place"]);
expect("a version without place", `predicate p { ${LONG} x: String at v1 "/x" }`, [
  "E2024 «x» `x` has no place in `v2` and is not optional",
]);
expect("a version without place, optional", `predicate p { ${LONG} x: optional String at v1 "/x" }`, []);
expect("a place for every version", `predicate p { ${LONG} x: String at "/x" }`, []);
expect("an unknown tag is one mistake", `predicate p { ${LONG} x: String at v1 "/x", v3 "/y" }`, [
  "E2024 «v3» no `reads` line is tagged `v3`",
]);
expect("a tag in the short form", `${V1} { x: String at v1 "/x" }`, [
  "E2024 «v1» there is no tag `v1`: the short form reads one type and has none",
]);
expect("a tag in a record", `record r { x: String at v1 "/x" }`, ["E2024 «v1» a place in a record carries no tag"]);
expect("a pointer without slash", `${V1} { x: String at "x" }`, ['E2015 «"x"» `x` is not a valid JSON pointer']);
expect("a pointer with a bad escape", `${V1} { x: String at "/a~2b" }`, ['E2015 «"/a~2b"» `/a~2b` is not a valid JSON pointer']);
expect("every element as one text", `${V1} { x: String at "/*/x" }`, ['E2024 «"/*/x"» `*` means every element, and `x` is a single value']);
expect("every element as a set", `${V1} { x: Set of String at "/*/x" }`, []);
expect("a rule outside the standard library", `${V1} { x: Uri at "/x" via git-uri }`, [
  "E2024 «git-uri» only standard modules may name a rule with `via`",
]);
expect("a rule in a standard module", `use m from "std/m@1"`, [], {
  standard: { "std/m@1": `policy m version 1\n${V1} { x: Uri at "/x" via git-uri }` },
});
expect("an unknown rule", `use m from "std/m@1"`, ["E2024 «git-url» there is no rule `git-url`"], {
  standard: { "std/m@1": `policy m version 1\n${V1} { x: Uri at "/x" via git-url }` },
});

expect("who uses what did not check stays silent", `record r { x: Strng }\nrecord s { r: r }\n${V1} { s: List of s }\nparam x: r`, [
  "E2003 «Strng» there is no type `Strng`",
]);
expect("two mistakes are two diagnostics", `record r { x: Strng }\nrecord s { y: Intt }`, [
  "E2003 «Strng» there is no type `Strng`",
  "E2003 «Intt» there is no type `Intt`",
]);

test("the nearest name is under the carets and in the fix", () => {
  const [diagnostic] = declareMain(policy("param worst: severty = high\nenum severity = ordered low < high")).diagnostics;
  assert.is(diagnostic?.label, "did you mean `severity`?");
  assert.equal(diagnostic?.fixes[0]?.edits[0]?.text, "severity");
});

test("a view carries names, marks and places as they were written", () => {
  const { main } = declareMain(
    policy(`predicate review {
      ${LONG}
      authors: nonempty Set of Identity as author at v1 "/authors", v2 "/head/authors"
      mergedOn: optional Timestamp at v2 "/mergedOn"
      state: one of open as "OPEN", closed at "/state"
      checks: exhaustive List of check at "/checks"
    }
    record check key name { name: String  a-b: optional Int }`),
  );
  const view = main.views.get("review");
  assert.equal(view?.predicateTypes, [
    { tag: "v1", type: "https://acme.example/p/v1" },
    { tag: "v2", type: "https://acme.example/p/v2" },
  ]);
  assert.is(view?.module, "policies/main.policy");
  const [authors, mergedOn, state, checks] = view?.record.fields ?? [];
  assert.equal(authors, {
    name: "authors",
    type: { kind: "set", of: { kind: "scalar", name: "Identity" } },
    optional: false,
    exhaustive: false,
    nonempty: true,
    mark: "author",
    places: [
      { tag: "v1", pointer: "/authors" },
      { tag: "v2", pointer: "/head/authors" },
    ],
  });
  assert.is(mergedOn?.optional, true);
  assert.equal(state?.type, {
    kind: "enum",
    name: "review.state",
    ordered: false,
    members: [
      { name: "open", spellings: ["OPEN"] },
      { name: "closed", spellings: ["closed"] },
    ],
  });
  assert.equal(state?.places, [{ pointer: "/state" }]);
  const check = main.types.get("check");
  assert.equal(checks?.type, { kind: "list", of: check });
  assert.equal(check?.kind === "record" ? [check.key, check.fields[1]?.places] : [], ["name", [{ pointer: "/a-b" }]]);
});

test("types of a module are called by its alias, and are the same through every way", () => {
  const { main, diagnostics } = declareMain(policy(`use a from "./a.policy"\nuse b from "./b.policy"\nparam x: a.level = low`), {
    files: {
      "a.policy": `policy a version 1\nuse deep from "./b.policy"\nenum level = ordered low < high\n${V1} { level: level other: deep.kind }`,
      "b.policy": `policy b version 1\nenum kind = one of x, y`,
    },
  });
  assert.equal(diagnostics, []);
  const level = main.uses.get("a")?.types.get("level");
  assert.is(level?.name, "a.level");
  assert.is(main.parameters.get("x")?.type, level);
  const view = main.uses.get("a")?.views.get("p");
  assert.is(view?.name, "a.p");
  assert.is(view?.record.fields[0]?.type, level);
  assert.is(view?.record.fields[1]?.type, main.uses.get("b")?.types.get("kind"));
  assert.is(main.uses.get("b")?.types.get("kind")?.name, "b.kind");
});

test.run();
