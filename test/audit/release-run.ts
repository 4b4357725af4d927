/** A run as the evaluator would leave it, put together by hand: one control of each outcome, and more. */
import type { Judged } from "../../src/engine/index.ts";
import type { ControlVerdict, Reason, TraceNode } from "../../src/evaluate/index.ts";
import type { Discovery, SourceRecord } from "../../src/registry/index.ts";
import {
  at,
  boundTo,
  candidate,
  constant,
  controlOf,
  controlVerdict,
  evidenceOf,
  finding,
  judgement,
  keyless,
  keyRoot,
  keySigned,
  rejected,
  requirementTrace,
  scalar,
  scalarType,
  severity,
  sha,
  SourceFile,
  spanIn,
  view,
  within,
  workflow,
} from "./run-parts.ts";

export const policy = new SourceFile(
  "policies/release.policy",
  `policy container-release version 3

trust release-workflow {
  sigstore public-good
}

trust scanner {
  key "keys/scanner.pub"
}

trust release-managers {
  key "keys/rm-alice.pub" held by "alice@acme.example"
}

control C-01 "Only signed builds may be deployed" {
  evidence build: any slsa.provenance signed by release-workflow

  require builder: build.builder is one of params.trusted-builders
    else "built by {build.builder}, which is not a trusted builder"
}

control C-02 "Scanned for CVEs within 7 days, with no criticals" {
  evidence scan: vuln.report signed by scanner
    fresh within params.max-scan-age of finishedOn

  require no-criticals: no finding f in scan.findings where (f.severity otherwise critical) is at least critical
    else "{f.id} ({f.severity otherwise "not rated"})"
    fix "upgrade to a release without {f.id}, or ask a risk officer for a waiver"
}

control C-03 "Scanned recently" {
  evidence recent: vuln.report signed by scanner
    fresh within 1 day of finishedOn
}

control C-04 "Promotions are approved" {
  evidence approvals: all approval signed by release-managers

  require approved: some approval a in approvals where a.decision is approved
    else "no approval"
    fix "ask a release manager to approve {subject.digest}"
}

control C-05 "Built on a supported base image" {
  evidence origin: any slsa.provenance signed by release-workflow

  require supported: base.version in range ">=12.4 <13"
    else "out of support"
}

control C-06 "An SBOM accompanies the image" {
  evidence bom: sbom.document signed by scanner
}

control C-07 "Tests ran" {
  evidence tests: test.result signed by release-workflow
}

control C-08 "Internal tools name their licence" {
  applies at stage internal
}

gate prod {
  enforce C-01, C-02, C-03, C-04, C-06, C-07, C-08
  audit C-05
}
`,
);

const image = sha("image");
const scannerKey = sha("scanner key");
const aliceKey = sha("alice key");
const span = (part: string, nth = 0) => spanIn(policy, part, nth);

const managers = keyRoot(
  "release-managers",
  [{ file: "keys/rm-alice.pub", fingerprint: aliceKey, holder: "alice@acme.example" }],
  span("trust release-managers"),
);
const scanner = keyRoot("scanner", [{ file: "keys/scanner.pub", fingerprint: scannerKey }], span("trust scanner"));
const releaseWorkflow = {
  ...keyRoot("release-workflow", [], span("trust release-workflow")),
  kind: "sigstore" as const,
  sigstore: "public-good",
  logged: 1,
  timestamped: 0,
};

const attestations = [
  keySigned("A-01", "approval", "https://acme.example/attestation/approval/v1", sha("another image"), aliceKey, "2026-02-27T10:12:04Z"),
  keyless("A-02", "provenance", "https://slsa.dev/provenance/v1", image, "2026-03-01T18:02:11Z"),
  rejected("A-03", "forged scan", {
    step: "signature",
    reason: "signature-invalid",
    detail: "no key of any trust root signed these bytes",
    claimed: {
      predicateType: "https://spdx.dev/Document",
      subjects: [{ digests: new Map([["sha256", image.slice(7)]]) }],
      keyids: ["scanner"],
    },
  }),
  keySigned("A-04", "scan", "https://in-toto.io/attestation/vulns/v0.2", image, scannerKey, "2026-02-28T06:00:03Z"),
];

function source(id: SourceRecord["id"], kind: SourceRecord["kind"], suffix: string, parts: Partial<SourceRecord>): SourceRecord {
  return {
    id,
    kind,
    location: `registry.acme.example/payments/api${suffix}`,
    subject: image,
    status: { kind: "complete", origin: "tls" },
    listed: 0,
    pages: 0,
    responses: [],
    observed: { requests: 1, notes: [] },
    ...parts,
  };
}

export const discovery: Discovery = {
  subject: {
    reference: `registry.acme.example/payments/api:1.8.2@${image}`,
    repository: "registry.acme.example/payments/api",
    tag: "1.8.2",
    digest: image,
    digests: [image],
  },
  set: {
    root: { digest: image, mediaType: "application/vnd.oci.image.manifest.v1+json", role: "image", platform: "linux/amd64" },
    children: [],
    others: [],
  },
  sources: [
    source("S-1", "referrers-api", `@${image}`, { listed: 5, pages: 1, responses: [sha("listing")] }),
    source("S-2", "fallback-tag", `:sha256-${image.slice(7)}`, {}),
    source("S-3", "cosign-att", `:sha256-${image.slice(7)}.att`, {
      status: { kind: "unsupported", because: "no-cosign-entries", detail: "no such tag" },
    }),
  ],
  candidates: [
    ...attestations.map(({ envelope }) => ({
      digest: sha(`manifest of ${envelope.digest}`),
      sources: ["S-1"] as const,
      state: "admitted" as const,
      envelopes: [envelope.digest],
    })),
    {
      digest: sha("signature"),
      sources: ["S-1"],
      state: "ignored",
      because: { reason: "not-an-attestation", detail: "a container signature" },
      envelopes: [],
    },
  ],
  envelopes: attestations.map(({ envelope }) => envelope),
  evidenceSetDigest: sha("evidence set"),
  absenceHolds: true,
  warnings: ["the tag `latest` was assumed"],
};

// ------------------------------------------------------------------------------------------------- controls

const slsa = view("slsa.provenance", "https://slsa.dev/provenance/v1", "https://slsa.dev/provenance/v0.2");
const vuln = view("vuln.report", "https://in-toto.io/attestation/vulns/v0.2");
const uri = scalarType("Uri");
const builder = scalar("Uri", "https://github.com/actions/runner/github-hosted");

function signedBuild(): ControlVerdict {
  const build = evidenceOf({
    name: "build",
    quantity: "any",
    view: slsa,
    signedBy: [releaseWorkflow],
    span: span("evidence build: any slsa.provenance signed by release-workflow"),
  });
  const whole = span("require builder: build.builder is one of params.trusted-builders");
  const node: TraceNode = {
    op: "is-one-of",
    span: within(policy, whole, "build.builder is one of params.trusted-builders"),
    truth: "true",
    args: [
      {
        op: "read",
        span: within(policy, whole, "build.builder"),
        type: uri,
        value: builder,
        from: { attestation: "A-02", pointer: "/predicate/runDetails/builder/id", field: "slsa.provenance/builder" },
      },
      {
        op: "param",
        span: within(policy, whole, "params.trusted-builders"),
        param: "trusted-builders",
        type: { kind: "set", of: { kind: "scalar", name: "Uri" } },
        value: [{ value: builder }],
      },
    ],
  };
  const requirement = requirementTrace({ id: "C-01.builder", span: whole, truth: "true", node });
  const control = controlOf("C-01", "Only signed builds may be deployed", span("control C-01"), {
    severity: "critical",
    owner: "platform-security@acme.example",
    mappings: [{ framework: "nist-800-53", id: "SI-7(15)" }],
  });
  const bound = boundTo(build, candidate("A-02", { identity: workflow }));
  return controlVerdict(control, {
    outcome: "satisfied",
    disposition: "clear",
    judgements: [judgement("true", [bound], [requirement], { build: "A-02" })],
  });
}

function scanned(): ControlVerdict {
  const scan = evidenceOf({
    name: "scan",
    quantity: "one",
    view: vuln,
    signedBy: [scanner],
    span: span("evidence scan: vuln.report signed by scanner"),
  });
  const clause = span("fresh within params.max-scan-age of finishedOn");
  const fresh = requirementTrace({
    id: "C-02.scan.fresh",
    kind: "freshness",
    source: scan,
    span: clause,
    truth: "true",
    node: freshNode("finishedOn", "params.max-scan-age", clause, "true"),
  });
  const whole = span("require no-criticals: no finding f in scan.findings where (f.severity otherwise critical) is at least critical");
  const control = controlOf("C-02", "Scanned for CVEs within 7 days, with no criticals", span("control C-02"), {
    severity: "high",
    statement: "Known critical vulnerabilities are dealt with before release.",
  });
  const noCriticals = requirementTrace({
    id: "C-02.no-criticals",
    span: whole,
    truth: "false",
    node: noCriticalsNode(whole),
    messages: [
      {
        witness: 0,
        template: '{f.id} ({f.severity otherwise "not rated"})',
        text: "CVE-2026-0001 (critical)",
        reads: [{ hole: "f.id", node: findingId(whole) }],
      },
    ],
    fix: "upgrade to a release without CVE-2026-0001, or ask a risk officer for a waiver",
  });
  const bound = boundTo(scan, candidate("A-04", { identity: "keys/scanner.pub" }));
  return controlVerdict(control, {
    outcome: "violated",
    disposition: "enforced",
    judgements: [judgement("false", [bound], [fresh, noCriticals])],
  });
}

function findingId(whole: ReturnType<typeof span>): TraceNode {
  return {
    op: "read",
    span: within(policy, whole, "f.severity"),
    type: scalarType("String"),
    value: "CVE-2026-0001",
    from: { attestation: "A-04", pointer: "/predicate/scanner/result/0/id", field: "vuln.report/findings/id" },
  };
}

function noCriticalsNode(whole: ReturnType<typeof span>): TraceNode {
  const part = (text: string, nth = 0) => within(policy, whole, text, nth);
  const read: TraceNode = {
    op: "read",
    span: part("f.severity"),
    type: severity,
    value: 4,
    from: {
      attestation: "A-04",
      pointer: "/predicate/scanner/result/0/severity/0/score",
      field: "vuln.report/findings/severity",
      native: "9.8",
      via: "cvss3-rating",
    },
  };
  const body: TraceNode = {
    op: "is-at-least",
    span: part("(f.severity otherwise critical) is at least critical"),
    truth: "true",
    args: [
      {
        op: "otherwise",
        span: part("f.severity otherwise critical"),
        type: severity,
        value: 4,
        args: [read, constant(part("critical", 1), severity, 4)],
      },
      constant(part("critical", 2), severity, 4),
    ],
  };
  return {
    op: "no",
    span: part("no finding f in scan.findings where (f.severity otherwise critical) is at least critical"),
    truth: "false",
    quantified: {
      binds: "f",
      over: {
        op: "read",
        span: part("scan.findings"),
        type: { kind: "list", of: finding },
        size: 3,
        from: { attestation: "A-04", pointer: "/predicate/scanner/result", field: "vuln.report/findings" },
      },
      truths: ["true", "false", "false"],
      witnesses: [{ index: 0, pointer: "/predicate/scanner/result/0", key: "CVE-2026-0001", body }],
      omitted: 0,
    },
  };
}

function freshNode(clock: string, window: string, clause: ReturnType<typeof span>, truth: "true" | "false"): TraceNode {
  const windowSpan = within(policy, clause, window);
  const [param, length] = window === "params.max-scan-age" ? ["max-scan-age", "7 days"] : [undefined, window];
  const duration = scalarType("Duration");
  const value = scalar("Duration", length);
  return {
    op: "fresh-within",
    span: clause,
    truth,
    args: [
      {
        op: "read",
        span: within(policy, clause, clock),
        type: scalarType("Timestamp"),
        value: at("2026-02-28T06:00:00Z"),
        from: { attestation: "A-04", pointer: "/predicate/metadata/scanFinishedOn", field: "vuln.report/finishedOn" },
      },
      param === undefined ? constant(windowSpan, duration, value) : { op: "param", span: windowSpan, param, type: duration, value },
      { op: "request", span: clause, request: "now", type: scalarType("Timestamp"), value: at("2026-03-02T09:15:00Z") },
    ],
    measured: at("2026-03-02T09:15:00Z") - at("2026-02-28T06:00:00Z"),
    clock: { kind: "claimed", notAfter: at("2026-02-28T06:00:03Z") },
  };
}

function stale(): ControlVerdict {
  const recent = evidenceOf({
    name: "recent",
    quantity: "one",
    view: vuln,
    signedBy: [scanner],
    span: span("evidence recent: vuln.report signed by scanner"),
  });
  const clause = span("fresh within 1 day of finishedOn");
  const requirement = requirementTrace({
    id: "C-03.recent.fresh",
    kind: "freshness",
    source: recent,
    span: clause,
    truth: "false",
    node: freshNode("finishedOn", "1 day", clause, "false"),
    messages: [{ template: "stale", text: "recent is 2 days 3 hours 15 minutes old by its claimed time, and may be 1 day", reads: [] }],
  });
  const bound = { ...boundTo(recent, candidate("A-04", { identity: "keys/scanner.pub", class: "stale" })), stale: true };
  return controlVerdict(controlOf("C-03", "Scanned recently", span("control C-03")), {
    outcome: "violated",
    disposition: "enforced",
    judgements: [judgement("false", [bound], [requirement])],
  });
}

function approved(): ControlVerdict {
  const approval = view("approval", "https://acme.example/attestation/approval/v1");
  const approvals = evidenceOf({
    name: "approvals",
    quantity: "all",
    view: approval,
    signedBy: [managers],
    span: span("evidence approvals: all approval signed by release-managers"),
  });
  const reason: Reason = {
    outcome: "missing",
    reason: "none-for-subject",
    evidence: "approvals",
    born: approvals.span,
    detail: "the only approval found names another image; every source answered in full",
  };
  const near = candidate("A-01", {
    used: false,
    class: "other-subject",
    identity: "alice@acme.example",
    steps: [
      { step: "trust", outcome: "pass" },
      { step: "subject", outcome: "fail", reason: "subject-mismatch", detail: `the statement names ${sha("another image")}` },
    ],
    because: { step: "subject", reason: "subject-mismatch", detail: `the statement names ${sha("another image")}` },
  });
  const whole = span("require approved: some approval a in approvals where a.decision is approved");
  const over: TraceNode = { op: "evidence", span: within(policy, whole, "approvals"), evidence: "approvals", because: [reason] };
  const node: TraceNode = {
    op: "some",
    span: within(policy, whole, "some approval a in approvals where a.decision is approved"),
    truth: "unknown",
    because: [reason],
    quantified: { binds: "a", over, truths: [], witnesses: [], omitted: 0 },
  };
  const requirement = requirementTrace({
    id: "C-04.approved",
    span: whole,
    truth: "unknown",
    node,
    reasons: [reason],
    fix: `ask a release manager to approve ${image}`,
  });
  const missing = { evidence: approvals, candidates: [near], state: "missing" as const, bound: [], stale: false, reasons: [reason] };
  return controlVerdict(
    controlOf("C-04", "Promotions are approved", span("control C-04"), { severity: "critical", owner: "release-management@acme.example" }),
    {
      outcome: "missing",
      disposition: "enforced",
      judgements: [judgement("unknown", [missing], [requirement])],
      reasons: [reason],
    },
  );
}

function baseImage(): ControlVerdict {
  const origin = evidenceOf({
    name: "origin",
    quantity: "any",
    view: slsa,
    signedBy: [releaseWorkflow],
    span: span("evidence origin: any slsa.provenance signed by release-workflow"),
  });
  const whole = span('require supported: base.version in range ">=12.4 <13"');
  const reason: Reason = {
    outcome: "unverifiable",
    reason: "ambiguous",
    born: within(policy, whole, "base.version"),
    detail: '2 of 3 dependencies are named "base-image"; the clause needs exactly one',
  };
  const node: TraceNode = {
    op: "in-range",
    span: within(policy, whole, 'base.version in range ">=12.4 <13"'),
    truth: "unknown",
    because: [reason],
    args: [{ op: "define", span: within(policy, whole, "base.version"), define: "base", because: [reason] }],
  };
  const requirement = requirementTrace({ id: "C-05.supported", span: whole, truth: "unknown", node, reasons: [reason] });
  return controlVerdict(controlOf("C-05", "Built on a supported base image", span("control C-05"), { severity: "medium" }), {
    mode: "audit",
    outcome: "unverifiable",
    disposition: "audited",
    judgements: [judgement("unknown", [boundTo(origin, candidate("A-02", { identity: workflow }))], [requirement], { origin: "A-02" })],
    reasons: [reason],
  });
}

function forged(): ControlVerdict {
  const bom = evidenceOf({
    name: "bom",
    quantity: "one",
    view: view("sbom.document", "https://spdx.dev/Document"),
    signedBy: [scanner],
    span: span("evidence bom: sbom.document signed by scanner"),
  });
  const reason: Reason = {
    outcome: "unverifiable",
    step: "signature",
    reason: "signature-invalid",
    evidence: "bom",
    born: bom.span,
    detail: "no key of any trust root signed these bytes",
  };
  const failed = candidate("A-03", {
    used: false,
    class: "failed",
    steps: [],
    because: { step: "signature", reason: "signature-invalid", detail: "no key of any trust root signed these bytes" },
  });
  return controlVerdict(controlOf("C-06", "An SBOM accompanies the image", span("control C-06")), {
    outcome: "unverifiable",
    disposition: "enforced",
    judgements: [
      judgement(
        "unknown",
        [{ evidence: bom, candidates: [failed], state: "unverifiable", bound: [], stale: false, reasons: [reason] }],
        [],
      ),
    ],
    reasons: [reason],
  });
}

function untested(): ControlVerdict {
  const tests = evidenceOf({
    name: "tests",
    quantity: "one",
    view: view("test.result", "https://in-toto.io/attestation/test-result/v0.1"),
    signedBy: [releaseWorkflow],
    span: span("evidence tests: test.result signed by release-workflow"),
  });
  const reason: Reason = { outcome: "missing", reason: "none-of-type", evidence: "tests", born: tests.span };
  return controlVerdict(controlOf("C-07", "Tests ran", span("control C-07")), {
    outcome: "missing",
    disposition: "enforced",
    judgements: [
      judgement("unknown", [{ evidence: tests, candidates: [], state: "missing", bound: [], stale: false, reasons: [reason] }], []),
    ],
    reasons: [reason],
  });
}

function elsewhere(): ControlVerdict {
  return controlVerdict(controlOf("C-08", "Internal tools name their licence", span("control C-08")), {
    outcome: "not-applicable",
    disposition: "clear",
    notApplicable: "it applies at stage internal only",
  });
}

/** All of it. */
export function releaseRun(parts: Partial<Judged> = {}): Judged {
  const controls = [signedBuild(), scanned(), stale(), approved(), baseImage(), forged(), untested(), elsewhere()];
  return {
    policy: {
      name: "container-release",
      version: "3",
      languageVersion: "1",
      sources: [policy],
      modules: [{ name: "std/vuln@1", source: new SourceFile("std/vuln@1", "policy vuln version 1\n") }],
      parameters: [
        {
          name: "max-scan-age",
          type: scalarType("Duration"),
          value: scalar("Duration", "7 days"),
          layer: "policy",
          span: span("policy container-release"),
        },
        {
          name: "trusted-builders",
          type: { kind: "set", of: { kind: "scalar", name: "Uri" } },
          value: [{ value: builder }],
          layer: "command-line",
          span: span("policy container-release"),
        },
      ],
      trustRoots: [releaseWorkflow, scanner, managers],
      persons: [],
      controls: controls.map(({ control }) => control),
      gates: [],
      waivers: [],
    },
    request: {
      evaluationTime: at("2026-03-02T09:15:00Z"),
      dryRun: false,
      gate: "prod",
      stage: { name: "prod", environment: "production" },
      reference: "registry.acme.example/payments/api:1.8.2",
      repository: "registry.acme.example/payments/api",
      tag: "1.8.2",
      digest: image,
    },
    discovery,
    attestations,
    verdict: {
      gate: "prod",
      decision: "blocked",
      exitCode: 1,
      blocking: ["C-02", "C-03", "C-04", "C-07"],
      undecided: ["C-06"],
      holdsUntil: at("2026-03-07T06:00:00Z"),
      controls,
      notInGate: ["C-09"],
      waivers: [],
    },
    wanted: [],
    warnings: ["the tag `latest` was assumed", "two keys have the same holder"],
    ...parts,
  };
}
