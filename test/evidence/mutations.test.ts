/** Real documents, damaged in one place: the answer never throws and never calls damage clean. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  isArray,
  isObject,
  JsonNumber,
  resolvePointer,
  appendPointer,
  type Cell,
  type Json,
  type RecordValue,
} from "../../src/base/index.ts";
import { readView } from "../../src/evidence/index.ts";
import { showReading } from "../support/show-reading.ts";
import { exampleJson, exampleSubjects, standardExamples } from "../support/standard-examples.ts";
import { needs, needsAll, standardView } from "../support/standard-view.ts";
import { checkProperty, fc } from "../support/property.ts";

const test = suite("mutations of examples");
const examples = standardExamples.map((example) => ({ ...example, json: exampleJson(example) }));

function pointersOf(json: Json, pointer = ""): readonly string[] {
  if (isArray(json)) return [pointer, ...json.flatMap((value, i) => pointersOf(value, appendPointer(pointer, i)))];
  if (!isObject(json)) return [pointer];
  return [pointer, ...Object.entries(json).flatMap(([name, value]) => pointersOf(value, appendPointer(pointer, name)))];
}

function replaceAt(json: Json, tokens: readonly string[], value: Json): Json {
  const [token, ...rest] = tokens;
  if (token === undefined) return value;
  if (isArray(json)) return json.map((element, i) => (String(i) === token ? replaceAt(element, rest, value) : element));
  if (!isObject(json)) return json;
  return Object.fromEntries(Object.entries(json).map(([name, old]) => [name, name === token ? replaceAt(old, rest, value) : old]));
}

const damage: fc.Arbitrary<Json> = fc.constantFrom<Json>(
  null,
  true,
  0,
  -1,
  1.5,
  new JsonNumber("1e999"),
  "",
  "x",
  "\u0000",
  [],
  {},
  [null],
  [[]],
  { a: 1 },
  "a".repeat(10_000),
  "https://u@a.example/",
);
const mutated = fc
  .constantFrom(...examples)
  .chain((example) => fc.record({ example: fc.constant(example), pointer: fc.constantFrom(...pointersOf(example.json)), value: damage }));

const tokensOf = (pointer: string): readonly string[] =>
  pointer
    .split("/")
    .slice(1)
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));

test("law: total, and every value that is yielded stands where its pointer says", () => {
  checkProperty(
    fc.property(mutated, ({ example, pointer, value }) => {
      const view = standardView(example.module, example.view);
      const predicate = replaceAt(example.json, tokensOf(pointer), value);
      for (const { type } of view.predicateTypes) {
        const reading = readView(view, type, predicate, needsAll(view.record), { subjects: exampleSubjects });
        if (reading.kind === "readable") eachLeaf(reading.record, (cell) => checkPlace({ predicate }, cell));
        else
          assert.ok(
            reading.failures.every((failure) => failure.pointer.startsWith("/predicate")),
            showReading(view.record, reading),
          );
      }
    }),
  );
});

function eachLeaf(record: RecordValue, check: (cell: Cell) => void): void {
  for (const cell of record.cells) if (cell !== undefined) visit(cell, check);
}

function visit(cell: Cell, check: (cell: Cell) => void): void {
  check(cell);
  if (isList(cell.value)) for (const element of cell.value) visit(element, check);
  else if (typeof cell.value === "object" && "cells" in cell.value) eachLeaf(cell.value, check);
}

function isList(value: Cell["value"]): value is readonly Cell[] {
  return Array.isArray(value);
}

/** A place that does not exist is only right for a list that was left out. */
function checkPlace(statement: Json, cell: Cell): void {
  const stands = resolvePointer(statement, cell.pointer ?? "missing");
  if (stands === undefined) assert.ok(isList(cell.value) && cell.value.length === 0, cell.pointer);
  else if (cell.native !== undefined) assert.equal(cell.native, stands, cell.pointer);
  else if (typeof cell.value === "string" && cell.via !== "member-name" && cell.via !== "flatten")
    assert.is(cell.value, stands, cell.pointer);
}

test("law: damaging the list of findings never makes a scan with findings a clean one", () => {
  const scans = examples.filter(({ module, name }) => module === "vuln" && !name.includes("clean"));
  const view = standardView("vuln", "report");
  const list =
    /^\/scanner\/result(?:$|\/(?:[a-zA-Z]+|[0-9]+)(?:\/[0-9]+)?(?:\/(?:packages|vulnerabilities|Vulnerabilities))?(?:\/[0-9]+)?(?:\/vulnerabilities)?$)/u;
  checkProperty(
    fc.property(
      fc
        .constantFrom(...scans)
        .chain((example) =>
          fc.tuple(
            fc.constant(example),
            fc.constantFrom(...pointersOf(example.json).filter((p) => list.test(p))),
            fc.constantFrom<Json>("x", 1, true, "[]"),
          ),
        ),
      ([example, pointer, value]) => {
        const predicate = replaceAt(example.json, tokensOf(pointer), value);
        for (const { type } of view.predicateTypes) {
          const reading = readView(view, type, predicate, needs("findings.id"));
          if (reading.kind === "readable")
            assert.ok(
              ((reading.record.cells.find((cell) => cell !== undefined)?.value ?? []) as readonly Cell[]).length > 0,
              `${example.name} ${pointer}`,
            );
        }
      },
    ),
  );
});

test.run();
