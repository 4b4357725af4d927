/** Certificate revocation lists, RFC 5280 §5: X9. Complete lists of one issuer only; no deltas, no indirect lists, no partitions. */
import { encodeHex, type Result } from "../../base/index.ts";
import { bytesEqual } from "../bytes.ts";
import type { SyncCrypto } from "../crypto-provider.ts";
import { DerFault, derTag, readDer, type DerNode } from "../der/der.ts";
import { bitStringBytes, boolean, child, integerBytes, oid, sequence, smallInteger, time } from "../der/values.ts";
import type { Certificate } from "./certificate.ts";
import { keyUsage } from "./extensions.ts";
import { certificateAlgorithm, keyFault } from "./signature.ts";

/** A list as parsed. Nothing in it is believed before `statusIn` has checked who signed it. */
export interface RevocationList {
  readonly tbs: Uint8Array;
  readonly issuer: Uint8Array;
  /** Nanoseconds, closed at both ends. A list without an end is not read. */
  readonly thisUpdate: bigint;
  readonly nextUpdate: bigint;
  /** Lower-case hex of the serial numbers' content. */
  readonly serials: ReadonlySet<string>;
  readonly signatureOid: string;
  readonly signatureAlgorithmsAgree: boolean;
  readonly signature: Uint8Array;
}

const MAX_DEPTH = 16;
const EXTENSIONS = 0xa0;

/** DER to list. One that says something critical which is not understood is an error: it may not list what it seems to. */
export function parseRevocationList(der: Uint8Array): Result<RevocationList, string> {
  return readDer(der, MAX_DEPTH, readList);
}

function readList(root: DerNode): RevocationList {
  if (sequence(root).children.length !== 3) throw new DerFault("a revocation list has three parts");
  const tbs = sequence(child(root, 0));
  const algorithm = sequence(child(root, 1));
  const at = tbs.children[0]?.tag === derTag.integer ? 1 : 0;
  if (at === 1 && smallInteger(child(tbs, 0)) !== 1) throw new DerFault("a revocation list is of an unknown version");
  const next = tbs.children[at + 3];
  if (next === undefined || !isTime(next)) throw new DerFault("a revocation list does not say when the next one comes");
  const [entries, extensions] = tail(tbs.children.slice(at + 4));
  if (extensions !== undefined) refuseCritical(sequence(child(extensions, 0)).children);
  return {
    tbs: tbs.raw,
    issuer: sequence(child(tbs, at + 1)).raw,
    thisUpdate: time(child(tbs, at + 2)),
    nextUpdate: time(next),
    serials: new Set((entries?.children ?? []).map(readEntry)),
    signatureOid: oid(child(algorithm, 0)),
    signatureAlgorithmsAgree: bytesEqual(algorithm.raw, child(tbs, at).raw),
    signature: bitStringBytes(child(root, 2)),
  };
}

function isTime(node: DerNode): boolean {
  return node.tag === derTag.utcTime || node.tag === derTag.generalizedTime;
}

function tail(rest: readonly DerNode[]): readonly [entries?: DerNode, extensions?: DerNode] {
  const entries = rest.find((node) => node.tag === derTag.sequence);
  const extensions = rest.find((node) => node.tag === EXTENSIONS);
  const known = (entries === undefined ? 0 : 1) + (extensions === undefined ? 0 : 1);
  if (rest.length !== known) throw new DerFault("a revocation list has a part that is not known");
  return [entries, extensions];
}

function readEntry(node: DerNode): string {
  const [serial, , extensions] = sequence(node).children;
  if (serial === undefined) throw new DerFault("an entry of a revocation list has no serial number");
  if (extensions !== undefined) refuseCritical(sequence(extensions).children);
  return encodeHex(integerBytes(serial));
}

/** None is understood: a delta, an indirect list and a partition all say so by a critical one. */
function refuseCritical(extensions: readonly DerNode[]): void {
  for (const extension of extensions) {
    const isCritical = sequence(extension).children.length === 3 && boolean(child(extension, 1));
    if (isCritical) throw new DerFault(`a revocation list has the critical extension ${oid(child(extension, 0))}`);
  }
}

export type RevocationStatus = "good" | "revoked" | "unknown";

/**
 * Of a whole path without its anchor, each certificate by the lists of its own issuer. A list that has run out still revokes
 * what it names, and vouches for nothing.
 */
export function statusOfPath(
  path: readonly Certificate[],
  lists: readonly RevocationList[],
  now: bigint,
  crypto: SyncCrypto,
): RevocationStatus {
  const statuses = path.slice(0, -1).map((certificate, i) => statusIn(certificate, path[i + 1] as Certificate, lists, now, crypto));
  if (statuses.includes("revoked")) return "revoked";
  return statuses.includes("unknown") ? "unknown" : "good";
}

function statusIn(
  certificate: Certificate,
  issuer: Certificate,
  lists: readonly RevocationList[],
  now: bigint,
  crypto: SyncCrypto,
): RevocationStatus {
  const begun = lists.filter((list) => list.thisUpdate <= now && isSignedBy(list, issuer, crypto));
  const serial = encodeHex(certificate.serial);
  if (begun.some((list) => list.serials.has(serial))) return "revoked";
  return begun.some((list) => now <= list.nextUpdate) ? "good" : "unknown";
}

function isSignedBy(list: RevocationList, issuer: Certificate, crypto: SyncCrypto): boolean {
  if (!bytesEqual(list.issuer, issuer.subject) || !list.signatureAlgorithmsAgree) return false;
  const usage = keyUsage(issuer);
  const key = crypto.importPublic(issuer.spki);
  if (!usage.ok || usage.value?.crlSign !== true || key === undefined || keyFault(key) !== undefined) return false;
  const algorithm = certificateAlgorithm(list.signatureOid, key.family);
  if (algorithm === undefined) return false;
  return crypto.verify({ key, algorithm, parts: [list.tbs], signature: list.signature });
}
