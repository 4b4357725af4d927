/** Timestamps that prove nothing: what the attack corpus has no name for. */
import { encodeBase64, NANOSECONDS_PER_SECOND } from "../../../base/index.ts";
import { inBundle, to, token } from "../../world/mutations/plan-edits.ts";
import type { Plan } from "../../world/plan.ts";

const TOKEN = "verificationMaterial.timestampVerificationData.rfc3161Timestamps.0.signedTimestamp";
const A_DAY = 86_400n * NANOSECONDS_PER_SECOND;

export const timestampForgeries = {
  "token-away": (plan: Plan): Plan => ({ ...plan, tokens: [] }),
  "token-65-kib": inBundle(TOKEN, to(encodeBase64(new Uint8Array(65 * 1024).fill(0x30)))),
  /** The authorities of stand-ins begin in 1990. */
  "token-before-the-authority": (plan: Plan): Plan => token(plan, { at: A_DAY }),
  "token-in-the-future": (plan: Plan): Plan => token(plan, { at: plan.at + A_DAY }),
} as const;
