/** `policy inspect --cross-check`: every envelope beside @sigstore/verify, which is loaded for this alone. */
import type { JudgedAttestation } from "../../engine/index.ts";
import { loadCrossCheck, type CrossCheck, type TrustMaterial } from "../../trust/index.ts";
import type { Io } from "../io.ts";

/** By the id of the attestation. */
export type CrossChecks = ReadonlyMap<string, CrossCheck>;

export async function crossCheckAll(attestations: readonly JudgedAttestation[], material: TrustMaterial): Promise<CrossChecks> {
  const check = await loadCrossCheck(material);
  return new Map(attestations.map(({ id, envelope, verification }) => [id, check(envelope, verification)]));
}

/** Whether there are any, which is an internal fault: then neither program's answer may be relied on. */
export function tellDisagreements(crossChecks: CrossChecks | undefined, io: Io): boolean {
  const ids = [...(crossChecks ?? [])].flatMap(([id, { kind }]) => (kind === "disagrees" ? [id] : []));
  if (ids.length === 0) return false;
  io.stderr.write(
    `policy: internal-error: this program and @sigstore/verify disagree about ${ids.join(", ")}\n` +
      "  help: rely on neither answer; this is a defect of one of the two: please report it with the bundle\n",
  );
  return true;
}
