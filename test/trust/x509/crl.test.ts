/** Revocation lists: how each part is read, who may sign one, and what several of them say together. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parseRevocationList, statusOfPath, type RevocationList } from "../../../src/trust/x509/crl.ts";
import { commonName, keyUsage, keyUsageBits, type CertificateExtension } from "../../../src/testing/world/certificate.ts";
import {
  bits,
  boolean,
  explicit,
  generalizedTime,
  integer,
  nothing,
  octets,
  oid,
  sequence,
  time,
  tlv,
  utf8String,
} from "../../../src/testing/world/der.ts";
import {
  authorityExtensions,
  broken,
  fakeCrypto,
  keyNamed,
  plainCertificate,
  type PlainSpec,
} from "../../support/trust/plain-certificate.ts";
import { instant } from "../../support/trust/run.ts";

const algorithm = sequence(oid("1.2.840.10045.4.3.2"));
const [start, end] = [instant("2026-01-01T00:00:00Z"), instant("2026-12-31T00:00:00Z")];
const none = new Uint8Array();
const body = {
  version: integer(1),
  algorithm,
  issuer: commonName("acme", "root"),
  thisUpdate: time(start),
  nextUpdate: time(end),
  entries: none,
  extensions: none,
};
type Body = Partial<Record<keyof typeof body, Uint8Array>>;

function parse(
  change: Body = {},
  outer: readonly Uint8Array[] = [algorithm, bits(Uint8Array.of(5))],
  more: readonly Uint8Array[] = [],
): string {
  const parts = Object.values({ ...body, ...change }).filter((part) => part.length > 0);
  const parsed = parseRevocationList(sequence(sequence(...parts, ...more), ...outer));
  if (!parsed.ok) return parsed.error;
  const { serials, signatureOid, signatureAlgorithmsAgree, signature, thisUpdate, nextUpdate } = parsed.value;
  return [[...serials].join(), thisUpdate === start, nextUpdate === end, signatureOid, signatureAlgorithmsAgree, signature.join(".")].join(
    " ",
  );
}

const entry = (serial: Uint8Array, ...more: readonly Uint8Array[]): Uint8Array => sequence(serial, time(start), ...more);
const extension = (id: string, ...critical: readonly Uint8Array[]): Uint8Array => sequence(oid(id), ...critical, octets(none));
const GOOD = " true true 1.2.840.10045.4.3.2 true 5";
const CRITICAL = "a revocation list has the critical extension 2.5.29.27";
const NO_END = "a revocation list does not say when the next one comes";
const UNKNOWN_PART = "a revocation list has a part that is not known";
const PARTS = "a revocation list has three parts";

const forms = suite("revocation lists as DER");
for (const [name, outcome, expected] of [
  ["the twin", parse(), GOOD],
  ["version 1, which is not written", parse({ version: none }), GOOD],
  ["version 1, written", parse({ version: integer(0) }), "a revocation list is of an unknown version"],
  ["version 3", parse({ version: integer(2) }), "a revocation list is of an unknown version"],
  ["generalized times", parse({ thisUpdate: generalizedTime(start), nextUpdate: generalizedTime(end) }), GOOD],
  ["no end", parse({ nextUpdate: none }), NO_END],
  ["no end, and entries", parse({ nextUpdate: none, entries: sequence(entry(integer(7))) }), NO_END],
  ["another algorithm inside", parse({ algorithm: sequence(oid("1.2.3")) }), GOOD.replace(" true 5", " false 5")],
  ["entries", parse({ entries: sequence(entry(integer(7)), entry(integer(0x1234))) }), `07,1234${GOOD}`],
  ["a serial number with a leading zero", parse({ entries: sequence(entry(integer(0x80))) }), `0080${GOOD}`],
  ["an empty list of entries", parse({ entries: sequence() }), GOOD],
  ["an entry of nothing", parse({ entries: sequence(sequence()) }), "an entry of a revocation list has no serial number"],
  ["an entry of a text", parse({ entries: sequence(entry(utf8String("7"))) }), "tag 0x2 is expected and 0xc stands there"],
  ["an entry with its reason", parse({ entries: sequence(entry(integer(7), sequence(extension("2.5.29.21")))) }), `07${GOOD}`],
  [
    "an entry with something critical",
    parse({ entries: sequence(entry(integer(7), sequence(extension("2.5.29.27", boolean(true))))) }),
    CRITICAL,
  ],
  ["an extension", parse({ extensions: explicit(0, sequence(extension("2.5.29.20"))) }), GOOD],
  [
    "entries and an extension",
    parse({ entries: sequence(entry(integer(7))), extensions: explicit(0, sequence(extension("2.5.29.20"))) }),
    `07${GOOD}`,
  ],
  ["one that says that it is not critical", parse({ extensions: explicit(0, sequence(extension("2.5.29.27", boolean(false)))) }), GOOD],
  ["a critical one", parse({ extensions: explicit(0, sequence(extension("2.5.29.20"), extension("2.5.29.27", boolean(true)))) }), CRITICAL],
  ["another part", parse({}, undefined, [explicit(1, sequence())]), UNKNOWN_PART],
  ["two lists of entries", parse({ entries: sequence(entry(integer(7))) }, undefined, [sequence(entry(integer(8)))]), UNKNOWN_PART],
  [
    "two lists of extensions",
    parse({ extensions: explicit(0, sequence()) }, undefined, [explicit(0, sequence(extension("2.5.29.27", boolean(true))))]),
    UNKNOWN_PART,
  ],
  ["two parts", parse({}, [algorithm]), PARTS],
  ["four parts", parse({}, [algorithm, bits(Uint8Array.of(5)), nothing()]), PARTS],
  ["a signature of half a byte", parse({}, [algorithm, tlv(0x03, Uint8Array.of(4, 0x50))]), "a bit string is not of whole bytes"],
] as const)
  forms(name, () => assert.is(outcome, expected));
forms("the issuer and the signed bytes as they stand", () => {
  const tbs = sequence(...Object.values(body).filter((part) => part.length > 0));
  const parsed = parseRevocationList(sequence(tbs, algorithm, bits(Uint8Array.of(5))));
  assert.ok(parsed.ok);
  assert.equal([parsed.value.tbs, parsed.value.issuer], [new Uint8Array(tbs), new Uint8Array(body.issuer)]);
});
forms("of nothing", () =>
  assert.equal(parseRevocationList(sequence(sequence(), algorithm, bits(Uint8Array.of(5)))), { ok: false, error: NO_END }),
);
forms("nesting is bounded", () => {
  const nested = Array.from({ length: 20 }).reduce<Uint8Array>((inner) => sequence(inner), sequence());
  assert.equal(parseRevocationList(nested), { ok: false, error: "it is nested too deep" });
});
forms.run();

// -------------------------------------------------------------------------------------------------------- what they say

const root: PlainSpec = { subject: "root", issuer: "root", extensions: authorityExtensions };
const leaf = plainCertificate({ subject: "leaf", issuer: "root", serial: Uint8Array.of(7) });

function listOf(change: Partial<RevocationList> = {}): RevocationList {
  return {
    tbs: Uint8Array.of(1),
    issuer: commonName("acme", "root"),
    thisUpdate: 100n,
    nextUpdate: 200n,
    serials: new Set(),
    signatureOid: "1.2.840.10045.4.3.2",
    signatureAlgorithmsAgree: true,
    signature: Uint8Array.of(9),
    ...change,
  };
}

/** The signature 9 is good. */
const crypto = fakeCrypto(({ signature, parts }) => signature[0] === 9 && parts[0]?.[0] === 1);
const status = (lists: readonly Partial<RevocationList>[], now = 150n, issuer: PlainSpec = root): string =>
  statusOfPath([leaf, plainCertificate(issuer)], lists.map(listOf), now, crypto);

const naming = { serials: new Set(["07"]) };
const withUsage = (part: CertificateExtension): PlainSpec => ({ ...root, extensions: [part] });

const said = suite("what revocation lists say");
for (const [name, outcome, expected] of [
  ["in force, and names nobody", status([{}]), "good"],
  ["in force, and names it", status([naming]), "revoked"],
  ["in force, and names another", status([{ serials: new Set(["08", "0700", "7"]) }]), "good"],
  ["no list", status([]), "unknown"],
  ["at its first moment", status([{}], 100n), "good"],
  ["before it", status([{}], 99n), "unknown"],
  ["named before it", status([naming], 99n), "unknown"],
  ["at its last moment", status([{}], 200n), "good"],
  ["behind it", status([{}], 201n), "unknown"],
  ["named, behind it", status([naming], 201n), "revoked"],
  ["one that is over and one in force", status([{ nextUpdate: 120n }, {}]), "good"],
  ["one names it and one does not", status([{}, naming]), "revoked"],
  ["another issuer's", status([{ ...naming, issuer: commonName("acme", "other") }]), "unknown"],
  ["forged", status([{ ...naming, signature: Uint8Array.of(8) }]), "unknown"],
  ["two identifiers that differ", status([{ ...naming, signatureAlgorithmsAgree: false }]), "unknown"],
  ["an algorithm that is not allowed", status([{ ...naming, signatureOid: "1.2.840.10045.4.1" }]), "unknown"],
  ["another family's algorithm", status([{ ...naming, signatureOid: "1.3.101.112" }]), "unknown"],
  ["an issuer that signs certificates alone", status([naming], 150n, withUsage(keyUsage(keyUsageBits.keyCertSign))), "unknown"],
  ["an issuer that signs lists alone", status([naming], 150n, withUsage(keyUsage(keyUsageBits.crlSign))), "revoked"],
  ["an issuer without key usage", status([naming], 150n, { ...root, extensions: [] }), "unknown"],
  ["an issuer whose key usage cannot be read", status([naming], 150n, withUsage(broken("2.5.29.15"))), "unknown"],
  ["a key that cannot be read", status([naming], 150n, { ...root, spki: keyNamed("none") }), "unknown"],
  ["a weak key", status([{ ...naming, signatureOid: "1.2.840.113549.1.1.11" }], 150n, { ...root, spki: keyNamed("rsa 1024") }), "unknown"],
  [
    "a strong key",
    status([{ ...naming, signatureOid: "1.2.840.113549.1.1.11" }], 150n, { ...root, spki: keyNamed("rsa 2048") }),
    "revoked",
  ],
] as const)
  said(name, () => assert.is(outcome, expected));

said("of a path, all but the anchor, each by its own issuer's lists", () => {
  const issuing = plainCertificate({ subject: "issuing", issuer: "root", serial: Uint8Array.of(3), extensions: authorityExtensions });
  const anchor = plainCertificate({ ...root, serial: Uint8Array.of(1) });
  const below = plainCertificate({ subject: "leaf", issuer: "issuing", serial: Uint8Array.of(7) });
  const ofRoot = listOf();
  const ofIssuing = listOf({ issuer: commonName("acme", "issuing") });
  const ask = (...lists: readonly RevocationList[]) => statusOfPath([below, issuing, anchor], lists, 150n, crypto);
  assert.is(ask(ofRoot, ofIssuing), "good");
  assert.is(ask(ofRoot), "unknown");
  assert.is(ask(ofIssuing), "unknown");
  assert.is(ask({ ...ofRoot, serials: new Set(["03"]) }), "revoked", "one revoked is worse than one unknown");
  assert.is(ask({ ...ofRoot, serials: new Set(["07"]) }, ofIssuing), "good", "numbers are an issuer's own");
  assert.is(ask({ ...ofRoot, serials: new Set(["01"]) }, ofIssuing), "good", "nobody revokes an anchor");
});
said.run();
