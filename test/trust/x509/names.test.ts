/** Directory names as text and as values, and name constraints on each kind of name: what is covered and what is not. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { readDer } from "../../../src/trust/der/der.ts";
import { comparableParts, readDirectoryName, showDirectoryName, type DirectoryName } from "../../../src/trust/x509/directory-name.ts";
import { constraintFault } from "../../../src/trust/x509/name-constraints.ts";
import { commonName, emptyName, type CertificateExtension } from "../../../src/testing/world/certificate.ts";
import { integer, oid, sequence, set, tlv, utf8String } from "../../../src/testing/world/der.ts";
import { plainCertificate } from "../../support/trust/plain-certificate.ts";
import { addressName, directoryName, dnsName, emailName, nameConstraints, uriName, type GeneralName } from "../../support/trust/own-pki.ts";

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const CN = "2.5.4.3";
const attribute = (id: string, value: Uint8Array): Uint8Array => sequence(oid(id), value);
const named = (value: Uint8Array): Uint8Array => sequence(set(attribute(CN, value)));

function read(der: Uint8Array): DirectoryName | string {
  const outcome = readDer(der, 16, readDirectoryName);
  return outcome.ok ? outcome.value : outcome.error;
}

function show(der: Uint8Array): string {
  const name = read(der);
  return typeof name === "string" ? `fault: ${name}` : showDirectoryName(name);
}

const RELATIVE = "fault: a relative name is malformed";
const ATTRIBUTE = "fault: an attribute of a name is malformed";
const NO_TEXT = "fault: an attribute of a name is no text that is read";
const BROKEN = "fault: an attribute of a name is not well-formed text";

const names = suite("directory names");
for (const [name, der, expected] of [
  ["nobody", emptyName, ""],
  ["the last part first", commonName("acme", "leaf"), "CN=leaf,O=acme"],
  ["two attributes of one part", sequence(set(attribute(CN, utf8String("a")), attribute("2.5.4.11", utf8String("b")))), "CN=a+OU=b"],
  ["a country", sequence(set(attribute("2.5.4.6", tlv(0x13, text("DE"))))), "C=DE"],
  ["a place", sequence(set(attribute("2.5.4.7", utf8String("x")))), "L=x"],
  ["a state", sequence(set(attribute("2.5.4.8", utf8String("x")))), "ST=x"],
  ["a street", sequence(set(attribute("2.5.4.9", utf8String("x")))), "STREET=x"],
  ["a user", sequence(set(attribute("0.9.2342.19200300.100.1.1", utf8String("x")))), "UID=x"],
  ["a domain", sequence(set(attribute("0.9.2342.19200300.100.1.25", tlv(0x16, text("x"))))), "DC=x"],
  ["an attribute without a short name", sequence(set(attribute("2.5.4.5", utf8String("x")))), "2.5.4.5=x"],
  ["IA5", named(tlv(0x16, text("a@b"))), "CN=a@b"],
  ["printable", named(tlv(0x13, text("a b"))), "CN=a b"],
  ["the last of ASCII", named(tlv(0x13, Uint8Array.of(0x7f))), "CN=\x7f"],
  ["the first behind it", named(tlv(0x13, Uint8Array.of(0x80))), "fault: an attribute of a name is not ASCII"],
  ["UTF-8 as printable", named(tlv(0x13, text("ä"))), "fault: an attribute of a name is not ASCII"],
  ["UTF-8 behind ASCII as printable", named(tlv(0x13, text("aä"))), "fault: an attribute of a name is not ASCII"],
  ["UTF-8", named(utf8String("ä")), "CN=ä"],
  ["broken UTF-8", named(tlv(0x0c, Uint8Array.of(0xc3))), BROKEN],
  ["a mark of byte order is kept", named(utf8String("\ufeffa")), "CN=\ufeffa"],
  ["two bytes a letter", named(tlv(0x1e, Uint8Array.of(0, 0x61, 0, 0xe4))), "CN=aä"],
  ["two bytes a letter, cut off", named(tlv(0x1e, Uint8Array.of(0, 0x61, 0))), BROKEN],
  ["an old kind of string", named(tlv(0x14, text("a"))), NO_TEXT],
  ["a number", named(integer(1)), NO_TEXT],
  ["a part that is no set", sequence(attribute(CN, utf8String("a"))), RELATIVE],
  ["a part of nothing", sequence(set()), RELATIVE],
  ["an attribute of nothing", sequence(set(sequence())), ATTRIBUTE],
  ["an attribute without a value", sequence(set(sequence(oid(CN)))), ATTRIBUTE],
  ["an attribute with two values", sequence(set(sequence(oid(CN), utf8String("a"), utf8String("b")))), ATTRIBUTE],
  ["no sequence", set(), "fault: tag 0x30 is expected and 0x31 stands there"],
  ["signs of the text form", named(utf8String('a\\b"c,d+e;f<g>h=i')), 'CN=a\\\\b\\"c\\,d\\+e\\;f\\<g\\>h\\=i'],
  ["a space at both ends", named(utf8String(" a b ")), "CN=\\ a b\\ "],
  ["a hash in front, and elsewhere", named(utf8String("#a#")), "CN=\\#a#"],
  ["NUL, twice", named(utf8String("a\0b\0")), "CN=a\\00b\\00"],
] as const)
  names(name, () => assert.is(show(der), expected));

const partsOf = (...values: readonly string[]): readonly string[] => comparableParts(values.map((value) => [{ type: CN, value }]));
names("what compares equal: letters, spaces and forms of Unicode are folded", () => {
  assert.equal(partsOf("  Acme \t Corp "), partsOf("acme corp"));
  assert.equal(partsOf("ﬁn"), partsOf("fin"));
  assert.equal(
    comparableParts([
      [
        { type: CN, value: "a" },
        { type: "2.5.4.11", value: "b" },
      ],
    ]),
    comparableParts([
      [
        { type: "2.5.4.11", value: "b" },
        { type: CN, value: "a" },
      ],
    ]),
  );
});
names("what does not: other letters, other types, other parts, spaces that are not there", () => {
  assert.not.equal(partsOf("acme"), partsOf("acmf"));
  assert.not.equal(partsOf("ac me"), partsOf("acme"));
  assert.not.equal(partsOf("ß"), partsOf("ss"));
  assert.not.equal(comparableParts([[{ type: "2.5.4.10", value: "a" }]]), partsOf("a"));
  assert.is(partsOf("a", "b").length, 2);
});
names.run();

// ---------------------------------------------------------------------------------------------------------- constraints

const OUTSIDE = "a name is outside the issuer's name constraints";
const UNREADABLE = "the issuer's name constraints cannot be read";
const UNJUDGED = "the issuer constrains names of a kind that is not judged";
const NO_NAME = "a name below a constrained issuer cannot be read";

function judge(constraint: CertificateExtension, subject: Uint8Array, ...alternative: readonly GeneralName[]): string | undefined {
  const names = { oid: "2.5.29.17", critical: false, value: sequence(...alternative.map(([tag, content]) => tlv(tag, content))) };
  const below = plainCertificate({ subject, extensions: alternative.length === 0 ? [] : [names] });
  return constraintFault(plainCertificate({ subject: "authority", extensions: [constraint] }), [below]);
}

type Row = readonly [
  name: string,
  base: GeneralName,
  covered: readonly GeneralName[],
  free: readonly GeneralName[],
  incomparable?: readonly GeneralName[],
];

/** Covered: permitted and excluded by `base`. Free: neither. Incomparable: excluded by every exclusion, permitted by no permission. */
const rows: readonly Row[] = [
  [
    "any host",
    dnsName(""),
    [dnsName("a.example"), dnsName("localhost"), dnsName("1a.example"), dnsName("a.example1")],
    [],
    [dnsName(""), dnsName("1.2.3.4"), dnsName("a b")],
  ],
  [
    "a host and what is below it",
    dnsName("Acme.example"),
    [dnsName("acme.example"), dnsName("ACME.EXAMPLE"), dnsName("a.acme.example"), dnsName("a.b.acme.example"), dnsName("*.acme.example")],
    [dnsName("xacme.example"), dnsName("acme.example.org"), dnsName("example"), dnsName("acme")],
    [
      dnsName("acme.example."),
      dnsName(".acme.example"),
      dnsName("a..acme.example"),
      dnsName("10.0.0.1"),
      dnsName("acme.example/x"),
      dnsName("x\nacme.example"),
    ],
  ],
  ["hosts below", dnsName(".acme.example"), [dnsName("a.acme.example")], [dnsName("acme.example"), dnsName("xacme.example")]],
  [
    "a mail host",
    emailName("acme.example"),
    [emailName("a@acme.example"), emailName("a@ACME.example"), emailName('"x@y"@acme.example')],
    [emailName("a@x.acme.example"), emailName("a@xacme.example"), emailName("acme.example@evil.example")],
    [emailName("acme.example"), emailName("a@"), emailName("a@10.0.0.1"), emailName("a@[10.0.0.1]")],
  ],
  ["mail hosts below", emailName(".acme.example"), [emailName("a@x.acme.example")], [emailName("a@acme.example")]],
  [
    "one mailbox",
    emailName("Alice@acme.example"),
    [emailName("Alice@acme.example"), emailName("Alice@ACME.Example")],
    [
      emailName("alice@acme.example"),
      emailName("Alice@acme.examplE.org"),
      emailName("Alic@acme.example"),
      emailName("Alice@x@acme.example"),
    ],
    [emailName("Alice")],
  ],
  [
    "a URI's host",
    uriName("ci.acme.example"),
    [
      uriName("https://ci.acme.example"),
      uriName("https://CI.acme.example/x"),
      uriName("spiffe://ci.acme.example/a"),
      uriName("a1+.-://ci.acme.example?x"),
      uriName("https://user@ci.acme.example#x"),
      uriName("https://ci.acme.example:443/"),
      uriName("https://ci.acme.example:"),
    ],
    [
      uriName("https://x.ci.acme.example/"),
      uriName("https://ci.acme.example@evil.example/"),
      uriName("https://evil.example/ci.acme.example"),
      uriName("https://evil.example?@ci.acme.example"),
      uriName("https://evil.example#@ci.acme.example"),
    ],
    [
      uriName("ci.acme.example"),
      uriName("urn:ci.acme.example"),
      uriName("https:/ci.acme.example"),
      uriName("https:///ci.acme.example"),
      uriName("1https://ci.acme.example"),
      uriName("x https://ci.acme.example"),
      uriName("https://10.0.0.1/"),
      uriName("https://[::1]/"),
      uriName("https://a@b@ci.acme.example/"),
      uriName("https://ci.acme.example:44x/"),
      uriName("https://ci.acme.example:44:5/"),
    ],
  ],
  ["URIs' hosts below", uriName(".acme.example"), [uriName("https://ci.acme.example/")], [uriName("https://acme.example/")]],
  [
    "a directory",
    directoryName(commonName("acme", "builders")),
    [
      directoryName(commonName("ACME", " builders ")),
      directoryName(
        sequence(
          ...[
            ["2.5.4.10", "acme"],
            [CN, "builders"],
            [CN, "one"],
          ].map(([id, value]) => set(attribute(id as string, utf8String(value as string)))),
        ),
      ),
    ],
    [
      directoryName(commonName("acme", "others")),
      directoryName(sequence(set(attribute("2.5.4.10", utf8String("acme"))))),
      directoryName(emptyName),
    ],
  ],
];

const constraints = suite("name constraints");
for (const [name, base, covered, free, incomparable = []] of rows) {
  const shown = ([, content]: GeneralName): string => new TextDecoder().decode(content);
  const permitting = nameConstraints([base]);
  const excluding = nameConstraints([], [base]);
  for (const [kind, list, permitted, excluded] of [
    ["covers", covered, undefined, OUTSIDE],
    ["leaves", free, OUTSIDE, undefined],
    ["cannot compare", incomparable, OUTSIDE, OUTSIDE],
  ] as const)
    for (const each of list)
      constraints(`${name} ${kind} ${JSON.stringify(shown(each))}`, () => {
        assert.is(judge(permitting, emptyName, each), permitted, "permitted");
        assert.is(judge(excluding, emptyName, each), excluded, "excluded");
      });
}
constraints("names of another kind are free", () => {
  for (const each of [
    emailName("a@evil.example"),
    uriName("https://evil.example/"),
    addressName([1, 2, 3, 4]),
    directoryName(commonName("a", "b")),
  ]) {
    assert.is(judge(nameConstraints([dnsName("acme.example")]), emptyName, each), undefined);
    assert.is(judge(nameConstraints([], [dnsName("")]), emptyName, each), undefined);
  }
});
constraints("one of several permissions is enough, and an exclusion is stronger", () => {
  const two = nameConstraints([dnsName("a.example"), dnsName("b.example")], [dnsName("secret.b.example")]);
  assert.is(judge(two, emptyName, dnsName("x.b.example")), undefined);
  assert.is(judge(two, emptyName, dnsName("c.example")), OUTSIDE);
  assert.is(judge(two, emptyName, dnsName("secret.b.example")), OUTSIDE);
  assert.is(judge(two, emptyName, dnsName("a.example"), dnsName("c.example")), OUTSIDE, "every name must be inside");
});
constraints("the subject counts, and an address in it", () => {
  const inGroup = nameConstraints([directoryName(sequence(set(attribute("2.5.4.10", utf8String("acme")))))]);
  assert.is(judge(inGroup, commonName("acme", "x")), undefined);
  assert.is(judge(inGroup, commonName("evil", "x")), OUTSIDE);
  assert.is(judge(inGroup, emptyName), undefined);
  const mailed = (value: string): Uint8Array => sequence(set(attribute("1.2.840.113549.1.9.1", tlv(0x16, text(value)))));
  assert.is(judge(nameConstraints([emailName("acme.example")]), mailed("a@acme.example")), undefined);
  assert.is(judge(nameConstraints([emailName("acme.example")]), mailed("a@evil.example")), OUTSIDE);
  assert.is(
    judge(nameConstraints([emailName("acme.example")]), commonName("acme", "a@evil.example")),
    undefined,
    "another attribute is no address",
  );
});
constraints("what is not judged, or cannot be read, is refused", () => {
  assert.is(judge(nameConstraints([addressName([1, 2, 3, 4])]), emptyName), UNJUDGED);
  assert.is(judge(nameConstraints([], [addressName([1, 2, 3, 4])]), emptyName), UNJUDGED);
  const raw = (...parts: readonly Uint8Array[]): CertificateExtension => ({ oid: "2.5.29.30", critical: true, value: sequence(...parts) });
  assert.is(judge(raw(tlv(0xa2)), emptyName), UNREADABLE);
  assert.is(judge(raw(tlv(0xa0, sequence(tlv(0x82), tlv(0x80, Uint8Array.of(0))))), emptyName), UNREADABLE);
  assert.is(judge(raw(tlv(0xa0, sequence())), emptyName), UNREADABLE);
  assert.is(judge(raw(tlv(0xa0, sequence(tlv(0x82, text("ä"))))), emptyName), UNREADABLE);
  assert.is(judge(raw(), commonName("acme", "x"), dnsName("any.example")), undefined, "it constrains nothing");
  assert.is(judge(nameConstraints([dnsName("")]), Uint8Array.of(0x30, 0x05)), NO_NAME);
  assert.is(judge(nameConstraints([dnsName("")]), sequence(set())), NO_NAME);
  assert.is(judge(nameConstraints([dnsName("")]), emptyName, [0x82, text("ä")]), NO_NAME);
});
constraints("every certificate below, and no constraint without the extension", () => {
  const authority = plainCertificate({ extensions: [nameConstraints([directoryName(commonName("acme", "a"))])] });
  const [inside, outside] = [plainCertificate({ subject: "a" }), plainCertificate({ subject: "b" })];
  assert.is(constraintFault(authority, [inside, inside]), undefined);
  assert.is(constraintFault(authority, [inside, outside]), OUTSIDE);
  assert.is(constraintFault(authority, [outside, inside]), OUTSIDE);
  assert.is(constraintFault(plainCertificate(), [outside]), undefined);
});
constraints.run();
