/** What a signing certificate must look like whoever issued it: B17, and T5 for timestamp authorities. */
import { err, ok, type Result } from "../../base/index.ts";
import type { SyncCrypto } from "../crypto-provider.ts";
import type { SubjectAltName } from "../facts.ts";
import type { Fault } from "../steps.ts";
import type { Certificate } from "./certificate.ts";
import { basicConstraints, extendedKeyUsage, findExtension, keyUsage, subjectAltNames } from "./extensions.ts";
import { oids } from "./oids.ts";
import { keyFault } from "./signature.ts";

/** Extensions that a path or profile check reads, so that marking them critical changes nothing. */
const understood: ReadonlySet<string> = new Set([
  oids.subjectKeyId,
  oids.keyUsage,
  oids.subjectAltName,
  oids.basicConstraints,
  oids.authorityKeyId,
  oids.extendedKeyUsage,
  oids.nameConstraints,
]);

export function unknownCritical(certificate: Certificate): string | undefined {
  return certificate.extensions.find((extension) => extension.critical && !understood.has(extension.oid))?.oid;
}

function profile(detail: string): Result<never, Fault> {
  return err({ reason: "certificate-profile", detail });
}

/** Where a certificate comes from decides what names it may carry: B17 for Sigstore, X8 for own authorities. */
export type Issuance = "sigstore" | "own-authority";

/** What Fulcio writes. Own authorities issue for services and directories too. */
const sigstoreNames: ReadonlySet<SubjectAltName["type"]> = new Set(["uri", "email", "other-name"]);

/** B17 and X8: the one name it speaks for, or why it may not sign code. */
export function checkLeafProfile(leaf: Certificate, crypto: SyncCrypto, issuance: Issuance = "sigstore"): Result<SubjectAltName, Fault> {
  const usage = checkLeafUsage(leaf, oids.codeSigning);
  if (usage !== undefined) return profile(usage);
  const weak = checkLeafKey(leaf, crypto);
  if (weak !== undefined) return err(weak);
  const names = subjectAltNames(leaf);
  if (!names.ok) return profile(`its alternative name cannot be read: ${names.error}`);
  const [name, second] = names.value;
  if (name === undefined) return profile("it has no alternative name");
  if (second !== undefined) return profile("it has more than one alternative name");
  if (issuance === "sigstore" && !sigstoreNames.has(name.type)) return profile(`its alternative name is a ${nouns[name.type]}`);
  if (name.value === "") return profile("its alternative name is empty");
  return ok(name);
}

const nouns: Readonly<Record<SubjectAltName["type"], string>> = {
  uri: "URI",
  email: "mail address",
  "other-name": "name of another kind",
  dns: "DNS name",
  "directory-name": "directory name",
};

function checkLeafUsage(leaf: Certificate, purpose: string): string | undefined {
  if (leaf.version !== 3) return `it is of version ${leaf.version}`;
  const constraints = basicConstraints(leaf);
  if (!constraints.ok || constraints.value?.isAuthority === true) return "it is an authority's";
  const usage = keyUsage(leaf);
  if (!usage.ok || usage.value?.digitalSignature !== true) return "its key usage is not for signatures";
  const extended = extendedKeyUsage(leaf);
  if (!extended.ok || extended.value === undefined) return "it has no extended key usage";
  if (!extended.value.includes(purpose)) return "its extended key usage is for another purpose";
  if (extended.value.includes(oids.anyExtendedKeyUsage)) return "its extended key usage allows anything";
  const critical = unknownCritical(leaf);
  return critical === undefined ? undefined : `its extension ${critical} is critical and unknown`;
}

function checkLeafKey(leaf: Certificate, crypto: SyncCrypto): Fault | undefined {
  const key = crypto.importPublic(leaf.spki);
  if (key === undefined) return { reason: "certificate-profile", detail: "its key cannot be read" };
  const fault = keyFault(key);
  return fault === undefined ? undefined : { reason: "certificate-profile", detail: fault.detail };
}

/** T5: extended key usage exactly timeStamping, and critical. */
export function checkTimestampProfile(leaf: Certificate): string | undefined {
  const constraints = basicConstraints(leaf);
  if (!constraints.ok || constraints.value?.isAuthority === true) return "the signer is an authority";
  const extended = extendedKeyUsage(leaf);
  if (!extended.ok || extended.value === undefined) return "the signer has no extended key usage";
  if (extended.value.length !== 1 || extended.value[0] !== oids.timeStamping)
    return "the signer's extended key usage is not timestamping alone";
  if (findExtension(leaf, oids.extendedKeyUsage)?.critical !== true) return "the signer's extended key usage is not critical";
  const usage = keyUsage(leaf);
  if (!usage.ok || usage.value?.digitalSignature === false) return "the signer's key usage is not for signatures";
  const critical = unknownCritical(leaf);
  return critical === undefined ? undefined : `the signer's extension ${critical} is critical and unknown`;
}
