import { suite } from "uvu";
import * as assert from "uvu/assert";
import { JsonNumber, type Cell, type Json, type Needed, type RecordValue, type View } from "../../src/base/index.ts";
import { readView, viaRules, type ReadFailure, type ViewReading } from "../../src/evidence/index.ts";
import { showReading } from "../support/show-reading.ts";
import { needs, needsAll, standardView, viewFromText } from "../support/standard-view.ts";
import { checkProperty, fc } from "../support/property.ts";

const test = suite("read-view");
const TYPE = "https://acme.example/p/v1";

function simple(fields: string, more = ""): View {
  return viewFromText(`predicate p "${TYPE}" {\n${fields}\n}\n${more}`);
}

function read(view: View, predicate: Json | undefined, needed: Needed = needsAll(view.record)): ViewReading {
  return readView(view, TYPE, predicate, needed);
}

function show(view: View, predicate: Json, needed?: Needed): string {
  return showReading(view.record, read(view, predicate, needed));
}

function failures(view: View, predicate: Json | undefined, needed?: Needed): readonly ReadFailure[] {
  const reading = read(view, predicate, needed);
  if (reading.kind === "readable") throw new Error(`readable: ${showReading(view.record, reading)}`);
  return reading.failures;
}

function record(view: View, predicate: Json, needed?: Needed): RecordValue {
  const reading = read(view, predicate, needed);
  if (reading.kind === "unreadable") throw new Error(showReading(view.record, reading));
  return reading.record;
}

test("members are read by name, with their pointer into the statement", () => {
  const view = simple("decision: String\ncount: Int\nwhen: Timestamp");
  assert.equal(record(view, { decision: "yes", count: 3, when: "2026-01-10T00:00:00Z", other: [] }).cells, [
    { value: "yes", pointer: "/predicate/decision" },
    { value: 3n, pointer: "/predicate/count" },
    { value: 1_768_003_200_000_000_000n, pointer: "/predicate/when" },
  ]);
});

test("the base of pointers is the caller's", () => {
  const view = simple("a: String");
  const reading = readView(view, TYPE, { a: "x" }, needs("a"), { base: "/inner~1part" });
  assert.ok(reading.kind === "readable");
  assert.is(reading.kind === "readable" && reading.record.cells[0]?.pointer, "/inner~1part/a");
});

test("what stands there is kept where the value's normal form is another", () => {
  const view = simple("u: Uri\nd: Decimal\nn: Decimal\nt: Timestamp\ns: String");
  const cells = record(view, {
    u: "HTTPS://A.example:443/x",
    d: "9.80",
    n: new JsonNumber("9.80"),
    t: "2026-01-10T01:00:00+01:00",
    s: "HTTPS",
  }).cells;
  assert.equal(
    cells.map((cell) => cell?.native),
    ["HTTPS://A.example:443/x", "9.80", new JsonNumber("9.80"), "2026-01-10T01:00:00+01:00", undefined],
  );
});

test("only needed fields are read", () => {
  const view = simple("good: String\nbad: Int");
  const { cells } = record(view, { good: "x", bad: "not a number" }, needs("good"));
  assert.equal(cells, [{ value: "x", pointer: "/predicate/good" }, undefined]);
  assert.is(failures(view, { good: "x", bad: "not a number" }, needs("bad"))[0]?.field, "bad");
});

test("nothing needed is always readable", () => {
  const view = simple("a: String");
  for (const predicate of [undefined, null, 1, "x", [], {}] as const) assert.is(read(view, predicate, needs()).kind, "readable");
});

test("absent and null are the same: a required field makes it unreadable, an optional one has no cell", () => {
  const view = simple("must: String\nmay: optional String");
  for (const predicate of [{}, { must: null }, { must: null, may: null }] as readonly Json[]) {
    assert.equal(failures(view, predicate), [{ kind: "absent", pointer: "/predicate/must", field: "must", problem: "it is absent" }]);
  }
  assert.is(record(view, { must: "x", may: null }).cells[1], undefined);
});

test("an optional value that does not convert is malformed, not absent", () => {
  const view = simple("may: optional Timestamp");
  assert.equal(
    failures(view, { may: "yesterday" }).map(({ kind, pointer }) => [kind, pointer]),
    [["malformed", "/predicate/may"]],
  );
  assert.is(failures(view, { may: 7 })[0]?.problem, "it is a JSON number, not a string");
});

test("a predicate that is absent, null or no object", () => {
  const view = simple("must: String\nmay: optional String");
  assert.is(failures(view, undefined)[0]?.kind, "absent");
  assert.is(failures(view, null)[0]?.kind, "absent");
  for (const predicate of ["text", 1, true] as const) assert.is(failures(view, predicate)[0]?.kind, "malformed");
  assert.is(failures(view, [])[0]?.problem, "it is a JSON array, not an object");
});

test("a step through a value that has no members is malformed, also for an optional field", () => {
  const view = simple('deep: optional String at "/a/b/c"');
  assert.is(record(view, { a: {} }).cells[0], undefined);
  assert.is(record(view, { a: null }).cells[0], undefined);
  assert.is(record(view, { a: { b: [] } }, needs()).cells[0], undefined);
  assert.is(failures(view, { a: "x" })[0]?.pointer, "/predicate/a");
  assert.is(failures(view, { a: { b: 1 } })[0]?.problem, "it is a JSON number, not an object");
  assert.is(failures(view, { a: { b: ["x"] } })[0]?.problem, "it is a JSON array, not an object");
});

test("inherited members are not members", () => {
  const view = simple('a: optional String at "/constructor/name"\nb: optional String at "/__proto__/x"\nc: optional Int at "/list/length"');
  assert.equal(record(view, { list: [1] }, needs("a", "b")).cells, [undefined, undefined, undefined]);
  assert.is(failures(view, { list: [1] }, needs("c"))[0]?.kind, "malformed");
});

test("tags select the places; a version without a place does not have the field", () => {
  const view = viewFromText(`predicate p {
    reads "t1" as v1
    reads "t2" as v2
    commit: String at v1 "/revision", v2 "/head/commit"
    both: String at "/b~1oth"
    late: optional String at v2 "/late"
  }`);
  const predicate = { revision: "one", head: { commit: "two" }, "b/oth": "b", late: "l" };
  const cells = (type: string) => {
    const reading = readView(view, type, predicate, needsAll(view.record));
    return reading.kind === "readable" ? reading.record.cells.map((cell) => [cell?.value, cell?.pointer]) : [];
  };
  assert.equal(cells("t1"), [
    ["one", "/predicate/revision"],
    ["b", "/predicate/b~1oth"],
    [undefined, undefined],
  ]);
  assert.equal(cells("t2"), [
    ["two", "/predicate/head/commit"],
    ["b", "/predicate/b~1oth"],
    ["l", "/predicate/late"],
  ]);
});

test("a predicate type that the view does not read is a failure, with no folding of versions", () => {
  const view = simple("a: String");
  for (const type of [`${TYPE}/`, TYPE.slice(0, -1), "", TYPE.toUpperCase()]) {
    const reading = readView(view, type, { a: "x" }, needs("a"));
    assert.equal(reading.kind === "unreadable" && reading.failures.map(({ pointer }) => pointer), ["/predicateType"], type);
  }
});

test("the second place is read where the first is absent, and only there", () => {
  const view = simple('id: String at "/new", "/old"');
  assert.is(record(view, { new: "n", old: "o" }).cells[0]?.value, "n");
  assert.is(record(view, { new: null, old: "o" }).cells[0]?.pointer, "/predicate/old");
  assert.is(failures(view, { new: 1, old: "o" })[0]?.pointer, "/predicate/new", "malformed does not fall through");
  assert.is(failures(view, {})[0]?.pointer, "/predicate/new");
});

test("enum spellings map, everything else is malformed and never a default", () => {
  const view = simple('result: one of passed as "pass", failed as "fail" or "error"\nlevel: ordered low < high');
  const cells = record(view, { result: "error", level: "high" }).cells;
  assert.equal(cells, [
    { value: 1, pointer: "/predicate/result", native: "error" },
    { value: 1, pointer: "/predicate/level" },
  ]);
  for (const result of ["passed", "PASS", "", "toString", 0, true, ["pass"]] as readonly Json[]) {
    assert.is(failures(view, { result, level: "high" })[0]?.kind, "malformed", JSON.stringify(result));
  }
});

const CHECKS =
  'checks: List of check\n}\nenum result = one of passed as "pass", failed as "fail"\nrecord check key name {\nname: String\nresult: result at "/outcome/word"\ndetail: optional String';

test("records of a list are read at their own places", () => {
  const view = simple(CHECKS);
  const text = show(view, {
    checks: [
      { name: "a", outcome: { word: "pass" } },
      { name: "b", outcome: { word: "fail" }, detail: "d" },
    ],
  });
  assert.is(
    text,
    [
      "checks has 2 @ /predicate/checks",
      "checks[0].name = a @ /predicate/checks/0/name",
      'checks[0].result = passed @ /predicate/checks/0/outcome/word from "pass"',
      "checks[0].detail absent",
      "checks[1].name = b @ /predicate/checks/1/name",
      'checks[1].result = failed @ /predicate/checks/1/outcome/word from "fail"',
      "checks[1].detail = d @ /predicate/checks/1/detail",
      "",
    ].join("\n"),
  );
});

test("a needed field of one element that is malformed spoils the whole list; a field not needed does not", () => {
  const view = simple(CHECKS);
  const predicate = {
    checks: [
      { name: "a", outcome: { word: "pass" } },
      { name: "b", outcome: { word: "?" } },
    ],
  };
  assert.equal(
    failures(view, predicate).map(({ pointer, field }) => [pointer, field]),
    [["/predicate/checks/1/outcome/word", "checks.result"]],
  );
  assert.is(read(view, predicate, needs("checks.name")).kind, "readable");
});

test("elements of a list of records are objects even where no field of them is needed", () => {
  const view = simple(CHECKS);
  assert.is(read(view, { checks: [{}, {}] }, needs("checks")).kind, "readable");
  for (const odd of [null, 1, "x", []] as readonly Json[])
    assert.is(failures(view, { checks: [{}, odd] }, needs("checks"))[0]?.pointer, "/predicate/checks/1");
  for (const odd of [1, "x", {}] as readonly Json[])
    assert.is(failures(view, { checks: odd }, needs("checks"))[0]?.pointer, "/predicate/checks");
});

test("nonempty lists are malformed when empty, others may be", () => {
  const view = simple("a: nonempty List of String\nb: List of String\nc: nonempty Set of String");
  assert.equal(
    failures(view, { a: [], b: [], c: [] }).map(({ field, problem }) => [field, problem]),
    [
      ["a", "it is empty"],
      ["c", "it is empty"],
    ],
  );
});

test("a set has each value once, by the equality of its type; a list keeps what is written", () => {
  const view = simple("s: Set of Uri\nl: List of Uri");
  const both = ["https://a.example/x", "HTTPS://A.example:443/x", "https://a.example/y"];
  const [set, list] = record(view, { s: both, l: both }).cells as readonly [Cell, Cell];
  assert.equal(
    (set.value as readonly Cell[]).map(({ pointer }) => pointer),
    ["/predicate/s/0", "/predicate/s/2"],
  );
  assert.is((list.value as readonly Cell[]).length, 3);
});

test("`*` is every element or member, and a hole is malformed", () => {
  const view = simple('ids: Set of String at "/refs/*/id"\nall: List of Int at "/table/*/*"');
  const predicate = { refs: [{ id: "a" }, { id: "b" }], table: { "x/y": [1, 2], z: [3] } };
  assert.is(
    show(view, predicate),
    [
      "ids has 2 @ /predicate/refs",
      "ids[0] = a @ /predicate/refs/0/id",
      "ids[1] = b @ /predicate/refs/1/id",
      "all has 3 @ /predicate/table",
      "all[0] = 1 @ /predicate/table/x~1y/0",
      "all[1] = 2 @ /predicate/table/x~1y/1",
      "all[2] = 3 @ /predicate/table/z/0",
      "",
    ].join("\n"),
  );
  assert.equal(
    failures(view, { refs: [{ id: "a" }, {}], table: {} }).map(({ pointer, problem }) => [pointer, problem]),
    [["/predicate/refs/1", "it has no `/id`"]],
  );
  assert.is(failures(view, { refs: "x", table: {} })[0]?.problem, "it is a JSON string, not an array");
});

test("a list has at most so many elements, and the failure says so", () => {
  const view = simple('plain: List of Int\nstar: optional List of Int at "/plain/*"');
  const predicate = { plain: [1, 2, 3] };
  for (const field of ["plain", "star"]) {
    assert.is(readView(view, TYPE, predicate, needs(field), { maxElements: 3 }).kind, "readable", field);
    const reading = readView(view, TYPE, predicate, needs(field), { maxElements: 2 });
    assert.equal(reading, {
      kind: "unreadable",
      failures: [{ kind: "too-many", pointer: "/predicate/plain", field, problem: "it has more than 2 elements" }],
      total: 1,
    });
  }
  assert.is(read(view, { plain: Array(50_000).fill(0) }, needs("plain")).kind, "readable");
  assert.is(failures(view, { plain: Array(50_001).fill(0) }, needs("plain"))[0]?.kind, "too-many");
});

test("stars in stars are bounded together", () => {
  const view = simple('all: List of Int at "/t/*/*"');
  const reading = readView(view, TYPE, { t: [[1, 2], [3]] }, needs("all"), { maxElements: 2 });
  assert.is(reading.kind === "unreadable" && reading.failures[0]?.kind, "too-many");
});

test("the first ten failures and how many there were", () => {
  const view = simple("list: List of Int");
  const reading = read(view, { list: Array(25).fill("x") });
  assert.ok(reading.kind === "unreadable");
  assert.is(reading.kind === "unreadable" && reading.failures.length, 10);
  assert.is(reading.kind === "unreadable" && reading.total, 25);
});

test("the closed list of rules", () => {
  assert.equal([...viaRules].sort(), [...new Set(viaRules)].sort());
  for (const rule of ["build-type", "native-report", "described", "flatten", "git-uri", "empty-if-absent"])
    assert.ok(viaRules.has(rule), rule);
});

const anyJson: fc.Arbitrary<Json> = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom<Json>(
      null,
      true,
      0,
      1.5,
      new JsonNumber("1e999"),
      "",
      "x",
      "2026-01-10T00:00:00Z",
      "https://a.example/x",
      "a".repeat(40),
    ),
    fc.array(tie("json"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom("a", "b", "c", "id", "__proto__", "0"), tie("json"), { maxKeys: 4 }),
  ),
})).json;

test("law: any JSON gives an answer through a view of every kind of type", () => {
  const view = simple(
    'a: optional Uri\nb: List of r\nc: Set of Identity at "/c/*/id"\nd: optional r at "/a"\n}\nrecord r {\na: Int\nb: optional Digest\nc: List of Commit',
  );
  checkProperty(
    fc.property(anyJson, (predicate) => {
      const reading = read(view, predicate);
      if (reading.kind === "unreadable") assert.ok(reading.total >= reading.failures.length && reading.failures.length > 0);
    }),
  );
});

/** Documents that are nearly right: an example with one value replaced by anything. */
const NAMES = [
  "SchemaVersion",
  "ArtifactName",
  "Results",
  "Vulnerabilities",
  "CVSS",
  "Severity",
  "matches",
  "descriptor",
  "vulnerability",
  "results",
  "packages",
  "groups",
  "ids",
  "components",
  "licenses",
  "license",
  "hashes",
  "packages",
  "relationships",
  "externalRefs",
  "scanner",
  "result",
  "db",
  "metadata",
  "tools",
  "buildDefinition",
  "externalParameters",
  "buildType",
  "resolvedDependencies",
  "workflow",
  "repository",
  "uri",
  "digest",
  "spdxVersion",
  "specVersion",
  "creationInfo",
  "creators",
  "id",
  "name",
];
const nearJson: fc.Arbitrary<Json> = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 7, withCrossShrink: true },
    fc.constantFrom<Json>(
      null,
      2,
      "SPDX-2.3",
      "1.5",
      "MIT",
      "https://actions.github.io/buildtypes/workflow/v1",
      "git+https://a.example/b@refs/x",
      "9.8",
      "{}",
      '{"spdxVersion":"SPDX-2.3"}',
    ),
    fc.array(tie("json"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...NAMES), tie("json"), { maxKeys: 6 }),
  ),
})).json;

test("law: any JSON gives an answer through the standard views, with pointers below the predicate", () => {
  for (const [module, name] of [
    ["slsa", "provenance"],
    ["vuln", "report"],
    ["sbom", "document"],
  ] as const) {
    const view = standardView(module, name);
    checkProperty(
      fc.property(fc.constantFrom(...view.predicateTypes), nearJson, ({ type }, predicate) => {
        const reading = readView(view, type, predicate, needsAll(view.record));
        if (reading.kind === "readable") return;
        for (const failure of reading.failures) assert.ok(failure.pointer.startsWith("/predicate"), failure.pointer);
      }),
    );
  }
});

test("law: needing less never makes a statement unreadable", () => {
  const view = simple("a: optional Int\nb: List of Int\nc: String");
  checkProperty(
    fc.property(anyJson, fc.subarray(["a", "b", "c"]), (predicate, some) => {
      if (read(view, predicate).kind === "readable") assert.is(read(view, predicate, needs(...some)).kind, "readable");
    }),
  );
});

test.run();
