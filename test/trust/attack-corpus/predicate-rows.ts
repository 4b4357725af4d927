/** Section 8: what the statement is, and what it says. */
import { formatInstant } from "../../../src/base/index.ts";
import type { Attestation } from "../../../src/testing/index.ts";
import { provenance } from "../../e2e/support-hostile.ts";
import { statementText } from "../../support/trust/signing.ts";
import { controlCase, type ControlRun } from "./control.ts";
import type { Case, Row } from "./row.ts";
import { alice, issuer, signedAt, workflow, world } from "./stage.ts";

const SECOND = 1_000_000_000n;
const PROVENANCE = "https://slsa.dev/provenance/v1";
const BUILDER = "https://builder.example/trusted";
const sha256 = "a".repeat(64);

interface PolicyParts {
  readonly evidence?: string;
  readonly requirement?: string;
  readonly extra?: string;
}

function policy({
  evidence = "any slsa.provenance signed by team",
  requirement = `build.builder is "${BUILDER}"`,
  extra = "",
}: PolicyParts): string {
  return `policy corpus version 1
  description "The attack corpus"

use slsa from "std/slsa@1"
use sbom from "std/sbom@1"
use vuln from "std/vuln@1"
${extra}
trust team {
  sigstore public-good
  issuer "${issuer}"
  identity is "${workflow}"
  logged yes
}

control C-01 "Built by us" {
  statement "Every image was built by our builder."
  severity high
  owner "security@acme.example"

  evidence build: ${evidence}
  require rule: ${requirement}
    else "not so"
}

gate release {
  enforce C-01
}
`;
}

function attested(predicateType: string, predicate: unknown, by = alice): Promise<Attestation> {
  return world.attest(statementText({ predicateType, predicate }), { by });
}

const run = (evidence: readonly Attestation[], parts: PolicyParts = {}): ControlRun => ({
  policy: policy(parts),
  subject: `sha256:${sha256}`,
  evidence,
});

const spdx = {
  spdxVersion: "SPDX-2.3",
  SPDXID: "SPDXRef-DOCUMENT",
  name: "app",
  dataLicense: "CC0-1.0",
  documentNamespace: "https://acme.example/app",
  creationInfo: { created: "2026-11-20T09:00:00Z", creators: ["Tool: test"] },
  packages: [{ SPDXID: "SPDXRef-app", name: "app", versionInfo: "1.0.0", downloadLocation: "NOASSERTION" }],
};

const good = run([await attested(PROVENANCE, provenance())]);

function ofType(what: string, type: string, predicate: unknown = provenance()): Case {
  return controlCase(what, good, async () => run([await attested(type, predicate)]), "missing none-of-type, exit 1");
}

function says(what: string, predicate: unknown, expect: string, lists: readonly string[] = [], parts: PolicyParts = {}): Case {
  return controlCase(
    what,
    run(good.evidence as Attestation[], parts),
    async () => run([await attested(PROVENANCE, predicate)], parts),
    expect,
    lists,
  );
}

const fields = provenance() as { buildDefinition: { externalParameters: object }; runDetails: { builder: unknown } };
const unreadable = "unverifiable schema-violation, exit 2";
const DATED = "https://example.com/dated/v1";
const dated: PolicyParts = {
  evidence: "dated signed by team\n    fresh within 60 days of finishedOn\n    pick latest by finishedOn",
  requirement: 'build.who is "alice"',
  extra: `predicate dated "${DATED}" {\n  who: String\n  finishedOn: Timestamp\n}\n`,
};

async function claiming(at: bigint): Promise<ControlRun> {
  return run([await attested(DATED, { who: "alice", finishedOn: formatInstant(at) })], dated);
}

const mallory = { ...alice, san: workflow.replace("release.yml", "other.yml") };

export const predicateRows: readonly Row[] = [
  {
    id: "pred-01",
    name: "none-of-type",
    cases: [
      controlCase(
        "a vulnerability report where an SBOM is wanted",
        run([await attested("https://spdx.dev/Document", spdx)], {
          evidence: "any sbom.document signed by team",
          requirement: 'no component c in build.components where c.name is "evil"',
        }),
        async () =>
          run([await attested("https://cosign.sigstore.dev/attestation/vuln/v1", { scanner: {} })], {
            evidence: "any sbom.document signed by team",
            requirement: 'no component c in build.components where c.name is "evil"',
          }),
        "missing none-of-type, exit 1",
      ),
    ],
  },
  {
    id: "pred-02",
    name: "right-key-wrong-type",
    cases: [ofType("npm publish", "https://github.com/npm/attestation/tree/main/specs/publish/v0.1", { name: "app", version: "1.0.0" })],
  },
  {
    id: "pred-03",
    name: "type-near-miss",
    cases: [
      ofType("trailing slash", `${PROVENANCE}/`),
      ofType("another version", "https://slsa.dev/provenance/v2"),
      ofType("upper-case host", "https://SLSA.dev/provenance/v1"),
      ofType("a prefix", "https://slsa.dev/provenance"),
    ],
  },
  {
    id: "pred-04",
    name: "signature-as-evidence",
    cases: [ofType("cosign 3 signature", "https://sigstore.dev/cosign/sign/v1", {})],
    held: [{ file: "e2e/peers.test.ts", name: "image is no attestation, under its own tag" }],
  },
  {
    id: "pred-05",
    name: "schema",
    cases: [
      says("absent", { ...fields, runDetails: {} }, unreadable, ["schema-violation"]),
      says("null", { ...fields, runDetails: { builder: null } }, unreadable, ["schema-violation"]),
      says("another JSON type", { ...fields, runDetails: { builder: { id: 7 } } }, unreadable, ["schema-violation"]),
      says("fields of v0.2", { builder: { id: BUILDER }, buildType: "x", invocation: {} }, unreadable, ["schema-violation"]),
    ],
  },
  {
    id: "pred-06",
    name: "claimed-time",
    cases: [
      controlCase(
        "301 s after signing",
        await claiming(signedAt + 300n * SECOND),
        () => claiming(signedAt + 301n * SECOND),
        "unverifiable claimed-time-in-future, exit 2",
        ["claimed-time-in-future"],
      ),
    ],
  },
  {
    id: "pred-07",
    name: "builder-pair",
    cases: [
      controlCase(
        "signed for another builder",
        good,
        async () => run([await attested(PROVENANCE, provenance(), mallory)]),
        "missing none-from-root, exit 1",
        ["identity-mismatch"],
      ),
      says("another builder", provenance("https://builder.example/other"), "violated, exit 1"),
    ],
  },
  {
    id: "pred-08",
    name: "parameters",
    cases: [
      says(
        "one that the policy does not name",
        {
          ...fields,
          buildDefinition: {
            ...fields.buildDefinition,
            externalParameters: { ...fields.buildDefinition.externalParameters, extra: "--unsafe" },
          },
        },
        "violated, exit 1",
        [],
        { requirement: 'every parameter p in build.parameters satisfies p.name is one of { "workflow" }' },
      ),
    ],
  },
];
