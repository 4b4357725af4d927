/** Certificates as data, as if they had been parsed: for what asks no more than what they say. Nobody signed them. */
import type { Certificate, Extension } from "../../../src/trust/x509/certificate.ts";
import type { PublicKey, SignatureJob, SyncCrypto } from "../../../src/trust/index.ts";
import {
  basicConstraints,
  commonName,
  extendedKeyUsage,
  keyUsage,
  keyUsageBits,
  type CertificateExtension,
} from "../../../src/testing/world/certificate.ts";
import { sequence } from "../../../src/testing/world/der.ts";
import { crypto } from "./run.ts";

export interface PlainSpec extends Partial<Omit<Certificate, "subject" | "issuer" | "extensions">> {
  /** A common name, or the DER of a name. */
  readonly subject?: string | Uint8Array;
  readonly issuer?: string | Uint8Array;
  readonly extensions?: readonly CertificateExtension[];
}

const nameOf = (name: string | Uint8Array): Uint8Array => (typeof name === "string" ? commonName("acme", name) : name);

export const extension = ({ oid, critical, value }: CertificateExtension): Extension => ({ oid, critical, value, raw: value });

export function plainCertificate({ subject = "leaf", issuer = "root", extensions = [], ...rest }: PlainSpec = {}): Certificate {
  const name = typeof subject === "string" ? subject : Buffer.from(subject).toString("hex");
  return {
    der: new Uint8Array(),
    fingerprint: `sha256:${name}`,
    tbs: new TextEncoder().encode(name),
    version: 3,
    serial: Uint8Array.of(1),
    subject: nameOf(subject),
    issuer: nameOf(issuer),
    notBefore: 100n,
    notAfter: 200n,
    spki: new TextEncoder().encode("p256"),
    signatureOid: "1.2.840.10045.4.3.2",
    signatureAlgorithmsAgree: true,
    signature: Uint8Array.of(1),
    extensions: extensions.map(extension),
    ...rest,
  };
}

/** What an authority must say of itself. */
export const authorityExtensions: readonly CertificateExtension[] = [
  basicConstraints({ isAuthority: true }),
  keyUsage(keyUsageBits.keyCertSign, keyUsageBits.crlSign),
];

export const purpose = (...purposes: readonly string[]): CertificateExtension => extendedKeyUsage(...purposes);

/** An extension whose bytes are no DER. */
export const broken = (oid: string): CertificateExtension => ({ oid, critical: false, value: Uint8Array.of(0x30, 0x05) });

/** An extension that nobody knows. */
export const unknown = (critical: "critical" | "not critical"): CertificateExtension => ({
  oid: "1.2.3.4",
  critical: critical === "critical",
  value: sequence(),
});

/** Keys are told by the text of their bytes: a family, `rsa 2047`, or `none`. Each signature verifies that `accepts` says. */
export function fakeCrypto(accepts: (job: SignatureJob) => boolean): SyncCrypto {
  const importPublic = (spki: Uint8Array): PublicKey | undefined => {
    const [family, bits = "256"] = new TextDecoder().decode(spki).split(" ");
    if (family === "none") return undefined;
    return { family: family as PublicKey["family"], bits: Number(bits), fingerprint: "sha256:00", spki };
  };
  return { ...crypto, digest: (hash, parts) => crypto.digest(hash, parts), importPublic, verify: accepts };
}

export const keyNamed = (text: string): Uint8Array => new TextEncoder().encode(text);
