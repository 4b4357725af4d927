/** Real envelopes: cosign layers, bundles of every version, keys and certificates, and unsigned statements. */
import { readdirSync, readFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { CertificateSigner, FoundEnvelope, Verification, VerifiedEnvelope } from "../../src/trust/index.ts";
import { realdata, realdataPath, withRealdata } from "../support/realdata.ts";
import { outcomeOf, stepOf } from "../support/trust/expect.ts";
import { found, instant, keysFrom, loadRoot, NOW, publicGood, realEnvelopes, realLayers, verifierOf } from "../support/trust/run.ts";

const verifier = verifierOf([publicGood]);

function verified(verification: Verification): VerifiedEnvelope {
  assert.is(outcomeOf(verification), "good");
  return verification as VerifiedEnvelope;
}

function certificateOf(envelope: VerifiedEnvelope): CertificateSigner {
  const [signer] = envelope.facts.signers;
  if (signer?.kind !== "certificate") throw new Error("not signed with a certificate");
  return signer;
}

function only<T>(items: readonly T[]): T {
  assert.is(items.length, 1);
  return items[0] as T;
}

const images = suite("cosign layers of real images");
const realImages = withRealdata(images);
const signedImages = [
  {
    image: "slsa-verifier-v1.4.0",
    subject: "a74d89d8dd86",
    entry: "intoto 0.0.1",
    at: "2023-01-11T16:52:57Z",
    tag: "v1.4.0",
    source: undefined,
  },
  {
    image: "slsa-verifier-v1.10.0",
    subject: "e0a0a765d690",
    entry: "dsse 0.0.1",
    at: "2024-03-21T10:34:04Z",
    tag: "v1.10.0",
    source: "slsa-framework/example-package",
  },
  {
    image: "slsa-verifier-v2.1.0",
    subject: "234e2c830c2f",
    entry: "dsse 0.0.1",
    at: "2025-02-25T21:58:07Z",
    tag: "v2.1.0",
    source: "slsa-framework/example-package",
  },
];
for (const { image, subject, entry, at, tag, source } of signedImages)
  realImages(image, () => {
    const envelope = verified(verifier.verify(only(realLayers(image)), NOW));
    const { facts, statement } = envelope;
    const signer = certificateOf(envelope);
    assert.is(facts.carrier, "cosign-layer");
    assert.equal(statement.subjects[0]?.digests.get("sha256")?.slice(0, 12), subject);
    assert.is(statement.predicateType, "https://slsa.dev/provenance/v0.2");
    assert.is(only(facts.logs).entryKind, entry);
    assert.is(only(facts.logs).kind, "promise");
    assert.equal(facts.times, [{ kind: "log", operator: "rekor.sigstore.dev", at: instant(at) }]);
    assert.is(facts.signedAt, instant(at));
    assert.is(signer.issuer, "https://token.actions.githubusercontent.com");
    assert.equal(signer.san, {
      type: "uri",
      value: `https://github.com/slsa-framework/slsa-github-generator/.github/workflows/generator_container_slsa3.yml@refs/tags/${tag}`,
    });
    assert.is(signer.claims.get("source-repository"), source === undefined ? undefined : `https://github.com/${source}`);
    assert.equal(facts.sigstoreRoot, { name: "public-good", digest: publicGood.digest });
    assert.is(facts.scts.length, 1);
    assert.is(stepOf(envelope, "timestamp").reason, "not-applicable");
    assert.is(stepOf(envelope, "tlog").by, "ours+sv");
  });
realImages("an image without signatures has no layer to verify", () => {
  assert.equal(realLayers("docker-attest-unsigned-index"), []);
});
realImages("oci-04: the annotation of another layer", () => {
  const [first, second] = [only(realLayers("slsa-verifier-v1.10.0")), only(realLayers("slsa-verifier-v2.1.0"))];
  const withEntry = (envelope: FoundEnvelope, from: FoundEnvelope): FoundEnvelope => ({
    ...envelope,
    annotations: { ...envelope.annotations, "dev.sigstore.cosign/bundle": from.annotations?.["dev.sigstore.cosign/bundle"] ?? "" },
  });
  assert.is(outcomeOf(verifier.verify(withEntry(first, second), NOW)), "tlog · log-entry-mismatch");
  const old = only(realLayers("slsa-verifier-v1.4.0"));
  assert.is(outcomeOf(verifier.verify(withEntry(first, old), NOW)), "tlog · log-entry-mismatch");
  assert.is(outcomeOf(verifier.verify(withEntry(old, first), NOW)), "tlog · log-entry-mismatch");
});
realImages("oci-04: annotations that cannot be read", () => {
  const layer = only(realLayers("slsa-verifier-v2.1.0"));
  const change = (name: string, value: string): string =>
    outcomeOf(verifier.verify({ ...layer, annotations: { ...layer.annotations, [`dev.sigstore.cosign/${name}`]: value } }, NOW));
  assert.is(change("bundle", "not json"), "bundle · annotation-malformed");
  assert.is(change("bundle", "[]"), "bundle · annotation-malformed");
  assert.is(
    change("bundle", (layer.annotations?.["dev.sigstore.cosign/bundle"] ?? "").replace("c0d23d6a", "C0D23D6A")),
    "bundle · annotation-malformed",
  );
  assert.is(change("certificate", "-----BEGIN CERTIFICATE-----\n!!\n-----END CERTIFICATE-----\n"), "bundle · annotation-malformed");
  assert.is(change("rfc3161timestamp", "{}"), "bundle · annotation-malformed");
});
realImages("without its certificate the layer is signed by nobody listed", () => {
  const layer = only(realLayers("slsa-verifier-v2.1.0"));
  const annotations = { ...layer.annotations, "dev.sigstore.cosign/certificate": "" };
  assert.is(outcomeOf(verifier.verify({ ...layer, annotations }, NOW)), "signature · no-candidate-key");
});
realImages("without its log entry nothing proves a time: L6", () => {
  const layer = only(realLayers("slsa-verifier-v2.1.0"));
  const outcome = verifier.verify({ ...layer, annotations: { ...layer.annotations, "dev.sigstore.cosign/bundle": "" } }, NOW);
  assert.is(outcomeOf(outcome), "time · no-trusted-time");
  assert.is(stepOf(outcome, "tlog").outcome, "skipped");
  assert.equal(stepOf(outcome, "tlog").checks, [], "a check that was not made is not reported as made");
});
realImages("cert-06: the chain annotation is no trust", () => {
  const layer = only(realLayers("slsa-verifier-v2.1.0"));
  const outcome = verifierOf([]).verify({ ...layer, annotations: { ...layer.annotations } }, NOW);
  assert.is(outcomeOf(outcome), "tlog · log-unknown");
  assert.is(stepOf(outcome, "certificate").reason, "certificate-chain-invalid");
});
images.run();

const bundles = suite("bundles of real producers");
const realBundles = withRealdata(bundles);
const forms = realdata === undefined ? [] : readdirSync(realdataPath("evidence", "sigstore-js"));
for (const form of forms)
  realBundles(`sigstore-js ${form}`, () => {
    const envelope = verified(verifier.verify(only(realEnvelopes("evidence", "sigstore-js", form)), NOW));
    assert.equal(certificateOf(envelope).san, { type: "email", value: "brian@dehamer.com" });
    assert.is(certificateOf(envelope).issuer, "https://github.com/login/oauth");
  });
realBundles("pass-18: carried certificates, a root too, are no anchors and noted", () => {
  const envelope = verified(verifier.verify(only(realEnvelopes("evidence", "sigstore-js", "53d6e5a94399.sigstore.json")), NOW));
  assert.match(stepOf(envelope, "bundle").detail ?? "", /^\d further certificates are carried, none of them an anchor$/u);
});
realBundles("wrangle: six signed statements on one wheel", () => {
  const envelopes = realEnvelopes("evidence", "wrangle", "good-default-signed.bundle.jsonl").map((line) =>
    verified(verifier.verify(line, NOW)),
  );
  assert.is(envelopes.length, 6);
  for (const envelope of envelopes) {
    assert.is(certificateOf(envelope).claims.get("source-repository"), "https://github.com/TomHennen/wrangle-test");
    assert.is(envelope.statement.subjects[0]?.digests.get("sha256")?.slice(0, 12), "80d3c8294a5f");
  }
  assert.equal(
    envelopes.map(({ facts }) => facts.times.map(({ kind }) => kind).join(" ")),
    ["log", ...Array.from({ length: 5 }, () => "timestamp log")],
  );
});
realBundles("pass-07: tokens of an authority the root does not know, beside a valid promise", () => {
  const older = loadRoot("older", readFileSync(realdataPath("github-cli", "trusted_root.json")));
  const second = realEnvelopes("evidence", "wrangle", "good-default-signed.bundle.jsonl")[1] as FoundEnvelope;
  const envelope = verified(verifierOf([older]).verify(second, NOW));
  assert.equal(
    envelope.facts.times.map(({ kind }) => kind),
    ["log"],
  );
  assert.equal(
    stepOf(envelope, "timestamp").items.map(({ reason }) => reason),
    ["token-signer-unknown"],
  );
});
for (const name of [
  "good-default",
  "good-container",
  "bad-default-missing-sbom",
  "bad-osv-absent",
  "bad-osv-findings",
  "bad-wrong-builder",
])
  realBundles(`stmt-12: ${name} is not signed`, () => {
    for (const line of realEnvelopes("evidence", "wrangle", `${name}.bundle.jsonl`)) {
      const outcome = verifier.verify(line, NOW);
      assert.is(outcomeOf(outcome), "decode · not-signed");
      assert.is(outcome.kind === "rejected" && outcome.notSigned, true);
      assert.is(outcome.kind === "rejected" && (outcome.claimed.subjects?.length ?? 0) > 0, true);
    }
  });
const github: readonly (readonly [file: string, outcome: string])[] = [
  ["custom-issuer.sigstore.json", "good"],
  ["reusable-workflow-attestation.sigstore.json", "good"],
  ["sigstore-js-2.1.0-bundle.json", "good"],
  ["sigstore-js-2.1.0-bundle-v0.1.json", "good"],
  ["sigstoreBundle-invalid-signature.json", "signature · signature-invalid"],
  ["github_provenance_demo-0.0.12-py3-none-any-bundle-missing-cert.jsonl", "bundle · bundle-malformed"],
  ["github_provenance_demo-0.0.12-py3-none-any-bundle-missing-verification-material.jsonl", "bundle · bundle-malformed"],
  ["github_provenance_demo-0.0.12-py3-none-any-bundle.jsonl", "time · no-trusted-time ← token-signer-unknown"],
];
for (const [file, outcome] of github)
  realBundles(`github-cli ${file}`, () =>
    assert.is(outcomeOf(verifier.verify(realEnvelopes("github-cli", file)[0] as FoundEnvelope, NOW)), outcome),
  );
realBundles("pass-16: an instance without log and SCT, its time from a token", () => {
  const root = loadRoot("github", readFileSync(realdataPath("trust", "github-internal.trusted_root.json")));
  const file = "github_provenance_demo-0.0.12-py3-none-any-bundle.jsonl";
  const envelope = verified(verifierOf([publicGood, root]).verify(only(realEnvelopes("github-cli", file)), NOW));
  assert.is(envelope.facts.sigstoreRoot?.name, "github");
  assert.equal(envelope.facts.logs, []);
  assert.is(envelope.facts.sctsExpected, false);
  assert.is(stepOf(envelope, "sct").outcome, "skipped");
});
bundles.run();

const npm = suite("npm attestations");
const realNpm = withRealdata(npm);
interface NpmKey {
  readonly keyUsage: string;
  readonly publicKey: { readonly rawBytes: string };
}
interface NpmAnswer {
  readonly attestations: readonly { readonly predicateType: string; readonly bundle: unknown }[];
}
function npmKeys(usage: string): ReturnType<typeof keysFrom> {
  const file = JSON.parse(readFileSync(realdataPath("trust", "npm-registry-keys.json"), "utf8")) as { keys: readonly NpmKey[] };
  return file.keys.filter((key) => key.keyUsage === usage).flatMap((key) => keysFrom("npm", key.publicKey.rawBytes));
}
const answers: readonly (readonly [file: string, publish: string, provenance: string])[] = [
  ["gundam-visor-cli-v1-tag", "good", "good"],
  ["gundam-visor-cli-v1-tag-invalidsigpub", "signature · signature-invalid", "good"],
  ["gundam-visor-cli-v1-tag-invalidsigprov", "good", "signature · signature-invalid"],
  ["provenance-npm-test-ossf", "good", "good"],
  ["provenance-npm-test-ossf-invalidsigpub", "signature · signature-invalid", "good"],
  ["provenance-npm-test-ossf-invalidsigprov", "good", "signature · signature-invalid"],
];
for (const [file, publish, provenance] of answers)
  realNpm(file, () => {
    const answer = JSON.parse(readFileSync(realdataPath("npm", `${file}.tgz.json`), "utf8")) as NpmAnswer;
    const keyed = verifierOf([publicGood], npmKeys("npm:attestations"));
    for (const { predicateType, bundle } of answer.attestations) {
      const expected = predicateType.includes("publish") ? publish : provenance;
      assert.is(outcomeOf(keyed.verify(found(JSON.stringify(bundle)), NOW)), expected);
    }
  });
realNpm("dsse-12: without the key of that usage nobody listed signed it", () => {
  const answer = JSON.parse(readFileSync(realdataPath("npm", "provenance-npm-test-ossf.tgz.json"), "utf8")) as NpmAnswer;
  const publish = answer.attestations.find(({ predicateType }) => predicateType.includes("publish"));
  assert.is(outcomeOf(verifier.verify(found(JSON.stringify(publish?.bundle)), NOW)), "signature · no-candidate-key");
});
npm.run();

const tokens = suite("timestamp tokens");
const realTokens = withRealdata(tokens);
realTokens("bundle-07 and bundle-08: one token twice; 33 tokens", () => {
  const outcome = (name: string): string => {
    const artifact = readFileSync(realdataPath("tsa", "sigstore-python", "bundle.txt"));
    return outcomeOf(verifier.verifyBlob(found(readFileSync(realdataPath("tsa", "sigstore-python", name))), artifact, NOW));
  };
  assert.is(outcome("bundle.duplicate.sigstore"), "bundle · duplicate-item");
  assert.is(outcome("bundle.many_timestamp.sigstore"), "bundle · too-many");
});
realTokens("pass-06: a good token beside one about something else", () => {
  const read = (name: string): string => readFileSync(realdataPath("tsa", "sigstore-python", name), "utf8");
  const root = (JSON.parse(read("trust_config.json")) as { trustedRoot: { timestampAuthorities: unknown[] } }).trustedRoot;
  const authority = JSON.parse(read("ca.json")) as object;
  const joined = loadRoot(
    "staging",
    Buffer.from(JSON.stringify({ ...root, timestampAuthorities: [...root.timestampAuthorities, authority] })),
  );
  const outcome = verifierOf([joined]).verifyBlob(found(read("bundle.txt.sigstore")), Buffer.from(read("bundle.txt")), NOW);
  assert.is(outcomeOf(outcome), "good");
  assert.equal(
    stepOf(outcome, "timestamp").items.map(({ outcome: each, reason }) => reason ?? each),
    ["pass", "token-imprint-mismatch"],
  );
});
tokens.run();
