/** The Sigstore client suite: every case with the reason it is about. */
import { readFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { realdataPath, withRealdata } from "../support/realdata.ts";
import { caseFile, caseNames, expectedOutcome, rejectedCases, runCase, unwrappedOutcome } from "../support/trust/conformance-cases.ts";
import { outcomeOf } from "../support/trust/expect.ts";
import { found, loadRoot, NOW, publicGood, verifierOf } from "../support/trust/run.ts";

const conformance = suite("conformance");
const real = withRealdata(conformance);
for (const name of caseNames)
  real(name, () => {
    const bundle = caseFile(name, "bundle.sigstore.json") as Buffer;
    const plain = name.replace(/_fail$/u, "");
    assert.is(runCase(name, bundle).outcome, expectedOutcome(name));
    assert.is(Object.hasOwn(rejectedCases, plain), name.endsWith("_fail"));
  });
real("all 70 cases are there, 49 of them rejected", () => {
  assert.is(caseNames.length, 70);
  assert.is(Object.keys(rejectedCases).length, 49);
});
real("the token of a time outside the certificate, without line feeds", () => {
  const outcomes = caseNames.flatMap((name) => unwrappedOutcome(name)?.outcome ?? []);
  assert.equal(outcomes, ["certificate · certificate-not-valid-at-time"]);
});
real("a bundle of another instance stays rejected when both roots are permitted", () => {
  const staging = loadRoot("staging", readFileSync(realdataPath("conformance", "bundle-verify", "rekor2-happy-path", "trusted_root.json")));
  const bundle = readFileSync(realdataPath("tsa", "sigstore-python", "bundle.txt.late_timestamp.sigstore"));
  const artifact = readFileSync(realdataPath("tsa", "sigstore-python", "bundle.txt"));
  const outcome = (...roots: Parameters<typeof verifierOf>[0]): string =>
    outcomeOf(verifierOf(roots).verifyBlob(found(bundle), artifact, NOW));
  assert.is(outcome(publicGood), "tlog · log-unknown");
  assert.is(outcome(staging), "certificate · certificate-chain-invalid");
  assert.is(outcome(publicGood, staging), "certificate · certificate-chain-invalid");
});
conformance.run();
