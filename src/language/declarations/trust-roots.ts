/** `trust` blocks: who may sign. `language.md` §5.6. */
import type { ProofClause, Trust, TrustClause } from "../../../grammar/index.ts";
import { parseUri } from "../../base/index.ts";
import { error } from "../../diagnostics/index.ts";
import type { TextTest, TrustRoot } from "../checked/index.ts";
import type { Declaring } from "./declaring.ts";
import { lowerTests } from "./text-tests.ts";
import { instantOf } from "./times.ts";
import { checkKind, checkReach } from "./trust-checks.ts";
import { lowerAuthorities, lowerSigstore, PUBLIC_GOOD } from "./trust-files.ts";
import { lowerKeys } from "./trust-keys.ts";
import { didYouMean } from "../nearest.ts";
import { notValid } from "./values.ts";

/** Those that do not check are reported and poisoned. */
export function declareTrustRoots(declaring: Declaring): ReadonlyMap<string, TrustRoot> {
  const roots = new Map<string, TrustRoot>();
  for (const [name, trust] of declaring.names.trustRoots) {
    const root = lowerTrust(declaring, trust);
    if (root === undefined) declaring.poisoned.add(name);
    else roots.set(name, root);
  }
  return roots;
}

function lowerTrust(declaring: Declaring, trust: Trust): TrustRoot | undefined {
  const kind = checkKind(declaring, trust);
  if (kind === undefined || trust.clauses.some((clause) => clause.kind === "invalid")) return undefined;
  const authorities = lowerAuthorities(declaring, trust);
  const keys = lowerKeys(declaring, trust);
  const sigstore = lowerSigstore(declaring, clauseOf(trust, "sigstore"));
  const written = lowerSigstore(declaring, clauseOf(trust, "proven-by"));
  const issuer = lowerIssuer(declaring, trust);
  const identity = lowerIdentity(declaring, trust);
  const claims = lowerClaims(declaring, trust);
  const refused = lowerRefused(declaring, trust);
  const counts = lowerCounts(declaring, trust, kind);
  if (!sigstore || !written || issuer === "invalid" || !authorities || !keys || !identity || !claims || !refused || !counts)
    return undefined;
  const byDefault = kind !== "sigstore" && asksWhen({ ...counts, keys, refused }) ? { provenBy: { sigstore: PUBLIC_GOOD } } : {};
  const root: TrustRoot = {
    name: trust.name.text,
    kind,
    ...sigstore,
    ...("sigstore" in written ? { provenBy: written } : byDefault),
    authorities,
    keys,
    ...(issuer === undefined ? {} : { issuer }),
    identity,
    claims,
    ...counts,
    refused,
    acceptsClaimedTime: clauseOf(trust, "accept-claimed-time") !== undefined,
    span: trust.name.span,
  };
  return checkReach(declaring, trust, root) ? root : undefined;
}

/** Something of it depends on when it signed, or on whether that was logged. */
function asksWhen({ logged, timestamped, keys, refused }: Pick<TrustRoot, "logged" | "timestamped" | "keys" | "refused">): boolean {
  const dates = [...keys.flatMap((key) => [key.validFrom, key.validUntil, key.revokedSince]), ...refused.map(({ since }) => since)];
  return logged > 0 || timestamped > 0 || dates.some((date) => date !== undefined);
}

/** The first clause of a kind; the parser has reported the second of those that may stand once. */
export function clauseOf<K extends TrustClause["kind"]>(trust: Trust, kind: K): Extract<TrustClause, { kind: K }> | undefined {
  return trust.clauses.find((clause): clause is Extract<TrustClause, { kind: K }> => clause.kind === kind);
}

function lowerIssuer(declaring: Declaring, trust: Trust): string | undefined | "invalid" {
  const issuer = clauseOf(trust, "issuer")?.issuer;
  if (issuer === undefined) return undefined;
  const uri = parseUri(issuer.value);
  if (uri.ok) return issuer.value;
  declaring.report(notValid(issuer.span, issuer.value, "Uri", uri.error));
  return "invalid";
}

function lowerIdentity(declaring: Declaring, trust: Trust): readonly TextTest[] | undefined {
  return lowerTests(clauseOf(trust, "identity")?.tests ?? [], "identity", (diagnostic) => declaring.report(diagnostic));
}

function lowerClaims(declaring: Declaring, trust: Trust): TrustRoot["claims"] | undefined {
  const claims: { readonly name: string; readonly tests: readonly TextTest[] }[] = [];
  let isSound = true;
  for (const clause of trust.clauses) {
    if (clause.kind !== "claim") continue;
    const { text: name, span } = clause.name;
    const known = declaring.input.claimNames;
    if (!known.has(name)) declaring.report(error("E4022", span, `certificates have no claim \`${name}\``, didYouMean(name, span, known)));
    const tests = lowerTests(clause.tests, name.endsWith("-ref") ? "git-ref" : "claim", (diagnostic) => declaring.report(diagnostic));
    if (known.has(name) && tests !== undefined) claims.push({ name, tests });
    else isSound = false;
  }
  return isSound ? claims : undefined;
}

function lowerRefused(declaring: Declaring, trust: Trust): TrustRoot["refused"] | undefined {
  const refused: { readonly tests: readonly TextTest[]; readonly since?: bigint }[] = [];
  let isSound = true;
  for (const clause of trust.clauses) {
    if (clause.kind !== "refuse-identity") continue;
    const tests = lowerTests(clause.tests, "identity", (diagnostic) => declaring.report(diagnostic));
    const since = clause.since === undefined ? undefined : instantOf(clause.since, "first");
    if (tests === undefined || (clause.since !== undefined && since === undefined)) isSound = false;
    else refused.push(since === undefined ? { tests } : { tests, since });
  }
  return isSound ? refused : undefined;
}

type Counts = Pick<TrustRoot, "threshold" | "logged" | "timestamped">;

/** `sigstore` demands a log entry unless it says otherwise, keys and authorities demand nothing. */
function lowerCounts(declaring: Declaring, trust: Trust, kind: TrustRoot["kind"]): Counts | undefined {
  const proofs = trust.clauses.filter((clause) => clause.kind === "proof");
  const threshold = readCount(declaring, clauseOf(trust, "threshold")?.count, 1, "threshold");
  const logged = readProof(
    declaring,
    proofs.find((clause) => clause.proof === "logged"),
    kind === "sigstore" ? 1 : 0,
  );
  const timestamped = readProof(
    declaring,
    proofs.find((clause) => clause.proof === "timestamped"),
    0,
  );
  return threshold === undefined || logged === undefined || timestamped === undefined ? undefined : { threshold, logged, timestamped };
}

function readProof(declaring: Declaring, clause: ProofClause | undefined, byDefault: number): number | undefined {
  if (clause === undefined) return byDefault;
  return clause.required ? readCount(declaring, clause.atLeast, 1, `${clause.proof} yes at least`) : 0;
}

/** More than anybody can meet, and small enough to be exact. */
const LARGEST_COUNT = 1_000;

function readCount(
  declaring: Declaring,
  written: { readonly digits: string; readonly span: TrustRoot["span"] } | undefined,
  byDefault: number,
  words: string,
): number | undefined {
  if (written === undefined) return byDefault;
  const count = Number(written.digits);
  if (count >= 1 && count <= LARGEST_COUNT) return count;
  const message = count === 0 ? `\`${words} 0\` demands nothing` : `\`${words} ${written.digits}\` can never be met`;
  declaring.report(error("E4005", written.span, message));
  return undefined;
}
