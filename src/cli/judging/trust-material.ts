/** Whom verification can ask: what the trust roots of the policy name. No network: trust roots are files. */
import type { CheckedPolicy } from "../../language/index.ts";
import { didYouMean } from "../suggest.ts";
import {
  loadAuthorities,
  loadKeys,
  loadSigstoreRoot,
  makeOwnAuthorities,
  PUBLIC_GOOD,
  publicGoodRootBytes,
  type Certificate,
  type OwnAuthorities,
  type SignatureAlgorithm,
  type SigstoreRoot,
  type SyncCrypto,
  type TrustMaterial,
} from "../../trust/index.ts";
import { escapeAndCut } from "../render/escape.ts";
import { UsageError } from "../usage-error.ts";
import { readBounded } from "./policy-files.ts";
import type { Settings } from "./settings.ts";

/** Only what the policy names is loaded, in its order. An instance that was given and is not asked is a mistake: a name was mistyped. */
export function materialOf(
  policy: CheckedPolicy,
  { sigstoreRoots, givenRoots }: Pick<Settings, "sigstoreRoots" | "givenRoots">,
  crypto: SyncCrypto,
): TrustMaterial {
  const { trustRoots } = policy;
  refuseUnasked(
    givenRoots,
    instancesOf(trustRoots).flatMap(({ name, bytes }) => (bytes === undefined ? [name] : [])),
  );
  const keys = new Map(trustRoots.flatMap((root) => root.keys.map((key) => [`${key.fingerprint} ${key.algorithm ?? ""}`, key] as const)));
  return {
    roots: instancesOf(trustRoots).map(({ name, bytes }) =>
      bytes === undefined ? loadInstance(name, sigstoreRoots, crypto) : loadBytes(name, bytes, crypto),
    ),
    keys: [...keys.values()].flatMap((key) => {
      const loaded = loadKeys(key.file, key.spki, crypto);
      const found = loaded.ok ? loaded.value.keys : [];
      return key.algorithm === undefined ? found : found.map((entry) => ({ ...entry, algorithm: key.algorithm as SignatureAlgorithm }));
    }),
    authorities: authoritiesOf(trustRoots, crypto),
  };
}

function refuseUnasked(given: readonly string[], asked: readonly string[]): void {
  const unasked = given.find((name) => !asked.includes(name));
  if (unasked === undefined) return;
  const names = asked.map((name) => `\`${escapeAndCut(name, 80)}\``).join(", ");
  throw new UsageError(
    `no trust root of the policy asks a Sigstore instance called \`${escapeAndCut(unasked, 80)}\``,
    didYouMean(unasked, asked) ?? (asked.length === 0 ? "the policy asks none, so leave --sigstore-root out" : `the policy asks ${names}`),
  );
}

type PolicyRoots = CheckedPolicy["trustRoots"];

interface Instance {
  readonly name: string;
  /** Of a trusted-root file that stands beside the policy. */
  readonly bytes?: Uint8Array;
}

/** Whom trust roots name for signers first, then who proves when keys and own authorities signed. */
function instancesOf(roots: PolicyRoots): readonly Instance[] {
  const named = new Map<string, Instance>();
  for (const { sigstore: name, trustedRoot } of [...roots, ...roots.flatMap(({ provenBy }) => provenBy ?? [])])
    if (name !== undefined) named.set(name, trustedRoot === undefined ? { name } : { name, bytes: trustedRoot.bytes });
  return [...named.values()];
}

/** One set for each trust root; the same certificates in two roots are one set. */
function authoritiesOf(roots: PolicyRoots, crypto: SyncCrypto): readonly OwnAuthorities[] {
  const sets = roots.flatMap(({ authorities }) =>
    authorities.length === 0 ? [] : [makeOwnAuthorities(authorities.flatMap(toCertificate))],
  );
  return [...new Map(sets.map((set) => [set.id, set])).values()];

  function toCertificate({ der }: PolicyRoots[number]["authorities"][number]): readonly Certificate[] {
    const loaded = loadAuthorities(der, crypto);
    return loaded.ok ? loaded.value : [];
  }
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
  return loadBytes(name, bytes, crypto);
}

function loadBytes(name: string, bytes: Uint8Array, crypto: SyncCrypto): SigstoreRoot {
  const loaded = loadSigstoreRoot(name, bytes, crypto);
  if (loaded.ok) return loaded.value;
  throw new UsageError(`the Sigstore root \`${escapeAndCut(name, 80)}\` cannot be used: ${escapeAndCut(loaded.error.detail, 300)}`);
}

function shipped(name: string): Uint8Array | undefined {
  return name === PUBLIC_GOOD ? publicGoodRootBytes() : undefined;
}
