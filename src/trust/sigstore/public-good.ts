/** The Sigstore root we ship: the public-good instance, as it stands in the seeds of @sigstore/tuf. `verification.md` §9. */
import { encodeUtf8 } from "../../base/index.ts";
import { publicGoodText } from "./public-good-text.ts";

export const PUBLIC_GOOD = "public-good";

/** The bytes of its `trusted_root.json`. */
export function publicGoodRootBytes(): Uint8Array {
  return encodeUtf8(publicGoodText);
}
