/**
 * The keys of an npm registry, `verification.md` §8: what `/-/npm/v1/keys` answers, and the form that npm's TUF repository and npm's own
 * client carry, where each key stands once for each use. A key speaks for attestations only, and only while the registry says so.
 */
import {
  decodeBase64,
  encodeBase64,
  encodeUtf8,
  err,
  isObject,
  member,
  ok,
  parseInstant,
  type Hasher,
  type Json,
  type Result,
} from "../../base/index.ts";
import { joinBytes } from "../bytes.ts";
import type { SignatureAlgorithm } from "../crypto-provider.ts";
import { readObject, readString } from "../json-read.ts";

export interface NpmKey {
  readonly spki: Uint8Array;
  /** What the registry calls it, and writes beside its signatures. */
  readonly hint: string;
  readonly algorithm: SignatureAlgorithm;
  /** Nanoseconds, closed at both ends. */
  readonly validFrom?: bigint;
  readonly validUntil?: bigint;
}

const algorithms: Readonly<Record<string, SignatureAlgorithm>> = {
  "ecdsa-sha2-nistp256": "ecdsa-sha2-256-nistp256",
  PKIX_ECDSA_P256_SHA_256: "ecdsa-sha2-256-nistp256",
  PKIX_ECDSA_P384_SHA_384: "ecdsa-sha2-384-nistp384",
  PKIX_ECDSA_P521_SHA_512: "ecdsa-sha2-512-nistp521",
  PKIX_ED25519: "ed25519",
};

const ATTESTATIONS = "npm:attestations";

/** Whether the members of `keys` are npm's and no JSON Web Keys. */
export function isNpmKey(json: Json | undefined): boolean {
  return member(json, "kty") === undefined && (member(json, "keyid") !== undefined || member(json, "keyId") !== undefined);
}

/** Those that may vouch for attestations, which may be none. The error is a clause about the file. */
export function readNpmKeys(list: readonly Json[], hasher: Hasher): Result<readonly NpmKey[], string> {
  const keys: NpmKey[] = [];
  for (const [i, json] of list.entries()) {
    const key = isObject(json) && member(json, "publicKey") !== undefined ? readListed(json) : readAnswered(json);
    if (!key.ok) return err(`key ${i + 1}: ${key.error}`);
    const fault = keyIdFault(key.value, hasher);
    if (fault !== undefined) return err(`key ${i + 1}: ${fault}`);
    if (key.value.isForAttestations) keys.push(key.value.key);
  }
  return ok(keys);
}

interface Read {
  readonly key: NpmKey;
  readonly isForAttestations: boolean;
}

/** `{expires, keyid, keytype, scheme, key}`: the registry's answer, whose keys sign whatever it signs. */
function readAnswered(json: Json): Result<Read, string> {
  const [keyId, keytype, scheme] = [readString(json, "keyid"), readString(json, "keytype"), readString(json, "scheme")];
  const algorithm = algorithmOf(scheme);
  if (typeof keyId !== "string") return err("it has no `keyid`");
  if (algorithm === undefined || keytype !== scheme) return err("its `keytype` and `scheme` are not `ecdsa-sha2-nistp256`");
  const spki = bytesOf(readString(json, "key"));
  const validUntil = readTime(readString(json, "expires"));
  if (spki === undefined) return err("its `key` is not base64");
  if (validUntil === "wrong") return err("its `expires` is no time");
  return ok({ key: { spki, hint: keyId, algorithm, ...(validUntil !== undefined && { validUntil }) }, isForAttestations: true });
}

/** `{keyId, keyUsage, publicKey: {rawBytes, keyDetails, validFor}}` */
function readListed(json: Json): Result<Read, string> {
  const [keyId, usage] = [readString(json, "keyId"), readString(json, "keyUsage")];
  const publicKey = objectAt(json, "publicKey");
  const validFor = objectAt(publicKey, "validFor");
  const algorithm = algorithmOf(readString(publicKey, "keyDetails"));
  if (typeof keyId !== "string") return err("it has no `keyId`");
  if (typeof usage !== "string") return err("it has no `keyUsage`");
  if (algorithm === undefined) return err("its `keyDetails` are missing or not supported");
  const spki = bytesOf(readString(publicKey, "rawBytes"));
  if (spki === undefined) return err("its `rawBytes` are not base64");
  const [validFrom, validUntil] = [readTime(readString(validFor, "start")), readTime(readString(validFor, "end"))];
  if (validFrom === "wrong" || validUntil === "wrong" || validFrom === undefined) return err("its `validFor` does not say from when");
  if (validUntil !== undefined && validUntil < validFrom) return err("its `validFor` ends before it starts");
  const key = { spki, hint: keyId, algorithm, validFrom, ...(validUntil !== undefined && { validUntil }) };
  return ok({ key, isForAttestations: usage === ATTESTATIONS });
}

function objectAt(json: Json | undefined, name: string): Json | undefined {
  const value = readObject(json, name);
  return typeof value === "symbol" ? undefined : value;
}

function algorithmOf(name: unknown): SignatureAlgorithm | undefined {
  return typeof name === "string" && Object.hasOwn(algorithms, name) ? algorithms[name] : undefined;
}

function bytesOf(text: unknown): Uint8Array | undefined {
  const decoded = typeof text === "string" ? decodeBase64(text) : undefined;
  return decoded?.ok === true && decoded.value.length > 0 ? decoded.value : undefined;
}

function readTime(text: unknown): bigint | undefined | "wrong" {
  if (text === undefined) return undefined;
  const instant = typeof text === "string" ? parseInstant(text) : undefined;
  return instant?.ok === true ? instant.value : "wrong";
}

/** It is made from the key, so another one is a mistake that somebody should look at. */
function keyIdFault({ key: { spki, algorithm, hint } }: Read, hasher: Hasher): string | undefined {
  const ids = [spki, opensshOf(spki, algorithm)].map((bytes) => `SHA256:${encodeBase64(hasher.digest("sha256", [bytes]))}`);
  return ids.some((id) => hint === id || hint === id.replace(/=+$/u, "")) ? undefined : "its id is not the one of its key";
}

const opensshNames: Partial<Record<SignatureAlgorithm, readonly [key: string, curve: string, pointBytes: number]>> = {
  "ecdsa-sha2-256-nistp256": ["ecdsa-sha2-nistp256", "nistp256", 65],
  "ecdsa-sha2-384-nistp384": ["ecdsa-sha2-nistp384", "nistp384", 97],
  "ecdsa-sha2-512-nistp521": ["ecdsa-sha2-nistp521", "nistp521", 133],
};

/** The form of RFC 5656 §3.1, by whose digest npm calls its keys, as `ssh-keygen -l` does. */
function opensshOf(spki: Uint8Array, algorithm: SignatureAlgorithm): Uint8Array {
  const names = opensshNames[algorithm];
  if (names === undefined) return joinBytes([field(encodeUtf8("ssh-ed25519")), field(spki.slice(-32))]);
  const [key, curve, pointBytes] = names;
  return joinBytes([field(encodeUtf8(key)), field(encodeUtf8(curve)), field(spki.slice(-pointBytes))]);
}

function field(bytes: Uint8Array): Uint8Array {
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, bytes.length);
  return joinBytes([length, bytes]);
}
