/** Where the corpus plays: one world, the signers in it, and the trust roots that admit them. */
import type { Limits } from "../../../src/base/index.ts";
import { defaultLimits } from "../../../src/base/index.ts";
import { createWorld, type IdentitySigner, type WorldKey } from "../../../src/testing/index.ts";
import type { KeysTrust, PublicKeyEntry, SignatureAlgorithm, SigstoreTrust, TrustedKey } from "../../../src/trust/index.ts";
import { crypto, instant, keysFrom, NOW } from "../../support/trust/run.ts";
import { web } from "../../support/trust/signing.ts";

export const signedAt = instant("2026-11-20T10:00:00Z");
export const now = NOW;
export const limits: Limits = defaultLimits;
export const world = await createWorld({ seed: "attack corpus", now: signedAt }, { crypto: web, hasher: crypto });

export const issuer = "https://token.actions.githubusercontent.com";
export const workflow = "https://github.com/acme/app/.github/workflows/release.yml@refs/tags/v1.0.0";
export const repository = "https://github.com/acme/app";
export const alice: IdentitySigner = { san: workflow, issuer, claims: { "source-repository": repository } };

const notDemanded = { required: false, atLeast: 1 };

export const identityTrust: SigstoreTrust = {
  kind: "sigstore",
  name: "release",
  sigstore: "public-good",
  issuer,
  identityTests: [{ kind: "is", text: workflow }],
  claimTests: [],
  threshold: 1,
  logged: notDemanded,
  timestamped: notDemanded,
  refuse: [],
  acceptClaimedTime: false,
  scts: 1,
};

export function demanded(atLeast: number): SigstoreTrust["logged"] {
  return { required: true, atLeast };
}

export interface CorpusKey {
  readonly key: WorldKey;
  readonly entry: PublicKeyEntry;
}

export async function corpusKey(algorithm: SignatureAlgorithm = "ecdsa-sha2-256-nistp256"): Promise<CorpusKey> {
  return corpusKeyOf(await world.newKey(algorithm));
}

export function corpusKeyOf(key: WorldKey): CorpusKey {
  const [entry] = keysFrom("corpus.pub", key.spki);
  if (entry === undefined) throw new Error("no key");
  return { key, entry: { ...entry, algorithm: key.algorithm } };
}

export const team = await corpusKey();
export const second = await corpusKey();

export function trusted({ entry }: CorpusKey, change: Partial<TrustedKey> = {}): TrustedKey {
  return { file: "key.pub", fingerprint: entry.key.fingerprint, spki: entry.key.spki, ...change };
}

export function keysTrust(keys: readonly TrustedKey[], change: Partial<KeysTrust> = {}): KeysTrust {
  const common = { threshold: 1, logged: notDemanded, timestamped: notDemanded, refuse: [], acceptClaimedTime: false };
  return { kind: "keys", name: "team", ...common, keys, ...change };
}
