/** Phase B over real certificates: roots, issuers, identities, claims. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { admit, type FoundEnvelope, type SigstoreTrust } from "../../../src/trust/index.ts";
import { withRealdata } from "../../support/realdata.ts";
import { instant, NOW, publicGood, realEnvelopes, realLayers, verifierOf } from "../../support/trust/run.ts";

const verifier = verifierOf([publicGood]);
const GITHUB = "https://token.actions.githubusercontent.com";

function rootOf(identity: string, change: Partial<SigstoreTrust> = {}): SigstoreTrust {
  return {
    kind: "sigstore",
    name: "release",
    sigstore: "public-good",
    issuer: GITHUB,
    identityTests: [{ kind: "matches-glob", pattern: identity }],
    claimTests: [],
    threshold: 1,
    logged: { required: true, atLeast: 1 },
    timestamped: { required: false, atLeast: 1 },
    refuse: [],
    acceptClaimedTime: false,
    scts: 1,
    ...change,
  };
}

const slsa = "https://github.com/slsa-framework/slsa-github-generator/.github/workflows/generator_container_slsa3.yml@refs/tags/*";
const source = (text: string): SigstoreTrust["claimTests"] => [{ name: "source-repository", tests: [{ kind: "under", text }] }];

type Row = readonly [name: string, envelope: () => FoundEnvelope, root: SigstoreTrust, outcome: string];

const v210 = (): FoundEnvelope => realLayers("slsa-verifier-v2.1.0")[0] as FoundEnvelope;
const v140 = (): FoundEnvelope => realLayers("slsa-verifier-v1.4.0")[0] as FoundEnvelope;
const github = (file: string) => (): FoundEnvelope => realEnvelopes("github-cli", file)[0] as FoundEnvelope;
const wheel = (line: number) => (): FoundEnvelope =>
  realEnvelopes("evidence", "wrangle", "good-default-signed.bundle.jsonl")[line] as FoundEnvelope;
const wrangle = "https://github.com/TomHennen/wrangle/.github/workflows/*@refs/heads/main";

const rows: readonly Row[] = [
  ["the image of a release", v210, rootOf(slsa, { claimTests: source("https://github.com/slsa-framework") }), "admitted"],
  [
    "id-05 called from elsewhere",
    v210,
    rootOf(slsa, { claimTests: source("https://github.com/acme") }),
    "failed: identity · claim-mismatch",
  ],
  [
    "id-06 old claims only",
    v140,
    rootOf(slsa, { claimTests: source("https://github.com/slsa-framework") }),
    "failed: identity · claim-absent",
  ],
  ["pass-11 old claims, none demanded", v140, rootOf(slsa), "admitted"],
  ["id-01 another workflow", v210, rootOf(slsa.replace("container", "generic")), "not-ours: identity · identity-mismatch"],
  ["id-03 another issuer", v210, rootOf(slsa, { issuer: `${GITHUB}/` }), "not-ours: identity · issuer-mismatch"],
  [
    "id-03 issuer with a further segment",
    github("custom-issuer.sigstore.json"),
    rootOf("https://github.com/too-legit/**"),
    "not-ours: identity · issuer-mismatch",
  ],
  [
    "the same with its own issuer",
    github("custom-issuer.sigstore.json"),
    rootOf("https://github.com/too-legit/**", { issuer: `${GITHUB}/hammer-time` }),
    "admitted",
  ],
  ["cert-08 another instance is named", v210, rootOf(slsa, { sigstore: "own" }), "failed: trust · root-not-permitted"],
  [
    "cert-13 refused",
    v210,
    rootOf(slsa, { refuse: [{ tests: [{ kind: "under", text: "https://github.com/slsa-framework" }] }] }),
    "failed: revocation · identity-denied",
  ],
  [
    "refused since later",
    v210,
    rootOf(slsa, {
      refuse: [{ tests: [{ kind: "under", text: "https://github.com/slsa-framework" }], since: instant("2025-03-01T00:00:00Z") }],
    }),
    "admitted",
  ],
  ["cert-10 two CT logs", v210, rootOf(slsa, { scts: 2 }), "failed: threshold · sct-threshold-not-met"],
  ["log-13 two logs", v210, rootOf(slsa, { logged: { required: true, atLeast: 2 } }), "failed: threshold · log-threshold-not-met"],
  ["timestamped", wheel(1), rootOf(wrangle, { timestamped: { required: true, atLeast: 1 } }), "admitted"],
  [
    "not timestamped",
    wheel(0),
    rootOf(wrangle, { timestamped: { required: true, atLeast: 1 } }),
    "failed: threshold · timestamp-threshold-not-met",
  ],
  [
    "a bad signature that claims the root",
    github("sigstoreBundle-invalid-signature.json"),
    rootOf("*@dehamer.com", { issuer: "https://github.com/login/oauth" }),
    "failed: signature · signature-invalid",
  ],
  [
    "a bad signature that does not",
    github("sigstoreBundle-invalid-signature.json"),
    rootOf("https://github.com/**"),
    "not-ours: signature · signature-invalid",
  ],
];

const tests = suite("admit certificates");
const real = withRealdata(tests);
for (const [name, envelope, root, outcome] of rows)
  real(name, () => {
    const admission = admit(verifier.verify(envelope(), NOW), root, NOW);
    assert.is(admission.kind === "admitted" ? "admitted" : `${admission.kind}: ${admission.step} · ${admission.reason}`, outcome);
  });
real("time-04 signed after the evaluation time", () => {
  const before = instant("2025-02-25T21:50:00Z");
  const admission = admit(verifier.verify(v210(), before), rootOf(slsa), before);
  assert.is(admission.kind, "later");
  assert.is(admission.kind !== "admitted" && `${admission.step} · ${admission.reason}`, "time · time-in-future");
  const within = instant("2025-02-25T21:53:07Z");
  assert.is(admit(verifier.verify(v210(), within), rootOf(slsa), within).kind, "admitted", "300 seconds ahead is skew");
});
real("who was admitted, and when", () => {
  const admission = admit(verifier.verify(v210(), NOW), rootOf(slsa), NOW);
  if (admission.kind !== "admitted") throw new Error(admission.detail);
  assert.is(admission.signers[0]?.identity, slsa.replace("*", "v2.1.0"));
  assert.is(admission.signers[0]?.issuer, GITHUB);
  assert.is(admission.signedAt, instant("2025-02-25T21:58:07Z"));
});
real("a certificate and a log entry that are known to be bad, and others than they", () => {
  const verified = verifier.verify(v210(), NOW);
  if (verified.kind !== "verified") throw new Error(verified.detail);
  const [signer] = verified.facts.signers;
  const [log] = verified.facts.logs;
  if (signer === undefined || log === undefined) throw new Error("no signer, no log");
  const told = (change: Partial<SigstoreTrust>): string => {
    const admission = admit(verified, rootOf(slsa, change), NOW);
    return admission.kind === "admitted" ? "admitted" : `${admission.step} · ${admission.reason} · ${admission.detail}`;
  };
  const refused = "revocation · identity-denied · the trust root refuses this certificate or log entry";
  const { logId, logIndex } = log;
  assert.is(told({ refusedCertificates: [signer.fingerprint] }), refused);
  assert.is(told({ refusedCertificates: [verified.facts.payloadDigest] }), "admitted");
  assert.is(told({ refusedEntries: [{ logId, logIndex }] }), refused);
  assert.is(told({ refusedEntries: [{ logId, logIndex: logIndex + 1n }] }), "admitted");
  assert.is(told({ refusedEntries: [{ logId: "00".repeat(32), logIndex }] }), "admitted");
});
tests.run();
