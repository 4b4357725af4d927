/** What extensions say, and what claims say: texts, bits and numbers, and the sentence where one cannot be read. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Result } from "../../../src/base/index.ts";
import { defaultLimits } from "../../../src/base/index.ts";
import type { Certificate } from "../../../src/trust/x509/certificate.ts";
import { knownClaims, readClaims } from "../../../src/trust/x509/claims.ts";
import {
  authorityKeyId,
  basicConstraints,
  extendedKeyUsage,
  keyUsage,
  subjectAltNames,
  subjectKeyId,
} from "../../../src/trust/x509/extensions.ts";
import { parseCertificate } from "../../../src/trust/x509/parse.ts";
import { claim, commonName, type CertificateExtension } from "../../../src/testing/world/certificate.ts";
import {
  bits,
  boolean,
  explicit,
  integer,
  namedBits,
  nothing,
  octets,
  oid,
  sequence,
  time,
  tlv,
  utf8String,
} from "../../../src/testing/world/der.ts";
import { plainCertificate } from "../../support/trust/plain-certificate.ts";
import { crypto, instant } from "../../support/trust/run.ts";

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

function read(id: string, value: Uint8Array, from: (certificate: Certificate) => Result<unknown, string>): unknown {
  const outcome = from(plainCertificate({ extensions: [{ oid: id, critical: false, value }] }));
  return outcome.ok ? outcome.value : `fault: ${outcome.error}`;
}

const CONSTRAINTS = "2.5.29.19";
const USAGE = "2.5.29.15";
const SAN = "2.5.29.17";
const AKI = "2.5.29.35";
const FULCIO = "1.3.6.1.4.1.57264.1";
const otherName = (id: string, tag: number, content: Uint8Array): Uint8Array => sequence(tlv(0xa0, oid(id), tlv(tag, content)));
const noText = "fault: a text is not UTF-8";

const rows: readonly (readonly [
  name: string,
  id: string,
  value: Uint8Array,
  from: (certificate: Certificate) => Result<unknown, string>,
  outcome: unknown,
])[] = [
  ["constraints that say nothing", CONSTRAINTS, sequence(), basicConstraints, { isAuthority: false }],
  ["an authority", CONSTRAINTS, sequence(boolean(true)), basicConstraints, { isAuthority: true }],
  ["none", CONSTRAINTS, sequence(boolean(false)), basicConstraints, { isAuthority: false }],
  ["an authority with a length", CONSTRAINTS, sequence(boolean(true), integer(3)), basicConstraints, { isAuthority: true, pathLength: 3 }],
  ["a length alone", CONSTRAINTS, sequence(integer(3)), basicConstraints, { isAuthority: false, pathLength: 3 }],
  ["a length of 2^31", CONSTRAINTS, sequence(integer(2 ** 31)), basicConstraints, "fault: an integer is out of range"],
  ["no sequence", CONSTRAINTS, integer(1), basicConstraints, "fault: tag 0x30 is expected and 0x2 stands there"],
  ["all three usages", USAGE, namedBits([0, 5, 6]), keyUsage, { digitalSignature: true, keyCertSign: true, crlSign: true }],
  ["signatures", USAGE, namedBits([0]), keyUsage, { digitalSignature: true, keyCertSign: false, crlSign: false }],
  ["certificates", USAGE, namedBits([5]), keyUsage, { digitalSignature: false, keyCertSign: true, crlSign: false }],
  ["lists", USAGE, namedBits([6]), keyUsage, { digitalSignature: false, keyCertSign: false, crlSign: true }],
  ["all others", USAGE, namedBits([1, 2, 3, 4, 7, 8]), keyUsage, { digitalSignature: false, keyCertSign: false, crlSign: false }],
  ["purposes", "2.5.29.37", sequence(oid("1.2.3"), oid("2.5.4")), extendedKeyUsage, ["1.2.3", "2.5.4"]],
  ["an own identifier", "2.5.29.14", octets(Uint8Array.of(1, 2)), subjectKeyId, Uint8Array.of(1, 2)],
  ["the issuer's", AKI, sequence(tlv(0x80, Uint8Array.of(3))), authorityKeyId, Uint8Array.of(3)],
  [
    "the issuer's, behind its name",
    AKI,
    sequence(tlv(0x82, Uint8Array.of(9)), tlv(0x80, Uint8Array.of(3))),
    authorityKeyId,
    Uint8Array.of(3),
  ],
  ["the issuer's name alone", AKI, sequence(tlv(0x82, Uint8Array.of(9))), authorityKeyId, undefined],
  ["an address", SAN, sequence(tlv(0x81, text("a@b"))), subjectAltNames, [{ type: "email", value: "a@b" }]],
  ["a host", SAN, sequence(tlv(0x82, text("b"))), subjectAltNames, [{ type: "dns", value: "b" }]],
  ["a URI", SAN, sequence(tlv(0x86, text("c://d"))), subjectAltNames, [{ type: "uri", value: "c://d" }]],
  ["a directory name", SAN, sequence(tlv(0xa4, commonName("o", "n"))), subjectAltNames, [{ type: "directory-name", value: "CN=n,O=o" }]],
  ["an address that is not ASCII", SAN, sequence(tlv(0x81, text("ä@b"))), subjectAltNames, "fault: a text is not ASCII"],
  ["a host that is not ASCII", SAN, sequence(tlv(0x82, text("ä"))), subjectAltNames, "fault: a text is not ASCII"],
  ["a URI that is not ASCII", SAN, sequence(tlv(0x86, text("ä"))), subjectAltNames, "fault: a text is not ASCII"],
  ["a registered id", SAN, sequence(tlv(0x88, text("1"))), subjectAltNames, "fault: a name is of a kind that signs nothing here"],
  ["Fulcio's user name", SAN, otherName(`${FULCIO}.7`, 0xa0, utf8String("ä")), subjectAltNames, [{ type: "other-name", value: "ä" }]],
  [
    "another name of Fulcio",
    SAN,
    otherName(`${FULCIO}.8`, 0xa0, utf8String("x")),
    subjectAltNames,
    "fault: an other name is of an unknown type",
  ],
  [
    "in another wrapper",
    SAN,
    otherName(`${FULCIO}.7`, 0xa1, utf8String("x")),
    subjectAltNames,
    "fault: tag 0xa0 is expected and 0xa1 stands there",
  ],
  [
    "in another kind of string",
    SAN,
    otherName(`${FULCIO}.7`, 0xa0, tlv(0x13, text("x"))),
    subjectAltNames,
    "fault: tag 0xc is expected and 0x13 stands there",
  ],
  ["a user name that is no UTF-8", SAN, otherName(`${FULCIO}.7`, 0xa0, tlv(0x0c, Uint8Array.of(0xff))), subjectAltNames, noText],
  [
    "a mark of byte order is kept",
    SAN,
    otherName(`${FULCIO}.7`, 0xa0, utf8String("\ufeffx")),
    subjectAltNames,
    [{ type: "other-name", value: "\ufeffx" }],
  ],
];
const extensions = suite("extensions");
for (const [name, id, value, from, outcome] of rows) extensions(name, () => assert.equal(read(id, value, from), outcome));
extensions("what is absent is not there", () => {
  const bare = plainCertificate();
  for (const from of [basicConstraints, keyUsage, extendedKeyUsage, subjectKeyId, authorityKeyId])
    assert.equal(from(bare), { ok: true, value: undefined });
  assert.equal(subjectAltNames(bare), { ok: true, value: [] });
});
extensions("nesting is bounded", () => {
  const nested = Array.from({ length: 20 }).reduce<Uint8Array>((inner) => sequence(inner), sequence());
  assert.is(read(SAN, nested, subjectAltNames), "fault: it is nested too deep");
});
extensions.run();

// -------------------------------------------------------------------------------------------------------------- claims

const names = [
  [1, "legacy-issuer"],
  [2, "legacy-trigger"],
  [3, "legacy-sha"],
  [4, "legacy-workflow-name"],
  [5, "legacy-repository"],
  [6, "legacy-ref"],
  [8, "issuer"],
  [9, "build-signer"],
  [10, "build-signer-digest"],
  [11, "runner-environment"],
  [12, "source-repository"],
  [13, "source-repository-digest"],
  [14, "source-repository-ref"],
  [15, "source-repository-id"],
  [16, "source-owner"],
  [17, "source-owner-id"],
  [18, "build-config"],
  [19, "build-config-digest"],
  [20, "build-trigger"],
  [21, "run-invocation"],
  [22, "source-visibility"],
] as const;

function claimsOf(...parts: readonly CertificateExtension[]): unknown {
  const outcome = readClaims(plainCertificate({ extensions: parts }));
  if (!outcome.ok) return `fault: ${outcome.error}`;
  const { claims, ...rest } = outcome.value;
  return { ...rest, claims: Object.fromEntries(claims) };
}

const claims = suite("claims");
for (const [arc, name] of names)
  claims(`${FULCIO}.${arc} is ${name}`, () => {
    const read = claimsOf(claim(arc, "ä")) as { readonly claims: unknown };
    assert.equal(read.claims, { [name]: "ä" });
  });
claims("every name that a policy may use", () =>
  assert.equal(
    knownClaims,
    names.map(([, name]) => name),
  ),
);
claims("an issuer, old or new", () => {
  assert.equal(claimsOf(claim(8, "a")), { claims: { issuer: "a" }, issuer: "a", issuerConflict: false });
  assert.equal(claimsOf(claim(1, "a")), { claims: { "legacy-issuer": "a" }, issuer: "a", issuerConflict: false });
  assert.equal(claimsOf(claim(1, "a"), claim(8, "a")), {
    claims: { issuer: "a", "legacy-issuer": "a" },
    issuer: "a",
    issuerConflict: false,
  });
});
claims("two issuers that differ: neither", () =>
  assert.equal(claimsOf(claim(1, "a"), claim(8, "b")), { claims: { issuer: "b", "legacy-issuer": "a" }, issuerConflict: true }),
);
claims("no issuer", () => assert.equal(claimsOf(claim(9, "x")), { claims: { "build-signer": "x" }, issuerConflict: false }));
claims("what is not a text is a fault that names the claim", () => {
  const raw = (arc: number, value: Uint8Array): CertificateExtension => ({ oid: `${FULCIO}.${arc}`, critical: false, value });
  assert.is(claimsOf(raw(1, Uint8Array.of(0xff))), "fault: the claim `legacy-issuer` is not a text");
  assert.is(claimsOf(raw(6, Uint8Array.of(0xff))), "fault: the claim `legacy-ref` is not a text");
  assert.is(claimsOf(raw(8, text("raw"))), "fault: the claim `issuer` is not a text");
  assert.is(claimsOf(raw(9, tlv(0x0c, Uint8Array.of(0xff)))), "fault: the claim `build-signer` is not a text");
  assert.is(claimsOf(raw(22, tlv(0x13, text("x")))), "fault: the claim `source-visibility` is not a text");
});
claims("what is not known is passed over, whatever it holds", () => {
  const strange = ["1.2.3.8", "1.3.6.1.4.1.57265.1.8", `${FULCIO}0.8`, `${FULCIO}.7`, `${FULCIO}.23`, FULCIO, `${FULCIO}.8.1`].map(
    (id) => ({
      oid: id,
      critical: false,
      value: Uint8Array.of(0xff),
    }),
  );
  assert.equal(claimsOf(...strange), { claims: {}, issuerConflict: false });
});
claims.run();

// ------------------------------------------------------------------------------------------------------ certificate DER

const algorithm = sequence(oid("1.2.840.10045.4.3.2"));
const [start, end] = [instant("2026-01-01T00:00:00Z"), instant("2026-12-31T00:00:00Z")];
const some = (id: string, ...rest: readonly Uint8Array[]): Uint8Array => sequence(oid(id), ...rest);
const body = {
  version: explicit(0, integer(2)),
  serial: integer(7),
  algorithm,
  issuer: commonName("acme", "root"),
  validity: sequence(time(start), time(end)),
  subject: commonName("acme", "leaf"),
  spki: sequence(algorithm, bits(Uint8Array.of(1))),
};
type Body = Partial<Record<keyof typeof body, Uint8Array>>;

function parse(
  change: Body = {},
  more: readonly Uint8Array[] = [],
  outer: readonly Uint8Array[] = [algorithm, bits(Uint8Array.of(5))],
): unknown {
  const parts = Object.entries({ ...body, ...change }).map(([, part]) => part);
  const parsed = parseCertificate(
    sequence(sequence(...parts.filter((part) => part.length > 0), ...more), ...outer),
    crypto,
    defaultLimits.derDepth,
  );
  if (!parsed.ok) return `fault: ${parsed.error}`;
  const { version, serial, notBefore, notAfter, signatureOid, signatureAlgorithmsAgree, signature } = parsed.value;
  const ids = parsed.value.extensions.map((extension) => `${extension.oid}${extension.critical ? "!" : ""} ${extension.value.join(".")}`);
  return [
    version,
    serial.join("."),
    notBefore === start,
    notAfter === end,
    signatureOid,
    signatureAlgorithmsAgree,
    signature.join("."),
    ids,
  ]
    .flat()
    .join(" ");
}

const GOOD = "3 7 true true 1.2.840.10045.4.3.2 true 5";
const wrapped = (...parts: readonly Uint8Array[]): Uint8Array => explicit(3, sequence(...parts));
const value = octets(Uint8Array.of(8, 9));
const none = new Uint8Array();
const TWO = "fault: an extension has two or three parts";

const certificates = suite("certificates as DER");
for (const [name, outcome, expected] of [
  ["the twin", parse(), GOOD],
  ["without a version", parse({ version: none }), GOOD.replace("3 ", "1 ")],
  ["version 2", parse({ version: explicit(0, integer(1)) }), GOOD.replace("3 ", "2 ")],
  ["a padded serial number", parse({ serial: tlv(0x02, Uint8Array.of(0, 7)) }), "fault: an integer is not in its shortest form"],
  ["another algorithm inside", parse({ algorithm: sequence(oid("1.2.3")) }), GOOD.replace(" true 5", " false 5")],
  [
    "the same algorithm with a parameter inside",
    parse({ algorithm: sequence(oid("1.2.840.10045.4.3.2"), nothing()) }),
    GOOD.replace(" true 5", " false 5"),
  ],
  ["a validity of one time", parse({ validity: sequence(time(start)) }), "fault: a part is missing"],
  ["a part too many", parse({}, [], [algorithm, bits(Uint8Array.of(5)), nothing()]), "fault: a certificate has three parts"],
  ["no signature", parse({}, [], [algorithm]), "fault: a certificate has three parts"],
  [
    "a signature of half a byte",
    parse({}, [], [algorithm, tlv(0x03, Uint8Array.of(4, 0x50))]),
    "fault: a bit string is not of whole bytes",
  ],
  ["no extension", parse({}, [wrapped()]), GOOD],
  ["extensions", parse({}, [wrapped(some("1.2.3", value), some("1.2.4", boolean(true), value))]), `${GOOD} 1.2.3 8.9 1.2.4! 8.9`],
  ["an extension that says it is not critical", parse({}, [wrapped(some("1.2.3", boolean(false), value))]), `${GOOD} 1.2.3 8.9`],
  ["behind a unique identifier", parse({}, [tlv(0x81, Uint8Array.of(0, 1)), wrapped(some("1.2.3", value))]), `${GOOD} 1.2.3 8.9`],
  [
    "an extension twice",
    parse({}, [wrapped(some("1.2.3", value), some("1.2.4", value), some("1.2.3", value))]),
    "fault: an extension stands twice",
  ],
  ["an extension of one part", parse({}, [wrapped(some("1.2.3"))]), TWO],
  ["an extension of four parts", parse({}, [wrapped(some("1.2.3", boolean(true), value, value))]), TWO],
  ["an extension without octets", parse({}, [wrapped(some("1.2.3", utf8String("x")))]), "fault: tag 0x4 is expected and 0xc stands there"],
  ["no algorithm", parse({}, [], [sequence(), bits(Uint8Array.of(5))]), "fault: a part is missing"],
] as const)
  certificates(name, () => assert.is(outcome, expected));
certificates("of nothing", () => {
  const parsed = parseCertificate(sequence(sequence(), algorithm, bits(Uint8Array.of(5))), crypto, defaultLimits.derDepth);
  assert.equal(parsed, { ok: false, error: "a part is missing" });
});
certificates("bytes behind its end", () => {
  const parsed = parseCertificate(Uint8Array.of(0x30, 0, 0), crypto, defaultLimits.derDepth);
  assert.equal(parsed, { ok: false, error: "bytes follow the end" });
});
certificates.run();
