/**
 * An authority's certificate as @sigstore/verify takes it, for the questions whether authorities make a path. Links are checked
 * natively over the original bytes and remembered; names, dates and keys are those of our strict parse; the extensions that a
 * path is made of are read by its own code. It sees no other extension, so it judges no SCT: those are ours to check.
 */
import { ASN1Obj, X509Certificate } from "@sigstore/core";
import { readDer } from "../der/der.ts";
import { sequence } from "../der/values.ts";
import type { Certificate } from "../x509/certificate.ts";
import { oids } from "../x509/oids.ts";
import type { LinkMemo } from "../x509/signature.ts";

/** NULL. A member that is not answered below finds no tree, and throws. */
const noTree = ASN1Obj.parseBuffer(Buffer.from([0x05, 0x00]));

const pathExtensions: ReadonlySet<string> = new Set([oids.subjectKeyId, oids.keyUsage, oids.basicConstraints, oids.authorityKeyId]);

const MILLISECOND = 1_000_000n;

export class CachedCertificate extends X509Certificate {
  readonly certificate: Certificate;
  readonly #links: LinkMemo;
  readonly #issuer: Buffer;
  readonly #subject: Buffer;
  #extensions: ASN1Obj[] | undefined;

  constructor(certificate: Certificate, links: LinkMemo) {
    super(noTree);
    this.certificate = certificate;
    this.#links = links;
    this.#issuer = contentOf(certificate.issuer);
    this.#subject = contentOf(certificate.subject);
  }

  override get serialNumber(): Buffer {
    return viewOf(this.certificate.serial);
  }

  override get issuer(): Buffer {
    return this.#issuer;
  }

  override get subject(): Buffer {
    return this.#subject;
  }

  override get notBefore(): Date {
    return toDate(this.certificate.notBefore);
  }

  override get notAfter(): Date {
    return toDate(this.certificate.notAfter);
  }

  override get publicKey(): Buffer {
    return viewOf(this.certificate.spki);
  }

  override get extensions(): ASN1Obj[] {
    return (this.#extensions ??= this.certificate.extensions
      .filter((extension) => pathExtensions.has(extension.oid))
      .map((extension) => ASN1Obj.parseBuffer(Buffer.from(extension.raw))));
  }

  override verify(issuer?: X509Certificate): boolean {
    if (issuer === undefined) return this.#links.check(this.certificate, this.certificate) === "signed";
    return issuer instanceof CachedCertificate && this.#links.check(this.certificate, issuer.certificate) === "signed";
  }

  override equals(other: X509Certificate): boolean {
    return other instanceof CachedCertificate && this.certificate.fingerprint === other.certificate.fingerprint;
  }

  /** The caller takes the SCT list out of its copy; there is none in here. */
  override clone(): X509Certificate {
    return this;
  }
}

function viewOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Names are compared without their outermost header. */
function contentOf(name: Uint8Array): Buffer {
  const content = readDer(name, NAME_DEPTH, (root) => sequence(root).content);
  return viewOf(content.ok ? content.value : name);
}

const NAME_DEPTH = 100;

function toDate(at: bigint): Date {
  return new Date(Number(at / MILLISECOND));
}
