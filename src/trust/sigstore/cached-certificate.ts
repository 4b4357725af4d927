/**
 * A certificate as @sigstore/verify takes it, with links checked natively over the original bytes and remembered. Only public
 * members are overridden, so that its path and SCT logic runs unchanged.
 */
import { ASN1Obj, X509Certificate } from "@sigstore/core";
import { bytesEqual } from "../bytes.ts";
import type { Certificate } from "../x509/certificate.ts";
import type { LinkMemo } from "../x509/signature.ts";

export class CachedCertificate extends X509Certificate {
  readonly certificate: Certificate;
  readonly #links: LinkMemo;

  constructor(certificate: Certificate, links: LinkMemo) {
    super(ASN1Obj.parseBuffer(Buffer.from(certificate.der)));
    this.certificate = certificate;
    this.#links = links;
  }

  override verify(issuer?: X509Certificate): boolean {
    if (issuer === undefined) return this.#links.check(this.certificate, this.certificate) === "signed";
    return issuer instanceof CachedCertificate
      ? this.#links.check(this.certificate, issuer.certificate) === "signed"
      : super.verify(issuer);
  }

  override equals(other: X509Certificate): boolean {
    return other instanceof CachedCertificate ? bytesEqual(this.certificate.der, other.certificate.der) : super.equals(other);
  }

  /** The caller changes its copy, so the tree is read anew. */
  override clone(): X509Certificate {
    return new CachedCertificate(this.certificate, this.#links);
  }
}
