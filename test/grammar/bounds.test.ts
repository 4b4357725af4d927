import { suite } from "uvu";
import * as assert from "uvu/assert";
import { header, inControl, outline, read, summaries } from "./outline.ts";

const bounds = suite("bounds of a policy file");
const million = 1_000_000;
const quarter = 250_000;

const tooDeep: readonly (readonly [string, string])[] = [
  ["brackets and nothing else", "(".repeat(million)],
  ["braces", `${header}param p: Int = ${"{".repeat(million)}`],
  ["square brackets", `${header}${"[".repeat(million)}`],
  ["brackets in a condition", inControl(`  require ${"(".repeat(65)}a${")".repeat(65)} else "m"`)],
  ["braces in a message", inControl(`  require a else "${"{ ".repeat(400_000)}"`)],
];
for (const [name, text] of tooDeep) {
  bounds(`too deep: ${name}`, () => {
    const result = read(text);
    assert.equal(
      result.diagnostics.map(({ code, message }) => `${code} ${message}`),
      ["E1015 brackets are nested more than 64 deep"],
    );
    assert.is(outline(result.file), "file(header=invalid() items=[])");
  });
}

/** Nesting without brackets: one rule in itself. */
const recursive: readonly (readonly [string, string])[] = [
  ["not", "not ".repeat(250_000)],
  ["otherwise", "a otherwise ".repeat(80_000)],
  ["quantifiers", "no x y in z where ".repeat(50_000)],
  ["claims", "every x y in z satisfies ".repeat(40_000)],
];
for (const [name, text] of recursive) {
  bounds(`too deep: ${name}`, () => {
    const result = read(inControl(`  require ${text}a else "m"\n  severity high`));
    assert.equal(
      result.diagnostics.map(({ code, message }) => `${code} ${message}`),
      ["E1015 conditions are nested more than 64 deep"],
    );
    assert.match(outline(result.file), /clauses=\[require\(condition=invalid\(\).* severity\(level=high\)\]/);
  });
}

bounds("as deep as may be", () => {
  assert.equal(summaries(read(inControl(`  require ${"(".repeat(62)}a${")".repeat(62)} else "m"`))), []);
  assert.equal(summaries(read(inControl(`  require ${"not ".repeat(63)}a else "m"`))), []);
});

bounds("long is not deep", () => {
  assert.equal(summaries(read(inControl(`  require ${"a and ".repeat(20_000)}a else "m"`))), []);
  assert.equal(summaries(read(inControl(`  require a is one of { ${"b, ".repeat(20_000)}b } else "m"`))), []);
});

bounds("a missing brace in every control is not depth", () => {
  const text = header + Array.from({ length: 70 }, (_, index) => `control C-${index + 1} "t" {\n  severity high\n`).join("");
  assert.equal(new Set(read(text).diagnostics.map(({ code }) => code)), new Set(["E1007"]));
});

bounds("size", () => {
  const fill = (bytes: number): string => `${header}//${"x".repeat(bytes - header.length - 2)}`;
  assert.equal(summaries(read(fill(1024 * 1024))), []);
  assert.equal(summaries(read(fill(1024 * 1024 + 1))), ['E1015 "" the file is larger than 1 MiB']);
  // Counted in bytes of UTF-8, not in characters.
  assert.equal(summaries(read(`${header}//${"é".repeat(520_000)}`)), []);
  assert.equal(summaries(read(`${header}//${"é".repeat(525_000)}`)), ['E1015 "" the file is larger than 1 MiB']);
});

bounds("no more than a hundred diagnostics", () => {
  assert.is(read(inControl("  severity high low\n".repeat(500))).diagnostics.length, 100);
  assert.is(read(`${header}//${"\u202e x".repeat(5000)}`).diagnostics.length, 100);
  assert.is(read(`${header}${"} ".repeat(200_000)}`).diagnostics.length, 1);
});

/** Long texts that would be slow if anything were read again and again. The runner's time limit is the check. */
const hostile: readonly (readonly [string, string])[] = [
  ["comment openings", "/*".repeat(125_000)],
  ["quotes", '"'.repeat(quarter)],
  ["apostrophes", "'".repeat(quarter)],
  ["backslashes in a string", `"${"\\".repeat(quarter)}`],
  ["digits", "1".repeat(quarter)],
  ["dashes", "a-".repeat(125_000)],
  ["dots", "a.".repeat(125_000)],
  ["messages", 'else "{'.repeat(40_000)],
  ["messages over lines", 'else "{a\n'.repeat(25_000)],
  ["equals", "= ".repeat(125_000)],
  ["blocks", "control C {\n".repeat(20_000)],
  ["spaces", " ".repeat(quarter)],
  ["tabs", "\t ".repeat(125_000)],
  ["escapes", `${header}person "${"\\q".repeat(100_000)}" also "x"`],
];
for (const [name, text] of hostile) {
  bounds(`a quarter of a megabyte of ${name}`, () => {
    const { file, diagnostics } = read(text);
    assert.is(file.kind, "file");
    assert.ok(diagnostics.length > 0 && diagnostics.length <= 100, `${diagnostics.length} diagnostics`);
  });
}

bounds.run();
