/** What took too long is not taken, and what it says stays known as a claim. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { createVerifier, type Clock } from "../../../src/trust/index.ts";
import { crypto, found, loadRoot } from "../../support/trust/run.ts";
import { limits, now, world } from "../attack-corpus/stage.ts";
import { attestationOf } from "../attack-corpus/trial.ts";

const tests = suite("the time of an envelope");
const root = loadRoot("public-good", world.trustedRoot());
const { bundle } = await attestationOf({});
const verify = (clock: Clock) => createVerifier({ roots: [root], keys: [] }, { crypto, clock }, limits).verify(found(bundle), now);

tests("over at the very end: the type and the subjects are still claimed", () => {
  let looks = 0;
  const sound = verify({ nowMs: () => ((looks += 1), 0) });
  const last = looks;
  looks = 0;
  const late = verify({ nowMs: () => ((looks += 1) >= last ? limits.envelopeTimeMs : 0) });
  if (sound.kind !== "verified" || late.kind !== "rejected") throw new Error("one is in time, the other is not");
  assert.is(late.reason, "deadline-exceeded");
  assert.is(late.claimed.predicateType, sound.statement.predicateType);
  assert.equal(late.claimed.subjects, sound.statement.subjects);
  assert.is(late.claimed.payloadDigest, sound.facts.payloadDigest);
  assert.equal(late.signedBy, []);
});

tests.run();
