import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Json } from "../../../src/base/index.ts";
import { readField } from "../../support/read-field.ts";
import { standardView } from "../../support/standard-view.ts";

const test = suite("build-type and source-commit");
const view = standardView("slsa", "provenance");
const V1 = "https://slsa.dev/provenance/v1";
const V02 = "https://slsa.dev/provenance/v0.2";
const GITHUB = "https://actions.github.io/buildtypes/workflow/v1";
const GOOGLE = "https://cloud.google.com/build/gcb-buildtypes/google-worker/v1";
const C = "c".repeat(40);
const D = "d".repeat(40);

function workflow(dependencies: Json, workflowParts: Json = { repository: "https://github.com/acme/app", ref: "refs/tags/v1" }): Json {
  return { buildDefinition: { buildType: GITHUB, externalParameters: { workflow: workflowParts }, resolvedDependencies: dependencies } };
}

const commit = (predicate: Json) => readField(view, V1, predicate, "source.commit");
const app = (ref: string, digest: Json): Json => ({ uri: `git+https://github.com/acme/app${ref}`, digest });

test("source-commit: the one dependency that is this repository at this reference", () => {
  const rows: readonly (readonly [dependencies: Json, expected: string])[] = [
    [
      [app("@refs/tags/v1", { gitCommit: C })],
      `source.commit = ${C} @ /predicate/buildDefinition/resolvedDependencies/0/digest/gitCommit via source-commit`,
    ],
    [
      [app("@refs/tags/v1", { sha1: C })],
      `source.commit = ${C} @ /predicate/buildDefinition/resolvedDependencies/0/digest/sha1 via source-commit`,
    ],
    [[app("@refs/tags/v1", { sha1: D, gitCommit: C })], `source.commit = ${C} @`],
    [[app("", { gitCommit: C })], `source.commit = ${C} @`],
    [[{ uri: "https://GITHUB.com/acme/app.git#refs/tags/v1", digest: { gitCommit: C } }], `source.commit = ${C} @`],
    [
      [{ uri: "git+https://github.com/acme/other@refs/tags/v1", digest: { gitCommit: D } }, app("@refs/tags/v1", { gitCommit: C })],
      `source.commit = ${C} @ /predicate/buildDefinition/resolvedDependencies/1/`,
    ],
    [[app("@refs/tags/v2", { gitCommit: C })], "absent source.commit"],
    [[{ uri: "git+https://github.com/acme/app-evil@refs/tags/v1", digest: { gitCommit: C } }], "absent source.commit"],
    [[app("@refs/tags/v1", { gitCommit: C }), app("", { gitCommit: D })], "absent source.commit"],
    [[app("@refs/tags/v1", { gitCommit: C }), app("@refs/tags/v1", { gitCommit: C })], "absent source.commit"],
    [[app("@refs/tags/v1", { sha256: "a".repeat(64) })], "absent source.commit"],
    [[], "absent source.commit"],
    [null, "absent source.commit"],
    [
      [app("@refs/tags/v1", { gitCommit: "HEAD" })],
      "malformed source.commit at /predicate/buildDefinition/resolvedDependencies/0/digest/gitCommit",
    ],
    [[app("@refs/tags/v1", "c")], "malformed source.commit at /predicate/buildDefinition/resolvedDependencies/0/digest"],
    [{ a: 1 }, "malformed source.commit at /predicate/buildDefinition/resolvedDependencies"],
    [[null, 7, { uri: 1 }, { uri: "git@x" }], "absent source.commit"],
  ];
  for (const [dependencies, expected] of rows) {
    const text = commit(workflow(dependencies));
    assert.ok(text.startsWith(expected), `${JSON.stringify(dependencies)}: ${text}`);
  }
});

test("without a reference, a dependency that names one is not taken", () => {
  assert.match(
    commit(workflow([app("@refs/tags/v1", { gitCommit: C })], { repository: "https://github.com/acme/app" })),
    /^absent source\.commit/,
  );
  assert.match(commit(workflow([app("", { gitCommit: C })], { repository: "https://github.com/acme/app" })), /^source\.commit = c/);
});

test("a build type that is not known names no source: unreadable where one is read, and nowhere else", () => {
  const predicate = {
    buildDefinition: { buildType: `${GITHUB}/`, externalParameters: { workflow: { repository: "https://github.com/acme/app" } } },
    runDetails: { builder: { id: "https://b.example/" } },
  };
  assert.match(readField(view, V1, predicate, "source.repository"), /^absent source at \/predicate\/buildDefinition/);
  assert.match(readField(view, V1, predicate, "source.ref"), /^absent source at/);
  assert.match(readField(view, V1, predicate, "builder"), /^builder = https:\/\/b\.example\//);
});

test("Google: the source to build, else the repository of the configuration; a reference only in full", () => {
  const google = (externalParameters: Json): Json => ({
    buildDefinition: { buildType: GOOGLE, externalParameters, resolvedDependencies: [] },
  });
  const both = google({
    sourceToBuild: { repository: "https://github.com/acme/a", ref: "refs/heads/x" },
    buildConfigSource: { repository: "https://github.com/acme/b", ref: "refs/heads/y" },
  });
  assert.match(
    readField(view, V1, both, "source.repository"),
    /= https:\/\/github\.com\/acme\/a @ \/predicate\/buildDefinition\/externalParameters\/sourceToBuild\/repository/,
  );
  assert.match(readField(view, V1, both, "source.ref"), /= refs\/heads\/x/);
  const config = google({ buildConfigSource: { repository: "git+https://github.com/acme/b", ref: "main" } });
  assert.match(readField(view, V1, config, "source.repository"), /= https:\/\/github\.com\/acme\/b/);
  assert.is(readField(view, V1, config, "source.ref"), "source.ref absent");
  assert.match(readField(view, V1, google({}), "source.repository"), /^absent source\.repository/);
});

test("version 0.2 reads the configuration source whatever the build type", () => {
  const old = (configSource: Json): Json => ({ buildType: "https://anything.example/", invocation: { configSource } });
  const uri = "git+https://github.com/acme/app@refs/tags/v1";
  assert.match(
    readField(view, V02, old({ uri }), "source.repository"),
    /= https:\/\/github\.com\/acme\/app @ \/predicate\/invocation\/configSource\/uri from/,
  );
  assert.match(readField(view, V02, old({ uri }), "source.ref"), /= refs\/tags\/v1 @/);
  assert.is(readField(view, V02, old({ uri: "https://github.com/acme/app" }), "source.ref"), "source.ref absent");
  assert.match(readField(view, V02, old({ uri: "https://github.com/acme/app.git#main:dir" }), "source.ref"), /= main @/);
  assert.match(readField(view, V02, old({ digest: { sha1: C } }), "source.commit"), /= c{40} @/);
  assert.match(readField(view, V02, old({ entryPoint: "Dockerfile" }), "source.repository"), /^absent source\.repository/);
  assert.match(readField(view, V02, { buildType: "x" }, "source.repository"), /^absent source at \/predicate\/invocation/);
  assert.match(readField(view, V02, { invocation: "x" }, "source.repository"), /^malformed source/);
});

test("fields of one version in a statement of the other are not read", () => {
  const old = { builder: { id: "https://b.example/" }, buildType: "https://t.example/" };
  assert.match(readField(view, V1, old, "builder"), /^absent builder at \/predicate\/runDetails\/builder\/id/);
  assert.match(readField(view, V1, old, "source.repository"), /^absent source/);
});

test("parameters of version 0.2 may be left out, external parameters may not", () => {
  assert.is(readField(view, V02, {}, "parameters"), "parameters has 0 @ /predicate/invocation/parameters via empty-if-absent");
  assert.match(readField(view, V1, { buildDefinition: {} }, "parameters"), /^absent parameters/);
  assert.is(
    readField(view, V1, { buildDefinition: {} }, "dependencies"),
    "dependencies has 0 @ /predicate/buildDefinition/resolvedDependencies via empty-if-absent",
  );
});

test.run();
