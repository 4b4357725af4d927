/** What is made from the standard modules is current, and the schemas say no more than the views do. */
import { readdirSync, readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { stdlibArtefacts } from "../../bin/stdlib/artefacts.ts";
import { standardModules } from "../../bin/stdlib/modules.ts";
import { appendPointer, canonicalJson, isArray, isObject, type Json } from "../../src/base/index.ts";
import { readView } from "../../src/evidence/index.ts";
import { patchJson, REMOVED } from "../support/patch-json.ts";
import { checkProperty, fc } from "../support/property.ts";
import { projectRoot } from "../support/run-policy.ts";
import { exampleJson, exampleSubjects, standardExamples, type StandardExample } from "../support/standard-examples.ts";
import { needsAll, standardView } from "../support/standard-view.ts";

const test = suite("artefacts of the standard modules");
const artefacts = await stdlibArtefacts();

for (const [path, text] of artefacts) {
  test(`${path} is current`, () => assert.is(readFileSync(`${projectRoot}${path}`, "utf8"), text, "run `node bin/stdlib-artefacts.ts`"));
}

test("every module has a page with its tables, and no schema is left of a view that is gone", () => {
  for (const { name, views } of standardModules()) {
    const page = artefacts.get(`docs/stdlib/${name}.md`) ?? "";
    for (const view of views) assert.ok(page.includes(`### \`${view.name}\``), `docs/stdlib/${name}.md shows ${view.name}`);
    const schemas = readdirSync(`${projectRoot}stdlib/${name}/1`).filter((file) => file.endsWith(".schema.json"));
    assert.equal(schemas.sort(), views.map((view) => `${view.name.split(".").at(-1) ?? ""}.schema.json`).sort(), name);
  }
});

test("the page of artifacts shows the shared record", () => {
  assert.match(artefacts.get("docs/stdlib/artifact.md") ?? "", /\| `digest` +\| optional Digest +\| `\/digest` by rule `digest-set` +\|/u);
});

const ajv = new Ajv2020({ strict: false, validateFormats: false });
const validators = new Map(
  [...artefacts].filter(([path]) => path.endsWith(".schema.json")).map(([path, text]) => [path, ajv.compile(JSON.parse(text) as object)]),
);

function fits({ module, view, predicateType }: StandardExample, predicate: Json): boolean {
  const validate = validators.get(`stdlib/${module}/1/${view}.schema.json`);
  assert.ok(validate, view);
  return validate(JSON.parse(canonicalJson({ predicateType, predicate })));
}

test("every example fits its schema", () => {
  for (const example of standardExamples) assert.ok(fits(example, exampleJson(example)), `${example.module} ${example.name}`);
});

test("a schema refuses what is plainly wrong", () => {
  const [approval, vulns] = ["approval", "in-toto-v0.2"].map((name) => standardExamples.find((example) => example.name === name));
  assert.ok(approval && vulns);
  const wrong: readonly (readonly [StandardExample, string, Json | typeof REMOVED])[] = [
    [approval, "/decision", "APPROVED"],
    [approval, "/decision", null],
    [approval, "/environment", REMOVED],
    [approval, "/decidedOn", "2026-01-09"],
    [approval, "/ticket", 7],
    [vulns, "/metadata", REMOVED],
    [vulns, "/metadata/scanFinishedOn", 0],
    [vulns, "/scanner/db", "a database"],
  ];
  for (const [example, pointer, value] of wrong)
    assert.not.ok(fits(example, patchJson(exampleJson(example), [[pointer, value]])), `${example.name} ${pointer}`);
  assert.not.ok(fits({ ...approval, predicateType: "https://proviso.dev/approval/v2" }, exampleJson(approval)), "another type");
});

function pointersOf(json: Json, pointer = ""): readonly string[] {
  if (isArray(json)) return [pointer, ...json.flatMap((value, index) => pointersOf(value, appendPointer(pointer, index)))];
  if (!isObject(json)) return [pointer];
  return [pointer, ...Object.entries(json).flatMap(([name, value]) => pointersOf(value, appendPointer(pointer, name)))];
}

test("law: what a view can read fits its schema", () => {
  const damage = fc.constantFrom<Json | typeof REMOVED>(REMOVED, null, true, "", "x", "2026-01-01T00:00:00Z", [], {}, [null], ["x"], {
    sha256: "a".repeat(64),
  });
  const damaged = fc
    .constantFrom(...standardExamples)
    .chain((example) =>
      fc.tuple(fc.constant(example), fc.constantFrom(...pointersOf(exampleJson(example)).filter((pointer) => pointer !== "")), damage),
    );
  checkProperty(
    fc.property(damaged, ([example, pointer, value]) => {
      const predicate = patchJson(exampleJson(example), [[pointer, value]]);
      const view = standardView(example.module, example.view);
      const reading = readView(view, example.predicateType, predicate, needsAll(view.record), { subjects: exampleSubjects });
      if (reading.kind === "readable") assert.ok(fits(example, predicate), `${example.name} ${pointer}`);
    }),
  );
});

test.run();
