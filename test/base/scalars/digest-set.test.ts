import { suite } from "uvu";
import * as assert from "uvu/assert";
import { digestSetFromObject, parseDigest, scalars, type DigestSet, type Json } from "../../../src/base/index.ts";
import { equalDigests } from "../../../src/base/scalars/digest-set.ts";
import { checkProperty, fc } from "../../support/property.ts";

const test = suite("digest-set");
const A = "a".repeat(64);
const B = "b".repeat(64);
const LONG = "c".repeat(128);

function digests(text: string): DigestSet {
  const parsed = scalars.Digest.parse(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.error}`);
  return parsed.value;
}

test("a digest is an algorithm and lower-case hex of its length", () => {
  for (const text of [`sha256:${A}`, `sha384:${"0".repeat(96)}`, `sha512:${LONG}`])
    assert.equal(parseDigest(text), { ok: true, value: text });
  const refused = [
    ["", /begin/],
    [A, /begin/],
    [`md5:${A}`, /begin/],
    [`SHA256:${A}`, /begin/],
    [`toString:${A}`, /begin/],
    ["sha256:", /64/],
    [`sha256:${A}a`, /64/],
    [`sha512:${A}`, /128/],
    [`sha256:${"A".repeat(64)}`, /lower/],
    [`sha256:${"g".repeat(64)}`, /lower/],
  ] as const;
  for (const [text, reason] of refused) {
    const parsed = parseDigest(text);
    assert.ok(!parsed.ok && reason.test(parsed.error), text);
  }
});

test("several digests of one artifact", () => {
  assert.equal(digests(`sha512:${LONG} sha256:${A}`).digests, [`sha256:${A}`, `sha512:${LONG}`]);
  for (const text of [`sha256:${A} sha256:${B}`, `sha256:${A}  sha512:${LONG}`, `sha256:${A},sha512:${LONG}`])
    assert.not.ok(scalars.Digest.parse(text).ok);
});

test("an object of digests: known ones are read, others passed over", () => {
  assert.equal(digestSetFromObject({ sha1: "x", sha256: A, gitCommit: 7 as Json }), { ok: true, value: { digests: [`sha256:${A}`] } });
  assert.equal(digestSetFromObject({ sha1: "x" }), { ok: true, value: undefined });
  for (const json of [
    { sha256: "A".repeat(64) },
    { sha256: 1 },
    { sha256: null },
    { sha256: A.slice(1) },
    [],
    "x",
    null,
    1,
  ] as readonly Json[]) {
    assert.not.ok(digestSetFromObject(json).ok, JSON.stringify(json));
  }
  assert.not.ok(scalars.Digest.fromJson({ sha1: "x" }).ok, "a Digest needs one");
  assert.not.ok(scalars.Digest.fromJson({}).ok);
});

test("equality: agree, differ, cannot be told", () => {
  const a = digests(`sha256:${A}`);
  const both = digests(`sha256:${A} sha512:${LONG}`);
  const mixed = digests(`sha256:${B} sha512:${LONG}`);
  assert.is(equalDigests(a, a), true);
  assert.is(equalDigests(a, both), true);
  assert.is(equalDigests(a, digests(`sha256:${B}`)), false);
  assert.is(equalDigests(both, mixed), undefined, "one agrees, one differs");
  assert.is(equalDigests(a, digests(`sha512:${LONG}`)), undefined, "none is shared");
});

test("law: show then parse is the value, and equality is symmetric", () => {
  const hex = fc.constantFrom("a", "b");
  const some = fc
    .record({ sha256: hex, sha512: hex }, { requiredKeys: [] })
    .filter((object) => Object.keys(object).length > 0)
    .map(({ sha256, sha512 }) =>
      [sha256 === undefined ? [] : `sha256:${sha256.repeat(64)}`, sha512 === undefined ? [] : `sha512:${sha512.repeat(128)}`]
        .flat()
        .join(" "),
    )
    .map(digests);
  checkProperty(
    fc.property(some, some, (a, b) => {
      assert.equal(scalars.Digest.parse(scalars.Digest.show(a)), { ok: true, value: a });
      assert.is(equalDigests(a, b), equalDigests(b, a));
      assert.is(equalDigests(a, a), true);
    }),
  );
});

test.run();
