/** Whether a trust root has one kind and accepts somebody, but not anybody. `language.md` §5.6. */
import type { Trust, TrustClause } from "../../../grammar/index.ts";
import { error, type Diagnostic } from "../../diagnostics/index.ts";
import type { TextTest, TrustRoot } from "../checked/index.ts";
import { acceptsAnybody, admitsEverything } from "./anybody.ts";
import type { Declaring } from "./declaring.ts";

type Kind = TrustRoot["kind"];

const kindOfClause: Partial<Record<TrustClause["kind"], Kind>> = { sigstore: "sigstore", authority: "authority", key: "keys" };
const certificateClauses = { issuer: "issuer", identity: "identity", claim: "claim" } as const;

/** `E4004` for two kinds, `E4003` for none. */
export function checkKind(declaring: Declaring, trust: Trust): Kind | undefined {
  const [first] = trust.clauses.filter((clause) => kindOfClause[clause.kind] !== undefined);
  const kind = first === undefined ? undefined : kindOfClause[first.kind];
  if (first === undefined || kind === undefined) {
    if (!trust.clauses.some((clause) => clause.kind === "invalid"))
      declaring.report(nobody(trust, "it names no key and no certificate authority"));
    return undefined;
  }
  const other = trust.clauses.find((clause) => (kindOfClause[clause.kind] ?? kind) !== kind);
  const stray = kind === "keys" ? trust.clauses.find((clause) => clause.kind in certificateClauses) : undefined;
  const proven = kind === "sigstore" ? trust.clauses.find((clause) => clause.kind === "proven-by") : undefined;
  const clash = other ?? stray ?? proven;
  if (clash === undefined) return kind;
  declaring.report(mixed(trust, first, clash));
  return undefined;
}

function mixed(trust: Trust, first: TrustClause, clash: TrustClause): Diagnostic {
  if (clash.kind === "proven-by") return provenTwice(trust, first, clash);
  const isStray = clash.kind in certificateClauses;
  const message = isStray
    ? `\`${clash.kind}\` speaks of certificates, and trust root \`${trust.name.text}\` lists keys`
    : `trust root \`${trust.name.text}\` mixes \`${first.kind}\` and \`${clash.kind}\``;
  return error("E4004", clash.span, message, {
    related: [{ span: first.span, text: `this makes it a root of ${nouns[first.kind] ?? "keys"}` }],
    help: ["make two trust roots, and accept either with `signed by a or b`"],
  });
}

function provenTwice(trust: Trust, first: TrustClause, { span }: TrustClause): Diagnostic {
  const message = `\`proven by\` is for keys and own authorities, and trust root \`${trust.name.text}\` names a Sigstore instance`;
  return error("E4004", span, message, {
    related: [{ span: first.span, text: "its own logs and timestamp authorities prove when it signed" }],
    help: ["take `proven by` away"],
  });
}

const nouns: Partial<Record<TrustClause["kind"], string>> = {
  sigstore: "a Sigstore instance",
  authority: "own certificate authorities",
  key: "keys",
};

function nobody(trust: Trust, why: string): Diagnostic {
  return error("E4003", trust.name.span, `trust root \`${trust.name.text}\` accepts nobody`, { label: why });
}

function anybody(trust: Trust, span: Diagnostic["span"], why: string, help: string): Diagnostic {
  return error("E4003", span, `trust root \`${trust.name.text}\` accepts anybody`, { label: why, help: [help] });
}

/** `E4003` and `E4005`: one diagnostic for a root, the widest hole first. */
export function checkReach(declaring: Declaring, trust: Trust, root: TrustRoot): boolean {
  const fault =
    missingClause(trust, root) ??
    openIdentity(trust, root) ??
    closedIdentity(trust, root) ??
    noProof(trust, root) ??
    highThreshold(trust, root);
  if (fault !== undefined) declaring.report(fault);
  return fault === undefined;
}

function missingClause(trust: Trust, root: TrustRoot): Diagnostic | undefined {
  if (root.kind === "keys") return undefined;
  const missing = [
    ...(root.kind === "sigstore" && root.issuer === undefined ? ["`issuer`"] : []),
    ...(root.identity.length === 0 ? ["`identity`"] : []),
  ];
  if (missing.length === 0) return undefined;
  const help = "say which identity provider vouches, with `issuer`, and for whom, with `identity`";
  return anybody(trust, trust.name.span, `it has no ${missing.join(" and no ")}`, help);
}

function openIdentity(trust: Trust, root: TrustRoot): Diagnostic | undefined {
  if (root.kind === "keys" || !acceptsAnybody(root)) return undefined;
  const span = trust.clauses.find((clause) => clause.kind === "identity")?.span ?? trust.name.span;
  return anybody(trust, span, "whoever has an account there can sign", 'name the organisation: `identity under "https://github.com/acme"`');
}

/** Equalities that no text meets together, or a refusal of everybody. */
function closedIdentity(trust: Trust, root: TrustRoot): Diagnostic | undefined {
  if (namedIdentities(root.identity)?.size === 0) return nobody(trust, "no identity meets all its tests");
  const everybody = root.refused.some(({ tests, since }) => since === undefined && tests.length > 0 && tests.every(admitsEverything));
  return everybody ? nobody(trust, "it refuses every identity") : undefined;
}

/** The identities that can pass, where `is` and `is one of` list them; `undefined` when patterns alone decide. */
function namedIdentities(tests: readonly TextTest[]): ReadonlySet<string> | undefined {
  const lists = tests.flatMap((test) => (test.kind === "is" ? [[test.text]] : test.kind === "is-one-of" ? [test.texts] : []));
  const [first, ...rest] = lists;
  return first === undefined ? undefined : new Set(first.filter((text) => rest.every((list) => list.includes(text))));
}

function noProof(trust: Trust, root: TrustRoot): Diagnostic | undefined {
  if (root.kind !== "sigstore" || root.logged > 0 || root.timestamped > 0) return undefined;
  const clause = trust.clauses.find((candidate) => candidate.kind === "proof" && candidate.proof === "logged");
  return error("E4003", clause?.span ?? trust.name.span, `trust root \`${trust.name.text}\` asks for no proof of time`, {
    label: "neither logged nor timestamped",
    notes: ["a Sigstore certificate is valid for minutes; without a proven time anybody who steals its key later can use it"],
    help: ["say `logged yes`, or `timestamped yes`"],
  });
}

function highThreshold(trust: Trust, root: TrustRoot): Diagnostic | undefined {
  const signers = root.kind === "keys" ? new Set(root.keys.map((key) => key.fingerprint)) : namedIdentities(root.identity);
  if (signers === undefined || root.threshold <= signers.size) return undefined;
  const clause = trust.clauses.find((candidate) => candidate.kind === "threshold");
  const what = root.kind === "keys" ? (signers.size === 1 ? "key" : "different keys") : signers.size === 1 ? "identity" : "identities";
  const message = `\`threshold ${root.threshold}\` cannot be met: the trust root has ${signers.size} ${what}`;
  return error("E4005", clause?.kind === "threshold" ? clause.count.span : trust.name.span, message);
}
