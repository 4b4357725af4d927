import type { JudgedAttestation } from "./judged.ts";

/** Attestations with the same payload bytes say the same thing; each envelope is tried. `language.md` §6.3. */
export function byPayload(attestations: readonly JudgedAttestation[]): readonly (readonly [JudgedAttestation, ...JudgedAttestation[]])[] {
  const groups = new Map<string, [JudgedAttestation, ...JudgedAttestation[]]>();
  for (const attestation of attestations) {
    const key = payloadDigest(attestation) ?? attestation.id;
    const group = groups.get(key);
    if (group) group.push(attestation);
    else groups.set(key, [attestation]);
  }
  return [...groups.values()];
}

export function payloadDigest({ verification }: JudgedAttestation): string | undefined {
  return verification.kind === "verified" ? verification.facts.payloadDigest : verification.claimed.payloadDigest;
}
