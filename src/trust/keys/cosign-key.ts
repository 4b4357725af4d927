/** The encrypted private keys of cosign: JSON in PEM, scrypt and NaCl's secretbox around PKCS #8. `verification.md` §8. */
import { decodeBase64, defaultLimits, envelopeJsonLimits, err, ok, parseJson, type Json, type Result } from "../../base/index.ts";
import { readInt64, readObject, readString } from "../json-read.ts";
import { scryptFault, type KeyFileCrypto, type ScryptCost } from "./key-file-crypto.ts";
import type { PrivateKeyFault } from "./private-key-fault.ts";

export const cosignLabels: ReadonlySet<string> = new Set(["ENCRYPTED SIGSTORE PRIVATE KEY", "ENCRYPTED COSIGN PRIVATE KEY"]);

interface SealedKey {
  readonly cost: ScryptCost;
  readonly salt: Uint8Array;
  readonly nonce: Uint8Array;
  readonly ciphertext: Uint8Array;
}

const KEY_BYTES = 32;
const NONCE_BYTES = 24;
const TAG_BYTES = 16;
const MAX_CIPHERTEXT_BYTES = 16 * 1024;

/** PKCS #8 bytes. The password may be empty, and often is. */
export async function openCosignKey(
  bytes: Uint8Array,
  password: Uint8Array,
  crypto: KeyFileCrypto,
): Promise<Result<Uint8Array, PrivateKeyFault>> {
  const sealed = readSealed(bytes);
  if (!sealed.ok) return err({ reason: "key-unreadable", detail: sealed.error });
  const { cost, salt, nonce, ciphertext } = sealed.value;
  const key = await crypto.scrypt(password, salt, cost, KEY_BYTES);
  // Loaded here: nothing but signing needs it.
  const { xsalsa20poly1305 } = await import("@noble/ciphers/salsa.js");
  try {
    return ok(xsalsa20poly1305(key, nonce).decrypt(ciphertext));
  } catch {
    return err({ reason: "password-wrong", detail: "the password does not open it, or it was changed" });
  }
}

function readSealed(bytes: Uint8Array): Result<SealedKey, string> {
  const json = parseJson(bytes, envelopeJsonLimits(defaultLimits));
  if (!json.ok) return err(`its JSON is malformed: ${json.error.detail}`);
  const kdf = objectAt(json.value, "kdf");
  const cipher = objectAt(json.value, "cipher");
  if (readString(kdf, "name") !== "scrypt") return err("its key derivation is not scrypt");
  if (readString(cipher, "name") !== "nacl/secretbox") return err("its cipher is not nacl/secretbox");
  const params = objectAt(kdf, "params");
  const cost = { n: integerAt(params, "N"), r: integerAt(params, "r"), p: integerAt(params, "p") };
  const fault = scryptFault(cost);
  if (fault !== undefined) return err(fault);
  const [salt, nonce, ciphertext] = [bytesAt(kdf, "salt"), bytesAt(cipher, "nonce"), bytesAt(json.value, "ciphertext")];
  if (salt === undefined || salt.length < 8) return err("its salt is missing or too short");
  if (nonce?.length !== NONCE_BYTES) return err(`its nonce is not of ${NONCE_BYTES} bytes`);
  if (ciphertext === undefined || ciphertext.length <= TAG_BYTES) return err("its ciphertext is missing or too short");
  return ciphertext.length > MAX_CIPHERTEXT_BYTES ? err("its ciphertext is too long") : ok({ cost, salt, nonce, ciphertext });
}

function objectAt(json: Json | undefined, name: string): Json | undefined {
  const value = readObject(json, name);
  return typeof value === "symbol" ? undefined : value;
}

/** -1 for what is no integer, which no bound admits. */
function integerAt(json: Json | undefined, name: string): number {
  const value = readInt64(json, name);
  return typeof value === "bigint" ? Number(value) : -1;
}

function bytesAt(json: Json | undefined, name: string): Uint8Array | undefined {
  const text = readString(json, name);
  const decoded = typeof text === "string" ? decodeBase64(text) : undefined;
  return decoded?.ok === true ? decoded.value : undefined;
}
