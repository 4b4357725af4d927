/** What keys that sign elsewhere have in common: their algorithm, and that nothing they answer is believed unchecked. */
import { err, ok, type Result } from "../../base/index.ts";
import type { PublicKey, SignatureAlgorithm, SyncCrypto } from "../crypto-provider.ts";
import { checkSignature } from "../dsse/check-signature.ts";
import { keyFault } from "../x509/signature.ts";
import { algorithmByFamily } from "./default-algorithm.ts";
import type { ProgramAnswer, RemoteKeyFault } from "./program-runner.ts";

export interface RemotePublicKey {
  readonly key: PublicKey;
  readonly algorithm: SignatureAlgorithm;
}

export function readRemotePublic(spki: Uint8Array, crypto: SyncCrypto): Result<RemotePublicKey, RemoteKeyFault> {
  const key = crypto.importPublic(spki);
  if (key === undefined || key.family === "unsupported") return err({ reason: "key-unreadable", detail: "its public key cannot be used" });
  const weak = keyFault(key);
  return weak === undefined
    ? ok({ key, algorithm: algorithmByFamily[key.family] })
    : err({ reason: "key-unreadable", detail: weak.detail });
}

/** The signature, once it verifies: a token or service with another key than it says must not get its signature published. */
export function checkedSignature(
  { key, algorithm }: RemotePublicKey,
  parts: readonly Uint8Array[],
  signature: Uint8Array,
  crypto: SyncCrypto,
): Result<Uint8Array, RemoteKeyFault> {
  const form = checkSignature(key, algorithm, parts, signature, crypto);
  return form === undefined
    ? err({ reason: "program-failed", detail: "its signature does not verify with its own public key" })
    : ok(signature);
}

const SHOWN = 200;

/** What a program said when it failed. */
export function complaint({ exitCode, stderr }: ProgramAnswer): string {
  const said = stderr.trim().slice(0, SHOWN);
  return said === "" ? `exit code ${exitCode}` : said;
}

/** How `sign` of a remote key fails: a signer has no other way to say it. */
export class RemoteKeyError extends Error {
  override readonly name = "RemoteKeyError";
  readonly fault: RemoteKeyFault;
  constructor(fault: RemoteKeyFault) {
    super(fault.detail);
    this.fault = fault;
  }
}
