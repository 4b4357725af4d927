/**
 * The step bound is an upper bound: over lists and candidates of known numbers, no run takes more steps than the formula says for those
 * numbers. The limits of the language are far above what a test can build, so the formula is counted with the numbers of the world.
 */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { GateVerdict } from "../../src/evaluate/index.ts";
import { controlCost, inNumbers, type Counting } from "../../src/language/controls/cost.ts";
import { judgeWorld, type World } from "../evaluate/support/world.ts";
import { Decisions } from "../language/format/generated-policy.ts";
import { checkedPolicy, compilePolicy } from "../support/compile-policy.ts";
import { checkProperty, fc } from "../support/property.ts";
import { generatePolicy, HEAD } from "./generated-control.ts";
import { listingOf, manyListings } from "./generated-evidence.ts";

const tests = suite("step bound");

interface Numbers {
  readonly list: number;
  readonly statements: number;
  readonly candidates: number;
}

function countingWith({ list, statements, candidates }: Numbers): Counting<number> {
  const count = (name: string) => (name.startsWith("candidates of ") ? candidates : name.startsWith("statements of ") ? statements : list);
  return { ...inNumbers(), each: (name, _limit, body) => count(name) * body };
}

/** Steps used of `C`, the bound for these numbers, and the bound for the limits. */
function compare({ controls }: GateVerdict, numbers: Numbers): readonly [used: number, bound: number, most: number] {
  const judged = controls.find(({ control }) => control.id === "C");
  assert.ok(judged);
  const { body, applies } = judged.control;
  return [judged.steps.used, controlCost(body, applies, countingWith(numbers)), judged.steps.bound];
}

/** What `generated-evidence.ts` makes: lists of four at most, three candidates, and one more choice for an incomplete listing. */
const GENERATED: Numbers = { list: 4, statements: 3, candidates: 4 };

const decisions = fc.array(fc.nat(10_000), { minLength: 60, maxLength: 160, size: "max" });
let compiled = 0;
let close = 0;

tests("of generated policies over generated evidence", () => {
  checkProperty(
    fc.property(
      fc.array(fc.tuple(decisions, fc.array(manyListings, { minLength: 4, maxLength: 4 })), { minLength: 3, maxLength: 3 }),
      (batch) => {
        for (const [answers, worlds] of batch) {
          const generated = generatePolicy(new Decisions(answers));
          const { policy } = compilePolicy(generated.text);
          if (!policy) continue;
          compiled++;
          for (const listings of worlds) {
            const world = Object.fromEntries(generated.evidence.map(({ name }, index) => [name, listingOf(listings[index] ?? never())]));
            const [used, bound, most] = compare(judgeWorld(policy, world), GENERATED);
            assert.ok(used <= bound, `${used} steps, at most ${bound}\n${generated.text.slice(HEAD.length)}`);
            assert.ok(bound <= most);
            if (used * 2 > bound) close++;
          }
        }
      },
    ),
  );
});

function never(): never {
  throw new Error("there are as many listings as evidences may be");
}

tests("which is no idle bound: many of them come near it", () => {
  assert.ok(compiled > 50, `${compiled} policies`);
  assert.ok(close > 50, `${close} runs took more than half of it`);
});

/** Clauses that read long ways round, each with a world in which every step is taken. */
const BASE = "evidence a: p signed by alice";
const FIRST = `${BASE}\ndefine found = the item i in a.items where i.n is 1`;
const rows: readonly (readonly [string, string])[] = [
  ["a list inside `where`", `evidence a: all p signed by alice\nwhere some item i in a.items where i.n is 7`],
  [
    "two lists inside `where`",
    `evidence a: any p signed by alice\nwhere no item i in a.items where some item j in a.items where j.n is i.n + 7`,
  ],
  ["`where` of another evidence's list", `${BASE}\nevidence b: all p signed by alice\nwhere no item i in a.items where i.n is b.n + 9`],
  [
    "`where` for each candidate",
    `evidence a: any p signed by alice\nevidence b: all p signed by alice\nwhere no item i in a.items where i.n is b.n + 9\nrequire q: a.flag and some p x in b where x.flag\n else "no"`,
  ],
  [
    "two linked candidates",
    `evidence a: any p signed by alice\nevidence b: any p signed by alice\nwhere no item i in a.items where i.n is b.n + 9\nrequire q: a.flag and not b.flag and not a.flag\n else "no"`,
  ],
  ["clocks and windows", `evidence a: p signed by alice\nfresh within params.window of madeOn\npick latest by madeOn`],
  ["the element as a condition", `${FIRST}\nrequire q: found.name is "a" and found.n is 1 and not found.n is 2\n else "no"`],
  [
    "an amount that is counted",
    `${BASE}\ndefine many = count of items i in a.items where i.n is 1\nrequire q: at least many items i in a.items where i.n is 1\n else "no"`,
  ],
  [
    "a condition that is used again and again",
    `${BASE}\ndefine ok = some item i in a.items where i.n is 9\nrequire q: ok or not ok and ok\n else "no"`,
  ],
  ["applies", `applies when some item i in a.items where i.n is 9\napplies unless no item i in a.items where i.n is 9\n${BASE}`],
  [
    "branches below a choice",
    `evidence a: any p signed by alice\neither "x" {\nevidence b: any p signed by alice\nwhere no item i in a.items where i.n is b.n + 9\n} or "y" {\nevidence c: p signed by alice\nfresh within 1 day of madeOn\nrequire q: a.flag and c.flag\n else "no"\n}`,
  ],
  ["every platform", `for every platform\n${BASE}\nrequire q: no item i in a.items where i.n is 9\n else "no"`],
];

const items = Array.from({ length: 4 }, (_, n) => ({ name: `i${n}`, n }));
const statement = (id: string) => ({
  id,
  signedAt: "2026-01-09T00:10:00Z",
  predicate: {
    flag: true,
    n: 1,
    ratio: 1,
    madeOn: "2026-01-09T00:00:00Z",
    wait: "PT1H",
    who: "alice@acme.example",
    people: [],
    items,
    sure: items,
    names: [],
    level: "low",
    state: "open",
    ver: "1.0.0",
    lic: "MIT",
    uri: "https://a.example/x",
    ref: "refs/heads/main",
    repo: "registry.acme.example/shop/api",
    text: id,
    base: { sha256: "0b".repeat(32) },
    statements: [],
  },
});

for (const [name, body] of rows) {
  tests(name, () => {
    const policy = checkedPolicy(`${HEAD}control C "c" {\n${body}\n}\ngate prod { enforce C }\n`);
    for (const size of [1, 3]) {
      const stated = Array.from({ length: size }, (_, index) => statement(`A-${index}`));
      const world: World = { a: body.includes("a: p ") ? stated.slice(0, 1) : stated, b: stated, c: stated.slice(0, 1) };
      const platforms = { each: ["0a", "0c"].map((hex) => platform(hex)), unread: [] };
      const [used, bound] = compare(judgeWorld(policy, world, { platforms }), { list: 4, statements: size, candidates: size });
      assert.ok(used > 0);
      assert.ok(used <= bound, `${used} steps over ${size}, at most ${bound}`);
      assert.ok(used * 8 > bound, `${used} steps over ${size}, and the bound of ${bound} says little`);
    }
  });
}

function platform(hex: string): {
  readonly digest: `sha256:${string}`;
  readonly digests: { readonly digests: readonly [`sha256:${string}`] };
} {
  const digest = `sha256:${hex.repeat(32)}` as const;
  return { digest, digests: { digests: [digest] } };
}

tests.run();
