/**
 * What a log entry is about: the recorded signature, key and digest all equal the envelope's (B14, B15). Our own check for
 * every kind, whatever else looks at it.
 */
import {
  canonicalJsonBytes,
  decodeBase64,
  decodeHex,
  decodeUtf8,
  isArray,
  isObject,
  member,
  parseJson,
  envelopeJsonLimits,
  type Json,
  type Limits,
} from "../../base/index.ts";
import { bytesEqual } from "../bytes.ts";
import type { PublicKey } from "../crypto-provider.ts";
import { readPem } from "../keys/pem.ts";
import type { LogEntry } from "../signed-material.ts";
import type { Fault, Reason } from "../steps.ts";

/** The envelope's side of the comparison. */
export interface EntrySubject {
  readonly signature: Uint8Array;
  /** The certificate of the envelope, or the key that verified it. */
  readonly signer: { readonly kind: "certificate"; readonly der: Uint8Array } | { readonly kind: "key"; readonly key: PublicKey };
  readonly isEnvelope: boolean;
  readonly payloadLength: number;
  /** SHA-256 of the payload, or of the artifact of a message signature. */
  readonly payloadHash: Uint8Array;
  /** SHA-256 of what was signed: the encoding of the envelope, or the artifact. */
  readonly signedHash: Uint8Array;
  /** By the hash of the signing key's algorithm. */
  readonly signedHashByKey: Uint8Array;
  /** SHA-256 of the stored envelope; only where the envelope was stored by itself. */
  readonly storedHash?: Uint8Array;
}

/** What an entry of each kind records. `undefined`: it does not record that. */
interface Recorded {
  readonly signature?: Uint8Array;
  readonly key: Uint8Array;
  readonly keyForm: "pem" | "certificate" | "spki";
  readonly digests: readonly (readonly [recorded: Uint8Array | undefined, actual: Uint8Array | undefined, name: string])[];
}

function fault(reason: Reason, detail: string): Fault {
  return { reason, detail };
}

export function checkEntryBody(entry: LogEntry, subject: EntrySubject, limits: Limits): Fault | undefined {
  if (entry.body.length > limits.entryBodyBytes + 2 * subject.payloadLength) return fault("too-large", "the body of a log entry");
  const json = parseJson(entry.body, envelopeJsonLimits(limits));
  if (!json.ok) return fault("log-entry-malformed", `its body: ${json.error.kind}`);
  if (member(json.value, "kind") !== entry.kind || member(json.value, "apiVersion") !== entry.version)
    return fault("log-entry-malformed", "kind and version of the body are not the entry's");
  const read = readers[`${entry.kind} ${entry.version}`];
  if (read === undefined) return fault("log-entry-unsupported", "entries of its kind are not read");
  const spec = member(json.value, "spec");
  const recorded = spec === undefined ? undefined : read(spec, subject);
  if (recorded === undefined) return fault("log-entry-malformed", "its body lacks what its kind records");
  if (recorded === "unsupported") return fault("log-entry-unsupported", "it cannot be bound to this kind of envelope");
  return compare(recorded, subject) ?? (entry.version === "0.0.2" && entry.kind !== "intoto" ? checkRebuilt(json.value, entry) : undefined);
}

function compare(recorded: Recorded, subject: EntrySubject): Fault | undefined {
  if (recorded.signature !== undefined && !bytesEqual(recorded.signature, subject.signature))
    return fault("log-entry-mismatch", "it records another signature");
  for (const [written, actual, name] of recorded.digests)
    if (written === undefined || actual === undefined || !bytesEqual(written, actual))
      return fault("log-entry-mismatch", `it records another ${name}`);
  return isSameKey(recorded, subject) ? undefined : fault("log-entry-key-mismatch", "it records another key or certificate");
}

function isSameKey(recorded: Recorded, { signer }: EntrySubject): boolean {
  if (recorded.keyForm !== "pem") {
    const isCertificate = recorded.keyForm === "certificate";
    if (isCertificate !== (signer.kind === "certificate")) return false;
    return bytesEqual(recorded.key, signer.kind === "certificate" ? signer.der : signer.key.spki);
  }
  const text = decodeUtf8(recorded.key);
  const blocks = text === undefined ? undefined : readPem(text);
  const first = blocks?.ok === true ? blocks.value[0] : undefined;
  if (first === undefined) return false;
  if (signer.kind === "certificate") return first.label === "CERTIFICATE" && bytesEqual(first.der, signer.der);
  return first.label === "PUBLIC KEY" && bytesEqual(first.der, signer.key.spki);
}

type Reader = (spec: Json, subject: EntrySubject) => Recorded | "unsupported" | undefined;

const readers: Readonly<Record<string, Reader>> = {
  "hashedrekord 0.0.1": readHashedRekord,
  "hashedrekord 0.0.2": (spec, subject) => readSecondGeneration(member(spec, "hashedRekordV002"), subject),
  "dsse 0.0.1": readDsse,
  "dsse 0.0.2": (spec, subject) => readSecondGeneration(member(spec, "dsseV002"), subject),
  "intoto 0.0.1": readIntotoFirst,
  "intoto 0.0.2": readIntotoSecond,
};

function at(json: Json, ...path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>((found, name) => member(found, name), json);
}

function base64At(json: Json, ...path: readonly string[]): Uint8Array | undefined {
  const text = at(json, ...path);
  const decoded = typeof text === "string" ? decodeBase64(text) : undefined;
  return decoded?.ok === true ? decoded.value : undefined;
}

/** `{algorithm: "sha256", value: hex}`. */
function hashAt(json: Json, ...path: readonly string[]): Uint8Array | undefined {
  const hash = at(json, ...path);
  const value = member(hash, "value");
  return member(hash, "algorithm") === "sha256" && typeof value === "string" ? decodeHex(value) : undefined;
}

function only(json: Json | undefined): Json | undefined {
  return isArray(json) && json.length === 1 ? json[0] : undefined;
}

function readHashedRekord(spec: Json, subject: EntrySubject): Recorded | undefined {
  const signature = base64At(spec, "signature", "content");
  const key = base64At(spec, "signature", "publicKey", "content");
  if (signature === undefined || key === undefined) return undefined;
  return { signature, key, keyForm: "pem", digests: [[hashAt(spec, "data", "hash"), subject.signedHash, "digest"]] };
}

function readDsse(spec: Json, subject: EntrySubject): Recorded | "unsupported" | undefined {
  if (!subject.isEnvelope) return "unsupported";
  const recorded = only(at(spec, "signatures"));
  if (recorded === undefined) return undefined;
  const signature = base64At(recorded, "signature");
  const key = base64At(recorded, "verifier");
  if (signature === undefined || key === undefined) return undefined;
  return { signature, key, keyForm: "pem", digests: [[hashAt(spec, "payloadHash"), subject.payloadHash, "payload"]] };
}

function readIntotoSecond(spec: Json, subject: EntrySubject): Recorded | "unsupported" | undefined {
  if (!subject.isEnvelope) return "unsupported";
  const recorded = only(at(spec, "content", "envelope", "signatures"));
  if (recorded === undefined) return undefined;
  const once = base64At(recorded, "sig");
  const twice = once === undefined ? undefined : decodeBase64(decodeUtf8(once) ?? " ");
  const key = base64At(recorded, "publicKey");
  if (once === undefined || key === undefined) return undefined;
  return {
    signature: twice?.ok === true ? twice.value : once,
    key,
    keyForm: "pem",
    digests: [[hashAt(spec, "content", "payloadHash"), subject.payloadHash, "payload"]],
  };
}

/** It records no signature: the stored envelope's own digest binds it, so the envelope must have been stored by itself. */
function readIntotoFirst(spec: Json, subject: EntrySubject): Recorded | "unsupported" | undefined {
  if (!subject.isEnvelope || subject.storedHash === undefined) return "unsupported";
  const key = base64At(spec, "publicKey");
  if (key === undefined) return undefined;
  return {
    key,
    keyForm: "pem",
    digests: [
      [hashAt(spec, "content", "hash"), subject.storedHash, "envelope"],
      [hashAt(spec, "content", "payloadHash"), subject.payloadHash, "payload"],
    ],
  };
}

const secondGenerationHashes: ReadonlySet<unknown> = new Set(["SHA2_256", "SHA2_384", "SHA2_512"]);

function readSecondGeneration(spec: Json | undefined, subject: EntrySubject): Recorded | undefined {
  if (spec === undefined) return undefined;
  const signature = base64At(spec, "signature", "content");
  const certificate = base64At(spec, "signature", "verifier", "x509Certificate", "rawBytes");
  const publicKey = base64At(spec, "signature", "verifier", "publicKey", "rawBytes");
  const algorithm = at(spec, "data", "algorithm");
  const key = certificate ?? publicKey;
  if (signature === undefined || key === undefined || (certificate !== undefined && publicKey !== undefined)) return undefined;
  if (!secondGenerationHashes.has(algorithm)) return undefined;
  const digest = base64At(spec, "data", "digest");
  return {
    signature,
    key,
    keyForm: certificate === undefined ? "spki" : "certificate",
    digests: [[digest, subject.signedHashByKey, "digest"]],
  };
}

/** rekor-v2-spec §6.1.4: the leaf is rebuilt from what was compared, so that it holds nothing else. */
function checkRebuilt(body: Json, entry: LogEntry): Fault | undefined {
  const spec = member(body, "spec");
  const [name] = isObject(spec) ? Object.keys(spec) : [];
  const from = name === undefined ? undefined : at(spec as Json, name);
  const pick = (...path: string[]): Json => (from === undefined ? undefined : at(from, ...path)) ?? null;
  const verifier = at(from ?? null, "signature", "verifier");
  const form = member(verifier, "x509Certificate") === undefined ? "publicKey" : "x509Certificate";
  const rebuilt = {
    apiVersion: entry.version,
    kind: entry.kind,
    spec: {
      [name ?? ""]: {
        data: { algorithm: pick("data", "algorithm"), digest: pick("data", "digest") },
        signature: {
          content: pick("signature", "content"),
          verifier: {
            keyDetails: pick("signature", "verifier", "keyDetails"),
            [form]: { rawBytes: pick("signature", "verifier", form, "rawBytes") },
          },
        },
      },
    },
  };
  return bytesEqual(canonicalJsonBytes(rebuilt), entry.body)
    ? undefined
    : fault("log-entry-mismatch", "it records something beside this signature");
}
