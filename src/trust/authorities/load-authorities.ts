/** Certificate files of a trust root. One that cannot issue is refused when it is loaded, not when evidence fails. */
import { decodeUtf8, defaultLimits, err, ok, type Result } from "../../base/index.ts";
import type { SyncCrypto } from "../crypto-provider.ts";
import { readPem } from "../keys/pem.ts";
import type { Certificate } from "../x509/certificate.ts";
import { parseRevocationList, type RevocationList } from "../x509/crl.ts";
import { oids } from "../x509/oids.ts";
import { parseCertificate } from "../x509/parse.ts";
import { issuerFault } from "../x509/path.ts";
import { keyFault } from "../x509/signature.ts";

export interface AuthorityFault {
  readonly reason: "key-unreadable" | "trust-config-invalid";
  /** A clause about the file: `block 2 is no authority`. */
  readonly detail: string;
}

const MAX_FILE_BYTES = 1024 * 1024;
const MAX_CERTIFICATES = 64;
const DER_SEQUENCE = 0x30;

/** PEM `CERTIFICATE` blocks or one DER certificate; every one may issue certificates for code signing. */
export function loadAuthorities(bytes: Uint8Array, crypto: SyncCrypto): Result<readonly Certificate[], AuthorityFault> {
  const blocks = readBlocks(bytes, "CERTIFICATE");
  if (!blocks.ok) return blocks;
  const certificates: Certificate[] = [];
  for (const [i, der] of blocks.value.entries()) {
    const certificate = readAuthority(der, crypto);
    if (!certificate.ok) {
      const where = blocks.value.length === 1 ? "" : `block ${i + 1}: `;
      return err({ ...certificate.error, detail: `${where}${certificate.error.detail}` });
    }
    if (certificates.some((known) => known.fingerprint === certificate.value.fingerprint))
      return err({ reason: "trust-config-invalid", detail: "it holds one certificate twice" });
    certificates.push(certificate.value);
  }
  return ok(certificates);
}

/** PEM `X509 CRL` blocks or one DER list. */
export function loadRevocationLists(bytes: Uint8Array): Result<readonly RevocationList[], AuthorityFault> {
  const blocks = readBlocks(bytes, "X509 CRL");
  if (!blocks.ok) return blocks;
  const lists: RevocationList[] = [];
  for (const der of blocks.value) {
    const list = parseRevocationList(der);
    if (!list.ok) return err({ reason: "key-unreadable", detail: list.error });
    lists.push(list.value);
  }
  return ok(lists);
}

function unreadable(detail: string): Result<never, AuthorityFault> {
  return err({ reason: "key-unreadable", detail });
}

function readBlocks(bytes: Uint8Array, label: string): Result<readonly Uint8Array[], AuthorityFault> {
  if (bytes.length > MAX_FILE_BYTES) return unreadable(`it has more than ${MAX_FILE_BYTES} bytes`);
  const text = decodeUtf8(bytes);
  if (text?.trimStart().startsWith("-----") !== true)
    return bytes[0] === DER_SEQUENCE ? ok([bytes]) : unreadable("it is neither PEM nor DER");
  const blocks = readPem(text);
  if (!blocks.ok) return unreadable(blocks.error);
  if (blocks.value.length > MAX_CERTIFICATES) return unreadable(`it has more than ${MAX_CERTIFICATES} blocks`);
  const [stranger] = blocks.value.filter((block) => block.label !== label);
  if (stranger !== undefined) return unreadable(`a block is labelled \`${stranger.label}\`, and \`${label}\` is read`);
  return ok(blocks.value.map((block) => block.der));
}

function readAuthority(der: Uint8Array, crypto: SyncCrypto): Result<Certificate, AuthorityFault> {
  if (der.length > defaultLimits.certificateBytes) return unreadable("the certificate is too large");
  const certificate = parseCertificate(der, crypto, defaultLimits.derDepth);
  if (!certificate.ok) return unreadable(`it is no certificate: ${certificate.error}`);
  const key = crypto.importPublic(certificate.value.spki);
  if (key === undefined) return unreadable("the certificate's key cannot be read");
  const fault = keyFault(key)?.detail ?? issuerFault(certificate.value, 0, oids.codeSigning);
  if (fault === undefined) return ok(certificate.value);
  return err({ reason: "trust-config-invalid", detail: `it cannot be an authority: ${fault.replace(/^the issuer/u, "the certificate")}` });
}
