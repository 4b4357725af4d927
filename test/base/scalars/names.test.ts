import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  gitRefUnder,
  parseRepository,
  parseRepositoryPrefix,
  repositoryUnder,
  scalars,
  type GitRef,
  type Repository,
} from "../../../src/base/index.ts";
import { checkProperty, fc } from "../../support/property.ts";

const test = suite("repositories, references, platforms, commits, purls");

function repository(text: string): Repository {
  const parsed = parseRepository(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.error}`);
  return parsed.value;
}

test("repositories are normalised as image references are", () => {
  const cases = [
    ["alpine", "docker.io/library/alpine"],
    ["docker.io/alpine", "docker.io/library/alpine"],
    ["index.docker.io/alpine", "docker.io/library/alpine"],
    ["acme/app", "docker.io/acme/app"],
    ["ghcr.io/acme/app", "ghcr.io/acme/app"],
    ["GHCR.io/acme/app", "ghcr.io/acme/app"],
    ["localhost/app", "localhost/app"],
    ["localhost:5000/a/b/c", "localhost:5000/a/b/c"],
    ["[::1]:5000/a", "[::1]:5000/a"],
    ["registry.acme.example/a__b/c-d", "registry.acme.example/a__b/c-d"],
  ] as const;
  for (const [text, normal] of cases) {
    assert.is(repository(text).text, normal);
    assert.equal(repository(normal), repository(text));
  }
});

test("repositories have no tag, no digest and no odd segments", () => {
  const cases = [
    ["ghcr.io/acme/app:1", /tag/],
    [`ghcr.io/acme/app@sha256:${"a".repeat(64)}`, /digest/],
    ["ghcr.io//app", /empty/],
    ["ghcr.io/app/", /empty/],
    ["ghcr.io/../app", /segment/],
    ["ghcr.io/Acme", /segment/],
    ["ghcr.io/a%2fb", /segment/],
    ["ghcr.io/-a", /segment/],
    ["-x.io/a", /host/],
    ["a.b.:5/a", /host/],
    ["", /empty/],
    ["https://ghcr.io/a", /host/],
  ] as const;
  for (const [text, reason] of cases) {
    const parsed = parseRepository(text);
    assert.ok(!parsed.ok && reason.test(parsed.error), `${text}: ${parsed.ok ? parsed.value.text : parsed.error}`);
  }
});

test("under a registry, a folder or a repository, by whole segments", () => {
  const cases = [
    ["registry.acme.example/payments/api", "registry.acme.example/payments", true],
    ["registry.acme.example/payments", "registry.acme.example/payments/", true],
    ["registry.acme.example/payments/api", "registry.acme.example", true],
    ["registry.acme.example/payments-evil/api", "registry.acme.example/payments", false],
    ["registry.acme.example.evil.example/payments", "registry.acme.example", false],
    ["registry.acme.example:5000/payments", "registry.acme.example", false],
    ["alpine", "docker.io/library", true],
    ["acme/app", "docker.io/acme", true],
  ] as const;
  for (const [text, prefix, expected] of cases) {
    const folder = parseRepositoryPrefix(prefix);
    assert.ok(folder.ok, prefix);
    assert.is(folder.ok && repositoryUnder(repository(text), folder.value), expected, `${text} under ${prefix}`);
  }
  for (const prefix of ["acme/app", "", "ghcr.io//", "ghcr.io/a:b"]) assert.not.ok(parseRepositoryPrefix(prefix).ok, prefix);
});

function ref(text: string): GitRef {
  const parsed = scalars.GitRef.parse(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.error}`);
  return parsed.value;
}

test("git references", () => {
  for (const text of ["refs/tags/v1", "main", "refs/heads/feature/x", "refs/pull/1/merge", "v1.0.0", "refs/heads/a@b"])
    assert.is(ref(text).text, text);
  const refused = [
    "",
    "/",
    "a/",
    "/a",
    "a//b",
    "a..b",
    "../a",
    ".a",
    "a/.b",
    "a.lock",
    "a.lock/b",
    "a.",
    "a b",
    "a~1",
    "a^",
    "a:b",
    "a?",
    "a*",
    "a[",
    "a\\b",
    "@",
    "a@{1}",
    "a\u0000",
    "a\n",
  ];
  for (const text of refused) assert.not.ok(scalars.GitRef.parse(text).ok, JSON.stringify(text));
  assert.ok(gitRefUnder(ref("refs/tags/v1"), ref("refs/tags")));
  assert.ok(gitRefUnder(ref("refs/tags/v1"), ref("refs/tags/v1")));
  assert.not.ok(gitRefUnder(ref("refs/tags-evil/v1"), ref("refs/tags")));
  assert.not.ok(gitRefUnder(ref("refs/tags"), ref("refs/tags/v1")));
});

test("platforms", () => {
  const cases = [
    ["linux/amd64", "linux/amd64"],
    ["linux/arm64/v8", "linux/arm64"],
    ["Linux/ARM64", "linux/arm64"],
    ["linux/arm/v7", "linux/arm/v7"],
    ["unknown/unknown", "unknown/unknown"],
  ] as const;
  for (const [text, normal] of cases) assert.equal(scalars.Platform.parse(text), { ok: true, value: normal });
  for (const text of ["linux", "linux/", "/amd64", "a/b/c/d", "a b/c", "", "x".repeat(300)])
    assert.not.ok(scalars.Platform.parse(text).ok, text);
});

test("commits", () => {
  assert.equal(scalars.Commit.parse("A".repeat(40)), { ok: true, value: "a".repeat(40) });
  assert.ok(scalars.Commit.parse("0".repeat(64)).ok);
  for (const text of ["", "a".repeat(39), "a".repeat(41), "g".repeat(40), `${"a".repeat(40)}\n`])
    assert.not.ok(scalars.Commit.parse(text).ok, text);
});

test("purls have one canonical text", () => {
  const cases = [
    ["pkg:npm/left-pad@1.3.0", "pkg:npm/left-pad@1.3.0"],
    ["pkg:NPM/left-pad@1.3.0", "pkg:npm/left-pad@1.3.0"],
    ["pkg:npm/%40angular/core@1", "pkg:npm/%40angular/core@1"],
    ["pkg:npm/@angular/core@1", "pkg:npm/%40angular/core@1"],
    ["pkg:deb/debian/curl@7.50.3-1?distro=jessie&arch=i386", "pkg:deb/debian/curl@7.50.3-1?arch=i386&distro=jessie"],
    ["pkg:pypi/Django_Rest@1", "pkg:pypi/django-rest@1"],
    [
      "pkg:golang/google.golang.org/genproto#googleapis/api/annotations",
      "pkg:golang/google.golang.org/genproto#googleapis/api/annotations",
    ],
    ["pkg:docker/acme/app@sha256%3Aabc", "pkg:docker/acme/app@sha256:abc"],
    ["pkg://npm/left-pad", "pkg:npm/left-pad"],
  ] as const;
  for (const [text, canonical] of cases) assert.equal(scalars.Purl.parse(text), { ok: true, value: canonical }, text);
});

test("purls that are none", () => {
  const refused = [
    "",
    "pkg:",
    "pkg:npm",
    "pkg:npm/",
    "npm/left-pad",
    "https://a/b",
    "pkg:npm/a b",
    "pkg:npm/a\n",
    "pkg:npm/\ud800",
    "pkg:npm/a?x=1&x=2",
    "pkg:npm/a?x=1&X=2",
    "pkg://u:p@npm/a",
    "pkg:n&/a",
    "pkg:1npm/a",
  ];
  for (const text of refused) assert.not.ok(scalars.Purl.parse(text).ok, JSON.stringify(text));
});

test("law: a canonical purl is its own canonical form, and parsing is total", () => {
  const pieces = fc.array(fc.constantFrom("pkg:", "npm", "/", "@", "%40", "a", "1.0", "?", "x=1", "&", "#", "%", "%2F", "é", ".."), {
    maxLength: 10,
  });
  checkProperty(
    fc.property(pieces, (parts) => {
      const parsed = scalars.Purl.parse(`pkg:${parts.join("")}`);
      if (parsed.ok) assert.equal(scalars.Purl.parse(parsed.value), parsed);
    }),
  );
  checkProperty(fc.property(fc.string({ unit: "binary" }), (text) => assert.type(scalars.Purl.parse(`pkg:${text}`).ok, "boolean")));
});

test.run();
