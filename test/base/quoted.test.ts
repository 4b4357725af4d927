/** String literals of the policy language: what came from outside stays one text on one line. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { unescape } from "../../grammar/escapes.ts";
import { quoted } from "../../src/base/index.ts";
import { checkProperty, fc } from "../support/property.ts";

const tests = suite("string literals");

tests("law: a quoted text reads back as itself, on one line, and nothing in it is unseen", () => {
  checkProperty(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      const inside = quoted(text).slice(1, -1);
      assert.equal(unescape(inside), { value: text, faults: [] });
      assert.not.match(inside, /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|(?<!\\)(?:\\\\)*"/u);
    }),
  );
});

for (const [text, expected] of [
  ['say "no"\\', '"say \\"no\\"\\\\"'],
  ["a\nb\tc", '"a\\nb\\tc"'],
  ["\u202eabc\u0000", '"\\u{202e}abc\\u{0}"'],
] as const)
  tests(`quoted: ${JSON.stringify(text)}`, () => assert.is(quoted(text), expected));

tests.run();
