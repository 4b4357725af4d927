import type { Digest, DigestAlgorithm, Hasher } from "../base/index.ts";

/** What `verification.md` §4.10 accepts. */
export const SUBJECT_ALGORITHMS: readonly DigestAlgorithm[] = ["sha256", "sha384", "sha512"];

const HEX_LENGTH: Readonly<Record<string, number>> = { sha256: 64, sha512: 128 };

/** `sha256:` or `sha512:` with lower-case hex of the exact length; anything else is `undefined`. Nothing is folded or trimmed. */
export function parseDigest(text: string): Digest | undefined {
  const colon = text.indexOf(":");
  if (colon !== 6) return undefined;
  const length = HEX_LENGTH[text.slice(0, colon)];
  const hex = text.slice(colon + 1);
  if (length === undefined || hex.length !== length || !/^[0-9a-f]+$/.test(hex)) return undefined;
  return text as Digest;
}

export function algorithmOf(digest: Digest): DigestAlgorithm {
  return digest.slice(0, digest.indexOf(":")) as DigestAlgorithm;
}

export function hexOf(digest: Digest): string {
  return digest.slice(digest.indexOf(":") + 1);
}

export function digestOf(hasher: Hasher, bytes: Uint8Array, algorithm: DigestAlgorithm = "sha256"): Digest {
  const hash = hasher.digest(algorithm, [bytes]);
  let hex = "";
  for (const byte of hash) hex += byte.toString(16).padStart(2, "0");
  return `${algorithm}:${hex}` as Digest;
}

/** By every algorithm that a statement may name its subject with. */
export function everyDigestOf(hasher: Hasher, bytes: Uint8Array): readonly Digest[] {
  return SUBJECT_ALGORITHMS.map((algorithm) => digestOf(hasher, bytes, algorithm));
}

/** The tag under which referrers of a digest are listed where there is no API: distribution-spec 1.1, "Referrers Tag Schema". */
export function fallbackTag(digest: Digest): string {
  const algorithm = digest.slice(0, digest.indexOf(":")).slice(0, 32);
  return `${algorithm}-${hexOf(digest).slice(0, 64)}`.replace(/[^A-Za-z0-9_.-]/g, "-");
}

/** The tag under which an evidence repository lists what is said about a commit: `registry.md` §4.6. */
export function commitTag(commit: string): string {
  return `gitCommit-${commit}`;
}
