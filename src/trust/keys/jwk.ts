/** JSON Web Keys to SubjectPublicKeyInfo, RFC 7517 and 7518: `kty`, `crv` and `alg` are required, `use` is absent or `sig`. */
import { decodeBase64, err, ok, type Json, type Result } from "../../base/index.ts";
import { joinBytes } from "../bytes.ts";
import type { SignatureAlgorithm } from "../crypto-provider.ts";
import { readString } from "../json-read.ts";
import { rsaPublicKeyToSpki, tagged } from "./pkcs1.ts";

export interface JwkKey {
  readonly spki: Uint8Array;
  readonly algorithm: SignatureAlgorithm;
  readonly kid?: string;
}

interface Curve {
  readonly alg: string;
  readonly algorithm: SignatureAlgorithm;
  readonly size: number;
  /** SPKI up to the point. */
  readonly prefix: readonly number[];
}

const EC_PUBLIC_KEY = [0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01];

const curves: Readonly<Record<string, Curve>> = {
  "P-256": {
    alg: "ES256",
    algorithm: "ecdsa-sha2-256-nistp256",
    size: 32,
    prefix: [...EC_PUBLIC_KEY, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07],
  },
  "P-384": {
    alg: "ES384",
    algorithm: "ecdsa-sha2-384-nistp384",
    size: 48,
    prefix: [...EC_PUBLIC_KEY, 0x06, 0x05, 0x2b, 0x81, 0x04, 0x00, 0x22],
  },
  "P-521": {
    alg: "ES512",
    algorithm: "ecdsa-sha2-512-nistp521",
    size: 66,
    prefix: [...EC_PUBLIC_KEY, 0x06, 0x05, 0x2b, 0x81, 0x04, 0x00, 0x23],
  },
};

const ED25519_ALGORITHM = new Uint8Array([0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70]);

export function readJwk(json: Json): Result<JwkKey, string> {
  const use = readString(json, "use");
  if (use !== undefined && use !== "sig") return err("its `use` is not `sig`");
  if (readString(json, "d") !== undefined) return err("it is a private key");
  const kid = readString(json, "kid");
  const key = readByType(json, readString(json, "kty"), readString(json, "alg"));
  if (!key.ok) return key;
  return ok(typeof kid === "string" ? { ...key.value, kid } : key.value);
}

function readByType(json: Json, kty: unknown, alg: unknown): Result<JwkKey, string> {
  if (kty === "EC") return readEc(json, alg);
  if (kty === "OKP") return readOkp(json, alg);
  if (kty === "RSA") return readRsa(json, alg);
  return err("its `kty` is missing or not supported");
}

function readEc(json: Json, alg: unknown): Result<JwkKey, string> {
  const crv = readString(json, "crv");
  const curve = typeof crv === "string" && Object.hasOwn(curves, crv) ? curves[crv] : undefined;
  if (curve === undefined) return err("its `crv` is missing or not supported");
  if (alg !== curve.alg) return err(`its \`alg\` is not \`${curve.alg}\``);
  const x = bytes(json, "x");
  const y = bytes(json, "y");
  if (x?.length !== curve.size || y?.length !== curve.size) return err("its point is malformed");
  const point = tagged(0x03, joinBytes([new Uint8Array([0, 4]), x, y]));
  const algorithm = tagged(0x30, new Uint8Array(curve.prefix));
  return ok({ spki: tagged(0x30, joinBytes([algorithm, point])), algorithm: curve.algorithm });
}

function readOkp(json: Json, alg: unknown): Result<JwkKey, string> {
  if (readString(json, "crv") !== "Ed25519") return err("its `crv` is missing or not supported");
  if (alg !== "EdDSA" && alg !== "Ed25519") return err("its `alg` is not `EdDSA`");
  const x = bytes(json, "x");
  if (x?.length !== 32) return err("its point is malformed");
  return ok({
    spki: tagged(0x30, joinBytes([ED25519_ALGORITHM, tagged(0x03, joinBytes([new Uint8Array([0]), x]))])),
    algorithm: "ed25519",
  });
}

const rsaAlgorithms: Readonly<Record<string, SignatureAlgorithm>> = { RS256: "rsa-sign-pkcs1-sha256", PS256: "rsa-sign-pss-sha256" };

function readRsa(json: Json, alg: unknown): Result<JwkKey, string> {
  const algorithm = typeof alg === "string" && Object.hasOwn(rsaAlgorithms, alg) ? rsaAlgorithms[alg] : undefined;
  if (algorithm === undefined) return err("its `alg` is neither `RS256` nor `PS256`");
  const n = bytes(json, "n");
  const e = bytes(json, "e");
  if (n === undefined || e === undefined || n.length === 0 || e.length === 0) return err("its numbers are malformed");
  return ok({ spki: rsaPublicKeyToSpki(tagged(0x30, joinBytes([positive(n), positive(e)]))), algorithm });
}

function positive(number: Uint8Array): Uint8Array {
  return tagged(0x02, (number[0] as number) >= 0x80 ? joinBytes([new Uint8Array([0]), number]) : number);
}

function bytes(json: Json, name: string): Uint8Array | undefined {
  const text = readString(json, name);
  const decoded = typeof text === "string" ? decodeBase64(text) : undefined;
  return decoded?.ok === true ? decoded.value : undefined;
}
