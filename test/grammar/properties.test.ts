import { readdirSync, readFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Span } from "../../src/diagnostics/index.ts";
import { checkProperty, fc } from "../support/property.ts";
import { outline, read, type Read } from "./outline.ts";

const folder = new URL("../golden/syntax/", import.meta.url);
const samples = readdirSync(folder)
  .filter((name) => name.endsWith(".policy"))
  .map((name) => readFileSync(new URL(name, folder), "utf8"));

/** Pieces of text that mean something to the lexer or the parser. */
const pieces = [
  ..."{}()[],:.=+-<>\"'\\;#!&|§é🔒\u202e\t\n\r ",
  ..."<= >= == != && || // /* {{ }} \\u{41} control evidence require else fix where satisfies every no signed or and not is at 7 7.5 007 2026-02-30 2026-01-01T00:00:00Z months null".split(
    " ",
  ),
];

type Edit = readonly ["delete" | "duplicate" | "swap" | "insert", number, number];
const edits = fc.array(fc.tuple(fc.constantFrom("delete", "duplicate", "swap", "insert" as const), fc.nat(), fc.nat()), {
  minLength: 1,
  maxLength: 6,
});

function apply(words: readonly string[], [kind, where, what]: Edit): readonly string[] {
  const at = where % words.length;
  const word = words[at] ?? "";
  if (kind === "delete") return words.toSpliced(at, 1);
  if (kind === "duplicate") return words.toSpliced(at, 0, word);
  if (kind === "insert") return words.toSpliced(at, 0, pieces[what % pieces.length] ?? "");
  const other = what % words.length;
  return words.with(at, words[other] ?? "").with(other, word);
}

/** The laws of every result, whatever the text. */
function checkRead({ file, diagnostics, text }: Read): void {
  assert.is(file.kind, "file");
  assert.ok(diagnostics.length <= 100);
  for (const { span, related, fixes } of diagnostics) {
    const spans = [span, ...related.map((label) => label.span), ...fixes.flatMap(({ edits }) => edits.map((edit) => edit.span))];
    for (const { start, end } of spans) assert.ok(0 <= start && start <= end && end <= text.length, `${start}..${end} of ${text.length}`);
  }
  checkSpans(file, file.span);
  if (outline(file).includes("invalid(")) assert.ok(diagnostics.length > 0, "an invalid node without a diagnostic");
}

function checkSpans(node: unknown, around: Span): void {
  if (typeof node !== "object" || node === null) return;
  assert.ok(Object.isFrozen(node), "every part of the tree is frozen");
  const span = (node as { span?: Span }).span ?? around;
  assert.ok(
    around.start <= span.start && span.start <= span.end && span.end <= around.end,
    `${JSON.stringify(span)} in ${JSON.stringify(around)}`,
  );
  for (const [name, value] of Object.entries(node)) if (name !== "span" && name !== "opSpan") checkSpans(value, span);
}

const laws = suite("laws of the parser");

laws("samples with words taken, doubled, swapped and put in", () => {
  checkProperty(
    fc.property(fc.constantFrom(...samples), edits, (sample, list) => {
      const words = list.reduce<readonly string[]>(apply, sample.split(/(?<=\s)|(?=\s)|\b/u));
      checkRead(read(words.join("")));
    }),
  );
});

laws("samples cut off anywhere", () => {
  checkProperty(
    fc.property(fc.constantFrom(...samples), fc.nat(), (sample, at) => {
      checkRead(read(sample.slice(0, at % sample.length)));
    }),
  );
});

laws("words in any order", () => {
  const words = [...new Set(samples.flatMap((sample) => sample.split(/\s+/)))];
  checkProperty(fc.property(fc.array(fc.constantFrom(...words, ...pieces), { maxLength: 80 }), (list) => checkRead(read(list.join(" ")))));
});

laws("any text at all", () => {
  checkProperty(fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => checkRead(read(text))));
  checkProperty(fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 60 }), (list) => checkRead(read(list.join("")))));
});

laws("tokens cover the text: nothing but white space lies between them", () => {
  checkProperty(
    fc.property(fc.constantFrom(...samples), edits, (sample, list) => {
      const text = list.reduce<readonly string[]>(apply, sample.split(/\b/u)).join("");
      const { tokens } = read(text);
      let at = 0;
      for (const token of tokens) {
        assert.ok(token.start >= at, "tokens are in order");
        assert.match(text.slice(at, token.start), /^[\s\p{C}\p{Default_Ignorable_Code_Point}]*$/u);
        at = token.end;
      }
      assert.match(text.slice(at), /^[\s\p{C}\p{Default_Ignorable_Code_Point}]*$/u);
    }),
  );
});

laws("taking a word out of a sample changes its tree or is an error", () => {
  const whole = samples.map((sample) => outline(read(sample).file));
  checkProperty(
    fc.property(fc.nat({ max: samples.length - 1 }), fc.nat(), (which, where) => {
      const words = (samples[which] ?? "").split(/(\s+|\/\/.*)/u);
      const at = where % words.length;
      if (!/^[A-Za-z]/.test(words[at] ?? "")) return;
      const result = read(words.toSpliced(at, 1).join(""));
      assert.ok(result.diagnostics.length > 0 || outline(result.file) !== whole[which]);
    }),
  );
});

laws.run();
