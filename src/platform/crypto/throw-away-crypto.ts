/** Keys that live as long as the process and leave it never, over `node:crypto`: nothing to load, and no copy of a key for each signature. */
import { constants, generateKeyPairSync, sign, type KeyObject, type SignKeyObjectInput } from "node:crypto";
import type { KeyFamily, PrivateKey, SignatureAlgorithm, SigningCrypto } from "../../trust/index.ts";
import { schemes } from "./schemes.ts";

interface ThrowAwayKey extends PrivateKey {
  readonly handle: KeyObject;
}

const curves = { p256: "P-256", p384: "P-384", p521: "P-521" } as const;
const RSA_BITS = 3072;

/** Half of a `SigningCrypto`: what makes evidence for tests. */
export const throwAwayCrypto: Pick<SigningCrypto, "generate" | "sign"> = {
  generate(algorithm) {
    const { publicKey, privateKey } = keyPair(schemes[algorithm].family);
    const key: ThrowAwayKey = { algorithm, handle: privateKey };
    return Promise.resolve({ privateKey: key, spki: new Uint8Array(publicKey.export({ format: "der", type: "spki" })) });
  },
  sign: (key, parts) => Promise.resolve(new Uint8Array(signParts(key as ThrowAwayKey, parts))),
};

function keyPair(family: KeyFamily): { readonly publicKey: KeyObject; readonly privateKey: KeyObject } {
  if (family === "ed25519") return generateKeyPairSync("ed25519");
  return family === "rsa"
    ? generateKeyPairSync("rsa", { modulusLength: RSA_BITS })
    : generateKeyPairSync("ec", { namedCurve: curves[family] });
}

function signParts({ algorithm, handle }: ThrowAwayKey, parts: readonly Uint8Array[]): Buffer {
  const [only] = parts;
  const bytes = only !== undefined && parts.length === 1 ? only : Buffer.concat(parts);
  const scheme = schemes[algorithm];
  return scheme.kind === "ed25519" ? sign(null, bytes, handle) : sign(scheme.hash, bytes, keyInput(handle, algorithm));
}

/** ECDSA signatures are DER unless asked otherwise. */
function keyInput(key: KeyObject, algorithm: SignatureAlgorithm): KeyObject | SignKeyObjectInput {
  if (algorithm !== "rsa-sign-pss-sha256") return key;
  return { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
}
