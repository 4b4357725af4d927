/** Five things that verifiers have let pass: misspelt fields, signatures taken for attestations, unmade log checks, skipped versions, unread statements. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { TraceDocument } from "../../src/audit/index.ts";
import { realdataPath, withRealdata } from "../support/realdata.ts";
import { controlOf, judgeJson, policy, policyWith, reasonsOf } from "../support/run-policy.ts";
import {
  approvalType,
  cosignSignType,
  envelope,
  folderWith,
  HostileLayout,
  newKey,
  policyOf,
  provenance,
  provenanceType,
  statement,
} from "./support-hostile.ts";

const tests = suite("what peers let pass");
const real = withRealdata(tests);
const ours = newKey();
const builtByUs = policyOf({ builder: ours });

/** A layout whose one image carries these contents, each as a referrer of its own. */
function imageWith(...contents: readonly ((digest: string) => unknown)[]): string {
  const layout = new HostileLayout();
  const image = layout.image();
  layout.list(image);
  for (const content of contents) layout.attach(image, content(image.digest));
  return layout.subject;
}

const signed =
  (parts: { readonly type?: string; readonly predicate?: unknown } = {}) =>
  (about: string): unknown =>
    envelope({ payload: statement({ about, ...parts }), keys: [ours] });

interface Expected {
  readonly code: number;
  readonly outcome: string;
  readonly reason?: string;
}

async function expect(subject: string, policyFile: string, { code, outcome, reason }: Expected): Promise<TraceDocument> {
  const judged = await judgeJson(subject, "--policy", policyFile);
  const control = controlOf(judged.trace, "C-01");
  assert.is(control.outcome, outcome);
  assert.is(judged.code, code);
  if (reason !== undefined) assert.ok(reasonsOf(control).includes(reason), `${reasonsOf(control).join(", ")} lacks ${reason}`);
  return judged.trace;
}

const stepOf = (trace: TraceDocument, step: string, at = 0) => trace.discovery.attestations[at]?.steps.find((one) => one.step === step);
const satisfied = { code: 0, outcome: "satisfied" };

tests("the unchanged twin of everything below passes", async () => {
  await expect(imageWith(signed()), builtByUs, satisfied);
});

// ------------------------------------------------------------------------------------------ (a) a misspelt field

const misspelt = [
  { field: "bulider", near: "builder" },
  { field: "source.repositry", near: "repository" },
  { field: "source.Commit", near: "commit" },
];
for (const { field, near } of misspelt) {
  tests(`a policy that reads \`${field}\` does not compile, and the near name is told`, async () => {
    const file = policyOf({ builder: ours }, { requirement: `require x: build.${field} is "https://x.example"\n    else "no"` });
    const { code, stdout, stderr } = await policy("eval", imageWith(signed()), "--policy", file);
    assert.is(code, 3);
    assert.is(stdout, "");
    assert.match(stderr, /error\[E2002\]/u);
    assert.match(stderr, new RegExp(`\`${near}\``, "u"));
  });
}

// ------------------------------------------------------------- (b) a signature for an attestation, one type for another

const approvals = `
predicate approval "${approvalType}" {
  decision: one of approved, rejected
}
`;
const approved = policyOf(
  { builder: ours },
  {
    extra: approvals,
    evidence: "any approval signed by builder",
    requirement: 'require yes: build.decision is approved\n    else "no"',
  },
);

const types: readonly { readonly name: string; readonly parts: { type: string; predicate: unknown }; readonly serves?: string }[] = [
  { name: "provenance", parts: { type: provenanceType, predicate: provenance() }, serves: builtByUs },
  { name: "an approval", parts: { type: approvalType, predicate: { decision: "approved" } }, serves: approved },
  { name: "an image signature of cosign 3", parts: { type: cosignSignType, predicate: {} } },
  { name: "an image signature with the fields of provenance", parts: { type: cosignSignType, predicate: provenance() } },
  { name: "an approval with the fields of provenance", parts: { type: `${approvalType}/`, predicate: provenance() } },
  { name: "a version of provenance that nobody has written", parts: { type: "https://slsa.dev/provenance/v99", predicate: provenance() } },
  { name: "the type in other letters", parts: { type: "https://SLSA.dev/provenance/v1", predicate: provenance() } },
];
for (const { name, parts, serves } of types) {
  for (const [wanted, file] of [
    ["provenance", builtByUs],
    ["an approval", approved],
  ] as const) {
    const expected = serves === file ? satisfied : { code: 1, outcome: "missing", reason: "none-of-type" };
    tests(`${name}, signed by the trusted key, asked for ${wanted}: ${expected.outcome}`, async () => {
      await expect(imageWith(signed(parts)), file, expected);
    });
  }
}

const simpleSigning = (digest: string) => ({
  critical: {
    identity: { "docker-reference": "registry.example/app" },
    image: { "docker-manifest-digest": digest },
    type: "cosign container image signature",
  },
  optional: null,
});
const simpleSigningType = "application/vnd.dev.cosign.simplesigning.v1+json";

tests("cosign's `.sig` image is no attestation, under its own tag and under that of attestations", async () => {
  for (const suffix of ["sig", "att"]) {
    const layout = new HostileLayout();
    const image = layout.image();
    const layer = {
      mediaType: simpleSigningType,
      ...layout.blob(simpleSigning(image.digest)),
      annotations: { "dev.cosignproject.cosign/signature": "MEUCIQ==" },
    };
    const config = { mediaType: "application/vnd.oci.image.config.v1+json", ...layout.blob({ rootfs: { type: "layers", diff_ids: [] } }) };
    const tag = `${image.digest.replace(":", "-")}.${suffix}`;
    const signature = { ...layout.manifest({ config, layers: [layer] }), annotations: { "org.opencontainers.image.ref.name": tag } };
    layout.list({ ...image, annotations: { "org.opencontainers.image.ref.name": "1.0" } }, signature);
    await expect(`${layout.subject}:1.0`, builtByUs, { code: 1, outcome: "missing", reason: "none-found" });
  }
});

tests("the payload of an image signature in an envelope is of a type that is not read, and not of one that is there", async () => {
  const payload = (digest: string) => envelope({ payload: simpleSigning(digest), keys: [ours], payloadType: simpleSigningType });
  await expect(imageWith(payload), builtByUs, { code: 2, outcome: "unverifiable", reason: "payload-type-unsupported" });
  const disguised = (digest: string) => envelope({ payload: simpleSigning(digest), keys: [ours] });
  await expect(imageWith(disguised), builtByUs, { code: 2, outcome: "unverifiable", reason: "statement-type-unsupported" });
});

real("a real bundle that signs a blob is recorded and is no evidence", async () => {
  const bundle = realdataPath("conformance", "bundle-verify", "happy-path-v0.3", "bundle.sigstore.json");
  const artifact = realdataPath("conformance", "bundle-verify", "a.txt");
  const { code, trace } = await judgeJson(`file:${artifact}`, "--bundle", bundle, "--policy", keylessPolicy("logged yes"));
  assert.is(code, 1);
  assert.is(controlOf(trace, "C-01").outcome, "missing");
  assert.is(stepOf(trace, "bundle")?.reason, "not-an-attestation");
});

// ------------------------------------------------------------------- (c) a log check that was not made is not told as made

const wrangle = (name: string) => realdataPath("evidence", "wrangle", name);
const wheel = () => wrangle(readdirSync(wrangle("")).find((name) => name.endsWith(".whl")) ?? "");

/** Who signed the bill of materials of the real wheel, with these demands on log and time. */
function keylessPolicy(
  demands: string,
  sigstore = "public-good",
  identity = "https://github.com/TomHennen/**",
  view = "sbom.document",
): string {
  const text = `policy keyless version 1
use sbom from "std/sbom@1"
use slsa from "std/slsa@1"
trust workflow {
  sigstore ${sigstore}
  issuer "https://token.actions.githubusercontent.com"
  identity matches glob "${identity}"
  ${demands}
}
control C-01 "Signed by the workflow" {
  statement "It was signed by the workflow."
  severity high
  owner "security@acme.example"
  evidence found: any ${view} signed by workflow
}
gate deploy {
  enforce C-01
}
`;
  return join(folderWith({ "keyless.policy": text }), "keyless.policy");
}

interface Bundle {
  mediaType: string;
  dsseEnvelope: { payload: string };
  verificationMaterial: { tlogEntries: { logIndex: string; inclusionPromise?: { signedEntryTimestamp: string } }[] };
}

/** The real bundle of the bill of materials: a certificate, one log entry and one timestamp. */
function realBundle(): Bundle {
  const lines = readFileSync(wrangle("good-default-signed.bundle.jsonl"), "utf8").trim().split("\n");
  return JSON.parse(lines[2] ?? "") as Bundle;
}

const fileOf = (...bundles: readonly object[]) =>
  join(folderWith({ "b.jsonl": bundles.map((one) => `${JSON.stringify(one)}\n`).join("") }), "b.jsonl");

async function judgeBundle(policyFile: string, ...bundles: readonly object[]) {
  return judgeJson(`file:${wheel()}`, "--bundle", fileOf(...bundles), "--policy", policyFile, "--at", "2026-06-25T00:00:00Z");
}

real("with `logged no` the log is checked all the same where there is an entry, and told as checked", async () => {
  for (const demands of ["logged yes", "logged no\n  timestamped yes"]) {
    const { code, trace } = await judgeBundle(keylessPolicy(demands), realBundle());
    assert.is(code, 0);
    assert.is(stepOf(trace, "tlog")?.outcome, "pass");
    assert.is(trace.discovery.attestations[0]?.logs?.length, 1);
    const kinds = trace.discovery.attestations[0]?.times?.trusted?.map(({ kind }) => kind) ?? [];
    assert.equal([...kinds].sort(), ["log", "timestamp"]);
  }
});

real("an entry that does not verify rejects the bundle, also where no log is demanded", async () => {
  for (const demands of ["logged yes", "logged no\n  timestamped yes"]) {
    const changed = realBundle();
    const [entry] = changed.verificationMaterial.tlogEntries;
    if (entry === undefined) throw new Error("the bundle has no log entry");
    entry.logIndex = String(Number(entry.logIndex) + 1);
    const { code, trace } = await judgeBundle(keylessPolicy(demands), changed);
    assert.is(code, 2);
    assert.is(controlOf(trace, "C-01").outcome, "unverifiable");
    assert.is(stepOf(trace, "tlog")?.outcome, "fail");
    assert.equal(trace.discovery.attestations[0]?.logs ?? [], []);
    const reason = String(stepOf(trace, "tlog")?.reason);
    assert.ok(reasonsOf(controlOf(trace, "C-01")).includes(reason), reason);
  }
});

real("without an entry the step is skipped and never passed; `logged yes` refuses it and `logged no` tells what it rests on", async () => {
  const name = "github_provenance_demo-0.0.12-py3-none-any";
  const artifact = realdataPath("github-cli", `${name}.whl`);
  const root = `github=${realdataPath("trust", "github-internal.trusted_root.json")}`;
  const judge = (demands: string) =>
    judgeJson(
      `file:${artifact}`,
      ...["--bundle", realdataPath("github-cli", `${name}-bundle.jsonl`), "--sigstore-root", root],
      ...["--policy", keylessPolicy(demands, "github", "https://github.com/actions/attest-demo/**", "slsa.provenance")],
    );
  for (const [demands, code, reason] of [
    ["logged no\n  timestamped yes", 0, undefined],
    ["logged yes", 2, "log-threshold-not-met"],
    ["logged yes\n  timestamped yes", 2, "log-threshold-not-met"],
  ] as const) {
    const judged = await judge(demands);
    assert.is(judged.code, code);
    const tlog = stepOf(judged.trace, "tlog");
    assert.is(tlog?.outcome, "skipped");
    assert.is(tlog?.reason, "not-applicable");
    assert.is(stepOf(judged.trace, "timestamp")?.outcome, "pass");
    assert.equal(judged.trace.discovery.attestations[0]?.logs ?? [], []);
    if (reason !== undefined) assert.ok(reasonsOf(controlOf(judged.trace, "C-01")).includes(reason));
  }
});

const keyDemands: readonly { readonly demands: string; readonly expected: Expected }[] = [
  { demands: "  logged no", expected: satisfied },
  { demands: "  logged yes", expected: { code: 2, outcome: "unverifiable", reason: "log-threshold-not-met" } },
  { demands: "  timestamped yes", expected: { code: 2, outcome: "unverifiable", reason: "timestamp-threshold-not-met" } },
  { demands: "  logged no\n  timestamped yes", expected: { code: 2, outcome: "unverifiable", reason: "timestamp-threshold-not-met" } },
];
for (const { demands, expected } of keyDemands) {
  tests(`a key and no log, \`${demands.trim().replaceAll(/\s+/gu, " ")}\`: ${expected.outcome}, and no check is told as made`, async () => {
    const trace = await expect(imageWith(signed()), policyOf({ builder: ours }, { trust: demands }), expected);
    for (const step of ["tlog", "timestamp", "time"]) {
      assert.is(stepOf(trace, step)?.outcome, "skipped");
      assert.is(stepOf(trace, step)?.reason, "not-applicable");
    }
    assert.equal(trace.discovery.attestations[0]?.logs ?? [], []);
    assert.equal(trace.discovery.attestations[0]?.times?.trusted ?? [], []);
  });
}

// --------------------------------------------------------------------------- (d) a bundle version is not skipped without a word

const strange = ["application/vnd.dev.sigstore.bundle+json;version=9.9", "application/vnd.dev.sigstore.bundle.v9.9+json"];
for (const mediaType of strange) {
  real(`${mediaType} is refused by its own reason`, async () => {
    const { code, trace } = await judgeBundle(keylessPolicy("logged yes"), { ...realBundle(), mediaType });
    assert.is(code, 2);
    assert.is(controlOf(trace, "C-01").outcome, "unverifiable");
    assert.ok(reasonsOf(controlOf(trace, "C-01")).includes("bundle-version-unsupported"));
  });

  real(`${mediaType} between good ones is in the trace and takes nothing from them`, async () => {
    for (const bundles of [
      [realBundle(), { ...realBundle(), mediaType }],
      [{ ...realBundle(), mediaType }, realBundle()],
    ]) {
      const { code, trace } = await judgeBundle(keylessPolicy("logged yes"), ...bundles);
      assert.is(code, 0);
      const refused = trace.discovery.attestations.find(({ steps }) => steps.some((step) => step.reason === "bundle-version-unsupported"));
      assert.is.not(refused, undefined);
      const candidates = controlOf(trace, "C-01").judgements.flatMap(({ evidence }) => evidence.flatMap((one) => one.candidates));
      assert.equal(candidates.map((candidate) => candidate.class).sort(), ["admissible", "failed"]);
    }
  });
}

tests("as a referrer of an image, a strange version is not skipped either", async () => {
  const content = () => ({ mediaType: strange[1], verificationMaterial: {}, dsseEnvelope: {} });
  await expect(imageWith(content), builtByUs, { code: 2, outcome: "unverifiable", reason: "bundle-version-unsupported" });
  const trace = await expect(imageWith(content, signed()), builtByUs, satisfied);
  assert.ok(trace.discovery.attestations.some(({ steps }) => steps.some((step) => step.reason === "bundle-version-unsupported")));
});

// ------------------------------------------------------------------------------ (e) an unreadable statement is not none at all

const unreadable: readonly { readonly name: string; readonly payload: (about: string) => unknown; readonly reason: string }[] = [
  { name: "no JSON", payload: () => Buffer.from("not JSON at all"), reason: "statement-malformed" },
  { name: "nothing", payload: () => Buffer.alloc(0), reason: "statement-malformed" },
  { name: "no UTF-8", payload: () => Buffer.from([0x22, 0xff, 0x22]), reason: "utf8-invalid" },
  { name: "a list", payload: () => "[]", reason: "statement-malformed" },
  { name: "another kind of JSON", payload: () => ({ hello: "world" }), reason: "statement-type-unsupported" },
  { name: "a statement without subjects", payload: () => statement({ subjects: [] }), reason: "statement-invalid" },
  {
    name: "a statement of version 9",
    payload: (about) => ({ ...statement({ about }), _type: "https://in-toto.io/Statement/v9" }),
    reason: "statement-type-unsupported",
  },
  { name: "a digest of no form", payload: () => statement({ subjects: [{ digest: { sha256: "abc" } }] }), reason: "digest-malformed" },
  {
    name: "a member given twice",
    payload: (about) => JSON.stringify(statement({ about })).replace("{", '{"_type":"x",'),
    reason: "duplicate-key",
  },
  {
    name: "a predicate without the builder",
    payload: (about) => statement({ about, predicate: { ...provenance(), runDetails: {} } }),
    reason: "schema-violation",
  },
  {
    name: "a builder that is no URI",
    payload: (about) => statement({ about, predicate: provenance("no uri") }),
    reason: "schema-violation",
  },
  { name: "a predicate that is null", payload: (about) => statement({ about, predicate: null }), reason: "schema-violation" },
];
for (const { name, payload, reason } of unreadable) {
  tests(`${name}, signed by the trusted key: unverifiable, not missing`, async () => {
    const content = (about: string) => envelope({ payload: payload(about), keys: [ours] });
    await expect(imageWith(content), builtByUs, { code: 2, outcome: "unverifiable", reason });
    const demandsOne = policyWith(readFileSync(builtByUs, "utf8"), "any slsa.provenance", "all slsa.provenance");
    const withKeys = join(folderWith({ "keys/builder.pub": ours.pem, "p.policy": readFileSync(demandsOne) }), "p.policy");
    assert.is.not((await policy("eval", imageWith(content), "--policy", withKeys)).code, 0);
  });
}

tests.run();
