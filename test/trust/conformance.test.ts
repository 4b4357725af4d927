/** The Sigstore client suite: every case with the reason it is about. `attack-corpus` section 12 of the design. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { loadKeys, loadSigstoreRoot } from "../../src/trust/index.ts";
import { realdata, realdataPath, withRealdata } from "../support/realdata.ts";
import { outcomeOf } from "../support/trust/expect.ts";
import { crypto, found, loadRoot, NOW, publicGood, verifierOf } from "../support/trust/run.ts";

const folder = ["conformance", "bundle-verify"];

/** Without `_fail`. Whatever is not here is good. */
const rejected: Readonly<Record<string, string>> = {
  "bundle-malformed-json": "decode · json-malformed",
  "bundle-invalid-base64-signature": "decode · base64-invalid",
  // Its token is wrapped at 76 characters; the twin without line feeds is tested below.
  "rekor2-timestamp-with-incorrect-time": "decode · base64-invalid",
  "bundle-unknown-version": "bundle · bundle-version-unsupported",
  "bundle-empty-certificate-chain": "bundle · bundle-malformed",
  "bundle-negative-log-index": "bundle · bundle-malformed",
  "intoto-missing-inclusion-proof": "bundle · proof-missing",
  "invalid-inclusion-proof": "bundle · proof-missing",
  "rekor2-no-inclusion-proof": "bundle · proof-missing",
  "bundle-with-root-cert": "bundle · proof-missing",
  "managed-key-no-key": "signature · no-candidate-key",
  "message-digest-mismatch": "signature · message-digest-mismatch",
  "wrong-material": "signature · message-digest-mismatch",
  "dsse-invalid-sig": "signature · signature-invalid",
  "rekor2-dsse-invalid-sig": "signature · signature-invalid",
  "signature-mismatch": "signature · signature-invalid",
  "bundle-from-wrong-instance": "tlog · log-unknown",
  "incorrect-public-key": "tlog · set-invalid",
  "set-invalid-signature": "tlog · set-invalid",
  "rekor2-checkpoint-missing-log-signature": "tlog · checkpoint-malformed",
  "rekor2-checkpoint-missing-origin": "tlog · checkpoint-malformed",
  "rekor2-checkpoint-missing-root-hash": "tlog · checkpoint-malformed",
  "rekor2-checkpoint-missing-size": "tlog · checkpoint-malformed",
  "checkpoint-bad-keyhint": "tlog · checkpoint-signature-invalid",
  "invalid-checkpoint-signature": "tlog · checkpoint-signature-invalid",
  "rekor2-checkpoint-no-matching-signature": "tlog · checkpoint-signature-invalid",
  "checkpoint-wrong-roothash": "tlog · inclusion-invalid",
  "inclusion-proof-corrupted-hash": "tlog · inclusion-invalid",
  "dsse-mismatch-envelope": "tlog · log-entry-mismatch",
  "dsse-mismatch-sig": "tlog · log-entry-mismatch",
  "intoto-log-entry-mismatch": "tlog · log-entry-mismatch",
  "rekor2-dsse-mismatch-envelope": "tlog · log-entry-mismatch",
  "rekor2-dsse-mismatch-sig": "tlog · log-entry-mismatch",
  "wrong-hashedrekord-artifact": "tlog · log-entry-mismatch",
  "wrong-hashedrekord-cert-and-sig": "tlog · log-entry-mismatch",
  "wrong-hashedrekord-entry": "tlog · log-entry-mismatch",
  "rekor2-no-timestamp": "time · no-trusted-time",
  "rekor2-timestamp-outside-trust-root-tsa-validity": "time · no-trusted-time ← token-outside-window",
  "rekor2-timestamp-outside-tsa-cert-validity": "time · no-trusted-time ← token-outside-window",
  "rekor2-timestamp-payload-mismatch": "time · no-trusted-time ← token-imprint-mismatch",
  "rekor2-timestamp-untrusted-tsa-with-embedded-cert": "time · no-trusted-time ← token-signer-unknown",
  "rekor2-timestamp-untrusted-tsa-without-embedded-cert": "time · no-trusted-time ← token-signer-unknown",
  "integrated-time-in-future": "certificate · certificate-not-valid-at-time",
  "intoto-expired-certificate": "certificate · certificate-not-valid-at-time",
  "intoto-set-outside-signing-cert-validity": "certificate · certificate-not-valid-at-time",
  "intoto-tsa-timestamp-outside-cert-validity": "certificate · certificate-not-valid-at-time",
  "invalid-ct-key": "sct · sct-log-unknown",
  "managed-key-wrong-key": "load key-unreadable",
  "trust-root-tlog-missing-validity-start": "load root-file-invalid",
};

function file(name: string, part: string): Buffer | undefined {
  const path = realdataPath(...folder, name, part);
  return existsSync(path) ? readFileSync(path) : undefined;
}

function run(name: string, bundle: Buffer): string {
  const rootBytes = file(name, "trusted_root.json");
  const root = rootBytes === undefined ? undefined : loadSigstoreRoot("of the case", rootBytes, crypto);
  if (root?.ok === false) return `load ${root.error.reason}`;
  const keyBytes = file(name, "key.pub");
  const keys = keyBytes === undefined ? undefined : loadKeys("key.pub", keyBytes, crypto);
  if (keys?.ok === false) return `load ${keys.error.reason}`;
  const verifier = verifierOf([root?.value ?? publicGood], keys?.value.keys ?? []);
  if (bundle.includes('"dsseEnvelope"')) return outcomeOf(verifier.verify(found(bundle), NOW));
  return outcomeOf(verifier.verifyBlob(found(bundle), file(name, "artifact") ?? readFileSync(realdataPath(...folder, "a.txt")), NOW));
}

const cases =
  realdata === undefined ? [] : readdirSync(realdataPath(...folder)).filter((name) => file(name, "bundle.sigstore.json") !== undefined);

const conformance = suite("conformance");
const real = withRealdata(conformance);
for (const name of cases)
  real(name, () => {
    const bundle = file(name, "bundle.sigstore.json") as Buffer;
    const plain = name.replace(/_fail$/u, "");
    assert.is(run(name, bundle), rejected[plain] ?? "good");
    assert.is(Object.hasOwn(rejected, plain), name.endsWith("_fail"));
  });
real("all 70 cases are there, 49 of them rejected", () => {
  assert.is(cases.length, 70);
  assert.is(Object.keys(rejected).length, 49);
});
real("the token of a time outside the certificate, without line feeds", () => {
  const name = "rekor2-timestamp-with-incorrect-time_fail";
  const bundle = Buffer.from(
    (file(name, "bundle.sigstore.json") as Buffer).toString().replaceAll("\\n", (match, at: number, text: string) => {
      const isInToken = text.lastIndexOf('"signedTimestamp"', at) > text.lastIndexOf("checkpoint", at);
      return isInToken ? "" : match;
    }),
  );
  assert.is(run(name, bundle), "certificate · certificate-not-valid-at-time");
});
real("a bundle of another instance stays rejected when both roots are permitted", () => {
  const staging = loadRoot("staging", readFileSync(realdataPath(...folder, "rekor2-happy-path", "trusted_root.json")));
  const bundle = readFileSync(realdataPath("tsa", "sigstore-python", "bundle.txt.late_timestamp.sigstore"));
  const artifact = readFileSync(realdataPath("tsa", "sigstore-python", "bundle.txt"));
  const outcome = (...roots: Parameters<typeof verifierOf>[0]): string =>
    outcomeOf(verifierOf(roots).verifyBlob(found(bundle), artifact, NOW));
  assert.is(outcome(publicGood), "tlog · log-unknown");
  assert.is(outcome(staging), "certificate · certificate-chain-invalid");
  assert.is(outcome(publicGood, staging), "certificate · certificate-chain-invalid");
});
conformance.run();
