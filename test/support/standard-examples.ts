/** Every example of the standard modules: of which view and predicate type it is. A test says when one is left out. */
import { readFileSync } from "node:fs";
import { defaultLimits, parseJson, statementJsonLimits, type Json } from "../../src/base/index.ts";
import { stdlibPath } from "./standard-view.ts";

export interface StandardExample {
  readonly module: string;
  readonly view: string;
  /** The file below `examples/`, without `.json`. */
  readonly name: string;
  readonly predicateType: string;
}

const VULN_COSIGN = "https://cosign.sigstore.dev/attestation/vuln/v1";
const CYCLONEDX = "https://cyclonedx.org/bom";
const IN_TOTO = "https://in-toto.io/attestation";
const PROVISO = "https://proviso.dev";

const rows: readonly (readonly [module: string, view: string, name: string, predicateType: string])[] = [
  ["slsa", "provenance", "v1-github-workflow", "https://slsa.dev/provenance/v1"],
  ["slsa", "provenance", "v1-slsa-github-workflow", "https://slsa.dev/provenance/v1"],
  ["slsa", "provenance", "v1-google-cloud-build", "https://slsa.dev/provenance/v1"],
  ["slsa", "provenance", "v1-buildkit", "https://slsa.dev/provenance/v1"],
  ["slsa", "provenance", "v0.2-slsa-github-generator", "https://slsa.dev/provenance/v0.2"],
  ["slsa", "provenance", "v0.2-buildkit", "https://slsa.dev/provenance/v0.2"],
  ["vuln", "report", "in-toto-v0.1", `${IN_TOTO}/vulns/v0.1`],
  ["vuln", "report", "in-toto-v0.2", `${IN_TOTO}/vulns/v0.2`],
  ["vuln", "report", "cosign-trivy", VULN_COSIGN],
  ["vuln", "report", "cosign-trivy-clean", VULN_COSIGN],
  ["vuln", "report", "cosign-grype", VULN_COSIGN],
  ["vuln", "report", "cosign-osv-scanner", VULN_COSIGN],
  ["sbom", "document", "spdx", "https://spdx.dev/Document"],
  ["sbom", "document", "spdx-2.3", "https://spdx.dev/Document/v2.3"],
  ["sbom", "document", "spdx-3.0.1", "https://spdx.dev/Document/v3"],
  ["sbom", "document", "cyclonedx", CYCLONEDX],
  ["sbom", "document", "cyclonedx-1.4", `${CYCLONEDX}/v1.4`],
  ["sbom", "document", "cyclonedx-1.5", `${CYCLONEDX}/v1.5`],
  ["sbom", "document", "cyclonedx-1.6", `${CYCLONEDX}/v1.6`],
  ["sbom", "document", "cyclonedx-1.7", `${CYCLONEDX}/v1.7`],
  ["vex", "document", "openvex-v0.0.1", "https://openvex.dev/ns"],
  ["vex", "document", "openvex-v0.2.0", "https://openvex.dev/ns/v0.2.0"],
  ["vex", "document", "cyclonedx", CYCLONEDX],
  ["vex", "document", "cyclonedx-1.4", `${CYCLONEDX}/v1.4`],
  ["vex", "document", "cyclonedx-1.5", `${CYCLONEDX}/v1.5`],
  ["vex", "document", "cyclonedx-1.6", `${CYCLONEDX}/v1.6`],
  ["vex", "document", "cyclonedx-1.7", `${CYCLONEDX}/v1.7`],
  ["test", "result", "test-result", `${IN_TOTO}/test-result/v0.1`],
  ["test", "result", "test-result-sparse", `${IN_TOTO}/test-result/v0.1`],
  ["review", "code-review", "code-review", `${PROVISO}/code-review/v1`],
  ["review", "code-review", "code-review-sparse", `${PROVISO}/code-review/v1`],
  ["promotion", "approval", "approval", `${PROVISO}/approval/v1`],
  ["promotion", "approval", "rejection", `${PROVISO}/approval/v1`],
  ["deployment", "deployment", "deployment", `${PROVISO}/deployment/v1`],
  ["deployment", "deployment", "rollback", `${PROVISO}/deployment/v1`],
  ["import", "import", "import", `${PROVISO}/import/v1`],
  ["import", "import", "import-failed-check", `${PROVISO}/import/v1`],
  ["waiver", "waiver", "risk-acceptance", `${PROVISO}/waiver/v1`],
  ["waiver", "waiver", "emergency", `${PROVISO}/waiver/v1`],
  ["waiver", "withdrawal", "withdrawal", `${PROVISO}/withdrawal/v1`],
  ["verdict", "summary", "verdict-blocked", `${PROVISO}/verdict/v1`],
  ["verdict", "summary", "verdict-passed", `${PROVISO}/verdict/v1`],
  ["vsa", "summary", "summary", "https://slsa.dev/verification_summary/v1"],
  ["vsa", "summary", "summary-sparse", "https://slsa.dev/verification_summary/v1"],
  ["vsa", "properties", "properties", `${IN_TOTO}/svr/v0.2`],
  ["release", "release", "release-v0.1-github", `${IN_TOTO}/release/v0.1`],
  ["release", "release", "release-v0.2", `${IN_TOTO}/release/v0.2`],
  ["release", "release", "release-v0.2-image", `${IN_TOTO}/release/v0.2`],
  ["scai", "report", "report", `${IN_TOTO}/scai/v0.3`],
  ["scai", "report", "report-sparse", `${IN_TOTO}/scai/v0.3`],
  ["inventory", "list", "reference", `${IN_TOTO}/reference/v0.1`],
];

export const standardExamples: readonly StandardExample[] = rows.map(([module, view, name, predicateType]) => ({
  module,
  view,
  name,
  predicateType,
}));

/** What the examples of `std/vex` are about. */
export const EXAMPLE_SUBJECT = "6b0f3c6e2a7d1f84956e0c3b7a1d5e9f2c8b4a6d0e3f7195b2c4d6e8f0a1b3c5";
export const exampleSubjects = [{ digests: new Map([["sha256", EXAMPLE_SUBJECT]]) }];

export function exampleJson({ module, name }: Pick<StandardExample, "module" | "name">): Json {
  const path = stdlibPath(`${module}/1/examples/${name}.json`);
  const parsed = parseJson(readFileSync(path), statementJsonLimits(defaultLimits));
  if (!parsed.ok) throw new Error(`${path}: ${parsed.error.detail}`);
  return parsed.value;
}
