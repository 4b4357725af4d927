import { suite } from "uvu";
import * as assert from "uvu/assert";
import { checkProperty, fc } from "../support/property.ts";
import { didYouMean, nearest } from "../../src/language/nearest.ts";

const test = suite("language: nearest name");

const table: readonly (readonly [word: string, candidates: readonly string[], near: string | undefined])[] = [
  ["severty", ["severity", "version"], "severity"],
  ["fidnings", ["findings"], "findings"],
  ["Timstamp", ["Timestamp"], "Timestamp"],
  ["timestamp", ["Timestamp"], "Timestamp"],
  ["ab", ["ba"], "ba"],
  ["slas", ["slsa", "vsa"], "slsa"],
  ["cat", ["dog"], undefined],
  ["a", ["b"], "b"],
  ["url", ["uri", "urn"], "uri"],
  ["completely", ["different"], undefined],
  ["same", ["same"], undefined],
  ["anything", [], undefined],
];
for (const [word, candidates, near] of table) {
  test(`${word} among ${candidates.join(", ")}`, () => assert.is(nearest(word, candidates), near));
}

test("a word of any length costs little", () => {
  assert.is(nearest("x".repeat(100_000), ["x".repeat(99_999)]), undefined);
});

test("long lists are not searched to the end", () => {
  const many = Array.from({ length: 256 }, (_, i) => `unlike-${i}`);
  assert.is(nearest("severty", [...many.slice(1), "severity"]), "severity");
  assert.is(nearest("severty", [...many, "severity"]), undefined);
});

test("one edit away from a word of six letters or more is near", () => {
  const letter = fc.constantFrom(..."abcdefghij");
  const word = fc.array(letter, { minLength: 6, maxLength: 12 }).map((letters) => letters.join(""));
  checkProperty(
    fc.property(word, fc.nat(11), letter, (original, at, other) => {
      const place = at % original.length;
      const changed = original.slice(0, place) + other + original.slice(place + 1);
      return changed === original || nearest(changed, [original]) === original;
    }),
  );
});

test("the fix replaces the word as written", () => {
  const span = { file: "a.policy", start: 3, end: 10 };
  assert.equal(didYouMean("severty", span, ["severity"]), {
    label: "did you mean `severity`?",
    fixes: [{ title: "write `severity`", safe: false, edits: [{ span, text: "severity" }] }],
  });
  assert.equal(didYouMean("cat", span, ["dog"]), {});
});

test.run();
