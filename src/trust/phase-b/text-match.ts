/** One test of a trust root against one text. */
import {
  assert,
  compileGlob,
  compileRegex,
  matchesGlob,
  matchesRegex,
  unreachable,
  type Glob,
  type Regex,
  type Result,
} from "../../base/index.ts";
import type { TextTest } from "../trust-root.ts";
import { emailSegments, isUnder, kindOfText, plainSegments, uriSegments, type TextKind } from "./segments.ts";

export type TextMatch = "match" | "mismatch" | "not-normal" | "wrong-type";

/** Patterns are compiled once; the policy that wrote them is already checked. */
const globs = new WeakMap<TextTest, Glob>();
const regexes = new WeakMap<TextTest, Regex>();

/** `kind` is what `value` is known to be: the type of its SAN, or the kind of its text for a claim. */
export function matchText(test: TextTest, value: string, kind: TextKind): TextMatch {
  switch (test.kind) {
    case "is":
      return matchExact([test.text], value, kind);
    case "is-one-of":
      return matchExact(test.texts, value, kind);
    case "under":
      return kindOfText(test.text) === kind ? matchUnder(test.text, value, kind) : "wrong-type";
    case "matches-glob":
      return kindOfText(test.pattern) === kind ? matchGlob(test, test.pattern, value, kind) : "wrong-type";
    case "matches-regex":
      return matchPattern(test, test.pattern, value, kind);
    default:
      return unreachable(test);
  }
}

/**
 * Whether a refusal takes this text in. Refusing is the other way round from admitting: a text that cannot be brought into segments could be
 * any, so it is refused; and a regular expression is asked about the text as it stands, whatever kind its pattern looks like.
 */
export function mayMatch(test: TextTest, value: string, kind: TextKind): boolean {
  if (test.kind === "matches-regex") return matchesRegex(compiledRegex(test, test.pattern), value);
  const match = matchText(test, value, kind);
  return match === "match" || match === "not-normal";
}

/** Nothing is parsed and nothing folded: case, Unicode and trailing slashes count. */
function matchExact(texts: readonly string[], value: string, kind: TextKind): TextMatch {
  const ofKind = texts.filter((text) => kindOfText(text) === kind);
  if (ofKind.length === 0) return "wrong-type";
  return ofKind.includes(value) ? "match" : "mismatch";
}

function segmentsOf(value: string, kind: TextKind): Result<readonly string[], string> {
  if (kind === "uri") return uriSegments(value);
  return kind === "email" ? emailSegments(value) : plainSegments(value);
}

function matchUnder(text: string, value: string, kind: TextKind): TextMatch {
  const segments = segmentsOf(value, kind);
  const parent = segmentsOf(text, kind);
  if (!segments.ok) return "not-normal";
  if (kind === "email" || !parent.ok) return "mismatch";
  return isUnder(segments.value, parent.value) ? "match" : "mismatch";
}

function matchGlob(test: TextTest, pattern: string, value: string, kind: TextKind): TextMatch {
  const segments = segmentsOf(value, kind);
  if (!segments.ok) return "not-normal";
  return matchesGlob(compiledGlob(test, pattern, kind === "email" ? "@" : "/"), segments.value) ? "match" : "mismatch";
}

function compiledGlob(test: TextTest, pattern: string, separator: string): Glob {
  const known = globs.get(test);
  if (known !== undefined) return known;
  const compiled = compileGlob(pattern, separator);
  assert(compiled.ok, "a glob of a checked trust root does not compile");
  globs.set(test, compiled.value);
  return compiled.value;
}

/** A pattern with `//` is about URIs, one with `@` alone about addresses, any other about whatever there is. */
function matchPattern(test: TextTest, pattern: string, value: string, kind: TextKind): TextMatch {
  const about = pattern.includes("//") || pattern.includes("/\\/") ? "uri" : pattern.includes("@") ? "email" : kind;
  if (about !== kind) return "wrong-type";
  return matchesRegex(compiledRegex(test, pattern), value) ? "match" : "mismatch";
}

function compiledRegex(test: TextTest, pattern: string): Regex {
  const known = regexes.get(test);
  if (known !== undefined) return known;
  const compiled = compileRegex(pattern);
  assert(compiled.ok, "a regular expression of a checked trust root does not compile");
  regexes.set(test, compiled.value);
  return compiled.value;
}
