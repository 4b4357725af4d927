/** What a recorded test is made of: what came from outside stays one name and one number. */
import * as fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { defaultLimits, encodeUtf8, parseJson, statementJsonLimits } from "../../../src/base/index.ts";
import { jsonLine, jsonPage } from "../../../src/testing/fixtures/json-text.ts";
import { safeName } from "../../../src/testing/record/safe-name.ts";
import { checkProperty } from "../../support/property.ts";

const tests = suite("texts of recorded tests");

for (const [text, expected] of [
  ["slsa-verifier-v2.1.0", "slsa-verifier-v2.1.0"],
  ["Wrangle_Test 1.0.whl", "wrangle-test-1.0.whl"],
  ["../../etc/passwd", "etc-passwd"],
  ["..", "recorded"],
  ["", "recorded"],
  ["CON", "recorded"],
  ["com1.txt", "recorded"],
  ["a".repeat(100), "a".repeat(60)],
  ["a\u0000b\\c:d", "a-b-c-d"],
] as const)
  tests(`a safe name: ${JSON.stringify(text)}`, () => assert.is(safeName(text, "recorded"), expected));

tests("law: a safe name is one plain name", () => {
  checkProperty(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      const name = safeName(text, "recorded");
      assert.match(name, /^[a-z0-9](?:[a-z0-9.-]{0,58}[a-z0-9])?$/u);
      assert.not.match(name, "..");
      assert.is(safeName(name, "recorded"), name);
    }),
  );
});

const numbers = ["7.00", "1e400", "123456789012345678901234567890", "-0.0", "0"];
for (const number of numbers) {
  tests(`a number as it is written: ${number}`, () => {
    const text = `{"a":[${number}],"b":{},"c":[],"d":"\\u0000","e":null}`;
    const parsed = parseJson(encodeUtf8(text), statementJsonLimits(defaultLimits));
    assert.ok(parsed.ok);
    assert.is(jsonLine(parsed.value), text);
    const again = parseJson(encodeUtf8(jsonPage(parsed.value)), statementJsonLimits(defaultLimits));
    assert.ok(again.ok);
    assert.is(jsonLine(again.value), text);
  });
}

tests("law: a page is what JSON prints with two spaces", () => {
  checkProperty(fc.property(fc.jsonValue(), (json) => assert.is(jsonPage(json as never), JSON.stringify(json, undefined, 2))));
});

tests.run();
