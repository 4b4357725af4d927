import { joinBytes } from "../bytes.ts";

/** rsaEncryption with NULL parameters. */
const RSA_ALGORITHM = new Uint8Array([0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00]);

/** Wraps PKCS #1 RSAPublicKey bytes into a SubjectPublicKeyInfo. What they hold is judged where the key is imported. */
export function rsaPublicKeyToSpki(pkcs1: Uint8Array): Uint8Array {
  const bits = tagged(0x03, joinBytes([new Uint8Array([0]), pkcs1]));
  return tagged(0x30, joinBytes([RSA_ALGORITHM, bits]));
}

/** Tag, DER length, content. */
export function tagged(tag: number, content: Uint8Array): Uint8Array<ArrayBuffer> {
  return joinBytes([new Uint8Array([tag, ...derLength(content.length)]), content]);
}

function derLength(length: number): number[] {
  if (length < 0x80) return [length];
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return [0x80 | bytes.length, ...bytes];
}
