/** `trust` and `revocation` for one verified envelope, and which of its signers they leave. */
import { authoritySetId } from "../authorities/own-authorities.ts";
import type { CertificateSigner, KeySigner, OwnPath, SignerFacts } from "../facts.ts";
import type { Statement } from "../statement.ts";
import type { Fault } from "../steps.ts";
import type { AuthorityTrust, KeysTrust, Refusal, TrustedKey, TrustRoot } from "../trust-root.ts";
import { isRefusedBy } from "./identity.ts";

export interface KeyCandidate {
  readonly signer: KeySigner;
  readonly key: TrustedKey;
}

export type TrustOutcome =
  | { readonly kind: "certificate"; readonly signer: CertificateSigner }
  | { readonly kind: "keys"; readonly candidates: readonly KeyCandidate[] }
  | { readonly kind: "fault"; readonly fault: Fault };

function fault(reason: Fault["reason"], detail: string): TrustOutcome {
  return { kind: "fault", fault: { reason, detail } };
}

export function judgeTrust(facts: SignerFacts, statement: Statement, root: TrustRoot, now: bigint): TrustOutcome {
  const [first] = facts.signers;
  if (first === undefined) return fault("signer-kind-not-permitted", "no signer is proven");
  if (root.kind === "keys") {
    if (first.kind !== "key") return fault("signer-kind-not-permitted", "it is signed with a certificate, and keys are listed");
    return judgeKeys(facts, statement, root, now);
  }
  if (first.kind !== "certificate") return fault("signer-kind-not-permitted", "it is signed with a key, and a certificate is asked for");
  if (root.kind === "authority") {
    if (ownPath(facts, root) !== undefined) return { kind: "certificate", signer: first };
    return fault("anchor-not-permitted", "its certificate does not lead to one of the listed authorities");
  }
  const name = facts.sigstoreRoot?.name;
  if (name !== root.sigstore)
    return fault(
      "root-not-permitted",
      `it verifies under ${name === undefined ? "own authorities" : `\`${name}\``}, not under \`${root.sigstore}\``,
    );
  return { kind: "certificate", signer: first };
}

function ownPath(facts: SignerFacts, root: AuthorityTrust): OwnPath | undefined {
  const id = authoritySetId(root.authorities);
  return facts.ownPaths?.find((path) => path.authorities === id);
}

/** X9: what the lists of the trust root's own authorities say of the path. */
export function revocationFault(facts: SignerFacts, root: TrustRoot): Fault | undefined {
  if (root.kind !== "authority") return undefined;
  const revocation = ownPath(facts, root)?.revocation;
  if (revocation === "revoked") return { reason: "certificate-revoked", detail: "a revocation list names a certificate of its path" };
  if (revocation === "good" || root.revocation === "not-asked") return undefined;
  return { reason: "revocation-unknown", detail: "no revocation list in force vouches for its path" };
}

function judgeKeys(facts: SignerFacts, statement: Statement, root: KeysTrust, now: bigint): TrustOutcome {
  const listed = facts.signers.flatMap((signer) => {
    const key = signer.kind === "key" ? root.keys.find((candidate) => candidate.fingerprint === signer.fingerprint) : undefined;
    return signer.kind === "key" && key !== undefined ? [{ signer, key }] : [];
  });
  const [first] = listed;
  if (first === undefined) return fault("key-not-listed", "no key that signed it is listed");
  const faults = listed.map(({ key }) => keyFault(key, facts, statement, root, now));
  const candidates = listed.filter((_, i) => faults[i] === undefined);
  return candidates.length > 0 ? { kind: "keys", candidates } : { kind: "fault", fault: faults[0] as Fault };
}

function keyFault(key: TrustedKey, facts: SignerFacts, statement: Statement, root: KeysTrust, now: bigint): Fault | undefined {
  if (key.purposes !== undefined && !key.purposes.includes(statement.predicateType))
    return { reason: "key-purpose", detail: `\`${key.file}\` does not speak for this predicate type` };
  return windowFault(key, facts, root, now);
}

/** M7. Without any proven time a key is believed only while its window has not ended. */
function windowFault(key: TrustedKey, facts: SignerFacts, root: KeysTrust, now: bigint): Fault | undefined {
  const { validFrom, validUntil } = key;
  const isOutside = facts.times.some(
    ({ at }) => (validFrom !== undefined && at < validFrom) || (validUntil !== undefined && at > validUntil),
  );
  if (isOutside) return { reason: "key-not-valid-at-time", detail: `\`${key.file}\` was not valid at a time that is proven` };
  if (facts.times.length > 0) return undefined;
  if (key.revokedSince !== undefined)
    return { reason: "time-not-proven", detail: `\`${key.file}\` is revoked, and nothing proves an earlier time` };
  if (validFrom === undefined && validUntil === undefined) return undefined;
  const hasEnded = (validUntil !== undefined && validUntil < now) || (validFrom !== undefined && validFrom > now);
  const isAsked = root.timestamped.required;
  return hasEnded || isAsked ? { reason: "time-not-proven", detail: `nothing proves that \`${key.file}\` was valid then` } : undefined;
}

/** M8 for keys: strictly before the date, by the earliest proven time. */
export function isRevoked(key: TrustedKey, facts: SignerFacts): boolean {
  if (key.revokedSince === undefined) return false;
  return facts.signedAt === undefined || facts.signedAt >= key.revokedSince;
}

/** A refused certificate is refused from its date on; without a proven time it cannot be told to be older. */
export function certificateRefused(signer: CertificateSigner, facts: SignerFacts, refusals: readonly Refusal[]): boolean {
  return refusals.some((refusal) => isInForce(refusal, facts) && isRefusedBy(signer.san, refusal.tests));
}

/** Single things that are known to be bad, whoever signed: a certificate by its digest, a log entry by its place. */
export function isRefusedItem(facts: SignerFacts, { refusedCertificates = [], refusedEntries = [] }: TrustRoot): boolean {
  return (
    facts.signers.some(({ kind, fingerprint }) => kind === "certificate" && refusedCertificates.includes(fingerprint)) ||
    facts.logs.some((log) => refusedEntries.some(({ logId, logIndex }) => logId === log.logId && logIndex === log.logIndex))
  );
}

export function keyRefused(key: TrustedKey, facts: SignerFacts, refusals: readonly Refusal[]): boolean {
  const { holder } = key;
  if (holder === undefined) return false;
  const type = holder.includes("://") ? "uri" : holder.includes("@") ? "email" : "other-name";
  return refusals.some((refusal) => isInForce(refusal, facts) && isRefusedBy({ type, value: holder }, refusal.tests));
}

function isInForce(refusal: Refusal, facts: SignerFacts): boolean {
  return refusal.since === undefined || facts.signedAt === undefined || facts.signedAt >= refusal.since;
}
