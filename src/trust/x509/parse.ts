/** DER to `Certificate`, RFC 5280 §4.1. */
import { err, ok, type Hasher, type Result } from "../../base/index.ts";
import { bytesEqual } from "../bytes.ts";
import { DerFault, readDer, type DerNode } from "../der/der.ts";
import { bitStringBytes, boolean, child, integerBytes, octets, oid, sequence, smallInteger, time } from "../der/values.ts";
import { sha256Digest } from "../hash.ts";
import type { Certificate, Extension } from "./certificate.ts";

const VERSION = 0xa0;
const EXTENSIONS = 0xa3;

/** Any fault of form is an error; nothing is said about who issued it. */
export function parseCertificate(der: Uint8Array, hasher: Hasher, maxDepth: number): Result<Certificate, string> {
  const parsed = readDer(der, maxDepth, readCertificate);
  return parsed.ok ? ok({ ...parsed.value, der, fingerprint: sha256Digest(hasher, der) }) : err(parsed.error);
}

function readCertificate(root: DerNode): Omit<Certificate, "der" | "fingerprint"> {
  const tbs = sequence(child(sequence(root), 0));
  const outerAlgorithm = sequence(child(root, 1));
  if (root.children.length !== 3) throw new DerFault("a certificate has three parts");
  const hasVersion = tbs.children[0]?.tag === VERSION;
  const version = hasVersion ? smallInteger(child(child(tbs, 0), 0)) + 1 : 1;
  const at = hasVersion ? 1 : 0;
  const validity = sequence(child(tbs, at + 3));
  return {
    tbs: tbs.raw,
    version,
    serial: integerBytes(child(tbs, at)),
    issuer: sequence(child(tbs, at + 2)).raw,
    subject: sequence(child(tbs, at + 4)).raw,
    notBefore: time(child(validity, 0)),
    notAfter: time(child(validity, 1)),
    spki: sequence(child(tbs, at + 5)).raw,
    signatureOid: oid(child(outerAlgorithm, 0)),
    signatureAlgorithmsAgree: bytesEqual(outerAlgorithm.raw, child(tbs, at + 1).raw),
    signature: bitStringBytes(child(root, 2)),
    extensions: readExtensions(tbs, at + 6),
  };
}

function readExtensions(tbs: DerNode, from: number): Extension[] {
  const wrapper = tbs.children.slice(from).find((node) => node.tag === EXTENSIONS);
  if (wrapper === undefined) return [];
  const extensions = sequence(child(wrapper, 0)).children.map(readExtension);
  if (new Set(extensions.map((extension) => extension.oid)).size !== extensions.length) throw new DerFault("an extension stands twice");
  return extensions;
}

function readExtension(node: DerNode): Extension {
  const parts = sequence(node).children.length;
  if (parts !== 2 && parts !== 3) throw new DerFault("an extension has two or three parts");
  const critical = parts === 3 && boolean(child(node, 1));
  return { oid: oid(child(node, 0)), critical, value: octets(child(node, parts - 1)), raw: node.raw };
}
