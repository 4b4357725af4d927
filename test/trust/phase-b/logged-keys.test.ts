/** Keys whose signatures a log vouches for: the time is that signature's and nobody else's. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { admit, type KeysTrust, type TrustedKey } from "../../../src/trust/index.ts";
import { outcomeOf, stepOf } from "../../support/trust/expect.ts";
import { logged, logRoot } from "../../support/trust/mini-log.ts";
import { instant, NOW, publicGood, verifierOf } from "../../support/trust/run.ts";
import { newSigner, signedJson, statementText, type TestSigner } from "../../support/trust/signing.ts";

const alice = await newSigner();
const bob = await newSigner();
const verifier = verifierOf([publicGood, logRoot], [alice.entry, bob.entry]);
const march = instant("2026-03-01T00:00:00Z");

function trusted({ entry }: TestSigner, change: Partial<TrustedKey> = {}): TrustedKey {
  return { file: "key.pub", fingerprint: entry.key.fingerprint, spki: entry.key.spki, ...change };
}

function rootOf(keys: readonly TrustedKey[], threshold = 1): KeysTrust {
  const none = { required: false, atLeast: 1 };
  return {
    kind: "keys",
    name: "team",
    threshold,
    logged: { required: true, atLeast: 1 },
    timestamped: none,
    refuse: [],
    acceptClaimedTime: false,
    keys,
  };
}

const tests = suite("logged keys");
tests("a key whose signature is logged", async () => {
  const verification = verifier.verify(await logged(await signedJson(statementText(), [alice]), 0, alice, march), NOW);
  assert.is(outcomeOf(verification), "good");
  if (verification.kind !== "verified") throw new Error(verification.detail);
  assert.is(verification.facts.signedAt, march);
  assert.is(verification.facts.sigstoreRoot?.name, "own-log");
  assert.is(verification.facts.logs[0]?.operator, "log.example");
  assert.is(admit(verification, rootOf([trusted(alice)]), NOW).kind, "admitted");
});
tests("an entry that records another key or another signature", async () => {
  const own = verifierOf([logRoot], [alice.entry, bob.entry]);
  const both = await signedJson(statementText(), [alice, bob]);
  const byBob = await logged({ ...both, signatures: both.signatures.slice(0, 1) }, 0, bob, march);
  assert.is(outcomeOf(own.verify(byBob, NOW)), "tlog · log-entry-key-mismatch");
  const single = await signedJson(statementText(), [alice]);
  const foreign = await logged(both, 1, alice, march);
  assert.is(
    outcomeOf(own.verify({ ...(await logged(single, 0, alice, march)), annotations: foreign.annotations ?? {} }, NOW)),
    "tlog · log-entry-mismatch",
  );
});
tests("the time of one signature does not cover another: a revoked key added beside it counts for nothing", async () => {
  const both = await signedJson(statementText(), [bob, alice]);
  const verification = verifier.verify(await logged(both, 1, alice, march), NOW);
  if (verification.kind !== "verified") throw new Error(verification.detail);
  assert.equal(verification.facts.signers, [{ kind: "key", fingerprint: alice.entry.key.fingerprint }]);
  const later = trusted(bob, { revokedSince: instant("2026-06-01T00:00:00Z") });
  const admission = admit(verification, rootOf([trusted(alice), later], 2), NOW);
  assert.is(admission.kind !== "admitted" && admission.reason, "threshold-not-met");
  const alone = admit(verification, rootOf([later]), NOW);
  assert.is(alone.kind !== "admitted" && alone.reason, "key-not-listed");
});
tests("a promise after the evaluation time is later", async () => {
  const envelope = await logged(await signedJson(statementText(), [alice]), 0, alice, march);
  const before = instant("2026-02-01T00:00:00Z");
  const admission = admit(verifier.verify(envelope, before), rootOf([trusted(alice)]), before);
  assert.is(admission.kind, "later");
});
tests("without the log's root the entry is of an unknown log", async () => {
  const envelope = await logged(await signedJson(statementText(), [alice]), 0, alice, march);
  assert.is(outcomeOf(verifierOf([publicGood], [alice.entry]).verify(envelope, NOW)), "tlog · log-unknown");
  const unasked = verifierOf([], [alice.entry]).verify(envelope, NOW);
  assert.is(outcomeOf(unasked), "good");
  assert.equal(stepOf(unasked, "tlog").checks, [], "no log was asked, and none is reported");
  const admission = admit(unasked, rootOf([trusted(alice)]), NOW);
  assert.is(admission.kind !== "admitted" && admission.reason, "log-threshold-not-met");
});
tests.run();
