/** Rule `spdx3`: packages of a graph, which of them the document is about, and their licences. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Json } from "../../../src/base/index.ts";
import { readField } from "../../support/read-field.ts";
import { standardView } from "../../support/standard-view.ts";

const test = suite("spdx3");
const view = standardView("sbom", "document");
const TYPE = "https://spdx.dev/Document/v3";

const creation = { type: "CreationInfo", "@id": "_:c", specVersion: "3.0.1", created: "2026-01-01T00:00:00Z" };
const graph = (roots: readonly string[], ...elements: readonly Json[]): Json => ({
  "@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld",
  "@graph": [creation, { type: "SpdxDocument", spdxId: "doc", creationInfo: "_:c", rootElement: [...roots] }, ...elements],
});
const pack = (id: string, more: { readonly [name: string]: Json } = {}): Json => ({
  type: "software_Package",
  spdxId: id,
  name: id,
  ...more,
});
const related = (from: string, relationshipType: string, ...to: readonly string[]): Json => ({
  type: "Relationship",
  from,
  relationshipType,
  to: [...to],
});

function values(predicate: Json, path: string): readonly string[] {
  const lines = readField(view, TYPE, predicate, path).split("\n");
  return lines.filter((line) => line.includes(" = ")).map((line) => line.replace(/^\S+ = (.*?) @ .*$/u, "$1"));
}

test("roots: the root elements, and those of a collection that is one", () => {
  const sbom = (id: string, ...roots: readonly string[]): Json => ({ type: "software_Sbom", spdxId: id, rootElement: [...roots] });
  const rows: readonly (readonly [roots: readonly string[], more: readonly Json[], expected: readonly string[]])[] = [
    [["a"], [], ["a"]],
    [["a", "b"], [], ["a", "b"]],
    [["s"], [sbom("s", "b")], ["b"]],
    [["s"], [sbom("s", "t"), sbom("t", "s", "a")], ["a"]],
    [[], [], []],
    [["elsewhere"], [], []],
  ];
  for (const [roots, more, expected] of rows) {
    const document = graph(roots, pack("a"), pack("b"), ...more);
    assert.equal(values(document, "roots.id"), expected);
    assert.equal(
      values(document, "components.id"),
      ["a", "b"].filter((id) => !expected.includes(id)),
    );
  }
});

test("models and data sets are packages, files are not", () => {
  const document = graph(
    [],
    { type: "ai_AIPackage", spdxId: "m", name: "m" },
    { type: "dataset_DatasetPackage", spdxId: "d", name: "d" },
    { type: "software_File", spdxId: "f" },
  );
  assert.equal(values(document, "components.id"), ["m", "d"]);
});

const NOTHING = "https://spdx.org/rdf/3.0.1/terms/ExpandedLicensing/NoAssertionLicense";
const expression = (id: string, text: string): Json => ({
  type: "simplelicensing_LicenseExpression",
  spdxId: id,
  simplelicensing_licenseExpression: text,
});
const licences: readonly (readonly [name: string, elements: readonly Json[], licence: string | undefined, text: string | undefined])[] = [
  ["concluded", [related("p", "hasConcludedLicense", "x"), expression("x", "MIT")], "MIT", "MIT"],
  ["declared", [related("p", "hasDeclaredLicense", "x"), expression("x", "mit")], "MIT", "mit"],
  [
    "concluded before declared",
    [related("p", "hasDeclaredLicense", "y"), related("p", "hasConcludedLicense", "x"), expression("x", "ISC"), expression("y", "MIT")],
    "ISC",
    "ISC",
  ],
  [
    "concluded says nothing",
    [related("p", "hasConcludedLicense", NOTHING), related("p", "hasDeclaredLicense", "x"), expression("x", "MIT")],
    "MIT",
    "MIT",
  ],
  ["in its short form", [related("p", "hasConcludedLicense", "expandedlicensing_NoAssertionLicense")], undefined, undefined],
  [
    "as an expression",
    [
      related("p", "hasConcludedLicense", "x"),
      expression("x", "NOASSERTION"),
      related("p", "hasDeclaredLicense", "y"),
      expression("y", "MIT"),
    ],
    "MIT",
    "MIT",
  ],
  [
    "a licence of the list by its address",
    [related("p", "hasConcludedLicense", "https://spdx.org/licenses/Apache-2.0")],
    "Apache-2.0",
    "https://spdx.org/licenses/Apache-2.0",
  ],
  [
    "concluded to be none",
    [related("p", "hasConcludedLicense", "expandedlicensing_NoneLicense"), related("p", "hasDeclaredLicense", "x"), expression("x", "MIT")],
    undefined,
    "expandedlicensing_NoneLicense",
  ],
  [
    "operators in lower case",
    [related("p", "hasConcludedLicense", "x"), expression("x", "mit or (isc and gpl-2.0-only with classpath-exception-2.0)")],
    "GPL-2.0-only WITH Classpath-exception-2.0 AND ISC OR MIT",
    "mit or (isc and gpl-2.0-only with classpath-exception-2.0)",
  ],
  [
    "two at once are none",
    [related("p", "hasConcludedLicense", "x", "y"), expression("x", "MIT"), expression("y", "ISC")],
    undefined,
    undefined,
  ],
  [
    "two that say the same are one",
    [related("p", "hasConcludedLicense", "x"), related("p", "hasConcludedLicense", "y"), expression("x", "MIT"), expression("y", "MIT")],
    "MIT",
    "MIT",
  ],
  ["text that is no expression", [related("p", "hasConcludedLicense", "x"), expression("x", "see LICENCE")], undefined, "see LICENCE"],
  ["a licence of another package", [related("q", "hasConcludedLicense", "x"), expression("x", "MIT")], undefined, undefined],
];
for (const [name, elements, licence, text] of licences)
  test(`licence: ${name}`, () => {
    const document = graph([], pack("p"), ...elements);
    assert.equal(values(document, "components.licence"), licence === undefined ? [] : [licence]);
    assert.equal(values(document, "components.licenceText"), text === undefined ? [] : [text]);
  });

test("digests: hashes only, in their place or by id", () => {
  const hash = (algorithm: string, hex: string): Json => ({ type: "Hash", algorithm, hashValue: hex });
  const [a, b] = ["a".repeat(64), "b".repeat(128)];
  const rows: readonly (readonly [Json, readonly string[]])[] = [
    [[hash("sha256", a)], [`sha256:${a}`]],
    [[hash("sha256", a), hash("sha512", b), hash("md5", "d".repeat(32))], [`sha256:${a} sha512:${b}`]],
    [[{ type: "PackageVerificationCode", algorithm: "sha256", hashValue: a }], []],
    [["_:h"], [`sha512:${b}`]],
    [["_:nowhere"], []],
    [[], []],
  ];
  for (const [verifiedUsing, expected] of rows) {
    const document = graph([], pack("p", { verifiedUsing }), { ...(hash("sha512", b) as object), "@id": "_:h" });
    assert.equal(values(document, "components.digest"), expected);
  }
});

test("supplier: the name of the agent, where the graph has it", () => {
  const agent = { type: "Organization", spdxId: "o", name: "Acme" };
  assert.equal(values(graph([], pack("p", { suppliedBy: "o" }), agent), "components.supplier"), ["Acme"]);
  assert.equal(values(graph([], pack("p", { suppliedBy: "x" }), agent), "components.supplier"), []);
});

test("creation: by reference or in its place, of any 3.0", () => {
  const inPlace = (specVersion: string): Json => ({
    "@graph": [{ type: "SpdxDocument", spdxId: "doc", creationInfo: { ...creation, specVersion } }],
  });
  for (const version of ["3.0", "3.0.0", "3.0.1"]) assert.equal(values(inPlace(version), "specVersion"), [version]);
  for (const version of ["2.3", "3", "3.1", "30.0", "SPDX-3.0"])
    assert.match(readField(view, TYPE, inPlace(version), "specVersion"), /it is no SPDX 3\.0/u);
  assert.equal(values(graph([]), "createdOn"), ["2026-01-01T00:00:00Z"]);
});

test("SPDX 3 under the type of SPDX 2.3 is malformed, and the other way round", () => {
  for (const type of ["https://spdx.dev/Document", "https://spdx.dev/Document/v2.3"])
    assert.match(readField(view, type, graph([]), "components"), /^malformed .*it is no SPDX 2\.3/u);
  assert.match(readField(view, TYPE, { spdxVersion: "SPDX-2.3", packages: [] }, "components"), /^malformed .*it is no graph of SPDX 3/u);
});

test.run();
