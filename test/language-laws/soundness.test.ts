/**
 * Generated policies over generated evidence: whatever compiles is judged without a fault, rests on the evidence that it names, and is
 * helped by nobody who can push what is not authentic or withhold what is. More than ten thousand judgements at the usual number of runs.
 */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { CheckedPolicy } from "../../src/language/index.ts";
import type { Stated, World } from "../evaluate/support/world.ts";
import { checkProperty, fc } from "../support/property.ts";
import { batches, brokenBy, compileCase, judgedCase, without, worldOf, type Case, type Judged, type Listings } from "./generated-case.ts";
import { isAuthentic } from "./generated-evidence.ts";

const tests = suite("soundness of generated policies");

const seen = { policies: 0, refused: 0, judged: 0, outcomes: new Map<string, number>(), codes: new Map<string, number>() };

function compiled(decisions: readonly number[]): Case | undefined {
  const { generated, policy, codes } = compileCase(decisions);
  for (const code of codes) seen.codes.set(code, (seen.codes.get(code) ?? 0) + 1);
  seen[policy ? "policies" : "refused"]++;
  return policy && { generated, policy };
}

function judged(policy: CheckedPolicy, world: World): Judged {
  seen.judged++;
  return judgedCase(policy, world);
}

/** Shows the policy and the world that break a law. */
function forEachCase(law: (each: Case, world: Listings) => void): void {
  checkProperty(
    fc.property(batches, (batch) => {
      for (const [answers, worlds] of batch) {
        const each = compiled(answers);
        if (!each) continue;
        for (const listings of worlds) {
          const world = worldOf(each, listings);
          try {
            law(each, world);
          } catch (error) {
            throw brokenBy(error as Error, each.generated.text, world);
          }
        }
      }
    }),
  );
}

const PASSES: ReadonlySet<string> = new Set(["satisfied", "not-applicable"]);

tests("nothing throws, and what comes out is whole", () => {
  forEachCase(({ policy }, world) => {
    const { control, verdict } = judged(policy, world);
    const { outcome, disposition } = control;
    seen.outcomes.set(outcome, (seen.outcomes.get(outcome) ?? 0) + 1);
    assert.is(
      control.reasons.length > 0,
      outcome === "missing" || outcome === "unverifiable",
      `${outcome} with ${control.reasons.length} reasons`,
    );
    if (outcome === "missing") assert.ok(control.reasons.every((reason) => reason.outcome === "missing"));
    for (const { reason } of control.reasons) assert.is.not(reason, "internal-error");
    if (disposition === "waived") assert.is.not(outcome, "unverifiable");
    assert.is(disposition === "clear", PASSES.has(outcome));
    if (disposition === "enforced") assert.is.not(verdict.decision, "passed");
    for (const { requirements } of control.judgements) {
      for (const { truth, reasons } of requirements) assert.is((reasons ?? []).length > 0, truth === "unknown");
    }
  });
});

tests("the order of evidence changes nothing", () => {
  forEachCase(({ policy }, world) => {
    const turned = Object.fromEntries(
      Object.entries(world).map(([name, listing]) => [name, { ...listing, candidates: [...listing.candidates].reverse() }]),
    );
    const [before, after] = [judged(policy, world), judged(policy, turned)];
    assert.is(after.control.outcome, before.control.outcome);
    assert.is(after.control.disposition, before.control.disposition);
    assert.is(after.verdict.decision, before.verdict.decision);
  });
});

tests("without the evidence that it rests on nothing is satisfied", () => {
  forEachCase(({ policy, generated }, world) => {
    if (judged(policy, world).control.outcome !== "satisfied") return;
    const needed = generated.evidence.filter(({ quantity }) => quantity !== "optional-all");
    const outside = needed.filter(({ branch }) => branch === undefined);
    for (const { name } of outside)
      assert.is.not(
        judged(
          policy,
          without(world, name, () => true),
        ).control.outcome,
        "satisfied",
        name,
      );
    const optional = generated.evidence.filter(({ quantity, branch }) => quantity === "optional-all" && branch === undefined);
    if (outside.length === 0 && optional.length === 0) assert.is.not(judged(policy, {}).control.outcome, "satisfied");
  });
});

const BAD: readonly Stated[] = [
  { class: "failed", id: "Z-1" },
  { class: "not-ours", id: "Z-2" },
  { class: "other-subject", id: "Z-3" },
];

tests("what is not authentic, added or taken away, changes nothing but missing into unverifiable and back", () => {
  forEachCase(({ policy }, world) => {
    const before = judged(policy, world);
    const more = Object.fromEntries(
      Object.entries(world).map(([name, listing]) => [name, { ...listing, candidates: [...BAD, ...listing.candidates] }]),
    );
    const fewer = Object.keys(world).reduce((left, name) => without(left, name, (each) => !isAuthentic(each)), world);
    for (const changed of [judged(policy, more), judged(policy, fewer)]) {
      const words = [before.control.outcome, changed.control.outcome].sort().join(" ");
      const isSame = before.control.outcome === changed.control.outcome;
      assert.ok(isSame || words === "missing unverifiable", `${before.control.outcome} became ${changed.control.outcome}`);
      if (before.control.disposition !== "waived" && changed.control.disposition !== "waived") {
        assert.is(changed.verdict.decision === "passed", before.verdict.decision === "passed");
      }
    }
  });
});

/** What somebody who withholds can do away with: the only doubt was which statement counts, or what one of them says. */
const DOUBTS: ReadonlySet<string> = new Set(["unreadable", "admissible"]);

tests("withholding one statement never turns a block into a pass, and undoes no doubt but its own", () => {
  forEachCase(({ policy, generated }, world) => {
    if (generated.hasPick) return;
    const before = judged(policy, world).control;
    if (PASSES.has(before.outcome)) return;
    for (const [name, { candidates }] of Object.entries(world)) {
      for (const { id } of candidates) {
        const after = judged(
          policy,
          without(world, name, (each) => each.id === id),
        ).control;
        if (!PASSES.has(after.outcome)) continue;
        assert.is(before.outcome, "unverifiable", `without ${id} of ${name} ${before.outcome} became ${after.outcome}`);
        const classes = before.judgements.flatMap(({ evidence }) =>
          evidence
            .filter((each) => each.evidence.name === name)
            .flatMap((each) => each.candidates.filter(({ attestation }) => attestation === id)),
        );
        assert.ok(
          classes.some((each) => DOUBTS.has(each.class)),
          `${id} of ${name} was ${classes.map((each) => each.class).join(", ")}`,
        );
      }
    }
  });
});

tests("all outcomes were met, most policies compile, and ten thousand cases were judged", () => {
  for (const word of ["satisfied", "violated", "missing", "unverifiable", "not-applicable"]) {
    assert.ok((seen.outcomes.get(word) ?? 0) > 20, `${word}: ${seen.outcomes.get(word) ?? 0}`);
  }
  assert.ok(seen.policies > 3 * seen.refused, `${seen.policies} compile, ${seen.refused} do not: ${[...seen.codes].join(" ")}`);
  assert.ok(seen.judged > 10_000, `${seen.judged} cases`);
});

tests.run();
