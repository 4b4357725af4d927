/** What `pkcs11-tool --list-objects --type pubkey` prints, read back: which key a reference means, and the point of an elliptic one. */
import { decodeHex } from "../../base/index.ts";
import { joinBytes } from "../bytes.ts";
import { readDer } from "../der/der.ts";
import { octets, oid } from "../der/values.ts";
import { tagged } from "./pkcs1.ts";
import type { Pkcs11Reference } from "./pkcs11-uri.ts";

export interface TokenKey {
  /** Lower-case hex; what the tool signs with. It passes over labels when it signs, and takes the first key. */
  readonly id: string;
  readonly label: string;
  /** Of elliptic keys: the tool cannot write every curve's public key out. */
  readonly spki?: Uint8Array;
}

const MAX_OBJECTS = 1000;

export function readObjects(text: string): readonly TokenKey[] {
  const blocks = text.split(/^(?=Public Key Object)/mu).filter((block) => block.startsWith("Public Key Object"));
  return blocks.slice(0, MAX_OBJECTS).flatMap((block) => readObject(block) ?? []);
}

function readObject(block: string): TokenKey | undefined {
  const line = (name: string) => new RegExp(`^ +${name}: +(.*?) *$`, "mu").exec(block)?.[1];
  const id = /^[0-9a-f]+/u.exec(line("ID") ?? "")?.[0];
  if (id === undefined) return undefined;
  const spki = ellipticSpki(hexOf(line("EC_PARAMS")), hexOf(line("EC_POINT")));
  return { id, label: line("label") ?? "", ...(spki && { spki }) };
}

function hexOf(text: string | undefined): Uint8Array | undefined {
  return decodeHex(/^[0-9a-f]+/u.exec(text ?? "")?.[0] ?? "-");
}

const EC_PUBLIC_KEY = Uint8Array.of(0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01);

/** `params` names the curve, `point` is an OCTET STRING; whether they fit is judged where the key is imported. */
function ellipticSpki(params: Uint8Array | undefined, point: Uint8Array | undefined): Uint8Array | undefined {
  if (params === undefined || point === undefined || !readDer(params, 0, oid).ok) return undefined;
  const inner = readDer(point, 0, octets);
  if (!inner.ok) return undefined;
  const bits = tagged(0x03, joinBytes([Uint8Array.of(0), inner.value]));
  return tagged(0x30, joinBytes([tagged(0x30, joinBytes([EC_PUBLIC_KEY, params])), bits]));
}

/** The one key that is meant; a clause where there is none, or more than one. */
export function chooseKey(keys: readonly TokenKey[], { object, id }: Pkcs11Reference): TokenKey | string {
  const meant = keys.filter((key) => (object === undefined || key.label === object) && (id === undefined || key.id === id));
  const [first] = meant;
  if (first === undefined) return "the token has no public key of that name";
  return meant.some((key) => key.id !== first.id) ? "the token has several keys of that name: give its `id`" : first;
}
