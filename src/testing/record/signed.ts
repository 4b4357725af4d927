/** Who signed an attestation, in the words of a test: a signer of a trust root, somebody else, nobody; and what is wrong with it. */
import { formatInstant, quoted } from "../../base/index.ts";
import { toTrustRoot, type JudgedAttestation } from "../../engine/index.ts";
import type { TrustRoot } from "../../language/index.ts";
import { admit, everyView, type Admission, type SignerFacts, type Verification } from "../../trust/index.ts";

/** One signature. */
export interface Signed {
  /** Behind `given … from "…"`. */
  readonly words: string;
  /** A trust root accepts it. */
  readonly isOurs: boolean;
  /** For people. */
  readonly told: string;
}

export type SignedResult =
  { readonly kind: "signed"; readonly by: readonly Signed[] } | { readonly kind: "undecided"; readonly detail: string };

interface Answer {
  readonly root: TrustRoot;
  readonly admission: Admission;
}

/** `roots`: those that may sign evidence of its type, in policy order; at least one. */
export function signedBy({ verification }: JudgedAttestation, roots: readonly TrustRoot[], now: bigint): SignedResult {
  const answers = roots.map((root) => ({ root, admission: admit(verification, toTrustRoot(root), now) }));
  const ours = answers.filter(({ admission }) => isOurs(admission));
  if (ours.length > 0) return { kind: "signed", by: distinctNeeds(ours).flatMap((answer) => ownSigners(verification, answer, now)) };
  const failed = of(answers, "undecided") ?? of(answers, "failed") ?? of(answers, "later") ?? of(answers, "not-ours");
  if (failed === undefined || failed.admission.kind === "admitted") return { kind: "undecided", detail: "no trust root could be asked" };
  const { kind, reason, detail } = failed.admission;
  if (kind === "undecided") return { kind: "undecided", detail: `${reason}: ${detail}` };
  const told = `not accepted: ${reason}`;
  if (kind === "later")
    return { kind: "signed", by: ownSigners(verification, failed, now).map((each) => ({ ...each, isOurs: false, told })) };
  const words =
    kind === "failed" ? `signed by ${failed.root.name} ${spoiltWord(reason)}` : strangerWords(verification, failed.root, reason);
  return { kind: "signed", by: [{ words, isOurs: false, told }] };
}

/** One of several signers that a threshold asks for is ours too: together with the others it may be enough. */
function isOurs(admission: Admission): boolean {
  return admission.kind === "admitted" || (admission.kind === "failed" && admission.reason === "threshold-not-met");
}

/** A stand-in signs with the claims and proofs of one trust root; what several accept is signed once for each that asks for others. */
function distinctNeeds(answers: readonly Answer[]): readonly Answer[] {
  const needs = ({ kind, sigstore, provenBy, authorities, issuer, claims, logged, timestamped }: TrustRoot) =>
    JSON.stringify([
      kind,
      sigstore,
      provenBy?.sigstore,
      authorities.map(({ fingerprint }) => fingerprint),
      issuer,
      claims,
      logged,
      timestamped,
    ]);
  return [...new Map(answers.map((answer) => [needs(answer.root), answer] as const).toReversed()).values()].toReversed();
}

function of(answers: readonly Answer[], kind: Admission["kind"]): Answer | undefined {
  return answers.find(({ admission }) => admission.kind === kind);
}

function ownSigners(verification: Verification, { root, admission }: Answer, now: bigint): readonly Signed[] {
  const facts = admission.kind === "admitted" ? admission.facts[0] : factsOf(verification);
  const when = facts?.signedAt === undefined || facts.signedAt === now ? "" : ` signed at ${formatInstant(facts.signedAt)}`;
  const names = facts === undefined ? [] : namesIn(facts, root, facts.signedAt ?? now);
  const each = names.length === 0 ? [undefined] : [...new Set(names)];
  return each.map((name) => {
    const as = name === undefined ? "" : ` as ${quoted(name)}`;
    return {
      words: `signed by ${root.name}${as}${when}`,
      isOurs: true,
      told: `signed by ${root.name}${name === undefined ? "" : ` as ${name}`}`,
    };
  });
}

function factsOf(verification: Verification): SignerFacts | undefined {
  return everyView(verification).flatMap((view) => (view.kind === "verified" ? view.facts : []))[0];
}

/** A certificate's name; of each key what its trust root calls it, where that means no other key. */
function namesIn({ signers }: SignerFacts, root: TrustRoot, at: bigint): readonly (string | undefined)[] {
  return signers.flatMap((signer): readonly (string | undefined)[] => {
    if (signer.kind === "certificate") return [signer.san.value];
    return root.keys.some(({ fingerprint }) => fingerprint === signer.fingerprint) ? [keyName(root, signer.fingerprint, at)] : [];
  });
}

function keyName({ keys }: TrustRoot, fingerprint: string, at: bigint): string | undefined {
  const own = keys.filter((key) => key.fingerprint === fingerprint);
  const names = own.flatMap(({ holder, file }) => [...(holder === undefined ? [] : [holder]), file]);
  return names.find((name) => {
    const called = keys.filter(({ holder, file }) => holder === name || file === name);
    const inForce = called.find(({ validFrom, validUntil }) => (validFrom ?? at) <= at && at <= (validUntil ?? at));
    return (inForce ?? called[0])?.fingerprint === fingerprint;
  });
}

const spoiltWords: Readonly<Record<string, string>> = {
  "log-threshold-not-met": "unlogged",
  "timestamp-threshold-not-met": "untimestamped",
  "certificate-not-valid-at-time": "expired",
  "key-not-valid-at-time": "expired",
};

/** What fails in another way is told as changed after it was signed: it claims the trust root, and is not to be believed. */
function spoiltWord(reason: string): string {
  return spoiltWords[reason] ?? "tampered";
}

const nobody: ReadonlySet<string> = new Set(["not-signed", "no-signatures", "not-an-attestation"]);

function strangerWords(verification: Verification, root: TrustRoot, reason: string): string {
  if (nobody.has(reason)) return "unsigned";
  if (reason === "issuer-mismatch" && root.issuer !== undefined) return `signed by ${root.name} issued by somebody else`;
  const signer = factsOf(verification)?.signers[0];
  const isNamed = reason === "identity-mismatch" && signer?.kind === "certificate";
  return isNamed ? `signed by ${root.name} as ${quoted(signer.san.value)}` : "signed by somebody else";
}
