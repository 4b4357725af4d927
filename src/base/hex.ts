const LOWER_HEX = /^(?:[0-9a-f]{2})*$/u;

const pairs: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** Lower-case hex. */
export function encodeHex(bytes: Uint8Array): string {
  let hex = "";
  for (let at = 0; at < bytes.length; at++) hex += pairs[bytes[at] as number] as string;
  return hex;
}

/** Lower-case hex of whole bytes only; `undefined` for anything else. */
export function decodeHex(text: string): Uint8Array | undefined {
  if (!LOWER_HEX.test(text)) return undefined;
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}
