/** Phase B over key-signed envelopes: windows, revocation, refusals, thresholds; facts are varied around one verified envelope. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  admit,
  admitAll,
  type KeysTrust,
  type SignerFacts,
  type TrustedKey,
  type Verification,
  type VerifiedEnvelope,
} from "../../../src/trust/index.ts";
import { found, instant, NOW, verifierOf } from "../../support/trust/run.ts";
import { newSigner, signedJson, statementText, type TestSigner } from "../../support/trust/signing.ts";

const alice = await newSigner("ecdsa-sha2-256-nistp256", "alice");
const bob = await newSigner("ed25519", "bob");
const carol = await newSigner();
const verifier = verifierOf([], [alice.entry, bob.entry, carol.entry]);

async function signedBy(signers: readonly [TestSigner, ...TestSigner[]], text: string = statementText()): Promise<VerifiedEnvelope> {
  const verification = verifier.verify(found(JSON.stringify(await signedJson(text, signers))), NOW);
  if (verification.kind !== "verified") throw new Error(verification.detail);
  return verification;
}

function trusted(signer: TestSigner, change: Partial<TrustedKey> = {}): TrustedKey {
  return { file: "key.pub", fingerprint: signer.entry.key.fingerprint, spki: signer.entry.key.spki, ...change };
}

function rootOf(keys: readonly TrustedKey[], change: Partial<KeysTrust> = {}): KeysTrust {
  const none = { required: false, atLeast: 1 };
  return {
    kind: "keys",
    name: "team",
    threshold: 1,
    logged: none,
    timestamped: none,
    refuse: [],
    acceptClaimedTime: false,
    keys,
    ...change,
  };
}

const byAlice = await signedBy([alice]);

function withFacts(change: Partial<SignerFacts>): VerifiedEnvelope {
  const times = change.times ?? [];
  const signedAt = times.map(({ at }) => at).sort((a, b) => Number(a - b))[0];
  return { ...byAlice, facts: { ...byAlice.facts, ...change, ...(signedAt !== undefined && { signedAt }) } };
}

function at(text: string, operator = "log.example"): SignerFacts["times"][number] {
  return { kind: operator.startsWith("tsa") ? "timestamp" : "log", operator, at: instant(text) };
}

function judge(verification: Verification, root: KeysTrust, now = NOW): string {
  const admission = admit(verification, root, now);
  return admission.kind === "admitted" ? "admitted" : `${admission.kind}: ${admission.step} · ${admission.reason}`;
}

const year = { validFrom: instant("2026-01-01T00:00:00Z"), validUntil: instant("2026-06-30T23:59:59Z") };
const since = instant("2026-03-01T00:00:00Z");
const demanded = { required: true, atLeast: 1 };

const rows: readonly (readonly [name: string, verification: Verification, root: KeysTrust, outcome: string])[] = [
  ["the twin", byAlice, rootOf([trusted(alice)]), "admitted"],
  ["dsse-12 key of another root", byAlice, rootOf([trusted(bob)]), "not-ours: trust · key-not-listed"],
  ["dsse-12 purpose", byAlice, rootOf([trusted(alice, { purposes: ["https://example.com/other/v1"] })]), "failed: trust · key-purpose"],
  ["purpose fits", byAlice, rootOf([trusted(alice, { purposes: ["https://example.com/reviewed/v1"] })]), "admitted"],
  ["dsse-10 inside", withFacts({ times: [at("2026-03-01T00:00:00Z")] }), rootOf([trusted(alice, year)]), "admitted"],
  ["pass-05 at the start", withFacts({ times: [at("2026-01-01T00:00:00Z")] }), rootOf([trusted(alice, year)]), "admitted"],
  ["pass-05 at the end", withFacts({ times: [at("2026-06-30T23:59:59Z")] }), rootOf([trusted(alice, year)]), "admitted"],
  [
    "dsse-10 a second late",
    withFacts({ times: [at("2026-07-01T00:00:00Z")] }),
    rootOf([trusted(alice, year)]),
    "failed: trust · key-not-valid-at-time",
  ],
  [
    "dsse-10 a second early",
    withFacts({ times: [at("2025-12-31T23:59:59Z")] }),
    rootOf([trusted(alice, year)]),
    "failed: trust · key-not-valid-at-time",
  ],
  [
    "M7 every time counts",
    withFacts({ times: [at("2026-03-01T00:00:00Z"), at("2026-08-01T00:00:00Z")] }),
    rootOf([trusted(alice, year)]),
    "failed: trust · key-not-valid-at-time",
  ],
  ["dsse-10 over, no time", byAlice, rootOf([trusted(alice, year)]), "failed: trust · time-not-proven"],
  ["M7 not over, no time", byAlice, rootOf([trusted(alice, { validFrom: year.validFrom })]), "admitted"],
  [
    "M7 no time, timestamp asked",
    byAlice,
    rootOf([trusted(alice, { validFrom: year.validFrom })], { timestamped: demanded }),
    "failed: trust · time-not-proven",
  ],
  ["dsse-11 before", withFacts({ times: [at("2026-02-28T23:59:59Z")] }), rootOf([trusted(alice, { revokedSince: since })]), "admitted"],
  [
    "dsse-11 at the moment",
    withFacts({ times: [at("2026-03-01T00:00:00Z")] }),
    rootOf([trusted(alice, { revokedSince: since })]),
    "failed: revocation · key-revoked",
  ],
  ["dsse-11 no time", byAlice, rootOf([trusted(alice, { revokedSince: since })]), "failed: trust · time-not-proven"],
  [
    "cert-13 refused holder",
    byAlice,
    rootOf([trusted(alice, { holder: "alice@acme.example" })], { refuse: [{ tests: [{ kind: "is", text: "alice@acme.example" }] }] }),
    "failed: revocation · identity-denied",
  ],
  [
    "refused since later",
    withFacts({ times: [at("2026-02-01T00:00:00Z")] }),
    rootOf([trusted(alice, { holder: "alice@acme.example" })], {
      refuse: [{ tests: [{ kind: "is", text: "alice@acme.example" }], since }],
    }),
    "admitted",
  ],
  ["log-14 not logged", byAlice, rootOf([trusted(alice)], { logged: demanded }), "failed: threshold · log-threshold-not-met"],
  ["time-11 not stamped", byAlice, rootOf([trusted(alice)], { timestamped: demanded }), "failed: threshold · timestamp-threshold-not-met"],
  [
    "a log is no timestamp authority",
    withFacts({ times: [at("2026-03-01T00:00:00Z")] }),
    rootOf([trusted(alice)], { timestamped: demanded }),
    "failed: threshold · timestamp-threshold-not-met",
  ],
  [
    "stamped",
    withFacts({ times: [at("2026-03-01T00:00:00Z", "tsa.example")] }),
    rootOf([trusted(alice)], { timestamped: demanded }),
    "admitted",
  ],
  [
    "time-11 one authority twice",
    withFacts({ times: [at("2026-03-01T00:00:00Z", "tsa.example"), at("2026-03-02T00:00:00Z", "tsa.example")] }),
    rootOf([trusted(alice)], { timestamped: { required: true, atLeast: 2 } }),
    "failed: threshold · timestamp-threshold-not-met",
  ],
  [
    "log-13 one log twice",
    withFacts({
      logs: ["1", "2"].map((index) => ({
        operator: "log.example",
        logIndex: BigInt(index),
        logId: "00",
        kind: "proof",
        entryKind: "dsse 0.0.1",
      })),
    }),
    rootOf([trusted(alice)], { logged: { required: true, atLeast: 2 } }),
    "failed: threshold · log-threshold-not-met",
  ],
];

const tests = suite("admit");
for (const [name, verification, root, outcome] of rows) tests(name, () => assert.is(judge(verification, root), outcome));

tests("dsse-13 a certificate is asked for", () => {
  const { keys, ...common } = rootOf([]);
  assert.equal(keys, []);
  const admission = admit(
    byAlice,
    {
      ...common,
      kind: "sigstore",
      sigstore: "public-good",
      issuer: "https://i.example",
      identityTests: [{ kind: "is", text: "https://a.example/" }],
      claimTests: [],
      scts: 1,
    },
    NOW,
  );
  assert.is(admission.kind !== "admitted" && admission.reason, "signer-kind-not-permitted");
});

const two = { threshold: 2 };
const team = [trusted(alice), trusted(bob)];
tests("a threshold in one envelope, and over several with the same payload", async () => {
  assert.is(judge(await signedBy([alice, bob]), rootOf(team, two)), "admitted");
  const apart = [await signedBy([alice]), await signedBy([bob])];
  const admission = admitAll(apart, rootOf(team, two), NOW);
  assert.is(admission.kind, "admitted");
  assert.equal(admission.kind === "admitted" && admission.signers.map(({ fingerprint }) => fingerprint), [
    alice.entry.key.fingerprint,
    bob.entry.key.fingerprint,
  ]);
});
tests("dsse-07 one key twice, in one envelope and in two", async () => {
  const refused = "failed: threshold · threshold-not-met";
  assert.is(judge(await signedBy([alice, alice]), rootOf(team, two)), refused);
  const admission = admitAll([await signedBy([alice]), await signedBy([alice])], rootOf(team, two), NOW);
  assert.is(admission.kind !== "admitted" && admission.reason, "threshold-not-met");
});
tests("dsse-09 a threshold is never met across payloads", async () => {
  const apart = [await signedBy([alice]), await signedBy([bob], statementText({ predicate: { by: "bob" } }))];
  const admission = admitAll(apart, rootOf(team, two), NOW);
  assert.is(admission.kind !== "admitted" && admission.reason, "threshold-not-met");
});
tests("a signer that is not listed counts for nothing", async () => {
  assert.is(judge(await signedBy([alice, carol]), rootOf(team, two)), "failed: threshold · threshold-not-met");
});
tests("an envelope that meets no demand takes nothing from one that does", async () => {
  const stamped = withFacts({ times: [at("2026-03-01T00:00:00Z", "tsa.example")] });
  const admission = admitAll([byAlice, stamped, await signedBy([carol])], rootOf([trusted(alice)], { timestamped: demanded }), NOW);
  assert.is(admission.kind, "admitted");
  assert.is(admission.kind === "admitted" && admission.signedAt, instant("2026-03-01T00:00:00Z"));
});
tests("the classes of what did not verify: not ours, failed, later", async () => {
  const json = await signedJson(statementText(), [alice]);
  const tampered = { ...json, payload: Buffer.from(statementText({ predicate: 1 })).toString("base64") };
  const verify = (text: string): Verification => verifier.verify(found(text), NOW);
  const hinted = { ...tampered, signatures: tampered.signatures.map((one) => ({ ...one, keyid: alice.entry.hints[0] })) };
  assert.is(judge(verify(JSON.stringify(tampered)), rootOf(team)), "not-ours: signature · signature-invalid");
  assert.is(
    judge(verify(JSON.stringify(hinted)), rootOf(team)),
    "failed: signature · signature-invalid",
    "its key id names a key of the root",
  );
  assert.is(judge(verify(JSON.stringify(hinted)), rootOf([trusted(carol)])), "not-ours: signature · signature-invalid");
  assert.is(judge(verify(statementText()), rootOf(team)), "not-ours: decode · not-signed");
  assert.is(judge(verify("{"), rootOf(team)), "failed: decode · json-malformed");
  assert.is(judge(verify('{"a":1}'), rootOf(team)), "not-ours: bundle · not-an-attestation");
  const unread = await signedJson("[]", [carol]);
  assert.is(judge(verify(JSON.stringify(unread)), rootOf(team)), "failed: statement · statement-malformed");
});
tests("steps of phase B are recorded behind those of phase A", () => {
  const admission = admit(byAlice, rootOf([trusted(alice)]), NOW);
  assert.equal(
    admission.steps.slice(-4).map(({ step, outcome }) => `${step} ${outcome}`),
    ["trust pass", "revocation pass", "identity skipped", "threshold pass"],
  );
});
tests.run();
