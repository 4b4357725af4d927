import type { JudgedAttestation } from "./judged.ts";

/** At least one attestation, all with the same payload bytes. */
export type Group = readonly [JudgedAttestation, ...JudgedAttestation[]];

const groupsOfRuns = new WeakMap<readonly JudgedAttestation[], readonly Group[]>();

/**
 * Attestations with the same payload bytes say the same thing; each envelope is tried. `language.md` §6.3. The attestations of a run are asked
 * about many times, and grouped once.
 */
export function byPayload(attestations: readonly JudgedAttestation[]): readonly Group[] {
  const groups = groupsOfRuns.get(attestations) ?? group(attestations);
  groupsOfRuns.set(attestations, groups);
  return groups;
}

function group(attestations: readonly JudgedAttestation[]): readonly Group[] {
  const groups = new Map<string, [JudgedAttestation, ...JudgedAttestation[]]>();
  for (const attestation of attestations) {
    const key = payloadDigest(attestation) ?? attestation.id;
    const known = groups.get(key);
    if (known) known.push(attestation);
    else groups.set(key, [attestation]);
  }
  return [...groups.values()];
}

export function payloadDigest({ verification }: JudgedAttestation): string | undefined {
  return verification.kind === "verified" ? verification.facts.payloadDigest : verification.claimed.payloadDigest;
}
