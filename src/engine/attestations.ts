/** Envelopes as attestations of this run: verified once each, numbered by digest. */
import type { FoundEnvelope } from "../registry/index.ts";
import type { Verifier } from "../trust/index.ts";
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
