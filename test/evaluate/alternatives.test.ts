/** `either … or`: the `or` of its branches' bodies, every branch in the trace, the first true one named. `language.md` §6.8. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { ControlVerdict } from "../../src/evaluate/index.ts";
import type { CheckedPolicy } from "../../src/language/index.ts";
import { checkProperty, fc } from "../support/property.ts";
import { control } from "./support/cells.ts";
import { judgeWorld, type Listing, type Stated, type World } from "./support/world.ts";

const tests = suite("alternatives");

const says = (n: number, kind = "wanted"): Stated => ({ predicate: { n, at: "2026-01-09T00:00:00Z", kind } });
const failed: Stated = { class: "failed" };
const stale: Stated = { predicate: { n: 1, at: "2025-12-01T00:00:00Z", kind: "wanted" } };
const unreadable: Stated = { predicate: { n: "one", at: "2026-01-09T00:00:00Z", kind: "wanted" } };

function judged(policy: CheckedPolicy, world: World): ControlVerdict {
  return judgeWorld(policy, world).controls[0] as ControlVerdict;
}

function whole(world: World, policy = TWO): string {
  const { outcome, alternatives, reasons } = judged(policy, world);
  const [block] = alternatives;
  const why = [...new Set(reasons.map(({ reason }) => reason))].sort().join(" ");
  return [outcome, `${block?.branches.map(({ truth }) => truth[0]).join("") ?? ""}`, block?.carriedBy ?? "-", why].join(" ").trim();
}

const TWO = control(`either "left" {
    evidence l: p signed by r fresh within 7 days of madeOn
    require is-one: l.n is 1 else "left says {l.n}"
  } or "right" {
    evidence r-side: p signed by r
    require is-one-too: r-side.n is 1 else "right says {r-side.n}"
  }`);

/** What each branch finds, and what the control comes to. */
const TABLE: readonly (readonly [left: readonly Stated[], right: readonly Stated[], expected: string])[] = [
  [[says(1)], [], "satisfied tu left"],
  [[], [says(1)], "satisfied ut right"],
  [[says(1)], [says(1)], "satisfied tt left"],
  [[says(2)], [says(1)], "satisfied ft right"],
  [[failed], [says(1)], "satisfied ut right"],
  [[says(1), says(1)], [says(1)], "satisfied ut right"],
  [[says(2)], [says(2)], "violated ff -"],
  [[stale], [says(2)], "violated ff -"],
  // What is missing here may be there: it is not violated.
  [[says(2)], [], "missing fu - none-found"],
  [[], [says(2)], "missing uf - none-found"],
  [[], [], "missing uu - none-found"],
  [[failed], [], "unverifiable uu - none-found signature-invalid"],
  [[], [unreadable], "unverifiable uu - none-found schema-violation"],
  [[failed], [says(2)], "unverifiable uf - signature-invalid"],
  [[says(1), says(1)], [says(2)], "unverifiable uf - ambiguous"],
];

for (const [left, right, expected] of TABLE) {
  tests(`[${left.length} ${right.length}] ${expected}`, () => assert.is(whole({ l: left, "r-side": right }), expected));
}

tests("every branch has its judgement, with its number and label, and its failures speak", () => {
  const { judgements } = judged(TWO, { l: [says(2)], "r-side": [says(3)] });
  assert.equal(
    judgements.map(({ either, branch, truth, requirements }) => [
      either,
      branch,
      truth,
      requirements.flatMap(({ messages }) => messages.map(({ text }) => text)),
    ]),
    [
      [1, "left", "false", ["left says 2"]],
      [1, "right", "false", ["right says 3"]],
    ],
  );
});

tests("a body around it must hold too, and several blocks must all hold", () => {
  const policy = control(`evidence own: p signed by r
  require mine: own.n is 1 else "own"
  either "a" { evidence a: p signed by r } or "b" { evidence b: p signed by r }
  either "c" { evidence c: p signed by r } or "d" { evidence d: p signed by r }`);
  const of = (world: World) => {
    const { outcome, alternatives } = judged(policy, world);
    return [outcome, ...alternatives.map(({ carriedBy }) => carriedBy ?? "-")].join(" ");
  };
  assert.is(of({ own: [says(1)], a: [says(1)], d: [says(1)] }), "satisfied a d");
  assert.is(of({ own: [says(2)], a: [says(1)], d: [says(1)] }), "violated a d");
  assert.is(of({ own: [says(1)], a: [says(1)] }), "missing a -");
  assert.is(of({ own: [says(1)], d: [failed], b: [says(1)] }), "unverifiable b -");
});

tests("a branch reads the evidence of the control, for each statement that it may be", () => {
  const policy = control(`evidence own: any p signed by r
  either "one" {
    evidence x: p signed by r where x.n is own.n
    require same: own.n is 1 else "{own.n}"
  } or "two" {
    require two: own.n is 2 else "{own.n}"
  }
  require wanted: own.kind-of is "wanted" else "{own.kind-of}"`);
  const of = (own: readonly Stated[], x: readonly Stated[]) => {
    const { outcome, alternatives, judgements } = judged(policy, { own, x });
    return [outcome, alternatives[0]?.carriedBy ?? "-", judgements.filter(({ either }) => either === undefined).length].join(" ");
  };
  assert.is(of([says(2)], []), "satisfied two 1");
  assert.is(of([says(1)], [says(1)]), "satisfied one 1");
  assert.is(of([says(1)], [says(2)]), "missing - 1");
  // Each combination by itself: what is wanted of one statement must hold of that one.
  assert.is(of([says(2, "other"), says(3)], []), "violated two 2");
  assert.is(of([says(3, "other"), says(2)], []), "satisfied two 2");
});

tests("which elements could not be read is no reason to pass, nor to fail what holds otherwise", () => {
  const policy = control(`either "some" {
    evidence xs: all p signed by r
    require some-one: some x a in xs where a.n is 1 else "none"
  } or "alone" { evidence y: p signed by r }`);
  const listing = (incomplete: boolean): Listing => ({ candidates: [says(2)], incomplete: incomplete ? ["source-failed"] : [] });
  const of = (world: World) => judged(policy, world).outcome;
  assert.is(of({ xs: listing(false), y: [] }), "missing");
  assert.is(of({ xs: listing(true), y: [] }), "unverifiable");
  assert.is(of({ xs: listing(true), y: [says(1)] }), "satisfied");
});

// ------------------------------------------------------------------------------------------------------ laws

const LETTERS: Readonly<Record<string, readonly Stated[]>> = {
  t: [says(1)],
  f: [says(2)],
  m: [],
  u: [failed],
};
const letters = fc.array(fc.constantFrom("t", "f", "m", "u"), { minLength: 2, maxLength: 5 });

function ofLetters(word: readonly string[]): readonly [policy: CheckedPolicy, world: World] {
  const branches = word.map((_, i) => `"b${i}" {\n evidence e${i}: p signed by r\n require q${i}: e${i}.n is 1 else "no"\n }`);
  const policy = known.get(word.length) ?? control(`either ${branches.join(" or ")}`);
  known.set(word.length, policy);
  return [policy, Object.fromEntries(word.map((letter, i) => [`e${i}`, LETTERS[letter] ?? []]))];
}
const known = new Map<number, CheckedPolicy>();

const outcomeOf = (word: readonly string[]): string => judged(...ofLetters(word)).outcome;

tests("the order of branches never changes the outcome, which is the Kleene `or`", () => {
  checkProperty(
    fc.property(letters, (word) => {
      const expected = word.includes("t") ? "satisfied" : word.includes("u") ? "unverifiable" : word.includes("m") ? "missing" : "violated";
      assert.is(outcomeOf(word), expected);
      assert.is(outcomeOf([...word].reverse()), expected);
    }),
  );
});

tests("without the evidence of the branches that hold nothing is satisfied", () => {
  checkProperty(
    fc.property(letters, (word) => {
      assert.is.not(outcomeOf(word.map((letter) => (letter === "t" ? "m" : letter))), "satisfied");
    }),
  );
});

tests("a forged statement in one branch never makes a control pass, and never hides a branch that holds", () => {
  checkProperty(
    fc.property(letters, fc.nat(), (word, at) => {
      const forged = word.map((letter, index) => (index === at % word.length && letter !== "t" ? "u" : letter));
      assert.is(outcomeOf(forged) === "satisfied", outcomeOf(word) === "satisfied");
    }),
  );
});

tests.run();
