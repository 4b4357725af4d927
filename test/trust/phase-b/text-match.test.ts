/** Identities and claims by segments: the rows `id-…` of the attack corpus, as one table. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { sanFault } from "../../../src/trust/phase-b/identity.ts";
import { isUnder, uriSegments } from "../../../src/trust/phase-b/segments.ts";
import { matchText } from "../../../src/trust/phase-b/text-match.ts";
import type { SubjectAltName, TextTest } from "../../../src/trust/index.ts";
import { checkProperty, fc } from "../../support/property.ts";

const is = (text: string): TextTest => ({ kind: "is", text });
const under = (text: string): TextTest => ({ kind: "under", text });
const glob = (pattern: string): TextTest => ({ kind: "matches-glob", pattern });
const regex = (pattern: string): TextTest => ({ kind: "matches-regex", pattern });
const oneOf = (...texts: readonly string[]): TextTest => ({ kind: "is-one-of", texts });

const workflow = "https://github.com/acme/app/.github/workflows/release.yml@refs/tags/v1";
const anyRepository = glob("https://github.com/acme/*/.github/workflows/release.yml@refs/tags/*");

const uris: readonly (readonly [test: TextTest, uri: string, outcome: string])[] = [
  [is(workflow), workflow, "good"],
  [is(workflow), `https://evil.example/?x=${workflow}`, "identity-mismatch"],
  [is(workflow), `${workflow}2`, "identity-mismatch"],
  [is(workflow), workflow.replace("github.com", "githubxcom"), "identity-mismatch"],
  [is(workflow), workflow.toUpperCase(), "identity-mismatch"],
  [is(workflow), workflow.replace("acme", "acm\u0435"), "identity-mismatch"],
  [is(workflow), `${workflow}\n`, "identity-mismatch"],
  [is(workflow), `${workflow}/`, "identity-mismatch"],
  [is("a@acme.example"), workflow, "identity-type"],
  [oneOf("https://a.example/x", workflow), workflow, "good"],
  [oneOf("https://a.example/x"), workflow, "identity-mismatch"],
  [anyRepository, workflow, "good"],
  [anyRepository, workflow.replace("acme/app", "acme-evil/app"), "identity-mismatch"],
  [anyRepository, workflow.replace("acme/app", "acme/app/more"), "identity-mismatch"],
  [anyRepository, workflow.replace("acme/app", "acme/"), "identity-mismatch"],
  [anyRepository, workflow.replace("tags/v1", "tags/v1/x"), "identity-mismatch"],
  [anyRepository, workflow.replace("acme/app", "acme/../evil"), "identity-not-normal"],
  [anyRepository, workflow.replace("acme/app", "acme/./app"), "identity-not-normal"],
  [anyRepository, workflow.replace("acme/app", "acme/%2e%2e"), "identity-not-normal"],
  [anyRepository, workflow.replace("acme/app", "acme%2fapp"), "identity-not-normal"],
  [anyRepository, workflow.replace("acme/app", "acme/a%5Capp"), "identity-not-normal"],
  [anyRepository, workflow.replace("acme/app", "acme\\app"), "identity-not-normal"],
  [anyRepository, workflow.replace("github.com", "user@github.com"), "identity-not-normal"],
  [anyRepository, workflow.replace("github.com", "github.com:443"), "identity-not-normal"],
  [anyRepository, workflow.replace("github.com", "GitHub.com"), "identity-not-normal"],
  [anyRepository, `${workflow}?x`, "identity-not-normal"],
  [anyRepository, `${workflow}#x`, "identity-not-normal"],
  [anyRepository, `${workflow} `, "identity-not-normal"],
  [anyRepository, workflow.replace("https", "http"), "identity-mismatch"],
  [under("https://github.com/acme"), workflow, "good"],
  [under("https://github.com/acme/"), workflow, "good"],
  [under("https://github.com/ac"), workflow, "identity-mismatch"],
  [under("https://github.com/acme/app/.github/workflows/release.yml"), workflow, "identity-mismatch"],
  [under("https://github.com/acme"), "https://github.com/acme/../evil", "identity-not-normal"],
  [
    glob("https://gitlab.com/acme/app/*/.gitlab-ci.yml@refs/heads/main"),
    "https://gitlab.com/acme/app//.gitlab-ci.yml@refs/heads/main",
    "identity-mismatch",
  ],
  [
    glob("https://gitlab.com/acme/app//.gitlab-ci.yml@refs/heads/main"),
    "https://gitlab.com/acme/app//.gitlab-ci.yml@refs/heads/main",
    "good",
  ],
  [glob("https://gitlab.com/acme/**"), "https://gitlab.com/acme/app//.gitlab-ci.yml@refs/heads/main", "good"],
  [glob("https://gitlab.com/acme/**"), "https://gitlab.com/acme", "good"],
  [glob("https://gitlab.com/acme/**/x"), "https://gitlab.com/acmex/x", "identity-mismatch"],
  [regex("https://github\\.com/acme/.*"), workflow, "good"],
  [regex("https://github\\.com/acme/"), workflow, "identity-mismatch"],
  [regex(".*@acme\\.example"), workflow, "identity-type"],
];

const emails: readonly (readonly [test: TextTest, address: string, outcome: string])[] = [
  [is("alice@acme.example"), "alice@acme.example", "good"],
  [is("alice@acme.example"), "Alice@acme.example", "identity-mismatch"],
  [glob("*@acme.example"), "alice@acme.example", "good"],
  [glob("*@acme.example"), "alice@evil.acme.example", "identity-mismatch"],
  [glob("*@acme.example"), "alice@acme.example.evil", "identity-mismatch"],
  [glob("*@acme.example"), "@acme.example", "identity-not-normal"],
  [glob("*@acme.example"), "a@evil@acme.example", "identity-not-normal"],
  [is(workflow), workflow, "identity-type"],
  [anyRepository, workflow, "identity-type"],
  [under("https://github.com/acme"), "alice@acme.example", "identity-type"],
];

const tests = suite("identity");
const cases: readonly (readonly [SubjectAltName["type"], TextTest, string, string])[] = [
  ...uris.map(([test, value, outcome]) => ["uri", test, value, outcome] as const),
  ...emails.map(([test, value, outcome]) => ["email", test, value, outcome] as const),
  ["other-name", is("alice!acme"), "alice!acme", "good"],
  ["other-name", is(workflow), workflow, "identity-type"],
  ["dns", is(workflow), workflow, "identity-type"],
];
for (const [i, [type, test, value, outcome]] of cases.entries())
  tests(`${i} ${type} ${JSON.stringify(Object.values(test).slice(1)).slice(0, 60)} on ${JSON.stringify(value).slice(0, 70)}`, () => {
    assert.is(sanFault({ type, value }, [test])?.reason ?? "good", outcome);
  });
tests("all tests apply, and none is nobody", () => {
  const san: SubjectAltName = { type: "uri", value: workflow };
  assert.is(sanFault(san, [anyRepository, is("https://a.example/x")])?.reason, "identity-mismatch");
  assert.is(sanFault(san, [])?.reason, "identity-mismatch");
});
tests("references by segments", () => {
  const matches = (test: TextTest, value: string): string => matchText(test, value, "plain");
  assert.is(matches(under("refs/heads"), "refs/heads/main"), "match");
  assert.is(matches(under("refs/head"), "refs/heads/main"), "mismatch");
  assert.is(matches(under("refs/heads"), "refs/heads/../tags/v1"), "not-normal");
  assert.is(matches(glob("refs/tags/v*"), "refs/tags/v1"), "match");
  assert.is(matches(glob("refs/tags/v*"), "refs/tags/v1/x"), "mismatch");
});
tests("id-10 a pattern made to explode", () => {
  assert.is(matchText(regex("https://x/(a+)+$"), `https://x/${"a".repeat(32_768)}b`, "uri"), "mismatch");
});
tests("law: under is a prefix of whole segments", () => {
  const path = fc.array(fc.constantFrom("a", "b", "aa", ".github"), { maxLength: 5 });
  checkProperty(
    fc.property(path, path, (parent, rest) => {
      const root = ["https:", "", "host.example", ...parent];
      const value = uriSegments([...root, ...rest].join("/"));
      assert.ok(value.ok);
      assert.ok(isUnder(value.value, root));
      assert.is(matchText(under(root.join("/")), [...root, ...rest].join("/"), "uri"), "match");
      const longer = root.with(-1, `${root.at(-1) as string}x`);
      assert.is(isUnder(value.value, longer), false);
    }),
  );
});
tests.run();
