import { encodeBase64, encodeUtf8 } from "../../base/index.ts";
import { preAuthEncoding } from "./pae.ts";

/** Somebody who can sign: a key in hand, a token, a service. */
export interface DsseSigner {
  /** A hint for verifiers; `""` leaves it out. */
  readonly keyid: string;
  /** Over the parts as if they were joined; ECDSA signatures in DER. */
  sign(parts: readonly Uint8Array[]): Promise<Uint8Array>;
}

/** A DSSE envelope with one signature for each signer, as UTF-8 JSON: secure-systems-lab/dsse `envelope.md`. */
export async function signDsse(
  payloadType: string,
  payload: Uint8Array,
  signers: readonly [DsseSigner, ...DsseSigner[]],
): Promise<Uint8Array> {
  const parts = preAuthEncoding(payloadType, payload);
  const signatures = await Promise.all(
    signers.map(async (signer) => {
      const sig = encodeBase64(await signer.sign(parts));
      return signer.keyid === "" ? { sig } : { keyid: signer.keyid, sig };
    }),
  );
  return encodeUtf8(JSON.stringify({ payloadType, payload: encodeBase64(payload), signatures }));
}
