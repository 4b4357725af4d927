/** What a statement's subjects have to do with the artifact judged. `verification.md` §4.10. */
import { isDigestAlgorithm, type Digest } from "../base/index.ts";

export interface SubjectClaim {
  /** By algorithm, hex in lower case. Names are never matched. */
  readonly digests: ReadonlyMap<string, string>;
}

/** The artifact judged, with every digest that we computed over its bytes. */
export interface JudgedSubject {
  readonly digest: Digest;
  /** The same bytes by other algorithms. */
  readonly alternatives?: readonly Digest[];
  /** Digests of the indexes on the path from the reference to the artifact, outermost first; each lists the next. */
  readonly indexPath: readonly Digest[];
  /** Of those indexes, every digest that we computed over their bytes. */
  readonly indexAlternatives?: ReadonlyMap<Digest, readonly Digest[]>;
}

export type SubjectRelation =
  | { readonly kind: "same" }
  | { readonly kind: "index-of"; readonly index: Digest }
  | { readonly kind: "none"; readonly reason: "subject-mismatch" | "contradictory-digests" | "no-acceptable-digest" };

/** A git object, as a statement names it: `gitCommit`, or in older ones `sha1`. Where both stand and differ, it names none. */
export function relateCommit(statement: { readonly subjects: readonly SubjectClaim[] }, commit: string): SubjectRelation {
  const named = statement.subjects.map(({ digests }) => commitsOf(digests));
  if (named.some((commits) => commits.includes(commit) && commits.some((other) => other !== commit)))
    return { kind: "none", reason: "contradictory-digests" };
  if (named.some((commits) => commits.includes(commit))) return { kind: "same" };
  return { kind: "none", reason: named.some((commits) => commits.length > 0) ? "subject-mismatch" : "no-acceptable-digest" };
}

/** A SHA-256 object id has another length than `sha1`, so the two say nothing of each other. */
function commitsOf(digests: ReadonlyMap<string, string>): readonly string[] {
  const [own, older] = [digests.get("gitCommit"), digests.get("sha1")];
  if (own === undefined) return older === undefined ? [] : [older];
  return older === undefined || own.length !== older.length ? [own] : [own, older];
}

type SubjectMatch = "match" | "mismatch" | "contradictory" | "unacceptable";

/**
 * `same` wins over `index-of`. A subject that names the artifact with one digest and something else with another is a contradiction and
 * rejects the statement, whatever its other subjects say.
 */
export function relateSubject(statement: { readonly subjects: readonly SubjectClaim[] }, judged: JudgedSubject): SubjectRelation {
  const own = matchAny(statement.subjects, [judged.digest, ...(judged.alternatives ?? [])]);
  if (own === "contradictory") return { kind: "none", reason: "contradictory-digests" };
  if (own === "match") return { kind: "same" };
  for (const index of judged.indexPath.toReversed()) {
    const match = matchAny(statement.subjects, [index, ...(judged.indexAlternatives?.get(index) ?? [])]);
    if (match === "contradictory") return { kind: "none", reason: "contradictory-digests" };
    if (match === "match") return { kind: "index-of", index };
  }
  return { kind: "none", reason: own === "unacceptable" ? "no-acceptable-digest" : "subject-mismatch" };
}

function matchAny(subjects: readonly SubjectClaim[], known: readonly Digest[]): SubjectMatch {
  const matches = new Set(subjects.map((subject) => matchSubject(subject, known)));
  if (matches.has("contradictory")) return "contradictory";
  if (matches.has("match")) return "match";
  return matches.has("mismatch") ? "mismatch" : "unacceptable";
}

/** U1: one acceptable digest equals, and all that we can compute agree. */
function matchSubject({ digests }: SubjectClaim, known: readonly Digest[]): SubjectMatch {
  let isAcceptable = false;
  let agreeing = 0;
  let differing = 0;
  for (const [algorithm, hex] of digests) {
    if (!isDigestAlgorithm(algorithm)) continue;
    isAcceptable = true;
    const computed = known.find((digest) => digest.startsWith(`${algorithm}:`));
    if (computed === undefined) continue;
    if (computed === `${algorithm}:${hex}`) agreeing++;
    else differing++;
  }
  if (agreeing > 0) return differing > 0 ? "contradictory" : "match";
  return isAcceptable ? "mismatch" : "unacceptable";
}
