import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Digest } from "../../src/base/index.ts";
import { relateSubject, type JudgedSubject, type SubjectRelation } from "../../src/evidence/index.ts";

const test = suite("subject");

const hex = (char: string, length = 64): string => char.repeat(length);
const R: Digest = `sha256:${hex("a")}`;
const R512: Digest = `sha512:${hex("a", 128)}`;
const INDEX: Digest = `sha256:${hex("1")}`;
const OUTER: Digest = `sha256:${hex("2")}`;
const judged: JudgedSubject = { digest: R, alternatives: [R512], indexPath: [OUTER, INDEX] };

type Digests = Readonly<Record<string, string>>;
const relate = (subjects: readonly Digests[], about: JudgedSubject = judged): SubjectRelation =>
  relateSubject({ subjects: subjects.map((digests) => ({ digests: new Map(Object.entries(digests)) })) }, about);
const none = (reason: "subject-mismatch" | "contradictory-digests" | "no-acceptable-digest"): SubjectRelation => ({ kind: "none", reason });

const a256 = { sha256: hex("a") };
const b256 = { sha256: hex("b") };

const ROWS: readonly (readonly [what: string, subjects: readonly Digests[], expected: SubjectRelation])[] = [
  ["its digest", [a256], { kind: "same" }],
  ["one of several subjects", [b256, a256], { kind: "same" }],
  ["another algorithm that we computed", [{ sha512: hex("a", 128) }], { kind: "same" }],
  ["both algorithms", [{ ...a256, sha512: hex("a", 128) }], { kind: "same" }],
  ["an algorithm that we did not compute beside it", [{ ...a256, sha384: hex("9", 96) }], { kind: "same" }],
  ["weak algorithms beside it, whatever they say", [{ ...a256, sha1: "x", md5: "y", gitCommit: "z" }], { kind: "same" }],
  ["another artifact", [b256], none("subject-mismatch")],
  ["an algorithm that we did not compute alone", [{ sha384: hex("a", 96) }], none("subject-mismatch")],
  ["one digest right and one wrong", [{ ...a256, sha512: hex("b", 128) }], none("contradictory-digests")],
  ["the other one right", [{ ...b256, sha512: hex("a", 128) }], none("contradictory-digests")],
  ["a contradiction beside a clean subject", [a256, { ...a256, sha512: hex("b", 128) }], none("contradictory-digests")],
  ["weak algorithms only", [{ sha1: hex("a", 40) }], none("no-acceptable-digest")],
  ["unknown algorithms only", [{ sha257: hex("a"), dirHash: "x" }], none("no-acceptable-digest")],
  ["a weak one and another artifact", [{ sha1: "x" }, b256], none("subject-mismatch")],
  ["the index that lists it", [{ sha256: hex("1") }], { kind: "index-of", index: INDEX }],
  ["the index of the index", [{ sha256: hex("2") }], { kind: "index-of", index: OUTER }],
  ["both indexes: the nearest", [{ sha256: hex("2") }, { sha256: hex("1") }], { kind: "index-of", index: INDEX }],
  ["the artifact and its index", [{ sha256: hex("1") }, a256], { kind: "same" }],
  ["an index found elsewhere", [{ sha256: hex("3") }], none("subject-mismatch")],
  ["a digest with the wrong case", [{ sha256: hex("A") }], none("subject-mismatch")],
  ["nothing", [], none("no-acceptable-digest")],
  ["a subject without digest", [{}], none("no-acceptable-digest")],
  ["inherited names", [{ toString: hex("a"), constructor: hex("a") }], none("no-acceptable-digest")],
];

for (const [what, subjects, expected] of ROWS) test(`a statement that names ${what}`, () => assert.equal(relate(subjects), expected));

test("a statement about one platform never counts for the index that lists it", () => {
  assert.equal(relate([a256], { digest: INDEX, indexPath: [] }), none("subject-mismatch"));
});

test("without an index on the path none is accepted", () => {
  assert.equal(relate([{ sha256: hex("1") }], { digest: R, indexPath: [] }), none("subject-mismatch"));
});

test("without alternatives a second algorithm is not looked at", () => {
  assert.equal(relate([{ ...a256, sha512: hex("b", 128) }], { digest: R, indexPath: [] }), { kind: "same" });
});

test.run();
