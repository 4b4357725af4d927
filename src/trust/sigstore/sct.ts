/** Signed certificate timestamps inside a certificate, RFC 6962 §3.2 and §3.3: B18. */
import { encodeHex, err, instantFromMilliseconds, ok, type Limits, type Result } from "../../base/index.ts";
import { joinBytes } from "../bytes.ts";
import type { SyncCrypto } from "../crypto-provider.ts";
import { readDer, type DerNode } from "../der/der.ts";
import { child, octets, oid, sequence } from "../der/values.ts";
import { checkSignature } from "../dsse/check-signature.ts";
import type { SctFact } from "../facts.ts";
import { sha256 } from "../hash.ts";
import { tagged } from "../keys/pkcs1.ts";
import type { Fault } from "../steps.ts";
import type { Certificate } from "../x509/certificate.ts";
import { findExtension } from "../x509/extensions.ts";
import { oids } from "../x509/oids.ts";
import { within, type LogKey } from "./root.ts";

interface Sct {
  readonly logId: string;
  /** Milliseconds, 8 bytes. */
  readonly timestamp: Uint8Array;
  readonly extensions: Uint8Array;
  readonly signature: Uint8Array;
}

export type SctOutcome = Result<SctFact, Fault>;

/** One outcome for each SCT of the certificate; an error where the list is absent, malformed or too long. */
export function checkScts(
  leaf: Certificate,
  issuer: Certificate,
  ctLogs: readonly LogKey[],
  crypto: SyncCrypto,
  limits: Limits,
): Result<readonly SctOutcome[], Fault> {
  const extension = findExtension(leaf, oids.signedCertificateTimestamps);
  if (extension === undefined) return err({ reason: "sct-missing", detail: "the certificate carries none" });
  const list = readList(extension.value);
  if (list === undefined) return err({ reason: "sct-invalid", detail: "the list is malformed" });
  if (list.length === 0) return err({ reason: "sct-missing", detail: "the certificate carries none" });
  const max = limits.signedCertificateTimestamps;
  if (list.length > max) return err({ reason: "too-many", detail: `${list.length} certificate timestamps, at most ${max}` });
  const tbs = readDer(leaf.tbs, limits.derDepth, withoutSctList);
  if (!tbs.ok) return err({ reason: "sct-invalid", detail: tbs.error });
  const issuerKeyHash = sha256(crypto, issuer.spki);
  return ok(list.map((sct) => checkSct(sct, tbs.value, issuerKeyHash, ctLogs, crypto)));
}

function checkSct(sct: Sct, tbs: Uint8Array, issuerKeyHash: Uint8Array, ctLogs: readonly LogKey[], crypto: SyncCrypto): SctOutcome {
  const log = ctLogs.find((candidate) => candidate.logId === sct.logId);
  if (log === undefined) return err({ reason: "sct-log-unknown", detail: "no CT log of this root issued it" });
  const at = instantFromMilliseconds(Number(new DataView(sct.timestamp.buffer, sct.timestamp.byteOffset, 8).getBigUint64(0)));
  if (!within(log.validFor, at)) return err({ reason: "sct-invalid", detail: "the CT log was not in use at that time" });
  const signed = joinBytes([
    SCT_HEADER,
    sct.timestamp,
    PRECERT_ENTRY,
    issuerKeyHash,
    uint(tbs.length, 3),
    tbs,
    uint(sct.extensions.length, 2),
    sct.extensions,
  ]);
  const isSigned = checkSignature(log.key, log.algorithm, [signed], sct.signature, crypto) !== undefined;
  return isSigned
    ? ok({ operator: log.operator, logId: log.logId, at })
    : err({ reason: "sct-invalid", detail: "the CT log did not sign it" });
}

/** Version 1, signature type certificate_timestamp. */
const SCT_HEADER = new Uint8Array([0, 0]);
const PRECERT_ENTRY = new Uint8Array([0, 1]);

function uint(value: number, size: number): Uint8Array {
  return Uint8Array.from({ length: size }, (_, i) => (value >> (8 * (size - 1 - i))) & 0xff);
}

const EXTENSIONS = 0xa3;

/** The certificate's signed part as it was before the list was put in. Every other byte is the original's. */
function withoutSctList(tbs: DerNode): Uint8Array {
  const parts = tbs.children.map((part) => {
    if (part.tag !== EXTENSIONS) return part.raw;
    const kept = sequence(child(part, 0)).children.filter((extension) => oid(child(extension, 0)) !== oids.signedCertificateTimestamps);
    return tagged(EXTENSIONS, tagged(0x30, joinBytes(kept.map((extension) => extension.raw))));
  });
  return tagged(0x30, joinBytes(parts));
}

/** TLS vectors inside an OCTET STRING; `undefined` where lengths do not add up. */
function readList(extension: Uint8Array): readonly Sct[] | undefined {
  const inner = readDer(extension, 1, octets);
  if (!inner.ok) return undefined;
  const items = splitVectors(inner.value);
  const scts = items?.map(readSct);
  return scts?.every((sct) => sct !== undefined) === true ? scts : undefined;
}

function splitVectors(bytes: Uint8Array): readonly Uint8Array[] | undefined {
  if (readUint16(bytes, 0) !== bytes.length - 2) return undefined;
  const items: Uint8Array[] = [];
  for (let at = 2; at < bytes.length;) {
    const length = readUint16(bytes, at);
    if (length === undefined || length === 0 || at + 2 + length > bytes.length) return undefined;
    items.push(bytes.subarray(at + 2, at + 2 + length));
    at += 2 + length;
  }
  return items;
}

function readUint16(bytes: Uint8Array, at: number): number | undefined {
  const [high, low] = [bytes[at], bytes[at + 1]];
  return high === undefined || low === undefined ? undefined : high * 256 + low;
}

const LOG_ID_END = 33;
const TIMESTAMP_END = 41;
const SHA256_HASH = 4;

/** Version 1 only; hash SHA-256, signature of any kind the log's key has. */
function readSct(bytes: Uint8Array): Sct | undefined {
  if (bytes[0] !== 0) return undefined;
  const extensionLength = readUint16(bytes, TIMESTAMP_END);
  if (extensionLength === undefined) return undefined;
  const algorithmAt = TIMESTAMP_END + 2 + extensionLength;
  const signatureLength = readUint16(bytes, algorithmAt + 2);
  const signatureAt = algorithmAt + 4;
  if (signatureLength === undefined || signatureAt + signatureLength !== bytes.length || bytes[algorithmAt] !== SHA256_HASH)
    return undefined;
  return {
    logId: encodeHex(bytes.subarray(1, LOG_ID_END)),
    timestamp: bytes.subarray(LOG_ID_END, TIMESTAMP_END),
    extensions: bytes.subarray(TIMESTAMP_END + 2, algorithmAt),
    signature: bytes.subarray(signatureAt),
  };
}
