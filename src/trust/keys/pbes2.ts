/** PKCS #8 behind a password, RFC 8018: PBES2 with PBKDF2 or scrypt and AES in CBC mode, which is what OpenSSL writes. */
import { err, ok, type Result } from "../../base/index.ts";
import { DerFault, readDer, type DerNode } from "../der/der.ts";
import { child, integerBytes, octets, oid, sequence } from "../der/values.ts";
import { scryptFault, type KeyFileCrypto, type Pbkdf2Hash, type ScryptCost } from "./key-file-crypto.ts";
import type { PrivateKeyFault } from "./private-key-fault.ts";

const PBES2 = "1.2.840.113549.1.5.13";
const PBKDF2 = "1.2.840.113549.1.5.12";
const SCRYPT = "1.3.6.1.4.1.11591.4.11";

/** By what the derivation's identifier says; without one it is SHA-1, as the standard's default. */
const hashes: Readonly<Record<string, Pbkdf2Hash>> = {
  "1.2.840.113549.2.7": "sha1",
  "1.2.840.113549.2.9": "sha256",
  "1.2.840.113549.2.10": "sha384",
  "1.2.840.113549.2.11": "sha512",
};

/** AES-CBC by the length of its key. */
const ciphers: Readonly<Record<string, number>> = {
  "2.16.840.1.101.3.4.1.2": 16,
  "2.16.840.1.101.3.4.1.22": 24,
  "2.16.840.1.101.3.4.1.42": 32,
};

type Derivation =
  | { readonly kind: "pbkdf2"; readonly salt: Uint8Array; readonly iterations: number; readonly hash: Pbkdf2Hash }
  | { readonly kind: "scrypt"; readonly salt: Uint8Array; readonly cost: ScryptCost };

interface Sealed {
  readonly derivation: Derivation;
  readonly keyLength: number;
  readonly iv: Uint8Array;
  readonly ciphertext: Uint8Array;
}

const MAX_ITERATIONS = 10_000_000;
const MAX_DEPTH = 12;

/** EncryptedPrivateKeyInfo to PKCS #8 bytes. */
export async function openPbes2(
  der: Uint8Array,
  password: Uint8Array,
  crypto: KeyFileCrypto,
): Promise<Result<Uint8Array, PrivateKeyFault>> {
  const sealed = readDer(der, MAX_DEPTH, readSealed);
  if (!sealed.ok) return err({ reason: "key-unreadable", detail: sealed.error });
  const { derivation, keyLength, iv, ciphertext } = sealed.value;
  const key =
    derivation.kind === "scrypt"
      ? await crypto.scrypt(password, derivation.salt, derivation.cost, keyLength)
      : await crypto.pbkdf2(password, derivation.salt, derivation.iterations, keyLength, derivation.hash);
  const opened = crypto.decryptCbc(key, iv, ciphertext);
  // Padding fits by chance once in 256 times; then it is no private key.
  if (opened !== undefined && crypto.publicOf(opened) !== undefined) return ok(opened);
  return err({ reason: "password-wrong", detail: "the password does not open it" });
}

function readSealed(root: DerNode): Sealed {
  const algorithm = sequence(child(sequence(root), 0));
  if (oid(child(algorithm, 0)) !== PBES2) throw new DerFault("its encryption is not PBES2");
  const [derivation, cipher] = [sequence(child(child(algorithm, 1), 0)), sequence(child(child(algorithm, 1), 1))];
  const keyLength = ciphers[oid(child(cipher, 0))];
  if (keyLength === undefined) throw new DerFault("its cipher is not AES in CBC mode");
  const iv = octets(child(cipher, 1));
  if (iv.length !== 16) throw new DerFault("its cipher has no vector of 16 bytes");
  return { derivation: readDerivation(derivation), keyLength, iv, ciphertext: octets(child(root, 1)) };
}

function readDerivation(node: DerNode): Derivation {
  const kind = oid(child(node, 0));
  const params = sequence(child(node, 1));
  if (kind === SCRYPT) {
    const cost = { n: integerAt(params, 1), r: integerAt(params, 2), p: integerAt(params, 3) };
    const fault = scryptFault(cost);
    if (fault !== undefined) throw new DerFault(fault);
    return { kind: "scrypt", salt: octets(child(params, 0)), cost };
  }
  if (kind !== PBKDF2) throw new DerFault("its key derivation is neither PBKDF2 nor scrypt");
  const iterations = integerAt(params, 1);
  if (iterations < 1 || iterations > MAX_ITERATIONS) throw new DerFault(`its PBKDF2 iterations are above ${MAX_ITERATIONS}`);
  const named = params.children.slice(2).find((part) => part.children.length > 0);
  const hash = hashes[named === undefined ? "1.2.840.113549.2.7" : oid(child(named, 0))];
  if (hash === undefined) throw new DerFault("its PBKDF2 uses an unknown hash");
  return { kind: "pbkdf2", salt: octets(child(params, 0)), iterations, hash };
}

/** Anything beyond 2^48 is as good as infinite. */
function integerAt(node: DerNode, index: number): number {
  const content = integerBytes(child(node, index));
  if ((content[0] as number) >= 0x80) return -1;
  return content.length > 6 ? Number.MAX_SAFE_INTEGER : content.reduce((value, byte) => value * 256 + byte, 0);
}
