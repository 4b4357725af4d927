import type { Digest, DigestAlgorithm } from "../base/index.ts";
import type { DsseEnvelope } from "./dsse/envelope.ts";
import type { Carrier } from "./facts.ts";
import type { Fault, PhaseAStep } from "./steps.ts";
import type { Certificate } from "./x509/certificate.ts";

export interface InclusionProof {
  readonly logIndex: bigint;
  readonly rootHash: Uint8Array;
  readonly treeSize: bigint;
  readonly hashes: readonly Uint8Array[];
  readonly checkpoint: string;
}

/** A log entry as carried. A promise and a proof in one entry must both hold. */
export interface LogEntry {
  readonly logIndex: bigint;
  readonly logId: Uint8Array;
  readonly kind: string;
  readonly version: string;
  /** Seconds since the epoch; means nothing without a promise. */
  readonly integratedTime: bigint;
  readonly promise?: Uint8Array;
  readonly proof?: InclusionProof;
  readonly body: Uint8Array;
}

export interface MessageSignature {
  readonly digestAlgorithm: DigestAlgorithm;
  /** A hint that must agree with the artifact. */
  readonly digest: Uint8Array;
  readonly signature: Uint8Array;
}

export type SignedContent =
  { readonly kind: "dsse"; readonly envelope: DsseEnvelope } | { readonly kind: "message"; readonly message: MessageSignature };

export type SignerMaterial =
  | {
      readonly kind: "certificate";
      readonly leaf: Certificate;
      /** DER, carried beside it. Never an anchor; an intermediate where a trust root names its own authorities, ignored elsewhere. */
      readonly carried: readonly Uint8Array[];
    }
  | { readonly kind: "key"; readonly hint?: string };

/** What every carrier comes down to: content, signer, log entries, tokens. Nothing in it is proven. */
export interface SignedMaterial {
  readonly carrier: Carrier;
  readonly content: SignedContent;
  readonly signer: SignerMaterial;
  readonly entries: readonly LogEntry[];
  /** RFC 3161 TimeStampResp, DER. */
  readonly tokens: readonly Uint8Array[];
  /** SHA-256 of the envelope bytes as stored. */
  readonly storedDigest: Digest;
}

export interface MaterialFault extends Fault {
  readonly step: PhaseAStep;
}
