/** What a run remembers of the envelopes that it verified. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { remembering } from "../../src/engine/attestations.ts";
import type { Verification, Verifier } from "../../src/trust/index.ts";
import { key, rejected, verified } from "./parts.ts";

const tests = suite("remembering");
const { envelope, verification: good } = verified("A", [key("a")]);
const late = rejected("A", "fetch", "deadline-exceeded").verification;

/** Asked about the same envelope again and again, it answers these, one after the other. */
function asked(...answers: readonly Verification[]): { readonly verifier: Verifier; readonly times: () => number } {
  let times = 0;
  const verify = () => {
    const answer = answers[times++];
    if (!answer) throw new Error("asked once too often");
    return answer;
  };
  return { verifier: remembering({ verify, verifyBlob: () => assert.unreachable() as never }), times: () => times };
}

tests("what was decided is asked once", () => {
  for (const answer of [good, rejected("A", "signature", "signature-invalid").verification]) {
    const { verifier, times } = asked(answer);
    assert.is(verifier.verify(envelope, 1n), answer);
    assert.is(verifier.verify(envelope, 1n), answer);
    assert.is(times(), 1);
  }
});
tests("what was not decided is asked again, until it is", () => {
  for (const open of [late, rejected("A", "fetch", "internal-error").verification]) {
    const { verifier, times } = asked(open, good);
    assert.equal([verifier.verify(envelope, 1n), verifier.verify(envelope, 1n), verifier.verify(envelope, 1n)], [open, good, good]);
    assert.is(times(), 2);
  }
});
tests("nor is what one prover did not decide", () => {
  const open: Verification = { ...good, views: [{ provenBy: "acme", verification: late }] };
  const { verifier } = asked(open, good);
  assert.equal([verifier.verify(envelope, 1n), verifier.verify(envelope, 1n)], [open, good]);
});
tests("other words of the carrier, and another evaluation time, are other questions", () => {
  const { verifier, times } = asked(good, good, good);
  verifier.verify(envelope, 1n);
  verifier.verify({ ...envelope, annotations: { a: "b" } }, 1n);
  verifier.verify(envelope, 2n);
  assert.is(times(), 3);
});
tests.run();
