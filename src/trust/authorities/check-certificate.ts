/** The certificate step under own authorities: X1, X8, X9, X10. One search for each trust root's set; they are never merged. */
import { err, ok, type Limits, type Result } from "../../base/index.ts";
import type { SyncCrypto } from "../crypto-provider.ts";
import type { OwnPath, SubjectAltName } from "../facts.ts";
import type { Fault } from "../steps.ts";
import type { Certificate } from "../x509/certificate.ts";
import { statusOfPath } from "../x509/crl.ts";
import { checkLeafProfile } from "../x509/leaf-profile.ts";
import { oids } from "../x509/oids.ts";
import { parseCertificate } from "../x509/parse.ts";
import { findPath, nearestFault, type Path } from "../x509/path.ts";
import type { LinkMemo } from "../x509/signature.ts";
import type { OwnAuthorities } from "./own-authorities.ts";

export interface OwnContext {
  readonly sets: readonly OwnAuthorities[];
  readonly links: LinkMemo;
  readonly crypto: SyncCrypto;
  readonly limits: Limits;
}

export interface OwnQuestion {
  readonly leaf: Certificate;
  /** DER; the bundle's own intermediates, which may help a path along and never end one. */
  readonly carried: readonly Uint8Array[];
  /** Proven times; where there is none, `now` alone is asked about (X10). */
  readonly times: readonly bigint[];
  readonly now: bigint;
}

export interface OwnCertificate {
  readonly san: SubjectAltName;
  /** One for each set that a path leads to. */
  readonly paths: readonly [OwnPath, ...OwnPath[]];
}

/** The nearest failure of all sets is the reason; the profile is judged once a path is found. */
export function checkOwnCertificate(question: OwnQuestion, context: OwnContext): Result<OwnCertificate, Fault> {
  const carried = question.carried.flatMap((der) => {
    const parsed = parseCertificate(der, context.crypto, context.limits.derDepth);
    return parsed.ok ? [parsed.value] : [];
  });
  const paths: OwnPath[] = [];
  let nearest: Fault = { reason: "certificate-chain-invalid", detail: "none of the listed authorities issued it" };
  for (const set of context.sets) {
    const path = pathTo(set, question, carried, context);
    if (path.ok) paths.push(path.value);
    else nearest = nearestFault(nearest, path.error);
  }
  const [first, ...others] = paths;
  if (first === undefined) return err(nearest);
  const profile = checkLeafProfile(question.leaf, context.crypto, "own-authority");
  return profile.ok ? ok({ san: profile.value, paths: [first, ...others] }) : profile;
}

/** A path on which nothing is revoked, if there is one; else any, with what the lists say of it. */
function pathTo(
  set: OwnAuthorities,
  { leaf, times, now }: OwnQuestion,
  carried: readonly Certificate[],
  { links, crypto, limits }: OwnContext,
): Result<OwnPath, Fault> {
  const question = {
    leaf,
    intermediates: [...set.intermediates, ...carried],
    anchors: set.anchors,
    times: times.length === 0 ? [now] : times,
    purpose: oids.codeSigning,
    maxLength: limits.pathLength,
    maxChecks: limits.pathSignatureChecks,
  };
  const statusOf = (path: Path) => statusOfPath(path, set.revocationLists, now, crypto);
  const asks = set.revocationLists.length > 0;
  const clean = asks ? findPath({ ...question, accepts: (path) => statusOf(path) === "good" }, links) : undefined;
  const path = clean?.ok === true ? clean : findPath(question, links);
  if (!path.ok) return path;
  const anchor = path.value[path.value.length - 1] as Certificate;
  return ok({ authorities: set.id, anchor: anchor.fingerprint, revocation: asks ? statusOf(path.value) : "unknown" });
}
