/** Certificate authorities that a trust root names itself: `authority "ca.pem"`, `verification.md` §4.7. */
import type { Digest } from "../../base/index.ts";
import { bytesEqual } from "../bytes.ts";
import type { Certificate } from "../x509/certificate.ts";
import type { RevocationList } from "../x509/crl.ts";

/** The certificates of one trust root. Sets are tried separately and never merged. */
export interface OwnAuthorities {
  /** By `authoritySetId`: how phase B finds the path of its own trust root. */
  readonly id: string;
  readonly anchors: readonly Certificate[];
  readonly intermediates: readonly Certificate[];
  /** Empty: revocation is not asked. No syntax in language 1. */
  readonly revocationLists: readonly RevocationList[];
}

/** The same for the same certificates, in whatever order and however often they are listed. */
export function authoritySetId(fingerprints: readonly Digest[]): string {
  return [...new Set(fingerprints)].sort().join(" ");
}

/**
 * A listed certificate whose issuer is listed beside it is an intermediate: its issuer's dates, path length and name constraints
 * shall hold for it. All others are anchors.
 */
export function makeOwnAuthorities(certificates: readonly Certificate[], revocationLists: readonly RevocationList[] = []): OwnAuthorities {
  const distinct = [...new Map(certificates.map((certificate) => [certificate.fingerprint, certificate])).values()];
  const isIssuedHere = (certificate: Certificate): boolean =>
    !bytesEqual(certificate.issuer, certificate.subject) && distinct.some((other) => bytesEqual(other.subject, certificate.issuer));
  return {
    id: authoritySetId(distinct.map((certificate) => certificate.fingerprint)),
    anchors: distinct.filter((certificate) => !isIssuedHere(certificate)),
    intermediates: distinct.filter(isIssuedHere),
    revocationLists,
  };
}
