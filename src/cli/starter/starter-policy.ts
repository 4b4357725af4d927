/** The files that `policy init` writes. Formatted, linted and compiled by its test. */

export interface Project {
  /** `acme`. */
  readonly owner: string;
  /** `app`. */
  readonly repository: string;
}

export const STARTER_PATH = "policies/release.policy";

/** Beside the policy, where its tests look for it. */
export const FIXTURE_PATH = "policies/fixtures/provenance.json";

export function starterConfig(): string {
  return `${JSON.stringify({ policy: STARTER_PATH }, undefined, 2)}\n`;
}

export function starterPolicy({ owner, repository }: Project): string {
  const source = `https://github.com/${owner}/${repository}`;
  return `// What must be true of an image before it reaches production. Change it, then run: policy check && policy test
policy release version 1
  description "Release controls for ${owner}/${repository}"

use slsa from "std/slsa@1"
use vuln from "std/vuln@1"

param max-scan-age: Duration = 7 days, at most 30 days

// Who may sign: the workflows of this repository, as they stand on main.
trust workflow {
  sigstore public-good
  issuer "https://token.actions.githubusercontent.com"
  identity matches glob "${source}/.github/workflows/*@refs/heads/main"
  claim source-repository is "${source}"
  logged yes
}

control C-01 "Built by our workflow from our source" {
  statement "Every image in production was built by the workflow of this repository from its own source."
  severity critical
  owner "${owner}"
  maps to ssdf "PS.2.1"

  // A build that was run again leaves several statements. One that meets every requirement is enough.
  evidence build: any slsa.provenance signed by workflow

  require source: build.source.repository is "${source}"
    else "built from {build.source.repository}"
    fix "build it with the workflow of ${owner}/${repository}"
}

control C-02 "Scanned within 7 days, no criticals" {
  statement "Known critical vulnerabilities are found and dealt with before release."
  severity high
  owner "${owner}"
  maps to ssdf "RV.1.1"

  // Scans are repeated, so the latest counts; without \`fresh\` an old one could stand for ever.
  evidence scan: vuln.report signed by workflow
    fresh within params.max-scan-age of finishedOn
    pick latest by finishedOn

  // A finding without a rating counts as critical.
  require no-criticals: no finding f in scan.findings where (f.severity otherwise critical) is at least critical
    else "{f.id} ({f.severity otherwise "not rated"}) in {f.package.name otherwise "an unnamed package"}"
    fix "upgrade to {f.fixedVersion otherwise "a release without it"}, then build and scan again"
}

gate prod {
  environment "production"
  enforce C-01, C-02
}
${starterTests()}`;
}

/** Each control both ways, and without its evidence: what somebody who changes the policy wants to be told of. */
function starterTests(): string {
  return `
// What the controls come to: policy test runs these with evidence that it makes and signs itself.
test "built from our source" for C-01 {
  given build from "fixtures/provenance.json"
  expect satisfied
}

test "built from somebody else's source" for C-01 {
  given build from "fixtures/provenance.json" with { source.repository: "https://github.com/mallory/app" }
  expect violated source
}

test "changed after it was signed" for C-01 {
  given build from "fixtures/provenance.json" tampered
  expect unverifiable build
}

test "nobody says how it was built" for C-01 {
  given nothing
  expect missing build
}

test "scanned yesterday, nothing found" for C-02 {
  at 2026-01-10T00:00:00Z
  given scan with { finishedOn: 2026-01-09T00:00:00Z, findings: {} }
  expect satisfied
}

test "the last scan is eight days old" for C-02 {
  at 2026-01-10T00:00:00Z
  given scan with { finishedOn: 2026-01-02T00:00:00Z, findings: {} }
  expect violated scan
}

test "a scan that was changed after it was signed" for C-02 {
  at 2026-01-10T00:00:00Z
  given scan with { finishedOn: 2026-01-09T00:00:00Z, findings: {} } tampered
  expect unverifiable scan
}

test "an image that nobody scanned" for C-02 {
  at 2026-01-10T00:00:00Z
  given nothing
  expect missing scan
}
`;
}

/** The predicate that the tests start from: a build as GitHub's workflows describe it. */
export function starterFixture({ owner, repository }: Project): string {
  const source = `https://github.com/${owner}/${repository}`;
  const workflow = { repository: source, ref: "refs/heads/main", path: ".github/workflows/release.yml" };
  const predicate = {
    buildDefinition: {
      buildType: "https://actions.github.io/buildtypes/workflow/v1",
      externalParameters: { workflow },
      resolvedDependencies: [{ uri: `git+${source}@refs/heads/main`, digest: { gitCommit: "c".repeat(40) } }],
    },
    runDetails: { builder: { id: "https://github.com/actions/runner/github-hosted" } },
  };
  return `${JSON.stringify(predicate, undefined, 2)}\n`;
}

/** What to do now, with the lines for a pipeline. */
export function nextSteps({ owner, repository }: Project): string {
  const image = `ghcr.io/${owner.toLowerCase()}/${repository.toLowerCase()}`;
  const steps = [
    [`policy check ${STARTER_PATH}`, "does it compile?"],
    [`policy test ${STARTER_PATH}`, "do its controls say what they should?"],
    [`policy plan ${STARTER_PATH}`, "which evidence does it ask for?"],
    [`policy inspect ${image}:TAG`, "which evidence does an image have?"],
    [`policy eval ${image}:TAG`, "judge it"],
  ] as const;
  const width = Math.max(...steps.map(([command]) => command.length));
  return `Now:
${steps.map(([command, what]) => `  ${command.padEnd(width)}  ${what}\n`).join("")}
In a GitHub workflow, after the image was pushed by digest:
  permissions: { attestations: write, id-token: write, packages: write }
  - uses: actions/attest-build-provenance@v3
    with: { subject-name: "${image}", subject-digest: "\${{ steps.push.outputs.digest }}", push-to-registry: true }
  - run: policy eval "${image}@\${{ steps.push.outputs.digest }}"
`;
}
