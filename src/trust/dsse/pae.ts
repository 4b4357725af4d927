import { encodeUtf8 } from "../../base/index.ts";

/**
 * The pre-authentication encoding over byte lengths (D3; secure-systems-lab/dsse `protocol.md`), as parts, so that a large
 * payload is hashed where it lies.
 */
export function preAuthEncoding(payloadType: string, payload: Uint8Array): readonly [Uint8Array, Uint8Array] {
  const encode = ASCII.test(payloadType) ? encodeAscii : encodeUtf8;
  const typeLength = encode === encodeAscii ? payloadType.length : encodeUtf8(payloadType).length;
  return [encode(`DSSEv1 ${typeLength} ${payloadType} ${payload.length} `), payload];
}

const ASCII = /^[\u0000-\u007f]*$/u;

/** The native encoder takes longer to be called than these few bytes take. */
function encodeAscii(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at);
  return bytes;
}
