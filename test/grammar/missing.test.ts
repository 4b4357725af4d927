/** What is missing is named: a comma, a closing brace. One mistake, one diagnostic. */
import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parse } from "../../grammar/index.ts";
import { SourceFile } from "../../src/diagnostics/index.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const shipped = [...globSync("policies/*/*.policy", { cwd: root }), ...globSync("test/language/samples/*.policy", { cwd: root })].sort();
const tests = suite("what is missing");

const diagnosticsOf = (text: string) => parse(new SourceFile("p.policy", text)).diagnostics;
const said = (text: string) => diagnosticsOf(text).map(({ code, message }) => `${code} ${message}`);

const control = (line: string) => `policy p version 1\ncontrol C-01 "A" {\n  ${line}\n  severity high\n}\n`;
const gate = (line: string) => `policy p version 1\ngate g {\n  ${line}\n}\n`;
const top = (line: string) => `policy p version 1\n${line}\n`;

const commas: readonly (readonly [text: string, message: string])[] = [
  [control('maps to nist-800-53 "CM-14" "SI-7"'), 'between `"CM-14"` and `"SI-7"`'],
  [control("applies at stage dev prod"), "between `dev` and `prod`"],
  [gate("enforce C-01 C-02, C-03"), "between `C-01` and `C-02`"],
  [gate("may relax age window"), "between `age` and `window`"],
  [top('param l: Set of Licence = { "MIT" "ISC" }, fewer is stricter'), 'between `"MIT"` and `"ISC"`'],
  [top("param age: Duration = 7 days at most 30 days"), "between `days` and `at`"],
  [top('param l: Set of Licence = { "MIT" } fewer is stricter'), "between `}` and `fewer`"],
  [
    top('predicate p "https://acme.example/p" {\n  decision: one of approved rejected\n  size: Int\n}'),
    "between `approved` and `rejected`",
  ],
];
for (const [text, message] of commas) {
  tests(`a comma ${message}`, () => {
    assert.equal(said(text), [`E1001 a comma is missing ${message}`]);
    const [fix] = diagnosticsOf(text)[0]?.fixes ?? [];
    const [edit] = fix?.edits ?? [];
    assert.ok(fix?.safe === true && edit);
    assert.equal(said(text.slice(0, edit.span.start) + edit.text + text.slice(edit.span.end)), []);
  });
}

const others: readonly (readonly [text: string, says: string])[] = [
  [control('statement "a" "b"'), 'E1001 `"b"` cannot stand after `"a"`'],
  [gate('environment "a" "b"\n  enforce all'), 'E1001 `"b"` cannot stand after `"a"`'],
  [top('person "a@b.example" "github:a"'), 'E1001 `"github:a"` cannot stand after `"a@b.example"`'],
];
for (const [text, says] of others) tests(`no comma: ${says}`, () => assert.equal(said(text), [says]));

for (const path of shipped) {
  const text = readFileSync(root + path, "utf8");
  const braces = [...text.matchAll(/\n *\}/gu)].map((match) => match.index + match[0].length - 1);
  tests(`${path}: without one closing brace, one diagnostic`, () => {
    assert.ok(braces.length > 0);
    for (const at of braces) {
      const found = said(text.slice(0, at) + text.slice(at + 1));
      assert.is(found.length, 1, `line ${text.slice(0, at).split("\n").length}: ${found.join(" | ")}`);
    }
  });
  tests(`${path}: without the last ones, one for each`, () => {
    let rest = text;
    for (const [index, at] of braces.toReversed().slice(0, 4).entries()) {
      rest = rest.slice(0, at) + rest.slice(at + 1);
      const found = said(rest);
      assert.ok(found.length <= index + 1, found.join(" | "));
      assert.ok(found.length > 0);
    }
  });
}

tests.run();
