/**
 * Order means nothing where the language says so: of clauses, requirements, alternatives, operands, controls, gates and evidence. The same
 * policy written in another order has the same meaning hash, and every image gets the same outcome, disposition and decision of it.
 */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { meaningHashes, type CheckedPolicy } from "../../src/language/index.ts";
import { createNodeCrypto } from "../../src/platform/crypto/index.ts";
import { Decisions } from "../language/format/generated-policy.ts";
import { compilePolicy, said } from "../support/compile-policy.ts";
import { checkProperty, fc } from "../support/property.ts";
import { batches, brokenBy, compileCase, decisions, judgedCase, worldOf, type Judged } from "./generated-case.ts";
import { shuffled } from "./shuffled-policy.ts";

const tests = suite("order of generated policies");
const hasher = createNodeCrypto();
const seen = { policies: 0, moved: 0, alternatives: 0, judged: 0, hashed: 0, outcomes: new Map<string, number>() };

/** What nobody may change by writing, or finding, things in another order. */
function verdictOf({ control, verdict }: Judged): unknown {
  const requirements = (index: number) => {
    const judgement = control.judgements[index];
    return [...(judgement?.requirements ?? [])].map(({ id, truth }) => `${id} ${truth}`).toSorted();
  };
  return {
    decision: verdict.decision,
    outcome: control.outcome,
    disposition: control.disposition,
    reasons: [...new Set(control.reasons.map(({ outcome, reason }) => `${outcome} ${reason}`))].toSorted(),
    whole: control.judgements.length === 1 ? requirements(0) : [],
    others: verdict.controls.map((each) => `${each.control.id} ${each.outcome} ${each.disposition}`).toSorted(),
  };
}

tests("the same policy in another order: the same verdicts", () => {
  checkProperty(
    fc.property(batches, decisions, (batch, order) => {
      for (const [answers, worlds] of batch) {
        const { generated, policy } = compileCase(answers);
        if (!policy) continue;
        const text = shuffled(generated.text, new Decisions(order), "everything");
        const again = compilePolicy(text);
        assert.ok(again.policy, `${said(again).join("\n")}\n${text}`);
        seen.policies++;
        if (text !== generated.text) seen.moved++;
        if (text.includes("either ")) seen.alternatives++;
        for (const listings of worlds) {
          const world = worldOf({ generated, policy }, listings);
          const turned = Object.fromEntries(
            Object.entries(world).map(([name, listing]) => [name, { ...listing, candidates: [...listing.candidates].reverse() }]),
          );
          const before = judgedCase(policy, world);
          const after = judgedCase(again.policy, turned);
          seen.judged += 2;
          seen.outcomes.set(before.control.outcome, (seen.outcomes.get(before.control.outcome) ?? 0) + 1);
          try {
            assert.equal(verdictOf(after), verdictOf(before));
          } catch (error) {
            throw brokenBy(error as Error, `${generated.text}\n=====\n${text}`, world);
          }
        }
      }
    }),
  );
});

const policyHash = (policy: CheckedPolicy): string => meaningHashes(policy, hasher).policy();

tests("the same policy in another order: the same meaning hash", () => {
  checkProperty(
    fc.property(fc.array(decisions, { minLength: 3, maxLength: 3 }), decisions, (some, order) => {
      for (const answers of some) {
        const { generated, policy } = compileCase(answers);
        if (!policy) continue;
        const text = shuffled(generated.text, new Decisions(order), "all-but-evidence");
        const again = compilePolicy(text);
        assert.ok(again.policy, `${said(again).join("\n")}\n${text}`);
        seen.hashed++;
        assert.is(policyHash(again.policy), policyHash(policy), `${generated.text}\n=====\n${text}`);
      }
    }),
  );
});

tests("policies were moved, with alternatives in them, and every outcome was met", () => {
  assert.ok(seen.policies > 200 && seen.moved === seen.policies, JSON.stringify(seen));
  assert.ok(seen.alternatives > 50, `${seen.alternatives} with alternatives`);
  assert.ok(seen.hashed > 200, `${seen.hashed} hashes`);
  assert.ok(seen.judged > 1_600, `${seen.judged} judged`);
  for (const word of ["satisfied", "violated", "missing", "unverifiable", "not-applicable"])
    assert.ok((seen.outcomes.get(word) ?? 0) > 5, word);
});

tests.run();
