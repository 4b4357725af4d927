// The release policy that we ship with other tests in the place of its own, as many as wanted; and as many of the smallest that Rego has.
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const shipped = fileURLToPath(new URL("../../policies/release/", import.meta.url));
const POLICY = "release.policy";

/** Ten kinds, as they are frequent in the tests that the policy ships with. Each number has evidence that no other number has. */
const kinds: readonly ((number: number) => string)[] = [
  (number) => `test "a build of application ${number}" tagged "builds" for C-01 {
  at 2026-12-01T12:00:00Z
  given build from "fixtures/provenance.json" with { source.repository: "https://github.com/acme/app-${number}" }
    signed by release-workflow as "https://github.com/acme/payments/.github/workflows/release.yml@refs/tags/v1.8.2"
  expect satisfied through "built here"
}`,
  (number) => `test "a fork built for application ${number}" tagged "builds" for C-01 {
  at 2026-12-01T12:00:00Z
  given build from "fixtures/provenance.json" with { source.repository: "https://github.com/fork-${number}/payments" }
  given entry from "fixtures/import.json" with { supplier: "Mallory" }
  expect violated source saying "built from https://github.com/fork-${number}/payments, outside the acme organisation"
}`,
  (number) => `test "provenance of application ${number} that was changed after it was signed" tagged "builds" for C-01 {
  at 2026-12-01T12:00:00Z
  given build from "fixtures/provenance.json" with { source.repository: "https://github.com/acme/app-${number}" } tampered
  expect unverifiable build because signature-invalid
}`,
  (number) => `test "a clean scan, number ${number}" tagged "scans" for C-02 {
  at 2026-12-01T12:00:00Z
  given scan from "fixtures/scan-clean.json" with { finishedOn: ${timeOf(number)} }
  expect satisfied
}`,
  (number) => `test "a critical finding, number ${number}" tagged "scans" for C-02 {
  at 2026-12-01T12:00:00Z
  given scan from "fixtures/scan-critical.json" with { findings[1].id: "CVE-2026-${number}" }
  expect violated no-criticals naming "CVE-2026-${number}" saying "CVE-2026-${number} (critical) in undici"
}`,
  (number) => `test "scan number ${number} by somebody else" tagged "scans" for C-02 {
  at 2026-12-01T12:00:00Z
  given scan from "fixtures/scan-clean.json" with { finishedOn: ${timeOf(number)} } signed by somebody else
  expect missing scan because none-from-root
}`,
  (number) => `test "a component that has no cleared licence, number ${number}" tagged "licences" for C-03 {
  at 2026-12-01T12:00:00Z
  given bom from "fixtures/sbom-copyleft.json" with { components[0].version: "1.${number}.0" }
  expect violated cleared saying "readline 8.2.0: GPL-3.0-only"
}`,
  (number) => `test "an approval, number ${number}" tagged "approvals" for C-04 {
  at 2026-12-01T12:00:00Z
  stage prod
  given ran from "fixtures/deployment.json"
  given change from "fixtures/review.json"
  given approvals from "fixtures/approval.json" with { ticket: "https://tickets.acme.example/CHG-${number}" }
    signed by release-managers as "bob@acme.example"
  expect satisfied
}`,
  (number) => `test "an image for dev, number ${number}" tagged "gates" for gate dev {
  at 2026-12-01T12:00:00Z
  given slsa.provenance from "fixtures/provenance.json"
  given vuln.report from "fixtures/scan-clean.json" with { finishedOn: ${timeOf(number)} }
  given sbom.document from "fixtures/sbom.json"
  expect gate passed
}`,
  (number) => `test "an image for production, number ${number}" tagged "gates" for gate prod {
  at 2026-12-01T12:00:00Z
  given slsa.provenance from "fixtures/provenance.json"
  given vuln.report from "fixtures/scan-clean.json"
  given sbom.document from "fixtures/sbom.json"
  given deployment.deployment from "fixtures/deployment.json"
  given review.code-review from "fixtures/review.json"
  given promotion.approval from "fixtures/approval.json" with { ticket: "https://tickets.acme.example/CHG-${number}" }
    signed by release-managers as "bob@acme.example"
  given verdict.summary from "fixtures/dev-verdict.json"
  expect gate passed
}`,
];

/** Within the day before the tests are judged. */
function timeOf(number: number): string {
  return new Date(Date.UTC(2026, 10, 30, 12, 0, number)).toISOString().replace(".000Z", "Z");
}

/** A folder with the policy, its keys and its fixtures. */
export function writePolicy(folder: string, count: number): void {
  for (const name of ["fixtures", "keys"]) cpSync(join(shipped, name), join(folder, name), { recursive: true });
  const [head = ""] = readFileSync(join(shipped, POLICY), "utf8").split(/^test /mu);
  const tests = Array.from({ length: count }, (_, number) => kinds[number % kinds.length]?.(10_000 + number));
  writeFileSync(join(folder, POLICY), `${head}${tests.join("\n\n")}\n`);
}

const REGO = `package release

default allow := false

allow if input.built == "here"
`;

/** A rule of one comparison, and tests of one word each. */
export function writeRego(folder: string, count: number): void {
  const tests = Array.from(
    { length: count },
    (_, number) => `test_${number} if data.release.allow with input as {"built": "here", "number": ${number}}`,
  );
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "release.rego"), REGO);
  writeFileSync(join(folder, "release_test.rego"), `package release_test\n\n${tests.join("\n\n")}\n`);
}
