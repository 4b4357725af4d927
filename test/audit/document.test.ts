import { existsSync, readFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  evaluationDigest,
  evidenceSetDigest,
  inputsDigest,
  traceBytes,
  traceDocument,
  workingsDigest,
  type NodePart,
  type TraceDocument,
} from "../../src/audit/index.ts";
import { canonicalJson, JsonNumber, parseJson, type JsonLimits } from "../../src/base/index.ts";
import type { Judged } from "../../src/engine/index.ts";
import type { NodeOp, TraceNode } from "../../src/evaluate/index.ts";
import { releaseRun } from "./release-run.ts";
import {
  constant,
  controlOf,
  controlVerdict,
  hasher,
  judgement,
  ports,
  requirementTrace,
  run,
  scalar,
  scalarType,
  SourceFile,
  spanIn,
} from "./run-parts.ts";
import { assertValid, compileSchema } from "./schema.ts";

const test = suite("trace document");
const validate = compileSchema("trace.schema.json");
const limits: JsonLimits = { maxBytes: 1e7, maxDepth: 100, maxNodes: 1e6 };

const document = (judged: Judged = releaseRun()): TraceDocument => traceDocument(judged, run, ports);
const parsed = (trace: TraceDocument): unknown => JSON.parse(new TextDecoder().decode(traceBytes(trace)));

test("a whole run fits the published schema", () => assertValid(validate, parsed(document())));

test("the same run gives the same bytes, and they are canonical", () => {
  const bytes = traceBytes(document());
  assert.equal(bytes, traceBytes(document()));
  const json = parseJson(bytes, limits);
  assert.ok(json.ok);
  assert.is(canonicalJson(json.value), new TextDecoder().decode(bytes));
});

test("what only the run changes leaves the three digests alone", () => {
  const first = document();
  const second = traceDocument(
    releaseRun(),
    { ...run, id: "urn:uuid:other", startedAt: "2030-01-01T00:00:00Z", finishedAt: "2030-01-01T00:00:01Z" },
    ports,
  );
  assert.not.equal(traceBytes(first), traceBytes(second));
  for (const name of ["inputsDigest", "evaluationDigest", "workingsDigest"] as const) assert.is(first[name], second[name]);
});

test("each digest moves with what it covers, and not with what it does not", () => {
  const before = document();
  const judged = releaseRun();
  const asked = document({ ...judged, request: { ...judged.request, evaluationTime: judged.request.evaluationTime + 1_000_000_000n } });
  assert.not.equal(asked.inputsDigest, before.inputsDigest);
  assert.is(asked.evaluationDigest, before.evaluationDigest);
  const warned = document({ ...judged, warnings: [] });
  assert.is(warned.inputsDigest, before.inputsDigest);
  assert.is(warned.evaluationDigest, before.evaluationDigest);
  assert.not.equal(warned.workingsDigest, before.workingsDigest);
  const decided = document({ ...judged, verdict: { ...judged.verdict, decision: "passed", exitCode: 0, blocking: [], undecided: [] } });
  assert.not.equal(decided.evaluationDigest, before.evaluationDigest);
});

test("an incomplete discovery never shares a digest with a complete one", () => {
  const judged = releaseRun();
  const sources = judged.discovery.sources.map((source) =>
    source.id === "S-2"
      ? { ...source, status: { kind: "failed" as const, because: "timeout" as const, detail: "no answer in 60 seconds" } }
      : source,
  );
  const failed = document({ ...judged, discovery: { ...judged.discovery, sources } });
  assertValid(validate, parsed(failed));
  assert.is(failed.discovery.sources[1]?.because, "timeout");
  assert.not.equal(failed.discovery.evidenceSetDigest, document().discovery.evidenceSetDigest);
});

test("a leaf names attestation, pointer, field and what stood there", () => {
  const requirement = document().controls[1]?.judgements[0]?.requirements[1];
  const witness = requirement?.expression.witnesses?.[0];
  const read = witness?.body.args?.[0]?.args?.[0];
  assert.equal(read?.from, {
    attestation: "A-04",
    pointer: "/predicate/scanner/result/0/severity/0/score",
    field: "vuln.report/findings/severity",
    native: "9.8",
    via: "cvss3-rating",
  });
  assert.is(read?.value, "critical");
  assert.is(read?.type, "vuln.severity");
  assert.is(read?.text, "f.severity");
  assert.equal(requirement?.expression.elements, { true: "0", false: "1-2", unknown: "" });
  assert.is(requirement?.source.line, 26);
});

test("a keyless attestation names identity, issuer, log entry and time", () => {
  const build = document().discovery.attestations[1];
  assert.is(build?.signers[0]?.identity, "https://github.com/acme/payments/.github/workflows/release.yml@refs/tags/v1.8.2");
  assert.is(build?.signers[0]?.issuer, "https://token.actions.githubusercontent.com");
  assert.equal(build?.times.trusted, [{ kind: "log", operator: "sigstore.dev", at: "2026-03-01T18:02:11Z", logIndex: 81234 }]);
  assert.is(build?.logs?.[0]?.entryKind, "dsse 0.0.1");
});

test("a rejected envelope shows its words as claims only", () => {
  const forged = document().discovery.attestations[2];
  assert.is(forged?.verified, false);
  assert.is(forged?.predicateType, undefined);
  assert.is(forged?.claimed?.predicateType, "https://spdx.dev/Document");
  assert.is(forged?.rejected?.reason, "signature-invalid");
});

// --------------------------------------------------------------------------------------------- every operator

const source = new SourceFile("ops.policy", "policy ops version 1\nrequire it: the whole of a condition\n");
const place = spanIn(source, "the whole of a condition");
const string = scalarType("String");
const from = { attestation: "A-04", pointer: "/predicate/x", field: "x.y/z" };
const reason = { outcome: "unverifiable" as const, reason: "incomparable", born: place };
const leaf = constant(place, string, "x");
const over: TraceNode = { op: "read", span: place, type: { kind: "list", of: { kind: "record", name: "r", fields: [] } }, size: 1, from };
const quantified = {
  binds: "f",
  over,
  truths: ["true" as const],
  witnesses: [{ index: 0, pointer: "/predicate/x/0", body: { op: "is", span: place, truth: "true", args: [leaf, leaf] } as TraceNode }],
  omitted: 0,
};

const relation = (op: NodeOp): TraceNode => ({ op, span: place, truth: "true", args: [leaf, leaf] });
const drawn = (op: NodeOp): TraceNode => ({ op, span: place, truth: "true", quantified });
const value = (op: NodeOp, parts: Partial<TraceNode>): TraceNode => ({ op, span: place, ...parts });

const nodes: Readonly<Record<NodeOp, TraceNode>> = {
  const: leaf,
  param: value("param", { param: "p", type: string, value: "x" }),
  request: value("request", {
    request: "subject.repository",
    type: scalarType("Repository"),
    value: scalar("Repository", "ghcr.io/acme/app"),
  }),
  read: value("read", {
    type: scalarType("Decimal"),
    value: scalar("Decimal", "9.8"),
    from: { ...from, native: new JsonNumber("9.80"), via: "rating" },
  }),
  absent: value("absent", { from }),
  evidence: value("evidence", { evidence: "scan", because: [reason] }),
  define: value("define", { define: "base", args: [leaf] }),
  and: relation("and"),
  or: relation("or"),
  not: value("not", { truth: "false", args: [leaf] }),
  is: relation("is"),
  "is-not": relation("is-not"),
  "is-one-of": relation("is-one-of"),
  "is-none-of": relation("is-none-of"),
  "is-at-least": relation("is-at-least"),
  "is-at-most": relation("is-at-most"),
  "is-above": relation("is-above"),
  "is-below": relation("is-below"),
  under: relation("under"),
  "matches-glob": relation("matches-glob"),
  "matches-regex": relation("matches-regex"),
  has: value("has", { truth: "false", args: [value("absent", { from })] }),
  otherwise: value("otherwise", { type: string, value: "x", args: [value("absent", { from }), leaf] }),
  "allowed-by": relation("allowed-by"),
  "in-range": value("in-range", { truth: "unknown", because: [reason], args: [leaf] }),
  "signer-of": value("signer-of", {
    evidence: "scan",
    type: { kind: "set", of: { kind: "scalar", name: "Identity" } },
    value: [{ value: scalar("Identity", "b@acme.example") }, { value: scalar("Identity", "a@acme.example") }],
  }),
  "signing-time-of": value("signing-time-of", {
    evidence: "scan",
    type: scalarType("Timestamp"),
    value: scalar("Timestamp", "2026-01-01T00:00:00Z"),
  }),
  contains: relation("contains"),
  lt: relation("lt"),
  le: relation("le"),
  gt: relation("gt"),
  ge: relation("ge"),
  add: value("add", { type: scalarType("Int"), value: 9_007_199_254_740_993n, args: [leaf, leaf] }),
  sub: value("sub", { type: scalarType("Duration"), value: scalar("Duration", "3 hours"), args: [leaf, leaf] }),
  set: value("set", {
    type: { kind: "set", of: { kind: "scalar", name: "String" } },
    value: [{ value: "b" }, { value: "a" }, { value: "a" }],
    args: [leaf],
  }),
  "within-before": value("within-before", { truth: "true", args: [leaf, leaf, leaf], measured: 60_000_000_000n }),
  "within-after": value("within-after", { truth: "false", args: [leaf, leaf, leaf], measured: -60_000_000_000n }),
  "fresh-within": value("fresh-within", { truth: "true", args: [leaf], measured: 1n, clock: { kind: "log" } }),
  no: drawn("no"),
  every: drawn("every"),
  some: drawn("some"),
  exactly: drawn("exactly"),
  "at-least": value("at-least", { truth: "true", args: [leaf], quantified: { ...quantified, people: { least: 1, most: 2 } } }),
  "at-most": drawn("at-most"),
  the: value("the", { quantified, because: [reason] }),
  count: value("count", { type: scalarType("Int"), value: 1n, quantified }),
  "is-empty": value("is-empty", { truth: "true", args: [over] }),
  "is-not-empty": value("is-not-empty", { truth: "false", args: [over] }),
  guarded: value("guarded", {}),
};

function runOf(node: TraceNode): Judged {
  const judged = releaseRun();
  const requirement = requirementTrace({ id: "O-1.it", span: place, truth: "true", node });
  const control = controlVerdict(controlOf("O-1", "operators", spanIn(source, "policy ops")), {
    outcome: "satisfied",
    disposition: "clear",
    judgements: [judgement("true", [], [requirement])],
  });
  return { ...judged, policy: { ...judged.policy, sources: [source], modules: [] }, verdict: { ...judged.verdict, controls: [control] } };
}

function written(node: TraceNode): NodePart | undefined {
  const trace = document(runOf(node));
  assertValid(validate, parsed(trace));
  return trace.controls[0]?.judgements[0]?.requirements[0]?.expression;
}

for (const [op, node] of Object.entries(nodes)) test(`the node \`${op}\` fits the schema`, () => assert.is(written(node)?.op, op));

test("values stand in their canonical form", () => {
  assert.is(written(nodes.read)?.value, "9.8");
  assert.is(written(nodes.read)?.from?.native, "9.80");
  assert.is(written(nodes.add)?.value, "9007199254740993");
  assert.is(written(nodes.sub)?.value, "PT3H");
  assert.equal(written(nodes.set)?.value, ["a", "b"]);
  assert.equal(written(nodes["signer-of"])?.value, ["a@acme.example", "b@acme.example"]);
  assert.is(written(nodes["within-after"])?.measured, "-PT1M");
});

test("an undecided part of a decided requirement keeps its reason beside it", () => {
  const trace = document(runOf(nodes["in-range"]));
  const requirement = trace.controls[0]?.judgements[0]?.requirements[0];
  assert.is(requirement?.reasons, undefined);
  assert.equal(
    requirement?.undecided?.map((one) => one.reason),
    ["incomparable"],
  );
  assert.equal(requirement?.expression.because, [0]);
});

test("a secret is nowhere in the document", () => {
  const secret: TraceNode = {
    op: "read",
    span: place,
    type: string,
    value: "hunter2",
    hidden: true,
    from: { ...from, native: "hunter2", via: "trim" },
  };
  const judged = runOf({ op: "is", span: place, truth: "false", args: [secret, leaf] });
  const [control] = judged.verdict.controls;
  const requirement = control?.judgements[0]?.requirements[0];
  assert.ok(control !== undefined && requirement !== undefined);
  const violated = {
    ...requirement,
    truth: "false" as const,
    messages: [{ template: "{x}", text: "hidden", reads: [{ hole: "x", node: secret }] }],
  };
  const trace = document({
    ...judged,
    verdict: {
      ...judged.verdict,
      controls: [{ ...control, outcome: "violated", disposition: "enforced", judgements: [judgement("false", [], [violated])] }],
    },
  });
  assertValid(validate, parsed(trace));
  assert.not.match(new TextDecoder().decode(traceBytes(trace)), /hunter2/u);
  assert.is(trace.controls[0]?.judgements[0]?.requirements[0]?.expression.args?.[0]?.hidden, true);
});

test("half a surrogate pair in a text of the evidence cannot break the document", () => {
  const trace = document(runOf(value("read", { type: string, value: "a\ud800b", from })));
  assert.is(trace.controls[0]?.judgements[0]?.requirements[0]?.expression.value, "a\\ud800b");
  assert.ok(traceBytes(trace).length > 0);
});

test("no path of this machine is written", () => {
  const judged = releaseRun();
  const sources = judged.discovery.sources.map((one) => ({ ...one, location: "oci-layout:/home/alice/secret/image" }));
  const trace = document({
    ...judged,
    request: { ...judged.request, reference: "oci-layout:/home/alice/secret/image", repository: undefined },
    discovery: { ...judged.discovery, sources },
  });
  assert.not.match(new TextDecoder().decode(traceBytes(trace)), /home|alice\/secret/u);
  assert.is(trace.request.subject.reference, "oci-layout:image");
});

// ------------------------------------------------------------------------------------- the design's own example

const example = new URL("../../../shared/design/examples/trace.json", import.meta.url);
if (!existsSync(example)) console.log("skipped: needs ../shared/design");
const withExample = existsSync(example) ? test : test.skip;

withExample("the example of the design is valid, and its digests come out as it says", () => {
  const trace = JSON.parse(readFileSync(example, "utf8")) as TraceDocument;
  assertValid(validate, trace);
  const { inputsDigest: inputs, evaluationDigest: evaluation, workingsDigest: workings, ...undigested } = trace;
  assert.is(inputsDigest(undigested, hasher), inputs);
  assert.is(evaluationDigest(undigested, hasher), evaluation);
  assert.is(workingsDigest(undigested, hasher), workings);
  assert.is(evidenceSetDigest(trace.discovery.sources, trace.discovery.candidates, hasher), trace.discovery.evidenceSetDigest);
});

// ------------------------------------------------------------------------------------------ the schema says no

type Loose = { [name: string]: Loose & Loose[] & string & number & boolean };

const spoiled: readonly { readonly name: string; readonly spoil: (trace: Loose) => unknown }[] = [
  { name: "an unknown member", spoil: (trace) => Object.assign(trace, { extra: 1 }) },
  {
    name: "a passed gate that lists a blocking control",
    spoil: (trace) => Object.assign(trace["verdict"] ?? {}, { decision: "passed", exitCode: 0 }),
  },
  {
    name: "a failed source without its reason",
    spoil: (trace) => Object.assign(trace["discovery"]?.["sources"]?.[1] ?? {}, { status: "failed" }),
  },
  {
    name: "a verified attestation that is also rejected",
    spoil: (trace) => Object.assign(trace["discovery"]?.["attestations"]?.[2] ?? {}, { verified: true }),
  },
  { name: "a clear control that is violated", spoil: (trace) => Object.assign(trace["controls"]?.[1] ?? {}, { disposition: "clear" }) },
  { name: "a waived control without a waiver", spoil: (trace) => Object.assign(trace["controls"]?.[1] ?? {}, { disposition: "waived" }) },
  {
    name: "an operator that does not exist",
    spoil: (trace) =>
      Object.assign(trace["controls"]?.[0]?.["judgements"]?.[0]?.["requirements"]?.[0]?.["expression"] ?? {}, { op: "like" }),
  },
];

for (const { name, spoil } of spoiled) {
  test(`the schema refuses ${name}`, () => {
    const trace = parsed(document()) as Loose;
    spoil(trace);
    assert.not.ok(validate(trace));
  });
}

test.run();
