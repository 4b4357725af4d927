/** Phase B over facts as data: every rule alone, certificates and own authorities included, with its reason and its sentence. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  admit,
  admitAll,
  type Admission,
  type CertificateSigner,
  type KeysTrust,
  type Signer,
  type SignerFacts,
  type SigstoreTrust,
  type TextTest,
  type TrustedKey,
  type TrustRoot,
  type Verification,
  type VerifiedEnvelope,
} from "../../../src/trust/index.ts";
import type { AuthorityTrust } from "../../../src/trust/trust-root.ts";
import type { RejectedEnvelope } from "../../../src/trust/verification.ts";
import { authoritySetId } from "../../../src/trust/authorities/own-authorities.ts";

const NOW = 1000n;
const PREDICATE = "https://example.com/reviewed/v1";
const WORKFLOW = "https://github.com/acme/app/.github/workflows/release.yml@refs/heads/main";
const ISSUER = "https://token.example";

// ---------------------------------------------------------------------------------------------------------------- made up

const key = (name: string): Signer => ({ kind: "key", fingerprint: `sha256:${name}` });

function certificate(change: Partial<CertificateSigner> = {}): CertificateSigner {
  return {
    kind: "certificate",
    fingerprint: "sha256:leaf",
    keyFingerprint: "sha256:leafkey",
    issuer: ISSUER,
    issuerConflict: false,
    san: { type: "uri", value: WORKFLOW },
    claims: new Map([
      ["source-repository", "https://github.com/acme/app"],
      ["source-repository-ref", "refs/heads/main"],
    ]),
    notBefore: 0n,
    notAfter: 2000n,
    ...change,
  };
}

function noIssuer(conflict: "conflict" | "absent"): CertificateSigner {
  const { issuer, ...rest } = certificate({ issuerConflict: conflict === "conflict" });
  assert.is(issuer, ISSUER);
  return rest;
}

const log = (operator: string): SignerFacts["logs"][number] => ({
  operator,
  logIndex: 1n,
  logId: "00",
  kind: "proof",
  entryKind: "dsse 0.0.1",
});
const stamp = (operator: string, at = 500n): SignerFacts["times"][number] => ({ kind: "timestamp", operator, at });
const sct = (operator: string): SignerFacts["scts"][number] => ({ operator, logId: "00", at: 1n });

function verified(change: Partial<SignerFacts> = {}): VerifiedEnvelope {
  const times = change.times ?? [];
  const first = times.map(({ at }) => at).sort((a, b) => Number(a - b))[0];
  const facts: SignerFacts = {
    carrier: "dsse",
    envelopeDigest: "sha256:aa",
    payloadDigest: "sha256:bb",
    payloadType: "application/vnd.in-toto+json",
    signers: [key("alice")],
    times,
    logs: [],
    scts: [],
    sctsExpected: false,
    keyHints: [],
    ...(first !== undefined && { signedAt: first }),
    ...change,
  };
  const statement = { type: "https://in-toto.io/Statement/v1", predicateType: PREDICATE, subjects: [], predicate: {} };
  const steps = [{ step: "statement", outcome: "pass", checks: [], items: [], by: "ours" }];
  return { kind: "verified", facts, statement, steps } as unknown as VerifiedEnvelope;
}

const none = { required: false, atLeast: 1 };
const common = { name: "team", threshold: 1, logged: none, timestamped: none, refuse: [], acceptClaimedTime: false };
const trusted = (name: string, change: Partial<TrustedKey> = {}): TrustedKey => ({
  file: `${name}.pub`,
  fingerprint: `sha256:${name}`,
  spki: new Uint8Array(),
  ...change,
});
const keysRoot = (keys: readonly TrustedKey[], change: Partial<KeysTrust> = {}): KeysTrust => ({
  ...common,
  kind: "keys",
  keys,
  ...change,
});
const is = (text: string): TextTest => ({ kind: "is", text });
const sigstoreRoot = (change: Partial<SigstoreTrust> = {}): SigstoreTrust => ({
  ...common,
  kind: "sigstore",
  sigstore: "public-good",
  issuer: ISSUER,
  identityTests: [is(WORKFLOW)],
  claimTests: [],
  scts: 1,
  ...change,
});
const ANCHORS = ["sha256:root"] as const;
const authorityRoot = (change: Partial<AuthorityTrust> = {}): AuthorityTrust => ({
  ...common,
  kind: "authority",
  authorities: ANCHORS,
  identityTests: [is(WORKFLOW)],
  claimTests: [],
  revocation: "not-asked",
  ...change,
});

const inSigstore = (change: Partial<SignerFacts> = {}): VerifiedEnvelope =>
  verified({ signers: [certificate()], sigstoreRoot: { name: "public-good", digest: "sha256:cc" }, ...change });
const onPath = (revocation: "good" | "revoked" | "unknown", authorities: readonly `sha256:${string}`[] = ANCHORS): VerifiedEnvelope =>
  verified({ signers: [certificate()], ownPaths: [{ authorities: authoritySetId(authorities), anchor: "sha256:root", revocation }] });

function show(admission: Admission): string {
  if (admission.kind === "admitted") return "admitted";
  return `${admission.kind} ${admission.step} · ${admission.reason}: ${admission.detail}`;
}

// ------------------------------------------------------------------------------------------------------------ one envelope

const uriAs = (change: Partial<CertificateSigner>): VerifiedEnvelope => inSigstore({ signers: [certificate(change)] });
const claimed = (name: string, ...tests: readonly TextTest[]): SigstoreTrust => sigstoreRoot({ claimTests: [{ name, tests }] });
const refusing = (tests: readonly TextTest[], since?: bigint): Pick<SigstoreTrust, "refuse"> => ({
  refuse: [since === undefined ? { tests } : { tests, since }],
});
const window = { validFrom: 400n, validUntil: 600n };
const NOT_PROVEN = "failed trust · time-not-proven: nothing proves that `alice.pub` was valid then";
const OUTSIDE = "failed trust · key-not-valid-at-time: `alice.pub` was not valid at a time that is proven";
const WITHDRAWN = "what signed it is withdrawn";
const DENIED = "failed revocation · identity-denied: the trust root refuses this identity";
const timed = (...at: readonly bigint[]): VerifiedEnvelope => verified({ times: at.map((each) => stamp("tsa", each)) });

const rows: readonly (readonly [name: string, verification: Verification, root: TrustRoot, outcome: string])[] = [
  ["keys: the twin", verified(), keysRoot([trusted("alice")]), "admitted"],
  [
    "keys: no signer",
    verified({ signers: [] }),
    keysRoot([trusted("alice")]),
    "not-ours trust · signer-kind-not-permitted: no signer is proven",
  ],
  [
    "keys: a certificate",
    inSigstore(),
    keysRoot([trusted("alice")]),
    "not-ours trust · signer-kind-not-permitted: it is signed with a certificate, and keys are listed",
  ],
  [
    "keys: a certificate whose key is listed is one that claims the root",
    inSigstore(),
    keysRoot([trusted("leafkey")]),
    "failed trust · signer-kind-not-permitted: it is signed with a certificate, and keys are listed",
  ],
  ["keys: another key", verified(), keysRoot([trusted("bob")]), "not-ours trust · key-not-listed: no key that signed it is listed"],
  [
    "keys: a hint names the root",
    verified({ keyHints: ["sha256:bob"] }),
    keysRoot([trusted("bob")]),
    "failed trust · key-not-listed: no key that signed it is listed",
  ],
  [
    "keys: another purpose",
    verified(),
    keysRoot([trusted("alice", { purposes: ["https://example.com/other/v1"] })]),
    "failed trust · key-purpose: `alice.pub` does not speak for this predicate type",
  ],
  [
    "keys: no purpose at all",
    verified(),
    keysRoot([trusted("alice", { purposes: [] })]),
    "failed trust · key-purpose: `alice.pub` does not speak for this predicate type",
  ],
  ["keys: one of two is listed", verified({ signers: [key("carol"), key("alice")] }), keysRoot([trusted("alice")]), "admitted"],
  [
    "keys: one of two is outside its window",
    verified({ signers: [key("alice"), key("bob")], times: [stamp("tsa", 700n)] }),
    keysRoot([trusted("alice", window), trusted("bob")]),
    "admitted",
  ],
  ["window: at its start", timed(400n), keysRoot([trusted("alice", window)]), "admitted"],
  ["window: at its end", timed(600n), keysRoot([trusted("alice", window)]), "admitted"],
  ["window: before", timed(399n), keysRoot([trusted("alice", window)]), OUTSIDE],
  ["window: behind", timed(601n), keysRoot([trusted("alice", window)]), OUTSIDE],
  ["window: one of two times", timed(500n, 601n), keysRoot([trusted("alice", window)]), OUTSIDE],
  ["window: only a start, later", timed(900n), keysRoot([trusted("alice", { validFrom: 400n })]), "admitted"],
  ["window: only a start, earlier", timed(399n), keysRoot([trusted("alice", { validFrom: 400n })]), OUTSIDE],
  ["window: only an end, earlier", timed(1n), keysRoot([trusted("alice", { validUntil: 600n })]), "admitted"],
  ["window: only an end, later", timed(601n), keysRoot([trusted("alice", { validUntil: 600n })]), OUTSIDE],
  ["window: no time, over", verified(), keysRoot([trusted("alice", { validUntil: 999n })]), NOT_PROVEN],
  ["window: no time, ends now", verified(), keysRoot([trusted("alice", { validUntil: 1000n })]), "admitted"],
  ["window: no time, begins now", verified(), keysRoot([trusted("alice", { validFrom: 1000n })]), "admitted"],
  ["window: no time, not yet", verified(), keysRoot([trusted("alice", { validFrom: 1001n })]), NOT_PROVEN],
  [
    "window: no time, a timestamp is asked",
    verified(),
    keysRoot([trusted("alice", { validFrom: 1n })], { timestamped: { required: true, atLeast: 1 } }),
    NOT_PROVEN,
  ],
  [
    "no window, a timestamp is asked",
    verified(),
    keysRoot([trusted("alice")], { timestamped: { required: true, atLeast: 1 } }),
    "failed threshold · timestamp-threshold-not-met: 0 timestamp authorities vouch for it, 1 are needed",
  ],
  ["revoked: before", timed(499n), keysRoot([trusted("alice", { revokedSince: 500n })]), "admitted"],
  [
    "revoked: at the moment",
    timed(500n),
    keysRoot([trusted("alice", { revokedSince: 500n })]),
    `failed revocation · key-revoked: ${WITHDRAWN}`,
  ],
  ["revoked: the earliest time counts", timed(501n, 499n), keysRoot([trusted("alice", { revokedSince: 500n })]), "admitted"],
  [
    "revoked: no time",
    verified(),
    keysRoot([trusted("alice", { revokedSince: 500n })]),
    "failed trust · time-not-proven: `alice.pub` is revoked, and nothing proves an earlier time",
  ],
  [
    "revoked: the other key counts",
    verified({ signers: [key("alice"), key("bob")], times: [stamp("tsa")] }),
    keysRoot([trusted("alice", { revokedSince: 500n }), trusted("bob")]),
    "admitted",
  ],
  [
    "revoked one, refused the other",
    verified({ signers: [key("alice"), key("bob")], times: [stamp("tsa")] }),
    keysRoot([trusted("alice", { revokedSince: 500n }), trusted("bob", { holder: "bob" })], refusing([is("bob")])),
    `failed revocation · key-revoked: ${WITHDRAWN}`,
  ],
  [
    "refused: a holder",
    verified(),
    keysRoot([trusted("alice", { holder: "alice" })], refusing([is("alice")])),
    `failed revocation · identity-denied: ${WITHDRAWN}`,
  ],
  [
    "refused: an address",
    verified(),
    keysRoot([trusted("alice", { holder: "a@b" })], refusing([is("a@b")])),
    `failed revocation · identity-denied: ${WITHDRAWN}`,
  ],
  [
    "refused: a URI with an @",
    verified(),
    keysRoot([trusted("alice", { holder: "https://b/@a" })], refusing([is("https://b/@a")])),
    `failed revocation · identity-denied: ${WITHDRAWN}`,
  ],
  ["refused: a key without holder", verified(), keysRoot([trusted("alice")], refusing([is("alice.pub")])), "admitted"],
  ["refused: another holder", verified(), keysRoot([trusted("alice", { holder: "alice" })], refusing([is("bob")])), "admitted"],
  [
    "refused: one of two refusals is enough",
    verified(),
    keysRoot([trusted("alice", { holder: "alice" })], { refuse: [{ tests: [is("bob")] }, { tests: [is("alice")] }] }),
    `failed revocation · identity-denied: ${WITHDRAWN}`,
  ],
  ["refused: no test refuses nobody", verified(), keysRoot([trusted("alice", { holder: "alice" })], refusing([])), "admitted"],
  [
    "refused: every test must take it in",
    verified(),
    keysRoot([trusted("alice", { holder: "alice" })], refusing([is("alice"), is("bob")])),
    "admitted",
  ],
  [
    "refused: from a moment on, before",
    timed(499n),
    keysRoot([trusted("alice", { holder: "alice" })], refusing([is("alice")], 500n)),
    "admitted",
  ],
  [
    "refused: from a moment on, at it",
    timed(500n),
    keysRoot([trusted("alice", { holder: "alice" })], refusing([is("alice")], 500n)),
    `failed revocation · identity-denied: ${WITHDRAWN}`,
  ],
  [
    "refused: from a moment on, no time",
    verified(),
    keysRoot([trusted("alice", { holder: "alice" })], refusing([is("alice")], 500n)),
    `failed revocation · identity-denied: ${WITHDRAWN}`,
  ],
  [
    "logged: one of two",
    verified({ logs: [log("a")] }),
    keysRoot([trusted("alice")], { logged: { required: true, atLeast: 2 } }),
    "failed threshold · log-threshold-not-met: 1 log operators vouch for it, 2 are needed",
  ],
  [
    "logged: two",
    verified({ logs: [log("a"), log("b")] }),
    keysRoot([trusted("alice")], { logged: { required: true, atLeast: 2 } }),
    "admitted",
  ],
  [
    "logged: at least none is one",
    verified(),
    keysRoot([trusted("alice")], { logged: { required: true, atLeast: 0 } }),
    "failed threshold · log-threshold-not-met: 0 log operators vouch for it, 1 are needed",
  ],
  [
    "stamped: at least none is one",
    verified(),
    keysRoot([trusted("alice")], { timestamped: { required: true, atLeast: 0 } }),
    "failed threshold · timestamp-threshold-not-met: 0 timestamp authorities vouch for it, 1 are needed",
  ],
  [
    "stamped: two",
    verified({ times: [stamp("a"), stamp("b")] }),
    keysRoot([trusted("alice")], { timestamped: { required: true, atLeast: 2 } }),
    "admitted",
  ],
  ["SCTs are nothing to keys", verified({ sctsExpected: true }), keysRoot([trusted("alice")]), "admitted"],
  ["a threshold of none is one", verified(), keysRoot([trusted("alice")], { threshold: 0 }), "admitted"],

  ["sigstore: the twin", inSigstore(), sigstoreRoot(), "admitted"],
  ["sigstore: no signer", verified({ signers: [] }), sigstoreRoot(), "not-ours trust · signer-kind-not-permitted: no signer is proven"],
  [
    "sigstore: a key",
    verified(),
    sigstoreRoot(),
    "not-ours trust · signer-kind-not-permitted: it is signed with a key, and a certificate is asked for",
  ],
  [
    "sigstore: another instance",
    inSigstore({ sigstoreRoot: { name: "mine", digest: "sha256:cc" } }),
    sigstoreRoot(),
    "failed trust · root-not-permitted: it verifies under `mine`, not under `public-good`",
  ],
  [
    "sigstore: own authorities",
    onPath("good"),
    sigstoreRoot(),
    "failed trust · root-not-permitted: it verifies under own authorities, not under `public-good`",
  ],
  [
    "sigstore: another issuer",
    uriAs({ issuer: "https://evil.example" }),
    sigstoreRoot(),
    "not-ours identity · issuer-mismatch: the issuer is `https://evil.example`",
  ],
  [
    "sigstore: no issuer",
    inSigstore({ signers: [noIssuer("absent")] }),
    sigstoreRoot(),
    "not-ours identity · issuer-absent: the certificate names no issuer",
  ],
  [
    "sigstore: two issuers",
    inSigstore({ signers: [noIssuer("conflict")] }),
    sigstoreRoot(),
    "not-ours identity · issuer-conflict: the certificate names two issuers",
  ],
  [
    "sigstore: another name",
    uriAs({ san: { type: "uri", value: "https://a.example/b" } }),
    sigstoreRoot(),
    "not-ours identity · identity-mismatch: the identity is `https://a.example/b`",
  ],
  [
    "sigstore: another kind of name",
    uriAs({ san: { type: "email", value: "a@b.example" } }),
    sigstoreRoot(),
    "not-ours identity · identity-type: the identity is `a@b.example`",
  ],
  [
    "sigstore: a name that is not normal",
    uriAs({ san: { type: "uri", value: "https://github.com/acme/../x" } }),
    sigstoreRoot({ identityTests: [{ kind: "under", text: "https://github.com/acme" }] }),
    "not-ours identity · identity-not-normal: the identity is `https://github.com/acme/../x`",
  ],
  [
    "sigstore: nobody is admitted",
    inSigstore(),
    sigstoreRoot({ identityTests: [] }),
    "not-ours identity · identity-mismatch: the trust root admits no identity",
  ],
  ["claim: exactly", inSigstore(), claimed("source-repository", is("https://github.com/acme/app")), "admitted"],
  [
    "claim: not exactly",
    inSigstore(),
    claimed("source-repository", is("https://github.com/acme")),
    "failed identity · claim-mismatch: `source-repository` is `https://github.com/acme/app`",
  ],
  [
    "claim: one of",
    inSigstore(),
    claimed("source-repository", { kind: "is-one-of", texts: ["x", "https://github.com/acme/app"] }),
    "admitted",
  ],
  [
    "claim: none of",
    inSigstore(),
    claimed("source-repository", { kind: "is-one-of", texts: ["x"] }),
    "failed identity · claim-mismatch: `source-repository` is `https://github.com/acme/app`",
  ],
  [
    "claim: a text that looks like a URI against one that does not",
    uriAs({ claims: new Map([["run", "a@b"]]) }),
    claimed("run", is("a@b")),
    "admitted",
  ],
  [
    "claim: one of texts of another kind",
    uriAs({ claims: new Map([["run", "a@b"]]) }),
    claimed("run", { kind: "is-one-of", texts: ["a@b"] }),
    "admitted",
  ],
  ["claim: a URI below", inSigstore(), claimed("source-repository", { kind: "under", text: "https://github.com/acme" }), "admitted"],
  ["claim: a plain text below", inSigstore(), claimed("source-repository-ref", { kind: "under", text: "refs/heads" }), "admitted"],
  [
    "claim: an address counts as plain",
    uriAs({ claims: new Map([["run", "a@b/c"]]) }),
    claimed("run", { kind: "matches-glob", pattern: "*/c" }),
    "admitted",
  ],
  [
    "claim: a plain text elsewhere",
    inSigstore(),
    claimed("source-repository-ref", { kind: "under", text: "refs/tags" }),
    "failed identity · claim-mismatch: `source-repository-ref` is `refs/heads/main`",
  ],
  [
    "claim: all tests",
    inSigstore(),
    claimed("source-repository", { kind: "under", text: "https://github.com/acme" }, is("x")),
    "failed identity · claim-mismatch: `source-repository` is `https://github.com/acme/app`",
  ],
  [
    "claim: absent",
    inSigstore(),
    claimed("build-trigger", is("push")),
    "failed identity · claim-absent: the certificate has no claim `build-trigger`",
  ],
  [
    "claims: all of them",
    inSigstore(),
    sigstoreRoot({
      claimTests: [
        { name: "source-repository-ref", tests: [is("refs/heads/main")] },
        { name: "source-repository", tests: [is("x")] },
      ],
    }),
    "failed identity · claim-mismatch: `source-repository` is `https://github.com/acme/app`",
  ],
  ["refused: a certificate", inSigstore(), sigstoreRoot(refusing([is(WORKFLOW)])), DENIED],
  ["refused: another certificate", inSigstore(), sigstoreRoot(refusing([is(`${WORKFLOW}x`)])), "admitted"],
  [
    "refused: one of two",
    inSigstore(),
    sigstoreRoot({ refuse: [{ tests: [is("https://x.example/")] }, { tests: [is(WORKFLOW)] }] }),
    DENIED,
  ],
  [
    "refused: a certificate that is older",
    inSigstore({ times: [stamp("tsa", 499n)] }),
    sigstoreRoot(refusing([is(WORKFLOW)], 500n)),
    "admitted",
  ],
  [
    "refused: a certificate from that moment",
    inSigstore({ times: [stamp("tsa", 500n)] }),
    sigstoreRoot(refusing([is(WORKFLOW)], 500n)),
    DENIED,
  ],
  [
    "SCT: none",
    inSigstore({ sctsExpected: true }),
    sigstoreRoot(),
    "failed threshold · sct-threshold-not-met: 0 CT log operators vouch for the certificate, 1 are needed",
  ],
  ["SCT: one", inSigstore({ sctsExpected: true, scts: [sct("a")] }), sigstoreRoot(), "admitted"],
  [
    "SCT: one operator twice",
    inSigstore({ sctsExpected: true, scts: [sct("a"), sct("a")] }),
    sigstoreRoot({ scts: 2 }),
    "failed threshold · sct-threshold-not-met: 1 CT log operators vouch for the certificate, 2 are needed",
  ],
  ["SCT: an instance without CT logs", inSigstore(), sigstoreRoot(), "admitted"],

  ["authority: the twin", onPath("unknown"), authorityRoot(), "admitted"],
  [
    "authority: another set",
    onPath("good", ["sha256:other"]),
    authorityRoot(),
    "failed trust · anchor-not-permitted: its certificate does not lead to one of the listed authorities",
  ],
  [
    "authority: a path to Sigstore alone",
    inSigstore(),
    authorityRoot(),
    "failed trust · anchor-not-permitted: its certificate does not lead to one of the listed authorities",
  ],
  [
    "authority: a key",
    verified(),
    authorityRoot(),
    "not-ours trust · signer-kind-not-permitted: it is signed with a key, and a certificate is asked for",
  ],
  [
    "authority: revoked",
    onPath("revoked"),
    authorityRoot(),
    "failed revocation · certificate-revoked: a revocation list names a certificate of its path",
  ],
  [
    "authority: revoked, lists demanded",
    onPath("revoked"),
    authorityRoot({ revocation: "required" }),
    "failed revocation · certificate-revoked: a revocation list names a certificate of its path",
  ],
  ["authority: good, lists demanded", onPath("good"), authorityRoot({ revocation: "required" }), "admitted"],
  [
    "authority: unknown, lists demanded",
    onPath("unknown"),
    authorityRoot({ revocation: "required" }),
    "failed revocation · revocation-unknown: no revocation list in force vouches for its path",
  ],
  [
    "authority: an issuer that is not asked",
    verified({ ...onPath("good").facts, signers: [noIssuer("absent")] }),
    authorityRoot(),
    "admitted",
  ],
  [
    "authority: an issuer that is asked",
    verified({ ...onPath("good").facts, signers: [noIssuer("absent")] }),
    authorityRoot({ issuer: ISSUER }),
    "not-ours identity · issuer-absent: the certificate names no issuer",
  ],
  ["authority: SCTs are nothing to it", verified({ ...onPath("good").facts, sctsExpected: true }), authorityRoot(), "admitted"],
  [
    "authority: another name",
    onPath("good"),
    authorityRoot({ identityTests: [is("https://x.example/")] }),
    `not-ours identity · identity-mismatch: the identity is \`${WORKFLOW}\``,
  ],
];

const rules = suite("rules of admission");
for (const [name, verification, root, outcome] of rows) rules(name, () => assert.is(show(admit(verification, root, NOW)), outcome));
rules.run();

// -------------------------------------------------------------------------------------------------------- several together

const admitted = (admission: Admission): Extract<Admission, { kind: "admitted" }> => {
  assert.is(admission.kind, "admitted");
  return admission as Extract<Admission, { kind: "admitted" }>;
};
const by = (...names: readonly string[]): Partial<SignerFacts> => ({ signers: names.map(key) });
const team = keysRoot(
  ["alice", "bob", "carol"].map((name) => trusted(name)),
  { threshold: 2 },
);

const together = suite("several envelopes");
together("signers of one payload are united, each once, in order", () => {
  const admission = admitted(admitAll([verified(by("alice")), verified(by("alice", "bob"))], team, NOW));
  assert.equal(admission.signers, [
    { kind: "key", identity: "sha256:alice", fingerprint: "sha256:alice" },
    { kind: "key", identity: "sha256:bob", fingerprint: "sha256:bob" },
  ]);
  assert.is(admission.facts.length, 2);
  assert.is("signedAt" in admission, false);
});
together("a holder is told beside the key, and keys of one holder are still two", () => {
  const root = keysRoot([trusted("alice", { holder: "al" }), trusted("bob", { holder: "al" })], { threshold: 2 });
  assert.equal(admitted(admit(verified(by("alice", "bob")), root, NOW)).signers, [
    { kind: "key", identity: "al", fingerprint: "sha256:alice", holder: "al" },
    { kind: "key", identity: "al", fingerprint: "sha256:bob", holder: "al" },
  ]);
});
together("certificates are counted by issuer and name, never by certificate", () => {
  const tests: readonly TextTest[] = [{ kind: "matches-glob", pattern: "https://github.com/acme/**" }];
  const root = authorityRoot({ identityTests: tests, threshold: 2 });
  const path = onPath("good").facts;
  const holding = (change: Partial<CertificateSigner>): VerifiedEnvelope => verified({ ...path, signers: [certificate(change)] });
  const twice = [holding({}), holding({ fingerprint: "sha256:other" })];
  assert.is(show(admitAll(twice, root, NOW)), "failed threshold · threshold-not-met: 1 of the 2 signers that are needed");
  const another = [holding({}), holding({ issuer: "https://other.example" })];
  assert.equal(
    admitted(admitAll(another, root, NOW)).signers.map(({ kind, identity, issuer }) => [kind, identity, issuer]),
    [
      ["certificate", WORKFLOW, ISSUER],
      ["certificate", WORKFLOW, "https://other.example"],
    ],
  );
  const nobody = [verified({ ...path, signers: [noIssuer("absent")] }), verified({ ...path, signers: [noIssuer("absent")] })];
  assert.is(show(admitAll(nobody, root, NOW)), "failed threshold · threshold-not-met: 1 of the 2 signers that are needed");
  assert.equal(admitted(admit(verified({ ...path, signers: [noIssuer("absent")] }), authorityRoot(), NOW)).signers, [
    { kind: "certificate", identity: WORKFLOW, fingerprint: "sha256:leaf" },
  ]);
});
together("no threshold is met across payloads or their types, and the nearest is told", () => {
  const first = verified(by("alice"));
  const both = keysRoot(team.keys, { threshold: 3 });
  const apart = [first, verified({ ...by("bob", "carol"), payloadDigest: "sha256:cc" })];
  assert.is(show(admitAll(apart, both, NOW)), "failed threshold · threshold-not-met: 2 of the 3 signers that are needed");
  assert.is(show(admitAll([...apart].reverse(), both, NOW)), "failed threshold · threshold-not-met: 2 of the 3 signers that are needed");
  const typed = [first, verified({ ...by("bob"), payloadType: "text/plain" })];
  assert.is(show(admitAll(typed, team, NOW)), "failed threshold · threshold-not-met: 1 of the 2 signers that are needed");
});
together("the payload that has enough is the one that is admitted", () => {
  const enough = verified({ ...by("alice", "bob"), payloadDigest: "sha256:cc" });
  const admission = admitted(admitAll([verified(by("alice")), enough], team, NOW));
  assert.equal(admission.facts, [enough.facts]);
  assert.is(admission.statement, enough.statement);
});
together("the earliest time of all that are counted", () => {
  const root = keysRoot(team.keys);
  for (const times of [
    [300n, 500n],
    [500n, 300n],
    [500n, 300n, 400n],
  ]) {
    const envelopes = times.map((at, i) => verified({ ...by(["alice", "bob", "carol"][i] as string), times: [stamp("tsa", at)] }));
    assert.is(admitted(admitAll(envelopes, root, NOW)).signedAt, 300n);
  }
});
together("no envelope at all", () => {
  const admission = admitAll([], team, NOW);
  assert.equal(admission, { kind: "not-ours", step: "fetch", reason: "not-an-attestation", detail: "there is no envelope", steps: [] });
});

function rejected(
  step: RejectedEnvelope["step"],
  reason: RejectedEnvelope["reason"],
  change: Partial<RejectedEnvelope> = {},
): RejectedEnvelope {
  return { kind: "rejected", step, reason, detail: "as it was told", steps: [], claimed: { keyids: [] }, signedBy: [], ...change };
}
const ours = { signedBy: ["sha256:alice"] } as const;
const named = { claimed: { keyids: [], issuer: ISSUER, san: { type: "uri", value: WORKFLOW } } } as const;
const rejections: readonly (readonly [name: string, envelope: RejectedEnvelope, root: TrustRoot, kind: string])[] = [
  ...(["fetch", "decode", "bundle", "envelope", "payload-type", "statement"] as const).map(
    (step) => [`what cannot be read at ${step}`, rejected(step, "json-malformed"), team, "failed"] as const,
  ),
  ...(["signature", "timestamp", "tlog", "time", "certificate", "sct"] as const).flatMap(
    (step) =>
      [
        [`somebody's that fails at ${step}`, rejected(step, "signature-invalid"), team, "not-ours"],
        [`ours that fails at ${step}`, rejected(step, "signature-invalid", ours), team, "failed"],
      ] as const,
  ),
  ...(["not-signed", "no-signatures", "not-an-attestation"] as const).map(
    (reason) => [`${reason}, whatever it claims`, rejected("decode", reason, ours), team, "not-ours"] as const,
  ),
  ...(["internal-error", "deadline-exceeded"] as const).flatMap((reason) =>
    (["decode", "signature", "statement"] as const).flatMap(
      (step) =>
        [
          [`${reason} at ${step}: nobody decided it`, rejected(step, reason), team, "undecided"],
          [`${reason} at ${step}: nobody decided ours`, rejected(step, reason, ours), team, "undecided"],
        ] as const,
    ),
  ),
  ["from the future", rejected("time", "time-in-future"), team, "later"],
  ["from the future, at another step", rejected("tlog", "time-in-future"), team, "not-ours"],
  ["without a time", rejected("time", "no-trusted-time"), team, "not-ours"],
  ["its hint is a key of the root", rejected("signature", "signature-invalid", { claimed: { keyids: ["sha256:bob"] } }), team, "failed"],
  [
    "its hint is no key of the root",
    rejected("signature", "signature-invalid", { claimed: { keyids: ["sha256:dave"] } }),
    team,
    "not-ours",
  ],
  ["it names the identity", rejected("sct", "sct-missing", named), sigstoreRoot(), "failed"],
  ["it names the identity of an own authority", rejected("sct", "sct-missing", named), authorityRoot(), "failed"],
  ["it names no identity", rejected("sct", "sct-missing"), sigstoreRoot(), "not-ours"],
  [
    "it names another issuer",
    rejected("sct", "sct-missing", { claimed: { ...named.claimed, issuer: "https://x.example" } }),
    sigstoreRoot(),
    "not-ours",
  ],
  ["it names no issuer", rejected("sct", "sct-missing", { claimed: { keyids: [], san: named.claimed.san } }), sigstoreRoot(), "not-ours"],
  [
    "it names no issuer, and none is asked",
    rejected("sct", "sct-missing", { claimed: { keyids: [], san: named.claimed.san } }),
    authorityRoot(),
    "failed",
  ],
  [
    "it names another identity",
    rejected("sct", "sct-missing", named),
    sigstoreRoot({ identityTests: [is("https://x.example/")] }),
    "not-ours",
  ],
];
for (const [name, envelope, root, kind] of rejections)
  together(`rejected: ${name}`, () => {
    const { step, reason } = envelope;
    assert.is(show(admit(envelope, root, NOW)), `${kind} ${step} · ${reason}: as it was told`);
  });
together("what nobody decided is told before what failed, that before what comes later, and that before what is not ours", () => {
  const [failing, later, foreign, open] = [
    rejected("decode", "json-malformed"),
    rejected("time", "time-in-future"),
    rejected("sct", "sct-missing"),
    rejected("signature", "deadline-exceeded"),
  ];
  for (const [envelopes, kind] of [
    [[foreign, later, failing, open], "undecided"],
    [[open, foreign], "undecided"],
    [[foreign, later, failing], "failed"],
    [[foreign, later], "later"],
    [[failing, foreign], "failed"],
    [[foreign], "not-ours"],
  ] as const)
    assert.is(admitAll(envelopes, team, NOW).kind, kind);
  const first = [rejected("decode", "utf8-invalid"), failing];
  assert.is(show(admitAll(first, team, NOW)), "failed decode · utf8-invalid: as it was told", "of equals the first");
});
together("one that is rejected takes nothing from those that are not", () =>
  assert.is(show(admitAll([rejected("decode", "json-malformed"), verified(by("alice")), verified(by("bob"))], team, NOW)), "admitted"),
);
together("an envelope that nobody decided might hold the signers that are wanting, and takes nothing from those that are enough", () => {
  const open = rejected("signature", "deadline-exceeded");
  assert.is(show(admitAll([verified(by("alice")), verified(by("bob")), open], team, NOW)), "admitted");
  assert.is(
    show(admitAll([verified(by("alice")), open], { ...team, threshold: 2 }, NOW)),
    "undecided signature · deadline-exceeded: as it was told",
  );
});
together.run();

// -------------------------------------------------------------------------------------------------------------- the record

const recorded = suite("the record of phase B");
const told = (admission: Admission): readonly string[] =>
  admission.steps.map(({ step, outcome, reason, detail, checks }) => [step, outcome, reason, detail, ...checks].filter(Boolean).join(" "));
const before = "statement pass";
recorded("admitted by a key", () =>
  assert.equal(told(admit(verified(), keysRoot([trusted("alice")]), NOW)), [
    before,
    "trust pass M7",
    "revocation pass M8",
    "identity skipped not-applicable a key is its own identity",
    "threshold pass D10",
  ]),
);
recorded("admitted by a certificate", () =>
  assert.equal(told(admit(inSigstore(), sigstoreRoot(), NOW)), [
    before,
    "trust pass M7",
    "revocation pass M8",
    "identity pass R9",
    "threshold pass D10",
  ]),
);
recorded("each refusal ends the record", () => {
  assert.equal(told(admit(verified(), keysRoot([]), NOW)), [before, "trust fail key-not-listed no key that signed it is listed M7"]);
  assert.equal(told(admit(inSigstore(), sigstoreRoot(refusing([is(WORKFLOW)])), NOW)), [
    before,
    "trust pass M7",
    "revocation fail identity-denied the trust root refuses this identity M8",
  ]);
  assert.equal(told(admit(inSigstore(), sigstoreRoot({ issuer: "x" }), NOW)), [
    before,
    "trust pass M7",
    "revocation pass M8",
    `identity fail issuer-mismatch the issuer is \`${ISSUER}\` R9`,
  ]);
  assert.equal(told(admit(verified(), keysRoot([trusted("alice")], { logged: { required: true, atLeast: 1 } }), NOW)).slice(-2), [
    "identity skipped not-applicable a key is its own identity",
    "threshold fail log-threshold-not-met 0 log operators vouch for it, 1 are needed",
  ]);
  assert.equal(told(admit(verified(), team, NOW)).slice(-2), [
    "identity skipped not-applicable a key is its own identity",
    "threshold fail threshold-not-met 1 of the 2 signers that are needed D10",
  ]);
});
recorded.run();
