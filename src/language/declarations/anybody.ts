/**
 * Whether tests let anybody through: everybody, or everybody with an account at a host where anyone can have one. A host of
 * one's own may be accepted whole; that is for the linter (L201).
 */
import { compileRegex, matchesRegex, parseUri, regexHead } from "../../base/index.ts";
import type { TextTest } from "../checked/index.ts";
import { sharedHosts, sharedMailDomains, strangers } from "./strangers.ts";

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

/** Without a repetition or a choice of characters it fits what it spells out. */
const CHOOSES = /[*+?{.[\\]/u;

function isOpenRegex(pattern: string): boolean {
  const regex = compileRegex(pattern);
  if (!regex.ok || !CHOOSES.test(pattern)) return false;
  // There are thousands of strangers, and most patterns spell out how an identity begins: the matcher is asked about the rest.
  const head = regexHead(pattern);
  const fits = (text: string) => text.startsWith(head) && matchesRegex(regex.value, text);
  if (unrelated.every(fits)) return true;
  for (const both of strangers(pattern)) if (both.every(fits)) return true;
  return false;
}
