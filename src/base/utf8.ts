const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

/** `undefined` when the bytes are not UTF-8. A byte order mark is kept as U+FEFF, so that the caller sees it. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return strict.decode(bytes);
  } catch {
    return undefined;
  }
}

export function encodeUtf8(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text);
}

/** UTF-8 of the beginning of `text`, as much as fits: how many code units were read and bytes written. */
export function encodeInto(text: string, into: Uint8Array): { readonly read: number; readonly written: number } {
  return encoder.encodeInto(text, into);
}
