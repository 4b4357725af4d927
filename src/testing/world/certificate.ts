/** Certificates with any profile, good or bad: RFC 5280 §4.1. Nothing here checks that what is asked for makes sense. */
import { encodeUtf8, type Instant } from "../../base/index.ts";
import { bits, boolean, explicit, integer, join, namedBits, octets, oid, sequence, set, time, tlv, unsigned, utf8String } from "./der.ts";
import { schemeOf, type WorldKey } from "./world-key.ts";

export interface CertificateExtension {
  readonly oid: string;
  readonly critical: boolean;
  /** What goes into the OCTET STRING. */
  readonly value: Uint8Array;
}

export interface CertificateSpec {
  /** 1 to 3. */
  readonly version: number;
  readonly serial: Uint8Array;
  /** DER of the names. */
  readonly issuer: Uint8Array;
  readonly subject: Uint8Array;
  readonly notBefore: Instant;
  readonly notAfter: Instant;
  readonly spki: Uint8Array;
  readonly extensions: readonly CertificateExtension[];
  /** The AlgorithmIdentifier that is written, where it is not that of the issuer's key. */
  readonly algorithm?: Uint8Array;
}

/** A change to what an authority would issue. */
export type Profile = (spec: CertificateSpec) => CertificateSpec;

export const extensionIds = {
  subjectKeyId: "2.5.29.14",
  keyUsage: "2.5.29.15",
  subjectAltName: "2.5.29.17",
  basicConstraints: "2.5.29.19",
  nameConstraints: "2.5.29.30",
  authorityKeyId: "2.5.29.35",
  extendedKeyUsage: "2.5.29.37",
  sctList: "1.3.6.1.4.1.11129.2.4.2",
} as const;

export const usages = {
  codeSigning: "1.3.6.1.5.5.7.3.3",
  timeStamping: "1.3.6.1.5.5.7.3.8",
  serverAuth: "1.3.6.1.5.5.7.3.1",
  any: "2.5.29.37.0",
} as const;

/** Positions in the KeyUsage bit string. */
export const keyUsageBits = { digitalSignature: 0, keyEncipherment: 2, keyCertSign: 5, crlSign: 6 } as const;

export function commonName(organization: string, name: string): Uint8Array {
  const attribute = (id: string, value: string) => set(sequence(oid(id), utf8String(value)));
  return sequence(attribute("2.5.4.10", organization), attribute("2.5.4.3", name));
}

export const emptyName: Uint8Array = sequence();

export interface AuthorityConstraints {
  readonly isAuthority: boolean;
  readonly pathLength?: number;
  readonly critical?: boolean;
}

export function basicConstraints({ isAuthority, pathLength, critical = true }: AuthorityConstraints): CertificateExtension {
  const parts = [...(isAuthority ? [boolean(isAuthority)] : []), ...(pathLength === undefined ? [] : [integer(pathLength)])];
  return { oid: extensionIds.basicConstraints, critical, value: sequence(...parts) };
}

export function keyUsage(...positions: readonly number[]): CertificateExtension {
  return { oid: extensionIds.keyUsage, critical: true, value: namedBits(positions) };
}

export function extendedKeyUsage(...purposes: readonly string[]): CertificateExtension {
  return { oid: extensionIds.extendedKeyUsage, critical: false, value: sequence(...purposes.map(oid)) };
}

/** A name that a certificate speaks for; `other-name` is Fulcio's user name. */
export interface AlternativeName {
  readonly type: "uri" | "email" | "dns" | "other-name";
  readonly value: string;
}

const FULCIO = "1.3.6.1.4.1.57264.1";
const nameTags = { email: 0x81, dns: 0x82, uri: 0x86 } as const;

export function subjectAltName(...names: readonly AlternativeName[]): CertificateExtension {
  const general = names.map(({ type, value }) =>
    type === "other-name"
      ? tlv(0xa0, oid(`${FULCIO}.7`), explicit(0, utf8String(value)))
      : tlv(
          nameTags[type],
          Uint8Array.from(value, (character) => character.charCodeAt(0)),
        ),
  );
  return { oid: extensionIds.subjectAltName, critical: true, value: sequence(...general) };
}

/** A claim of Fulcio by the last arc of its identifier: raw bytes up to 6, from 8 on a UTF8String. */
export function claim(arc: number, text: string): CertificateExtension {
  return { oid: `${FULCIO}.${arc}`, critical: false, value: arc <= 6 ? encodeUtf8(text) : utf8String(text) };
}

export function subjectKeyId(id: Uint8Array): CertificateExtension {
  return { oid: extensionIds.subjectKeyId, critical: false, value: octets(id) };
}

export function authorityKeyId(id: Uint8Array): CertificateExtension {
  return { oid: extensionIds.authorityKeyId, critical: false, value: sequence(tlv(0x80, id)) };
}

/** The extensions with `extension` in the place of one of its kind, or at the end. */
export function withExtension(spec: CertificateSpec, extension: CertificateExtension): CertificateSpec {
  const at = spec.extensions.findIndex((other) => other.oid === extension.oid);
  return { ...spec, extensions: at < 0 ? [...spec.extensions, extension] : spec.extensions.with(at, extension) };
}

export function withoutExtension(spec: CertificateSpec, id: string): CertificateSpec {
  return { ...spec, extensions: spec.extensions.filter((extension) => extension.oid !== id) };
}

function encodeExtension({ oid: id, critical, value }: CertificateExtension): Uint8Array {
  return sequence(oid(id), ...(critical ? [boolean(critical)] : []), octets(value));
}

function algorithmOf(spec: CertificateSpec, issuer: WorldKey): Uint8Array {
  return spec.algorithm ?? schemeOf(issuer.algorithm).identifier;
}

/** The part that is signed. A CT log is shown it without the list of its own answers. */
export function encodeTbs(spec: CertificateSpec, issuer: WorldKey): Uint8Array {
  return sequence(
    ...(spec.version > 1 ? [explicit(0, integer(spec.version - 1))] : []),
    unsigned(spec.serial),
    algorithmOf(spec, issuer),
    spec.issuer,
    sequence(time(spec.notBefore), time(spec.notAfter)),
    spec.subject,
    spec.spki,
    ...(spec.extensions.length > 0 ? [explicit(3, sequence(...spec.extensions.map(encodeExtension)))] : []),
  );
}

export async function signCertificate(spec: CertificateSpec, issuer: WorldKey): Promise<Uint8Array> {
  const tbs = encodeTbs(spec, issuer);
  return join(sequence(tbs, algorithmOf(spec, issuer), bits(await issuer.sign([tbs]))));
}
