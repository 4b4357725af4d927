/** The step budget: what is too dear is not known, what was decided before stays, and the trace never says otherwise. `language.md` §5.8. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { STEP_BUDGET } from "../../src/evaluate/index.ts";
import { checkedPolicy } from "../support/compile-policy.ts";
import { HEAD, policyOf, predicate, requirementOf, truthOf, wordOf } from "./support/conditions.ts";
import { judgeWorld } from "./support/world.ts";

const tests = suite("step budget");
const many = (count: number) => ({ items: Array.from({ length: count }, (_, index) => ({ name: `i${index}`, n: index })) });
/** Looks at every pair: more than the budget for two thousand. */
const PAIRS = "no item a in s.items where some item b in s.items where b.n + 1 is a.n - 99999";

tests("a quadratic question about two thousand elements is not answered", () => {
  assert.is(truthOf(PAIRS, predicate(many(2000))), "unknown budget");
  assert.is(truthOf(PAIRS, predicate(many(200))), "true");
});

tests("nothing is concluded from the part that still fitted, nor shown as a witness", () => {
  const found = "some item a in s.items where a.n is 0 or (some item b in s.items where b.n is 99999)";
  const requirement = requirementOf(judgeWorld(policyOf(found), { s: [predicate(many(2000))] }));
  assert.is(wordOf(requirement), "unknown budget");
  assert.equal(requirement.node.quantified?.witnesses, []);
});

tests("what another operand decides is decided", () => {
  assert.is(truthOf(`s.flag or (${PAIRS})`, predicate(many(2000))), "true");
  assert.is(truthOf(`not s.flag and (${PAIRS})`, predicate(many(2000))), "false");
});

tests("`where` counts as well, for each statement that it is asked about", () => {
  const selecting = (where: string) =>
    checkedPolicy(`${HEAD}control C "c" {
  evidence s: all p signed by r where ${where}
}
gate prod { enforce C }
`);
  const stated = Array.from({ length: 3 }, (_, index) => ({ ...predicate({ ...many(600), int: index }), id: `A-${index}` }));
  const judged = (where: string) => judgeWorld(selecting(where), { s: stated }).controls[0];
  assert.is(judged("s.int is 1")?.steps.used, 3 * 4);
  const dear = judged("some item a in s.items where some item b in s.items where b.n + 1 is a.n - 99999");
  assert.is(dear?.outcome, "unverifiable");
  assert.ok(dear?.reasons.some(({ reason }) => reason === "budget") === true);
});

tests("witnesses are shown with their whole workings, however much the verdict cost", () => {
  const dear = "no item a in s.items where some item b in s.items where b.n is a.n";
  const verdict = judgeWorld(policyOf(dear), { s: [predicate(many(600))] });
  const { node } = requirementOf(verdict);
  const used = verdict.controls[0]?.steps.used ?? 0;
  assert.ok(used > STEP_BUDGET * 0.6 && used < STEP_BUDGET, `${used} steps`);
  assert.is(node.quantified?.witnesses.length, 20);
  for (const { body } of node.quantified?.witnesses ?? []) assert.is(body.truth, "true");
});

tests("combinations share one budget: running out blocks and never throws", () => {
  const policy = checkedPolicy(`${HEAD}control C "c" {
  evidence s: any p signed by r
  require q: ${PAIRS}
    else "no"
}
gate prod { enforce C }
`);
  const stated = Array.from({ length: 8 }, (_, index) => ({ ...predicate({ ...many(400), int: index }), id: `A-${index}` }));
  const [control] = judgeWorld(policy, { s: stated }).controls;
  assert.is(control?.outcome, "satisfied", "the first one fits");
  const none = "every item a in s.items satisfies some item b in s.items where b.n + 1 is a.n + 2";
  const never = checkedPolicy(policy.sources[0]?.text.replace(PAIRS, none) ?? "");
  const [stuck] = judgeWorld(never, { s: stated }).controls;
  assert.is(stuck?.outcome, "unverifiable");
  assert.ok(stuck?.reasons.some(({ reason }) => reason === "budget") === true);
});

tests.run();
