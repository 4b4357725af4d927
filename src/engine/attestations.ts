/** Envelopes as attestations of this run: verified once each, numbered by digest. */
import type { FoundEnvelope } from "../registry/index.ts";
import { canonicalJson } from "../base/index.ts";
import { everyView, isUndecided, type Verification, type Verifier } from "../trust/index.ts";
import type { JudgedAttestation } from "./judged.ts";

/** Verifies every envelope under the evaluation time. The order of discovery, by digest, gives the numbers. */
export function verifyAll(envelopes: readonly FoundEnvelope[], verifier: Verifier, now: bigint): readonly JudgedAttestation[] {
  const width = Math.max(2, String(envelopes.length).length);
  return envelopes.map((envelope, index) => ({
    id: `A-${String(index + 1).padStart(width, "0")}`,
    envelope,
    verification: verifier.verify(envelope, now),
  }));
}

/**
 * Verifies the same bytes under the same words of their carrier once, however often they are met. What was not decided is asked again: the next run
 * over the same envelope may have more time.
 */
export function remembering(verifier: Verifier): Verifier {
  const known = new Map<string, Verification>();
  return {
    ...verifier,
    verify: (envelope, now) => {
      const { digest, mediaType = "", annotations } = envelope;
      const key = canonicalJson([digest, mediaType, { ...annotations }, now.toString()]);
      const verification = known.get(key) ?? verifier.verify(envelope, now);
      if (!everyView(verification).some(isUndecided)) known.set(key, verification);
      return verification;
    },
  };
}
