/** `certificate` and `sct`: who issued the certificate, whether it may sign, and whether it was logged. */
import { err, type Result } from "../../base/index.ts";
import type { SctFact, SubjectAltName, TrustedTime } from "../facts.ts";
import { checkScts, type SctOutcome } from "../sigstore/sct.ts";
import { within, type Authority } from "../sigstore/root.ts";
import type { RootSession } from "../sigstore/session.ts";
import type { Fault, StepRecord } from "../steps.ts";
import type { Certificate } from "../x509/certificate.ts";
import { checkLeafProfile } from "../x509/leaf-profile.ts";
import { oids } from "../x509/oids.ts";
import { findPath, type Path } from "../x509/path.ts";
import { bytesEqual } from "../bytes.ts";
import { failed, item, passed, skipped } from "./record.ts";

export interface CertificateOutcome {
  readonly record: StepRecord;
  readonly san?: SubjectAltName;
  /** The leaf's issuer, where a path was found. */
  readonly issuer?: Certificate;
}

const checks = ["B16", "B17", "X2", "X3", "X4", "X5", "X6", "X7", "M2"];

export function runCertificate(leaf: Certificate, times: readonly TrustedTime[], session: RootSession): CertificateOutcome {
  const at = times.map((time) => time.at);
  const path = findRootPath(leaf, at, session);
  const profile = checkLeafProfile(leaf, session.crypto);
  if (!path.ok) return { record: failed("certificate", path.error, { checks }) };
  const issuer = path.value[1] as Certificate;
  if (!profile.ok) return { record: failed("certificate", profile.error, { checks }), issuer };
  const opinion = secondOpinion(path.value, at, session);
  if (opinion !== "not-asked" && opinion !== undefined)
    return { record: failed("certificate", opinion, { checks, by: "ours+sv" }), issuer };
  return { record: passed("certificate", { checks, by: opinion === "not-asked" ? "ours" : "ours+sv" }), san: profile.value, issuer };
}

/** Through one generation of one authority, within its window: the nearest failure of all is the reason. */
function findRootPath(leaf: Certificate, times: readonly bigint[], session: RootSession): Result<Path, Fault> {
  let nearest: Fault = { reason: "certificate-chain-invalid", detail: "no authority of this root issued it" };
  for (const authority of session.root.certificateAuthorities) {
    const path = findAuthorityPath(leaf, times, authority, session);
    if (path.ok) return path;
    if (rank(path.error) > rank(nearest)) nearest = path.error;
  }
  return err(nearest);
}

function rank(fault: Fault): number {
  return ["certificate-chain-invalid", "certificate-algorithm", "certificate-not-valid-at-time", "too-many"].indexOf(fault.reason);
}

function findAuthorityPath(leaf: Certificate, times: readonly bigint[], authority: Authority, session: RootSession): Result<Path, Fault> {
  const question = {
    leaf,
    intermediates: authority.chain.slice(0, -1),
    anchors: authority.chain.slice(-1),
    times,
    purpose: oids.codeSigning,
    maxLength: session.limits.pathLength,
    maxChecks: session.limits.pathSignatureChecks,
  };
  const path = findPath(question, session.links);
  if (!path.ok || times.every((at) => within(authority.validFor, at))) return path;
  return err({ reason: "certificate-not-valid-at-time", detail: "the authority was not in use at a time that is proven" });
}

/** Asked where its own rules can apply: some time is proven and the anchor is self-signed. The leaf itself is ours to judge. */
function secondOpinion(path: Path, times: readonly bigint[], session: RootSession): Fault | undefined | "not-asked" {
  const anchor = path[path.length - 1] as Certificate;
  if (times.length === 0 || !bytesEqual(anchor.issuer, anchor.subject)) return "not-asked";
  return session.opinion.authorities(path.slice(1), times);
}

const MAX_REMEMBERED = 4096;

function sctOutcomes(leaf: Certificate, issuer: Certificate, session: RootSession): Result<readonly SctOutcome[], Fault> {
  const id = `${leaf.fingerprint} ${issuer.fingerprint}`;
  const known = session.scts.get(id);
  if (known !== undefined) return known;
  const outcomes = checkScts(leaf, issuer, session.root.ctLogs, session.crypto, session.limits);
  if (session.scts.size < MAX_REMEMBERED) session.scts.set(id, outcomes);
  return outcomes;
}

export interface SctStepOutcome {
  readonly record: StepRecord;
  readonly scts: readonly SctFact[];
}

export function runSct(leaf: Certificate, issuer: Certificate | undefined, session: RootSession): SctStepOutcome {
  if (session.root.ctLogs.length === 0) return { record: skipped("sct", "not-applicable", "the root lists no CT log"), scts: [] };
  if (issuer === undefined) return { record: skipped("sct", "not-reached"), scts: [] };
  const outcomes = sctOutcomes(leaf, issuer, session);
  if (!outcomes.ok) return { record: failed("sct", outcomes.error, { checks: ["B18"] }), scts: [] };
  const items = outcomes.value.map((outcome, i) => item(`sct ${i}`, outcome.ok ? undefined : outcome.error));
  const scts = outcomes.value.flatMap((outcome) => (outcome.ok ? [outcome.value] : []));
  const first = outcomes.value.find((outcome) => !outcome.ok);
  if (scts.length === 0 && first?.ok === false) return { record: failed("sct", first.error, { checks: ["B18"], items }), scts };
  return { record: passed("sct", { checks: ["B18"], items }), scts };
}
