/** Our answer beside that of @sigstore/verify: what agrees, what is meant to differ, and what is a defect. `verification.md` §7. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Json } from "../../../src/base/index.ts";
import { tellDisagreements } from "../../../src/cli/judging/cross-check.ts";
import { createWorld } from "../../../src/testing/index.ts";
import { loadSigstoreRoot, type RejectedEnvelope, type Verification } from "../../../src/trust/index.ts";
import { bundleOfKey } from "../../../src/trust/dsse/key-bundle.ts";
import { compare, createCrossCheck, readForPeer, type CrossCheck, type PeerAnswer } from "../../../src/trust/sigstore/cross-check.ts";
import { OTHER_ALGORITHM, stricter, SURPLUS_TOKEN } from "../../../src/trust/sigstore/intended-differences.ts";
import { memoryIo } from "../../cli/memory-io.ts";
import { crypto, found, instant, publicGood, verifierOf } from "../../support/trust/run.ts";
import { newSigner, signedJson, web, type TestSigner } from "../../support/trust/signing.ts";

const tests = suite("cross-check");
const NOW = instant("2026-11-21T00:00:00Z");
const world = await createWorld({ seed: "cross-check", now: instant("2026-11-20T10:00:00Z") }, { crypto: web, hasher: crypto });
const loaded = loadSigstoreRoot("world", world.trustedRoot(), crypto);
if (!loaded.ok) throw new Error(loaded.error.detail);
const root = loaded.value;
const by = { san: "https://acme.example/w", issuer: "https://issuer.example" };

const statement = (more: { readonly [name: string]: Json } = {}): Json => ({
  _type: "https://in-toto.io/Statement/v1",
  subject: [{ digest: { sha256: "a".repeat(64) } }],
  predicateType: "https://acme.example/p/v1",
  predicate: {},
  ...more,
});

/** What comes out, and the sentence of what is meant to differ. */
async function check(said: Json, change: (text: string) => string = (text) => text, now = NOW): Promise<readonly string[]> {
  const { bundle } = await world.attest(said, { by });
  const envelope = found(new TextEncoder().encode(change(new TextDecoder().decode(bundle))));
  const ours = verifierOf([root]).verify(envelope, now);
  const checked = createCrossCheck({ roots: [root], keys: [] })(envelope, ours);
  return outcomeOf(ours, checked);
}

function outcomeOf(ours: Verification, checked: CrossCheck): readonly string[] {
  const reason = ours.kind === "verified" ? "verified" : ours.reason;
  if (checked.kind === "not-asked") return [reason, checked.kind];
  return [reason, checked.kind, checked.theirs.kind, ...(checked.kind === "differs" ? [checked.why] : [])];
}

tests("a good bundle is good to both", async () => assert.equal(await check(statement()), ["verified", "agrees", "verified"]));
tests("a spoilt one to neither", async () => {
  const spoilt = await check(statement(), (text) =>
    text.replace(/"sig": ?"(.{20})./u, (all) => `${all.slice(0, -1)}${all.endsWith("A") ? "B" : "A"}`),
  );
  assert.equal(spoilt.slice(1), ["agrees", "refused"]);
});
tests("what only we read is meant to differ", async () => {
  assert.equal(await check(statement({ subject: [] })), ["statement-invalid", "differs", "verified", stricter["statement-invalid"]]);
  assert.equal(await check(statement({ _type: "https://in-toto.io/Statement/v9" })), [
    "statement-type-unsupported",
    "differs",
    "verified",
    stricter["statement-type-unsupported"],
  ]);
  assert.equal(await check(statement(), (text) => text, instant("2026-11-01T00:00:00Z")), [
    "time-in-future",
    "differs",
    "verified",
    stricter["time-in-future"],
  ]);
  const twice = await check(statement(), (text) => text.replace("{", '{"mediaType":"x",'));
  assert.equal(twice, ["duplicate-key", "differs", "verified", stricter["duplicate-key"]]);
});
tests("what is no bundle is not asked about", async () => {
  assert.equal(await check(statement(), () => JSON.stringify(statement())), ["not-signed", "not-asked"]);
  const { envelope } = { envelope: found(new Uint8Array([0xff])) };
  const ours = verifierOf([root]).verify(envelope, NOW);
  assert.is(createCrossCheck({ roots: [root], keys: [] })(envelope, ours).kind, "not-asked");
});
tests("what is beyond a limit is not given to a program that has none, whatever else is wrong with it", async () => {
  const entries = (text: string): string => {
    const bundle = JSON.parse(text) as { verificationMaterial: { tlogEntries: unknown[] } };
    const [entry] = bundle.verificationMaterial.tlogEntries;
    bundle.verificationMaterial.tlogEntries = Array.from({ length: 33 }, () => entry);
    return JSON.stringify(bundle);
  };
  assert.equal(await check(statement(), entries), ["too-many", "not-asked"]);
  assert.equal(await check(statement(), (text) => entries(text).replace("{", '{"mediaType":"x",')), ["duplicate-key", "not-asked"]);
});
tests("no instance, and nobody to ask", async () => {
  const { bundle } = await world.attest(statement(), { by });
  const ours = verifierOf([]).verify(found(bundle), NOW);
  assert.is(createCrossCheck({ roots: [], keys: [] })(found(bundle), ours).kind, "not-asked");
});

// ----------------------------------------------------------------------------------------- bundles that name a key

const [alice, bob, curve384, edwards] = [
  await newSigner(),
  await newSigner(),
  await newSigner("ecdsa-sha2-384-nistp384"),
  await newSigner("ed25519"),
] as const;

const KEYED: readonly (readonly [title: string, signer: TestSigner, keys: readonly TestSigner[], expected: readonly string[]])[] = [
  ["the key that signed it", alice, [alice], ["verified", "agrees", "verified"]],
  ["the key that signed it behind another", alice, [bob, alice], ["verified", "agrees", "verified"]],
  ["another key alone", alice, [bob], ["signature-invalid", "agrees", "refused"]],
  ["no key", alice, [], ["no-candidate-key", "agrees", "refused"]],
  ["a curve that the other hashes otherwise", curve384, [curve384], ["verified", "differs", "refused", OTHER_ALGORITHM]],
  ["the same behind a key of the curve that it takes", curve384, [alice, curve384], ["verified", "differs", "refused", OTHER_ALGORITHM]],
  ["a key of another family, which both take", edwards, [edwards], ["verified", "agrees", "verified"]],
];
for (const [title, signer, listed, expected] of KEYED)
  tests(`a bundle that names a key: ${title}`, async () => {
    const envelope = new TextEncoder().encode(JSON.stringify(await signedJson(JSON.stringify(statement()), [signer])));
    const bundle = found(bundleOfKey(envelope, signer.pair.spki, crypto));
    const keys = listed.map(({ entry }) => entry);
    const ours = verifierOf([root], keys).verify(bundle, NOW);
    assert.equal(outcomeOf(ours, createCrossCheck({ roots: [root], keys })(bundle, ours)), expected);
  });

tests("the instance that vouches is asked, wherever it stands among others", async () => {
  const { bundle } = await world.attest(statement(), { by });
  for (const roots of [
    [root, publicGood],
    [publicGood, root],
  ]) {
    const ours = verifierOf(roots).verify(found(bundle), NOW);
    assert.equal(outcomeOf(ours, createCrossCheck({ roots, keys: [] })(found(bundle), ours)), ["verified", "agrees", "verified"]);
  }
});
tests("what was not decided is not asked about", async () => {
  const { bundle } = await world.attest(statement(), { by });
  for (const reason of ["deadline-exceeded", "internal-error", "too-large", "too-many", "too-deep"] as const)
    assert.is(createCrossCheck({ roots: [root], keys: [] })(found(bundle), rejected(reason)).kind, "not-asked", reason);
});

// ----------------------------------------------------------------------------------------- the table by itself

const verified: PeerAnswer = { kind: "verified" };
const refused = (code: string): PeerAnswer => ({ kind: "refused", code, detail: "so" });

function rejected(reason: RejectedEnvelope["reason"], ...besides: readonly RejectedEnvelope["reason"][]): Verification {
  const steps = [reason, ...besides].map((each) => ({
    step: "tlog" as const,
    outcome: "fail" as const,
    reason: each,
    checks: [],
    items: [],
    by: "ours" as const,
  }));
  return { kind: "rejected", step: "tlog", reason, detail: "", steps, claimed: { keyids: [] }, signedBy: [] };
}

const nothing = { keys: [] };
tests("a refusal of ours that is in no row is a disagreement", () => {
  for (const reason of ["signature-invalid", "inclusion-invalid", "sct-invalid", "certificate-chain-invalid"] as const) {
    assert.is(compare(rejected(reason), verified, nothing).kind, "disagrees", reason);
    assert.is(Object.hasOwn(stricter, reason), false, reason);
  }
  assert.is(
    compare(rejected("statement-invalid", "signature-invalid"), verified, nothing).kind,
    "disagrees",
    "another step failed besides",
  );
});
tests("every row of what only we refuse excuses that and nothing else", () => {
  for (const reason of Object.keys(stricter) as RejectedEnvelope["reason"][]) {
    const check = compare(rejected(reason), verified, nothing);
    assert.equal(check, { kind: "differs", theirs: verified, why: stricter[reason] });
    assert.is(compare(rejected(reason), refused("TLOG_ERROR"), nothing).kind, "agrees", reason);
  }
});
tests("where we verify what the other refuses, only a skipped token or another algorithm excuses it", async () => {
  const { bundle } = await world.attest(statement(), { by });
  const ours = verifierOf([root]).verify(found(bundle), NOW);
  assert.is(ours.kind, "verified");
  const read = readForPeer(bundle);
  assert.is(read.kind, "bundle");
  const compared = { keys: [], ...(read.kind === "bundle" && { bundle: read.bundle }) };
  for (const code of ["SIGNATURE_ERROR", "TIMESTAMP_ERROR", "TLOG_ERROR", "CERTIFICATE_ERROR", "UNREADABLE", "UNEXPECTED"])
    assert.is(compare(ours, refused(code), compared).kind, "disagrees", code);
  const skipped: Verification = {
    ...ours,
    steps: ours.steps.map((step) =>
      step.step === "timestamp"
        ? { ...step, items: [{ item: "token 2", outcome: "ignored" as const, reason: "token-signer-unknown" as const }] }
        : step,
    ),
  };
  const check = compare(skipped, refused("TIMESTAMP_ERROR"), compared);
  assert.equal([check.kind, "why" in check ? check.why : ""], ["differs", SURPLUS_TOKEN]);
  assert.is(compare(skipped, refused("SIGNATURE_ERROR"), compared).kind, "disagrees");
});
tests("a disagreement is told as an internal fault, and nothing else is", () => {
  const io = memoryIo({ cwd: "/" });
  assert.is(tellDisagreements(undefined, io), false);
  assert.is(tellDisagreements(new Map([["A-01", { kind: "agrees", theirs: verified }]]), io), false);
  assert.is(io.written.stderr, "");
  const both = new Map([
    ["A-01", { kind: "not-asked" as const }],
    ["A-02", { kind: "disagrees" as const, theirs: refused("TLOG_ERROR") }],
  ]);
  assert.is(tellDisagreements(both, io), true);
  assert.match(io.written.stderr, /^policy: internal-error: .* disagree about A-02\n/u);
});
tests.run();
