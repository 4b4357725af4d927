/** One `trusted_root.json` to a `SigstoreRoot`: the load checks of `verification.md` §9. A root that fails one is not used. */
import {
  decodeBase64,
  defaultLimits,
  encodeHex,
  encodeUtf8,
  envelopeJsonLimits,
  err,
  ok,
  parseInstant,
  parseJson,
  type Json,
  type Result,
} from "../../base/index.ts";
import { bytesEqual, joinBytes } from "../bytes.ts";
import type { PublicKey, SyncCrypto, VerifyAlgorithm } from "../crypto-provider.ts";
import { sha256, sha256Digest } from "../hash.ts";
import { readArray, readObject, readString, wrong } from "../json-read.ts";
import { rsaPublicKeyToSpki } from "../keys/pkcs1.ts";
import { oids } from "../x509/oids.ts";
import type { Certificate } from "../x509/certificate.ts";
import { parseCertificate } from "../x509/parse.ts";
import { issuerFault } from "../x509/path.ts";
import { checkLink, keyFault } from "../x509/signature.ts";
import { hostOf } from "./names.ts";
import type { Authority, LogKey, SigstoreRoot, Window } from "./root.ts";

export interface RootFault {
  readonly reason: "root-file-invalid";
  readonly detail: string;
}

/** Leaves this module only as a `RootFault`. */
class LoadFault extends Error {
  override readonly name = "LoadFault";
}

const mediaTypes: ReadonlySet<string> = new Set([
  "application/vnd.dev.sigstore.trustedroot+json;version=0.1",
  "application/vnd.dev.sigstore.trustedroot.v0.2+json",
]);

const MAX_ROOT_BYTES = 4 * 1024 * 1024;

/** `name` is what policies call the instance; a bundle or image can never supply one. */
export function loadSigstoreRoot(name: string, bytes: Uint8Array, crypto: SyncCrypto): Result<SigstoreRoot, RootFault> {
  const json = parseJson(bytes, { ...envelopeJsonLimits(defaultLimits), maxBytes: MAX_ROOT_BYTES });
  if (!json.ok) return err({ reason: "root-file-invalid", detail: `${json.error.kind}: ${json.error.detail}` });
  try {
    return ok({ name, digest: sha256Digest(crypto, bytes), ...readRoot(json.value, crypto) });
  } catch (thrown) {
    if (thrown instanceof LoadFault) return err({ reason: "root-file-invalid", detail: thrown.message });
    throw thrown;
  }
}

function readRoot(json: Json, crypto: SyncCrypto): Omit<SigstoreRoot, "name" | "digest"> {
  const mediaType = required(readString(json, "mediaType"), "mediaType");
  if (!mediaTypes.has(mediaType)) throw new LoadFault(`the media type \`${mediaType}\` is unknown`);
  const logs = list(json, "tlogs").map((log, i) => readLog(log, `tlogs[${i}]`, crypto));
  const ctLogs = list(json, "ctlogs").map((log, i) => readLog(log, `ctlogs[${i}]`, crypto));
  const context = { crypto, purpose: oids.codeSigning };
  const certificateAuthorities = list(json, "certificateAuthorities").map((ca, i) =>
    readAuthority(ca, `certificateAuthorities[${i}]`, context),
  );
  const timestamping = { crypto, purpose: oids.timeStamping };
  const timestampAuthorities = list(json, "timestampAuthorities").map((ca, i) =>
    readAuthority(ca, `timestampAuthorities[${i}]`, timestamping),
  );
  checkDistinct(logs);
  checkDistinct(ctLogs);
  if (certificateAuthorities.length + logs.length + timestampAuthorities.length === 0)
    throw new LoadFault("it names no authority and no log");
  return { certificateAuthorities, timestampAuthorities, logs, ctLogs };
}

function required<T>(value: T | undefined | typeof wrong, where: string): T {
  if (value === undefined) throw new LoadFault(`\`${where}\` is missing`);
  if (value === wrong) throw new LoadFault(`\`${where}\` is of the wrong type`);
  return value;
}

function optional<T>(value: T | undefined | typeof wrong, where: string): T | undefined {
  if (value === wrong) throw new LoadFault(`\`${where}\` is of the wrong type`);
  return value;
}

function list(json: Json, name: string): readonly Json[] {
  return optional(readArray(json, name), name) ?? [];
}

function bytesOf(json: Json | undefined, name: string, where: string): Uint8Array {
  const decoded = decodeBase64(required(readString(json, name), `${where}.${name}`));
  if (!decoded.ok) throw new LoadFault(`\`${where}.${name}\` is not base64`);
  return decoded.value;
}

function readWindow(json: Json | undefined, where: string): Window {
  const validFor = required(readObject(json, "validFor"), `${where}.validFor`);
  const start = instant(required(readString(validFor, "start"), `${where}.validFor.start`), `${where}.validFor.start`);
  const endText = optional(readString(validFor, "end"), `${where}.validFor.end`);
  if (endText === undefined) return { start };
  const end = instant(endText, `${where}.validFor.end`);
  if (end < start) throw new LoadFault(`\`${where}.validFor\` ends before it starts`);
  return { start, end };
}

function instant(text: string, where: string): bigint {
  const parsed = parseInstant(text);
  if (!parsed.ok) throw new LoadFault(`\`${where}\`: ${parsed.error}`);
  return parsed.value;
}

/** By `keyDetails`; whatever is not here is refused. The flag says that the bytes are PKCS #1 and not SPKI. */
const keyDetails: Readonly<
  Record<string, { readonly algorithm: VerifyAlgorithm; readonly family: PublicKey["family"]; readonly isPkcs1?: true }>
> = {
  PKIX_ECDSA_P256_SHA_256: { algorithm: "ecdsa-sha2-256-nistp256", family: "p256" },
  PKIX_ECDSA_P256_HMAC_SHA_256: { algorithm: "ecdsa-sha2-256-nistp256", family: "p256" },
  PKIX_ECDSA_P384_SHA_384: { algorithm: "ecdsa-sha2-384-nistp384", family: "p384" },
  PKIX_ECDSA_P521_SHA_512: { algorithm: "ecdsa-sha2-512-nistp521", family: "p521" },
  PKIX_ED25519: { algorithm: "ed25519", family: "ed25519" },
  PKCS1_RSA_PKCS1V5: { algorithm: "rsa-sign-pkcs1-sha256", family: "rsa", isPkcs1: true },
  PKIX_RSA_PKCS1V5: { algorithm: "rsa-sign-pkcs1-sha256", family: "rsa" },
  PKIX_RSA_PKCS1V15_2048_SHA256: { algorithm: "rsa-sign-pkcs1-sha256", family: "rsa" },
  PKIX_RSA_PKCS1V15_3072_SHA256: { algorithm: "rsa-sign-pkcs1-sha256", family: "rsa" },
  PKIX_RSA_PKCS1V15_4096_SHA256: { algorithm: "rsa-sign-pkcs1-sha256", family: "rsa" },
};

function readLog(json: Json, where: string, crypto: SyncCrypto): LogKey {
  const baseUrl = required(readString(json, "baseUrl"), `${where}.baseUrl`);
  const host = hostOf(baseUrl);
  if (host === undefined) throw new LoadFault(`\`${where}.baseUrl\` is no address`);
  if (required(readString(json, "hashAlgorithm"), `${where}.hashAlgorithm`) !== "SHA2_256")
    throw new LoadFault(`\`${where}.hashAlgorithm\` is not SHA2_256`);
  const publicKey = required(readObject(json, "publicKey"), `${where}.publicKey`);
  const { key, algorithm } = readLogKey(publicKey, `${where}.publicKey`, crypto);
  const validFor = readWindow(publicKey, `${where}.publicKey`);
  const logId = bytesOf(required(readObject(json, "logId"), `${where}.logId`), "keyId", `${where}.logId`);
  const checkpointId = checkpointKeyId(key, host, crypto);
  checkLogId(logId, [sha256(crypto, key.spki), checkpointId], `${where}.logId`);
  const named = optional(readObject(json, "checkpointKeyId"), `${where}.checkpointKeyId`);
  const checkpointLogId = named === undefined ? undefined : bytesOf(named, "keyId", `${where}.checkpointKeyId`);
  if (checkpointLogId !== undefined && !startsAlike(checkpointLogId, checkpointId))
    throw new LoadFault(`\`${where}.checkpointKeyId\` is another key's`);
  const operator = optional(readString(json, "operator"), `${where}.operator`);
  return {
    operator: operator === undefined || operator === "" ? host : operator,
    baseUrl,
    host,
    logId: encodeHex(logId),
    keyId: encodeHex(checkpointId.subarray(0, 4)),
    key,
    algorithm,
    validFor,
  };
}

function readLogKey(json: Json, where: string, crypto: SyncCrypto): { key: PublicKey; algorithm: VerifyAlgorithm } {
  const named = required(readString(json, "keyDetails"), `${where}.keyDetails`);
  const details = Object.hasOwn(keyDetails, named) ? keyDetails[named] : undefined;
  if (details === undefined) throw new LoadFault(`\`${where}.keyDetails\` is \`${named}\`, which is not supported`);
  const rawBytes = bytesOf(json, "rawBytes", where);
  const spki = details.isPkcs1 ? rsaPublicKeyToSpki(rawBytes) : rawBytes;
  const key = crypto.importPublic(spki);
  if (key === undefined || key.family !== details.family) throw new LoadFault(`\`${where}.rawBytes\` is no key of its kind`);
  const fault = keyFault(key);
  if (fault !== undefined) throw new LoadFault(`\`${where}\`: ${fault.detail}`);
  return { key, algorithm: details.algorithm };
}

const ED25519_SPKI_PREFIX = 12;
const ED25519_NOTE_KIND = 0x01;

/** C2SP signed notes: for ECDSA the digest of the SPKI, for Ed25519 of name, kind and key. */
function checkpointKeyId(key: PublicKey, host: string, crypto: SyncCrypto): Uint8Array {
  if (key.family !== "ed25519") return sha256(crypto, key.spki);
  const kind = new Uint8Array([0x0a, ED25519_NOTE_KIND]);
  return sha256(crypto, joinBytes([encodeUtf8(host), kind, key.spki.subarray(ED25519_SPKI_PREFIX)]));
}

function checkLogId(logId: Uint8Array, allowed: readonly Uint8Array[], where: string): void {
  if (!allowed.some((id) => bytesEqual(id, logId))) throw new LoadFault(`\`${where}\` is not the id of its key`);
}

/** A C2SP key id is four bytes; older files carry the whole digest. */
function startsAlike(given: Uint8Array, whole: Uint8Array): boolean {
  return given.length >= 4 && given.length <= whole.length && bytesEqual(given, whole.subarray(0, given.length));
}

interface AuthorityContext {
  readonly crypto: SyncCrypto;
  readonly purpose: string;
}

function readAuthority(json: Json, where: string, context: AuthorityContext): Authority {
  const uri = optional(readString(json, "uri"), `${where}.uri`) ?? "";
  const named = optional(readString(json, "operator"), `${where}.operator`) ?? "";
  const subject = optional(readObject(json, "subject"), `${where}.subject`);
  const organization = optional(readString(subject, "organization"), `${where}.subject.organization`) ?? "";
  const certChain = required(readObject(json, "certChain"), `${where}.certChain`);
  const certificates = required(readArray(certChain, "certificates"), `${where}.certChain.certificates`);
  const chain = certificates.map((entry, i) => readCertificate(entry, `${where}.certChain.certificates[${i}]`, context.crypto));
  checkOrder(chain, where, context);
  const anchor = chain[chain.length - 1] as Certificate;
  const operator = [named, hostOf(uri), organization, anchor.fingerprint].find((name) => name !== undefined && name !== "") as string;
  return { operator, chain, validFor: readWindow(json, where) };
}

function readCertificate(json: Json, where: string, crypto: SyncCrypto): Certificate {
  const der = bytesOf(json, "rawBytes", where);
  const certificate = parseCertificate(der, crypto, defaultLimits.derDepth);
  if (!certificate.ok) throw new LoadFault(`\`${where}\`: ${certificate.error}`);
  return certificate.value;
}

/** Every certificate is signed by the next; the first of a timestamp authority is its signer, all others are authorities. */
function checkOrder(chain: readonly Certificate[], where: string, context: AuthorityContext): void {
  if (chain.length === 0) throw new LoadFault(`\`${where}.certChain\` is empty`);
  const firstAuthority = context.purpose === oids.timeStamping ? 1 : 0;
  chain.forEach((certificate, i) => {
    const fault = i < firstAuthority ? undefined : issuerFault(certificate, i - firstAuthority, context.purpose);
    if (fault !== undefined) throw new LoadFault(`\`${where}.certChain\`, certificate ${i}: ${fault}`);
    const next = chain[i + 1];
    if (next === undefined) return;
    const isSigned = bytesEqual(certificate.issuer, next.subject) && checkLink(certificate, next, context.crypto) === "signed";
    if (!isSigned) throw new LoadFault(`\`${where}.certChain\` is out of order: certificate ${i} is not signed by the next`);
  });
}

function checkDistinct(logs: readonly LogKey[]): void {
  const seen = new Set(logs.map((log) => `${log.host} ${log.keyId}`));
  if (seen.size !== logs.length) throw new LoadFault("two logs share a name and key id");
}
