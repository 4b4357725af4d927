/** One signature against one key: D6, D7. The algorithm is the key entry's. */
import type { PublicKey, SyncCrypto, VerifyAlgorithm } from "../crypto-provider.ts";
import { ecdsaForm } from "./ecdsa-form.ts";

export type SignatureForm = "der" | "raw" | "plain";

/** The form it was found in, or `undefined` when it does not verify. */
export function checkSignature(
  key: PublicKey,
  algorithm: VerifyAlgorithm,
  parts: readonly Uint8Array[],
  signature: Uint8Array,
  crypto: SyncCrypto,
): SignatureForm | undefined {
  if (key.family === "unsupported") return undefined;
  if (key.family === "ed25519" || key.family === "rsa") return crypto.verify({ key, algorithm, parts, signature }) ? "plain" : undefined;
  const form = ecdsaForm(signature, key.family);
  if (form === undefined) return undefined;
  return crypto.verify({ key, algorithm, parts, signature: form.der }) ? form.form : undefined;
}
