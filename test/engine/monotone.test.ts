/** R5 of `verification.md`: an attestation that is not authentic changes nothing, except *missing* into *unverifiable*. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { search } from "../../src/engine/search.ts";
import type { JudgedAttestation } from "../../src/engine/index.ts";
import { judgeGate, type GateVerdict } from "../../src/evaluate/index.ts";
import { aRequest } from "../evaluate/support/world.ts";
import { checkProperty, fc } from "../support/property.ts";
import { claims, IMAGE, key, keyOf, OTHER, policy, rejected, searching, verified } from "./parts.ts";

const tests = suite("unauthentic attestations");

const said = fc.record({
  n: fc.constantFrom<unknown>(1, 2, "one"),
  subjects: fc.constantFrom([IMAGE], [OTHER], [IMAGE, OTHER]),
  salt: fc.constantFrom("", "s"),
});
const authentic = fc.tuple(said, fc.subarray(["a", "b", "c"] as const, { minLength: 1 })).map(
  ([what, files]) =>
    (id: string) =>
      verified(id, files.map(key), what),
);
const FAULTS = [
  ["decode", "json-malformed"],
  ["decode", "not-signed"],
  ["envelope", "no-signatures"],
  ["signature", "signature-invalid"],
  ["tlog", "inclusion-invalid"],
  ["time", "time-in-future"],
  ["statement", "statement-invalid"],
  ["bundle", "not-an-attestation"],
] as const;
const unauthentic = fc.tuple(fc.constantFrom(...FAULTS), said, fc.constantFrom("none", "hint"), fc.constantFrom("silent", "claiming")).map(
  ([[step, reason], what, hint, claim]) =>
    (id: string) =>
      rejected(id, step, reason, {
        ...(claim === "claiming" ? claims(what) : {}),
        ...(hint === "hint" ? { keyids: [keyOf("a")] } : {}),
      }),
);

function judge(attestations: readonly JudgedAttestation[]): GateVerdict {
  const [gate] = policy.gates;
  if (!gate) throw new Error("no gate");
  const ports = searching(attestations);
  return judgeGate({ policy, gate, request: aRequest, search: ({ evidence }) => search(ports, evidence) });
}

function outcome(attestations: readonly JudgedAttestation[]): string {
  return judge(attestations).controls[0]?.outcome ?? "none";
}

function named(makers: readonly ((id: string) => JudgedAttestation)[], prefix: string): readonly JudgedAttestation[] {
  return makers.map((make, index) => make(`${prefix}${index}`));
}

tests("adding them changes nothing but missing into unverifiable", () => {
  checkProperty(
    fc.property(fc.array(authentic, { maxLength: 4 }), fc.array(unauthentic, { maxLength: 4 }), (good, bad) => {
      const before = outcome(named(good, "A"));
      const after = outcome([...named(bad, "0"), ...named(good, "A")]);
      assert.ok(after === before || (before === "missing" && after === "unverifiable"), `${before} became ${after}`);
    }),
  );
});

tests("their order changes nothing", () => {
  checkProperty(
    fc.property(fc.array(fc.oneof(authentic, unauthentic), { maxLength: 6 }), (makers) => {
      const all = named(makers, "A");
      assert.is(outcome(all), outcome([...all].reverse()));
    }),
  );
});

tests("with nothing that is authentic, nothing is satisfied", () => {
  checkProperty(
    fc.property(fc.array(unauthentic, { maxLength: 6 }), (bad) => {
      assert.ok(["missing", "unverifiable"].includes(outcome(named(bad, "A"))));
    }),
  );
});

tests.run();
