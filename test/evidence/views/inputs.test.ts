/** W4: how many inputs a summary names, and how many of them the run holds. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import fc from "fast-check";
import type { Digest, Json } from "../../../src/base/index.ts";
import { inputsOf, readView, type StoredAs, type StoredEvidence } from "../../../src/evidence/index.ts";
import { checkProperty } from "../../support/property.ts";
import { TEST_TYPE } from "../../support/read-field.ts";
import { showReading } from "../../support/show-reading.ts";
import { needsAll, viewFromText } from "../../support/standard-view.ts";

const test = suite("inputs of a summary");
const view = viewFromText(
  `predicate p "${TEST_TYPE}" {\n named: optional Int at "/x" via inputs-named\n verified: optional Int at "/x" via inputs-verified\n}`,
);

const sha = (letter: string): Digest => `sha256:${letter.repeat(64)}`;
const input = (letter: string, more: { readonly [name: string]: Json } = {}): Json => ({ digest: { sha256: letter.repeat(64), ...more } });
const held: Readonly<Record<string, StoredAs>> = {
  [sha("a")]: { kind: "verified", attestation: "A-01" },
  [sha("b")]: { kind: "verified", attestation: "A-02" },
  [sha("c")]: { kind: "refused", attestation: "A-03" },
  [sha("d")]: { kind: "undecided", because: { step: "fetch", reason: "deadline-exceeded", detail: "its time is over" } },
};
const stored: StoredEvidence = (digest) => held[digest] ?? { kind: "not-found" };

function read(x: Json, site: { readonly stored?: StoredEvidence } = { stored }): string {
  const reading = readView(view, TEST_TYPE, { x }, needsAll(view.record), site);
  return showReading(view.record, reading).trim().replaceAll("\n", " | ");
}

const both = (named: number, verified: number): string =>
  `named = ${named} @ /predicate/x via inputs-named | verified = ${verified} @ /predicate/x via inputs-verified`;
const faulty = (pointer: string, problem: string): string =>
  `unreadable (2) | malformed named at ${pointer}: ${problem} | malformed verified at ${pointer}: ${problem}`;

const rows: readonly (readonly [name: string, x: Json, expected: string])[] = [
  ["all are here", [input("a"), input("b")], both(2, 2)],
  ["one was not found", [input("a"), input("e")], both(2, 1)],
  ["one was found and does not verify", [input("a"), input("c")], both(2, 1)],
  ["none is here", [input("e")], both(1, 0)],
  ["one that is named twice is one", [input("a"), input("a"), input("b")], both(2, 2)],
  ["only SHA-256 finds stored bytes", [input("a"), { digest: { sha512: "a".repeat(128) } }], both(2, 1)],
  ["another algorithm beside it is passed over", [input("a", { sha512: "f".repeat(128) })], both(1, 1)],
  ["no digest, no input that could be here", [{ uri: "https://acme.example/1" }, { uri: "https://acme.example/2" }], both(2, 0)],
  ["digests of other kinds alone", [{ digest: { gitCommit: "a".repeat(40) } }], both(1, 0)],
  ["none is named", [], "named absent | verified absent"],
  ["no list", null, "named absent | verified absent"],
  ["no list but an object", { a: 1 }, faulty("/predicate/x", "it is a JSON object, not an array")],
  ["a text for an input", ["a"], faulty("/predicate/x/0", "it is a JSON string, not an object")],
  ["a text for a digest", [{ digest: "sha256:aa" }], faulty("/predicate/x/0/digest", "it is a JSON string, not an object of digests")],
  [
    "one is undecided: there is a number of those named, and none of those verified",
    [input("a"), input("d")],
    "unreadable (1) | undecided verified at /predicate/x/1: whether this input was found and verifies cannot be told: its time is over",
  ],
];
for (const [name, x, expected] of rows) test(name, () => assert.is(read(x), expected));

test("a digest that is no digest makes the list unreadable", () => {
  for (const hex of ["A".repeat(64), "a".repeat(63), ""])
    assert.match(read([input("a"), { digest: { sha256: hex } }]), /^unreadable \(2\)/u);
});

test("the step and the reason of what is undecided are kept", () => {
  const reading = readView(view, TEST_TYPE, { x: [input("d")] }, needsAll(view.record), { stored });
  assert.ok(reading.kind === "unreadable");
  assert.equal(
    reading.failures.map(({ because }) => because),
    [{ step: "fetch", reason: "deadline-exceeded" }],
  );
});

test("without a run nothing is verified", () => assert.is(read([input("a")], {}), both(1, 0)));

test("only a summary that names inputs has some", () => {
  const type = "https://slsa.dev/verification_summary/v1";
  const of = (predicate: Json, predicateType = type) => inputsOf({ predicateType, predicate }, stored)?.map(({ stored: { kind } }) => kind);
  assert.equal(of({ inputAttestations: [input("a"), input("c"), input("e")] }), ["verified", "refused", "not-found"]);
  assert.is(of({ inputAttestations: [input("a")] }, "https://slsa.dev/provenance/v1"), undefined);
  for (const list of [[], null, "x", ["x"], [{ digest: 1 }]]) assert.is(of({ inputAttestations: list }), undefined);
  for (const predicate of [null, {}, [], "x"]) assert.is(of(predicate), undefined);
});

test("law: what is verified is among what is named, and what else a summary names never raises it", () => {
  const letters = fc.array(fc.constantFrom("a", "b", "c", "e", "f"), { minLength: 1, maxLength: 8 });
  checkProperty(
    fc.property(letters, (named) => {
      const distinct = new Set<string>(named);
      const verified = ["a", "b"].filter((letter) => distinct.has(letter)).length;
      assert.is(read(named.map((letter) => input(letter))), both(distinct.size, verified));
    }),
  );
});
test.run();
