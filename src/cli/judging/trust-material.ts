/** Whom verification can ask: the Sigstore instances and keys that the policy names. No network: trust roots are files. */
import type { CheckedPolicy } from "../../language/index.ts";
import {
  loadKeys,
  loadSigstoreRoot,
  PUBLIC_GOOD,
  publicGoodRootBytes,
  type SigstoreRoot,
  type SyncCrypto,
  type TrustMaterial,
} from "../../trust/index.ts";
import { escapeAndCut } from "../render/escape.ts";
import { UsageError } from "../usage-error.ts";
import { readBounded } from "./policy-files.ts";

/** Only what the policy names is loaded, in its order. */
export function materialOf(policy: CheckedPolicy, sigstoreRoots: ReadonlyMap<string, string>, crypto: SyncCrypto): TrustMaterial {
  const instances = new Set(policy.trustRoots.flatMap((root) => root.sigstore ?? []));
  const keys = new Map(policy.trustRoots.flatMap((root) => root.keys.map((key) => [key.fingerprint, key] as const)));
  return {
    roots: [...instances].map((name) => loadInstance(name, sigstoreRoots, crypto)),
    keys: [...keys.values()].flatMap((key) => {
      const loaded = loadKeys(key.file, key.spki, crypto);
      return loaded.ok ? loaded.value.keys : [];
    }),
  };
}

/** Every instance a run could ask, for `inspect`, which has no policy. */
export function everyInstance(sigstoreRoots: ReadonlyMap<string, string>, crypto: SyncCrypto): TrustMaterial {
  const names = [...new Set([PUBLIC_GOOD, ...sigstoreRoots.keys()])];
  return { roots: names.map((name) => loadInstance(name, sigstoreRoots, crypto)), keys: [] };
}

function loadInstance(name: string, sigstoreRoots: ReadonlyMap<string, string>, crypto: SyncCrypto): SigstoreRoot {
  const path = sigstoreRoots.get(name);
  const bytes = path === undefined ? shipped(name) : readBounded(path);
  if (!bytes)
    throw new UsageError(`the Sigstore root \`${escapeAndCut(name, 80)}\` cannot be read`, `give it with --sigstore-root ${name}=FILE`);
  const loaded = loadSigstoreRoot(name, bytes, crypto);
  if (loaded.ok) return loaded.value;
  throw new UsageError(`the Sigstore root \`${escapeAndCut(name, 80)}\` cannot be used: ${escapeAndCut(loaded.error.detail, 300)}`);
}

function shipped(name: string): Uint8Array | undefined {
  return name === PUBLIC_GOOD ? publicGoodRootBytes() : undefined;
}
