/** Meaning hashes of branches, platforms, `about` and `listed in`. `language.md` §5.1. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { meaningHashes } from "../../../src/language/index.ts";
import { createNodeCrypto } from "../../../src/platform/crypto/index.ts";
import { checkedPolicy } from "../../support/compile-policy.ts";

const LEFT = `"left" {
    evidence build: link signed by r about first.made
    require built: build.ok else "no"
  }`;
const RIGHT = `"right" {
    evidence seen: all link signed by r
      about platform only
      listed in first.statements
    require looked: (every x l in seen satisfies l.ok) else "no"
  }`;
const BASE = `policy main version 1
predicate link "https://acme.example/link/v1" { ok: Bool  made: Digest  other: Digest  statements: Set of Digest  more: Set of Digest }
trust r { key "keys/a.pub" }
control C "c" {
  for every platform
  evidence first: link signed by r
  either ${LEFT} or ${RIGHT}
}
gate prod { enforce C }
`;

function hashesOf(text: string): readonly [meaning: string, wording: string] {
  const policy = checkedPolicy(text);
  const hashes = meaningHashes(policy, createNodeCrypto());
  const [control] = policy.controls;
  if (!control) throw new Error("no control");
  return [hashes.control(control), hashes.wording(control)];
}

function edited(from: string, to: string): string {
  if (!BASE.includes(from)) throw new Error(`the policy has no ${from}`);
  return BASE.replaceAll(from, to);
}

const [meaning, wording] = hashesOf(BASE);
const tests = suite("hashes of branches");

tests("the order of branches decides who carries, and never what comes out", () => {
  const right = RIGHT;
  const swapped = BASE.replace(`either ${LEFT} or ${right}`, `either ${right} or ${LEFT}`);
  assert.is.not(swapped, BASE);
  assert.is(hashesOf(swapped)[0], meaning);
});

tests("names mean nothing, labels are wording", () => {
  assert.is(hashesOf(edited("build", "provenance"))[0], meaning);
  const [labelled, said] = hashesOf(edited('"left"', '"here"'));
  assert.is(labelled, meaning);
  assert.is.not(said, wording);
});

const MEANING: readonly (readonly [from: string, to: string])[] = [
  ["  for every platform\n", ""],
  ["about first.made", "about first.other"],
  [" about first.made", ""],
  ["about platform only", "about index only"],
  ["listed in first.statements", "listed in first.more"],
  ["all link", "optional all link"],
  ["require built: build.ok", "require built: not build.ok"],
];
for (const [from, to] of MEANING) {
  // Platform words go with the clause that they need.
  const text = to === "" && from.includes("platform") ? edited(from, to).replace("      about platform only\n", "") : edited(from, to);
  tests(`${from.trim()} → ${to === "" ? "nothing" : to}`, () => assert.is.not(hashesOf(text)[0], meaning));
}

tests("a branch more, and a block instead of branches", () => {
  const more = BASE.replace(`either ${LEFT}`, `either "third" { require third: first.ok else "no" } or ${LEFT}`);
  assert.is.not(hashesOf(more)[0], meaning);
});

tests.run();
