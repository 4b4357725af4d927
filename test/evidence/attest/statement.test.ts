import { suite } from "uvu";
import * as assert from "uvu/assert";
import { decodeUtf8, InvariantError } from "../../../src/base/index.ts";
import { makeStatement, predicateShortNames, predicateTypesOf, type StatementParts } from "../../../src/evidence/index.ts";
import { standardView } from "../../support/standard-view.ts";

const test = suite("statements and names of predicate types");

const A = "a".repeat(64);
const parts: StatementParts = {
  subjects: [
    {
      name: "app",
      digests: new Map([
        ["sha512", "b".repeat(128)],
        ["sha256", A],
      ]),
    },
    { digests: new Map([["sha256", A]]) },
  ],
  predicateType: "https://acme.example/approval/v1",
  predicate: { z: 1, a: { é: null } },
};

test("a statement is canonical JSON, so the same parts are the same bytes", () => {
  assert.is(
    decodeUtf8(makeStatement(parts)),
    `{"_type":"https://in-toto.io/Statement/v1","predicate":{"a":{"é":null},"z":1},"predicateType":"https://acme.example/approval/v1",` +
      `"subject":[{"digest":{"sha256":"${A}","sha512":"${"b".repeat(128)}"},"name":"app"},{"digest":{"sha256":"${A}"}}]}`,
  );
  const reordered = { ...parts, predicate: { a: { é: null }, z: 1 } };
  assert.equal(makeStatement(reordered), makeStatement(parts));
});

test("the order of subjects is the caller's", () => {
  const swapped = { ...parts, subjects: parts.subjects.toReversed() };
  assert.not.equal(makeStatement(swapped), makeStatement(parts));
});

test("a statement about nothing is our mistake", () => {
  const wrong: readonly StatementParts[] = [
    { ...parts, subjects: [] },
    { ...parts, subjects: [{ digests: new Map() }] },
    { ...parts, subjects: [{ digests: new Map([["sha1", "a".repeat(40)]]) }] },
    { ...parts, predicateType: "" },
  ];
  for (const some of wrong)
    assert.throws(
      () => makeStatement(some),
      (thrown: unknown) => thrown instanceof InvariantError,
    );
});

test("short names stand for their types, the one to write first", () => {
  const first = [
    ["provenance", "https://slsa.dev/provenance/v1"],
    ["slsaprovenance", "https://slsa.dev/provenance/v0.2"],
    ["spdxjson", "https://spdx.dev/Document"],
    ["vuln", "https://cosign.sigstore.dev/attestation/vuln/v1"],
    ["custom", "https://cosign.sigstore.dev/attestation/v1"],
    ["approval", "https://proviso.dev/approval/v1"],
    ["verdict", "https://proviso.dev/verdict/v1"],
  ] as const;
  for (const [name, type] of first) assert.is(predicateTypesOf(name)[0], type);
});

test("a name that is not short is a type, exactly as written", () => {
  for (const type of ["https://slsa.dev/provenance/v1", "Provenance", "provenance/", "", "toString"])
    assert.equal(predicateTypesOf(type), [type]);
});

test("every type that a standard view reads has a short name", () => {
  const named = new Set(predicateShortNames.flatMap((name) => predicateTypesOf(name)));
  for (const [module, view] of [
    ["slsa", "provenance"],
    ["vuln", "report"],
    ["sbom", "document"],
  ] as const) {
    for (const { type } of standardView(module, view).predicateTypes) assert.ok(named.has(type), type);
  }
});

test.run();
