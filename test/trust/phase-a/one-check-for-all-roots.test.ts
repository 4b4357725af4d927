/** What does not depend on whom is asked is found once: the signature's verdict and the payload, for however many Sigstore roots. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { createVerifier, type FoundEnvelope, type SyncCrypto, type Verification } from "../../../src/trust/index.ts";
import { outcomeOf } from "../../support/trust/expect.ts";
import { crypto, found, loadRoot } from "../../support/trust/run.ts";
import { statementText } from "../../support/trust/signing.ts";
import { attestationOf } from "../attack-corpus/trial.ts";
import { limits, now, world } from "../attack-corpus/stage.ts";

const payload = statementText({ predicate: { notes: "n".repeat(2000) } });
const attestation = await attestationOf({ statement: payload });
const bundle = new TextDecoder().decode(attestation.bundle);
const good = loadRoot("public-good", world.trustedRoot());
/** It knows no authority, so nothing of the bundle's is vouched for. */
const strange = { ...good, certificateAuthorities: [], logs: [], ctLogs: [], timestampAuthorities: [], name: "strange" };

interface Counted {
  readonly verification: Verification;
  readonly signatureChecks: number;
  readonly payloadReadings: number;
}

function verifyCounting(envelope: FoundEnvelope, roots: readonly (typeof good)[]): Counted {
  let signatureChecks = 0;
  const counting: SyncCrypto = {
    ...crypto,
    verify(job) {
      if (job.parts.some((part) => Buffer.from(part).equals(Buffer.from(payload)))) signatureChecks++;
      return crypto.verify(job);
    },
  };
  const { parse } = JSON;
  let payloadReadings = 0;
  JSON.parse = (text: string, reviver?: Parameters<typeof parse>[1]): unknown => {
    if (text.startsWith(payload.slice(0, 40))) payloadReadings++;
    return parse(text, reviver) as unknown;
  };
  try {
    const verification = createVerifier({ roots, keys: [] }, { crypto: counting }, limits).verify(envelope, now);
    return { verification, signatureChecks, payloadReadings };
  } finally {
    JSON.parse = parse;
  }
}

const tests = suite("shared by all roots");
tests("one check and one reading, whichever root accepts it", () => {
  for (const roots of [[good], [strange, good], [strange, strange, strange, good]]) {
    const { verification, signatureChecks, payloadReadings } = verifyCounting(found(bundle), roots);
    assert.is(outcomeOf(verification), "good", `${roots.length} roots`);
    assert.is(signatureChecks, 1, `${roots.length} roots`);
    assert.is(payloadReadings, 1, `${roots.length} roots`);
  }
});

tests("one check and one reading where no root accepts it", () => {
  const { verification, signatureChecks, payloadReadings } = verifyCounting(found(bundle), [strange, strange, strange]);
  assert.match(outcomeOf(verification), /^tlog · log-unknown/u);
  assert.is(signatureChecks, 1);
  assert.is(payloadReadings, 1);
});

tests("a signature that does not hold: the payload is read once, for what it claims", () => {
  const wrong = bundle.replace(/"sig":"(.)(.)/u, (_, first: string, second: string) => `"sig":"${first}${second === "E" ? "F" : "E"}`);
  const { verification, payloadReadings } = verifyCounting(found(wrong), [strange, good, strange]);
  assert.match(outcomeOf(verification), /^signature · signature-invalid/u);
  assert.is(payloadReadings, 1);
  assert.equal(verification.kind === "rejected" && verification.claimed.predicateType, JSON.parse(payload).predicateType);
});
tests.run();
