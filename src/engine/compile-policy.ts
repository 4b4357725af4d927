/** Compiles a policy with our own readers of keys, certificates and trusted roots: what `language/` asks for and `trust/` knows. */
import { encodeHex, err, ok, type Result } from "../base/index.ts";
import { viaRules } from "../evidence/index.ts";
import { compile, type Compiled, type DeclarePorts, type LoadedKey, type RunSettings } from "../language/index.ts";
import {
  admitsName,
  knownClaims,
  loadAuthorities,
  loadKeys,
  loadSigstoreRoot,
  PUBLIC_GOOD,
  spkiHints,
  type PublicKeyEntry,
  type SyncCrypto,
} from "../trust/index.ts";
import { toTrustRoot } from "./trust-root.ts";

export interface CompilePolicyInput {
  /** As the user knows it; diagnostics name files the same way. */
  readonly mainPath: string;
  readonly settings: RunSettings;
  /** Sigstore instances that the run has a trusted root for, besides the public one. */
  readonly sigstoreInstances: ReadonlySet<string>;
}

/** Files, as `language/` asks for them: relative to the folder of the main file. */
export type CompilePolicyPorts = Pick<DeclarePorts, "readFile" | "hasFile" | "standardModule"> & { readonly crypto: SyncCrypto };

export function compilePolicy(input: CompilePolicyInput, ports: CompilePolicyPorts): Compiled {
  const { mainPath, settings, sigstoreInstances } = input;
  const { crypto } = ports;
  return compile({
    mainPath,
    settings,
    viaRules: new Set(viaRules),
    claimNames: new Set(knownClaims),
    ports: {
      readFile: (path) => ports.readFile(path),
      hasFile: (path) => ports.hasFile(path),
      standardModule: (specifier) => ports.standardModule(specifier),
      loadKeys: (bytes) => mapped(loadKeys("", bytes, crypto), ({ keys }) => keys.map((entry) => toLoadedKey(entry, crypto))),
      loadCertificates: (bytes) =>
        mapped(loadAuthorities(bytes, crypto), (all) => all.map(({ fingerprint, der }) => ({ fingerprint, der }))),
      loadTrustedRoot: (bytes) => mapped(loadSigstoreRoot("", bytes, crypto), ({ digest }) => ({ digest })),
      sha256: (bytes) => `sha256:${encodeHex(crypto.digest("sha256", [bytes]))}`,
      hasSigstoreInstance: (name) => name === PUBLIC_GOOD || sigstoreInstances.has(name),
      admitsName: (root, name, at) => admitsName(toTrustRoot(root), name, at),
    },
  });
}

/** What the key alone does not say goes with it: an algorithm, PSS out of a JWK for instance, and when a registry says it is in use. */
function toLoadedKey({ key, algorithm, hints, validFrom, validUntil }: PublicKeyEntry, crypto: SyncCrypto): LoadedKey {
  const alone = loadKeys("", key.spki, crypto);
  const isUsual = alone.ok && alone.value.keys[0]?.algorithm === algorithm;
  const window = { ...(validFrom !== undefined && { validFrom }), ...(validUntil !== undefined && { validUntil }) };
  const own = spkiHints(key.fingerprint);
  const more = hints.filter((hint) => !own.includes(hint));
  return {
    fingerprint: key.fingerprint,
    spki: key.spki,
    ...(isUsual ? {} : { algorithm }),
    ...(more.length > 0 && { hints: more }),
    ...window,
  };
}

function mapped<T, U>(loaded: Result<T, { readonly detail: string }>, use: (value: T) => U): Result<U, string> {
  return loaded.ok ? ok(use(loaded.value)) : err(loaded.error.detail);
}
