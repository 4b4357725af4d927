/** Limits of transport and discovery, `registry.md` §9. Each hit is a failure that names the limit. */
export interface RegistryLimits {
  readonly manifestBytes: number;
  readonly tokenBytes: number;
  readonly errorBodyBytes: number;
  readonly attestationBytes: number;
  readonly runAttestationBytes: number;
  readonly referrers: number;
  readonly referrerPages: number;
  readonly subjectManifests: number;
  readonly indexDepth: number;
  readonly candidatesPerSubject: number;
  readonly layersPerManifest: number;
  /** Things besides the image that a run asks about. */
  readonly furtherSubjects: number;
  readonly bundleFileBytes: number;
  readonly lineBytes: number;
  readonly lines: number;
  readonly unlistedBlobs: number;
  readonly jsonDepth: number;
  readonly jsonNodes: number;
  readonly requests: number;
  readonly redirects: number;
  readonly runMs: number;
  readonly exchangeMs: number;
  readonly tries: number;
  readonly waitingMs: number;
  readonly requestsAtOnce: number;
}

const MIB = 1024 * 1024;

export const DEFAULT_LIMITS: RegistryLimits = {
  manifestBytes: 4 * MIB,
  tokenBytes: 128 * 1024,
  errorBodyBytes: 64 * 1024,
  attestationBytes: 128 * MIB,
  runAttestationBytes: 512 * MIB,
  referrers: 10_000,
  referrerPages: 200,
  subjectManifests: 512,
  indexDepth: 4,
  candidatesPerSubject: 1000,
  layersPerManifest: 1000,
  furtherSubjects: 64,
  bundleFileBytes: 512 * MIB,
  lineBytes: 128 * MIB,
  lines: 10_000,
  unlistedBlobs: 10_000,
  jsonDepth: 64,
  jsonNodes: 1_000_000,
  requests: 2000,
  redirects: 5,
  runMs: 120_000,
  exchangeMs: 60_000,
  tries: 5,
  waitingMs: 60_000,
  requestsAtOnce: 6,
};
