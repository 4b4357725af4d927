/** A certificate authority of one's own, made on the spot: any chain, any profile, revocation lists. */
import type { Instant } from "../../../src/base/index.ts";
import type { Certificate, OwnAuthorities } from "../../../src/trust/index.ts";
import { loadRevocationLists, makeOwnAuthorities } from "../../../src/trust/index.ts";
import { parseCertificate } from "../../../src/trust/x509/parse.ts";
import {
  authorityKeyId,
  basicConstraints,
  commonName,
  extendedKeyUsage,
  keyUsage,
  keyUsageBits,
  signCertificate,
  subjectAltName,
  subjectKeyId,
  usages,
  type AlternativeName,
  type CertificateExtension,
  type CertificateSpec,
  type Profile,
} from "../../../src/testing/world/certificate.ts";
import { bits, explicit, integer, join, sequence, time, tlv, unsigned } from "../../../src/testing/world/der.ts";
import { newKey, schemeOf, type WorldKey } from "../../../src/testing/world/world-key.ts";
import { crypto, instant } from "./run.ts";
import { web } from "./signing.ts";

const ports = { crypto: web, hasher: crypto };
const YEAR = { notBefore: instant("2026-01-01T00:00:00Z"), notAfter: instant("2026-12-31T00:00:00Z") };

export interface Holder {
  readonly spec: CertificateSpec;
  readonly der: Uint8Array;
  readonly certificate: Certificate;
  readonly key: WorldKey;
}

let serial = 0;

function nextSerial(): Uint8Array {
  serial += 1;
  return Uint8Array.from([0x40, serial >> 8, serial & 0xff]);
}

const idOf = (key: WorldKey): Uint8Array => crypto.digest("sha256", [key.spki]).subarray(0, 20);

async function issue(spec: CertificateSpec, key: WorldKey, by: WorldKey): Promise<Holder> {
  const der = await signCertificate(spec, by);
  const parsed = parseCertificate(der, crypto, 100);
  if (!parsed.ok) throw new Error(parsed.error);
  return { spec, der, certificate: parsed.value, key };
}

function caExtensions(key: WorldKey, pathLength: number | undefined): readonly CertificateExtension[] {
  return [
    keyUsage(keyUsageBits.keyCertSign, keyUsageBits.crlSign),
    basicConstraints(pathLength === undefined ? { isAuthority: true } : { isAuthority: true, pathLength }),
    subjectKeyId(idOf(key)),
  ];
}

export interface AuthorityOptions {
  readonly by?: Holder;
  readonly key?: WorldKey;
  readonly pathLength?: number;
  readonly profile?: Profile;
}

/** Self-signed without `by`. */
export async function newAuthority(name: string, options: AuthorityOptions = {}): Promise<Holder> {
  const key = options.key ?? (await newKey(ports));
  const by = options.by?.key ?? key;
  const extensions = [...caExtensions(key, options.pathLength), ...(options.by === undefined ? [] : [authorityKeyId(idOf(by))])];
  const subject = commonName("acme", name);
  const issuer = options.by?.spec.subject ?? subject;
  const spec = { version: 3, serial: nextSerial(), issuer, subject, ...YEAR, spki: key.spki, extensions };
  return issue(options.profile?.(spec) ?? spec, key, by);
}

export interface LeafOptions {
  readonly by: Holder;
  readonly san: AlternativeName | readonly AlternativeName[];
  readonly subject?: Uint8Array;
  readonly key?: WorldKey;
  readonly profile?: Profile;
}

export async function newLeaf(options: LeafOptions): Promise<Holder> {
  const key = options.key ?? (await newKey(ports));
  const spec = {
    version: 3,
    serial: nextSerial(),
    issuer: options.by.spec.subject,
    subject: options.subject ?? sequence(),
    ...YEAR,
    spki: key.spki,
    extensions: [
      keyUsage(keyUsageBits.digitalSignature),
      extendedKeyUsage(usages.codeSigning),
      authorityKeyId(idOf(options.by.key)),
      subjectAltName(...[options.san].flat()),
    ],
  };
  return issue(options.profile?.(spec) ?? spec, key, options.by.key);
}

export function setOf(certificates: readonly Holder[], lists: readonly Uint8Array[] = []): OwnAuthorities {
  const read = lists.flatMap((der) => {
    const loaded = loadRevocationLists(der);
    if (!loaded.ok) throw new Error(loaded.error.detail);
    return loaded.value;
  });
  return makeOwnAuthorities(
    certificates.map(({ certificate }) => certificate),
    read,
  );
}

export interface ListOptions {
  readonly by: Holder;
  readonly revoked?: readonly Holder[];
  readonly thisUpdate?: Instant;
  readonly nextUpdate?: Instant | "none";
  /** Signs in the issuer's name. */
  readonly key?: WorldKey;
  /** DER of extensions. */
  readonly extensions?: readonly Uint8Array[];
}

export async function revocationList(options: ListOptions): Promise<Uint8Array> {
  const key = options.key ?? options.by.key;
  const algorithm = schemeOf(key.algorithm).identifier;
  const thisUpdate = options.thisUpdate ?? instant("2026-11-01T00:00:00Z");
  const nextUpdate = options.nextUpdate ?? instant("2026-12-30T00:00:00Z");
  const entries = (options.revoked ?? []).map(({ spec }) => sequence(unsigned(spec.serial), time(thisUpdate)));
  const tbs = sequence(
    integer(1),
    algorithm,
    options.by.spec.subject,
    time(thisUpdate),
    ...(nextUpdate === "none" ? [] : [time(nextUpdate)]),
    ...(entries.length === 0 ? [] : [sequence(...entries)]),
    ...(options.extensions === undefined ? [] : [explicit(0, sequence(...options.extensions))]),
  );
  return join(sequence(tbs, algorithm, bits(await key.sign([tbs]))));
}

/** Name constraints: `permitted` and `excluded` by tag and content of a general name. */
export function nameConstraints(permitted: readonly GeneralName[], excluded: readonly GeneralName[] = []): CertificateExtension {
  const trees = (names: readonly GeneralName[]) => names.map(([tag, content]) => sequence(tlv(tag, content)));
  const parts = [
    ...(permitted.length === 0 ? [] : [tlv(0xa0, ...trees(permitted))]),
    ...(excluded.length === 0 ? [] : [tlv(0xa1, ...trees(excluded))]),
  ];
  return { oid: "2.5.29.30", critical: true, value: sequence(...parts) };
}

export type GeneralName = readonly [tag: number, content: Uint8Array];

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
export const emailName = (value: string): GeneralName => [0x81, text(value)];
export const dnsName = (value: string): GeneralName => [0x82, text(value)];
export const uriName = (value: string): GeneralName => [0x86, text(value)];
export const directoryName = (name: Uint8Array): GeneralName => [0xa4, name];
export const addressName = (bytes: readonly number[]): GeneralName => [0x87, Uint8Array.from(bytes)];

export function pem(holder: Holder): string {
  return `-----BEGIN CERTIFICATE-----\n${(
    Buffer.from(holder.der)
      .toString("base64")
      .match(/.{1,64}/gu) ?? []
  ).join("\n")}\n-----END CERTIFICATE-----\n`;
}
