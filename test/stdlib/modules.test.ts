/** The shipped modules through the language itself: they compile without a word, and lower to the views that the tests of evidence use. */
import { readFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { ok, type View } from "../../src/base/index.ts";
import { viaRules } from "../../src/evidence/index.ts";
import { compile, type Compiled } from "../../src/language/index.ts";
import { standardView, stdlibPath } from "../support/standard-view.ts";

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
      standardModule: (specifier) => readFileSync(modulePath(specifier), "utf8"),
      loadKeys,
      loadCertificates: () => ok([]),
      loadTrustedRoot: () => ok({ digest: "sha256:00" }),
      hasSigstoreInstance: () => false,
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
});

/** Names of types may carry the name under which a policy uses a module; shapes and places may not differ. */
function plain(view: View | undefined): unknown {
  return JSON.parse(
    JSON.stringify(view ?? null, (key, value: unknown) => (key === "name" && typeof value === "string" ? value.split(".").at(-1) : value)),
  );
}

test.run();
