import { suite } from "uvu";
import * as assert from "uvu/assert";
import { sliceJson } from "../../../src/registry/discovery/json-slice.ts";
import { checkProperty, fc } from "../../support/property.ts";

const tests = suite("registry json slice");

function slice(text: string, path: readonly (string | number)[]): string | undefined {
  const bytes = sliceJson(Buffer.from(text), path);
  return bytes === undefined ? undefined : Buffer.from(bytes).toString();
}

const CASES: readonly (readonly [text: string, path: readonly (string | number)[], expected: string | undefined])[] = [
  [' {"a": [1, {"b" : "x]}\\"" } ] }', ["a", 1], '{"b" : "x]}\\"" }'],
  [' {"a": [1, {"b" : "x]}\\"" } ] }', ["a", 1, "b"], '"x]}\\""'],
  ['{"\\u0061":1}', ["a"], "1"],
  ['{"a":1}', ["b"], undefined],
  ['{"a":[]}', ["a", 0], undefined],
  ["[1 , 2]", [1], "2"],
  ["[1]", ["a"], undefined],
  ["7", [], "7"],
];

for (const [text, path, expected] of CASES) tests(`${text} at ${path.join("/")}`, () => assert.is(slice(text, path), expected));

tests("every value of every document is cut out whole", () => {
  checkProperty(
    fc.property(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom(0, 2), (value, indent) => {
      const text = JSON.stringify({ before: "x", value, list: [0, value, "end"] }, null, indent);
      for (const path of [["value"], ["list", 1]]) assert.equal(JSON.parse(slice(text, path) ?? ""), JSON.parse(JSON.stringify(value)));
    }),
  );
});

tests.run();
