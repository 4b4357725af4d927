/**
 * The one path validator: Fulcio paths, timestamp authorities, own authorities. The subset of RFC 5280 §6 that code signing
 * needs (X2 to X7). It finds a path to an anchor and says which reason came nearest when there is none. It does not look at
 * what the leaf may do, nor at revocation.
 */
import { err, ok, type Result } from "../../base/index.ts";
import { bytesEqual } from "../bytes.ts";
import type { Fault, Reason } from "../steps.ts";
import type { Certificate } from "./certificate.ts";
import { authorityKeyId, basicConstraints, extendedKeyUsage, findExtension, keyUsage, subjectKeyId } from "./extensions.ts";
import { unknownCritical } from "./leaf-profile.ts";
import { constraintFault } from "./name-constraints.ts";
import { oids } from "./oids.ts";
import type { LinkMemo } from "./signature.ts";

export interface PathQuestion {
  readonly leaf: Certificate;
  readonly intermediates: readonly Certificate[];
  readonly anchors: readonly Certificate[];
  /** Every one must be covered by every certificate of the path. Empty: validity is not judged. */
  readonly times: readonly bigint[];
  /** What the path is for; nests through issuing certificates that restrict it (X5). */
  readonly purpose: string;
  readonly maxLength: number;
  readonly maxChecks: number;
  /** One more demand on a whole path; a path that does not meet it is passed over. */
  readonly accepts?: (path: Path) => boolean;
}

interface Search {
  readonly question: PathQuestion;
  readonly links: LinkMemo;
  checks: number;
  nearest: Fault;
}

/** Leaf first, anchor last. */
export type Path = readonly [Certificate, ...Certificate[]];

/** How near a failure is to success, lowest first. */
const nearness: Partial<Record<Reason, number>> = {
  "certificate-chain-invalid": 0,
  "certificate-algorithm": 1,
  "certificate-not-valid-at-time": 2,
  "too-many": 3,
};

/** The one of two failures that is nearer to success; the first of equals. */
export function nearestFault(first: Fault, second: Fault): Fault {
  return (nearness[second.reason] ?? 0) > (nearness[first.reason] ?? 0) ? second : first;
}

export function findPath(question: PathQuestion, links: LinkMemo): Result<Path, Fault> {
  const nearest: Fault = { reason: "certificate-chain-invalid", detail: "no authority issued it" };
  const search: Search = { question, links, checks: 0, nearest };
  const path = extend(search, [question.leaf]);
  return path === undefined ? err(search.nearest) : ok(path);
}

function note(search: Search, reason: Reason, detail: string): void {
  if ((nearness[reason] ?? 0) >= (nearness[search.nearest.reason] ?? 0)) search.nearest = { reason, detail };
}

function extend(search: Search, path: Path): Path | undefined {
  const { anchors, intermediates, maxLength } = search.question;
  const last = path[path.length - 1] as Certificate;
  if (isAnchor(search, last) && path.length > 1) return finish(search, path);
  if (path.length >= maxLength) return undefined;
  for (const issuer of [...anchors, ...intermediates]) {
    if (path.includes(issuer) || !namesChain(last, issuer)) continue;
    const found = tryIssuer(search, path, last, issuer);
    if (found !== undefined || search.checks > search.question.maxChecks) return found;
  }
  return undefined;
}

function isAnchor(search: Search, certificate: Certificate): boolean {
  return search.question.anchors.some((anchor) => anchor.fingerprint === certificate.fingerprint);
}

function tryIssuer(search: Search, path: Path, subject: Certificate, issuer: Certificate): Path | undefined {
  const fault = issuerFault(issuer, path.length - 1, search.question.purpose);
  if (fault !== undefined) return void note(search, "certificate-chain-invalid", fault);
  search.checks += 1;
  if (search.checks > search.question.maxChecks) return void note(search, "too-many", "path signature checks");
  const link = search.links.check(subject, issuer);
  if (link === "not-signed") return void note(search, "certificate-chain-invalid", "the issuer's key did not sign it");
  if (link === "algorithm") return void note(search, "certificate-algorithm", "it is signed with an algorithm or key that is not allowed");
  return extend(search, [...path, issuer]);
}

/** X2: by name and, if both have them, by key identifier. */
function namesChain(subject: Certificate, issuer: Certificate): boolean {
  if (!bytesEqual(subject.issuer, issuer.subject)) return false;
  const wanted = authorityKeyId(subject);
  const offered = subjectKeyId(issuer);
  if (!wanted.ok || !offered.ok) return false;
  return wanted.value === undefined || offered.value === undefined || bytesEqual(wanted.value, offered.value);
}

/** X4, X5, X7 for one authority with `below` authorities between it and the leaf. */
export function issuerFault(issuer: Certificate, below: number, purpose: string): string | undefined {
  const constraints = basicConstraints(issuer);
  if (!constraints.ok || constraints.value?.isAuthority !== true) return "the issuer is no authority";
  if (findExtension(issuer, oids.basicConstraints)?.critical !== true) return "the issuer's basic constraints are not critical";
  const usage = keyUsage(issuer);
  if (!usage.ok || usage.value?.keyCertSign !== true) return "the issuer's key usage does not allow signing certificates";
  if ((constraints.value.pathLength ?? Infinity) < below) return "the issuer's path length is exceeded";
  const extended = extendedKeyUsage(issuer);
  if (!extended.ok || (extended.value !== undefined && !extended.value.includes(purpose)))
    return "the issuer's extended key usage does not nest";
  const critical = unknownCritical(issuer);
  return critical === undefined ? undefined : `the issuer's extension ${critical} is critical and unknown`;
}

function finish(search: Search, path: Path): Path | undefined {
  const { times, accepts } = search.question;
  for (const certificate of path) {
    const outside = times.some((at) => at < certificate.notBefore || at > certificate.notAfter);
    if (!outside) continue;
    const which = certificate === path[0] ? "the certificate" : "an issuer";
    return void note(search, "certificate-not-valid-at-time", `${which} was not valid at a time that is proven`);
  }
  const misnamed = nameFault(path);
  if (misnamed !== undefined) return void note(search, "certificate-chain-invalid", misnamed);
  return accepts?.(path) === false ? undefined : path;
}

/** X6, for every authority of the path and everything below it. */
function nameFault(path: Path): string | undefined {
  for (let i = 1; i < path.length; i += 1) {
    const fault = constraintFault(path[i] as Certificate, path.slice(0, i));
    if (fault !== undefined) return fault;
  }
  return undefined;
}
