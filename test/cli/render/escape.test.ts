import { suite } from "uvu";
import * as assert from "uvu/assert";
import { escapeAndCut, escapeLine, escapeText } from "../../../src/cli/render/escape.ts";
import { checkProperty, fc } from "../../support/property.ts";

const cases: readonly { readonly name: string; readonly text: string; readonly line: string }[] = [
  { name: "plain text", text: "ghcr.io/acme/app:1.0 — ok", line: "ghcr.io/acme/app:1.0 — ok" },
  { name: "letters of any script", text: "Größe 日本 العربية 👍", line: "Größe 日本 العربية 👍" },
  { name: "an ANSI colour", text: "\u001B[31mred\u001B[0m", line: "\\u{1b}[31mred\\u{1b}[0m" },
  { name: "a terminal title (OSC)", text: "\u001B]0;pwned\u0007", line: "\\u{1b}]0;pwned\\u{7}" },
  { name: "C1 controls", text: "\u009B31m\u0085", line: "\\u{9b}31m\\u{85}" },
  { name: "line breaks and tabs", text: "a\r\nb\tc", line: "a\\r\\nb\\tc" },
  { name: "NUL, backspace, delete", text: "\0\b\u007F", line: "\\u{0}\\u{8}\\u{7f}" },
  { name: "right-to-left override", text: "user\u202Egnp.exe", line: "user\\u{202e}gnp.exe" },
  { name: "isolates", text: "\u2066a\u2069", line: "\\u{2066}a\\u{2069}" },
  { name: "zero-width characters", text: "ad\u200Bmin\u200D\uFEFF", line: "ad\\u{200b}min\\u{200d}\\u{feff}" },
  { name: "line and paragraph separators", text: "a\u2028b\u2029", line: "a\\u{2028}b\\u{2029}" },
  { name: "tag characters", text: "a\u{E0041}", line: "a\\u{e0041}" },
  { name: "variation selectors", text: "a\uFE0F\u{E0100}", line: "a\\u{fe0f}\\u{e0100}" },
  { name: "unpaired surrogates", text: "\uD800", line: "\\u{d800}" },
  { name: "private use", text: "\uE000", line: "\\u{e000}" },
  { name: "blank letters", text: "\u3164\uFFA0\u115F", line: "\\u{3164}\\u{ffa0}\\u{115f}" },
];

const line = suite("escapeLine");
for (const { name, text, line: expected } of cases) line(name, () => assert.is(escapeLine(text), expected));
line("no control, format or separator character is left", () => {
  checkProperty(fc.property(fc.string({ unit: "binary" }), (text) => !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u.test(escapeLine(text))));
});
line("printable ASCII stays as it is", () => {
  checkProperty(fc.property(fc.string({ unit: "grapheme-ascii" }), (text) => escapeLine(text) === text));
});
line("escaping twice is escaping once", () => {
  checkProperty(fc.property(fc.string({ unit: "binary" }), (text) => escapeLine(escapeLine(text)) === escapeLine(text)));
});
line.run();

const text = suite("escapeText");
text("line feeds stay, all else goes", () => assert.is(escapeText("a\nb\r\u001B[0m\n"), "a\nb\\r\\u{1b}[0m\n"));
text.run();

const cut = suite("escapeAndCut");
cut("short text is whole", () => assert.is(escapeAndCut("abc", 3), "abc"));
cut("long text is cut with a mark", () => assert.is(escapeAndCut("abcd", 3), "abc…"));
cut("code points are not cut in two", () => assert.is(escapeAndCut("👍👍👍👍", 3), "👍👍👍…"));
cut("the cut comes before the escape", () => assert.is(escapeAndCut("\u001B\u001B\u001B", 2), "\\u{1b}\\u{1b}…"));
cut("a huge text costs no more than its head", () => assert.is(escapeAndCut("x".repeat(50_000_000), 2), "xx…"));
cut.run();
