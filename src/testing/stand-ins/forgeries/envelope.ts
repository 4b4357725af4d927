/** Envelopes and bundles that nobody should read: what the attack corpus has no name for. */
import { encodeUtf8 } from "../../../base/index.ts";
import { join } from "../../world/der.ts";
import { mutations } from "../../world/mutations.ts";
import type { Plan } from "../../world/plan.ts";
import { gone, inBundle, inEnvelope, inText, to } from "../../world/mutations/plan-edits.ts";

export const envelopeForgeries = {
  /** Only where its bytes do not fill whole groups of three can a base64 text have bits behind the last of them. */
  "payload-with-trailing-bits": (plan: Plan): Plan => {
    const spaces = encodeUtf8(" ".repeat(3 - ((plan.payload.length + 2) % 3)));
    return mutations["payload-with-trailing-bits"]({ ...plan, payload: join(plan.payload, spaces) });
  },
  "payload-a-number": inEnvelope("payload", to(7)),
  "payload-type-absent": inEnvelope("payloadType", gone),
  "signature-absent": inEnvelope("signatures.0.sig", gone),
  "signature-name-a-number": inEnvelope("signatures.0.keyid", to(7)),
  "text-something-else": inText(() => '{"hello":"world"}'),
  "no-signer": inBundle("verificationMaterial.publicKey", gone),
  "public-key-empty": inBundle("verificationMaterial.publicKey.hint", to("")),
  "message-in-the-place-of-a-statement": (plan: Plan): Plan => ({ ...plan, content: "message", entries: [], tokens: [] }),
} as const;
