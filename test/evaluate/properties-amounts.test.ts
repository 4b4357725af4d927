/**
 * Amounts over lists and over statements, some of which cannot be read: each is the opposite of another, they rise and fall with their
 * number, counting agrees with them, and what they decided stands. `language.md` §6.1.
 */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { compileTruth, compileValue } from "../../src/evaluate/compile.ts";
import type { Environment } from "../../src/evaluate/environment.ts";
import { explainTruth } from "../../src/evaluate/explain.ts";
import { and, not, or, truthWord, Unknown, type Truth } from "../../src/evaluate/truth.ts";
import type { CheckedPolicy, Condition, Expression, Quantified, QuantityWord } from "../../src/language/index.ts";
import { checkProperty, fc } from "../support/property.ts";
import { changes, conditions } from "./support/generate.ts";
import { compiled, conditionOf, environmentOf, everybodyKnown, IDENTITIES, span, worlds, type World } from "./support/laws.ts";

const tests = suite("laws of amounts");
const seen = { cases: 0, true: 0, false: 0, unknown: 0 };

/** What the amounts are of. */
interface Kind {
  readonly name: string;
  /** The sentence that the others are made from. */
  readonly text: (body: string) => string;
  readonly bodies: fc.Arbitrary<string>;
  readonly countsPeople: boolean;
}

const ofItems = conditions({ depth: 1, stance: "other", variables: ["e0"] });
/** About one of the statements instead of `s`: the same words with another subject. */
const ofStatements = fc.oneof(
  fc.constantFrom("m.flag", "m.int > 0", "m.who is s.who", "m.int >= s.int"),
  conditions({ depth: 1, stance: "other", variables: [] }).map((text) => text.replaceAll(/\bs\b(?=[. ](?!of ))/gu, "m")),
);
const ofPeople = fc.constantFrom(
  "e0 is s.who",
  "e0 is not s.who",
  'e0 is "bob@acme.example"',
  "e0 is one of s.people",
  "s.flag",
  "e0 is e0",
);

const KINDS: readonly Kind[] = [
  { name: "elements", text: (body) => `at least 1 items e0 in s.items where ${body}`, bodies: ofItems, countsPeople: false },
  { name: "statements", text: (body) => `at least 1 things m in pile where ${body}`, bodies: ofStatements, countsPeople: false },
  {
    name: "signers",
    text: (body) => `at least 1 things m in pile from different signers where ${body}`,
    bodies: ofStatements,
    countsPeople: true,
  },
  { name: "identities", text: (body) => `at least 1 people e0 in s.people where ${body}`, bodies: ofPeople, countsPeople: true },
];

const signers = fc.uniqueArray(fc.constantFrom(...IDENTITIES), { minLength: 1, maxLength: 2 });
const signedWorlds: fc.Arbitrary<World> = fc
  .tuple(worlds, fc.array(signers, { minLength: 3, maxLength: 3 }))
  .map(([world, by]) => ({ ...world, signers: by }));
const some = fc.array(signedWorlds, { minLength: 8, maxLength: 8 });

const constant = (value: bigint): Expression => ({ kind: "constant", type: { kind: "scalar", name: "Int" }, value, span });

/** As if nothing had been evaluated in it. */
const unused = (environment: Environment): Environment => ({ ...environment, slots: [...environment.slots], steps: 0 });

/** One sentence asked in every other word, of one world. */
class Asked {
  readonly #node: Quantified;
  readonly #environment: Environment;
  constructor(policy: CheckedPolicy, world: World) {
    this.#node = conditionOf(policy) as Quantified;
    this.#environment = environmentOf(policy, world);
  }

  of(condition: Condition): Truth {
    const truth = compileTruth(condition)(unused(this.#environment));
    const explained = explainTruth(condition, unused(this.#environment));
    assert.is(truthWord(explained.truth), truthWord(truth), "trace and closure");
    if (truth instanceof Unknown) assert.ok(truth.reasons.length > 0, "an unknown without a reason");
    seen.cases++;
    seen[truthWord(truth)]++;
    return truth;
  }

  amount(word: QuantityWord, count: bigint): Truth {
    return this.of({ ...this.#node, word, count: constant(count) });
  }

  plain(word: "some" | "no" | "every", body: Condition = this.#node.body): Truth {
    const { count: _, ...node } = this.#node;
    return this.of({ ...node, word, body, fromDifferentSigners: false });
  }

  get notBody(): Condition {
    return { kind: "not", operand: this.#node.body, type: this.#node.type, span };
  }

  get notEmpty(): Truth {
    return this.of({ kind: "is-empty", negated: true, left: this.#node.drawn.list, type: this.#node.type, span });
  }

  value(kind: "count" | "the"): unknown {
    const { drawn, body, type } = this.#node;
    return compileValue({ kind, drawn, body, type, span })(unused(this.#environment));
  }
}

function forEach(law: (asked: Asked, kind: Kind) => void): void {
  for (const kind of KINDS) {
    checkProperty(
      fc.property(kind.bodies, some, (body, worldsOfBody) => {
        const policy = compiled(kind.text(body));
        for (const world of worldsOfBody) law(new Asked(policy, world), kind);
      }),
    );
  }
}

const same = (actual: Truth, expected: Truth, words: string): void => assert.is(truthWord(actual), truthWord(expected), words);
const NUMBERS = [1n, 2n, 3n, 4n] as const;

tests("not at least n is at most n - 1, and not at most n is at least n + 1", () => {
  forEach((asked, { name }) => {
    for (const n of NUMBERS) {
      const atLeast = asked.amount("at-least", n);
      same(not(atLeast), asked.amount("at-most", n - 1n), `${name}: not at least ${n}`);
      same(not(asked.amount("at-most", n)), asked.amount("at-least", n + 1n), `${name}: not at most ${n}`);
    }
  });
});

tests("at least 1 is some, at most 0 is no, and every is at most 0 that are not, of a list that is not empty", () => {
  forEach((asked, { name }) => {
    same(asked.amount("at-least", 1n), asked.plain("some"), `${name}: some`);
    same(asked.amount("at-most", 0n), asked.plain("no"), `${name}: no`);
    same(asked.plain("every"), and([asked.notEmpty, asked.plain("no", asked.notBody)]), `${name}: every`);
    same(not(asked.plain("some")), asked.plain("no"), `${name}: not some`);
  });
});

tests("exactly n is at least n and at most n, and its opposite is fewer or more", () => {
  forEach((asked, { name }) => {
    for (const n of NUMBERS) {
      const exactly = asked.amount("exactly", n);
      same(exactly, and([asked.amount("at-least", n), asked.amount("at-most", n)]), `${name}: exactly ${n}`);
      same(not(exactly), or([asked.amount("at-most", n - 1n), asked.amount("at-least", n + 1n)]), `${name}: not exactly ${n}`);
    }
  });
});

const RANK = { false: 0, unknown: 1, true: 2 } as const;
const rank = (truth: Truth): number => RANK[truthWord(truth)];

tests("at least falls and at most rises with the number", () => {
  forEach((asked, { name }) => {
    for (const n of NUMBERS) {
      assert.ok(rank(asked.amount("at-least", n)) >= rank(asked.amount("at-least", n + 1n)), `${name}: at least ${n}`);
      assert.ok(rank(asked.amount("at-most", n)) <= rank(asked.amount("at-most", n + 1n)), `${name}: at most ${n}`);
    }
  });
});

tests("a count is the number that every amount agrees with, and is unknown where one of them is", () => {
  forEach((asked, { name, countsPeople }) => {
    const count = asked.value("count");
    // A count has no `from different signers`.
    if (countsPeople && name === "signers") return;
    if (typeof count !== "bigint") {
      const amounts = [1n, 2n, 3n, 4n, 5n, 6n].map((n) => asked.amount("at-least", n));
      assert.ok(
        amounts.some((each) => each instanceof Unknown),
        `${name}: every amount is decided, and the count is not`,
      );
      return;
    }
    for (const n of NUMBERS) {
      assert.is(asked.amount("at-least", n), count >= n, `${name}: ${count} is at least ${n}`);
      assert.is(asked.amount("at-most", n), count <= n, `${name}: ${count} is at most ${n}`);
      assert.is(asked.amount("exactly", n), count === n, `${name}: ${count} is exactly ${n}`);
    }
  });
});

tests("there is `the` element exactly where exactly 1 is true; none is missing, two are ambiguous", () => {
  forEach((asked, { name, countsPeople }) => {
    if (countsPeople) return;
    const the = asked.value("the");
    const isFound = !(the instanceof Unknown);
    assert.is(isFound, asked.amount("exactly", 1n) === true, `${name}: the`);
    if (isFound) return;
    // What a `the` inside the body says is not ours.
    const own = the.reasons.filter(({ born }) => born === span).map(({ reason }) => reason);
    assert.is(own.includes("no-element"), asked.plain("no") === true, `${name}: none`);
    assert.is(own.includes("ambiguous"), asked.amount("at-least", 2n) === true, `${name}: two`);
  });
});

tests("a number that is read is the number that is written; one that nothing can be is unknown", () => {
  checkProperty(
    fc.property(ofItems, some, (body, worldsOfBody) => {
      const policy = compiled(`at least s.wanted items e0 in s.items where ${body}`);
      const node = conditionOf(policy) as Quantified;
      for (const world of worldsOfBody) {
        const asked = new Asked(policy, world);
        const wanted = world.s?.["wanted"];
        for (const word of ["at-least", "at-most", "exactly"] as const) {
          const read = asked.of({ ...node, word });
          if (typeof wanted !== "number" || wanted < (word === "at-most" ? 0 : 1))
            assert.ok(read instanceof Unknown, `${word} ${String(wanted)}`);
          else same(read, asked.amount(word, BigInt(wanted)), `${word} ${wanted}`);
        }
      }
    }),
  );
});

tests("what was decided stands, whatever the unread ones say and whoever signed", () => {
  const choices = fc.array(fc.nat(5), { minLength: IDENTITIES.length, maxLength: IDENTITIES.length });
  const stood = { decided: 0 };
  for (const kind of KINDS) {
    checkProperty(
      fc.property(
        kind.bodies,
        some,
        changes,
        fc.array(fc.tuple(changes, signers), { maxLength: 2 }),
        choices,
        (body, before, found, more, who) => {
          const policy = compiled(kind.text(body));
          const node = conditionOf(policy) as Quantified;
          const people = everybodyKnown(policy.persons, IDENTITIES, who);
          for (const world of before) {
            const turnsUp = world.unread > 0 ? more : [];
            const known: World = {
              s: world.s ?? found,
              pile: [...world.pile, ...turnsUp.map(([change]) => change)],
              signers: [...(world.signers ?? []).slice(0, world.pile.length), ...turnsUp.map(([, by]) => by)],
              unread: 0,
            };
            const [unread, read] = [environmentOf(policy, world), environmentOf(policy, known, people)];
            for (const word of ["at-least", "at-most", "exactly", "some", "no", "every"] as const) {
              for (const n of [1n, 2n, 3n]) {
                const sentence = { ...node, word, count: constant(n) };
                const was = compileTruth(sentence)(unused(unread));
                seen.cases++;
                if (was instanceof Unknown) continue;
                stood.decided++;
                assert.is(compileTruth(sentence)(unused(read)), was, `${kind.name}: ${word} ${n}`);
              }
            }
          }
        },
      ),
    );
  }
  assert.ok(stood.decided > 10_000, `${stood.decided} decided`);
});

tests("each truth value was met often, in more than a hundred thousand cases", () => {
  assert.ok(seen.cases > 100_000, `${seen.cases} cases`);
  for (const word of ["true", "false", "unknown"] as const) assert.ok(seen[word] > 5_000, `${word}: ${seen[word]}`);
});

tests.run();
