/** Every example of a standard module, read whole through its view: the golden file shows each value with pointer, native value and rule. */
import { existsSync, readdirSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { readView } from "../../src/evidence/index.ts";
import { matchGolden } from "../support/golden.ts";
import { showReading } from "../support/show-reading.ts";
import { exampleJson, exampleSubjects, standardExamples } from "../support/standard-examples.ts";
import { needsAll, parseModule, standardView, stdlibPath } from "../support/standard-view.ts";

const test = suite("standard views");

for (const example of standardExamples) {
  test(`${example.module}: ${example.name}`, () => {
    const view = standardView(example.module, example.view);
    const reading = readView(view, example.predicateType, exampleJson(example), needsAll(view.record), { subjects: exampleSubjects });
    assert.is(reading.kind, "readable", showReading(view.record, reading));
    matchGolden(`evidence/${example.module}-${example.name}.txt`, showReading(view.record, reading));
  });
}

const modules = readdirSync(stdlibPath("")).filter((name) => name !== "waiver");

test("each standard module parses without a word of complaint", () => {
  for (const name of modules) assert.equal(parseModule(name).diagnostics, [], name);
});

test("no example is left out of the table", () => {
  for (const module of modules) {
    const folder = stdlibPath(`${module}/1/examples`);
    const files = existsSync(folder) ? readdirSync(folder).map((file) => file.replace(/\.json$/u, "")) : [];
    const listed = standardExamples.filter((example) => example.module === module).map(({ name }) => name);
    assert.equal(files.sort(), listed.sort(), module);
  }
});

test("every predicate type that a view reads has an example", () => {
  for (const module of modules) {
    for (const item of parseModule(module).file.items) {
      if (item.kind !== "predicate") continue;
      for (const { type } of standardView(module, item.name.text).predicateTypes)
        assert.ok(
          standardExamples.some(({ view, predicateType }) => view === item.name.text && predicateType === type),
          `${module}.${item.name.text} ${type}`,
        );
    }
  }
});

test.run();
