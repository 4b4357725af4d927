/** Loaded by `policy inspect --cross-check` alone. */
import type { FoundEnvelope, TrustMaterial, Verification } from "./verification.ts";
import type { CrossCheck } from "./sigstore/cross-check.ts";

export async function loadCrossCheck(material: TrustMaterial): Promise<(envelope: FoundEnvelope, ours: Verification) => CrossCheck> {
  const { createCrossCheck } = await import("./sigstore/cross-check.ts");
  return createCrossCheck(material);
}
