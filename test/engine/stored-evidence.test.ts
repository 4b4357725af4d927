/** What became of the bytes that a summary names: `verification.md` §4.13 W4. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Digest } from "../../src/base/index.ts";
import type { JudgedAttestation } from "../../src/engine/index.ts";
import { search } from "../../src/engine/search.ts";
import { storedEvidence } from "../../src/engine/stored-evidence.ts";
import type { Evidence } from "../../src/language/index.ts";
import { checkedPolicy } from "../support/compile-policy.ts";
import { discovery, key, rejected, searching, sha, verified, type Said } from "./parts.ts";

const tests = suite("stored evidence");
const SUMMARY = "https://slsa.dev/verification_summary/v1";
const late = { step: "fetch" as const, reason: "deadline-exceeded" as const };

const rows: readonly (readonly [name: string, attestations: readonly JudgedAttestation[], kind: string])[] = [
  ["verified, whoever signed it", [verified("A", [key("c")])], "verified"],
  ["it does not verify", [rejected("A", "signature", "signature-invalid")], "refused"],
  ["it is a bare statement", [rejected("A", "decode", "not-signed", {}, { notSigned: true })], "refused"],
  ["its time was over", [rejected("A", "fetch", "deadline-exceeded")], "undecided"],
  ["we failed in it", [rejected("A", "fetch", "internal-error")], "undecided"],
  ["nobody found it", [verified("B", [key("a")])], "not-found"],
  ["nothing was found", [], "not-found"],
];
for (const [name, attestations, kind] of rows)
  tests(name, () => assert.is(storedEvidence({ attestations, discovery: discovery() })(sha("A")).kind, kind));

tests("the same bytes under other annotations: the best of them, in any order", () => {
  const [good, bad, open] = [
    verified("A", [key("a")]),
    rejected("A", "signature", "signature-invalid"),
    rejected("A", "fetch", "deadline-exceeded"),
  ];
  const kind = (...attestations: readonly JudgedAttestation[]) => storedEvidence({ attestations, discovery: discovery() })(sha("A")).kind;
  assert.equal([kind(bad, good), kind(good, bad), kind(open, good, bad)], ["verified", "verified", "verified"]);
  assert.equal([kind(bad, open), kind(open, bad)], ["undecided", "undecided"]);
});

tests("what was not found where a source failed may be there, and is told by the source's reason", () => {
  const failing = discovery({ failed: true });
  const stored = storedEvidence({ attestations: [verified("A", [key("a")])], discovery: failing });
  assert.is(stored(sha("A")).kind, "verified");
  const other = stored(sha("B"));
  assert.ok(other.kind === "undecided");
  assert.equal([other.because.step, other.because.reason], ["fetch", "timeout"]);
});

// --------------------------------------------------------------------------------------------- as a candidate

const policy = checkedPolicy(`policy t version 1
use vsa from "std/vsa@1"
trust r { key "keys/a.pub" }
control C "c" {
  evidence x: any vsa.summary signed by r
  require q: (x.inputsVerified otherwise 0) >= 1 else "no"
}
control D "d" {
  evidence x: any vsa.summary signed by r
  require q: x.result is passed else "no"
}
gate prod { enforce C, D }
`);

function evidenceOf(id: string): Evidence {
  const [found] = policy.controls.find((control) => control.id === id)?.body.evidence ?? [];
  if (!found) throw new Error(`no control ${id}`);
  return found;
}

const summary = (inputs: readonly Digest[]): JudgedAttestation => {
  const said: Said = { type: SUMMARY, predicate: { verificationResult: "PASSED", inputAttestations: inputs.map(descriptor) } };
  return verified("V", [key("a")], said);
};
const descriptor = (digest: Digest) => ({ digest: { sha256: digest.slice(7) } });

function told(id: string, attestations: readonly JudgedAttestation[]): string {
  const { candidates } = search(searching(attestations), evidenceOf(id));
  const [one] = candidates.filter(({ attestation }) => attestation === "V");
  assert.ok(one);
  const { standing } = one;
  if (standing.kind !== "authentic") return `${standing.kind} ${"because" in standing ? standing.because.reason : ""}`;
  return `${standing.kind} ${standing.reading.kind}`;
}

tests("a summary whose input was not decided is undecided where the number is read, and there alone", () => {
  const attestations = [summary([sha("A"), sha("B")]), verified("A", [key("c")]), rejected("B", late.step, late.reason)];
  assert.is(told("C", attestations), "undecided deadline-exceeded");
  assert.is(told("D", attestations), "authentic readable");
  assert.is(told("C", attestations.slice(0, 2)), "authentic readable");
});
tests("what is unreadable besides stays unreadable", () => {
  const said: Said = { type: SUMMARY, predicate: { inputAttestations: [{ digest: { sha256: "x" } }] } };
  assert.is(told("C", [verified("V", [key("a")], said)]), "authentic unreadable");
});
tests.run();
