/** Every clause of a `trust` block through policy text to the verdict, over a Sigstore instance and keys made on the spot. */
import { createPublicKey } from "node:crypto";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { createWorld, type AttestRequest, type Plan } from "../../src/testing/index.ts";
import { judgeWith, type Case } from "../support/trust/judge-with.ts";
import { newAuthority, pem, type Holder } from "../support/trust/own-pki.ts";
import { crypto, instant } from "../support/trust/run.ts";
import { newSigner, signedJson, statementText, web, type TestSigner } from "../support/trust/signing.ts";

const SIGNED = instant("2026-11-20T10:00:00Z");
const world = await createWorld({ seed: "trust roots", now: SIGNED }, { crypto: web, hasher: crypto });
const instances = { "public-good": world.trustedRoot() };

const [alice, bob, carol] = await Promise.all([newSigner(), newSigner("ed25519"), newSigner("ecdsa-sha2-384-nistp384")]);
const publicPem = ({ pair }: TestSigner) =>
  `-----BEGIN PUBLIC KEY-----\n${Buffer.from(pair.spki).toString("base64")}\n-----END PUBLIC KEY-----\n`;
const files = { "alice.pub": publicPem(alice), "bob.pub": publicPem(bob), "carol.pub": publicPem(carol), "again.pub": publicPem(alice) };

const STATEMENT = statementText();
const OTHER = statementText({ subject: [{ name: "other", digest: { sha256: "a".repeat(64) } }] });
const dsse = async (signers: readonly [TestSigner, ...TestSigner[]], text = STATEMENT) => JSON.stringify(await signedJson(text, signers));
const keyOf = ({ pair }: TestSigner, algorithm: "ecdsa-sha2-256-nistp256" = "ecdsa-sha2-256-nistp256") => ({
  algorithm,
  spki: pair.spki,
  sign: (parts: readonly Uint8Array[]) => web.sign(pair.privateKey, parts),
});
const logged = async (request: Partial<AttestRequest> = {}, change: (plan: Plan) => Plan = (plan) => plan, text = STATEMENT) =>
  (await world.make(change(await world.plan(new TextEncoder().encode(text), { by: { key: keyOf(alice) }, ...request })))).bundle;

const rsa = await newSigner("rsa-sign-pss-sha256");
const signedByRsa = await dsse([rsa]);

const tests = suite("trust roots, end to end");
async function expect(asked: Case, text: string, code: number): Promise<void> {
  const outcome = await judgeWith({ files, ...asked });
  assert.equal([outcome.text, outcome.code], [text, code]);
}

// --------------------------------------------------------------------------------------------------- keys and thresholds

const BOTH = 'key "alice.pub"\n key "bob.pub"\n key "carol.pub"';
const twice = await signedJson(STATEMENT, [alice, alice]);
const rows: readonly (readonly [name: string, trust: string, evidence: readonly string[], outcome: string, code: number])[] = [
  ["one key", BOTH, [await dsse([bob])], "satisfied", 0],
  ["a stranger", 'key "bob.pub"', [await dsse([alice])], "missing ← signature · signature-invalid", 1],
  ["two keys in one envelope", `${BOTH} threshold 2`, [await dsse([bob, alice])], "satisfied", 0],
  ["a foreign signature between them", 'key "alice.pub" key "bob.pub" threshold 2', [await dsse([bob, carol, alice])], "satisfied", 0],
  ["two keys in two envelopes", `${BOTH} threshold 2`, [await dsse([bob]), await dsse([alice])], "satisfied", 0],
  ["three in two", `${BOTH} threshold 3`, [await dsse([bob, carol]), await dsse([carol, alice])], "satisfied", 0],
  ["one too few", `${BOTH} threshold 3`, [await dsse([bob, alice])], "unverifiable ← threshold · threshold-not-met", 2],
  ["dsse-07 one key twice", `${BOTH} threshold 2`, [JSON.stringify(twice)], "unverifiable ← threshold · threshold-not-met", 2],
  [
    "dsse-07 one key in two envelopes",
    `${BOTH} threshold 2`,
    [await dsse([alice]), await dsse([alice])],
    "unverifiable ← threshold · threshold-not-met",
    2,
  ],
  [
    "dsse-09 two statements",
    `${BOTH} threshold 2`,
    [await dsse([alice]), await dsse([bob], OTHER)],
    "unverifiable ← threshold · threshold-not-met",
    2,
  ],
  [
    "an unsigned copy adds nobody",
    `${BOTH} threshold 2`,
    [await dsse([alice]), STATEMENT],
    "unverifiable ← threshold · threshold-not-met",
    2,
  ],
];
for (const [name, trust, evidence, outcome, code] of rows) tests(`threshold: ${name}`, () => expect({ trust, evidence }, outcome, code));
tests("pass-19 an RSA key out of a JWK signs as its `alg` says, in a policy too", async () => {
  const { n, e } = createPublicKey({ key: Buffer.from(rsa.pair.spki), format: "der", type: "spki" }).export({ format: "jwk" });
  const asked = (alg: string): Case => ({
    trust: 'key "rsa.jwk"',
    files: { "rsa.jwk": JSON.stringify({ kty: "RSA", alg, n, e }) },
    evidence: [signedByRsa],
  });
  await expect(asked("PS256"), "satisfied", 0);
  await expect(asked("RS256"), "missing ← signature · signature-invalid", 1);
});
tests("dsse-08 one key under two names cannot meet a threshold of 2", async () => {
  const { text, code } = await judgeWith({ trust: 'key "alice.pub" key "again.pub" threshold 2', files, evidence: [await dsse([alice])] });
  assert.match(text, /E4005/u);
  assert.is(code, 3);
});

// ------------------------------------------------------------------------------------------- windows, revocation, refusal

const MAY = "2026-12-01T00:00:00Z";
const vouched = { "a log": await logged(), "a token": await logged({ entry: "none" }) };
for (const [by, bundle] of Object.entries(vouched)) {
  const window = (clauses: string): Case => ({ trust: `key "alice.pub" ${clauses}`, evidence: [bundle], instances, at: MAY });
  tests(`M7 by ${by}: inside, at both ends, outside`, async () => {
    await expect(window("valid from 2026-11-20 valid until 2026-11-20"), "satisfied", 0);
    await expect(window("valid from 2026-11-20T10:00:00Z valid until 2026-11-20T10:00:00Z"), "satisfied", 0);
    await expect(window("valid from 2026-11-20T10:00:01Z"), "unverifiable ← trust · key-not-valid-at-time", 2);
    await expect(window("valid until 2026-11-19"), "unverifiable ← trust · key-not-valid-at-time", 2);
  });
  tests(`M8 by ${by}: strictly before the date`, async () => {
    await expect(window("revoked since 2026-11-20T10:00:01Z"), "satisfied", 0);
    await expect(window("revoked since 2026-11-20T10:00:00Z"), "unverifiable ← revocation · key-revoked", 2);
  });
  tests(`refuse since, by ${by}`, async () => {
    const held = 'held by "alice@acme.example" refuse identity is "alice@acme.example"';
    await expect(window(`${held} since 2026-11-20T10:00:01Z`), "satisfied", 0);
    await expect(window(`${held} since 2026-11-20`), "unverifiable ← revocation · identity-denied", 2);
    // Refused always: nobody is asked when it was signed, so no instance is given.
    await expect({ ...window(held), instances: {} }, "unverifiable ← revocation · identity-denied", 2);
  });
}
tests("M7, M8 without a proven time", async () => {
  const unproven = async (clauses: string): Promise<Case> => ({
    trust: `key "alice.pub" ${clauses}`,
    evidence: [await dsse([alice])],
    instances,
  });
  await expect(await unproven("valid from 2026-01-01 valid until 2027-01-01"), "satisfied", 0);
  await expect(await unproven("valid until 2026-11-30"), "unverifiable ← trust · time-not-proven", 2);
  await expect(await unproven("valid from 2026-12-02"), "unverifiable ← trust · time-not-proven", 2);
  await expect(await unproven("revoked since 2026-12-31"), "unverifiable ← trust · time-not-proven", 2);
  await expect(
    await unproven('held by "a@acme.example" refuse identity is "a@acme.example" since 2026-12-31'),
    "unverifiable ← revocation · identity-denied",
    2,
  );
});
tests("rotation: the old key's old signature and the new key's new one", async () => {
  const trust = 'key "alice.pub" valid until 2026-11-25 key "bob.pub" valid from 2026-11-15 threshold 2';
  await expect({ trust, evidence: [await logged(), await dsse([bob])], instances }, "satisfied", 0);
});

// ----------------------------------------------------------------------------------------------------- logs and timestamps

const two =
  (which: "other" | "proving") =>
  (plan: Plan): Plan => {
    const [entry] = plan.entries;
    if (entry === undefined) throw new Error("no entry");
    const second = { ...entry, kind: which === "proving" ? ("hashedrekord 0.0.2" as const) : entry.kind, log: world.instance.logs[which] };
    return { ...plan, entries: [entry, which === "proving" ? { ...second, withPromise: false } : second] };
  };
const oneAuthorityTwice = (plan: Plan): Plan => {
  const [token] = plan.tokens;
  if (token === undefined) throw new Error("no token");
  return { ...plan, tokens: [token, { ...token, serial: 2n } as typeof token] };
};
const KEY = 'key "alice.pub"';
const proofs: readonly (readonly [name: string, trust: string, evidence: string | Uint8Array, outcome: string, code: number])[] = [
  ["a log", `${KEY} logged yes`, await logged(), "satisfied", 0],
  ["log-14 none", `${KEY} logged yes`, await dsse([alice]), "unverifiable ← threshold · log-threshold-not-met", 2],
  ["log-14 a token is no log", `${KEY} logged yes`, await logged({ entry: "none" }), "unverifiable ← threshold · log-threshold-not-met", 2],
  ["two logs of two operators", `${KEY} logged yes at least 2`, await logged({}, two("other")), "satisfied", 0],
  [
    "log-13 two logs of one operator",
    `${KEY} logged yes at least 2`,
    await logged({}, two("proving")),
    "unverifiable ← threshold · log-threshold-not-met",
    2,
  ],
  ["a timestamp", `${KEY} timestamped yes`, await logged({ tokens: 1 }), "satisfied", 0],
  ["a promise is no timestamp", `${KEY} timestamped yes`, await logged(), "unverifiable ← threshold · timestamp-threshold-not-met", 2],
  ["two authorities", `${KEY} timestamped yes at least 2`, await logged({ tokens: 2 }), "satisfied", 0],
  [
    "time-11 one of them",
    `${KEY} timestamped yes at least 2`,
    await logged({ tokens: 1 }),
    "unverifiable ← threshold · timestamp-threshold-not-met",
    2,
  ],
  ["both demands", `${KEY} logged yes timestamped yes`, await logged({ tokens: 1 }), "satisfied", 0],
];
for (const [name, trust, evidence, outcome, code] of proofs)
  tests(`proof: ${name}`, () => expect({ trust, evidence: [evidence], instances }, outcome, code));
tests("time-11 one authority twice", async () => {
  const bundle = await logged({ tokens: 1 }, oneAuthorityTwice);
  const { text, code } = await judgeWith({ trust: `${KEY} timestamped yes at least 2`, files, evidence: [bundle], instances });
  assert.match(text, /threshold · timestamp-threshold-not-met|bundle · duplicate-item/u);
  assert.is(code, 2);
});
tests("a key that is logged elsewhere is not logged: the instance is the shipped one unless the policy names another", async () => {
  await expect({ trust: `${KEY} logged yes`, evidence: [await logged()] }, "unverifiable ← tlog · log-unknown", 2);
});

// ------------------------------------------------------------------------------------------------------------ time claimed

const fresh = { fields: "reviewedOn: Timestamp", evidenceClauses: "fresh within 7 days of reviewedOn" };
const dated = (on: string) => statementText({ predicate: { by: "alice", reviewedOn: on } });
tests("accept claimed time: the statement's own date is believed only where the root says so", async () => {
  const evidence = [await dsse([alice], dated("2026-11-30T00:00:00Z"))];
  await expect({ trust: `${KEY} accept claimed time`, evidence, ...fresh }, "satisfied", 0);
  const { text, code } = await judgeWith({ trust: KEY, files, evidence, ...fresh });
  assert.is.not(text, "satisfied");
  assert.is.not(code, 0);
  const old = [await dsse([alice], dated("2026-11-20T00:00:00Z"))];
  await expect({ trust: `${KEY} accept claimed time`, evidence: old, ...fresh }, "violated", 1);
});
tests("a proven time is the limit of a claimed one", async () => {
  const bundle = await logged({}, (plan) => plan, dated("2026-11-20T10:05:00Z"));
  const late = await logged({}, (plan) => plan, dated("2026-11-20T10:05:01Z"));
  const at = "2026-11-22T00:00:00Z";
  await expect({ trust: `${KEY} logged yes`, evidence: [bundle], instances, at, ...fresh }, "satisfied", 0);
  const { text, code } = await judgeWith({ trust: `${KEY} logged yes`, files, evidence: [late], instances, at, ...fresh });
  assert.match(text, /claimed-time-in-future/u);
  assert.is(code, 2);
});

// ----------------------------------------------------------------------------------------------------- trusted-root files

const ISSUER = "https://issuer.acme.example";
const workflow = "https://github.com/acme/app/.github/workflows/release.yml@refs/tags/v1";
const KEYLESS = `issuer "${ISSUER}" identity under "https://github.com/acme"`;
const keyless = await logged({ by: { san: workflow, issuer: ISSUER } });
const rootFile = { "roots/acme.json": world.trustedRoot() };

tests("a trusted-root file beside the policy", async () => {
  await expect({ trust: `sigstore "roots/acme.json" ${KEYLESS}`, files: rootFile, evidence: [keyless] }, "satisfied", 0);
  await expect({ trust: `sigstore public-good ${KEYLESS}`, evidence: [keyless], instances }, "satisfied", 0);
});
tests("cert-08 the same evidence under another instance", async () => {
  await expect({ trust: `sigstore public-good ${KEYLESS}`, evidence: [keyless] }, "unverifiable ← tlog · log-unknown", 2);
});
tests("a trusted-root file that cannot be used is a fault of the policy", async () => {
  for (const [content, label] of [
    ["{}", /media/u],
    ["{", /json-malformed/u],
  ] as const) {
    const { text, code } = await judgeWith({
      trust: `sigstore "roots/acme.json" ${KEYLESS}`,
      files: { "roots/acme.json": content },
      evidence: [keyless],
    });
    assert.match(text, /E4021/u);
    assert.match(text, label);
    assert.is(code, 3);
  }
});
tests("refuse identity, since and always", async () => {
  const refusing = (since: string): Case => ({
    trust: `sigstore "roots/acme.json" ${KEYLESS} refuse identity is "${workflow}" ${since}`,
    files: rootFile,
    evidence: [keyless],
  });
  await expect(refusing("since 2026-11-20T10:00:01Z"), "satisfied", 0);
  await expect(refusing("since 2026-11-20T10:00:00Z"), "unverifiable ← revocation · identity-denied", 2);
  await expect(refusing(""), "unverifiable ← revocation · identity-denied", 2);
});
tests("two workflows, threshold 2, over one statement", async () => {
  const second = await logged({ by: { san: workflow.replace("release", "audit"), issuer: ISSUER } });
  const trust = `sigstore "roots/acme.json" ${KEYLESS} threshold 2`;
  await expect({ trust, files: rootFile, evidence: [keyless, second] }, "satisfied", 0);
  const again = await logged({ by: { san: workflow, issuer: ISSUER } });
  await expect({ trust, files: rootFile, evidence: [keyless, again] }, "unverifiable ← threshold · threshold-not-met", 2);
});

// --------------------------------------------------------------------------------------------------------- own authorities

const root = await newAuthority("root");
const issuing = await newAuthority("issuing", { by: root, pathLength: 0 });
const stranger = await newAuthority("stranger");
const SPIFFE = "spiffe://acme.example/ns/build/sa/release";
const AUTHORITY = `identity under "spiffe://acme.example/ns/build"`;
const pki = {
  "ca/root.pem": pem(root),
  "ca/issuing.pem": pem(issuing),
  "ca/both.pem": pem(root) + pem(issuing),
  "ca/stranger.pem": pem(stranger),
};

async function issued(by: Holder, request: Partial<AttestRequest> & { readonly carried?: readonly Holder[] } = {}): Promise<Uint8Array> {
  const { carried = [], ...rest } = request;
  return logged(
    { by: { san: SPIFFE, issuer: ISSUER }, entry: "none", tokens: 0, version: carried.length > 0 ? "0.2" : "0.3", ...rest },
    (plan) => {
      if (plan.signer.kind !== "identity") throw new Error("not an identity");
      const authority = { operator: "acme", uri: "https://ca.acme.example", root, intermediate: by };
      return { ...plan, signer: { ...plan.signer, authority, scts: [], carried: carried.map(({ der }) => der) } };
    },
  );
}
const NOW = "2026-11-20T10:05:00Z";
const byAuthority: readonly (readonly [
  name: string,
  asked: Partial<Case> & { readonly evidence: Case["evidence"]; readonly trust: string },
  outcome: string,
  code: number,
])[] = [
  [
    "root and intermediate from two files",
    { trust: `authority "ca/root.pem", "ca/issuing.pem" ${AUTHORITY}`, evidence: [await issued(issuing)] },
    "satisfied",
    0,
  ],
  ["from one file", { trust: `authority "ca/both.pem" ${AUTHORITY}`, evidence: [await issued(issuing)] }, "satisfied", 0],
  [
    "an intermediate that is carried",
    { trust: `authority "ca/root.pem" ${AUTHORITY}`, evidence: [await issued(issuing, { carried: [issuing] })] },
    "satisfied",
    0,
  ],
  [
    "X1 no intermediate",
    { trust: `authority "ca/root.pem" ${AUTHORITY}`, evidence: [await issued(issuing)] },
    "unverifiable ← certificate · certificate-chain-invalid",
    2,
  ],
  [
    "cert-06 a root that is carried",
    { trust: `authority "ca/root.pem" ${AUTHORITY}`, evidence: [await issued(stranger, { carried: [stranger] })] },
    "unverifiable ← certificate · certificate-chain-invalid",
    2,
  ],
  [
    "another identity",
    { trust: `authority "ca/both.pem" identity under "spiffe://acme.example/ns/other"`, evidence: [await issued(issuing)] },
    "missing ← identity · identity-mismatch",
    1,
  ],
  [
    "the issuer's claim, if it is asked for",
    { trust: `authority "ca/both.pem" ${AUTHORITY} issuer "${ISSUER}"`, evidence: [await issued(issuing)] },
    "satisfied",
    0,
  ],
  [
    "another issuer",
    { trust: `authority "ca/both.pem" ${AUTHORITY} issuer "https://other.example"`, evidence: [await issued(issuing)] },
    "missing ← identity · issuer-mismatch",
    1,
  ],
  [
    "X10 over, no proven time",
    { trust: `authority "ca/both.pem" ${AUTHORITY}`, evidence: [await issued(issuing)], at: MAY },
    "unverifiable ← certificate · certificate-not-valid-at-time",
    2,
  ],
  [
    "X10 over, timestamped in time",
    { trust: `authority "ca/both.pem" ${AUTHORITY} timestamped yes`, evidence: [await issued(issuing, { tokens: 1 })], at: MAY, instances },
    "satisfied",
    0,
  ],
  [
    "X10 timestamped too late",
    {
      trust: `authority "ca/both.pem" ${AUTHORITY} timestamped yes`,
      evidence: [await late()],
      at: MAY,
      instances,
    },
    "unverifiable ← certificate · certificate-not-valid-at-time",
    2,
  ],
  [
    "timestamped, and it is not",
    { trust: `authority "ca/both.pem" ${AUTHORITY} timestamped yes`, evidence: [await issued(issuing)], instances },
    "unverifiable ← threshold · timestamp-threshold-not-met",
    2,
  ],
];
async function late(): Promise<Uint8Array> {
  const plan = await world.plan(new TextEncoder().encode(STATEMENT), { by: { san: SPIFFE, issuer: ISSUER }, entry: "none", tokens: 1 });
  if (plan.signer.kind !== "identity") throw new Error("not an identity");
  const authority = { operator: "acme", uri: "https://ca.acme.example", root, intermediate: issuing };
  const certificateFrom = SIGNED - 3_600_000_000_000n;
  return (await world.make({ ...plan, signer: { ...plan.signer, authority, scts: [], certificateFrom } })).bundle;
}
for (const [name, asked, outcome, code] of byAuthority)
  tests(`authority: ${name}`, () => expect({ files: pki, at: NOW, ...asked }, outcome, code));

tests("a certificate of one's own authority is none of the Sigstore instance beside it", async () => {
  const trust = `sigstore "roots/acme.json" issuer "${ISSUER}" ${AUTHORITY}`;
  const others = `authority "ca/both.pem" ${AUTHORITY} timestamped yes`;
  const asked = { trust, others, files: { ...pki, ...rootFile }, evidence: [await issued(issuing, { tokens: 1 })] };
  await expect({ ...asked, at: NOW }, "unverifiable ← trust · root-not-permitted", 2);
});
tests("cert-08 an authority of another trust root", async () => {
  const trust = `authority "ca/stranger.pem" ${AUTHORITY}`;
  const others = `authority "ca/both.pem" ${AUTHORITY}`;
  await expect({ trust, others, files: pki, evidence: [await issued(issuing)], at: NOW }, "unverifiable ← trust · anchor-not-permitted", 2);
});
tests("a listed authority that stands in a bundle's Sigstore instance answers for it too", async () => {
  const { root: top, intermediate } = world.instance.certificateAuthority;
  const fulcio = [top, intermediate]
    .map(({ der }) => `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString("base64")}\n-----END CERTIFICATE-----\n`)
    .join("");
  const trust = 'authority "fulcio.pem" identity under "https://github.com/acme" logged yes';
  const others = `sigstore public-good ${KEYLESS}`;
  await expect({ trust, others, files: { "fulcio.pem": fulcio }, evidence: [keyless], instances }, "satisfied", 0);
});
tests("certificate files that cannot be used are a fault of the policy", async () => {
  const key = publicPem(alice);
  for (const [content, label] of [
    ["nothing", /neither PEM nor DER/u],
    [key, /labelled `PUBLIC KEY`/u],
    [pem(root) + pem(root), /one certificate twice/u],
  ] as const) {
    const { text, code } = await judgeWith({ trust: `authority "ca.pem" ${AUTHORITY}`, files: { "ca.pem": content }, evidence: [] });
    assert.match(text, /E4021/u);
    assert.match(text, label);
    assert.is(code, 3);
  }
});
tests("dsse-13 keys where certificates are listed, and the other way round", async () => {
  const authority = `authority "ca/both.pem" ${AUTHORITY}`;
  const asked = { files: { ...pki, ...files }, at: NOW };
  const keyed = { ...asked, trust: authority, others: KEY, evidence: [await dsse([alice])] };
  await expect(keyed, "missing ← trust · signer-kind-not-permitted", 1);
  const certified = { ...asked, trust: KEY, others: authority, evidence: [await issued(issuing)] };
  await expect(certified, "missing ← trust · signer-kind-not-permitted", 1);
});
tests.run();
