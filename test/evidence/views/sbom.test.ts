import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Json } from "../../../src/base/index.ts";
import { readField } from "../../support/read-field.ts";
import { standardView } from "../../support/standard-view.ts";

const test = suite("SBOM documents");
const view = standardView("sbom", "document");
const SPDX = "https://spdx.dev/Document";
const CYCLONEDX = "https://cyclonedx.org/bom";

const spdx = (more: Json): Json => ({ spdxVersion: "SPDX-2.3", SPDXID: "SPDXRef-DOCUMENT", ...(more as object) });
const cyclonedx = (more: Json): Json => ({ bomFormat: "CycloneDX", specVersion: "1.6", ...(more as object) });

test("a document of another format or version is malformed, whatever its predicate type says", () => {
  const rows: readonly (readonly [type: string, predicate: Json, at: string])[] = [
    [SPDX, cyclonedx({ components: [] }), "/predicate/spdxVersion"],
    [SPDX, { spdxVersion: "SPDX-2.2" }, "/predicate/spdxVersion"],
    [SPDX, { spdxVersion: "SPDX-3.0" }, "/predicate/spdxVersion"],
    [SPDX, { "@graph": [] }, "/predicate/spdxVersion"],
    [SPDX, { spdxVersion: 2.3 }, "/predicate/spdxVersion"],
    [SPDX, [], "/predicate"],
    [SPDX, null, "/predicate"],
    [`${SPDX}/v2.3`, { spdxVersion: "SPDX-2.1" }, "/predicate/spdxVersion"],
    [CYCLONEDX, spdx({}), "/predicate/specVersion"],
    [CYCLONEDX, { specVersion: "1.3" }, "/predicate/specVersion"],
    [CYCLONEDX, { specVersion: "1.8" }, "/predicate/specVersion"],
    [CYCLONEDX, { specVersion: 1.6 }, "/predicate/specVersion"],
    [`${CYCLONEDX}/v1.5`, { specVersion: "2.0" }, "/predicate/specVersion"],
  ];
  for (const [type, predicate, at] of rows) {
    const text = readField(view, type, predicate, "components");
    assert.ok(text.startsWith("malformed") && text.includes(` at ${at}: `), `${JSON.stringify(predicate)}: ${text}`);
  }
});

test("a document in a JSON string is read inside it", () => {
  const text = JSON.stringify(spdx({ packages: [{ SPDXID: "a", name: "n", licenseDeclared: "mit" }] }));
  assert.is(readField(view, SPDX, text, "components.name"), "components[0].name = n @ /predicate#/packages/0/name via json-string");
  assert.is(
    readField(view, SPDX, text, "components.licence"),
    'components[0].licence = MIT @ /predicate#/packages/0/licenseDeclared from "mit" via licence',
  );
  assert.match(readField(view, SPDX, '{"spdxVersion":"SPDX-2.3","spdxVersion":"SPDX-2.3"}', "components"), /stands twice/);
  assert.match(readField(view, SPDX, JSON.stringify(text), "components"), /^malformed/, "a string in a string is no document");
});

const ids = (field: string, predicate: Json) =>
  readField(view, SPDX, predicate, `${field}.id`)
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => line.replace(/^\S+ = (\S+) .*$/u, "$1"));

const packages = ["a", "b", "c"].map((id) => ({ SPDXID: id }));

test("described: three ways to say which packages the document is about", () => {
  const says: readonly (readonly [Json, readonly string[], readonly string[]])[] = [
    [{ relationships: [{ spdxElementId: "SPDXRef-DOCUMENT", relationshipType: "DESCRIBES", relatedSpdxElement: "a" }] }, ["a"], ["b", "c"]],
    [
      { relationships: [{ spdxElementId: "b", relationshipType: "DESCRIBED_BY", relatedSpdxElement: "SPDXRef-DOCUMENT" }] },
      ["b"],
      ["a", "c"],
    ],
    [{ documentDescribes: ["a", "c"] }, ["a", "c"], ["b"]],
    [{ relationships: [{ spdxElementId: "b", relationshipType: "DESCRIBES", relatedSpdxElement: "a" }] }, [], ["a", "b", "c"]],
    [
      { relationships: [{ spdxElementId: "SPDXRef-DOCUMENT", relationshipType: "CONTAINS", relatedSpdxElement: "a" }] },
      [],
      ["a", "b", "c"],
    ],
    [{}, [], ["a", "b", "c"]],
  ];
  for (const [more, roots, components] of says) {
    assert.equal(ids("roots", spdx({ packages, ...(more as object) })), roots, JSON.stringify(more));
    assert.equal(ids("components", spdx({ packages, ...(more as object) })), components, JSON.stringify(more));
  }
});

test("packages are required and must be records; so must what describes them be lists", () => {
  assert.match(readField(view, SPDX, spdx({}), "components"), /^absent components/);
  assert.match(readField(view, SPDX, spdx({ packages: {} }), "components"), /^malformed components at \/predicate\/packages/);
  assert.match(readField(view, SPDX, spdx({ packages: [null] }), "components"), /^malformed components at \/predicate\/packages\/0/);
  assert.match(
    readField(view, SPDX, spdx({ packages, relationships: {} }), "components"),
    /^malformed components at \/predicate\/relationships/,
  );
  assert.match(
    readField(view, SPDX, spdx({ packages, documentDescribes: "a" }), "components"),
    /^malformed components at \/predicate\/documentDescribes/,
  );
});

function spdxField(field: string, component: Json): string {
  return readField(view, SPDX, spdx({ packages: [component] }), `components.${field}`).replace(/^components(\[0\])?\.\S+ (= )?/u, "");
}

test("SPDX licences: concluded, else declared", () => {
  const rows: readonly (readonly [component: Json, licence: RegExp, text: RegExp])[] = [
    [{ licenseConcluded: "MIT", licenseDeclared: "ISC" }, /^MIT @ .*licenseConcluded/, /^MIT @ .*licenseConcluded/],
    [{ licenseConcluded: "NOASSERTION", licenseDeclared: "ISC" }, /^ISC @ .*licenseDeclared/, /^ISC @ .*licenseDeclared/],
    [{ licenseDeclared: "ISC" }, /^ISC @/, /^ISC @/],
    [{ licenseConcluded: "NONE", licenseDeclared: "ISC" }, /^absent/, /^NONE @ .*licenseConcluded/],
    [{ licenseConcluded: "see COPYING", licenseDeclared: "ISC" }, /^absent/, /^see COPYING @/],
    [{ licenseConcluded: "MIT AND NOASSERTION", licenseDeclared: "ISC" }, /^absent/, /^MIT AND NOASSERTION @/],
    [{ licenseConcluded: "NOASSERTION", licenseDeclared: "NOASSERTION" }, /^absent/, /^absent/],
    [{}, /^absent/, /^absent/],
  ];
  for (const [component, licence, text] of rows) {
    assert.match(spdxField("licence", component), licence, JSON.stringify(component));
    assert.match(spdxField("licenceText", component), text, JSON.stringify(component));
  }
  assert.match(spdxField("licence", { licenseConcluded: ["MIT"] }), /^malformed components\.licence/);
});

const A = "a".repeat(64);

test("SPDX packages: purl, purpose, supplier, digest", () => {
  const reference = (referenceType: string, referenceLocator: Json): Json => ({ referenceCategory: "x", referenceType, referenceLocator });
  assert.match(
    spdxField("purl", { externalRefs: [reference("cpe23Type", "x"), reference("purl", "pkg:npm/a@1")] }),
    /^pkg:npm\/a@1 @ .*externalRefs\/1\/referenceLocator/,
  );
  assert.match(spdxField("purl", { externalRefs: [] }), /^absent/);
  assert.match(spdxField("purl", { externalRefs: [reference("purl", "npm/a")] }), /^malformed/);
  assert.match(spdxField("purl", { externalRefs: {} }), /^malformed/);
  assert.match(spdxField("kind", { primaryPackagePurpose: "OPERATING-SYSTEM" }), /^operating-system @/);
  assert.match(spdxField("supplier", { supplier: "NOASSERTION" }), /^absent/);
  assert.match(spdxField("supplier", { supplier: "Organization: Acme" }), /^Organization: Acme @/);
  const sum = (algorithm: string, checksumValue: Json): Json => ({ algorithm, checksumValue });
  assert.match(spdxField("digest", { checksums: [sum("MD5", "x"), sum("SHA256", A)] }), /^sha256:a+ @ .*checksums from/);
  assert.match(spdxField("digest", { checksums: [sum("SHA1", "x")] }), /^absent/);
  assert.match(spdxField("digest", { checksums: [sum("SHA256", A), sum("SHA256", "b".repeat(64))] }), /^malformed .*second sha256/);
  assert.match(spdxField("digest", { checksums: [sum("SHA256", A.toUpperCase())] }), /^malformed/);
  assert.match(spdxField("digest", { checksums: [sum("SHA256", 1)] }), /^malformed/);
});

test("tools", () => {
  const tools = (type: string, predicate: Json) => readField(view, type, predicate, "tools");
  assert.match(
    tools(SPDX, spdx({ creationInfo: { creators: ["Person: A", "Tool: x-1", "Tool: y"] } })),
    /has 2[\s\S]*= x-1 @ \/predicate\/creationInfo\/creators\/1 from "Tool: x-1"[\s\S]*= y @/,
  );
  assert.match(tools(SPDX, spdx({ creationInfo: { creators: ["Person: A"] } })), /^tools has 0/);
  assert.match(tools(SPDX, spdx({ creationInfo: { creators: [1] } })), /^malformed/);
  assert.match(tools(SPDX, spdx({})), /^absent tools/);
  assert.match(
    tools(CYCLONEDX, cyclonedx({ metadata: { tools: [{ name: "a" }, { vendor: "b" }] } })),
    /has 1[\s\S]*= a @ \/predicate\/metadata\/tools\/0\/name/,
  );
  assert.match(
    tools(CYCLONEDX, cyclonedx({ metadata: { tools: { components: [{ name: "a" }] } } })),
    /= a @ \/predicate\/metadata\/tools\/components\/0\/name/,
  );
  assert.match(tools(CYCLONEDX, cyclonedx({ metadata: { tools: { services: [] } } })), /^tools has 0/);
  assert.match(tools(CYCLONEDX, cyclonedx({ metadata: { tools: "a" } })), /^malformed/);
  assert.match(tools(CYCLONEDX, cyclonedx({})), /^absent tools/);
});

test("flatten: nested components after their parent; no reference, known by place", () => {
  const nested = { name: "p", "bom-ref": "p", components: [{ name: "q", components: [{ name: "r", "bom-ref": "r" }] }] };
  const predicate = cyclonedx({ components: [nested, { name: "s", "bom-ref": "s" }], metadata: { component: { name: "root" } } });
  assert.is(
    readField(view, CYCLONEDX, predicate, "components.id"),
    [
      "components[0].id = p @ /predicate/components/0/bom-ref",
      "components[1].id = /predicate/components/0/components/0 @ /predicate/components/0/components/0 via flatten",
      "components[2].id = r @ /predicate/components/0/components/0/components/0/bom-ref",
      "components[3].id = s @ /predicate/components/1/bom-ref",
    ].join("\n"),
  );
  assert.match(readField(view, CYCLONEDX, predicate, "roots.name"), /^roots\[0\]\.name = root @ \/predicate\/metadata\/component\/name/);
  assert.match(readField(view, CYCLONEDX, cyclonedx({}), "components"), /^components has 0/);
  assert.match(readField(view, CYCLONEDX, cyclonedx({}), "roots"), /^roots has 0/);
  for (const components of [{}, "x", [null], [[]], [{ components: {} }], [{ components: ["x"] }]] as readonly Json[]) {
    assert.match(readField(view, CYCLONEDX, cyclonedx({ components }), "components"), /^malformed components/, JSON.stringify(components));
  }
  for (const component of ["x", [], 1] as readonly Json[])
    assert.match(readField(view, CYCLONEDX, cyclonedx({ metadata: { component } }), "roots"), /^malformed roots/);
});

test("nested components count towards the limit of lists", () => {
  const components = Array.from({ length: 300 }, () => ({ components: Array(200).fill({}) }));
  assert.match(readField(view, CYCLONEDX, cyclonedx({ components }), "components"), /^too-many components/);
});

function cycloneField(field: string, component: Json): string {
  return readField(view, CYCLONEDX, cyclonedx({ components: [component] }), `components.${field}`).replace(
    /^components(\[0\])?\.\S+ (= )?/u,
    "",
  );
}

test("CycloneDX licences: one expression, or ids joined with AND; a free name makes it absent", () => {
  const rows: readonly (readonly [licenses: Json, licence: RegExp, text: RegExp])[] = [
    [[{ expression: "mit OR isc" }], /^ISC OR MIT @ .*licenses\/0\/expression from/, /^mit OR isc @/],
    [[{ license: { id: "MIT" } }], /^MIT @/, /^MIT @/],
    [[{ license: { id: "MIT" } }, { license: { id: "ISC" } }], /^ISC AND MIT @/, /^MIT AND ISC @/],
    [[{ license: { id: "MIT" } }, { license: { name: "EULA" } }], /^absent/, /^MIT AND EULA @/],
    [[{ license: { name: "MIT" } }], /^absent/, /^MIT @/],
    [[{ license: { id: "MIT) OR (ISC" } }], /^absent/, /^MIT\) OR \(ISC @/],
    [[{ license: { id: "MIT OR ISC" } }], /^absent/, /^MIT OR ISC @/],
    [[{ license: { id: "Acme-1.0" } }], /^absent/, /^Acme-1\.0 @/],
    [[{ expression: "MIT" }, { license: { id: "ISC" } }], /^absent/, /^MIT AND ISC @/],
    [[{ expression: "MIT" }, { expression: "ISC" }], /^absent/, /^MIT AND ISC @/],
    [[], /^absent/, /^absent/],
    [null, /^absent/, /^absent/],
    [[{}], /^malformed/, /^malformed/],
    [[{ license: { id: 1 } }], /^malformed/, /^malformed/],
    ["MIT", /^malformed/, /^malformed/],
  ];
  for (const [licenses, licence, text] of rows) {
    assert.match(cycloneField("licence", { licenses }), licence, JSON.stringify(licenses));
    assert.match(cycloneField("licenceText", { licenses }), text, JSON.stringify(licenses));
  }
});

test("CycloneDX hashes may be written in upper case", () => {
  assert.match(cycloneField("digest", { hashes: [{ alg: "SHA-256", content: A.toUpperCase() }] }), /^sha256:a+ @/);
  assert.match(cycloneField("digest", { hashes: [{ alg: "SHA3-256", content: A }] }), /^absent/);
  assert.match(cycloneField("digest", { hashes: [{ alg: "SHA-512", content: A }] }), /^malformed/);
});

test.run();
