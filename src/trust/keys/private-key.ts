/** Private keys for signing: plain PKCS #8 in PEM. They are never needed to verify. */
import { err, ok, type Result } from "../../base/index.ts";
import type { KeyPair, PrivateKey, SignatureAlgorithm, SigningCrypto } from "../crypto-provider.ts";
import { readDer, type DerNode } from "../der/der.ts";
import { child, oid, sequence } from "../der/values.ts";
import { familyOf } from "./default-algorithm.ts";
import { readPem, writePem } from "./pem.ts";

const EC_PUBLIC_KEY = "1.2.840.10045.2.1";

const algorithms: Readonly<Record<string, SignatureAlgorithm>> = {
  "1.2.840.10045.3.1.7": "ecdsa-sha2-256-nistp256",
  "1.3.132.0.34": "ecdsa-sha2-384-nistp384",
  "1.3.132.0.35": "ecdsa-sha2-512-nistp521",
  "1.3.101.112": "ed25519",
  "1.2.840.113549.1.1.1": "rsa-sign-pkcs1-sha256",
};

/** Of PKCS #8 bytes: what a key of that kind signs with by default. */
function algorithmOf(root: DerNode): SignatureAlgorithm | undefined {
  const identifier = sequence(child(sequence(root), 1));
  const kind = oid(child(identifier, 0));
  const id = kind === EC_PUBLIC_KEY ? oid(child(identifier, 1)) : kind;
  return Object.hasOwn(algorithms, id) ? algorithms[id] : undefined;
}

/** `PRIVATE KEY` alone: encrypted and foreign formats are named in the error, never guessed at. */
export async function loadPrivateKey(text: string, crypto: SigningCrypto): Promise<Result<PrivateKey, string>> {
  const blocks = readPem(text);
  if (!blocks.ok) return err(blocks.error);
  const [block, second] = blocks.value;
  if (block === undefined || second !== undefined) return err("it does not hold exactly one key");
  if (block.label !== "PRIVATE KEY") return err(`it is labelled \`${block.label}\`, and \`PRIVATE KEY\` is read`);
  return importPkcs8(block.der, crypto);
}

/** PKCS #8 bytes; what the key is for follows from its kind, unless `wanted` says it. */
export async function importPkcs8(
  pkcs8: Uint8Array,
  crypto: SigningCrypto,
  wanted?: SignatureAlgorithm,
): Promise<Result<PrivateKey, string>> {
  const usual = readDer(pkcs8, 16, algorithmOf);
  if (!usual.ok) return err(usual.error);
  if (usual.value === undefined) return err("it is of a kind that does not sign here");
  const algorithm = wanted ?? usual.value;
  if (familyOf[algorithm] !== familyOf[usual.value])
    return err(`\`${algorithm}\` is not for its kind of key, which is ${familyOf[usual.value]}`);
  try {
    return ok(await crypto.importPrivate(pkcs8, algorithm));
  } catch {
    return err("it cannot be imported");
  }
}

export interface KeyPairText {
  /** PEM `PUBLIC KEY`, as `cosign.pub` is. */
  readonly publicKey: string;
  /** PEM `PRIVATE KEY`, plain PKCS #8. */
  readonly privateKey: string;
}

export async function writeKeyPair(pair: KeyPair, crypto: SigningCrypto): Promise<KeyPairText> {
  const pkcs8 = await crypto.exportPrivate(pair.privateKey);
  return { publicKey: writePem("PUBLIC KEY", pair.spki), privateKey: writePem("PRIVATE KEY", pkcs8) };
}
