/** What a log records about one signature, for each kind of entry, with the members that the real log writes. */
import { canonicalJsonBytes, encodeBase64, encodeHex, encodeUtf8, type Hasher, type Json } from "../../base/index.ts";
import type { SignatureAlgorithm } from "../../trust/index.ts";
import { digestOf, pem, schemeOf, sha256 } from "./world-key.ts";

export type EntryKind = "dsse 0.0.1" | "intoto 0.0.1" | "intoto 0.0.2" | "hashedrekord 0.0.1" | "hashedrekord 0.0.2";

/** The side of the signer: everything an entry may record. */
export interface Recorded {
  readonly signature: Uint8Array;
  /** DER of the certificate, or SPKI of the key. */
  readonly signer: { readonly kind: "certificate" | "key"; readonly der: Uint8Array };
  readonly algorithm: SignatureAlgorithm;
  readonly payloadType: string;
  readonly payload: Uint8Array;
  /** What the signature is over: the encoding of the envelope, or the artifact. */
  readonly signed: Uint8Array;
  /** The envelope as uploaded: its exact bytes. */
  readonly envelope: Uint8Array;
}

function pemOf({ signer }: Recorded): string {
  return encodeBase64(encodeUtf8(pem(signer.kind === "certificate" ? "CERTIFICATE" : "PUBLIC KEY", signer.der)));
}

function hash(hasher: Hasher, bytes: Uint8Array): Json {
  return { algorithm: "sha256", value: encodeHex(sha256(hasher, bytes)) };
}

const specs: Readonly<Record<EntryKind, (recorded: Recorded, hasher: Hasher) => Json>> = {
  "dsse 0.0.1": (recorded, hasher) => ({
    envelopeHash: hash(hasher, recorded.envelope),
    payloadHash: hash(hasher, recorded.payload),
    signatures: [{ signature: encodeBase64(recorded.signature), verifier: pemOf(recorded) }],
  }),
  "intoto 0.0.1": (recorded, hasher) => ({
    content: { hash: hash(hasher, recorded.envelope), payloadHash: hash(hasher, recorded.payload) },
    publicKey: pemOf(recorded),
  }),
  "intoto 0.0.2": (recorded, hasher) => ({
    content: {
      // The log keeps the signature as the text it was, encoded once more.
      envelope: {
        payloadType: recorded.payloadType,
        signatures: [{ publicKey: pemOf(recorded), sig: encodeBase64(encodeUtf8(encodeBase64(recorded.signature))) }],
      },
      hash: hash(hasher, recorded.envelope),
      payloadHash: hash(hasher, recorded.payload),
    },
  }),
  "hashedrekord 0.0.1": (recorded, hasher) => ({
    data: { hash: hash(hasher, recorded.signed) },
    signature: { content: encodeBase64(recorded.signature), publicKey: { content: pemOf(recorded) } },
  }),
  "hashedrekord 0.0.2": (recorded, hasher) => ({ hashedRekordV002: secondGeneration(recorded, hasher) }),
};

const hashNames = { sha256: "SHA2_256", sha384: "SHA2_384", sha512: "SHA2_512" } as const;

function secondGeneration({ algorithm, signature, signed, signer }: Recorded, hasher: Hasher): Json {
  const scheme = schemeOf(algorithm);
  const rawBytes = encodeBase64(signer.der);
  return {
    data: { algorithm: hashNames[scheme.hash], digest: encodeBase64(digestOf(hasher, scheme.hash, signed)) },
    signature: {
      content: encodeBase64(signature),
      verifier: { keyDetails: scheme.details, [signer.kind === "certificate" ? "x509Certificate" : "publicKey"]: { rawBytes } },
    },
  };
}

export function splitKind(kind: string): { readonly kind: string; readonly version: string } {
  const [name = "", version = ""] = kind.split(" ");
  return { kind: name, version };
}

/** Canonical JSON, as it becomes a leaf of the tree. */
export function entryBody(kind: EntryKind, recorded: Recorded, hasher: Hasher): Uint8Array {
  const { kind: name, version } = splitKind(kind);
  return canonicalJsonBytes({ apiVersion: version, kind: name, spec: specs[kind](recorded, hasher) });
}
