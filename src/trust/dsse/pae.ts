import { encodeUtf8 } from "../../base/index.ts";

/**
 * The pre-authentication encoding over byte lengths (D3; secure-systems-lab/dsse `protocol.md`), as parts, so that a large
 * payload is hashed where it lies.
 */
export function preAuthEncoding(payloadType: string, payload: Uint8Array): readonly [Uint8Array, Uint8Array] {
  return [encodeUtf8(`DSSEv1 ${utf8Length(payloadType)} ${payloadType} ${payload.length} `), payload];
}

const ASCII = /^[\u0000-\u007f]*$/u;

function utf8Length(text: string): number {
  return ASCII.test(text) ? text.length : encodeUtf8(text).length;
}
