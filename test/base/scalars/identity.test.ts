import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parseIdentity, type Identity } from "../../../src/base/index.ts";
import { equalIdentities } from "../../../src/base/scalars/identity.ts";
import { checkProperty, fc } from "../../support/property.ts";

const test = suite("identity");

function identity(text: string): Identity {
  const parsed = parseIdentity(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.error}`);
  return parsed.value;
}

const KEY = `sha256:${"a".repeat(64)}`;
const KINDS: readonly (readonly [text: string, kind: Identity["kind"], normal: string])[] = [
  ["alice@acme.example", "email", "alice@acme.example"],
  ["Alice@ACME.example", "email", "Alice@acme.example"],
  ["a.b+c@acme.example", "email", "a.b+c@acme.example"],
  ["github:alice", "account", "github:alice"],
  ["GitHub:Alice", "account", "github:alice"],
  ["github:dependabot[bot]", "account", "github:dependabot[bot]"],
  ["corp:Alice_B", "account", "corp:Alice_B"],
  [KEY, "key", KEY],
  [
    "https://github.com/acme/x/.github/workflows/r.yml@refs/tags/v1",
    "uri",
    "https://github.com/acme/x/.github/workflows/r.yml@refs/tags/v1",
  ],
  ["spiffe://trust.example/ns/a", "uri", "spiffe://trust.example/ns/a"],
  ["urn:uuid:1", "uri", "urn:uuid:1"],
  ["mailto:alice@acme.example", "uri", "mailto:alice@acme.example"],
];

test("four kinds, each in its normal form", () => {
  for (const [text, kind, normal] of KINDS) {
    assert.is(identity(text).kind, kind, text);
    assert.is(identity(text).text, normal);
    assert.equal(identity(normal), identity(text));
  }
});

test("what is no identity", () => {
  const refused = [
    "",
    "alice",
    "@acme.example",
    "alice@",
    "alice@@acme.example",
    "alice@acme..example",
    "al ice@acme.example",
    "github:",
    ":alice",
    "github:a/b",
    "sha256:abc",
    `sha256:${"A".repeat(64)}`,
    `SHA256:${"a".repeat(64)}`,
    "https://user@host.example/",
    `${"a".repeat(65)}@acme.example`,
    "<a@b.example>",
    "a@b.example\n",
  ];
  for (const text of refused) assert.not.ok(parseIdentity(text).ok, JSON.stringify(text));
});

const EQUALITY: readonly (readonly [a: string, b: string, expected: boolean | undefined])[] = [
  ["alice@acme.example", "alice@acme.example", true],
  ["alice@acme.example", "alice@ACME.example", true],
  ["alice@acme.example", "bob@acme.example", false],
  ["alice@acme.example", "Alice@acme.example", undefined],
  ["github:alice", "github:ALICE", true],
  ["github:alice", "github:bob", false],
  ["corp:alice", "corp:Alice", undefined],
  ["github:alice", "gitlab:alice", undefined],
  ["alice@acme.example", "github:alice", undefined],
  ["alice@acme.example", "mailto:alice@acme.example", undefined],
  [KEY, KEY, true],
  [KEY, `sha256:${"b".repeat(64)}`, false],
  [KEY, "github:alice", undefined],
  ["https://a.example/x", "https://A.example:443/x", true],
  ["https://a.example/x", "https://a.example/y", false],
];

test("equality, and what cannot be told", () => {
  for (const [a, b, expected] of EQUALITY) {
    assert.is(equalIdentities(identity(a), identity(b)), expected, `${a} is ${b}`);
    assert.is(equalIdentities(identity(b), identity(a)), expected, `${b} is ${a}`);
  }
});

test("law: equality is an equivalence where it is defined, and agrees with the canonical form", () => {
  const some = fc.constantFrom(...KINDS.map(([text]) => text), ...EQUALITY.flatMap(([a, b]) => [a, b])).map(identity);
  checkProperty(
    fc.property(some, some, some, (a, b, c) => {
      assert.is(equalIdentities(a, a), true);
      assert.is(equalIdentities(a, b) === true, a.text === b.text && a.kind === b.kind);
      if (equalIdentities(a, b) === true && equalIdentities(b, c) === true) assert.is(equalIdentities(a, c), true);
    }),
  );
});

test("law: total", () => {
  checkProperty(fc.property(fc.string({ unit: "binary" }), (text) => assert.type(parseIdentity(text).ok, "boolean")));
});

test.run();
