/**
 * Throw-away keys, authorities and Sigstore instances in the place of what the trust roots of a policy name, each constraint untouched.
 * Whoever holds one signs exactly what the policy's own signers could sign. `language.md` §8.
 */
import { assert, NANOSECONDS_PER_SECOND, type Digest } from "../../base/index.ts";
import type { TrustRoot } from "../../language/index.ts";
import {
  loadAuthorities,
  loadKeys,
  loadSigstoreRoot,
  makeOwnAuthorities,
  PUBLIC_GOOD,
  type SignatureAlgorithm,
  type SyncCrypto,
  type TrustMaterial,
} from "../../trust/index.ts";
import { newCertificateAuthority, type CertificateAuthority } from "../world/certificate-authority.ts";
import { usages } from "../world/certificate.ts";
import { createWorld, type World } from "../world/world.ts";
import { newKey, type WorldKey, type WorldPorts } from "../world/world-key.ts";

export interface StandInPorts extends WorldPorts {
  readonly verifying: SyncCrypto;
}

export interface StandIns {
  readonly material: TrustMaterial;
  /** The trust root with the public halves of what stands in. */
  readonly replace: (root: TrustRoot) => TrustRoot;
  /** Whose logs and clocks vouch for what the trust root's signers sign. */
  readonly worldOf: (root: TrustRoot) => World;
  /** By the fingerprint in the policy. */
  readonly keyOf: (fingerprint: string) => WorldKey;
  readonly authorityOf: (fingerprint: string) => CertificateAuthority;
  /** Of somebody that no trust root names. */
  readonly stranger: WorldKey;
  readonly ports: StandInPorts;
}

/** Signatures of P-384 take twenty times as long, and certificates are checked by the same code. */
const QUICK: SignatureAlgorithm = "ecdsa-sha2-256-nistp256";
const FROM_1990 = 631_152_000n * NANOSECONDS_PER_SECOND;
/** Whatever `at` a test asks for, the authorities were there. */
const A_CENTURY = 36_525n * 86_400n * NANOSECONDS_PER_SECOND;

export async function makeStandIns(roots: readonly TrustRoot[], ports: StandInPorts): Promise<StandIns> {
  const names = instanceNames(roots);
  const [keys, authorities, worlds, stranger] = await Promise.all([
    byName(
      roots.flatMap((root) => root.keys.map((key) => [key.fingerprint, () => newKey(ports, algorithmOf(key, ports.verifying))] as const)),
    ),
    byName(roots.flatMap((root) => root.authorities.map(({ fingerprint }) => [fingerprint, () => authority(fingerprint, ports)] as const))),
    byName(names.map((name, at) => [name, () => instance(name, at, ports)] as const)),
    newKey(ports),
  ]);
  const found = <T>(map: ReadonlyMap<string, T>, name: string): T => {
    const one = map.get(name);
    assert(one !== undefined, "everything that a trust root names has a stand-in");
    return one;
  };
  const publicKeys = new Map([...keys].map(([fingerprint, key]) => [fingerprint, publicHalf(key, ports.verifying)]));
  const replaced = new Map<TrustRoot, TrustRoot>();
  const replace = (root: TrustRoot): TrustRoot => {
    const known = replaced.get(root) ?? replaceRoot(root, { found, publicKeys, authorities, verifying: ports.verifying });
    replaced.set(root, known);
    return known;
  };
  return {
    material: {
      roots: [...worlds].map(([name, world]) => loadWorld(name, world, ports.verifying)),
      keys: [...publicKeys.values()].map(({ entry }) => entry),
      authorities: roots.flatMap((root) => (root.authorities.length === 0 ? [] : [ownAuthorities(replace(root), ports.verifying)])),
    },
    replace,
    worldOf: (root) => found(worlds, root.sigstore ?? root.provenBy?.sigstore ?? names[0] ?? PUBLIC_GOOD),
    keyOf: (fingerprint) => found(keys, fingerprint),
    authorityOf: (fingerprint) => found(authorities, fingerprint),
    stranger,
    ports,
  };
}

/** At least one: its logs and clocks serve the trust roots of keys and of own authorities, as the shipped one does. */
function instanceNames(roots: readonly TrustRoot[]): readonly string[] {
  const named = new Set(roots.flatMap(({ sigstore, provenBy }) => sigstore ?? provenBy?.sigstore ?? []));
  return named.size === 0 ? [PUBLIC_GOOD] : [...named];
}

async function byName<T>(entries: readonly (readonly [string, () => Promise<T>])[]): Promise<ReadonlyMap<string, T>> {
  const each = [...new Map(entries)].map(async ([name, make]) => [name, await make()] as const);
  return new Map(await Promise.all(each));
}

function authority(fingerprint: string, ports: WorldPorts): Promise<CertificateAuthority> {
  const request = { notBefore: FROM_1990, notAfter: FROM_1990 + A_CENTURY, algorithm: QUICK };
  return newCertificateAuthority({ ...request, operator: "authority.example", seed: fingerprint, purpose: usages.codeSigning }, ports);
}

function instance(name: string, at: number, ports: WorldPorts): Promise<World> {
  const operator = `sigstore-${at + 1}.example`;
  return createWorld({ seed: name, now: FROM_1990, since: FROM_1990, lifetime: A_CENTURY, operator, authorityAlgorithm: QUICK }, ports);
}

/** Making RSA keys takes as long as a hundred tests; what signs instead is told by the key itself, as ever. */
function algorithmOf(key: TrustRoot["keys"][number], verifying: SyncCrypto): SignatureAlgorithm {
  const loaded = loadKeys(key.file, key.spki, verifying);
  const usual = loaded.ok ? loaded.value.keys[0]?.algorithm : undefined;
  const algorithm = (key.algorithm as SignatureAlgorithm | undefined) ?? usual;
  return algorithm === undefined || algorithm.startsWith("rsa") ? QUICK : algorithm;
}

interface PublicHalf {
  readonly entry: TrustMaterial["keys"][number];
}

function publicHalf(key: WorldKey, verifying: SyncCrypto): PublicHalf {
  const loaded = loadKeys("a stand-in", key.spki, verifying);
  const entry = loaded.ok ? loaded.value.keys[0] : undefined;
  assert(entry !== undefined, "a key that was just made can be read");
  return { entry: { ...entry, algorithm: key.algorithm } };
}

interface Replacing {
  readonly found: <T>(map: ReadonlyMap<string, T>, name: string) => T;
  readonly publicKeys: ReadonlyMap<string, PublicHalf>;
  readonly authorities: ReadonlyMap<string, CertificateAuthority>;
  readonly verifying: SyncCrypto;
}

function replaceRoot(root: TrustRoot, { found, publicKeys, authorities, verifying }: Replacing): TrustRoot {
  return {
    ...root,
    keys: root.keys.map((key) => {
      const { entry } = found(publicKeys, key.fingerprint);
      const { algorithm: _algorithm, ...rest } = key;
      return { ...rest, fingerprint: entry.key.fingerprint, spki: entry.key.spki };
    }),
    authorities: root.authorities.map((listed) => {
      const { der } = found(authorities, listed.fingerprint).root;
      const loaded = loadAuthorities(der, verifying);
      assert(loaded.ok && loaded.value[0] !== undefined, "an authority that was just made can be read");
      return { ...listed, der, fingerprint: loaded.value[0].fingerprint };
    }),
  };
}

function ownAuthorities({ authorities }: TrustRoot, verifying: SyncCrypto): ReturnType<typeof makeOwnAuthorities> {
  const certificates = authorities.flatMap(({ der }) => {
    const loaded = loadAuthorities(der, verifying);
    return loaded.ok ? loaded.value : [];
  });
  return makeOwnAuthorities(certificates);
}

function loadWorld(name: string, world: World, verifying: SyncCrypto): TrustMaterial["roots"][number] {
  const loaded = loadSigstoreRoot(name, world.trustedRoot(), verifying);
  assert(loaded.ok, "the trusted root of a world can be read");
  return loaded.value;
}

export function asDigest(text: string): Digest {
  return text as Digest;
}
