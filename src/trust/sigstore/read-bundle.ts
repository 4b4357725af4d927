/** A Sigstore bundle from JSON: B1 to B5, before anything in it is believed. */
import {
  decodeBase64,
  encodeUtf8,
  err,
  isObject,
  member,
  ok,
  TEXT_APART,
  type Digest,
  type DigestAlgorithm,
  type Json,
  type JsonObject,
  type Limits,
  type Result,
} from "../../base/index.ts";
import { bytesEqual, joinBytes } from "../bytes.ts";
import type { SyncCrypto } from "../crypto-provider.ts";
import { readDer } from "../der/der.ts";
import { readEnvelope } from "../dsse/envelope.ts";
import { readArray, readInt64, readObject, readString, wrong, type Read } from "../json-read.ts";
import type { InclusionProof, LogEntry, MaterialFault, SignedContent, SignedMaterial, SignerMaterial } from "../signed-material.ts";
import type { Reason } from "../steps.ts";
import { parseCertificate } from "../x509/parse.ts";
import { askBundleForm } from "./second-opinion.ts";

export interface BundleContext {
  readonly crypto: SyncCrypto;
  readonly limits: Limits;
  readonly storedDigest: Digest;
  /** The payload, where `TEXT_APART` stands for it. */
  readonly apart?: Uint8Array | undefined;
}

/** Leaves this module only as a `MaterialFault`. */
class BundleFault extends Error {
  override readonly name = "BundleFault";
  readonly fault: MaterialFault;
  constructor(fault: MaterialFault) {
    super(fault.detail);
    this.fault = fault;
  }
}

export function fail(reason: Reason, detail: string): never {
  throw new BundleFault({ step: "bundle", reason, detail });
}

type Version = "0.1" | "0.2" | "0.3";

const versions: Readonly<Record<string, Version>> = {
  "application/vnd.dev.sigstore.bundle+json;version=0.1": "0.1",
  "application/vnd.dev.sigstore.bundle+json;version=0.2": "0.2",
  "application/vnd.dev.sigstore.bundle+json;version=0.3": "0.3",
  "application/vnd.dev.sigstore.bundle.v0.3+json": "0.3",
};

export function readBundle(json: JsonObject, context: BundleContext): Result<SignedMaterial, MaterialFault> {
  return collectFault(() => {
    const material = readParts(json, context);
    const opinion = askBundleForm(withPayload(json));
    if (opinion !== undefined) fail("bundle-malformed", opinion);
    return material;
  });
}

/** The other reader asks of a payload that it is there, and nothing of what it says. */
function withPayload(json: JsonObject): JsonObject {
  const envelope = member(json, "dsseEnvelope");
  if (!isObject(envelope) || member(envelope, "payload") !== TEXT_APART) return json;
  return { ...json, dsseEnvelope: { ...envelope, payload: "AA==" } };
}

/** Runs a reader of this folder and turns its fault into a value. */
export function collectFault<T>(read: () => T): Result<T, MaterialFault> {
  try {
    return ok(read());
  } catch (thrown) {
    if (thrown instanceof BundleFault) return err(thrown.fault);
    throw thrown;
  }
}

function readParts(json: JsonObject, context: BundleContext): SignedMaterial {
  const mediaType = readString(json, "mediaType");
  const version = typeof mediaType === "string" && Object.hasOwn(versions, mediaType) ? versions[mediaType] : undefined;
  if (version === undefined) fail("bundle-version-unsupported", "the media type names no version that is read");
  const verification = required(readObject(json, "verificationMaterial"), "verificationMaterial");
  const signer = readSigner(verification, version, context);
  const entries = readEntries(verification, version, context.limits);
  const tokens = readTokens(verification, context.limits);
  const content = readContent(json, context);
  return { carrier: "sigstore-bundle", content, signer, entries, tokens, storedDigest: context.storedDigest };
}

export function required<T>(value: Read<T>, where: string): T {
  if (value === undefined) fail("bundle-malformed", `\`${where}\` is missing`);
  if (value === wrong) fail("bundle-malformed", `\`${where}\` is malformed`);
  return value;
}

function optional<T>(value: Read<T>, where: string): T | undefined {
  return value === undefined ? undefined : required(value, where);
}

function bytesAt(json: Json, name: string, where: string): Uint8Array {
  return base64(required(readString(json, name), `${where}.${name}`), `${where}.${name}`);
}

export function base64(text: string, where: string): Uint8Array {
  const decoded = decodeBase64(text);
  if (!decoded.ok) throw new BundleFault({ step: "decode", reason: "base64-invalid", detail: `\`${where}\`: ${decoded.error}` });
  return decoded.value;
}

/** B2: exactly one of the names is there. */
function onlyOne(json: Json, names: readonly string[]): string {
  const present = names.filter((name) => readObject(json, name) !== undefined);
  if (present.length > 1) fail("bundle-ambiguous", `${present.map((name) => `\`${name}\``).join(" and ")} stand side by side`);
  return present[0] ?? fail("bundle-malformed", `none of ${names.map((name) => `\`${name}\``).join(", ")} is there`);
}

function readContent(json: JsonObject, { limits, apart }: BundleContext): SignedContent {
  const name = onlyOne(json, ["dsseEnvelope", "messageSignature"]);
  const value = required(readObject(json, name), name);
  if (name === "messageSignature") return readMessage(value);
  const envelope = readEnvelope(value, limits, apart);
  if (!envelope.ok) throw new BundleFault(envelope.error);
  if (envelope.value.signatures.length !== 1) fail("signature-count", `${envelope.value.signatures.length} signatures, a bundle has one`);
  return { kind: "dsse", envelope: envelope.value };
}

const hashes: Readonly<Record<string, DigestAlgorithm>> = { SHA2_256: "sha256", SHA2_384: "sha384", SHA2_512: "sha512" };

function readMessage(json: JsonObject): SignedContent {
  const digest = required(readObject(json, "messageDigest"), "messageSignature.messageDigest");
  const named = required(readString(digest, "algorithm"), "messageSignature.messageDigest.algorithm");
  const digestAlgorithm = Object.hasOwn(hashes, named) ? hashes[named] : undefined;
  if (digestAlgorithm === undefined) fail("bundle-malformed", "the message digest is of an unknown algorithm");
  const message = {
    digestAlgorithm,
    digest: bytesAt(digest, "digest", "messageDigest"),
    signature: bytesAt(json, "signature", "messageSignature"),
  };
  return { kind: "message", message };
}

function readSigner(json: JsonObject, version: Version, context: BundleContext): SignerMaterial {
  const name = onlyOne(json, ["certificate", "x509CertificateChain", "publicKey"]);
  const value = required(readObject(json, name), name);
  if (name === "publicKey") {
    const hint = required(readString(value, "hint"), "publicKey.hint");
    return hint === "" ? fail("bundle-malformed", "`publicKey.hint` is empty") : { kind: "key", hint };
  }
  if (name === "certificate") return certificateSigner([bytesAt(value, "rawBytes", name)], context);
  if (version === "0.3") fail("bundle-malformed", "a bundle of version 0.3 carries no chain");
  const chain = required(readArray(value, "certificates"), "x509CertificateChain.certificates");
  if (chain.length > context.limits.certificatesCarried)
    fail("too-many", `${chain.length} certificates, at most ${context.limits.certificatesCarried}`);
  return certificateSigner(
    chain.map((entry, i) => bytesAt(entry, "rawBytes", `certificates[${i}]`)),
    context,
  );
}

/** The first is the leaf; the others, a root included, are never trust. */
export function certificateSigner(chain: readonly Uint8Array[], context: BundleContext): SignerMaterial {
  const [first] = chain;
  if (first === undefined || first.length === 0) fail("bundle-malformed", "the certificate is empty");
  const { certificateBytes, derDepth } = context.limits;
  if (chain.some((der) => der.length > certificateBytes)) fail("too-large", `a certificate has more than ${certificateBytes} bytes`);
  const leaf = parseCertificate(first, context.crypto, derDepth);
  if (!leaf.ok) fail("der-invalid", `the certificate: ${leaf.error}`);
  return { kind: "certificate", leaf: leaf.value, carried: chain.slice(1) };
}

/** Nearly every bundle has one token and one entry at most, so nothing is prepared for the comparison. */
function hasTwins(items: readonly Uint8Array[]): boolean {
  return items.some((item, i) => items.slice(i + 1).some((other) => bytesEqual(item, other)));
}

function readTokens(json: JsonObject, limits: Limits): readonly Uint8Array[] {
  const data = optional(readObject(json, "timestampVerificationData"), "timestampVerificationData");
  const list = optional(readArray(data, "rfc3161Timestamps"), "rfc3161Timestamps") ?? [];
  if (list.length > limits.tokensPerBundle) fail("too-many", `${list.length} tokens, at most ${limits.tokensPerBundle}`);
  return checkTokens(
    list.map((token, i) => bytesAt(token, "signedTimestamp", `rfc3161Timestamps[${i}]`)),
    limits,
  );
}

/** B4 and B5 for tokens. */
export function checkTokens(tokens: readonly Uint8Array[], limits: Limits): readonly Uint8Array[] {
  for (const token of tokens) {
    if (token.length > limits.tokenBytes) fail("too-large", `a token has more than ${limits.tokenBytes} bytes`);
    const scanned = readDer(token, limits.derDepth, () => true);
    if (!scanned.ok) fail("der-invalid", `a token: ${scanned.error}`);
  }
  if (hasTwins(tokens)) fail("duplicate-item", "one token stands twice");
  return tokens;
}

function readEntries(json: JsonObject, version: Version, limits: Limits): readonly LogEntry[] {
  const list = optional(readArray(json, "tlogEntries"), "tlogEntries") ?? [];
  if (list.length > limits.logEntriesPerBundle) fail("too-many", `${list.length} log entries, at most ${limits.logEntriesPerBundle}`);
  const entries = list.map((entry, i) => readEntry(entry, `tlogEntries[${i}]`, limits));
  if (version === "0.1" && entries.some((entry) => entry.promise === undefined))
    fail("promise-missing", "an entry of a version 0.1 bundle has no promise");
  if (version !== "0.1" && entries.some((entry) => entry.proof === undefined)) fail("proof-missing", "an entry has no inclusion proof");
  if (hasTwins(entries.map((entry) => joinBytes([entry.logId, encodeUtf8(` ${entry.logIndex} `), entry.body]))))
    fail("duplicate-item", "one log entry stands twice");
  return entries;
}

function readEntry(json: Json, where: string, limits: Limits): LogEntry {
  if (!isObject(json)) fail("bundle-malformed", `\`${where}\` is no object`);
  const kindVersion = required(readObject(json, "kindVersion"), `${where}.kindVersion`);
  const promise = optional(readObject(json, "inclusionPromise"), `${where}.inclusionPromise`);
  const proof = optional(readObject(json, "inclusionProof"), `${where}.inclusionProof`);
  const entry: LogEntry = {
    logIndex: required(readInt64(json, "logIndex"), `${where}.logIndex`),
    logId: bytesAt(required(readObject(json, "logId"), `${where}.logId`), "keyId", `${where}.logId`),
    kind: required(readString(kindVersion, "kind"), `${where}.kindVersion.kind`),
    version: required(readString(kindVersion, "version"), `${where}.kindVersion.version`),
    integratedTime: optional(readInt64(json, "integratedTime"), `${where}.integratedTime`) ?? 0n,
    body: bytesAt(json, "canonicalizedBody", where),
  };
  const withPromise = promise === undefined ? entry : { ...entry, promise: bytesAt(promise, "signedEntryTimestamp", where) };
  return proof === undefined ? withPromise : { ...withPromise, proof: readProof(proof, `${where}.inclusionProof`, limits) };
}

function readProof(json: JsonObject, where: string, limits: Limits): InclusionProof {
  const list = optional(readArray(json, "hashes"), `${where}.hashes`) ?? [];
  if (list.length > limits.inclusionHashes) fail("too-many", `${list.length} inclusion hashes, at most ${limits.inclusionHashes}`);
  const checkpoint = optional(readObject(json, "checkpoint"), `${where}.checkpoint`);
  const envelope = optional(readString(checkpoint, "envelope"), `${where}.checkpoint.envelope`);
  if (envelope === undefined || envelope === "") fail("proof-missing", `\`${where}\` has no checkpoint`);
  if (envelope.length > limits.checkpointBytes) fail("too-large", `a checkpoint has more than ${limits.checkpointBytes} bytes`);
  return {
    logIndex: optional(readInt64(json, "logIndex"), `${where}.logIndex`) ?? 0n,
    rootHash: bytesAt(json, "rootHash", where),
    treeSize: required(readInt64(json, "treeSize"), `${where}.treeSize`),
    hashes: list.map((hash, i) =>
      typeof hash === "string" ? base64(hash, `${where}.hashes[${i}]`) : fail("bundle-malformed", `\`${where}.hashes\` holds no text`),
    ),
    checkpoint: envelope,
  };
}
