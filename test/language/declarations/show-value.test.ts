/** Values as people read them and as policies write them. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { InvariantError, type Type, type Value } from "../../../src/base/index.ts";
import { showValue, writeValue } from "../../../src/language/declarations/show-value.ts";
import { checkProperty, fc } from "../../support/property.ts";
import { declareMain, policy } from "./declaring.ts";

const tests = suite("values as texts");

const ENUM = "enum level = ordered low < medium < high\n";

function valueOf(type: string, written: string): { readonly type: Type; readonly value: Value } {
  const { main, diagnostics } = declareMain(policy(`${ENUM}param x: ${type} = ${written}`));
  const parameter = main.parameters.get("x");
  if (parameter === undefined) throw new Error(`${type} ${written}: ${diagnostics.map(({ message }) => message).join(", ")}`);
  return parameter;
}

const digest = `sha256:${"0a".repeat(32)}`;
const VALUES: readonly (readonly [type: string, written: string, shown: string])[] = [
  ["Bool", "true", "true"],
  ["Int", "9223372036854775807", "9223372036854775807"],
  ["Decimal", "7.5", "7.5"],
  ["Timestamp", "2026-01-05T10:00:00Z", "2026-01-05T10:00:00Z"],
  ["Duration", "7 days", "7 days"],
  ["String", '"a \\"b\\" \\u{202e}"', 'a "b" \u202e'],
  ["Digest", `"${digest}"`, digest],
  ["Commit", `"${"0a".repeat(20)}"`, "0a".repeat(20)],
  ["Uri", '"https://acme.example/"', "https://acme.example/"],
  ["SemVer", '"1.2.3"', "1.2.3"],
  ["Licence", '"Apache-2.0 OR MIT"', "Apache-2.0 OR MIT"],
  ["Platform", '"linux/arm64"', "linux/arm64"],
  ["Identity", '"github:alice"', "github:alice"],
  ["level", "medium", "medium"],
  ["Set of Int", "{ }", "{ }"],
  ["Set of level", "{ low, high }", "{ low, high }"],
  ["Set of Duration", "{ 7 days, 1 hour }", "{ 7 days, 1 hour }"],
  ["List of String", '{ "a, b", "a, b", "" }', "{ a, b, a, b,  }"],
];

for (const [type, written, shown] of VALUES)
  tests(`${type}: ${written}`, () => {
    const read = valueOf(type, written);
    assert.is(writeValue(read.value, read.type), written);
    assert.is(showValue(read.value, read.type), shown);
  });

tests("law: what is written reads back as the same texts", () => {
  checkProperty(
    fc.property(fc.array(fc.string({ unit: "grapheme" }), { maxLength: 4 }), (texts) => {
      const type: Type = { kind: "list", of: { kind: "scalar", name: "String" } };
      const value = texts.map((text) => ({ value: text }));
      assert.equal(valueOf("List of String", writeValue(value, type)).value, value);
    }),
  );
});

const level: Type = { kind: "enum", name: "level", ordered: true, members: [{ name: "low", spellings: ["low"] }] };
const record: Type = { kind: "record", name: "finding", fields: [] };
const emptyRecord: Value = { cells: [] };

tests("a record is shown by its type and never written", () => {
  assert.is(showValue(emptyRecord, record), "finding");
  assert.is(showValue([{ value: emptyRecord }], { kind: "list", of: record }), "{ finding }");
  assert.throws(() => writeValue(emptyRecord, record), isMistake("the value of a record cannot be written in a policy"));
  assert.throws(() => writeValue([{ value: emptyRecord }], { kind: "list", of: record }), isMistake("the value of a record"));
  assert.is(writeValue([], { kind: "list", of: record }), "{ }");
});

tests("a member that the type does not have is our mistake", () => {
  for (const textOf of [writeValue, showValue]) {
    assert.is(textOf(0, level), "low");
    assert.throws(() => textOf(1, level), isMistake("no member of level has the number 1"));
  }
});

function isMistake(message: string) {
  return (thrown: unknown) => thrown instanceof InvariantError && thrown.message.startsWith(message);
}

tests.run();
