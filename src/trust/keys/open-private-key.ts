/** A private key from a file or a variable, in any of the formats that signers keep them in. Never needed to verify. */
import { err, ok, type Result } from "../../base/index.ts";
import type { PrivateKey, SignatureAlgorithm, SigningCrypto } from "../crypto-provider.ts";
import { cosignLabels, openCosignKey } from "./cosign-key.ts";
import type { KeyFileCrypto } from "./key-file-crypto.ts";
import { openPbes2 } from "./pbes2.ts";
import { readPem, type PemBlock } from "./pem.ts";
import type { PrivateKeyFault } from "./private-key-fault.ts";
import { importPkcs8 } from "./private-key.ts";

export interface PrivateKeyPorts {
  readonly signing: SigningCrypto;
  readonly files: KeyFileCrypto;
  /** What the key is to sign with; absent, what a key of its kind usually does. */
  readonly algorithm?: SignatureAlgorithm | undefined;
}

export interface OpenedKey {
  readonly key: PrivateKey;
  /** DER SubjectPublicKeyInfo. */
  readonly spki: Uint8Array;
}

/**
 * `PRIVATE KEY`, `ENCRYPTED PRIVATE KEY` (PBES2), and cosign's two labels. `password` is asked for at most once, and only when the key
 * is encrypted; `undefined` from it is `password-needed`.
 */
export async function openPrivateKey(
  text: string,
  password: () => Promise<Uint8Array | undefined>,
  ports: PrivateKeyPorts,
): Promise<Result<OpenedKey, PrivateKeyFault>> {
  const blocks = readPem(text);
  if (!blocks.ok) return unreadable(blocks.error);
  const [block, second] = blocks.value;
  if (block === undefined || second !== undefined) return unreadable("it does not hold exactly one key");
  const pkcs8 = await openBlock(block, password, ports.files);
  if (!pkcs8.ok) return pkcs8;
  const key = await importPkcs8(pkcs8.value, ports.signing, ports.algorithm);
  if (!key.ok) return unreadable(key.error);
  const spki = ports.files.publicOf(pkcs8.value);
  return spki === undefined ? unreadable("its public key cannot be told") : ok({ key: key.value, spki });
}

function unreadable(detail: string): Result<never, PrivateKeyFault> {
  return err({ reason: "key-unreadable", detail });
}

async function openBlock(
  { label, der }: PemBlock,
  password: () => Promise<Uint8Array | undefined>,
  files: KeyFileCrypto,
): Promise<Result<Uint8Array, PrivateKeyFault>> {
  if (label === "PRIVATE KEY") return ok(der);
  const isCosign = cosignLabels.has(label);
  if (!isCosign && label !== "ENCRYPTED PRIVATE KEY")
    return unreadable(`it is labelled \`${label}\`, and no private key of that kind is read`);
  const given = await password();
  if (given === undefined) return err({ reason: "password-needed", detail: "it is encrypted, and no password is given" });
  return isCosign ? openCosignKey(der, given, files) : openPbes2(der, given, files);
}
