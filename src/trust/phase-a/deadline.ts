/**
 * The time limit of an envelope, `verification.md` §10. Every cost of verification beyond reading goes through the crypto port, so that is
 * where the clock is looked at: what comes after the end is not begun, and what took too long is not taken although it ended well.
 */
import type { Limits } from "../../base/index.ts";
import type { SyncCrypto } from "../crypto-provider.ts";
import type { BlobVerification, Clock, RejectedEnvelope, Verification, Verifier } from "../verification.ts";
import { DeadlineExceeded, deadlineFault, failed } from "./record.ts";

export interface Watch {
  readonly crypto: SyncCrypto;
  /** Begins the time of one envelope. */
  start(): void;
  isOver(): boolean;
  /** Something was not begun because the time of this envelope was over. */
  wasHit(): boolean;
}

export function createWatch(crypto: SyncCrypto, clock: Clock, { envelopeTimeMs }: Pick<Limits, "envelopeTimeMs">): Watch {
  let endMs = Infinity;
  let isHit = false;
  const isOver = (): boolean => clock.nowMs() >= endMs;
  const whileOpen = <T>(run: () => T): T => {
    if (!isOver()) return run();
    isHit = true;
    throw new DeadlineExceeded(`${envelopeTimeMs} ms have passed`);
  };
  return {
    crypto: {
      importPublic: (spki) => crypto.importPublic(spki),
      digest: (algorithm, parts) => whileOpen(() => crypto.digest(algorithm, parts)),
      verify: (job) => whileOpen(() => crypto.verify(job)),
    },
    start() {
      isHit = false;
      endMs = Math.min(clock.nowMs() + envelopeTimeMs, clock.endMs ?? Infinity);
    },
    isOver,
    wasHit: () => isHit,
  };
}

/** A verifier over the watch's port, which starts the time anew for each envelope. */
export function inTime(verifier: Verifier, watch: Watch): Verifier {
  const timed = <T extends Verification | BlobVerification>(verify: () => T): T | RejectedEnvelope => {
    watch.start();
    const made = verify();
    if (made.kind === "verified") return watch.isOver() ? tooLate(made) : made;
    // What @sigstore/verify catches becomes a reason of its own, which must not hide why it came to it.
    if (!watch.wasHit()) return made;
    const { views: _views, ...rejected }: RejectedEnvelope = made;
    return { ...rejected, ...deadlineFault };
  };
  return {
    verify: (envelope, now) => timed(() => verifier.verify(envelope, now)),
    verifyBlob: (envelope, artifact, now) => timed(() => verifier.verifyBlob(envelope, artifact, now)),
  };
}

/** What it says stays known, as a claim: whoever must not overlook a withdrawal has to see that this may be one. */
function tooLate(made: (Verification | BlobVerification) & { readonly kind: "verified" }): RejectedEnvelope {
  const { steps, facts } = made;
  const said = "statement" in made && { predicateType: made.statement.predicateType, subjects: made.statement.subjects };
  const claimed = { ...said, keyids: [], payloadDigest: facts.payloadDigest };
  const late = { ...failed("statement", deadlineFault), outcome: "error" as const };
  const before = steps.filter(({ step }) => step !== "statement");
  return { kind: "rejected", step: "statement", ...deadlineFault, steps: [...before, late], claimed, signedBy: [] };
}
