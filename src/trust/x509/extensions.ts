/** What the extensions say, each read on demand. A malformed one is an error of the caller's own reason. */
import { err, ok, type Result } from "../../base/index.ts";
import { DerFault, derTag, readDer, type DerNode } from "../der/der.ts";
import { ascii, boolean, child, expectTag, namedBits, octets, oid, sequence, smallInteger } from "../der/values.ts";
import type { SubjectAltName } from "../facts.ts";
import type { Certificate, Extension } from "./certificate.ts";
import { readDirectoryName, showDirectoryName } from "./directory-name.ts";
import { oids } from "./oids.ts";

const MAX_DEPTH = 16;

export function findExtension(certificate: Certificate, id: string): Extension | undefined {
  return certificate.extensions.find((extension) => extension.oid === id);
}

/** `undefined` when it is absent. */
function readExtension<T>(certificate: Certificate, id: string, read: (root: DerNode) => T): Result<T | undefined, string> {
  const extension = findExtension(certificate, id);
  return extension === undefined ? ok(undefined) : readDer(extension.value, MAX_DEPTH, read);
}

export interface BasicConstraints {
  readonly isAuthority: boolean;
  readonly pathLength?: number;
}

export function basicConstraints(certificate: Certificate): Result<BasicConstraints | undefined, string> {
  return readExtension(certificate, oids.basicConstraints, (root) => {
    const [first, second] = sequence(root).children;
    const isAuthority = first?.tag === derTag.boolean && boolean(first);
    const length = first?.tag === derTag.integer ? first : second;
    return length === undefined ? { isAuthority } : { isAuthority, pathLength: smallInteger(length) };
  });
}

export interface KeyUsage {
  readonly digitalSignature: boolean;
  readonly keyCertSign: boolean;
  readonly crlSign: boolean;
}

export function keyUsage(certificate: Certificate): Result<KeyUsage | undefined, string> {
  return readExtension(certificate, oids.keyUsage, (root) => {
    const bit = namedBits(root);
    return { digitalSignature: bit(0), keyCertSign: bit(5), crlSign: bit(6) };
  });
}

export function extendedKeyUsage(certificate: Certificate): Result<readonly string[] | undefined, string> {
  return readExtension(certificate, oids.extendedKeyUsage, (root) => sequence(root).children.map(oid));
}

export function subjectKeyId(certificate: Certificate): Result<Uint8Array | undefined, string> {
  return readExtension(certificate, oids.subjectKeyId, octets);
}

export function authorityKeyId(certificate: Certificate): Result<Uint8Array | undefined, string> {
  return readExtension(certificate, oids.authorityKeyId, (root) => sequence(root).children.find((node) => node.tag === 0x80)?.content);
}

/** The names of the extension in its order; empty when it is absent. */
export function subjectAltNames(certificate: Certificate): Result<readonly SubjectAltName[], string> {
  const names = readExtension(certificate, oids.subjectAltName, (root) => sequence(root).children.map(readGeneralName));
  return names.ok ? ok(names.value ?? []) : err(names.error);
}

const FULCIO_USERNAME = `${oids.fulcio}.7`;

function readGeneralName(node: DerNode): SubjectAltName {
  switch (node.tag) {
    case 0xa0:
      return readOtherName(node);
    case 0x81:
      return { type: "email", value: ascii(node.content) };
    case 0x82:
      return { type: "dns", value: ascii(node.content) };
    case 0x86:
      return { type: "uri", value: ascii(node.content) };
    case 0xa4:
      return { type: "directory-name", value: showDirectoryName(readDirectoryName(child(node, 0))) };
    default:
      throw new DerFault("a name is of a kind that signs nothing here");
  }
}

function readOtherName(node: DerNode): SubjectAltName {
  if (oid(child(node, 0)) !== FULCIO_USERNAME) throw new DerFault("an other name is of an unknown type");
  const text = child(expectTag(child(node, 1), 0xa0), 0);
  return { type: "other-name", value: utf8(text) };
}

export function utf8(node: DerNode): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(expectTag(node, derTag.utf8String).content);
  } catch (thrown) {
    if (thrown instanceof DerFault) throw thrown;
    throw new DerFault("a text is not UTF-8");
  }
}
