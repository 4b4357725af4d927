/**
 * Whether tests let anybody through: everybody, or everybody with an account at a host where anyone can have one. A host of
 * one's own may be accepted whole; that is for the linter (L201).
 */
import { compileRegex, matchesRegex, parseUri } from "../../base/index.ts";
import type { TextTest } from "../checked/index.ts";

const sharedHosts: ReadonlySet<string> = new Set(["github.com", "gitlab.com", "bitbucket.org", "codeberg.org", "gitee.com", "sr.ht"]);
const sharedMailDomains: ReadonlySet<string> = new Set([
  ...["gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "yahoo.com", "icloud.com", "proton.me", "protonmail.com"],
  ...["users.noreply.github.com", "gmx.net", "gmx.de", "web.de", "qq.com", "163.com"],
]);

/** Claims that say whose repository or account it is. */
const owningClaims: ReadonlySet<string> = new Set([
  ...["source-repository", "source-repository-id", "source-repository-digest", "source-owner", "source-owner-id"],
  ...["build-signer", "build-signer-digest", "build-config", "build-config-digest", "legacy-repository", "legacy-sha"],
]);

interface Demands {
  readonly identity: readonly TextTest[];
  readonly claims: readonly { readonly name: string; readonly tests: readonly TextTest[] }[];
}

/** Neither the identity nor a claim about the owner says who. */
export function acceptsAnybody({ identity, claims }: Demands): boolean {
  const owned = claims.some(({ name, tests }) => owningClaims.has(name) && !tests.every(admitsAnybody));
  return identity.every(admitsAnybody) && !owned;
}

function admitsAnybody(test: TextTest): boolean {
  switch (test.kind) {
    case "is":
    case "is-one-of":
      return false;
    case "under":
      return isWholeSharedHost(test.text);
    case "matches-glob":
      return isOpenGlob(test.pattern);
    case "matches-regex":
      return isOpenRegex(test.pattern);
  }
}

function isWholeSharedHost(text: string): boolean {
  const uri = parseUri(text);
  return uri.ok && uri.value.segments.every((segment) => segment === "") && sharedHosts.has(uri.value.authority ?? "");
}

/** Nothing in it says who: not even who has an account at some host. */
export function admitsEverything(test: TextTest): boolean {
  if (test.kind === "matches-glob") return /^[*:/@]+$/u.test(test.pattern) && isOpenGlob(test.pattern);
  if (test.kind !== "matches-regex") return false;
  const regex = compileRegex(test.pattern);
  return regex.ok && unrelated.every((text) => matchesRegex(regex.value, text));
}

/** The part that names the owner holds no letter, and neither does the host, or it is a shared one. */
function isOpenGlob(pattern: string): boolean {
  const uri = /^([^/]*):\/\/([^/]*)(?:\/([^/]*))?/u.exec(pattern);
  if (uri !== null) return isOpen(uri[2] ?? "", sharedHosts) && isOnlyStars(uri[3] ?? "*");
  const at = pattern.lastIndexOf("@");
  if (at >= 0) return isOpen(pattern.slice(at + 1), sharedMailDomains) && isOnlyStars(pattern.slice(0, at));
  return isOnlyStars(pattern) || isOnlyStars(pattern.slice(pattern.indexOf(":") + 1));
}

function isOpen(host: string, shared: ReadonlySet<string>): boolean {
  return isOnlyStars(host) || shared.has(host.toLowerCase());
}

function isOnlyStars(text: string): boolean {
  return /^[*/.]*\*[*/.]*$/u.test(text);
}

/** Identities that have nothing in common: what matches them all matches anything. */
const unrelated = ["https://github.com/q7x/k2/.github/workflows/w.yml@refs/heads/main", "j9@z3.example", "spiffe://v5.test/ns/m8", "0"];

/** What two strangers could have: a pattern that fits what both have does not ask whose it is. */
type Strangers = readonly [one: string, other: string];

const owners: Strangers = ["q7x-mallory", "zz9-eve"];
const repository = (owner: string, name: string): string => `https://github.com/${owner}/${name}`;

/** Claims besides the identity: repositories and owners, by name and by number, and digests. */
const claimed: readonly Strangers[] = [
  [repository(owners[0], "k2"), repository(owners[1], "u5")],
  ["https://github.com/q7x-mallory", "https://github.com/zz9-eve"],
  ["q7x-mallory/k2", "zz9-eve/u5"],
  owners,
  ["104729", "27644437"],
  ["a3".repeat(20), "0f5b".repeat(10)],
];
const workflowNames = ["release", "build", "ci", "main", "publish", "deploy", "w"];
const refs = ["refs/heads/main", "refs/tags/v1.0.0"];

/** Words of the pattern itself: whoever can name a repository, a workflow or a branch can use them. */
const MOST_WORDS = 6;

function wordsIn(pattern: string): readonly string[] {
  const words = pattern.replaceAll(/\\[dDsSwW]/gu, " ").match(/[A-Za-z0-9][A-Za-z0-9_-]+/gu) ?? [];
  return [...new Set(words)].slice(-MOST_WORDS);
}

function* stories(pattern: string): Generator<Strangers> {
  yield* claimed;
  const words = wordsIn(pattern);
  const names: readonly Strangers[] = [["k2", "u5"], ...words.map((word): Strangers => [word, word])];
  const branches = [...refs, ...words.map((word) => `refs/heads/${word}`)];
  const workflows = [...workflowNames, ...words].flatMap((name) => branches.map((ref) => `/.github/workflows/${name}.yml@${ref}`));
  for (const [one, other] of names) {
    for (const rest of ["", ...workflows]) yield [repository(owners[0], one) + rest, repository(owners[1], other) + rest];
  }
}

/** Without a repetition or a choice of characters it fits what it spells out. */
const CHOOSES = /[*+?{.[\\]/u;

function isOpenRegex(pattern: string): boolean {
  const regex = compileRegex(pattern);
  if (!regex.ok || !CHOOSES.test(pattern)) return false;
  const fits = (text: string) => matchesRegex(regex.value, text);
  if (unrelated.every(fits)) return true;
  for (const story of stories(pattern)) if (story.every(fits)) return true;
  return false;
}
