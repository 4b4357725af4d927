/** The shipped modules through the language itself: they compile without a word, and lower to the views that the tests of evidence use. */
import { readFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { standardModules } from "../../bin/stdlib/modules.ts";
import { ok, type Type, type View } from "../../src/base/index.ts";
import { readView, viaRules } from "../../src/evidence/index.ts";
import { compile, type Compiled } from "../../src/language/index.ts";
import { patchJson, REMOVED } from "../support/patch-json.ts";
import { exampleJson, standardExamples } from "../support/standard-examples.ts";
import { needs, standardView, stdlibPath } from "../support/standard-view.ts";

const test = suite("standard modules");

const POLICY = `policy acme version 1
use slsa from "std/slsa@1"
use vuln from "std/vuln@1"
use sbom from "std/sbom@1"

trust builder {
  sigstore public-good
  issuer "https://token.actions.githubusercontent.com"
  identity matches glob "https://github.com/acme/*/.github/workflows/release.yml@refs/tags/*"
  claim source-repository under "https://github.com/acme"
}

control C-1 "All fields that a release is judged by" {
  statement "Reads a field of every kind from each standard view."
  severity high
  owner "team@acme.example"
  maps to ssdf "PS.2.1"
  evidence build: any slsa.provenance signed by builder
  evidence scan: vuln.report signed by builder
    fresh within 7 days of finishedOn
    pick latest by finishedOn
  evidence bom: sbom.document signed by builder
  require source: build.source.repository under "https://github.com/acme"
    else "built from {build.source.repository}"
  require parameters: no parameter p in build.parameters where p.name is none of { "workflow" }
    else "{p.name}"
  require pinned: every dependency d in build.dependencies satisfies d has digest or d has commit
    else "{d.uri otherwise "a dependency"}"
  require findings: no finding f in scan.findings where (f.severity otherwise critical) is at least high
    else "{f.id} in {f.package.name otherwise "an unnamed package"}"
  require database: scan has database.updatedOn and scan.database.updatedOn within 24 hours before scan.finishedOn
    else "the database was old"
  require licences: every component c in bom.components satisfies c has licence and c.licence allowed by { "MIT" }
    else "{c.name}"
}

gate prod {
  enforce C-1
}
`;

const modulePath = (specifier: string): string => stdlibPath(specifier.replace(/^std\/(.*)@(.*)$/u, "$1/$2/module.policy"));

function compiled(): Compiled {
  const loadKeys = () => ok([]);
  return compile({
    mainPath: "acme.policy",
    ports: {
      readFile: (path) => (path === "acme.policy" ? new TextEncoder().encode(POLICY) : undefined),
      hasFile: (path) => path === "acme.policy",
      standardModule: (specifier) => readFileSync(modulePath(specifier), "utf8"),
      loadKeys,
      loadCertificates: () => ok([]),
      loadTrustedRoot: () => ok({ digest: "sha256:00" }),
      sha256: () => "sha256:00",
      hasSigstoreInstance: () => false,
      admitsName: () => false,
    },
    settings: { parameters: [] },
    viaRules,
    claimNames: new Set(["source-repository"]),
  });
}

test("a policy over the standard views compiles, and no word is said about a module", () => {
  const { diagnostics, policy } = compiled();
  const said = diagnostics.filter(({ severity, span }) => severity === "error" || span.file.startsWith("std"));
  assert.equal(
    said.map(({ code, message, span }) => `${code} ${span.file} ${message}`),
    [],
  );
  assert.ok(policy);
});

test("the language lowers each module to the view that the tests of evidence read", () => {
  const views = new Map<string, View>(
    (compiled().policy?.controls ?? []).flatMap(({ body }) => body.evidence.map(({ view }) => [view.name, view] as const)),
  );
  for (const [module, name] of [
    ["slsa", "provenance"],
    ["vuln", "report"],
    ["sbom", "document"],
  ] as const) {
    assert.equal(plain(views.get(`${module}.${name}`)), plain(standardView(module, name)), module);
  }
  for (const { name: module, views: all } of standardModules())
    for (const view of all) assert.equal(plain(view), plain(standardView(module, lastPart(view.name))), view.name);
});

test("each module has the views of the document, and no others", () => {
  const views = standardModules().map(({ name, views: all }) => [name, all.map((view) => lastPart(view.name)).join(" ")] as const);
  const expected = {
    artifact: "",
    deployment: "deployment",
    import: "import",
    inventory: "list",
    promotion: "approval",
    release: "release",
    review: "code-review",
    sbom: "document",
    scai: "report",
    slsa: "provenance",
    test: "result",
    verdict: "summary",
    vex: "document",
    vsa: "summary properties",
    vuln: "report",
    waiver: "waiver withdrawal",
  };
  assert.equal(Object.fromEntries(views), expected);
});

const lastPart = (name: string): string => name.split(".").at(-1) ?? name;

/** Every enum of every module: its members in their order, with what a document writes for them. */
function enumsOf(view: View): readonly string[] {
  const texts: string[] = [];
  const visit = (type: Type): void => {
    if (type.kind === "list" || type.kind === "set") visit(type.of);
    if (type.kind === "record") for (const field of type.fields) visit(field.type);
    if (type.kind !== "enum") return;
    const members = type.members.map(({ name, spellings }) =>
      spellings[0] === name && spellings.length === 1 ? name : `${name}=${spellings.join("/")}`,
    );
    texts.push(`${type.name}: ${members.join(type.ordered ? " < " : ", ")}`);
  };
  visit(view.record);
  return texts;
}

test("enums have the members, the spellings and the order of the document", () => {
  const found = standardModules().flatMap(({ name, views }) => (name === "waiver" ? [] : views.flatMap(enumsOf)));
  assert.equal([...new Set(found)].sort(), [
    "deployment.deployment.result: succeeded, failed, rolled-back",
    "import.check.result: passed, failed",
    "promotion.approval.decision: approved, rejected",
    "sbom.document.format: spdx, cyclonedx",
    "tests.result.result: passed=PASSED, warned=WARNED, failed=FAILED",
    "verdict.summary.decision: passed, blocked, not-judged",
    "vex.vex-statement.product: named, other, unsaid",
    "vex.vex-statement.status: not-affected=not_affected, affected, fixed, under-investigation=under_investigation",
    "vsa.summary.result: passed=PASSED, failed=FAILED",
    "vuln.severity: negligible < low < medium < high < critical",
  ]);
});

test("authors, secrets, and lists that are complete or never empty are marked", () => {
  const marked = standardModules().flatMap(({ name, views }) =>
    views.flatMap(({ name: view, record }) =>
      record.fields.flatMap((field) => {
        const marks = [field.exhaustive && "exhaustive", field.nonempty && "nonempty", field.mark].filter(
          (mark) => typeof mark === "string",
        );
        return name === "waiver" || marks.length === 0 ? [] : [`${view}.${field.name} ${marks.join(" ")}`];
      }),
    ),
  );
  assert.equal(marked, [
    "import.import.checks exhaustive nonempty",
    "inventory.list.statements exhaustive nonempty",
    "promotion.approval.comment secret",
    "review.code-review.authors nonempty author",
    "scai.report.attributes nonempty",
  ]);
});

test("law: without a field that must be there, the statement cannot be read, and the failure says where it should stand", () => {
  let checked = 0;
  for (const example of standardExamples) {
    const view = standardView(example.module, example.view);
    const tag = view.predicateTypes.find(({ type }) => type === example.predicateType)?.tag;
    for (const field of view.record.fields) {
      const places = field.places.filter((place) => place.tag === undefined || place.tag === tag);
      const [place] = places;
      if (field.optional || place === undefined || places.length > 1 || place.pointer === "" || place.pointer.includes("*")) continue;
      if (place.via === "empty-if-absent" || field.name === "specVersion") continue; // a document without version is not opened at all
      for (const nothing of [REMOVED, null] as const) {
        const predicate = patchJson(exampleJson(example), [[place.pointer, nothing]]);
        const reading = readView(view, example.predicateType, predicate, needs(field.name));
        assert.equal(
          reading,
          {
            kind: "unreadable",
            total: 1,
            failures: [{ kind: "absent", pointer: `/predicate${place.pointer}`, field: field.name, problem: "it is absent" }],
          },
          `${example.name} ${field.name}`,
        );
        checked++;
      }
    }
  }
  assert.ok(checked > 100, String(checked));
});

/** Names of types may carry the name under which a policy uses a module; shapes and places may not differ. */
function plain(view: View | undefined): unknown {
  return JSON.parse(
    JSON.stringify(view ?? null, (key, value: unknown) => (key === "name" && typeof value === "string" ? value.split(".").at(-1) : value)),
  );
}

test.run();
