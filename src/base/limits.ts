/**
 * Every bound on work over bytes from outside (`verification.md` §10, `language.md` §5.8). Configuration may lower a value or
 * raise it; hitting one is a failure with the limit's name.
 */
import type { JsonLimits } from "./json.ts";

const KIB = 1024;
const MIB = 1024 * KIB;

export interface Limits {
  readonly envelopeBytes: number;
  readonly attestationLayers: number;
  readonly envelopesPerSubject: number;
  readonly signaturesPerEnvelope: number;
  /** Signatures × keys tried for one envelope. */
  readonly signatureChecks: number;
  readonly logEntriesPerBundle: number;
  readonly tokensPerBundle: number;
  readonly inclusionHashes: number;
  readonly signedCertificateTimestamps: number;
  readonly keysPerTrustRoot: number;
  readonly certificateBytes: number;
  readonly tokenBytes: number;
  readonly derDepth: number;
  readonly certificatesCarried: number;
  readonly pathLength: number;
  readonly pathSignatureChecks: number;
  readonly checkpointBytes: number;
  readonly checkpointLines: number;
  /** Of a log entry's body, beyond the payload it repeats. */
  readonly entryBodyBytes: number;
  readonly subjects: number;
  readonly digestsPerSubject: number;
  readonly envelopeDepth: number;
  readonly predicateDepth: number;
  readonly jsonNodes: number;
  readonly envelopeTimeMs: number;
  /** Elements of one list or set of a view. */
  readonly listElements: number;
  readonly policyBytes: number;
}

export const defaultLimits: Limits = {
  envelopeBytes: 128 * MIB,
  attestationLayers: 1000,
  envelopesPerSubject: 1000,
  signaturesPerEnvelope: 64,
  signatureChecks: 4096,
  logEntriesPerBundle: 32,
  tokensPerBundle: 32,
  inclusionHashes: 64,
  signedCertificateTimestamps: 16,
  keysPerTrustRoot: 256,
  certificateBytes: 32 * KIB,
  tokenBytes: 64 * KIB,
  derDepth: 100,
  certificatesCarried: 10,
  pathLength: 8,
  pathSignatureChecks: 64,
  checkpointBytes: 16 * KIB,
  checkpointLines: 32,
  entryBodyBytes: 128 * KIB,
  subjects: 1024,
  digestsPerSubject: 32,
  envelopeDepth: 64,
  predicateDepth: 256,
  jsonNodes: 5_000_000,
  envelopeTimeMs: 5_000,
  listElements: 50_000,
  policyBytes: MIB,
};

/** For envelopes, bundles and everything else that is not a statement. */
export function envelopeJsonLimits(limits: Limits): JsonLimits {
  return { maxBytes: limits.envelopeBytes, maxDepth: limits.envelopeDepth, maxNodes: limits.jsonNodes };
}

/** For statements: the predicate inside may be deep. */
export function statementJsonLimits(limits: Limits): JsonLimits {
  return { maxBytes: limits.envelopeBytes, maxDepth: limits.predicateDepth, maxNodes: limits.jsonNodes };
}
