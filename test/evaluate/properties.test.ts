/**
 * Laws over generated conditions and evidence. Each law compiles some conditions and asks each about many statements: more than ten
 * thousand cases in all, at the usual number of runs.
 */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Cell, Identity, Value } from "../../src/base/index.ts";
import { compileTruth } from "../../src/evaluate/compile.ts";
import { StatementSet } from "../../src/evaluate/environment.ts";
import { explainTruth } from "../../src/evaluate/explain.ts";
import { peopleOf } from "../../src/base/index.ts";
import { truthWord, Unknown } from "../../src/evaluate/truth.ts";
import type { CheckedPolicy, Condition, Quantified } from "../../src/language/index.ts";
import { checkProperty, fc } from "../support/property.ts";
import { naiveTruth, UNKNOWN, type NaiveWorld, type Pile } from "./naive/interpret.ts";
import { predicate } from "./support/conditions.ts";
import { changes, conditions } from "./support/generate.ts";
import {
  compiled,
  conditionOf,
  controlOf,
  environmentOf,
  everybodyKnown,
  IDENTITIES,
  manyWorlds,
  slotsOf,
  span,
  type World,
} from "./support/laws.ts";
import { aRequest, judgeWorld, type Stated } from "./support/world.ts";

const tests = suite("laws of evaluation");
let cases = 0;

function naiveWorldOf(policy: CheckedPolicy, world: World): NaiveWorld {
  const people = peopleOf(policy.persons);
  const slots = new Map<number, Value | Pile | typeof UNKNOWN>();
  slotsOf(controlOf(policy), world).forEach((slot, index) => {
    if (slot instanceof Unknown) slots.set(index, UNKNOWN);
    else if (slot instanceof StatementSet)
      slots.set(index, { records: slot.statements.map(({ record }) => record), unread: slot.unread.length });
    else if (slot && "record" in slot) slots.set(index, slot.record);
  });
  return { slots, request: aRequest, same: (a, b) => people.same(a as Identity, b as Identity) };
}

const LETTER = { true: "T", false: "F", unknown: "U" } as const;

/** For each of many worlds, with the condition compiled once. */
function forEachWorld(check: (policy: CheckedPolicy, world: World, text: string) => void): void {
  checkProperty(
    fc.property(conditions(), manyWorlds, (text, some) => {
      const policy = compiled(text);
      for (const world of some) {
        cases++;
        check(policy, world, text);
      }
    }),
  );
}

tests("closures, trace and the naive interpreter agree", () => {
  const seen = { T: 0, F: 0, U: 0 };
  forEachWorld((policy, world, text) => {
    const condition = conditionOf(policy);
    const truth = compileTruth(condition)(environmentOf(policy, world));
    const explained = explainTruth(condition, environmentOf(policy, world));
    const naive = naiveTruth(condition, naiveWorldOf(policy, world));
    seen[naive]++;
    assert.is(LETTER[truthWord(truth)], naive, `closure of ${text}`);
    assert.is(LETTER[truthWord(explained.truth)], naive, `trace of ${text}`);
    assert.is(explained.node.truth, truthWord(explained.truth));
    if (explained.truth instanceof Unknown) assert.ok(explained.truth.reasons.length > 0 && (truth as Unknown).reasons.length > 0);
  });
  for (const [letter, count] of Object.entries(seen)) assert.ok(count > 200, `${letter} came out only ${count} times`);
});

tests("refinement: what was decided stays, whatever the unknown turns out to be", () => {
  checkProperty(
    fc.property(
      conditions(),
      manyWorlds,
      changes,
      fc.array(changes, { maxLength: 2 }),
      fc.array(fc.nat(5), { minLength: IDENTITIES.length, maxLength: IDENTITIES.length }),
      (text, some, found, more, choices) => {
        const policy = compiled(text);
        for (const world of some) {
          cases++;
          const condition = conditionOf(policy);
          const before = compileTruth(condition)(environmentOf(policy, world));
          if (before instanceof Unknown) continue;
          const known: World = { s: world.s ?? found, pile: world.unread > 0 ? [...world.pile, ...more] : world.pile, unread: 0 };
          const people = everybodyKnown(policy.persons, IDENTITIES, choices);
          assert.is(compileTruth(condition)(environmentOf(policy, known, people)), before, text);
        }
      },
    ),
  );
});

tests("duals: `no` is not `some`; `every` is `no … not …` of a list that is not empty", () => {
  checkProperty(
    fc.property(conditions({ depth: 1, stance: "other", variables: ["e0"] }), manyWorlds, (body, some) => {
      const policy = compiled(`no item e0 in s.items where ${body}`);
      const no = conditionOf(policy) as Quantified;
      const inverted: Quantified["body"] = { kind: "not", operand: no.body, type: no.type, span };
      const isThere: Condition = { kind: "is-empty", negated: true, left: no.drawn.list, type: no.type, span };
      for (const world of some) {
        cases++;
        const truthOf = (condition: Condition) => truthWord(compileTruth(condition)(environmentOf(policy, world)));
        const opposite = { true: "false", false: "true", unknown: "unknown" };
        assert.is(truthOf({ ...no, word: "some" }), opposite[truthOf(no)], body);
        const operands = [isThere, { ...no, body: inverted }].map((condition) => ({ condition, guardedBy: [] }));
        assert.is(truthOf({ ...no, word: "every" }), truthOf({ kind: "and", operands, type: no.type, span }), body);
      }
    }),
  );
});

tests("order of operands and of elements changes nothing", () => {
  forEachWorld((policy, world, text) => {
    const condition = conditionOf(policy);
    const forward = truthWord(compileTruth(condition)(environmentOf(policy, world)));
    const environment = environmentOf(policy, world);
    environment.slots.forEach((slot, index) => {
      if (slot instanceof StatementSet) environment.slots[index] = new StatementSet([...slot.statements].reverse(), slot.unread);
      else if (slot && "record" in slot) environment.slots[index] = { ...slot, record: { cells: slot.record.cells.map(reversed) } };
    });
    assert.is(truthWord(compileTruth(condition)(environment)), forward, text);
    if ((condition.kind === "and" || condition.kind === "or") && condition.operands.every(({ guardedBy }) => guardedBy.length === 0)) {
      const backward = { ...condition, operands: [...condition.operands].reverse() };
      assert.is(truthWord(compileTruth(backward)(environmentOf(policy, world))), forward, text);
    }
  });
});

function reversed(cell: Cell | undefined): Cell | undefined {
  return cell && Array.isArray(cell.value) ? { ...cell, value: [...(cell.value as readonly Cell[])].reverse() } : cell;
}

const outcomeOf = (policy: CheckedPolicy, world: Readonly<Record<string, readonly Stated[]>>): string =>
  judgeWorld(policy, world).controls[0]?.outcome ?? "none";

const candidates = fc.array(
  fc.oneof(
    changes.map((change): Stated => predicate(change)),
    fc.constantFrom<Stated>({ predicate: {} }, { class: "failed" }, { class: "not-ours" }, { class: "later" }, { class: "other-subject" }),
  ),
  { maxLength: 4 },
);
const named = (stated: readonly Stated[]): readonly Stated[] => stated.map((each, index) => ({ ...each, id: `A-${index}` }));
const both = fc.tuple(
  conditions({ depth: 2, stance: "positive", variables: [] }),
  conditions({ depth: 2, stance: "positive", variables: [] }),
);
const manyFound = fc.array(fc.tuple(candidates, candidates), { minLength: 10, maxLength: 10 });

tests("order of requirements and candidates changes no verdict", () => {
  checkProperty(
    fc.property(both, manyFound, ([a, b], some) => {
      const [forward, backward] = [compiled(a, b), compiled(b, a)];
      for (const [s, pile] of some) {
        cases++;
        const outcome = outcomeOf(forward, { s: named(s), pile: named(pile) });
        assert.is(outcomeOf(backward, { s: named(s), pile: named(pile) }), outcome);
        assert.is(outcomeOf(forward, { s: [...named(s)].reverse(), pile: [...named(pile)].reverse() }), outcome);
      }
    }),
  );
});

tests("what is not authentic changes nothing but missing into unverifiable, and without evidence nothing is satisfied", () => {
  const bad: readonly Stated[] = [
    { class: "failed", id: "Z-1" },
    { class: "not-ours", id: "Z-2" },
    { class: "other-subject", id: "Z-3" },
  ];
  checkProperty(
    fc.property(both, manyFound, ([a, b], some) => {
      const policy = compiled(a, b);
      assert.ok(["missing", "unverifiable"].includes(outcomeOf(policy, { s: [], pile: [] })));
      for (const [s, pile] of some) {
        cases++;
        const before = outcomeOf(policy, { s: named(s), pile: named(pile) });
        const after = outcomeOf(policy, { s: [...bad, ...named(s)], pile: [...named(pile), ...bad] });
        assert.ok(after === before || (before === "missing" && after === "unverifiable"), `${before} became ${after}`);
        const partly = outcomeOf(policy, { s: named(s), pile: [] });
        assert.is.not(partly, "satisfied");
      }
    }),
  );
});

tests("more than ten thousand cases were tried", () => {
  assert.ok(cases > 10_000, `${cases} cases`);
});

tests.run();
