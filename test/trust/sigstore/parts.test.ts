/** The parts of Sigstore's evidence as data: checkpoints, certificate timestamps, tokens, entry bodies, each with one thing wrong. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { canonicalJsonBytes, defaultLimits, encodeUtf8, type Json } from "../../../src/base/index.ts";
import { readCheckpoint } from "../../../src/trust/sigstore/checkpoint.ts";
import { checkEntryBody, type EntrySubject } from "../../../src/trust/sigstore/entry-body.ts";
import { hostOf } from "../../../src/trust/sigstore/names.ts";
import { within, type Authority, type LogKey } from "../../../src/trust/sigstore/root.ts";
import { checkScts } from "../../../src/trust/sigstore/sct.ts";
import type { SecondOpinion } from "../../../src/trust/sigstore/second-opinion.ts";
import { checkImprint, checkToken, readToken, type Token } from "../../../src/trust/sigstore/token.ts";
import type { SignatureJob } from "../../../src/trust/index.ts";
import { emptyRoot } from "../../../src/trust/sigstore/empty-root.ts";
import { checkTimestamp, timestampRequest } from "../../../src/trust/sigstore/timestamp.ts";
import type { LogEntry } from "../../../src/trust/signed-material.ts";
import type { Certificate } from "../../../src/trust/x509/certificate.ts";
import type { LinkCheck } from "../../../src/trust/x509/signature.ts";
import { commonName, usages, type CertificateExtension } from "../../../src/testing/world/certificate.ts";
import {
  boolean,
  explicit,
  generalizedTime,
  integer,
  join,
  octets,
  oid,
  sequence,
  set,
  time,
  tlv,
  utf8String,
} from "../../../src/testing/world/der.ts";
import { authorityExtensions, fakeCrypto, keyNamed, plainCertificate, purpose } from "../../support/trust/plain-certificate.ts";
import { crypto as realCrypto, instant } from "../../support/trust/run.ts";

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");
const filled = (length: number, byte = 7): Uint8Array => new Uint8Array(length).fill(byte);

// --------------------------------------------------------------------------------------------------------- small things

const small = suite("windows and hosts");
small("a window is closed at both ends, or has no end", () => {
  const ends = [9n, 10n, 20n, 21n];
  assert.equal(
    ends.map((at) => within({ start: 10n, end: 20n }, at)),
    [false, true, true, false],
  );
  assert.equal(
    ends.map((at) => within({ start: 10n }, at)),
    [false, true, true, true],
  );
});
for (const [address, host] of [
  ["https://Rekor.Sigstore.dev", "rekor.sigstore.dev"],
  ["http://a/b", "a"],
  ["https://a:80/b?c#d", "a:80"],
  ["https://a?b", "a"],
  ["https://a#b", "a"],
  ["https://", undefined],
  ["https:///a", undefined],
  ["ftp://a", undefined],
  ["xhttps://a", undefined],
  ["see https://a", undefined],
  ["a", undefined],
] as const)
  small(address, () => assert.is(hostOf(address), host));
small.run();

// ----------------------------------------------------------------------------------------------------------- checkpoints

const ROOT_HASH = base64(filled(32));
const line = (name = "log.example", bytes = filled(5)): string => `\u2014 ${name} ${base64(bytes)}\n`;
const note = (...lines: readonly string[]): string => lines.map((each) => `${each}\n`).join("");
const goodNote = note("log.example", "12", ROOT_HASH);

function checkpoint(text: string, checkpointLines = 32): string {
  const read = readCheckpoint(text, { ...defaultLimits, checkpointLines });
  if (!read.ok) return read.error;
  const { origin, size, rootHash, note: signed, signatures } = read.value;
  const lines = signatures.map(({ name, keyId, signature, line: whole }) => `${name} ${keyId} ${hexOf(signature)} ${whole.length}`);
  return [origin, size, rootHash.length, signed.length, ...lines].join(" | ");
}
const SIZE = "the size is missing or malformed";
const HASH = "the root hash is missing or malformed";
const LINE = "a signature line is malformed";
const NO_LINE = "no signature line is there";
const CONTROL = "it holds control characters";
const length = goodNote.length;
const told = `log.example 07070707 07 ${line().length}`;

const checkpoints = suite("checkpoints");
for (const [name, text, outcome] of [
  ["the twin", `${goodNote}\n${line()}`, `log.example | 12 | 32 | ${length} | ${told}`],
  [
    "further lines of the note",
    `${note("log.example", "12", ROOT_HASH, "more")}\n${line()}`,
    `log.example | 12 | 32 | ${length + 5} | ${told}`,
  ],
  [
    "two signatures",
    `${goodNote}\n${line()}${line("witness", filled(6, 1))}`,
    `log.example | 12 | 32 | ${length} | ${told} | witness 01010101 0101 ${line("witness", filled(6)).length}`,
  ],
  ["size 0", `${note("l", "0", ROOT_HASH)}\n${line()}`, `l | 0 | 32 | ${note("l", "0", ROOT_HASH).length} | ${told}`],
  [
    "a size of 19 digits",
    `${note("l", "9".repeat(19), ROOT_HASH)}\n${line()}`,
    `l | ${"9".repeat(19)} | 32 | ${note("l", "9".repeat(19), ROOT_HASH).length} | ${told}`,
  ],
  ["a size of 20 digits", `${note("l", "9".repeat(20), ROOT_HASH)}\n${line()}`, SIZE],
  ["a padded size", `${note("l", "01", ROOT_HASH)}\n${line()}`, SIZE],
  ["a size with a sign", `${note("l", "-1", ROOT_HASH)}\n${line()}`, SIZE],
  ["a size with something behind", `${note("l", "1x", ROOT_HASH)}\n${line()}`, SIZE],
  ["a size with something before", `${note("l", "x1", ROOT_HASH)}\n${line()}`, SIZE],
  ["an empty size and hash", `${note("l")}\n${line()}`, SIZE],
  ["an empty origin", `${note("", "12", ROOT_HASH)}\n${line()}`, "the origin is missing"],
  ["no hash", `${note("l", "12")}\n${line()}`, HASH],
  ["a short hash", `${note("l", "12", base64(filled(31)))}\n${line()}`, HASH],
  ["a long hash", `${note("l", "12", base64(filled(33)))}\n${line()}`, HASH],
  ["a hash that is no base64", `${note("l", "12", "*")}\n${line()}`, HASH],
  ["no empty line", `${goodNote}${line()}`, "no empty line stands before the signatures"],
  ["an empty line inside", `${note("l", "12", ROOT_HASH, "", "x")}\n${line()}`, "an empty line stands inside the note"],
  ["no signature", `${goodNote}\n`, NO_LINE],
  ["a signature line that is not ended", `${goodNote}\n${line().trimEnd()}`, NO_LINE],
  ["a hyphen in the place of the dash", `${goodNote}\n${line().replace("\u2014", "-")}`, LINE],
  ["something before the dash", `${goodNote}\nx${line()}`, LINE],
  ["a name with a space", `${goodNote}\n${line("log example")}`, LINE],
  ["a name with a plus", `${goodNote}\n${line("log+example")}`, LINE],
  ["no name", `${goodNote}\n${line("")}`, LINE],
  ["an id alone", `${goodNote}\n${line("l", filled(4))}`, LINE],
  ["base64 that is cut", `${goodNote}\n\u2014 l AAAAA\n`, LINE],
  ["something behind", `${goodNote}\n${line().trimEnd()} x\n`, LINE],
  ["a tabulator", `${goodNote}\n${line("l\t")}`, CONTROL],
  ["a carriage return", `${goodNote.replace("\n", "\r\n")}\n${line()}`, CONTROL],
  ["NUL", `\0${goodNote}\n${line()}`, CONTROL],
  ["the last control character before the space", `\x1f${goodNote}\n${line()}`, CONTROL],
  ["DEL", `${note("l\x7f", "12", ROOT_HASH)}\n${line()}`, CONTROL],
] as const)
  checkpoints(name, () => assert.is(checkpoint(text), outcome));
checkpoints("as many lines as are allowed, and one more", () => {
  assert.is(checkpoint(`${goodNote}\n${line()}${line()}`, 2).split(" | ").length, 6);
  assert.is(checkpoint(`${goodNote}\n${line()}${line()}`, 1), "it has 2 signature lines, at most 1");
});
checkpoints.run();

// -------------------------------------------------------------------------------------------------- certificate timestamps

const uint16 = (value: number): Uint8Array => Uint8Array.of(value >> 8, value & 0xff);
const LOG_ID = filled(32, 0xab);
interface SctParts {
  readonly version?: number;
  readonly log?: Uint8Array;
  readonly atMs?: bigint;
  readonly extensions?: Uint8Array;
  readonly hash?: number;
  readonly signature?: Uint8Array;
  readonly behind?: Uint8Array;
}
function sct({
  version = 0,
  log = LOG_ID,
  atMs = 1000n,
  extensions = new Uint8Array(),
  hash = 4,
  signature = Uint8Array.of(9),
  behind = new Uint8Array(),
}: SctParts = {}): Uint8Array {
  const at = new Uint8Array(8);
  new DataView(at.buffer).setBigUint64(0, atMs);
  const head = [Uint8Array.of(version), log, at, uint16(extensions.length), extensions];
  return join(...head, Uint8Array.of(hash, 3), uint16(signature.length), signature, behind);
}
const vectors = (...items: readonly Uint8Array[]): Uint8Array => {
  const body = join(...items.map((item) => join(uint16(item.length), item)));
  return join(uint16(body.length), body);
};
const SCTS = "1.3.6.1.4.1.11129.2.4.2";
const sctList = (value: Uint8Array): CertificateExtension => ({ oid: SCTS, critical: false, value });

const encoded = (id: string, ...rest: readonly Uint8Array[]): Uint8Array => sequence(oid(id), ...rest, octets(Uint8Array.of(1)));
const kept = encoded("2.5.29.15", boolean(true));
const tbsWith = (...extensions: readonly Uint8Array[]): Uint8Array =>
  sequence(integer(1), explicit(3, sequence(...extensions)), integer(2));

const ctLog: LogKey = {
  operator: "ct.example",
  baseUrl: "https://ct.example",
  host: "ct.example",
  logId: hexOf(LOG_ID),
  keyId: "abababab",
  key: { family: "ed25519", bits: 256, fingerprint: "sha256:00", spki: new Uint8Array() },
  algorithm: "ed25519",
  validFor: { start: 1_000_000_000n, end: 2_000_000_000n },
};

function scts(extension: Uint8Array | undefined, tbs = tbsWith(kept, encoded(SCTS)), jobs: SignatureJob[] = [], max = 16): string {
  const leaf = plainCertificate({ tbs, extensions: extension === undefined ? [] : [sctList(extension)] });
  const crypto = fakeCrypto((job) => (jobs.push(job), job.signature[0] === 9));
  const outcome = checkScts(leaf, plainCertificate({ subject: "issuer" }), [ctLog], crypto, {
    ...defaultLimits,
    signedCertificateTimestamps: max,
  });
  if (!outcome.ok) return `${outcome.error.reason}: ${outcome.error.detail}`;
  return outcome.value
    .map((each) =>
      each.ok ? `${each.value.operator} ${each.value.at} ${each.value.logId.slice(0, 4)}` : `${each.error.reason}: ${each.error.detail}`,
    )
    .join(", ");
}
const one = (parts: SctParts): Uint8Array => octets(vectors(sct(parts)));
const MALFORMED = "sct-invalid: the list is malformed";
const NONE = "sct-missing: the certificate carries none";
const UNUSED = "sct-invalid: the CT log was not in use at that time";
const GOOD_SCT = "ct.example 1000000000 abab";

const timestamps = suite("certificate timestamps");
for (const [name, extension, outcome] of [
  ["the twin", one({}), GOOD_SCT],
  ["two", octets(vectors(sct(), sct({ signature: Uint8Array.of(8) }))), `${GOOD_SCT}, sct-invalid: the CT log did not sign it`],
  ["no extension", undefined, NONE],
  ["no timestamp", octets(vectors()), NONE],
  ["the last moment", one({ atMs: 2000n }), "ct.example 2000000000 abab"],
  ["before", one({ atMs: 999n }), UNUSED],
  ["behind", one({ atMs: 2001n }), UNUSED],
  ["another log", one({ log: filled(32) }), "sct-log-unknown: no CT log of this root issued it"],
  ["extensions", one({ extensions: Uint8Array.of(1, 2) }), GOOD_SCT],
  ["version 2", one({ version: 1 }), MALFORMED],
  ["SHA-512", one({ hash: 6 }), MALFORMED],
  ["a byte behind the signature", one({ behind: Uint8Array.of(0) }), MALFORMED],
  ["cut before the extensions", octets(vectors(sct().subarray(0, 42))), MALFORMED],
  ["cut before the signature's length", octets(vectors(sct().subarray(0, 46))), MALFORMED],
  ["cut inside the signature", octets(vectors(sct().subarray(0, 47))), MALFORMED],
  ["one good and one malformed", octets(vectors(sct(), sct({ version: 1 }))), MALFORMED],
  ["an empty item", octets(vectors(new Uint8Array())), MALFORMED],
  ["a list longer than it says", octets(join(vectors(sct()), Uint8Array.of(0))), MALFORMED],
  ["a list shorter than it says", octets(vectors(sct()).subarray(0, -1)), MALFORMED],
  ["an item longer than the list", octets(join(uint16(3), uint16(2), Uint8Array.of(0))), MALFORMED],
  ["half of an item's length", octets(join(uint16(1), Uint8Array.of(0))), MALFORMED],
  ["an empty string", octets(new Uint8Array()), MALFORMED],
  ["one byte", octets(Uint8Array.of(0)), MALFORMED],
  ["another kind of value", utf8String("x"), MALFORMED],
  ["no DER", Uint8Array.of(4, 9), MALFORMED],
] as const)
  timestamps(name, () => assert.is(scts(extension), outcome));
timestamps("as many as are allowed, and one more", () => {
  const two = octets(vectors(sct(), sct()));
  assert.is(scts(two, undefined, [], 2), `${GOOD_SCT}, ${GOOD_SCT}`);
  assert.is(scts(two, undefined, [], 1), "too-many: 2 certificate timestamps, at most 1");
});
timestamps("what the log signed: RFC 6962's entry of the certificate without the list, and of the issuer's key", () => {
  const jobs: SignatureJob[] = [];
  scts(one({ extensions: Uint8Array.of(1, 2) }), tbsWith(kept, encoded(SCTS)), jobs);
  const tbs = tbsWith(kept);
  const issuerKey = realCrypto.digest("sha256", [plainCertificate().spki]);
  const size = Uint8Array.of(0, tbs.length >> 8, tbs.length & 0xff);
  const atMs = Uint8Array.of(0, 0, 0, 0, 0, 0, 0x03, 0xe8);
  const expected = join(Uint8Array.of(0, 0), atMs, Uint8Array.of(0, 1), issuerKey, size, tbs, uint16(2), Uint8Array.of(1, 2));
  assert.is(hexOf(join(...(jobs[0]?.parts ?? []))), hexOf(expected));
  assert.is(jobs[0]?.algorithm, "ed25519");
});
timestamps("a long certificate and long lists keep their lengths", () => {
  const jobs: SignatureJob[] = [];
  const many = Array.from({ length: 100 }, (_, i) => encoded(`2.5.29.${i}`));
  const long = filled(300, 1);
  assert.is(scts(one({ extensions: long }), tbsWith(...many, encoded(SCTS)), jobs), GOOD_SCT);
  const signed = join(...(jobs[0]?.parts ?? []));
  const tbs = tbsWith(...many);
  assert.ok(tbs.length > 256);
  assert.is(hexOf(signed.subarray(44, 47)), tbs.length.toString(16).padStart(6, "0"));
  assert.is(hexOf(signed.subarray(47, 47 + tbs.length)), hexOf(tbs));
  assert.is(hexOf(signed.subarray(47 + tbs.length)), `012c${hexOf(long)}`);
});
timestamps("a signed part that cannot be read", () => {
  assert.is(scts(one({}), Uint8Array.of(0x30, 5)), "sct-invalid: a length reaches beyond the end");
});
timestamps.run();

// --------------------------------------------------------------------------------------------------------------- tokens

const GEN_TIME = instant("2026-06-01T00:00:00Z");
const SIGNATURE = Uint8Array.of(1, 2, 3);
const SHA256 = "2.16.840.1.101.3.4.2.1";
const TST_INFO = "1.2.840.113549.1.9.16.1.4";
const ISSUER_NAME = commonName("acme", "tsa root");
const attribute = (id: string, ...values: readonly Uint8Array[]): Uint8Array => sequence(oid(id), set(...values));
const CONTENT_TYPE = "1.2.840.113549.1.9.3";
const CERT_V1 = "1.2.840.113549.1.9.16.2.12";
const CERT_V2 = "1.2.840.113549.1.9.16.2.47";
const certIds = (...id: readonly Uint8Array[]): Uint8Array => sequence(sequence(sequence(...id)));

interface TokenParts {
  readonly status?: number;
  readonly contentType?: string;
  readonly innerType?: string;
  readonly infoVersion?: number;
  readonly imprintHash?: string;
  readonly imprint?: Uint8Array;
  readonly genTime?: Uint8Array;
  readonly tail?: readonly Uint8Array[];
  readonly attributes?: readonly Uint8Array[];
  readonly signers?: number;
  readonly serial?: Uint8Array;
}
function tokenDer(parts: TokenParts = {}): Uint8Array {
  const imprint = parts.imprint ?? realCrypto.digest("sha256", [SIGNATURE]);
  const info = sequence(
    integer(parts.infoVersion ?? 1),
    oid("1.2.3"),
    sequence(sequence(oid(parts.imprintHash ?? SHA256)), octets(imprint)),
    integer(7),
    parts.genTime ?? generalizedTime(GEN_TIME),
    ...(parts.tail ?? []),
  );
  const attributes = parts.attributes ?? [attribute(CONTENT_TYPE, oid(TST_INFO))];
  const signer = sequence(
    integer(1),
    sequence(ISSUER_NAME, parts.serial ?? integer(5)),
    sequence(oid(SHA256)),
    tlv(0xa0, ...attributes),
    sequence(oid("1.2.840.10045.4.3.2")),
    octets(Uint8Array.of(9)),
  );
  const signedData = sequence(
    integer(3),
    set(sequence(oid(SHA256))),
    sequence(oid(parts.innerType ?? TST_INFO), explicit(0, octets(info))),
    set(...Array.from({ length: parts.signers ?? 1 }, () => signer)),
  );
  return sequence(
    sequence(integer(parts.status ?? 0)),
    sequence(oid(parts.contentType ?? "1.2.840.113549.1.7.2"), explicit(0, signedData)),
  );
}

function token(parts: TokenParts): string {
  const read = readToken(tokenDer(parts), defaultLimits);
  if (!read.ok) return `${read.error.reason}: ${read.error.detail}`;
  const { status, imprintHash, genTime, nonce, namedCertificate } = read.value;
  const named = namedCertificate === undefined ? "" : ` named ${namedCertificate.algorithm} ${hexOf(namedCertificate.digest)}`;
  return `${status} ${imprintHash} ${genTime === GEN_TIME} ${nonce === undefined ? "" : hexOf(nonce)}${named}`;
}
const GOOD_TOKEN = `0 ${SHA256} true `;
const good = attribute(CONTENT_TYPE, oid(TST_INFO));
const id = octets(Uint8Array.of(0xaa));

const tokens = suite("timestamp tokens as DER");
for (const [name, parts, outcome] of [
  ["the twin", {}, GOOD_TOKEN],
  ["granted with changes", { status: 1 }, GOOD_TOKEN.replace("0 ", "1 ")],
  ["rejected", { status: 2 }, "token-not-granted: the authority refused"],
  ["no signed data", { contentType: "1.2.3" }, "token-malformed: it is no signed data"],
  ["another content", { innerType: "1.2.3" }, "token-malformed: it signs no timestamp"],
  ["version 2", { infoVersion: 2 }, "token-malformed: the timestamp is of an unknown version"],
  ["a UTC time", { genTime: time(GEN_TIME) }, "token-malformed: tag 0x18 is expected and 0x17 stands there"],
  ["a nonce", { tail: [sequence(integer(1)), boolean(true), integer(0x1234)] }, `${GOOD_TOKEN}1234`],
  ["no nonce", { tail: [sequence(integer(1)), boolean(true)] }, GOOD_TOKEN],
  ["two signers", { signers: 2 }, "token-malformed: it has not exactly one signer"],
  ["no signer", { signers: 0 }, "token-malformed: it has not exactly one signer"],
  ["no content type", { attributes: [] }, "token-malformed: the signed content type is not a timestamp's"],
  [
    "another content type",
    { attributes: [attribute(CONTENT_TYPE, oid("1.2.3"))] },
    "token-malformed: the signed content type is not a timestamp's",
  ],
  ["a content type twice", { attributes: [good, good] }, "token-malformed: a signed attribute stands twice"],
  [
    "a content type of two values",
    { attributes: [attribute(CONTENT_TYPE, oid(TST_INFO), oid("1.2.3"))] },
    "token-malformed: a signed attribute has not one value",
  ],
  ["a content type of no value", { attributes: [attribute(CONTENT_TYPE)] }, "token-malformed: a signed attribute has not one value"],
  ["ESSCertID", { attributes: [good, attribute(CERT_V1, certIds(id))] }, `${GOOD_TOKEN} named sha1 aa`],
  ["ESSCertIDv2", { attributes: [good, attribute(CERT_V2, certIds(id))] }, `${GOOD_TOKEN} named sha256 aa`],
  [
    "ESSCertIDv2 with SHA-256, said",
    { attributes: [good, attribute(CERT_V2, certIds(sequence(oid(SHA256)), id))] },
    `${GOOD_TOKEN} named sha256 aa`,
  ],
  [
    "ESSCertIDv2 with SHA-384",
    { attributes: [good, attribute(CERT_V2, certIds(sequence(oid("2.16.840.1.101.3.4.2.2")), id))] },
    `${GOOD_TOKEN} named sha384 aa`,
  ],
  [
    "ESSCertIDv2 with SHA-512",
    { attributes: [good, attribute(CERT_V2, certIds(sequence(oid("2.16.840.1.101.3.4.2.3")), id))] },
    `${GOOD_TOKEN} named sha512 aa`,
  ],
  [
    "ESSCertIDv2 with another hash",
    { attributes: [good, attribute(CERT_V2, certIds(sequence(oid("1.2.3")), id))] },
    `${GOOD_TOKEN} named undefined aa`,
  ],
  [
    "both",
    { attributes: [good, attribute(CERT_V1, certIds(octets(Uint8Array.of(1)))), attribute(CERT_V2, certIds(id))] },
    `${GOOD_TOKEN} named sha256 aa`,
  ],
] as const)
  tokens(name, () => assert.is(token(parts), outcome));
tokens.run();

const imprints = suite("what a token speaks about");
const imprint = (imprintHash: string, bytes: Uint8Array): string =>
  checkImprint({ imprintHash, imprint: bytes } as unknown as Token, SIGNATURE, realCrypto)?.detail ?? "this";
const ELSE = "it is about something else than this signature";
for (const [name, outcome, expected] of [
  ["SHA-256", imprint(SHA256, realCrypto.digest("sha256", [SIGNATURE])), "this"],
  ["SHA-384", imprint("2.16.840.1.101.3.4.2.2", realCrypto.digest("sha384", [SIGNATURE])), "this"],
  ["SHA-512", imprint("2.16.840.1.101.3.4.2.3", realCrypto.digest("sha512", [SIGNATURE])), "this"],
  ["another hash's name", imprint("2.16.840.1.101.3.4.2.2", realCrypto.digest("sha256", [SIGNATURE])), ELSE],
  ["an unknown hash", imprint("1.3.14.3.2.26", realCrypto.digest("sha256", [SIGNATURE])), ELSE],
  ["another signature", imprint(SHA256, realCrypto.digest("sha256", [Uint8Array.of(1)])), ELSE],
] as const)
  imprints(name, () => assert.is(outcome, expected));
imprints.run();

interface StampWorld {
  readonly parts?: TokenParts;
  readonly leaf?: Partial<Certificate>;
  readonly authorities?: readonly Partial<Authority>[];
  readonly link?: LinkCheck;
  readonly opinion?: string;
}
const YEAR = { notBefore: instant("2026-01-01T00:00:00Z"), notAfter: instant("2026-12-31T00:00:00Z") };
const stamping: CertificateExtension = { ...purpose(usages.timeStamping), critical: true };
function stampLeaf(change: Partial<Certificate> = {}): Certificate {
  const plain = plainCertificate({
    subject: "tsa",
    issuer: ISSUER_NAME,
    serial: Uint8Array.of(5),
    der: Uint8Array.of(0xd),
    ...YEAR,
    extensions: [stamping],
  });
  return { ...plain, ...change };
}
const stampRoot = plainCertificate({ subject: ISSUER_NAME, issuer: ISSUER_NAME, ...YEAR, extensions: authorityExtensions });
function stamped({ parts = {}, leaf = {}, authorities = [{}], link = "signed", opinion }: StampWorld = {}): string {
  const timestampAuthorities = authorities.map((change, i): Authority => ({
    operator: `tsa ${i}`,
    chain: [stampLeaf(leaf), stampRoot],
    validFor: { start: YEAR.notBefore },
    ...change,
  }));
  const context = {
    root: { timestampAuthorities } as never,
    crypto: fakeCrypto(() => true),
    links: { check: () => link },
    limits: defaultLimits,
    opinion: {
      token: () => (opinion === undefined ? undefined : { reason: "token-signature-invalid", detail: opinion }),
    } as unknown as SecondOpinion,
  };
  const outcome = checkToken(tokenDer(parts), SIGNATURE, context);
  return outcome.ok
    ? `${outcome.value.kind} ${outcome.value.operator} ${outcome.value.at === GEN_TIME}`
    : `${outcome.error.reason}: ${outcome.error.detail}`;
}
const GOOD_STAMP = "timestamp tsa 0 true";
const UNKNOWN = "token-signer-unknown: no authority of this root issued it";
const NOT_VALID = "token-outside-window: a certificate of the authority was not valid at that time";
const NOT_IN_USE = "token-outside-window: the authority was not in use at that time";
const ANOTHER = "token-profile: it names another certificate as its signer's";
const naming = (...ids: readonly Uint8Array[]): TokenParts => ({ attributes: [good, attribute(CERT_V2, certIds(...ids))] });
const leafDigest = realCrypto.digest("sha256", [Uint8Array.of(0xd)]);
const stamps = suite("timestamp tokens");
for (const [name, world, outcome] of [
  ["the twin", {}, GOOD_STAMP],
  ["refused", { parts: { status: 2 } }, "token-not-granted: the authority refused"],
  ["another serial number", { parts: { serial: integer(6) } }, UNKNOWN],
  ["another issuer", { leaf: { issuer: commonName("acme", "other") } }, UNKNOWN],
  ["no authority", { authorities: [] }, UNKNOWN],
  ["an authority without certificates", { authorities: [{ chain: [] }] }, UNKNOWN],
  ["something else", { parts: { imprint: filled(32) } }, `token-imprint-mismatch: ${ELSE}`],
  ["before the authority", { authorities: [{ validFor: { start: GEN_TIME + 1n } }] }, NOT_IN_USE],
  ["at its beginning and end", { authorities: [{ validFor: { start: GEN_TIME, end: GEN_TIME } }] }, GOOD_STAMP],
  ["behind the authority", { authorities: [{ validFor: { start: 0n, end: GEN_TIME - 1n } }] }, NOT_IN_USE],
  ["the second authority", { authorities: [{ validFor: { start: GEN_TIME + 1n } }, {}] }, "timestamp tsa 1 true"],
  [
    "neither of two: the first is told",
    { authorities: [{ validFor: { start: GEN_TIME + 1n } }, { chain: [stampLeaf({ notAfter: 0n })] }] },
    NOT_IN_USE,
  ],
  ["a leaf that is over", { leaf: { notAfter: GEN_TIME - 1n } }, NOT_VALID],
  ["a leaf in its last moment", { leaf: { notAfter: GEN_TIME } }, GOOD_STAMP],
  ["a leaf that is not yet", { leaf: { notBefore: GEN_TIME + 1n } }, NOT_VALID],
  ["a leaf in its first moment", { leaf: { notBefore: GEN_TIME } }, GOOD_STAMP],
  ["a root that is over", { authorities: [{ chain: [stampLeaf(), { ...stampRoot, notAfter: GEN_TIME - 1n }] }] }, NOT_VALID],
  ["a leaf alone", { authorities: [{ chain: [stampLeaf()] }], link: "not-signed" }, GOOD_STAMP],
  ["a leaf that nobody signed", { link: "not-signed" }, "token-chain-invalid: the issuer's key did not sign it"],
  [
    "a leaf for code",
    { leaf: { extensions: plainCertificate({ extensions: [purpose(usages.codeSigning)] }).extensions } },
    "token-profile: the signer's extended key usage is not timestamping alone",
  ],
  ["it names its certificate", { parts: naming(octets(leafDigest)) }, GOOD_STAMP],
  [
    "it names its certificate by SHA-384",
    { parts: naming(sequence(oid("2.16.840.1.101.3.4.2.2")), octets(realCrypto.digest("sha384", [Uint8Array.of(0xd)]))) },
    GOOD_STAMP,
  ],
  ["it names another", { parts: naming(octets(filled(32))) }, ANOTHER],
  [
    "it names one by an unknown hash",
    { parts: naming(sequence(oid("1.2.3")), octets(leafDigest)) },
    "token-profile: it names its signer by an unknown hash",
  ],
  [
    "it names one by SHA-1, which proves nothing",
    { parts: { attributes: [good, attribute(CERT_V1, certIds(octets(filled(20))))] } },
    GOOD_STAMP,
  ],
  ["the second opinion", { opinion: "no" }, "token-signature-invalid: no"],
] as const)
  stamps(name, () => assert.is(stamped(world), outcome));
stamps.run();

// ---------------------------------------------------------------------------------------------------------- entry bodies

const LEAF_DER = Uint8Array.of(0x30, 0x03, 1, 2, 3);
const KEY_DER = keyNamed("key");
const pem = (label: string, der: Uint8Array): string => `-----BEGIN ${label}-----\n${base64(der)}\n-----END ${label}-----\n`;
const CERT_PEM = base64(encodeUtf8(pem("CERTIFICATE", LEAF_DER)));
const KEY_PEM = base64(encodeUtf8(pem("PUBLIC KEY", KEY_DER)));
const SIG = Uint8Array.of(9, 9);
const [PAYLOAD, SIGNED, BY_KEY, STORED] = [1, 2, 3, 4].map((byte) => filled(32, byte)) as [Uint8Array, Uint8Array, Uint8Array, Uint8Array];
const subject: EntrySubject = {
  signature: SIG,
  signer: { kind: "certificate", der: LEAF_DER },
  isEnvelope: true,
  payloadLength: 0,
  payloadHash: PAYLOAD,
  signedHash: SIGNED,
  signedHashByKey: BY_KEY,
  storedHash: STORED,
};
const byKey: Partial<EntrySubject> = {
  signer: { kind: "key", key: { family: "p256", bits: 256, fingerprint: "sha256:00", spki: KEY_DER } },
};
const { storedHash, ...withoutStored } = subject;
assert.is(storedHash, STORED);

const hash = (bytes: Uint8Array, algorithm = "sha256"): object => ({ algorithm, value: hexOf(bytes) });
const rekord = (change: object = {}, data: object = hash(SIGNED)): object => ({
  signature: { content: base64(SIG), publicKey: { content: CERT_PEM } },
  data: { hash: data },
  ...change,
});
const dsse = (signature: object | readonly object[] = {}, payloadHash: object = hash(PAYLOAD)): object => ({
  signatures: Array.isArray(signature) ? signature : [{ signature: base64(SIG), verifier: CERT_PEM, ...signature }],
  payloadHash,
});
const intoto2 = (signature: object = {}, payloadHash: object = hash(PAYLOAD)): object => ({
  content: { envelope: { signatures: [{ sig: base64(encodeUtf8(base64(SIG))), publicKey: CERT_PEM, ...signature }] }, payloadHash },
});
const intoto1 = (change: object = {}, of: object = hash(STORED)): object => ({
  publicKey: CERT_PEM,
  content: { hash: of, payloadHash: hash(PAYLOAD) },
  ...change,
});
const v2 = (name: string, change: { verifier?: object; data?: object; signature?: object; more?: object } = {}): object => ({
  [name]: {
    data: { algorithm: "SHA2_256", digest: base64(BY_KEY), ...change.data },
    signature: {
      content: base64(SIG),
      verifier: change.verifier ?? { keyDetails: "PKIX_ECDSA_P256_SHA_256", x509Certificate: { rawBytes: base64(LEAF_DER) } },
      ...change.signature,
    },
    ...change.more,
  },
});

interface BodyRow {
  readonly kind: string;
  readonly version?: string;
  readonly spec: unknown;
  readonly change?: Partial<EntrySubject>;
  readonly of?: EntrySubject;
  readonly outer?: object;
  readonly body?: Uint8Array;
}
function body({ kind, version = "0.0.1", spec, change = {}, of = subject, outer = {}, body: given }: BodyRow): string {
  const json = { apiVersion: version, kind, spec, ...outer } as unknown as Json;
  const entry = { kind, version, body: given ?? canonicalJsonBytes(json) } as LogEntry;
  const fault = checkEntryBody(entry, { ...of, ...change }, defaultLimits);
  return fault === undefined ? "bound" : `${fault.reason}: ${fault.detail}`;
}
const LACKS = "log-entry-malformed: its body lacks what its kind records";
const SIG_ELSE = "log-entry-mismatch: it records another signature";
const KEY_ELSE = "log-entry-key-mismatch: it records another key or certificate";
const BESIDE = "log-entry-mismatch: it records something beside this signature";
const UNBOUND = "log-entry-unsupported: it cannot be bound to this kind of envelope";
const KINDS = "log-entry-malformed: kind and version of the body are not the entry's";
const digestElse = (name: string): string => `log-entry-mismatch: it records another ${name}`;
const bytes = (change: object): object => ({ rawBytes: base64(LEAF_DER), ...change });
const spki = { keyDetails: "PKIX_ECDSA_P256_SHA_256", publicKey: { rawBytes: base64(KEY_DER) } };
const second = "0.0.2";
const bodies: readonly (readonly [name: string, row: BodyRow, outcome: string])[] = [
  ["hashedrekord", { kind: "hashedrekord", spec: rekord() }, "bound"],
  [
    "hashedrekord of a key",
    { kind: "hashedrekord", spec: rekord({ signature: { content: base64(SIG), publicKey: { content: KEY_PEM } } }), change: byKey },
    "bound",
  ],
  ["hashedrekord of an artifact", { kind: "hashedrekord", spec: rekord(), change: { isEnvelope: false } }, "bound"],
  [
    "hashedrekord, another signature",
    { kind: "hashedrekord", spec: rekord({ signature: { content: base64(filled(2)), publicKey: { content: CERT_PEM } } }) },
    SIG_ELSE,
  ],
  [
    "hashedrekord, another certificate",
    {
      kind: "hashedrekord",
      spec: rekord({ signature: { content: base64(SIG), publicKey: { content: base64(encodeUtf8(pem("CERTIFICATE", KEY_DER))) } } }),
    },
    KEY_ELSE,
  ],
  [
    "hashedrekord, the certificate under another label",
    {
      kind: "hashedrekord",
      spec: rekord({ signature: { content: base64(SIG), publicKey: { content: base64(encodeUtf8(pem("PUBLIC KEY", LEAF_DER))) } } }),
    },
    KEY_ELSE,
  ],
  [
    "hashedrekord, the key under another label",
    {
      kind: "hashedrekord",
      spec: rekord({ signature: { content: base64(SIG), publicKey: { content: base64(encodeUtf8(pem("CERTIFICATE", KEY_DER))) } } }),
      change: byKey,
    },
    KEY_ELSE,
  ],
  [
    "hashedrekord, no PEM",
    { kind: "hashedrekord", spec: rekord({ signature: { content: base64(SIG), publicKey: { content: base64(LEAF_DER) } } }) },
    KEY_ELSE,
  ],
  [
    "hashedrekord, no text",
    { kind: "hashedrekord", spec: rekord({ signature: { content: base64(SIG), publicKey: { content: "/w==" } } }) },
    KEY_ELSE,
  ],
  [
    "hashedrekord, an empty key",
    { kind: "hashedrekord", spec: rekord({ signature: { content: base64(SIG), publicKey: { content: "" } } }) },
    KEY_ELSE,
  ],
  ["hashedrekord, another digest", { kind: "hashedrekord", spec: rekord({}, hash(PAYLOAD)) }, digestElse("digest")],
  ["hashedrekord, another algorithm", { kind: "hashedrekord", spec: rekord({}, hash(SIGNED, "sha512")) }, digestElse("digest")],
  [
    "hashedrekord, a digest that is no text",
    { kind: "hashedrekord", spec: rekord({}, { algorithm: "sha256", value: 1 }) },
    digestElse("digest"),
  ],
  ["hashedrekord, no digest", { kind: "hashedrekord", spec: rekord({ data: {} }) }, digestElse("digest")],
  ["hashedrekord, no signature", { kind: "hashedrekord", spec: rekord({ signature: { publicKey: { content: CERT_PEM } } }) }, LACKS],
  [
    "hashedrekord, a signature that is no base64",
    { kind: "hashedrekord", spec: rekord({ signature: { content: "*", publicKey: { content: CERT_PEM } } }) },
    LACKS,
  ],
  ["hashedrekord, no key", { kind: "hashedrekord", spec: rekord({ signature: { content: base64(SIG) } }) }, LACKS],
  ["no spec", { kind: "hashedrekord", spec: undefined, body: encodeUtf8('{"kind":"hashedrekord","apiVersion":"0.0.1"}') }, LACKS],
  ["no JSON", { kind: "hashedrekord", spec: {}, body: encodeUtf8("x") }, "log-entry-malformed: its body: json-malformed"],
  ["another kind inside", { kind: "hashedrekord", spec: rekord(), outer: { kind: "dsse" } }, KINDS],
  ["another version inside", { kind: "hashedrekord", spec: rekord(), outer: { apiVersion: "0.0.2" } }, KINDS],
  ["a kind that is not read", { kind: "rfc3161", spec: {} }, "log-entry-unsupported: entries of its kind are not read"],
  ["dsse", { kind: "dsse", spec: dsse() }, "bound"],
  ["dsse of a key", { kind: "dsse", spec: dsse({ verifier: KEY_PEM }), change: byKey }, "bound"],
  ["dsse of an artifact", { kind: "dsse", spec: dsse(), change: { isEnvelope: false } }, UNBOUND],
  ["dsse, another signature", { kind: "dsse", spec: dsse({ signature: base64(filled(2)) }) }, SIG_ELSE],
  ["dsse, another payload", { kind: "dsse", spec: dsse({}, hash(SIGNED)) }, digestElse("payload")],
  ["dsse, another key", { kind: "dsse", spec: dsse({ verifier: KEY_PEM }) }, KEY_ELSE],
  ["dsse, no signature", { kind: "dsse", spec: dsse({ signature: null }) }, LACKS],
  ["dsse, no key", { kind: "dsse", spec: dsse({ verifier: null }) }, LACKS],
  [
    "dsse, two signatures",
    {
      kind: "dsse",
      spec: dsse([
        { signature: base64(SIG), verifier: CERT_PEM },
        { signature: base64(SIG), verifier: CERT_PEM },
      ]),
    },
    LACKS,
  ],
  ["dsse, none", { kind: "dsse", spec: dsse([]) }, LACKS],
  ["dsse, no list", { kind: "dsse", spec: { signatures: { length: 1 }, payloadHash: hash(PAYLOAD) } }, LACKS],
  ["intoto 2", { kind: "intoto", version: second, spec: intoto2() }, "bound"],
  ["intoto 2, encoded once", { kind: "intoto", version: second, spec: intoto2({ sig: base64(SIG) }) }, "bound"],
  [
    "intoto 2, another signature",
    { kind: "intoto", version: second, spec: intoto2({ sig: base64(encodeUtf8(base64(filled(2)))) }) },
    SIG_ELSE,
  ],
  ["intoto 2, another payload", { kind: "intoto", version: second, spec: intoto2({}, hash(SIGNED)) }, digestElse("payload")],
  ["intoto 2, another key", { kind: "intoto", version: second, spec: intoto2({ publicKey: KEY_PEM }) }, KEY_ELSE],
  ["intoto 2, no signature", { kind: "intoto", version: second, spec: intoto2({ sig: null }) }, LACKS],
  ["intoto 2, no key", { kind: "intoto", version: second, spec: intoto2({ publicKey: null }) }, LACKS],
  ["intoto 2, no envelope", { kind: "intoto", version: second, spec: { content: {} } }, LACKS],
  ["intoto 2 of an artifact", { kind: "intoto", version: second, spec: intoto2(), change: { isEnvelope: false } }, UNBOUND],
  ["intoto 1", { kind: "intoto", spec: intoto1() }, "bound"],
  ["intoto 1, another envelope", { kind: "intoto", spec: intoto1({}, hash(PAYLOAD)) }, digestElse("envelope")],
  [
    "intoto 1, another payload",
    { kind: "intoto", spec: intoto1({ content: { hash: hash(STORED), payloadHash: hash(SIGNED) } }) },
    digestElse("payload"),
  ],
  ["intoto 1, another key", { kind: "intoto", spec: intoto1({ publicKey: KEY_PEM }) }, KEY_ELSE],
  ["intoto 1, no key", { kind: "intoto", spec: intoto1({ publicKey: null }) }, LACKS],
  ["intoto 1, not stored by itself", { kind: "intoto", spec: intoto1(), of: withoutStored }, UNBOUND],
  ["intoto 1 of an artifact", { kind: "intoto", spec: intoto1(), change: { isEnvelope: false } }, UNBOUND],
  ["hashedrekord 2", { kind: "hashedrekord", version: second, spec: v2("hashedRekordV002") }, "bound"],
  ["dsse 2", { kind: "dsse", version: second, spec: v2("dsseV002") }, "bound"],
  ["dsse 2 of a key", { kind: "dsse", version: second, spec: v2("dsseV002", { verifier: spki }), change: byKey }, "bound"],
  ["second generation with SHA-384", { kind: "dsse", version: second, spec: v2("dsseV002", { data: { algorithm: "SHA2_384" } }) }, "bound"],
  ["second generation with SHA-512", { kind: "dsse", version: second, spec: v2("dsseV002", { data: { algorithm: "SHA2_512" } }) }, "bound"],
  ["second generation with SHA-1", { kind: "dsse", version: second, spec: v2("dsseV002", { data: { algorithm: "SHA1" } }) }, LACKS],
  ["second generation under the other's name", { kind: "dsse", version: second, spec: v2("hashedRekordV002") }, LACKS],
  [
    "second generation, another signature",
    { kind: "dsse", version: second, spec: v2("dsseV002", { signature: { content: base64(filled(2)) } }) },
    SIG_ELSE,
  ],
  ["second generation, no signature", { kind: "dsse", version: second, spec: v2("dsseV002", { signature: { content: null } }) }, LACKS],
  [
    "second generation, another digest",
    { kind: "dsse", version: second, spec: v2("dsseV002", { data: { digest: base64(SIGNED) } }) },
    digestElse("digest"),
  ],
  [
    "second generation, no digest",
    { kind: "dsse", version: second, spec: v2("dsseV002", { data: { digest: null } }) },
    digestElse("digest"),
  ],
  [
    "second generation, another certificate",
    { kind: "dsse", version: second, spec: v2("dsseV002", { verifier: { x509Certificate: bytes({ rawBytes: base64(KEY_DER) }) } }) },
    KEY_ELSE,
  ],
  [
    "second generation, the certificate as a key",
    { kind: "dsse", version: second, spec: v2("dsseV002", { verifier: { publicKey: bytes({}) } }) },
    KEY_ELSE,
  ],
  [
    "second generation, the key as a certificate",
    {
      kind: "dsse",
      version: second,
      spec: v2("dsseV002", { verifier: { x509Certificate: { rawBytes: base64(KEY_DER) } } }),
      change: byKey,
    },
    KEY_ELSE,
  ],
  [
    "second generation, another key",
    { kind: "dsse", version: second, spec: v2("dsseV002", { verifier: { publicKey: bytes({}) } }), change: byKey },
    KEY_ELSE,
  ],
  [
    "second generation, key and certificate",
    { kind: "dsse", version: second, spec: v2("dsseV002", { verifier: { publicKey: bytes({}), x509Certificate: bytes({}) } }) },
    LACKS,
  ],
  ["second generation, neither", { kind: "dsse", version: second, spec: v2("dsseV002", { verifier: {} }) }, LACKS],
  ["second generation, something beside the data", { kind: "dsse", version: second, spec: v2("dsseV002", { data: { more: 1 } }) }, BESIDE],
  [
    "second generation, something beside the signature",
    { kind: "dsse", version: second, spec: v2("dsseV002", { signature: { more: 1 } }) },
    BESIDE,
  ],
  ["second generation, something beside both", { kind: "dsse", version: second, spec: v2("dsseV002", { more: { x: 1 } }) }, BESIDE],
  [
    "second generation, something beside the certificate",
    { kind: "dsse", version: second, spec: v2("dsseV002", { verifier: { keyDetails: "x", x509Certificate: bytes({ more: 1 }) } }) },
    BESIDE,
  ],
  ["second generation, two specs", { kind: "dsse", version: second, spec: { ...v2("dsseV002"), x: {} } }, BESIDE],
  ["second generation, something beside the spec", { kind: "dsse", version: second, spec: v2("dsseV002"), outer: { more: 1 } }, BESIDE],
  [
    "second generation, not canonical",
    {
      kind: "dsse",
      version: second,
      spec: {},
      body: encodeUtf8(` ${JSON.stringify({ apiVersion: second, kind: "dsse", spec: v2("dsseV002") })}`),
    },
    BESIDE,
  ],
];
const entryBodies = suite("bodies of log entries");
for (const [name, row, outcome] of bodies) entryBodies(name, () => assert.is(body(row), outcome));
entryBodies("as long as is allowed for its payload, and one byte more", () => {
  const large = (length: number, payloadLength: number): string =>
    body({ kind: "x", spec: {}, body: filled(length, 0x20), change: { payloadLength } }).split(":")[0] ?? "";
  const max = defaultLimits.entryBodyBytes;
  assert.is(large(max, 0), "log-entry-malformed");
  assert.is(large(max + 1, 0), "too-large");
  assert.is(large(max + 20, 10), "log-entry-malformed");
  assert.is(large(max + 21, 10), "too-large");
});
entryBodies.run();

// ---------------------------------------------------------------------------------------------- asking for a timestamp

const asking = suite("asking for a timestamp");
const ask = (nonce: Uint8Array): Uint8Array => timestampRequest({ signature: SIGNATURE, nonce }, realCrypto);
for (const [name, nonce, written] of [
  ["a number", [0x12, 0x34], "02021234"],
  ["one whose first bit is set", [0x80], "02020080"],
  ["one whose first bit is not", [0x7f, 0xff], "02027fff"],
  ["leading zeros", [0, 0, 0x12], "020112"],
  ["zeros", [0, 0], "020100"],
  ["nothing", [], "020100"],
] as const)
  asking(`the question repeats ${name} in its shortest form`, () => {
    const imprint = "3031300d0609608648016503040201";
    const body = `020101${imprint}05000420${hexOf(realCrypto.digest("sha256", [SIGNATURE]))}${written}0101ff`;
    assert.is(hexOf(ask(Uint8Array.from(nonce))), `30${(body.length / 2).toString(16)}${body}`);
  });

const tail = (bytes: Uint8Array): TokenParts => ({ tail: [tlv(0x02, bytes)] });
function answered(parts: TokenParts, nonce: readonly number[] = [0x12, 0x34], root?: typeof emptyRoot, tokenBytes = 65_536): string {
  const question = { signature: SIGNATURE, nonce: Uint8Array.from(nonce) };
  const outcome = checkTimestamp(tokenDer(parts), question, root, { crypto: realCrypto, limits: { ...defaultLimits, tokenBytes } });
  return outcome.ok ? String(outcome.value === GEN_TIME) : `${outcome.error.reason}: ${outcome.error.detail}`;
}
const AGAIN = "token-malformed: it does not repeat the number that was sent with the question";
const repeated = tail(Uint8Array.of(0x12, 0x34));
for (const [name, outcome, expected] of [
  ["the twin", answered(repeated), "true"],
  ["a number that was written shorter", answered(repeated, [0, 0x12, 0x34]), "true"],
  ["a number whose first bit is set", answered(tail(Uint8Array.of(0, 0x80)), [0x80]), "true"],
  ["another number", answered(tail(Uint8Array.of(0x12, 0x35))), AGAIN],
  ["no number", answered({}), AGAIN],
  ["refused", answered({ ...repeated, status: 2 }), "token-not-granted: the authority refused"],
  ["about something else", answered({ ...repeated, imprint: filled(32) }), `token-imprint-mismatch: ${ELSE}`],
  ["as long as is allowed", answered(repeated, undefined, undefined, tokenDer(repeated).length), "true"],
  [
    "one byte longer",
    answered(repeated, undefined, undefined, tokenDer(repeated).length - 1),
    `too-large: it has more than ${tokenDer(repeated).length - 1} bytes`,
  ],
  ["under a root that does not know its authority", answered(repeated, undefined, emptyRoot), UNKNOWN],
] as const)
  asking(`an answer: ${name}`, () => assert.is(outcome, expected));
asking.run();
