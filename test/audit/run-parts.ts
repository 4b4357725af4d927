/** Parts from which tests put together a run by hand: values, expression nodes, attestations, evidence, controls. */
import { createHash } from "node:crypto";
import {
  parseInstant,
  scalars,
  type Digest,
  type EnumType,
  type Hasher,
  type RecordType,
  type ScalarName,
  type Type,
  type Value,
  type View,
} from "../../src/base/index.ts";
import { SourceFile, type Span } from "../../src/diagnostics/index.ts";
import type { RunInfo, TracePorts } from "../../src/audit/index.ts";
import type { JudgedAttestation } from "../../src/engine/index.ts";
import type { CandidateTrace, ControlVerdict, EvidenceTrace, Judgement, RequirementTrace, TraceNode } from "../../src/evaluate/index.ts";
import type { Control, Evidence, TrustRoot } from "../../src/language/index.ts";
import type { FoundEnvelope } from "../../src/registry/index.ts";
import type { PhaseAStep, RejectedEnvelope, Signer, SignerFacts, Statement, StepRecord, Verified } from "../../src/trust/index.ts";

export const hasher: Hasher = {
  digest(algorithm, parts) {
    const hash = createHash(algorithm);
    for (const part of parts) hash.update(part);
    return hash.digest();
  },
};

export function sha(text: string): Digest {
  return `sha256:${createHash("sha256").update(text).digest("hex")}`;
}

export function at(text: string): bigint {
  const instant = parseInstant(text);
  if (!instant.ok) throw new Error(instant.error);
  return instant.value;
}

export const run: RunInfo = {
  id: "urn:uuid:6c5d1f0e-6f0a-4d0e-9a55-1d6f8ad2b1c4",
  startedAt: "2026-03-02T09:15:04Z",
  finishedAt: "2026-03-02T09:15:05Z",
  engine: { name: "proviso", version: "0.1.0", digest: sha("engine"), runtime: "node 24.15.0", platform: "linux/x64" },
  actor: { kind: "human", id: "alice@acme.example" },
};

export const ports: TracePorts = {
  hasher,
  hashes: {
    policy: () => sha("policy"),
    control: (control) => sha(`control ${control.id}`),
    wording: (control) => sha(`wording ${control.id}`),
    requirement: (control, source) => sha(`requirement ${control.id} ${"id" in source ? source.id : source.name}`),
    root: (root) => sha(`root ${root.name}`),
  },
};

export const scalarType = (name: ScalarName): Type => ({ kind: "scalar", name });
export const severity: EnumType = {
  kind: "enum",
  name: "vuln.severity",
  ordered: true,
  members: ["none", "low", "medium", "high", "critical"].map((name) => ({ name, spellings: [name] })),
};
export const finding: RecordType = { kind: "record", name: "vuln.finding", key: "id", fields: [] };

export function scalar(name: ScalarName, text: string): Value {
  const value = scalars[name].parse(text);
  if (!value.ok) throw new Error(`${text}: ${value.error}`);
  return value.value;
}

/** Where a part of a text stands; `nth` counts from 0. */
export function spanIn(source: SourceFile, part: string, nth = 0): Span {
  let start = source.text.indexOf(part);
  for (let i = 0; i < nth; i++) start = source.text.indexOf(part, start + 1);
  if (start < 0) throw new Error(`no \`${part}\` in ${source.path}`);
  return { file: source.path, start, end: start + part.length };
}

/** The span of `part` inside that of `whole`. */
export function within(source: SourceFile, whole: Span, part: string, nth = 0): Span {
  let start = source.text.indexOf(part, whole.start);
  for (let i = 0; i < nth; i++) start = source.text.indexOf(part, start + 1);
  if (start < 0 || start + part.length > whole.end) throw new Error(`no \`${part}\` in that place`);
  return { file: source.path, start, end: start + part.length };
}

export const constant = (span: Span, type: Type, value: Value): TraceNode => ({ op: "const", span, type, value });

export function steps(failed?: {
  readonly step: PhaseAStep;
  readonly reason: StepRecord["reason"];
  readonly detail: string;
}): readonly StepRecord[] {
  const names: readonly PhaseAStep[] = [
    "fetch",
    "decode",
    "bundle",
    "envelope",
    "signature",
    "tlog",
    "time",
    "certificate",
    "payload-type",
    "statement",
  ];
  return names.map((step) => {
    const fails = failed?.step === step;
    return {
      step,
      outcome: fails ? "fail" : "pass",
      checks: [],
      items: fails ? [{ item: "signature 0", outcome: "fail", reason: "signature-invalid" }] : [],
      by: "ours",
      ...(fails ? { reason: failed.reason, detail: failed.detail } : {}),
    };
  });
}

export function envelope(name: string): FoundEnvelope {
  return {
    digest: sha(`envelope ${name}`),
    bytes: new TextEncoder().encode(name),
    mediaType: "application/vnd.dev.sigstore.bundle.v0.3+json",
    uri: `registry.acme.example/payments/api@${sha(`manifest ${name}`)}`,
    sources: ["S-1"],
    carriers: [{ manifest: sha(`manifest ${name}`) }],
  };
}

export function statement(predicateType: string, ...subjects: readonly Digest[]): Verified<Statement> {
  const named = subjects.map((digest) => ({ name: "image", digests: new Map([["sha256", digest.slice(7)]]) }));
  return { type: "https://in-toto.io/Statement/v1", subjects: named, predicateType, predicate: {} } as unknown as Verified<Statement>;
}

export function keySigned(
  id: string,
  name: string,
  predicateType: string,
  subject: Digest,
  key: Digest,
  signedAt: string,
): JudgedAttestation {
  const time = at(signedAt);
  const facts: SignerFacts = {
    ...baseFacts(name, { kind: "key", fingerprint: key }),
    times: [{ kind: "timestamp", operator: "tsa.acme.example", at: time }],
    signedAt: time,
    logs: [],
  };
  return {
    id,
    envelope: envelope(name),
    verification: { kind: "verified", facts, statement: statement(predicateType, subject), steps: steps() },
  };
}

export const workflow = "https://github.com/acme/payments/.github/workflows/release.yml@refs/tags/v1.8.2";
export const githubIssuer = "https://token.actions.githubusercontent.com";

export function keyless(id: string, name: string, predicateType: string, subject: Digest, signedAt: string): JudgedAttestation {
  const time = at(signedAt);
  const signer: Signer = {
    kind: "certificate",
    fingerprint: sha(`certificate ${name}`),
    keyFingerprint: sha(`key ${name}`),
    issuer: githubIssuer,
    issuerConflict: false,
    san: { type: "uri", value: workflow },
    claims: new Map([
      ["source-repository", "https://github.com/acme/payments"],
      ["runner-environment", "github-hosted"],
    ]),
    notBefore: time,
    notAfter: time + 600_000_000_000n,
  };
  const facts: SignerFacts = {
    ...baseFacts(name, signer),
    sigstoreRoot: { name: "public-good", digest: sha("public good") },
    times: [{ kind: "log", operator: "sigstore.dev", at: time }],
    signedAt: time,
    logs: [{ operator: "sigstore.dev", logIndex: 81234n, logId: "c0d2", kind: "proof", entryKind: "dsse 0.0.1", integratedTime: time }],
  };
  return {
    id,
    envelope: envelope(name),
    verification: { kind: "verified", facts, statement: statement(predicateType, subject), steps: steps() },
  };
}

function baseFacts(name: string, signer: Signer): Omit<SignerFacts, "times" | "logs"> {
  return {
    carrier: "sigstore-bundle",
    envelopeDigest: sha(`envelope ${name}`),
    payloadDigest: sha(`payload ${name}`),
    payloadType: "application/vnd.in-toto+json",
    signers: [signer],
    scts: [],
    sctsExpected: false,
    keyHints: [],
  };
}

export function rejected(
  id: string,
  name: string,
  parts: Pick<RejectedEnvelope, "step" | "reason" | "detail" | "claimed"> & { readonly notSigned?: boolean },
): JudgedAttestation {
  const { step, reason, detail } = parts;
  return {
    id,
    envelope: envelope(name),
    verification: { kind: "rejected", ...parts, steps: steps({ step: step as PhaseAStep, reason, detail }), signedBy: [] },
  };
}

export function keyRoot(
  name: string,
  keys: readonly { readonly file: string; readonly fingerprint: Digest; readonly holder?: string }[],
  span: Span,
): TrustRoot {
  return {
    name,
    kind: "keys",
    authorities: [],
    keys: keys.map((key) => ({ ...key, spki: new Uint8Array(1) })),
    identity: [],
    claims: [],
    threshold: 1,
    logged: 0,
    timestamped: 1,
    refused: [],
    acceptsClaimedTime: false,
    span,
  };
}

export function view(name: string, ...types: readonly string[]): View {
  return {
    name,
    module: `std/${name.split(".")[0]}@1`,
    predicateTypes: types.map((type, index) => ({ tag: `t${index}`, type })),
    record: { kind: "record", name, fields: [] },
  };
}

export function evidenceOf(parts: Pick<Evidence, "name" | "quantity" | "view" | "signedBy" | "span"> & Partial<Evidence>): Evidence {
  return { slot: 0, needed: { fields: new Map() }, nameSpan: parts.span, ...parts };
}

export function candidate(attestation: string, parts: Partial<CandidateTrace>): CandidateTrace {
  const passed = ["trust", "revocation", "identity", "threshold", "subject", "predicate-type", "predicate-schema"] as const;
  return {
    attestation,
    used: true,
    class: "admissible",
    chain: [],
    steps: passed.map((step) => ({ step, outcome: "pass" })),
    ...(parts.used === false ? {} : { relation: "same" as const }),
    ...parts,
  };
}

export function boundTo(evidence: Evidence, ...candidates: readonly CandidateTrace[]): EvidenceTrace {
  const bound = candidates.filter(({ used }) => used).map(({ attestation }) => attestation);
  return { evidence, candidates, state: "available", bound, stale: false, reasons: [] };
}

export function requirementTrace(
  parts: Pick<RequirementTrace, "id" | "span" | "truth" | "node"> & Partial<RequirementTrace>,
): RequirementTrace {
  const { span, node } = parts;
  const stated: RequirementTrace["source"] = {
    id: parts.id,
    condition: {
      kind: "boolean",
      span: node.span,
      type: scalarType("Bool"),
      read: { kind: "constant", span: node.span, type: scalarType("Bool"), value: true },
    },
    otherwise: { parts: [], span },
    span,
  };
  return { kind: "stated", source: stated, reasons: [], messages: [], ...parts };
}

export function controlOf(id: string, title: string, span: Span, parts: Partial<Control> = {}): Control {
  return {
    id,
    title,
    mappings: [],
    applies: [],
    body: { evidence: [], requirements: [], alternatives: [], groups: [] },
    slots: 0,
    stepBound: 100,
    span,
    ...parts,
  };
}

export function controlVerdict(
  control: Control,
  parts: Pick<ControlVerdict, "outcome" | "disposition"> & Partial<ControlVerdict>,
): ControlVerdict {
  return {
    control,
    mode: "enforce",
    judgements: [],
    alternatives: [],
    reasons: [],
    steps: { used: 6, bound: control.stepBound },
    ...parts,
  };
}

export function judgement(
  truth: Judgement["truth"],
  evidence: readonly EvidenceTrace[],
  requirements: readonly RequirementTrace[],
  choice?: Judgement["choice"],
): Judgement {
  return { truth, evidence, requirements, ...(choice === undefined ? {} : { choice }) };
}

export { SourceFile };
