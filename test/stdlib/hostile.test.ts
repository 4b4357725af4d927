/** Examples of the standard modules with one thing wrong: what cannot be read, where, and why. Nothing wrong is ever read as something good. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Json } from "../../src/base/index.ts";
import { readView } from "../../src/evidence/index.ts";
import { patchJson, REMOVED, type Patch } from "../support/patch-json.ts";
import { showReading } from "../support/show-reading.ts";
import { exampleJson, exampleSubjects, standardExamples } from "../support/standard-examples.ts";
import { needsAll, standardView } from "../support/standard-view.ts";

const test = suite("hostile examples");

type Row = readonly [example: string, patch: Patch, failures: readonly string[]];

function failuresOf(example: string, patch: Patch): readonly string[] {
  const found = standardExamples.find(({ module, name }) => `${module}/${name}` === example);
  if (found === undefined) throw new Error(`there is no example ${example}`);
  const view = standardView(found.module, found.view);
  const predicate = patchJson(exampleJson(found), patch);
  const reading = readView(view, found.predicateType, predicate, needsAll(view.record), { subjects: exampleSubjects });
  assert.is(reading.kind, "unreadable", showReading(view.record, reading));
  return reading.kind === "unreadable"
    ? reading.failures.map(({ kind, field, pointer, problem }) => `${kind} ${field} ${pointer.replace("/predicate", "")}: ${problem}`)
    : [];
}

const text = (value: string): Json => value;
const HEX = "is a JSON string, not an object";
const INSTANT = "an instant is written `2026-01-10T00:00:00Z`";

const rows: readonly Row[] = [
  // std/vex, OpenVEX
  ["vex/openvex-v0.2.0", [["/statements", REMOVED]], ["absent statements : it is absent", "absent componentStatements : it is absent"]],
  ["vex/openvex-v0.2.0", [["/@context", "https://openvex.dev/ns/v0.3.0"]], ["malformed  /@context: it is no OpenVEX up to 0.2.0"]],
  ["vex/openvex-v0.2.0", [["/@context", REMOVED]], ["malformed  /@context: it is no OpenVEX up to 0.2.0"]],
  ["vex/openvex-v0.2.0", [["/@context", ["https://openvex.dev/ns/v0.2.0"]]], ["malformed  /@context: it is no OpenVEX up to 0.2.0"]],
  [
    "vex/openvex-v0.2.0",
    [["/statements/4/status", "not affected"]],
    ["malformed statements.status /statements/4/status: its text is none of `not_affected`, `affected`, `fixed`, `under_investigation`"],
  ],
  [
    "vex/openvex-v0.2.0",
    [["/statements/4/status", "false_positive"]],
    ["malformed statements.status /statements/4/status: its text is none of `not_affected`, `affected`, `fixed`, `under_investigation`"],
  ],
  ["vex/openvex-v0.2.0", [["/statements/4/status", REMOVED]], ["absent statements.status /statements/4: it is absent"]],
  ["vex/openvex-v0.2.0", [["/statements/4/vulnerability", REMOVED]], both("/statements/4: it names no vulnerability")],
  [
    "vex/openvex-v0.2.0",
    [["/statements/4/vulnerability", {}]],
    both("/statements/4/vulnerability: it is a JSON object, not the name of a vulnerability"),
  ],
  [
    "vex/openvex-v0.2.0",
    [["/statements/0/vulnerability/aliases", "GHSA"]],
    both("/statements/0/vulnerability/aliases: it is a JSON string, not an array"),
  ],
  ["vex/openvex-v0.2.0", [["/statements/0/timestamp", "yesterday"]], both(`/statements/0/timestamp: ${INSTANT}`)],
  ["vex/openvex-v0.2.0", [["/statements/0/products", text("all")]], both("/statements/0/products: it is a JSON string, not an array")],
  ["vex/openvex-v0.2.0", [["/statements/0/products/0", 7]], both("/statements/0/products/0: it is a JSON number, not an object")],
  [
    "vex/openvex-v0.2.0",
    [["/statements/1/products/0/hashes/sha-256", "ABC"]],
    both("/statements/1/products/0/hashes/sha-256: sha256 has 64 hex digits, it has 3"),
  ],
  [
    "vex/openvex-v0.2.0",
    [["/statements/2/products/0/subcomponents", "pkg:npm/a"]],
    both("/statements/2/products/0/subcomponents: it is a JSON string, not an array"),
  ],
  [
    "vex/openvex-v0.2.0",
    [["/statements/2/products/0/subcomponents/0/@id", "pkg:?"]],
    [
      "malformed componentStatements.components /statements/2/products/0/subcomponents/0/@id: it is no package URL such as `pkg:npm/left-pad@1.3.0`",
    ],
  ],
  [
    "vex/openvex-v0.2.0",
    [
      ["/timestamp", REMOVED],
      ["/statements/1/timestamp", REMOVED],
    ],
    both("/statements/1: it has no time, and another statement about the same vulnerability and product has one"),
  ],
  // std/vex, CycloneDX
  ["vex/cyclonedx-1.6", [["/specVersion", "1.8"]], ["malformed  /specVersion: it is no CycloneDX 1.4 to 1.7"]],
  [
    "vex/cyclonedx-1.6",
    [["/vulnerabilities/0/analysis/state", "affected"]],
    ["malformed statements.status /vulnerabilities/0/analysis/state: its text is no state of CycloneDX"],
  ],
  ["vex/cyclonedx-1.6", [["/vulnerabilities/0/analysis/state", REMOVED]], ["absent statements.status /vulnerabilities/0: it is absent"]],
  [
    "vex/cyclonedx-1.6",
    [["/vulnerabilities/0/id", REMOVED]],
    both("/vulnerabilities/0: it is a JSON object, not a vulnerability with an id"),
  ],
  [
    "vex/cyclonedx-1.6",
    [["/vulnerabilities/0/affects/0/ref", REMOVED]],
    both("/vulnerabilities/0/affects/0: it is a JSON object, not a string"),
  ],
  ["vex/cyclonedx-1.6", [["/vulnerabilities/0/affects", "api"]], both("/vulnerabilities/0/affects: it is a JSON string, not an array")],
  ["vex/cyclonedx-1.6", [["/vulnerabilities", {}]], both("/vulnerabilities: it is a JSON object, not an array")],
  ["vex/cyclonedx-1.6", [["/components", {}]], both("/components: it is a JSON object, not an array")],
  // std/sbom, SPDX 3
  ["sbom/spdx-3.0.1", [["/@graph", REMOVED]], ["malformed  /@graph: it is no graph of SPDX 3"]],
  ["sbom/spdx-3.0.1", [["/@graph", {}]], ["malformed  /@graph: it is no graph of SPDX 3"]],
  ["sbom/spdx-3.0.1", [["/@graph/0/specVersion", "3.1.0"]], ["malformed  /@graph/0/specVersion: it is no SPDX 3.0"]],
  ["sbom/spdx-3.0.1", [["/@graph/0/specVersion", REMOVED]], ["malformed  /@graph/0/specVersion: it is no SPDX 3.0"]],
  ["sbom/spdx-3.0.1", [["/@graph/4/creationInfo", "_:elsewhere"]], ["malformed  /@graph/4: its `creationInfo` is not in the graph"]],
  ["sbom/spdx-3.0.1", [["/@graph/4", REMOVED]], ["malformed  /@graph: it has 0 elements of type SpdxDocument, not one"]],
  [
    "sbom/spdx-3.0.1",
    [["/@graph/-", { type: "SpdxDocument", spdxId: "urn:x" }]],
    ["malformed  /@graph: it has 2 elements of type SpdxDocument, not one"],
  ],
  ["sbom/spdx-3.0.1", [["/@graph/10/type", REMOVED]], ["malformed  /@graph/10: it has no `type`"]],
  ["sbom/spdx-3.0.1", [["/@graph/10", "a package"]], ["malformed  /@graph/10: it is a JSON string, not an object"]],
  [
    "sbom/spdx-3.0.1",
    [["/@graph/10/spdxId", "https://acme.example/spdx/api-1.8.2#zlib"]],
    ["malformed  /@graph/10: another element has its id"],
  ],
  ["sbom/spdx-3.0.1", [["/@graph/10/spdxId", REMOVED]], ["absent components.id /@graph/10: it is absent"]],
  ["sbom/spdx-3.0.1", [["/@graph/7/name", REMOVED]], ["absent components.name /@graph/7: it is absent"]],
  [
    "sbom/spdx-3.0.1",
    [["/@graph/7/software_packageUrl", "zlib"]],
    ["malformed components.purl /@graph/7/software_packageUrl: it does not begin with `pkg:`"],
  ],
  [
    "sbom/spdx-3.0.1",
    [["/@graph/6/verifiedUsing/0/hashValue", "abc"]],
    ["malformed roots.digest /@graph/6/verifiedUsing: sha256 has 64 hex digits, it has 3"],
  ],
  ["sbom/spdx-3.0.1", [["/@graph/16/to", [{}]]], ["malformed  /@graph/16/to/0: it is a JSON object, not an id"]],
  ["sbom/spdx-3.0.1", [["/@graph/16/from", REMOVED]], ["malformed  /@graph/16: its `from` is no id"]],
  [
    "sbom/spdx-3.0.1",
    [["/@graph/4/rootElement", [7]]],
    [
      "malformed roots /@graph/4/rootElement/0: it is a JSON number, not an id",
      "malformed components /@graph/4/rootElement/0: it is a JSON number, not an id",
    ],
  ],
  // std/test
  ["test/test-result", [["/result", "passed"]], ["malformed result /result: its text is none of `PASSED`, `WARNED`, `FAILED`"]],
  ["test/test-result", [["/result", true]], ["malformed result /result: it is a JSON boolean, not a string"]],
  ["test/test-result", [["/result", REMOVED]], ["absent result /result: it is absent"]],
  ["test/test-result", [["/result", null]], ["absent result /result: it is absent"]],
  ["test/test-result", [["/configuration", REMOVED]], ["absent configuration /configuration: it is absent"]],
  ["test/test-result", [["/failedTests", "none"]], ["malformed failed /failedTests: it is a JSON string, not an array"]],
  ["test/test-result", [["/failedTests", [1]]], ["malformed failed /failedTests/0: it is a JSON number, not a string"]],
  // std/review
  ["review/code-review", [["/authors", []]], ["malformed authors /authors: it is empty"]],
  ["review/code-review", [["/authors", REMOVED]], ["absent authors /authors: it is absent"]],
  ["review/code-review", [["/reviewers", REMOVED]], ["absent reviewers /reviewers: it is absent"]],
  [
    "review/code-review",
    [["/reviewers/0", "carol"]],
    ["malformed reviewers /reviewers/0: it is no e-mail address, URI, account such as `github:alice` or key fingerprint `sha256:…`"],
  ],
  ["review/code-review", [["/commit", "4c1f0c8"]], ["malformed commit /commit: a commit has 40 or 64 hex digits"]],
  [
    "review/code-review",
    [["/repository", "acme/payments"]],
    ["malformed repository /repository: it does not begin with a scheme such as `https:`"],
  ],
  // std/promotion
  ["promotion/approval", [["/decision", "Approved"]], ["malformed decision /decision: its text is none of `approved`, `rejected`"]],
  ["promotion/approval", [["/decision", REMOVED]], ["absent decision /decision: it is absent"]],
  ["promotion/approval", [["/environment", ["production"]]], ["malformed environment /environment: it is a JSON array, not a string"]],
  ["promotion/approval", [["/decidedOn", "2026-01-09"]], [`malformed decidedOn /decidedOn: ${INSTANT}`]],
  ["promotion/approval", [["/comment", {}]], ["malformed comment /comment: it is a JSON object, not a string"]],
  // std/deployment
  [
    "deployment/deployment",
    [["/result", "success"]],
    ["malformed result /result: its text is none of `succeeded`, `failed`, `rolled-back`"],
  ],
  ["deployment/deployment", [["/environment", REMOVED]], ["absent environment /environment: it is absent"]],
  ["deployment/deployment", [["/deployedOn", "2026-01-08T24:00:00Z"]], ["malformed deployedOn /deployedOn: the clock has no such time"]],
  ["deployment/deployment", [["/checkedOn", 0]], ["malformed checkedOn /checkedOn: it is a JSON number, not a string"]],
  // std/import
  ["import/import", [["/checks", []]], ["malformed checks /checks: it is empty"]],
  ["import/import", [["/checks", REMOVED]], ["absent checks /checks: it is absent"]],
  ["import/import", [["/checks/0/result", "PASSED"]], ["malformed checks.result /checks/0/result: its text is none of `passed`, `failed`"]],
  ["import/import", [["/checks/0/name", REMOVED]], ["absent checks.name /checks/0/name: it is absent"]],
  ["import/import", [["/origin", "docker.io/library/debian:12"]], ["malformed origin /origin: it names a tag"]],
  ["import/import", [["/originDigest", "sha256:c"]], ["malformed originDigest /originDigest: sha256 has 64 hex digits, it has 1"]],
  // std/verdict
  [
    "verdict/verdict-passed",
    [["/decision", "pass"]],
    ["malformed decision /decision: its text is none of `passed`, `blocked`, `not-judged`"],
  ],
  ["verdict/verdict-passed", [["/request", REMOVED]], ["absent gate /request/gate: it is absent"]],
  [
    "verdict/verdict-passed",
    [["/policy/digest", {}]],
    ["malformed policyDigest /policy/digest: it names no sha256, sha384 or sha512 digest"],
  ],
  ["verdict/verdict-passed", [["/validUntil", REMOVED]], ["absent validUntil /validUntil: it is absent"]],
  ["verdict/verdict-passed", [["/controls", REMOVED]], ["absent controls /controls: it is absent"]],
  ["verdict/verdict-passed", [["/controls/0/outcome", REMOVED]], ["absent controls.outcome /controls/0/outcome: it is absent"]],
  // std/vsa
  ["vsa/summary", [["/verificationResult", "passed"]], ["malformed result /verificationResult: its text is none of `PASSED`, `FAILED`"]],
  ["vsa/properties", [["/properties", REMOVED]], ["absent properties /properties: it is absent"]],
  // std/release
  ["release/release-v0.2", [["/purl", "urllib3@2.1.0"]], ["malformed purl /purl: it does not begin with `pkg:`"]],
  ["release/release-v0.2", [["/purl", REMOVED]], ["absent purl /purl: it is absent"]],
  ["release/release-v0.1-github", [["/releaseId", 246318013]], ["malformed packageId /releaseId: it is a JSON number, not a string"]],
  // std/scai
  ["scai/report", [["/attributes", []]], ["malformed attributes /attributes: it is empty"]],
  ["scai/report", [["/attributes/0/attribute", REMOVED]], ["absent attributes.attribute /attributes/0/attribute: it is absent"]],
  ["scai/report", [["/attributes/1/target", "libpay.so"]], [`malformed attributes.target /attributes/1/target: it ${HEX}`]],
  ["scai/report", [["/producer/digest/sha256", "7"]], ["malformed producer.digest /producer/digest: sha256 has 64 hex digits, it has 1"]],
  // std/inventory
  ["inventory/reference", [["/references", []]], ["malformed statements /references: it is empty"]],
  ["inventory/reference", [["/references/0/digest", REMOVED]], ["malformed statements /references/0: it has no `/digest`"]],
  [
    "inventory/reference",
    [["/references/0/digest", { gitBlob: "ebe4" }]],
    [
      "malformed statements /references/0/digest: it names no sha256, sha384 or sha512 digest",
      "malformed documents.digest /references/0/digest: it names no sha256, sha384 or sha512 digest",
    ],
  ],
  ["inventory/reference", [["/references/1/mediaType", REMOVED]], ["absent documents.mediaType /references/1/mediaType: it is absent"]],
];

function both(rest: string): readonly string[] {
  return ["statements", "componentStatements"].map((field) => `malformed ${field} ${rest}`);
}

for (const [example, patch, failures] of rows) {
  const changes = patch.map(([pointer, value]) => `${pointer} ${value === REMOVED ? "removed" : JSON.stringify(value)}`).join(", ");
  test(`${example} with ${changes}`, () => assert.equal(failuresOf(example, patch), failures));
}

test("no predicate at all is no evidence", () => {
  for (const { module, view: name } of standardExamples) {
    const view = standardView(module, name);
    for (const { type } of view.predicateTypes) {
      for (const predicate of [null, undefined, [], "x", 0] as const)
        assert.is(readView(view, type, predicate, needsAll(view.record)).kind, "unreadable", `${view.name} ${JSON.stringify(predicate)}`);
    }
  }
});

test("a type that the view does not list is not read, however near", () => {
  for (const { module, view: name, predicateType } of standardExamples) {
    const view = standardView(module, name);
    for (const near of [`${predicateType}/`, predicateType.toUpperCase(), predicateType.replace("https:", "http:"), ` ${predicateType}`])
      assert.is(readView(view, near, {}, needsAll(view.record)).kind, "unreadable", near);
  }
});

test.run();
