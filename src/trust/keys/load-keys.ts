/** Public keys as users bring them, `verification.md` §8. A file that does not decode is never skipped. */
import {
  decodeBase64,
  decodeUtf8,
  defaultLimits,
  envelopeJsonLimits,
  err,
  ok,
  parseJson,
  type Json,
  type Result,
} from "../../base/index.ts";
import type { SignatureAlgorithm, SyncCrypto } from "../crypto-provider.ts";
import { readArray } from "../json-read.ts";
import { parseCertificate } from "../x509/parse.ts";
import { keyFault } from "../x509/signature.ts";
import { algorithmByFamily, familyOf } from "./default-algorithm.ts";
import { spkiHints } from "./hints.ts";
import { readJwk } from "./jwk.ts";
import { isNpmKey, readNpmKeys } from "./npm-keys.ts";
import { readPem, type PemBlock } from "./pem.ts";
import { rsaPublicKeyToSpki } from "./pkcs1.ts";
import type { PublicKeyEntry } from "./public-key.ts";

export interface KeyFault {
  readonly reason: "key-unreadable" | "trust-config-invalid";
  /** A clause about the file: `block 2 is a private key`. */
  readonly detail: string;
}

export interface LoadedKeys {
  readonly keys: readonly PublicKeyEntry[];
  /** What a person should know and nothing depends on. */
  readonly warnings: readonly string[];
}

interface Found {
  readonly spki: Uint8Array;
  readonly algorithm?: SignatureAlgorithm;
  readonly hint?: string;
  readonly warning?: string;
  readonly validFrom?: bigint;
  readonly validUntil?: bigint;
}

const MAX_FILE_BYTES = 1024 * 1024;

/**
 * PEM `PUBLIC KEY`, `RSA PUBLIC KEY` and `CERTIFICATE` blocks, DER, base64 DER, JWK, JWKS, the keys of an npm registry (of which none may
 * be for attestations). `source` names the file in messages.
 * Keys too weak to sign, and one key twice, are `trust-config-invalid`.
 */
export function loadKeys(source: string, bytes: Uint8Array, crypto: SyncCrypto): Result<LoadedKeys, KeyFault> {
  if (bytes.length > MAX_FILE_BYTES) return unreadable(`it has more than ${MAX_FILE_BYTES} bytes`);
  const found = findKeys(bytes, crypto);
  if (!found.ok) return unreadable(found.error);
  const keys: PublicKeyEntry[] = [];
  for (const [i, candidate] of found.value.entries()) {
    const entry = toEntry(source, candidate, crypto);
    if (!entry.ok) return found.value.length === 1 ? entry : err({ ...entry.error, detail: `block ${i + 1}: ${entry.error.detail}` });
    if (keys.some((key) => key.key.fingerprint === entry.value.key.fingerprint))
      return err({ reason: "trust-config-invalid", detail: "it holds one key twice" });
    keys.push(entry.value);
  }
  return ok({ keys, warnings: found.value.flatMap((candidate) => candidate.warning ?? []) });
}

function unreadable(detail: string): Result<never, KeyFault> {
  return err({ reason: "key-unreadable", detail });
}

function findKeys(bytes: Uint8Array, crypto: SyncCrypto): Result<readonly Found[], string> {
  if (bytes[0] === 0x30 && decodeUtf8(bytes)?.startsWith("0") !== true) return ok([{ spki: bytes }]);
  const text = decodeUtf8(bytes)?.trim();
  if (text === undefined) return bytes[0] === 0x30 ? ok([{ spki: bytes }]) : err("it is neither text nor DER");
  if (text.startsWith("{")) return findInJson(bytes, crypto);
  if (text.startsWith("-----")) return findPem(text, crypto);
  const der = decodeBase64(text);
  return der.ok && der.value.length > 0 ? ok([{ spki: der.value }]) : err("it is no public key in a known format");
}

function findPem(text: string, crypto: SyncCrypto): Result<readonly Found[], string> {
  const blocks = readPem(text);
  if (!blocks.ok) return blocks;
  const found: Found[] = [];
  for (const [i, block] of blocks.value.entries()) {
    const key = fromBlock(block, crypto);
    if (!key.ok) return err(`block ${i + 1} ${key.error}`);
    found.push(key.value);
  }
  return ok(found);
}

function fromBlock(block: PemBlock, crypto: SyncCrypto): Result<Found, string> {
  if (block.label === "PUBLIC KEY") return ok({ spki: block.der });
  if (block.label === "RSA PUBLIC KEY") return ok({ spki: rsaPublicKeyToSpki(block.der) });
  if (block.label.endsWith("PRIVATE KEY")) return err("is a private key");
  if (block.label !== "CERTIFICATE") return err(`is labelled \`${block.label}\``);
  const certificate = parseCertificate(block.der, crypto, defaultLimits.derDepth);
  if (!certificate.ok) return err(`is no certificate: ${certificate.error}`);
  return ok({ spki: certificate.value.spki, warning: "a certificate is used for its key alone: issuer, names and dates are ignored" });
}

/** JSON Web Keys, or the keys of an npm registry, of which those for other uses than attestations are left out. */
function findInJson(bytes: Uint8Array, crypto: SyncCrypto): Result<readonly Found[], string> {
  const json = parseJson(bytes, envelopeJsonLimits(defaultLimits));
  if (!json.ok) return err(`its JSON is malformed: ${json.error.detail}`);
  const list = readArray(json.value, "keys");
  if (Array.isArray(list) && list.some(isNpmKey)) return readNpmKeys(list, crypto);
  return findJwks(json.value, list);
}

function findJwks(json: Json, list: ReturnType<typeof readArray>): Result<readonly Found[], string> {
  const members: readonly Json[] = Array.isArray(list) ? list : [json];
  const found: Found[] = [];
  for (const [i, member] of members.entries()) {
    const key = readJwk(member);
    if (!key.ok) return err(`key ${i + 1}: ${key.error}`);
    const { kid, ...rest } = key.value;
    found.push(kid === undefined ? rest : { ...rest, hint: kid });
  }
  return found.length === 0 ? err("it holds no key") : ok(found);
}

function toEntry(source: string, found: Found, crypto: SyncCrypto): Result<PublicKeyEntry, KeyFault> {
  const key = crypto.importPublic(found.spki);
  if (key === undefined) return unreadable("it is no public key");
  const fault = keyFault(key);
  if (fault !== undefined || key.family === "unsupported")
    return err({ reason: "trust-config-invalid", detail: fault?.detail ?? "its key is of an unknown kind" });
  const hints = found.hint === undefined ? spkiHints(key.fingerprint) : [...spkiHints(key.fingerprint), found.hint];
  const algorithm = found.algorithm ?? algorithmByFamily[key.family];
  if (familyOf[algorithm] !== key.family) return unreadable(`\`${algorithm}\` is not for its kind of key, which is ${key.family}`);
  const { validFrom, validUntil } = found;
  const window = { ...(validFrom !== undefined && { validFrom }), ...(validUntil !== undefined && { validUntil }) };
  return ok({ source, key, algorithm, hints, ...window });
}
