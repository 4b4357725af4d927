/** What counts as a URI, an address or a plain text in normal form, each at its edges; and the tests of a trust root on them. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Result } from "../../../src/base/index.ts";
import { emailSegments, isUnder, kindOfText, plainSegments, uriSegments } from "../../../src/trust/phase-b/segments.ts";
import { matchText, mayMatch } from "../../../src/trust/phase-b/text-match.ts";
import type { TextTest } from "../../../src/trust/index.ts";

const kinds = suite("what a text is about");
for (const [text, kind] of [
  ["https://a.example", "uri"],
  ["h1+.-://", "uri"],
  ["H://x", "uri"],
  ["1h://x", "plain"],
  ["see https://a.example", "plain"],
  ["a@https://b", "email"],
  ["https:/a@b", "email"],
  ["urn:a:b", "plain"],
  ["a@b", "email"],
  ["refs/heads/main", "plain"],
  ["CN=alice,O=acme", "plain"],
  ["CN=alice@acme.example,O=acme", "plain"],
  ["OU=a@b,C=DE", "plain"],
  ["O=a@b,C=DE", "plain"],
  ["C=a@b,O=x", "plain"],
  ["L=a@b,O=x", "plain"],
  ["ST=a@b,O=x", "plain"],
  ["STREET=a@b,O=x", "plain"],
  ["DC=a@b,O=x", "plain"],
  ["UID=a@b,O=x", "plain"],
  ["1.2.840.113549.1.9.1=a@b,O=x", "plain"],
  ["10.20=a@b,O=x", "plain"],
  ["1=a@b,O=x", "email"],
  ["CN=a@b", "email"],
  ["xCN=a@b,O=x", "email"],
  ["CN=,a@b", "plain"],
  ["a.b=a@b,O=x", "email"],
] as const)
  kinds(text, () => assert.is(kindOfText(text), kind));
kinds.run();

const show = (outcome: Result<readonly string[], string>): string => (outcome.ok ? outcome.value.join(" | ") : outcome.error);
const NO_URI = "it is no URI in normal form";
const HIDES = "it hides a separator behind percent-encoding";
const DOTS = "it has a `.` or `..` segment";
const uris = suite("URIs in normal form");
for (const [text, expected] of [
  ["https://a.example", "https: |  | a.example"],
  ["https://a", "https: |  | a"],
  ["h://a", "h: |  | a"],
  ["h1+.-://a", "h1+.-: |  | a"],
  ["https://a.example/", "https: |  | a.example | "],
  ["https://a.example/b//c", "https: |  | a.example | b |  | c"],
  ["https://a-b.0/!\"$%&'()*+,-.:;<=>@A[]^_`a{|}~", "https: |  | a-b.0 | !\"$%&'()*+,-.:;<=>@A[]^_`a{|}~"],
  ["https://a.example/%20x", "https: |  | a.example | %20x"],
  [" https://a.example", NO_URI],
  ["x https://a.example/", NO_URI],
  ["https://a.example/\n", NO_URI],
  ["https://a.example\n", NO_URI],
  ["https://a.example/x y", NO_URI],
  ["https://a.example/ä", NO_URI],
  ["https://a.example/\\x", NO_URI],
  ["https://a.example/x?y", NO_URI],
  ["https://a.example?y", NO_URI],
  ["https://a.example/x#y", NO_URI],
  ["https://a.example#y", NO_URI],
  ["HTTPS://a.example/", NO_URI],
  ["1h://a.example/", NO_URI],
  ["https://A.example/", NO_URI],
  ["https://-a.example/", NO_URI],
  ["https://a.example-/", NO_URI],
  ["https://a.example./", NO_URI],
  ["https://.a/", NO_URI],
  ["https://user@a.example/", NO_URI],
  ["https://a.example:443/", NO_URI],
  ["https:///a", NO_URI],
  ["https:/a.example", NO_URI],
  ["urn:a", NO_URI],
  ["", NO_URI],
  ["https://a.example/%2ex", HIDES],
  ["https://a.example/%2E%2e/x", HIDES],
  ["https://a.example/%2fx", HIDES],
  ["https://a.example/%5Cx", HIDES],
  ["https://a.example/%00", HIDES],
  ["https://a.example/%1f", HIDES],
  ["https://a.example/%0a", HIDES],
  ["https://a.example/%7F", HIDES],
  ["https://a.example/%7E", "https: |  | a.example | %7E"],
  ["https://a.example/%0g", "https: |  | a.example | %0g"],
  ["https://a.example/./x", DOTS],
  ["https://a.example/x/..", DOTS],
  ["https://a.example/x.", "https: |  | a.example | x."],
] as const)
  uris(JSON.stringify(text), () => assert.is(show(uriSegments(text)), expected));
uris.run();

const NO_ADDRESS = "it is no e-mail address in normal form";
const NO_PLAIN = "it has characters that no plain name has";
const others = suite("addresses and plain texts in normal form");
for (const [text, expected] of [
  ["a@b", "a | b"],
  ["!@~", "! | ~"],
  ["a@", NO_ADDRESS],
  ["@b", NO_ADDRESS],
  ["a", NO_ADDRESS],
  ["a@b@c", NO_ADDRESS],
  [" a@b", NO_ADDRESS],
  ["a@b ", NO_ADDRESS],
  ["a@b\n", NO_ADDRESS],
  ["\na@b", NO_ADDRESS],
  ["a@ä", NO_ADDRESS],
] as const)
  others(JSON.stringify(text), () => assert.is(show(emailSegments(text)), expected));
for (const [text, expected] of [
  ["refs/heads/main", "refs | heads | main"],
  ["a b", "a b"],
  ["", ""],
  [" [~", " [~"],
  ["]", "]"],
  ["a\\b", NO_PLAIN],
  ["a\n", NO_PLAIN],
  ["\na", NO_PLAIN],
  ["ä", NO_PLAIN],
  ["\x7f", NO_PLAIN],
  ["\x1f", NO_PLAIN],
  ["a/./b", DOTS],
  ["a/..", DOTS],
  ["a/...", "a | ..."],
] as const)
  others(`plain ${JSON.stringify(text)}`, () => assert.is(show(plainSegments(text)), expected));
others.run();

const under = suite("below by whole segments");
for (const [text, parent, expected] of [
  ["a/b/c", "a/b", true],
  ["a/b", "a/b", true],
  ["a/b", "a/b/", true],
  ["a/b/", "a/b/", true],
  ["a/b/c", "a/b/", true],
  ["a/bc", "a/b", false],
  ["a", "a/b", false],
  ["b/a", "a", false],
  ["x/b", "a/b", false],
  ["a/x", "a/b", false],
  ["a", "", false],
  ["", "", true],
  ["/a", "", true],
  ["a/b", "a//", false],
] as const)
  under(`${text} under ${parent}`, () => assert.is(isUnder(text.split("/"), parent.split("/")), expected));
under.run();

const glob = (pattern: string): TextTest => ({ kind: "matches-glob", pattern });
const regex = (pattern: string): TextTest => ({ kind: "matches-regex", pattern });
const below = (text: string): TextTest => ({ kind: "under", text });
const is = (text: string): TextTest => ({ kind: "is", text });

const matches = suite("one test on one text");
for (const [test, value, kind, expected, refused] of [
  [is("a@b"), "a@b", "email", "match", true],
  [is("a@b"), "a@c", "email", "mismatch", false],
  [is("a@b"), "a@b", "plain", "wrong-type", false],
  [{ kind: "is-one-of", texts: ["x", "a@b"] }, "a@b", "email", "match", true],
  [{ kind: "is-one-of", texts: ["x", "a@b"] }, "x", "plain", "match", true],
  [{ kind: "is-one-of", texts: ["x", "a@b"] }, "y", "plain", "mismatch", false],
  [{ kind: "is-one-of", texts: [] }, "y", "plain", "wrong-type", false],
  [below("https://a.example/b"), "https://a.example/b/c", "uri", "match", true],
  [below("https://a.example/b"), "https://a.example/c", "uri", "mismatch", false],
  [below("https://a.example/b"), "https://a.example/b/../c", "uri", "not-normal", true],
  [below("https://a.example/b?"), "https://a.example/b", "uri", "mismatch", false],
  [below("https://a.example/b"), "refs", "plain", "wrong-type", false],
  [below("refs/heads"), "refs/heads/main", "plain", "match", true],
  [below("refs/heads"), "refs/tags/x", "plain", "mismatch", false],
  [below("a@b"), "a@b", "email", "mismatch", false],
  [below("a@b"), "a@b@c", "email", "not-normal", true],
  [glob("https://a.example/*"), "https://a.example/b", "uri", "match", true],
  [glob("https://a.example/*"), "https://a.example/b/c", "uri", "mismatch", false],
  [glob("https://a.example/*"), "https://a.example/%2fb", "uri", "not-normal", true],
  [glob("https://a.example/*"), "a@b", "email", "wrong-type", false],
  [glob("*@b"), "a@b", "email", "match", true],
  [glob("*@b"), "a/c@b", "email", "match", true],
  [glob("*@b"), "a@c", "email", "mismatch", false],
  [glob("refs/*/x"), "refs/a/x", "plain", "match", true],
  [glob("refs/*"), "refs/a/x", "plain", "mismatch", false],
  [regex("https://a/.*"), "https://a/b", "uri", "match", true],
  [regex("https://a/.*"), "https://a/b", "plain", "wrong-type", true],
  [regex("https:/\\/a/.*"), "https://a/b", "uri", "match", true],
  [regex("https:/\\/a/.*"), "https://a/b", "plain", "wrong-type", true],
  [regex(".*@b"), "a@b", "email", "match", true],
  [regex(".*@b"), "a@b", "plain", "wrong-type", true],
  [regex(".*@b"), "a@c", "email", "mismatch", false],
  [regex("https://a/.*@b"), "https://a/x@b", "uri", "match", true],
  [regex("refs/.*"), "refs/x", "plain", "match", true],
  [regex("refs/.*"), "refs/x", "uri", "match", true],
  [regex("refs"), "xrefs", "plain", "mismatch", false],
] as const)
  matches(`${JSON.stringify(test)} on ${value} as ${kind}`, () => {
    assert.is(matchText(test, value, kind), expected);
    assert.is(matchText(test, value, kind), expected, "asked again");
    assert.is(mayMatch(test, value, kind), refused, "as a refusal");
  });
matches("two tests of one text each keep their own pattern", () => {
  for (const make of [glob, regex]) {
    const [first, second] = [make("refs/a"), make("refs/b")];
    assert.equal(
      [first, second, first, second].map((test) => matchText(test, "refs/a", "plain")),
      ["match", "mismatch", "match", "mismatch"],
    );
  }
});
matches.run();
