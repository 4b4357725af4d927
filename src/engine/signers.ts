/** Accepted signers as identities that expressions compare, and as people know them. `language.md` §5.6. */
import { parseIdentity, type Identity } from "../base/index.ts";
import type { Evidence } from "../language/index.ts";
import type { AdmittedSigner } from "../trust/index.ts";

/**
 * A name in no notation of identities is itself and comparable with nothing else. It is never told apart by its certificate: each
 * signature of a keyless signer has another one, and one person must not count as many.
 */
export function identityOf(signer: AdmittedSigner): Identity {
  const parsed = parseIdentity(signer.identity);
  if (parsed.ok) return parsed.value;
  return { kind: "account", text: signer.identity, provider: signer.identity, name: signer.identity };
}

/** A workflow or person by its name; a key by its holder, else by the file that the policy names. */
export function signerName(signer: AdmittedSigner, evidence: Evidence): string {
  if (signer.kind === "certificate") return signer.identity;
  if (signer.holder !== undefined) return signer.holder;
  const keys = evidence.signedBy.flatMap((root) => root.keys);
  return keys.find((key) => key.fingerprint === signer.fingerprint)?.file ?? signer.fingerprint;
}
