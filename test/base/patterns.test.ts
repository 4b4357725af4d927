import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  compileGlob,
  compileRegex,
  compileValueGlob,
  matchesGlob,
  matchesRegex,
  matchesValueGlob,
  scalars,
  type GlobType,
} from "../../src/base/index.ts";
import { checkProperty, fc } from "../support/property.ts";

const test = suite("patterns");

function globMatches(pattern: string, text: string): boolean {
  const glob = compileGlob(pattern, "/");
  if (!glob.ok) throw new Error(`${pattern}: ${glob.error}`);
  return matchesGlob(glob.value, text.split("/"));
}

const GLOBS: readonly (readonly [pattern: string, text: string, expected: boolean])[] = [
  ["a", "a", true],
  ["a", "b", false],
  ["a", "a/b", false],
  ["*", "a", true],
  ["*", "a/b", false],
  ["*", "", false],
  ["**", "", true],
  ["**", "a/b/c", true],
  ["a/*", "a/b", true],
  ["a/*", "a/", false],
  ["a/*", "a", false],
  ["a/*", "a/b/c", false],
  ["a/**", "a", true],
  ["a/**", "a/b/c", true],
  ["a/**/z", "a/z", true],
  ["a/**/z", "a/b/c/z", true],
  ["a/**/z", "a/b/c", false],
  ["**/b/**", "a/b/c", true],
  ["**/b/**", "a/c", false],
  ["a*", "a", true],
  ["a*c", "abc", true],
  ["a*c", "ac", true],
  ["a*a", "a", false],
  ["*a*b*", "xaybz", true],
  ["*a*b*", "ba", false],
  ["v*.*.*", "v1.2.3", true],
  ["v*.*.*", "v1.2", false],
  ["a?c", "abc", false],
  ["a?c", "a?c", true],
  ["[ab]", "a", false],
  ["[ab]", "[ab]", true],
  ["{a,b}", "a", false],
  ["a\\*", "a\\b", true],
  ["a.c", "abc", false],
];

test("segments: `*` within one, `**` any number of whole ones, nothing else is special", () => {
  for (const [pattern, text, expected] of GLOBS) assert.is(globMatches(pattern, text), expected, `${pattern} on ${text}`);
});

test("patterns that are refused", () => {
  for (const pattern of ["", "a**", "**a", "a/***", "a/b**/c", "x".repeat(2_000), "a/".repeat(70)])
    assert.not.ok(compileGlob(pattern, "/").ok, pattern.slice(0, 20));
});

test("law: a text without stars matches itself and only itself", () => {
  const text = fc.stringMatching(/^[a-c/]{1,8}$/);
  checkProperty(fc.property(text, text, (a, b) => assert.is(globMatches(a, b), a === b)));
});

test("law: agrees with a slow matcher that tries everything", () => {
  const slow = (pattern: readonly string[], text: readonly string[]): boolean => {
    const [head, ...rest] = pattern;
    if (head === undefined) return text.length === 0;
    if (head === "**") return text.some((_, i) => slow(rest, text.slice(i))) || slow(rest, []);
    const [first, ...tail] = text;
    if (first === undefined || (first === "" && head.includes("*"))) return false;
    const source = head
      .split("*")
      .map((literal) => literal.replaceAll(/[.]/gu, "\\."))
      .join(".*");
    return new RegExp(`^${source}$`, "su").test(first) && slow(rest, tail);
  };
  const pattern = fc.array(fc.constantFrom("*", "**", "a", "a*", "*b", "a*b", "b"), { minLength: 1, maxLength: 4 });
  const text = fc.array(fc.constantFrom("a", "b", "ab", "aab", ""), { minLength: 1, maxLength: 5 });
  checkProperty(
    fc.property(pattern, text, (p, t) => assert.is(globMatches(p.join("/"), t.join("/")), slow(p, t), `${p.join("/")} on ${t.join("/")}`)),
  );
});

test("hostile patterns and texts take no time", () => {
  const pattern = Array(30).fill("**/a*a*a*a*a*b").join("/");
  const glob = compileGlob(pattern, "/");
  assert.ok(glob.ok, glob.ok ? "" : glob.error);
  assert.is(glob.ok && matchesGlob(glob.value, Array(1_000).fill("a".repeat(1_000))), false);
});

function valueMatches(type: GlobType, pattern: string, text: string): boolean {
  const glob = compileValueGlob(type, pattern);
  const value = scalars[type].parse(text);
  if (!glob.ok || !value.ok) throw new Error(`${pattern} or ${text}`);
  return matchesValueGlob(glob.value, value.value);
}

const WORKFLOW = "https://github.com/acme/*/.github/workflows/release.yml@refs/tags/*";
const VALUES: readonly (readonly [type: GlobType, pattern: string, text: string, expected: boolean])[] = [
  ["Identity", WORKFLOW, "https://github.com/acme/app/.github/workflows/release.yml@refs/tags/v1", true],
  ["Identity", WORKFLOW, "https://github.com/acme/app/.github/workflows/release.yml@refs/heads/main", false],
  ["Identity", WORKFLOW, "https://github.com/acme/app/x/.github/workflows/release.yml@refs/tags/v1", false],
  ["Identity", WORKFLOW, "https://github.com/acme/app/../../evil/app/.github/workflows/release.yml@refs/tags/v1", false],
  ["Identity", WORKFLOW, "https://github.com/acme/app/.github/workflows/release.yml@refs/tags/v1/x", false],
  ["Identity", "*@acme.example", "alice@acme.example", true],
  ["Identity", "*@acme.example", "alice@evil.acme.example", false],
  ["Identity", "*@acme.example", "github:alice", false],
  ["Identity", "github:*", "github:alice", true],
  ["Identity", "github:*", "gitlab:alice", false],
  ["Repository", "registry.acme.example/internal/**", "registry.acme.example/internal/a/b", true],
  ["Repository", "registry.acme.example/internal/**", "registry.acme.example/internal-x/a", false],
  ["GitRef", "refs/tags/v*", "refs/tags/v1.2", true],
  ["GitRef", "refs/tags/v*", "refs/tags/v1/2", false],
  ["Uri", "https://github.com/acme/*", "https://github.com/acme/app", true],
  ["Uri", "https://github.com/acme/*", "http://github.com/acme/app", false],
];

test("globs over values", () => {
  for (const [type, pattern, text, expected] of VALUES) assert.is(valueMatches(type, pattern, text), expected, `${pattern} on ${text}`);
  assert.not.ok(compileValueGlob("Identity", "alice").ok);
});

test("regular expressions match the whole string", () => {
  const cases = [
    ["a+", "aaa", true],
    ["a+", "aab", false],
    ["b", "abc", false],
    ["(a|b)*", "abba", true],
    ["[0-9]+\\.[0-9]+", "1.2", true],
    [".", "\n", false],
    ["(?i)MIT", "mit", true],
    ["a|b", "b", true],
    ["", "", true],
    ["^a$", "a", true],
  ] as const;
  for (const [pattern, text, expected] of cases) {
    const regex = compileRegex(pattern);
    assert.ok(regex.ok, pattern);
    assert.is(regex.ok && matchesRegex(regex.value, text), expected, `${pattern} on ${text}`);
  }
});

test("what RE2 has not, and what is too large, is refused", () => {
  for (const pattern of ["(", "a(?=b)", "(a)\\1", "(?<!a)b", "a{1,2000}", "(?:(?:a{100}){100}){10}", "[z-a]", "*", "x".repeat(2_000)]) {
    const regex = compileRegex(pattern);
    assert.ok(!regex.ok && regex.error.length > 0, pattern.slice(0, 30));
  }
});

test("no text makes a regular expression explode", () => {
  const regex = compileRegex("(a*)*(a|aa)+b");
  assert.is(regex.ok && matchesRegex(regex.value, "a".repeat(20_000)), false);
});

test.run();
