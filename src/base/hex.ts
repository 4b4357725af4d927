const LOWER_HEX = /^(?:[0-9a-f]{2})*$/u;

/** Lower-case hex. */
export function encodeHex(bytes: Uint8Array): string {
  let hex = "";
  for (const byte of bytes) hex += byte.toString(16).padStart(2, "0");
  return hex;
}

/** Lower-case hex of whole bytes only; `undefined` for anything else. */
export function decodeHex(text: string): Uint8Array | undefined {
  if (!LOWER_HEX.test(text)) return undefined;
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}
