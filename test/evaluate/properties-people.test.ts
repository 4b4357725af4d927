/**
 * How many people signed, whoever the unlinked ones turn out to be: bounds that hold, that more statements never lower, and that do not
 * depend on order. Held against every way of telling who is who. `language.md` §5.6, §6.1.
 */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parseIdentity, peopleOf, type Identity } from "../../src/base/index.ts";
import { countPeople } from "../../src/evaluate/people.ts";
import { checkProperty, fc } from "../support/property.ts";

const tests = suite("laws of counting people");

function identity(text: string): Identity {
  const parsed = parseIdentity(text);
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.value;
}

const PERSONS = [
  ["alice@acme.example", "al@acme.example", "github:alice-acme"],
  ["bob@acme.example", "github:bob-acme"],
].map((texts) => texts.map(identity));

const TEXTS = [
  ...PERSONS.flat().map(({ text }) => text),
  "carol@acme.example",
  "Carol@acme.example",
  "Alice@acme.example",
  "github:dora",
  "gitlab:x",
  "gitlab:y",
  "https://ci.example/build",
];
const ALL = TEXTS.map(identity);
const people = peopleOf(PERSONS);

/** Who everybody is, in one world that fits what is known: by text. */
type Truth = ReadonlyMap<string, number>;

/** Gives each identity a person that it may be, or a new one, as the choices say. */
function truthFrom(choices: readonly number[]): Truth {
  const members: Identity[][] = [];
  const found = new Map<string, number>();
  ALL.forEach((each, index) => {
    const known = members.findIndex((some) => some.some((other) => people.same(each, other) === true));
    const possible = members.flatMap((some, person) => (some.every((other) => people.same(each, other) !== false) ? [person] : []));
    const person = known >= 0 ? known : ([...possible, members.length][(choices[index] ?? 0) % (possible.length + 1)] as number);
    (members[person] ??= []).push(each);
    found.set(each.text, person);
  });
  return found;
}

/** The most statements that can each be given a signer who is nobody else's, by trying everything. */
function exactly(statements: readonly (readonly Identity[])[], truth: Truth, taken: readonly number[] = []): number {
  const [first, ...rest] = statements;
  if (!first) return 0;
  const persons = new Set(first.map(({ text }) => truth.get(text) as number));
  const given = [...persons].filter((person) => !taken.includes(person)).map((person) => 1 + exactly(rest, truth, [...taken, person]));
  return Math.max(exactly(rest, truth, taken), ...given);
}

const signers = fc.uniqueArray(fc.constantFrom(...ALL), { minLength: 1, maxLength: 3 });
const manyStatements = fc.array(signers, { maxLength: 5 });
const choices = fc.array(fc.nat(20), { minLength: ALL.length, maxLength: ALL.length });
let cases = 0;

tests("whoever they are, there are no fewer and no more", () => {
  const seen = { open: 0, closed: 0 };
  checkProperty(
    fc.property(fc.array(fc.tuple(manyStatements, choices), { minLength: 30, maxLength: 30 }), (some) => {
      for (const [statements, chosen] of some) {
        cases++;
        const { least, most } = countPeople(people, statements);
        const exact = exactly(statements, truthFrom(chosen));
        assert.ok(least <= exact && exact <= most, `${least} to ${most}, and it is ${exact}`);
        seen[least === most ? "closed" : "open"]++;
      }
    }),
  );
  assert.ok(seen.open > 200 && seen.closed > 200, JSON.stringify(seen));
});

tests("one statement more never makes fewer people, neither at least nor at most", () => {
  checkProperty(
    fc.property(fc.array(fc.tuple(manyStatements, signers), { minLength: 30, maxLength: 30 }), (some) => {
      for (const [statements, more] of some) {
        cases++;
        const before = countPeople(people, statements);
        const after = countPeople(people, [...statements, more]);
        assert.ok(after.least >= before.least && after.least <= before.least + 1, `at least ${before.least}, then ${after.least}`);
        assert.ok(after.most >= before.most && after.most <= before.most + 1, `at most ${before.most}, then ${after.most}`);
      }
    }),
  );
});

tests("order changes no count", () => {
  checkProperty(
    fc.property(fc.array(manyStatements, { minLength: 30, maxLength: 30 }), (some) => {
      for (const statements of some) {
        cases++;
        const turned = [...statements].reverse().map((each) => [...each].reverse());
        assert.equal(countPeople(people, turned), countPeople(people, statements));
      }
    }),
  );
});

const TABLE: readonly (readonly [of: string, least: number, most: number, statements: readonly (readonly string[])[]])[] = [
  ["nobody", 0, 0, []],
  ["one signer twice", 1, 1, [["bob@acme.example"], ["bob@acme.example"]]],
  ["two identities of one person", 1, 1, [["bob@acme.example"], ["github:bob-acme"]]],
  ["two people", 2, 2, [["bob@acme.example"], ["alice@acme.example"]]],
  ["incomparable ones", 1, 2, [["bob@acme.example"], ["gitlab:x"]]],
  ["two people, and a third who may be either", 2, 3, [["bob@acme.example"], ["alice@acme.example"], ["gitlab:x"]]],
  ["two pairs that may be the same two", 2, 4, [["carol@acme.example"], ["bob@acme.example"], ["gitlab:x"], ["gitlab:y"]]],
  ["letter case nobody vouches for", 1, 2, [["carol@acme.example"], ["Carol@acme.example"]]],
  ["one statement signed by two", 1, 1, [["alice@acme.example", "bob@acme.example"]]],
  ["two people, and a statement of both", 2, 2, [["alice@acme.example"], ["bob@acme.example"], ["alice@acme.example", "bob@acme.example"]]],
];

for (const [of, least, most, statements] of TABLE) {
  tests(`${of}: ${least} to ${most}`, () => {
    assert.equal(
      countPeople(
        people,
        statements.map((texts) => texts.map(identity)),
      ),
      { least, most },
    );
  });
}

tests("a letter in another case is not somebody else because the person has a second address", () => {
  const same = (a: string, b: string) => people.same(identity(a), identity(b));
  assert.is(same("Alice@acme.example", "alice@acme.example"), undefined);
  assert.is(same("Alice@acme.example", "al@acme.example"), undefined);
  assert.is(same("Alice@acme.example", "github:alice-acme"), undefined);
  assert.is(same("Alice@acme.example", "bob@acme.example"), false);
  assert.is(same("Alice@acme.example", "github:bob-acme"), false);
  assert.is(same("al@acme.example", "github:alice-acme"), true);
});

tests("the names of fifty thousand people are counted in one go", () => {
  const many = Array.from({ length: 50_000 }, (_, index) => [identity(`p${index % 40_000}@acme.example`)]);
  let asked = 0;
  const counted = countPeople({ same: () => undefined, who: (each) => (asked++, people.who(each)) }, many);
  assert.equal(counted, { least: 40_000, most: 40_000 });
  assert.is(asked, 50_000);
});

tests("thousands of cases were tried", () => {
  assert.ok(cases > 8_000, `${cases} cases`);
});

tests.run();
