/** Every example of a standard module, read whole through its view: the golden file shows each value with pointer, native value and rule. */
import { readdirSync, readFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { defaultLimits, parseJson, statementJsonLimits, type Json } from "../../src/base/index.ts";
import { readView } from "../../src/evidence/index.ts";
import { matchGolden } from "../support/golden.ts";
import { showReading } from "../support/show-reading.ts";
import { needsAll, parseModule, standardView, stdlibPath } from "../support/standard-view.ts";

const test = suite("standard views");

export function readJson(path: string): Json {
  const parsed = parseJson(readFileSync(path), statementJsonLimits(defaultLimits));
  if (!parsed.ok) throw new Error(`${path}: ${parsed.error.detail}`);
  return parsed.value;
}

const VULN_COSIGN = "https://cosign.sigstore.dev/attestation/vuln/v1";
const EXAMPLES: readonly (readonly [module: string, view: string, example: string, predicateType: string])[] = [
  ["slsa", "provenance", "v1-github-workflow", "https://slsa.dev/provenance/v1"],
  ["slsa", "provenance", "v1-slsa-github-workflow", "https://slsa.dev/provenance/v1"],
  ["slsa", "provenance", "v1-google-cloud-build", "https://slsa.dev/provenance/v1"],
  ["slsa", "provenance", "v1-buildkit", "https://slsa.dev/provenance/v1"],
  ["slsa", "provenance", "v0.2-slsa-github-generator", "https://slsa.dev/provenance/v0.2"],
  ["slsa", "provenance", "v0.2-buildkit", "https://slsa.dev/provenance/v0.2"],
  ["vuln", "report", "in-toto-v0.1", "https://in-toto.io/attestation/vulns/v0.1"],
  ["vuln", "report", "in-toto-v0.2", "https://in-toto.io/attestation/vulns/v0.2"],
  ["vuln", "report", "cosign-trivy", VULN_COSIGN],
  ["vuln", "report", "cosign-trivy-clean", VULN_COSIGN],
  ["vuln", "report", "cosign-grype", VULN_COSIGN],
  ["vuln", "report", "cosign-osv-scanner", VULN_COSIGN],
  ["sbom", "document", "spdx-2.3", "https://spdx.dev/Document/v2.3"],
  ["sbom", "document", "cyclonedx-1.4", "https://cyclonedx.org/bom/v1.4"],
  ["sbom", "document", "cyclonedx-1.5", "https://cyclonedx.org/bom/v1.5"],
  ["sbom", "document", "cyclonedx-1.6", "https://cyclonedx.org/bom/v1.6"],
  ["sbom", "document", "cyclonedx-1.7", "https://cyclonedx.org/bom/v1.7"],
  ["vsa", "summary", "summary", "https://slsa.dev/verification_summary/v1"],
  ["vsa", "summary", "summary-sparse", "https://slsa.dev/verification_summary/v1"],
  ["vsa", "properties", "properties", "https://in-toto.io/attestation/svr/v0.2"],
];

for (const [module, viewName, example, predicateType] of EXAMPLES) {
  test(`${module}: ${example}`, () => {
    const view = standardView(module, viewName);
    const reading = readView(view, predicateType, readJson(stdlibPath(`${module}/1/examples/${example}.json`)), needsAll(view.record));
    assert.is(reading.kind, "readable", showReading(view.record, reading));
    matchGolden(`evidence/${module}-${example}.txt`, showReading(view.record, reading));
  });
}

test("each standard module parses without a word of complaint", () => {
  for (const name of readdirSync(stdlibPath(""))) assert.equal(parseModule(name).diagnostics, [], name);
});

test("no example is left out of the table", () => {
  for (const module of ["slsa", "vuln", "sbom", "vsa"]) {
    const files = readdirSync(stdlibPath(`${module}/1/examples`)).map((file) => file.replace(/\.json$/u, ""));
    assert.equal(
      files.sort(),
      EXAMPLES.filter(([name]) => name === module)
        .map(([, , example]) => example)
        .sort(),
    );
  }
});

test("every version that a view reads has an example", () => {
  for (const [module, viewName] of [
    ["slsa", "provenance"],
    ["vuln", "report"],
  ] as const) {
    for (const { type } of standardView(module, viewName).predicateTypes)
      assert.ok(
        EXAMPLES.some(([, , , shown]) => shown === type),
        type,
      );
  }
});

test.run();
