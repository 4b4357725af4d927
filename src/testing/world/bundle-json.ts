/** The two forms that evidence is stored in: a Sigstore bundle, and a layer of cosign's `.att` image. */
import { encodeBase64, encodeHex } from "../../base/index.ts";
import type { EntryParts } from "./transparency-log.ts";
import { splitKind } from "./entry-body.ts";
import type { BundleVersion, Plan } from "./plan.ts";
import { pem } from "./world-key.ts";

/** What was made for a plan. */
export interface Made {
  readonly signature: Uint8Array;
  /** Leaf first, then what is carried beside it; empty for a key. */
  readonly certificates: readonly Uint8Array[];
  readonly entries: readonly EntryParts[];
  readonly tokens: readonly Uint8Array[];
}

export interface EnvelopeJson {
  readonly payloadType: string;
  readonly payload: string;
  readonly signatures: readonly { readonly keyid?: string; readonly sig: string }[];
}

export function envelopeJson(plan: Plan, signature: Uint8Array): EnvelopeJson {
  const sig = encodeBase64(signature);
  const signatures = [plan.keyid === "" ? { sig } : { keyid: plan.keyid, sig }];
  return { payloadType: plan.payloadType, payload: encodeBase64(plan.payload), signatures };
}

const mediaTypes: Readonly<Record<BundleVersion, string>> = {
  "0.1": "application/vnd.dev.sigstore.bundle+json;version=0.1",
  "0.2": "application/vnd.dev.sigstore.bundle+json;version=0.2",
  "0.3": "application/vnd.dev.sigstore.bundle.v0.3+json",
};

export function bundleJson(plan: Plan, made: Made, artifactDigest: Uint8Array): unknown {
  const tokens = made.tokens.map((token) => ({ signedTimestamp: encodeBase64(token) }));
  const verificationMaterial = {
    ...signerJson(plan, made),
    tlogEntries: made.entries.map((entry, i) => entryJson(entry, plan.entries[i]?.kind ?? "")),
    ...(tokens.length > 0 && { timestampVerificationData: { rfc3161Timestamps: tokens } }),
  };
  const mediaType = mediaTypes[plan.version];
  if (plan.content === "dsse") return { mediaType, verificationMaterial, dsseEnvelope: envelopeJson(plan, made.signature) };
  const messageDigest = { algorithm: "SHA2_256", digest: encodeBase64(artifactDigest) };
  return { mediaType, verificationMaterial, messageSignature: { messageDigest, signature: encodeBase64(made.signature) } };
}

function signerJson(plan: Plan, { certificates }: Made): object {
  if (plan.signer.kind === "key") return { publicKey: { hint: plan.signer.hint } };
  const encoded = certificates.map((der) => ({ rawBytes: encodeBase64(der) }));
  if (plan.version === "0.3" && encoded.length === 1) return { certificate: encoded[0] };
  return { x509CertificateChain: { certificates: encoded } };
}

function entryJson(entry: EntryParts, kind: string): object {
  const { proof, promise } = entry;
  return {
    logIndex: String(entry.logIndex),
    logId: { keyId: encodeBase64(entry.logId) },
    kindVersion: splitKind(kind),
    integratedTime: String(entry.integratedTime),
    ...(promise && { inclusionPromise: { signedEntryTimestamp: encodeBase64(promise) } }),
    ...(proof && {
      inclusionProof: {
        logIndex: String(proof.logIndex),
        rootHash: encodeBase64(proof.rootHash),
        treeSize: String(proof.treeSize),
        hashes: proof.hashes.map(encodeBase64),
        checkpoint: { envelope: proof.checkpoint },
      },
    }),
    canonicalizedBody: encodeBase64(entry.body),
  };
}

/** The annotations of a layer whose blob is the envelope. It has room for one entry and one token. */
export function layerAnnotations({ certificates, entries, tokens }: Made): Readonly<Record<string, string>> {
  const [entry] = entries;
  const [token] = tokens;
  const [leaf, ...chain] = certificates;
  return {
    ...(entry?.promise && { "dev.sigstore.cosign/bundle": JSON.stringify(promiseJson(entry, entry.promise)) }),
    ...(leaf && { "dev.sigstore.cosign/certificate": pem("CERTIFICATE", leaf) }),
    ...(chain.length > 0 && { "dev.sigstore.cosign/chain": chain.map((der) => pem("CERTIFICATE", der)).join("") }),
    ...(token && { "dev.sigstore.cosign/rfc3161timestamp": JSON.stringify({ SignedRFC3161Timestamp: encodeBase64(token) }) }),
  };
}

function promiseJson(entry: EntryParts, promise: Uint8Array): object {
  const { body, integratedTime, logIndex, logId } = entry;
  const Payload = { body: encodeBase64(body), integratedTime, logIndex, logID: encodeHex(logId) };
  return { SignedEntryTimestamp: encodeBase64(promise), Payload };
}
