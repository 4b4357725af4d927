import { encodeUtf8 } from "../../base/index.ts";

/**
 * The pre-authentication encoding over byte lengths (D3; secure-systems-lab/dsse `protocol.md`), as parts, so that a large
 * payload is hashed where it lies.
 */
export function preAuthEncoding(payloadType: string, payload: Uint8Array): readonly [Uint8Array, Uint8Array] {
  const typeLength = encodeUtf8(payloadType).length;
  return [encodeUtf8(`DSSEv1 ${typeLength} ${payloadType} ${payload.length} `), payload];
}
