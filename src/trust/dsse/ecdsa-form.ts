/** ECDSA signatures come as DER or as raw r‖s (D7). Strict DER is tried first; r and s lie in [1, n−1] in both. */
import { decodeHex } from "../../base/index.ts";
import type { KeyFamily } from "../crypto-provider.ts";
import { readDer } from "../der/der.ts";
import { integerBytes, sequence } from "../der/values.ts";
import { joinBytes } from "../bytes.ts";
import { tagged } from "../keys/pkcs1.ts";

export interface EcdsaForm {
  readonly form: "der" | "raw";
  readonly der: Uint8Array;
}

interface Curve {
  readonly size: number;
  /** Big-endian, of that size. */
  readonly order: Uint8Array;
}

function curve(order: string): Curve {
  const bytes = decodeHex(order) ?? new Uint8Array();
  return { size: bytes.length, order: bytes };
}

const curves: Partial<Record<KeyFamily, Curve>> = {
  p256: curve("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"),
  p384: curve("ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973"),
  p521: curve(
    "01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409",
  ),
};

/** `undefined` when it is neither. */
export function ecdsaForm(signature: Uint8Array, family: KeyFamily): EcdsaForm | undefined {
  const curve = curves[family];
  if (curve === undefined) return undefined;
  const numbers = readDer(signature, 1, (root) => {
    const parts = sequence(root).children.map(integerBytes);
    return parts.length === 2 ? parts : undefined;
  });
  if (numbers.ok) {
    const isInRange = numbers.value?.every((bytes) => (bytes[0] as number) < 0x80 && inRange(bytes, curve)) === true;
    return isInRange ? { form: "der", der: signature } : undefined;
  }
  return fromRaw(signature, curve);
}

function fromRaw(signature: Uint8Array, curve: Curve): EcdsaForm | undefined {
  if (signature.length !== 2 * curve.size) return undefined;
  const halves = [signature.subarray(0, curve.size), signature.subarray(curve.size)];
  if (!halves.every((half) => inRange(half, curve))) return undefined;
  return { form: "raw", der: tagged(0x30, joinBytes(halves.map(unsigned))) };
}

/** In [1, n−1], read as an unsigned number. */
function inRange(bytes: Uint8Array, { size, order }: Curve): boolean {
  let start = 0;
  while (start < bytes.length && bytes[start] === 0) start += 1;
  const length = bytes.length - start;
  if (length === 0 || length > size) return false;
  if (length < size) return true;
  for (let i = 0; i < size; i++) {
    const [digit, limit] = [bytes[start + i] as number, order[i] as number];
    if (digit !== limit) return digit < limit;
  }
  return false;
}

/** As a DER INTEGER. */
function unsigned(bytes: Uint8Array): Uint8Array {
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start += 1;
  const shortest = bytes.subarray(start);
  return tagged(0x02, (shortest[0] as number) >= 0x80 ? joinBytes([new Uint8Array([0]), shortest]) : shortest);
}

/** r‖s of fixed length, as WebCrypto takes it; `undefined` for anything but a strict DER signature of that family. */
export function ecdsaToRaw(signature: Uint8Array, family: KeyFamily): Uint8Array<ArrayBuffer> | undefined {
  const curve = curves[family];
  if (curve === undefined || ecdsaForm(signature, family)?.form !== "der") return undefined;
  const numbers = readDer(signature, 1, (root) => sequence(root).children.map(integerBytes));
  if (!numbers.ok) return undefined;
  return joinBytes(numbers.value.map((number) => fixed(number, curve.size)));
}

function fixed(number: Uint8Array, size: number): Uint8Array {
  const digits = number.length > size ? number.subarray(number.length - size) : number;
  return joinBytes([new Uint8Array(size - digits.length), digits]);
}
