import * as fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { editDistance } from "../../src/base/index.ts";

const table = suite("edit distance");
for (const [a, b, distance] of [
  ["", "", 0],
  ["", "abc", 3],
  ["abc", "", 3],
  ["same", "same", 0],
  ["same", "Same", 1],
  ["eval", "evla", 1],
  ["kitten", "sitting", 3],
  ["flaw", "lawn", 2],
  ["control", "contrl", 1],
  ["ca", "abc", 3],
  ["requre", "require", 1],
] as const) {
  table(`${a} → ${b}`, () => assert.is(editDistance(a, b), distance));
}
table.run();

const word = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 8 });
const laws = suite("edit distance, laws");
laws("zero for the same word and for no other", () => {
  fc.assert(fc.property(word, word, (a, b) => (editDistance(a, b) === 0) === (a === b)));
});
laws("the same in both directions", () => {
  fc.assert(fc.property(word, word, (a, b) => editDistance(a, b) === editDistance(b, a)));
});
laws("between the difference of the lengths and the longer length", () => {
  fc.assert(
    fc.property(word, word, (a, b) => {
      const distance = editDistance(a, b);
      return distance >= Math.abs(a.length - b.length) && distance <= Math.max(a.length, b.length);
    }),
  );
});
laws("one for every single change", () => {
  fc.assert(
    fc.property(word, fc.nat(8), fc.constantFrom("x", "y"), (a, position, letter) => {
      const index = Math.min(position, a.length);
      return editDistance(a, a.slice(0, index) + letter + a.slice(index)) === 1;
    }),
  );
});
laws.run();
