/** What a signing certificate and a timestamp authority's must look like: one thing wrong with each, and the sentence about it. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { checkLeafProfile, checkTimestampProfile, unknownCritical, type Issuance } from "../../../src/trust/x509/leaf-profile.ts";
import {
  authorityKeyId,
  basicConstraints,
  keyUsage,
  keyUsageBits,
  subjectAltName,
  subjectKeyId,
  usages,
  type AlternativeName,
  type CertificateExtension,
} from "../../../src/testing/world/certificate.ts";
import { sequence, tlv } from "../../../src/testing/world/der.ts";
import { broken, fakeCrypto, keyNamed, plainCertificate, purpose, unknown, type PlainSpec } from "../../support/trust/plain-certificate.ts";
import { directoryName, nameConstraints } from "../../support/trust/own-pki.ts";

const crypto = fakeCrypto(() => false);
const ALICE: AlternativeName = { type: "email", value: "alice@acme.example" };
const signing = keyUsage(keyUsageBits.digitalSignature);
const good: readonly CertificateExtension[] = [signing, purpose(usages.codeSigning), subjectAltName(ALICE)];

const withPart = (part: CertificateExtension): PlainSpec => ({
  extensions: [...good.filter(({ oid }) => oid !== part.oid), part],
});
const withoutPart = (oid: string): PlainSpec => ({ extensions: good.filter((part) => part.oid !== oid) });
const general = (...names: readonly Uint8Array[]): CertificateExtension => ({
  oid: "2.5.29.17",
  critical: true,
  value: sequence(...names),
});

function profileOf(spec: PlainSpec, issuance?: Issuance): string {
  const outcome = checkLeafProfile(plainCertificate({ extensions: good, ...spec }), crypto, issuance);
  return outcome.ok ? `${outcome.value.type} ${outcome.value.value}` : `${outcome.error.reason}: ${outcome.error.detail}`;
}

const no = (detail: string): string => `certificate-profile: ${detail}`;
const san = (...names: readonly AlternativeName[]): PlainSpec => withPart(subjectAltName(...names));

const rows: readonly (readonly [name: string, spec: PlainSpec, outcome: string, issuance?: Issuance])[] = [
  ["the twin", {}, "email alice@acme.example"],
  ["a URI", san({ type: "uri", value: "https://ci.acme.example/x" }), "uri https://ci.acme.example/x"],
  ["a user name of Fulcio", san({ type: "other-name", value: "alice" }), "other-name alice"],
  ["version 1", { version: 1 }, no("it is of version 1")],
  ["version 2", { version: 2 }, no("it is of version 2")],
  ["an authority", withPart(basicConstraints({ isAuthority: true })), no("it is an authority's")],
  ["constraints that cannot be read", withPart(broken("2.5.29.19")), no("it is an authority's")],
  ["constraints that say that it is none", withPart(basicConstraints({ isAuthority: false })), "email alice@acme.example"],
  ["no key usage", withoutPart("2.5.29.15"), no("its key usage is not for signatures")],
  ["a key usage that cannot be read", withPart(broken("2.5.29.15")), no("its key usage is not for signatures")],
  ["a key usage for certificates", withPart(keyUsage(keyUsageBits.keyCertSign)), no("its key usage is not for signatures")],
  ["no extended key usage", withoutPart("2.5.29.37"), no("it has no extended key usage")],
  ["an extended key usage that cannot be read", withPart(broken("2.5.29.37")), no("it has no extended key usage")],
  ["another purpose", withPart(purpose(usages.serverAuth)), no("its extended key usage is for another purpose")],
  ["any purpose alone", withPart(purpose(usages.any)), no("its extended key usage is for another purpose")],
  ["any purpose beside", withPart(purpose(usages.codeSigning, usages.any)), no("its extended key usage allows anything")],
  ["another purpose beside", withPart(purpose(usages.codeSigning, usages.serverAuth)), "email alice@acme.example"],
  ["unknown and critical", withPart(unknown("critical")), no("its extension 1.2.3.4 is critical and unknown")],
  ["unknown, not critical", withPart(unknown("not critical")), "email alice@acme.example"],
  ["a key that cannot be read", { spki: keyNamed("none") }, no("its key cannot be read")],
  ["a weak key", { spki: keyNamed("rsa 1024") }, no("its RSA key has 1024 bits, at least 2048 are needed")],
  ["a strong key", { spki: keyNamed("rsa 2048") }, "email alice@acme.example"],
  ["no name", withoutPart("2.5.29.17"), no("it has no alternative name")],
  ["a list of no names", withPart(general()), no("it has no alternative name")],
  ["two names", san(ALICE, { type: "uri", value: "https://x.example" }), no("it has more than one alternative name")],
  ["an empty name", san({ type: "email", value: "" }), no("its alternative name is empty")],
  ["a DNS name", san({ type: "dns", value: "acme.example" }), no("its alternative name is a DNS name")],
  ["a DNS name of an own authority", san({ type: "dns", value: "acme.example" }), "dns acme.example", "own-authority"],
  [
    "a directory name",
    withPart(general(tlv(...directoryName(plainCertificate().subject)))),
    no("its alternative name is a directory name"),
  ],
  [
    "a directory name of an own authority",
    withPart(general(tlv(...directoryName(plainCertificate().subject)))),
    "directory-name CN=leaf,O=acme",
    "own-authority",
  ],
  [
    "an address of a host",
    withPart(general(tlv(0x87, Uint8Array.of(1, 2, 3, 4)))),
    no("its alternative name cannot be read: a name is of a kind that signs nothing here"),
    "own-authority",
  ],
  ["an empty name of an own authority", san({ type: "dns", value: "" }), no("its alternative name is empty"), "own-authority"],
];
const leaves = suite("leaf profile");
for (const [name, spec, outcome, issuance] of rows) leaves(name, () => assert.is(profileOf(spec, issuance), outcome));
leaves.run();

// ------------------------------------------------------------------------------------------------------- critical ones

const criticals = suite("critical extensions");
const id = Uint8Array.of(1);
for (const part of [
  subjectKeyId(id),
  signing,
  subjectAltName(ALICE),
  basicConstraints({ isAuthority: false }),
  authorityKeyId(id),
  purpose(usages.codeSigning),
  nameConstraints([]),
])
  criticals(`${part.oid} is judged elsewhere`, () =>
    assert.is(unknownCritical(plainCertificate({ extensions: [{ ...part, critical: true }] })), undefined),
  );
criticals("certificate policies are not", () =>
  assert.is(
    unknownCritical(plainCertificate({ extensions: [signing, { oid: "2.5.29.32", critical: true, value: sequence() }] })),
    "2.5.29.32",
  ),
);
criticals.run();

// ----------------------------------------------------------------------------------------------- timestamp authorities

const stamping = (critical: "critical" | "not critical", ...purposes: readonly string[]): CertificateExtension => ({
  ...purpose(...purposes),
  critical: critical === "critical",
});
const only = stamping("critical", usages.timeStamping);
const NOT_ALONE = "the signer's extended key usage is not timestamping alone";
const NO_USAGE = "the signer has no extended key usage";
const stamps: readonly (readonly [name: string, extensions: readonly CertificateExtension[], fault: string | undefined])[] = [
  ["the twin", [only, signing], undefined],
  ["no key usage", [only], undefined],
  ["an authority", [only, basicConstraints({ isAuthority: true })], "the signer is an authority"],
  ["constraints that cannot be read", [only, broken("2.5.29.19")], "the signer is an authority"],
  ["constraints that say that it is none", [only, basicConstraints({ isAuthority: false })], undefined],
  ["no extended key usage", [signing], NO_USAGE],
  ["an extended key usage that cannot be read", [broken("2.5.29.37")], NO_USAGE],
  ["another purpose", [stamping("critical", usages.codeSigning)], NOT_ALONE],
  ["another purpose beside", [stamping("critical", usages.timeStamping, usages.codeSigning)], NOT_ALONE],
  ["no purpose", [stamping("critical")], NOT_ALONE],
  ["not critical", [stamping("not critical", usages.timeStamping)], "the signer's extended key usage is not critical"],
  ["a key usage for certificates", [only, keyUsage(keyUsageBits.keyCertSign)], "the signer's key usage is not for signatures"],
  ["a key usage that cannot be read", [only, broken("2.5.29.15")], "the signer's key usage is not for signatures"],
  ["unknown and critical", [only, unknown("critical")], "the signer's extension 1.2.3.4 is critical and unknown"],
  ["unknown, not critical", [only, unknown("not critical")], undefined],
];
const authorities = suite("timestamp profile");
for (const [name, extensions, fault] of stamps)
  authorities(name, () => assert.is(checkTimestampProfile(plainCertificate({ extensions })), fault));
authorities.run();
