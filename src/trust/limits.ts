import type { JsonLimits } from "../base/json.ts";

/** `verification.md` §10: checked before the work they bound. Bytes are bytes, the rest are counts. */
export interface TrustLimits {
  readonly envelopeBytes: number;
  readonly signatures: number;
  /** Signatures times candidate keys. */
  readonly signatureChecks: number;
  readonly logEntries: number;
  readonly tokens: number;
  readonly inclusionHashes: number;
  readonly scts: number;
  readonly keys: number;
  readonly certificateBytes: number;
  readonly tokenBytes: number;
  readonly derDepth: number;
  readonly certificates: number;
  readonly pathLength: number;
  readonly pathChecks: number;
  readonly checkpointBytes: number;
  readonly checkpointLines: number;
  /** Of a log entry, beyond the payload it stores. */
  readonly entryBodyBytes: number;
  readonly subjects: number;
  readonly digestsPerSubject: number;
  readonly envelopeDepth: number;
  readonly predicateDepth: number;
  readonly nodes: number;
}

const KiB = 1024;
const MiB = 1024 * KiB;

export const defaultTrustLimits: TrustLimits = {
  envelopeBytes: 128 * MiB,
  signatures: 64,
  signatureChecks: 4096,
  logEntries: 32,
  tokens: 32,
  inclusionHashes: 64,
  scts: 16,
  keys: 256,
  certificateBytes: 32 * KiB,
  tokenBytes: 64 * KiB,
  derDepth: 100,
  certificates: 10,
  pathLength: 8,
  pathChecks: 64,
  checkpointBytes: 16 * KiB,
  checkpointLines: 32,
  entryBodyBytes: 128 * KiB,
  subjects: 1024,
  digestsPerSubject: 32,
  envelopeDepth: 64,
  predicateDepth: 256,
  nodes: 5_000_000,
};

/** What a configuration may raise a limit to. */
export const hardTrustLimits: TrustLimits = {
  ...defaultTrustLimits,
  envelopeBytes: 512 * MiB,
  signatures: 256,
  signatureChecks: 16_384,
  keys: 1024,
  certificateBytes: 64 * KiB,
  tokenBytes: 256 * KiB,
  checkpointBytes: 64 * KiB,
  checkpointLines: 64,
  entryBodyBytes: MiB,
  subjects: 16_384,
  nodes: 20_000_000,
};

/** For the container: what surrounds the payload. */
export function envelopeJsonLimits(limits: TrustLimits): JsonLimits {
  return { maxBytes: limits.envelopeBytes, maxDepth: limits.envelopeDepth, maxNodes: limits.nodes };
}

/** For the verified payload. */
export function statementJsonLimits(limits: TrustLimits): JsonLimits {
  return { maxBytes: limits.envelopeBytes, maxDepth: limits.predicateDepth, maxNodes: limits.nodes };
}
