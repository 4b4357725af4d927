/** Long strings are searched natively; the answers must be those of reading byte by byte, and the time that of their length. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { scanJson } from "../../src/base/json-scan.ts";
import { checkProperty, fc } from "../support/property.ts";

const limits = { maxBytes: 1 << 30, maxDepth: 64, maxNodes: 1 << 30 };

function members(text: string): number | string {
  const scan = scanJson(new TextEncoder().encode(text), limits);
  return scan.ok ? scan.value.members : scan.error.detail;
}

const tests = suite("json scan");
tests("a string ends at its own quote, however long what comes before it is", () => {
  const piece = fc.oneof(
    fc.integer({ min: 0, max: 600 }).map((length) => "a:".repeat(length)),
    fc.constantFrom('\\"', "\\\\", "\\u0041", "\\ud83d\\ude00", '\\\\\\"'),
  );
  checkProperty(
    fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
      const text = pieces.join("");
      assert.is(members(`{"x":"${text}","y":1}`), 2);
    }),
  );
});
tests("half a surrogate pair is found behind a long text", () => {
  assert.is(members(`"${"a".repeat(1000)}\\ud83d"`), "half of a surrogate pair at byte 1001");
  assert.is(members(`"${"a".repeat(1000)}\\ude00"`), "half of a surrogate pair at byte 1001");
});
tests("many escapes behind long texts, in a string without end, are read once", () => {
  const piece = `${"a".repeat(300)}\\n`;
  assert.is(members(`"${piece.repeat(40_000)}`), 0);
});
tests.run();
