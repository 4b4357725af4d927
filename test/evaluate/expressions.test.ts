/** Quantifiers over values, `the`, `count of`, `has`, `otherwise`, guards and defines, as a policy writes them. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { checkedPolicy as policyFromText } from "../support/compile-policy.ts";
import { policyOf, predicate, requirementOf, truthOf, wordOf } from "./support/conditions.ts";
import { judgeWorld } from "./support/world.ts";

const tests = suite("expressions");

const item = (name: string, n: number, more: object = {}) => ({ name, n, ...more });
const items = (...numbers: number[]) => ({ items: numbers.map((n, index) => item(`i${index}`, n)) });
const WHO = "is one of s.people";

type Row = readonly [condition: string, expected: string, change?: Readonly<Record<string, unknown>>, defines?: string];

const QUANTIFIERS: readonly Row[] = [
  ["some item i in s.items where i.n > 1", "false"],
  ["no item i in s.items where i.n > 1", "true"],
  ["every item i in s.items satisfies i.n > 1", "false"],
  ["some item i in s.items where i.n > 1", "true", items(1, 2)],
  ["no item i in s.items where i.n > 1", "false", items(1, 2)],
  ["every item i in s.items satisfies i.n > 1", "false", items(1, 2)],
  ["every item i in s.items satisfies i.n > 1", "true", items(2, 2)],
  ["at least 2 items i in s.items where i.n > 1", "true", items(2, 1, 2)],
  ["at least params.two items i in s.items where i.n > 1", "false", items(2, 1, 1)],
  ["at most 1 items i in s.items where i.n > 1", "true", items(2, 1)],
  ["at most 1 items i in s.items where i.n > 1", "false", items(2, 3)],
  ["at most 0 items i in s.items where i.n > 1", "true", items(1)],
  ["exactly 1 items i in s.items where i.n > 1", "true", items(1, 2)],
  ["exactly 1 items i in s.items where i.n > 1", "false", items(2, 2)],
  ["exactly 1 items i in s.items where i.n > 1", "false"],
  ["at least s.wanted items i in s.items where i.n > 1", "unknown out-of-range", { wanted: 0 }],
  ["exactly s.wanted items i in s.items where i.n > 1", "unknown out-of-range", { wanted: 0 }],
  ["at most s.wanted items i in s.items where i.n > 1", "unknown out-of-range", { wanted: -1 }],
  ["at most s.wanted items i in s.items where i.n > 1", "true", { wanted: 0 }],
  ['some tag t in s.tags where t is "b"', "true"],
  ['no tag t in s.tags where t contains "z"', "true"],
  ["some item i in s.items where some item j in s.items where j.n > i.n", "true", items(1, 2)],
  ["every item i in s.items satisfies some item j in s.items where j.n > i.n", "false", items(1, 2)],
  [
    "some item i in s.items where i has who and i.who is s.who",
    "unknown incomparable",
    { items: [item("a", 1, { who: "gitlab:x" }), item("b", 2)] },
  ],
  [
    "no item i in s.items where i has who and i.who is s.who",
    "false",
    { items: [item("a", 1, { who: "gitlab:x" }), item("b", 2, { who: "github:alice-acme" })] },
  ],
];

const PEOPLE: readonly Row[] = [
  [`at least 2 people x in s.people where x ${WHO}`, "true", { people: ["alice@acme.example", "bob@acme.example"] }],
  [`at least 2 people x in s.people where x ${WHO}`, "false", { people: ["alice@acme.example", "github:alice-acme"] }],
  [`at least 2 people x in s.people where x ${WHO}`, "unknown incomparable", { people: ["carol@acme.example", "github:carol"] }],
  [`at least 1 people x in s.people where x ${WHO}`, "true", { people: ["carol@acme.example", "github:carol"] }],
  [`at most 1 people x in s.people where x ${WHO}`, "unknown incomparable", { people: ["carol@acme.example", "github:carol"] }],
  [`at most 2 people x in s.people where x ${WHO}`, "true", { people: ["carol@acme.example", "github:carol"] }],
  [`exactly 1 people x in s.people where x ${WHO}`, "true", { people: ["bob@acme.example", "github:bob-acme", "bob@acme.example"] }],
  [`exactly 1 people x in s.people where x ${WHO}`, "unknown incomparable", { people: ["carol@acme.example", "github:carol"] }],
  // A capital letter makes nobody somebody else.
  [`at least 2 people x in s.people where x ${WHO}`, "unknown incomparable", { people: ["carol@acme.example", "Carol@acme.example"] }],
];

const ONES: readonly Row[] = [
  // Everybody is known, and what is asked of them is not: only that is the reason.
  [
    "(count of people x in s.people where the-two.n is 2) is 2",
    "unknown no-element",
    { people: ["alice@acme.example", "bob@acme.example"], ...items(1) },
    "define the-two = the item i in s.items where i.n is 2",
  ],
  ["the-two.n is 2", "true", items(1, 2), "define the-two = the item i in s.items where i.n is 2"],
  ["the-two.n is 2", "unknown no-element", items(1), "define the-two = the item i in s.items where i.n is 2"],
  ["the-two.n is 2", "unknown ambiguous", items(2, 2), "define the-two = the item i in s.items where i.n is 2"],
  [
    "mine.n is 1",
    "unknown incomparable",
    { items: [item("a", 1, { who: "alice@acme.example" }), item("b", 2, { who: "gitlab:x" })] },
    "define mine = the item i in s.items where i has who and i.who is s.who",
  ],
  ["(count of items i in s.items where i.n > 1) is 2", "true", items(1, 2, 3)],
  ["(count of items i in s.items where i.n > 1) is 0", "true"],
  [
    "twos is 1",
    "unknown incomparable",
    { items: [item("a", 1, { who: "gitlab:x" })] },
    "define twos = count of items i in s.items where i has who and i.who is s.who",
  ],
];

const ABSENCE: readonly Row[] = [
  ["s has maybe", "false"],
  ["s has maybe", "true", { maybe: 0 }],
  ["not s has maybe", "true"],
  ["s has deep.note", "false"],
  ["s has deep.note", "false", { deep: item("d", 1) }],
  ["s has deep.note", "true", { deep: item("d", 1, { note: "" }) }],
  ["s has maybe and s.maybe > 1", "false"],
  ["s has maybe and s.maybe > 1", "true", { maybe: 2 }],
  ["not s has maybe or s.maybe > 1", "true"],
  ["not s has maybe or s.maybe > 1", "false", { maybe: 1 }],
  ['(s.deep.note otherwise "none") is "none"', "true"],
  ['(s.deep.note otherwise "none") is "none"', "true", { deep: item("d", 1) }],
  ['(s.deep.note otherwise "none") is "x"', "true", { deep: item("d", 1, { note: "x" }) }],
  ["(s.maybe otherwise s.int) is 3", "true"],
  ["(s.maybe otherwise s.deep.n otherwise 9) is 9", "true"],
];

/** An operand whose guard is unknown is unknown, whatever it would say. */
const GUARDS: readonly Row[] = [
  ['(s has maybe and s.who is "gitlab:x") and s.maybe is 1', "unknown incomparable", { maybe: 5 }],
  ['(s has maybe and s.who is "gitlab:x") and s.maybe is 1', "false"],
  ['(not s has maybe or s.who is "gitlab:x") or s.maybe is 5', "unknown incomparable", { maybe: 5 }],
  ['(not s has maybe or s.who is "gitlab:x") or s.maybe is 5', "true"],
  ["s has maybe and (s.flag and s.maybe is 5)", "true", { maybe: 5 }],
];

const DEFINES: readonly Row[] = [
  ["big", "true", {}, "define big = s.int > 1"],
  ["not big", "false", {}, "define big = s.int > 1"],
  ["twice is 6", "true", {}, "define twice = s.int + s.int"],
  ["twice + twice is 12", "true", {}, "define twice = s.int + s.int"],
  ["where-from.n is 1", "true", items(1), "define where-from = the item i in s.items where i.n > 0"],
  ["strange", "unknown incomparable", {}, 'define strange = s.who is "gitlab:x"'],
];

const ALL = { QUANTIFIERS, PEOPLE, ONES, ABSENCE, GUARDS, DEFINES };
for (const [group, rows] of Object.entries(ALL)) {
  for (const [condition, expected, change, defines] of rows) {
    tests(`${group.toLowerCase()}: ${condition} ${change ? JSON.stringify(change).slice(0, 90) : ""}`, () => {
      assert.is(truthOf(condition, predicate(change), defines), expected);
    });
  }
}

/** The same conditions, tried as one of many combinations, where only closures answer first. */
for (const [group, rows] of Object.entries(ALL)) {
  tests(`${group.toLowerCase()}: closures say what the trace says`, () => {
    for (const [condition, expected, change, defines] of rows) {
      const policy = policyOf(condition, defines);
      const text = policy.sources[0]?.text.replace("evidence s: p signed by r", "evidence s: any p signed by r") ?? "";
      const verdict = judgeWorld(policyFromText(text), {
        s: [
          { ...predicate(change), id: "A" },
          { ...predicate(change), id: "B" },
        ],
      });
      assert.is(wordOf(requirementOf(verdict)), expected, condition);
      const words = verdict.controls[0]?.judgements.map(({ truth }) => truth);
      assert.equal(words, Array(2).fill(expected.split(" ")[0]), condition);
    }
  });
}

tests.run();
