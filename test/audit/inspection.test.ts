import { readFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parse } from "../../grammar/index.ts";
import { inspectDocument, type InspectDocument } from "../../src/audit/index.ts";
import { relationOf } from "../../src/audit/inspection/relation.ts";
import { trustBlock } from "../../src/audit/inspection/trust-block.ts";
import { SourceFile } from "../../src/diagnostics/index.ts";
import type { JudgedAttestation } from "../../src/engine/index.ts";
import type { SubjectSet } from "../../src/registry/index.ts";
import type { SignerFacts } from "../../src/trust/index.ts";
import { releaseRun } from "./release-run.ts";
import { hasher, rejected, sha } from "./run-parts.ts";
import { assertValid, compileSchema } from "./schema.ts";

const test = suite("inspection");
const validate = compileSchema("inspect.schema.json");
const { discovery, attestations } = releaseRun();
const unsigned = rejected("A-05", "bare", {
  step: "decode",
  reason: "not-signed",
  detail: "a bare statement",
  claimed: { keyids: [] },
  notSigned: true,
});

function inspect(found: readonly JudgedAttestation[] = [...attestations, unsigned]): InspectDocument {
  return inspectDocument(
    { discovery, attestations: found, keyFileOf: (fingerprint) => (fingerprint === sha("scanner key") ? "keys/scanner.pub" : undefined) },
    hasher,
  );
}

test("fits the published schema, and the same input gives the same document", () => {
  assertValid(validate, JSON.parse(JSON.stringify(inspect())));
  assert.equal(inspect(), inspect());
});

test("shares the parts of its schema with the trace's", () => {
  const defs = (file: string): Record<string, unknown> =>
    (JSON.parse(readFileSync(new URL(`../../schemas/${file}`, import.meta.url), "utf8")) as { $defs: Record<string, unknown> }).$defs;
  const trace = defs("trace.schema.json");
  for (const [name, schema] of Object.entries(defs("inspect.schema.json")))
    if (name !== "inspected") assert.equal(schema, trace[name], name);
});

test("says how each attestation stands to the image, and what is not signed", () => {
  assert.equal(
    inspect().attestations.map(({ id, verified, relation, notSigned }) => [id, verified, relation.kind, notSigned]),
    [
      ["A-01", true, "other", undefined],
      ["A-02", true, "same", undefined],
      ["A-03", false, "same", undefined],
      ["A-04", true, "same", undefined],
      ["A-05", false, "other", true],
    ],
  );
});

test("gives a trust block for what verified and for nothing else", () => {
  const blocks = inspect().attestations.map(({ trust }) => trust);
  assert.is(blocks[2], undefined);
  assert.is(blocks[4], undefined);
  assert.is(
    blocks[1],
    `trust signer-of-a-02 {
  sigstore public-good
  issuer "https://token.actions.githubusercontent.com"
  identity is "https://github.com/acme/payments/.github/workflows/release.yml@refs/tags/v1.8.2"
  logged yes
}`,
  );
  assert.is(blocks[3], `trust signer-of-a-04 {\n  // ${sha("scanner key")}\n  key "keys/scanner.pub"\n  timestamped yes\n}`);
});

test("what it prints is Proviso, whatever the certificate says", () => {
  const [, keyless] = attestations;
  assert.ok(keyless?.verification.kind === "verified");
  const facts: SignerFacts = keyless.verification.facts;
  const [signer] = facts.signers;
  assert.ok(signer?.kind === "certificate");
  const evil = 'x" } trust everybody { identity is "\\ \n\u202e\u0000 {f.id}';
  const hostile: SignerFacts = {
    ...facts,
    sigstoreRoot: { name: evil, digest: sha("x") },
    signers: [{ ...signer, issuer: evil, san: { type: "uri", value: evil } }],
  };
  for (const block of [...inspect().attestations.flatMap(({ trust }) => trust ?? []), trustBlock("found", hostile, () => undefined)]) {
    const { file, diagnostics } = parse(new SourceFile("inspected.policy", `policy inspected version 1\n\n${block}\n`));
    assert.equal(diagnostics, []);
    assert.equal(
      file.items.map(({ kind }) => kind),
      ["trust"],
    );
  }
});

test("a certificate without a log entry and two keys are admitted as they are", () => {
  const [first, keyless] = attestations;
  assert.ok(keyless?.verification.kind === "verified" && first?.verification.kind === "verified");
  assert.match(
    trustBlock("s", { ...keyless.verification.facts, logs: [] }, () => undefined),
    /\n {2}logged no\n/u,
  );
  const stamped = attestations[3]?.verification;
  assert.ok(stamped?.kind === "verified");
  const { logs } = keyless.verification.facts;
  const proved = (name: string) => trustBlock("s", { ...stamped.facts, sigstoreRoot: { name, digest: sha("r") }, logs }, () => undefined);
  assert.match(proved("public-good"), /\n {2}logged yes\n {2}timestamped yes\n\}$/u);
  assert.match(proved("roots/acme.json"), /\n {2}logged yes\n {2}timestamped yes\n {2}proven by "roots\/acme.json"\n\}$/u);
  const two = {
    ...first.verification.facts,
    signers: [
      { kind: "key" as const, fingerprint: sha("1") },
      { kind: "key" as const, fingerprint: sha("2") },
    ],
  };
  assert.match(
    trustBlock("s", two, () => undefined),
    /threshold 2/u,
  );
});

const [index, amd64, arm64, other] = [sha("index"), sha("amd64"), sha("arm64"), sha("other")];
const set: SubjectSet = {
  root: { digest: index, mediaType: "application/vnd.oci.image.index.v1+json", role: "index" },
  children: [
    { digest: amd64, mediaType: "m", role: "image", platform: "linux/amd64", parent: index },
    { digest: arm64, mediaType: "m", role: "image", platform: "linux/arm64", parent: index },
  ],
  others: [],
};

const relations = [
  { subject: index, named: [index], kind: "same" },
  { subject: index, named: [other, arm64], kind: "platform-of" },
  { subject: amd64, named: [index], kind: "index-of" },
  { subject: amd64, named: [amd64, index], kind: "same" },
  { subject: amd64, named: [other], kind: "other" },
  { subject: amd64, named: [], kind: "other" },
] as const;

for (const { subject, named, kind } of relations) {
  test(`a statement about ${named.length} subjects is ${kind}`, () => assert.is(relationOf([subject], set, named).kind, kind));
}

test.run();
