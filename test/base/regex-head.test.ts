/** The head of a pattern: no text that the whole pattern matches begins otherwise. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { compileRegex, matchesRegex, regexHead } from "../../src/base/index.ts";
import { checkProperty, fc } from "../support/property.ts";

const tests = suite("heads of regular expressions");

/** The last literal character is never part of it: what follows may make it optional. */
const HEADS: readonly (readonly [pattern: string, head: string])[] = [
  ["", ""],
  ["a", ""],
  ["abc", "ab"],
  ["abc*", "ab"],
  ["abc+", "ab"],
  ["abc?d", "ab"],
  ["abc{2}", "ab"],
  ["a😀*", "a"],
  ["a😀😀*", "a😀"],
  ["https://github\\.com/acme/.*", "https://github.com/acme"],
  ["^https://github\\.com/acme/.*$", "https://github.com/acme"],
  ["https://github\\.com/acme\\+labs/.*", "https://github.com/acme+labs"],
  ["https://github\\.com/(acme|acme-labs)/.*", "https://github.com"],
  ["https://github\\.com/(a\\|b)/.*", ""],
  ["https://github\\.com/acme/.*|.*", ""],
  ["ab(c)|.*", ""],
  ["ab(c|d)|.*", ""],
  ["ab\\(c|d\\)", ""],
  ["ab[(]c|d[)]", ""],
  ["ab(\\(c|d)", "a"],
  ["(?i)abc", ""],
  ["(abc)d", ""],
  ["^*abc", ""],
  [".abc", ""],
  ["[a]bc", ""],
  ["ab(?i)cd", "a"],
  ["ab(?i)*", "a"],
  ["ab\\Q\\E*", "a"],
  ["\\Qab\\E", ""],
  ["ab\\d", "a"],
  ["ab\\x41", "a"],
  ["ab\\_c", "a"],
];

for (const [pattern, head] of HEADS)
  tests(`${pattern} begins with ${JSON.stringify(head)}`, () => {
    assert.ok(compileRegex(pattern).ok, "the pattern is one");
    assert.is(regexHead(pattern), head);
  });

/** What patterns are made of, and what is hardest to read in one. */
const PIECES = [
  ...["a", "b", "-", "/", "😀", "\\.", "\\|", "\\(", "\\)", "\\[", "\\]", "\\\\", "\\/", "\\_", "\\d", "\\w", "\\x61", "\\n"],
  ...[
    "*",
    "+",
    "?",
    "{2}",
    "{0,1}",
    "{",
    "}",
    "]",
    ".",
    "^",
    "$",
    "|",
    "(",
    ")",
    "(?i)",
    "(?:)",
    "(?s:",
    "\\Q",
    "\\E",
    "\\b",
    "\\A",
    "\\z",
  ],
  ...["[a|b]", "[()]", "[(]", "[)]", "[]a]", "[^a]", "[\\]|]", "[[:alpha:]]", "(a|b)", "(a)", "(\\(a|b)", "()"],
];
/** Which groups and choices there are, behind a head that tells something. */
const GROUPING = ["a", "|", "(", ")", "[(]", "[)]", "\\(", "\\)", "[|]", "(a|b)", "*", "(?i)"];
const madeOf = (pieces: readonly string[]) => fc.array(fc.constantFrom(...pieces), { maxLength: 6 }).map((some) => some.join(""));
const patterns = fc.oneof(
  madeOf(PIECES),
  madeOf(GROUPING).map((tail) => `ab${tail}`),
);
const TEXTS = ["a", "b", "A", "-", "/", "😀", ".", "|", "(", ")", "[", "]", "\\", "_", "1", "\n", "{", "}"];

/** Every text of at most two of these characters, and beginnings of the head that others could go on from. */
function textsFor(pattern: string): readonly string[] {
  const short = ["", ...TEXTS, ...TEXTS.flatMap((one) => TEXTS.map((other) => one + other))];
  const literals = pattern.replaceAll(/\\(?:[QE]|(?=\W))/gu, "");
  const begun = Array.from(literals, (_, at) => literals.slice(0, at + 1));
  return [...short, ...begun, ...begun.flatMap((text) => ["a", "b", "(", ")", "|"].map((more) => text + more))];
}

tests("law: whatever matches the whole pattern begins with its head", () => {
  let told = 0;
  checkProperty(
    fc.property(fc.array(patterns, { minLength: 40, maxLength: 40 }), (many) => {
      for (const pattern of many) {
        const regex = compileRegex(pattern);
        if (!regex.ok) continue;
        const head = regexHead(pattern);
        if (head === "") continue;
        for (const text of textsFor(pattern).filter((each) => !each.startsWith(head))) {
          told++;
          assert.not.ok(matchesRegex(regex.value, text), `${pattern} has the head ${head} and matches ${JSON.stringify(text)}`);
        }
      }
    }),
  );
  assert.ok(told > 1_000, "heads that tell something");
});

tests("law: a text with all its characters escaped or plain has all but its last as head", () => {
  checkProperty(
    fc.property(fc.string({ unit: "grapheme", minLength: 1 }), (text) => {
      const pattern = text.replaceAll(/[\\.+*?()[\]{}|^$]/gu, "\\$&");
      const regex = compileRegex(pattern);
      assert.ok(regex.ok && matchesRegex(regex.value, text));
      assert.is(regexHead(pattern), pattern.includes("|") ? "" : [...text].slice(0, -1).join(""));
    }),
  );
});

tests.run();
