/** What fuzzing found, one by one. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { readDer } from "../../src/trust/der/der.ts";
import { createSecondOpinion } from "../../src/trust/sigstore/second-opinion.ts";
import { createLinkMemo } from "../../src/trust/x509/signature.ts";
import { crypto, publicGood } from "../support/trust/run.ts";

const tests = suite("what fuzzing found");
tests("a tag of universal number 0 is none, constructed or not: the second opinion threw where we read on", () => {
  for (const tag of [0x00, 0x20]) {
    const read = readDer(new Uint8Array([0x30, 2, tag, 0]), 8, () => true);
    assert.is(read.ok ? "read" : read.error, "a tag is zero");
  }
  assert.is(readDer(new Uint8Array([0x30, 2, 0x80, 0]), 8, () => true).ok, true, "a context tag 0 is one");
});
tests("a token that the second opinion cannot read is malformed, and no fault of ours", () => {
  const opinion = createSecondOpinion(publicGood, createLinkMemo(crypto));
  const [authority] = publicGood.timestampAuthorities;
  if (authority === undefined) throw new Error("no authority");
  for (const token of [[], [0x30, 0], [0x30, 2, 0x30, 0], [0x04, 1, 0], [0x20, 0]])
    assert.is(opinion.token(new Uint8Array(token), new Uint8Array([1]), authority)?.reason, "token-malformed", token.join(" "));
});
tests.run();
