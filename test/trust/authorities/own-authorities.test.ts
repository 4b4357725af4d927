/** X1 to X10: chains of one's own, one thing wrong with each; the unchanged twin passes beside it. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { defaultLimits } from "../../../src/base/index.ts";
import { checkOwnCertificate } from "../../../src/trust/authorities/check-certificate.ts";
import type { OwnAuthorities, SyncCrypto } from "../../../src/trust/index.ts";
import { createLinkMemo } from "../../../src/trust/x509/signature.ts";
import {
  commonName,
  emptyName,
  extendedKeyUsage,
  keyUsage,
  keyUsageBits,
  subjectAltName,
  usages,
  withExtension,
  withoutExtension,
  type AlternativeName,
  type CertificateExtension,
  type Profile,
} from "../../../src/testing/world/certificate.ts";
import { oid, sequence, set, tlv, utf8String } from "../../../src/testing/world/der.ts";
import { newKey } from "../../../src/testing/world/world-key.ts";
import { checkProperty, fc } from "../../support/property.ts";
import {
  addressName,
  directoryName,
  dnsName,
  emailName,
  nameConstraints,
  newAuthority,
  newLeaf,
  revocationList,
  setOf,
  uriName,
  type Holder,
} from "../../support/trust/own-pki.ts";
import { crypto, instant, NOW } from "../../support/trust/run.ts";
import { web } from "../../support/trust/signing.ts";

const ports = { crypto: web, hasher: crypto };
const ALICE: AlternativeName = { type: "email", value: "alice@acme.example" };

const root = await newAuthority("root");
const issuing = await newAuthority("issuing", { by: root, pathLength: 0 });
const alice = await newLeaf({ by: issuing, san: ALICE });

interface Question {
  readonly leaf: Holder;
  readonly sets?: readonly OwnAuthorities[];
  readonly carried?: readonly Holder[];
  readonly times?: readonly bigint[];
  readonly now?: bigint;
}

function ask(question: Question, using: SyncCrypto = crypto): string {
  const { leaf, sets = [setOf([root, issuing])], carried = [], times = [], now = NOW } = question;
  const asked = { leaf: leaf.certificate, carried: carried.map(({ der }) => der), times, now };
  const outcome = checkOwnCertificate(asked, { sets, links: createLinkMemo(using), crypto: using, limits: defaultLimits });
  if (!outcome.ok) return outcome.error.reason;
  return `${outcome.value.san.type} ${outcome.value.san.value}`;
}

const GOOD = "email alice@acme.example";
const having =
  (extension: CertificateExtension): Profile =>
  (spec) =>
    withExtension(spec, extension);
const without =
  (id: string): Profile =>
  (spec) =>
    withoutExtension(spec, id);
const CHAIN = "certificate-chain-invalid";
const PROFILE = "certificate-profile";
const NOT_THEN = "certificate-not-valid-at-time";

const tests = suite("own authorities");
tests("the twin", () => assert.is(ask({ leaf: alice }), GOOD));

// ------------------------------------------------------------------------------------------------ X1: pool and anchors

tests("X1 an intermediate that the bundle carries", () => {
  assert.is(ask({ leaf: alice, sets: [setOf([root])] }), CHAIN);
  assert.is(ask({ leaf: alice, sets: [setOf([root])], carried: [issuing] }), GOOD);
});
tests("X1 what is carried is never an anchor", async () => {
  const stranger = await newAuthority("stranger");
  const mallory = await newLeaf({ by: stranger, san: ALICE });
  assert.is(ask({ leaf: mallory, carried: [stranger] }), CHAIN);
  assert.is(ask({ leaf: mallory, carried: [stranger], sets: [setOf([stranger])] }), GOOD);
});
tests("X1 a carried root of the same name does not stand in for the listed one", async () => {
  const lookalike = await newAuthority("root");
  const mallory = await newLeaf({ by: await newAuthority("issuing", { by: lookalike, pathLength: 0 }), san: ALICE });
  assert.is(ask({ leaf: mallory, carried: [lookalike] }), CHAIN);
});
tests("X1 sets are not merged: the intermediate of one does not lead to the anchor of the other", () => {
  assert.is(
    ask({ leaf: alice, sets: [setOf([root]), setOf([issuing])] }),
    GOOD,
    "the listed intermediate is an anchor where its issuer is not listed",
  );
  const outcome = checkOwnCertificate(
    { leaf: alice.certificate, carried: [], times: [], now: NOW },
    { sets: [setOf([root]), setOf([issuing])], links: createLinkMemo(crypto), crypto, limits: defaultLimits },
  );
  assert.equal(outcome.ok && outcome.value.paths.map(({ anchor }) => anchor), [issuing.certificate.fingerprint]);
});
tests("X1 a listed leaf is no authority", () => assert.is(ask({ leaf: alice, sets: [setOf([alice])] }), CHAIN));
tests("X1 carried bytes that are no certificate are passed over", () => {
  const outcome = checkOwnCertificate(
    { leaf: alice.certificate, carried: [Uint8Array.from([0x30, 0x01]), issuing.der], times: [], now: NOW },
    { sets: [setOf([root])], links: createLinkMemo(crypto), crypto, limits: defaultLimits },
  );
  assert.ok(outcome.ok);
});

// ----------------------------------------------------------------------------------------------- X2 to X7: authorities

interface IssuerRow {
  readonly name: string;
  readonly profile: Profile;
  readonly reason: string;
}

const issuers: readonly IssuerRow[] = [
  { name: "X3 another subject", profile: (spec) => ({ ...spec, subject: commonName("acme", "other") }), reason: CHAIN },
  { name: "X3 over", profile: (spec) => ({ ...spec, notAfter: instant("2026-11-30T23:59:59Z") }), reason: NOT_THEN },
  { name: "X3 not yet", profile: (spec) => ({ ...spec, notBefore: instant("2026-12-01T00:00:01Z") }), reason: NOT_THEN },
  { name: "X4 no basic constraints", profile: without("2.5.29.19"), reason: CHAIN },
  {
    name: "X4 not critical",
    profile: having({ oid: "2.5.29.19", critical: false, value: sequence(tlv(0x01, Uint8Array.of(0xff))) }),
    reason: CHAIN,
  },
  { name: "X4 no authority", profile: having({ oid: "2.5.29.19", critical: true, value: sequence() }), reason: CHAIN },
  { name: "X4 no key usage", profile: without("2.5.29.15"), reason: CHAIN },
  { name: "X4 keyCertSign missing", profile: having(keyUsage(keyUsageBits.digitalSignature)), reason: CHAIN },
  { name: "X5 usage that does not nest", profile: having(extendedKeyUsage(usages.serverAuth)), reason: CHAIN },
  { name: "X5 any usage", profile: having(extendedKeyUsage(usages.any)), reason: CHAIN },
  { name: "X7 unknown and critical", profile: having({ oid: "1.2.3.4", critical: true, value: sequence() }), reason: CHAIN },
  { name: "X7 policies, critical", profile: having({ oid: "2.5.29.32", critical: true, value: sequence() }), reason: CHAIN },
  { name: "X7 SHA-1", profile: (spec) => ({ ...spec, algorithm: sequence(oid("1.2.840.10045.4.1")) }), reason: "certificate-algorithm" },
];
for (const { name, profile, reason } of issuers)
  tests(`${name}, of the issuer`, async () => {
    const key = await newKey(ports);
    const issuer = (changed: Profile) => newAuthority("changed", { by: root, key, profile: changed });
    const changed = await issuer(profile);
    const twin = await issuer((spec) => spec);
    const leaf = await newLeaf({ by: twin, san: ALICE });
    assert.is(ask({ leaf, sets: [setOf([root, twin])] }), GOOD);
    assert.is(ask({ leaf, sets: [setOf([root])], carried: [changed] }), reason);
  });
tests("X4 path length", async () => {
  const below = await newAuthority("below", { by: issuing });
  const leaf = await newLeaf({ by: below, san: ALICE });
  assert.is(ask({ leaf, sets: [setOf([root, issuing, below])] }), CHAIN);
  const wide = await newAuthority("issuing", { by: root, key: issuing.key, pathLength: 1 });
  assert.is(ask({ leaf, sets: [setOf([root, wide, below])] }), GOOD);
});
tests("X5 code signing and policies that are not critical are fine", async () => {
  const policies = { oid: "2.5.29.32", critical: false, value: sequence() };
  const issuer = await newAuthority("issuer", {
    by: root,
    profile: (spec) => withExtension(withExtension(spec, extendedKeyUsage(usages.codeSigning, usages.serverAuth)), policies),
  });
  assert.is(ask({ leaf: await newLeaf({ by: issuer, san: ALICE }), sets: [setOf([root, issuer])] }), GOOD);
});
tests("X3 the anchor is judged like every other certificate", async () => {
  const old = await newAuthority("old", { profile: (spec) => ({ ...spec, notAfter: instant("2026-06-01T00:00:00Z") }) });
  const leaf = await newLeaf({ by: old, san: ALICE });
  assert.is(ask({ leaf, sets: [setOf([old])] }), NOT_THEN);
  assert.is(ask({ leaf, sets: [setOf([old])], times: [instant("2026-06-01T00:00:00Z")] }), GOOD);
});
tests("X2 at most eight certificates", async () => {
  const chain = [root];
  for (let i = 0; i < 7; i += 1) chain.push(await newAuthority(`depth ${i}`, { by: chain.at(-1) as Holder }));
  const eight = await newLeaf({ by: chain[6] as Holder, san: ALICE });
  const nine = await newLeaf({ by: chain[7] as Holder, san: ALICE });
  assert.is(ask({ leaf: eight, sets: [setOf(chain)] }), GOOD);
  assert.is(ask({ leaf: nine, sets: [setOf(chain)] }), CHAIN);
});
tests("X2 at most 64 signatures are checked, however many carried certificates have the issuer's name", async () => {
  const key = await newKey(ports);
  const crossed: Holder[] = [];
  for (let i = 0; i < 70; i += 1) crossed.push(await newAuthority("crossed", { profile: without("2.5.29.14") }));
  const leaf = await newLeaf({ by: crossed[69] as Holder, san: ALICE, key, profile: without("2.5.29.35") });
  let checks = 0;
  const counting: SyncCrypto = {
    ...crypto,
    importPublic: (spki) => crypto.importPublic(spki),
    verify: (job) => ((checks += 1), crypto.verify(job)),
  };
  const sets = [setOf([await newAuthority("crossed", { profile: without("2.5.29.14") })])];
  assert.is(ask({ leaf, sets, carried: crossed }, counting), "too-many");
  assert.ok(checks <= 64, String(checks));
});
tests("law: the order of certificates changes no answer", async () => {
  const other = await newAuthority("other root");
  const crossSigned = await newAuthority("issuing", { by: other, key: issuing.key, pathLength: 0 });
  const lookalike = await newAuthority("issuing", { by: root });
  const pool = [root, issuing, other, crossSigned, lookalike];
  const narrow = await newLeaf({ by: lookalike, san: { type: "dns", value: "build.acme.example" } });
  const leaves: readonly (readonly [Holder, string])[] = [
    [alice, GOOD],
    [narrow, "dns build.acme.example"],
    [await newLeaf({ by: await newAuthority("nobody"), san: ALICE }), CHAIN],
  ];
  checkProperty(
    fc.property(fc.shuffledSubarray(pool, { minLength: 5 }), fc.constantFrom(...leaves), fc.nat(5), (shuffled, [leaf, expected], cut) => {
      assert.is(ask({ leaf, sets: [setOf(shuffled)] }), expected);
      const anchors = shuffled.filter((holder) => holder === root || holder === other);
      const carried = shuffled.filter((holder) => !anchors.includes(holder));
      assert.is(ask({ leaf, sets: [setOf(anchors)], carried: [...carried.slice(cut), ...carried.slice(0, cut)] }), expected);
    }),
  );
});

// ------------------------------------------------------------------------------------------------- X6: name constraints

const GROUP = commonName("acme", "builders");
const inGroup = (name: string) =>
  sequence(set(attribute("2.5.4.10", "acme")), set(attribute("2.5.4.3", "builders")), set(attribute("2.5.4.3", name)));
function attribute(id: string, value: string): Uint8Array {
  return sequence(oid(id), utf8String(value));
}
const uri = (value: string): AlternativeName => ({ type: "uri", value });
const dns = (value: string): AlternativeName => ({ type: "dns", value });
const email = (value: string): AlternativeName => ({ type: "email", value });

const constraints: readonly (readonly [
  name: string,
  constraint: CertificateExtension,
  admitted: readonly Named[],
  refused: readonly Named[],
])[] = [
  [
    "an e-mail host",
    nameConstraints([emailName("acme.example")]),
    [email("a@acme.example"), email("a@ACME.example"), dns("any.example")],
    [email("a@x.acme.example"), email("a@evil.example"), email("a@acme.example.evil.example"), email("nobody")],
  ],
  [
    "an e-mail domain",
    nameConstraints([emailName(".acme.example")]),
    [email("a@x.acme.example")],
    [email("a@acme.example"), email("a@xacme.example")],
  ],
  [
    "one mailbox",
    nameConstraints([emailName("alice@acme.example")]),
    [email("alice@acme.EXAMPLE")],
    [email("Alice@acme.example"), email("bob@acme.example")],
  ],
  [
    "an excluded e-mail host",
    nameConstraints([], [emailName("acme.example")]),
    [email("a@other.example"), email("a@x.acme.example")],
    [email("a@acme.example"), email("nobody")],
  ],
  [
    "a DNS tree",
    nameConstraints([dnsName("acme.example")]),
    [dns("acme.example"), dns("a.b.ACME.example"), email("a@evil.example")],
    [dns("evil.example"), dns("notacme.example"), dns("1.2.3.4")],
  ],
  [
    "an excluded DNS tree",
    nameConstraints([dnsName("")], [dnsName("secret.acme.example")]),
    [dns("acme.example")],
    [dns("secret.acme.example"), dns("a.secret.acme.example"), dns("")],
  ],
  [
    "a URI host",
    nameConstraints([uriName("ci.acme.example")]),
    [uri("spiffe://ci.acme.example/ns/build"), uri("https://ci.acme.example:8443/x")],
    [
      uri("spiffe://evil.example/ci.acme.example"),
      uri("https://ci.acme.example@evil.example/"),
      uri("urn:acme:ci"),
      uri("https://10.0.0.1/"),
      uri("https://x.ci.acme.example/"),
    ],
  ],
  [
    "a URI domain",
    nameConstraints([uriName(".acme.example")]),
    [uri("https://x.acme.example/")],
    [uri("https://acme.example/"), uri("https://xacme.example/")],
  ],
  [
    "a directory tree",
    nameConstraints([directoryName(GROUP)]),
    [{ subject: inGroup("one") }, { subject: GROUP }, { subject: emptyName }],
    [{ subject: commonName("acme", "others") }, { subject: commonName("evil", "builders") }],
  ],
  [
    "an excluded directory tree, whatever the spelling",
    nameConstraints([], [directoryName(commonName("Acme", "  Builders "))]),
    [{ subject: commonName("acme", "others") }],
    [{ subject: inGroup("one") }, { subject: GROUP }],
  ],
  [
    "an address in the name counts as one",
    nameConstraints([emailName("acme.example")]),
    [{ subject: sequence(set(attribute("1.2.840.113549.1.9.1", "a@acme.example"))) }],
    [{ subject: sequence(set(attribute("1.2.840.113549.1.9.1", "a@evil.example"))) }],
  ],
  ["addresses of hosts are not judged", nameConstraints([addressName([10, 0, 0, 0, 255, 0, 0, 0])]), [], [email("a@acme.example")]],
  [
    "a distance is not judged",
    { oid: "2.5.29.30", critical: true, value: sequence(tlv(0xa0, sequence(tlv(0x82, new Uint8Array()), tlv(0x80, Uint8Array.of(1))))) },
    [],
    [dns("acme.example")],
  ],
];
type Named = AlternativeName | { readonly subject: Uint8Array };

for (const [name, constraint, admitted, refused] of constraints)
  tests(`X6 ${name}`, async () => {
    const constrained = await newAuthority("constrained", { by: root, profile: having(constraint) });
    const below = await newAuthority("below", { by: constrained, profile: (spec) => ({ ...spec, subject: inGroup("below") }) });
    const judge = async (named: Named, by: Holder): Promise<string> => {
      const options = "subject" in named ? { san: uri("spiffe://ci.acme.example/x"), subject: named.subject } : { san: named };
      return ask({ leaf: await newLeaf({ by, ...options }), sets: [setOf([root, constrained, below])] });
    };
    for (const [i, named] of admitted.entries()) assert.is.not(await judge(named, constrained), CHAIN, `admitted ${i}`);
    for (const [i, named] of refused.entries()) {
      assert.is(await judge(named, constrained), CHAIN, `refused ${i}`);
      assert.is(await judge(named, below), CHAIN, `refused below ${i}`);
    }
  });

// --------------------------------------------------------------------------------------------------------- X8: the leaf

const sans: readonly (readonly [name: string, san: AlternativeName, shown: string])[] = [
  ["a SPIFFE id", uri("spiffe://acme.example/ns/build/sa/release"), "uri spiffe://acme.example/ns/build/sa/release"],
  ["a URI", uri("https://ci.acme.example/release"), "uri https://ci.acme.example/release"],
  ["a DNS name", dns("build.acme.example"), "dns build.acme.example"],
  ["an e-mail address", ALICE, GOOD],
];
for (const [name, san, shown] of sans)
  tests(`X8 ${name}`, async () => assert.is(ask({ leaf: await newLeaf({ by: issuing, san }) }), shown));

const general = (...names: readonly Uint8Array[]): CertificateExtension => ({
  oid: "2.5.29.17",
  critical: true,
  value: sequence(...names),
});
const leaves: readonly (readonly [name: string, profile: Profile, outcome: string])[] = [
  ["a directory name", having(general(tlv(0xa4, commonName("acme", "release, one")))), "directory-name CN=release\\, one,O=acme"],
  [
    "a directory name that is no text",
    having(general(tlv(0xa4, sequence(set(sequence(oid("2.5.4.3"), tlv(0x04, Uint8Array.of(1)))))))),
    PROFILE,
  ],
  ["an empty name", having(general(tlv(0x82))), PROFILE],
  ["an address of a host", having(general(tlv(0x87, Uint8Array.of(10, 0, 0, 1)))), PROFILE],
  ["no name", without("2.5.29.17"), PROFILE],
  ["two names", having(subjectAltName(ALICE, dns("build.acme.example"))), PROFILE],
  ["an authority", having({ oid: "2.5.29.19", critical: true, value: sequence(tlv(0x01, Uint8Array.of(0xff))) }), PROFILE],
  ["server authentication only", having(extendedKeyUsage(usages.serverAuth)), PROFILE],
  ["no extended usage", without("2.5.29.37"), PROFILE],
  ["any usage beside the right one", having(extendedKeyUsage(usages.codeSigning, usages.any)), PROFILE],
  ["key encipherment only", having(keyUsage(keyUsageBits.keyEncipherment)), PROFILE],
  ["unknown and critical", having({ oid: "1.2.3.4", critical: true, value: sequence() }), PROFILE],
  ["version 1", (spec) => ({ ...spec, version: 1 }), PROFILE],
];
for (const [name, profile, outcome] of leaves)
  tests(`X8 ${name}`, async () => assert.is(ask({ leaf: await newLeaf({ by: issuing, san: ALICE, profile }) }), outcome));

// ------------------------------------------------------------------------------------------------------------ X9: lists

function revocation(lists: readonly Uint8Array[], leaf: Holder = alice): string {
  const outcome = checkOwnCertificate(
    { leaf: leaf.certificate, carried: [], times: [], now: NOW },
    { sets: [setOf([root, issuing], lists)], links: createLinkMemo(crypto), crypto, limits: defaultLimits },
  );
  return outcome.ok ? outcome.value.paths[0].revocation : outcome.error.reason;
}

const ofRoot = await revocationList({ by: root });
const ofIssuing = await revocationList({ by: issuing });
tests("X9 the twin: both lists in force, nothing on them", () => assert.is(revocation([ofRoot, ofIssuing]), "good"));
tests("X9 the leaf, an intermediate", async () => {
  assert.is(revocation([ofRoot, await revocationList({ by: issuing, revoked: [alice] })]), "revoked");
  assert.is(revocation([await revocationList({ by: root, revoked: [issuing] }), ofIssuing]), "revoked");
});
tests("X9 another leaf's serial number, and the leaf's on another issuer's list", async () => {
  const bob = await newLeaf({ by: issuing, san: ALICE });
  assert.is(revocation([ofRoot, await revocationList({ by: issuing, revoked: [bob] })]), "good");
  assert.is(revocation([await revocationList({ by: root, revoked: [alice] }), ofIssuing]), "good");
});
tests("X9 absent, stale, early, signed by somebody else", async () => {
  assert.is(revocation([]), "unknown");
  assert.is(revocation([ofIssuing]), "unknown");
  assert.is(revocation([ofRoot, await revocationList({ by: issuing, nextUpdate: NOW - 1n })]), "unknown");
  assert.is(revocation([ofRoot, await revocationList({ by: issuing, nextUpdate: NOW })]), "good");
  assert.is(revocation([ofRoot, await revocationList({ by: issuing, thisUpdate: NOW + 1_000_000_000n })]), "unknown");
  assert.is(revocation([ofRoot, await revocationList({ by: issuing, key: await newKey(ports) })]), "unknown");
});
tests("X9 a list that has run out still revokes", async () => {
  assert.is(
    revocation([ofRoot, await revocationList({ by: issuing, revoked: [alice], nextUpdate: instant("2026-11-02T00:00:00Z") })]),
    "revoked",
  );
});
tests("X9 an issuer that may not sign lists", async () => {
  const mute = await newAuthority("mute", { by: root, profile: having(keyUsage(keyUsageBits.keyCertSign)) });
  const leaf = await newLeaf({ by: mute, san: ALICE });
  const outcome = checkOwnCertificate(
    { leaf: leaf.certificate, carried: [mute.der], times: [], now: NOW },
    { sets: [setOf([root], [ofRoot, await revocationList({ by: mute })])], links: createLinkMemo(crypto), crypto, limits: defaultLimits },
  );
  assert.is(outcome.ok && outcome.value.paths[0].revocation, "unknown");
});
tests("X9 lists that say what is not understood are not read", async () => {
  const delta = sequence(oid("2.5.29.27"), tlv(0x01, Uint8Array.of(0xff)), tlv(0x04, Uint8Array.of(2, 1, 1)));
  assert.throws(() => setOf([root], [Uint8Array.of(0x30, 0x00)]), /three parts|part is missing/u);
  const endless = await revocationList({ by: root, nextUpdate: "none" });
  assert.throws(() => setOf([root], [endless]), /when the next one comes/u);
  const critical = await revocationList({ by: root, extensions: [delta] });
  assert.throws(() => setOf([root], [critical]), /critical extension 2.5.29.27/u);
});

// ------------------------------------------------------------------------------------------------------------- X10: time

tests("X10 without a proven time the certificate must be valid now", () => {
  assert.is(ask({ leaf: alice, now: instant("2026-12-31T00:00:00Z") }), GOOD);
  assert.is(ask({ leaf: alice, now: instant("2026-12-31T00:00:01Z") }), NOT_THEN);
  assert.is(ask({ leaf: alice, now: instant("2025-12-31T23:59:59Z") }), NOT_THEN);
});
tests("X10 with proven times they alone count, and all of them", () => {
  const [march, april] = [instant("2026-03-01T00:00:00Z"), instant("2026-04-01T00:00:00Z")];
  const late = instant("2027-03-01T00:00:00Z");
  assert.is(ask({ leaf: alice, times: [march, april], now: late }), GOOD);
  assert.is(ask({ leaf: alice, times: [march, late], now: late }), NOT_THEN);
});
tests.run();
