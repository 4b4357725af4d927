/** Random conditions, as a policy writes them, and random evidence for them to be asked about. Where they do not compile, it is because a guard makes a fallback needless. */
import { fc } from "../../support/property.ts";

/** Where a condition stands: `every` needs a place where being true helps, and absence over an `all` evidence is no sentence. */
interface Place {
  readonly depth: number;
  readonly stance: "positive" | "other";
  /** Variables in scope. */
  readonly variables: readonly string[];
}

const pick = <T>(...options: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...options);

function ints(place: Place): fc.Arbitrary<string> {
  const leaves = pick(
    "s.int",
    "s.other-int",
    "1",
    "2",
    "9223372036854775807",
    "(s.maybe otherwise s.int)",
    ...place.variables.map((name) => `${name}.n`),
  );
  const sums = fc.tuple(leaves, pick("+", "-"), leaves).map(([a, op, b]) => `(${a} ${op} ${b})`);
  return fc.oneof({ weight: 4, arbitrary: leaves }, { weight: 1, arbitrary: sums });
}

function leaf(place: Place): fc.Arbitrary<string> {
  const who = pick("s.who", "s.other-who", ...place.variables.map((name) => `(${name}.who otherwise s.who)`));
  const fixed = pick(
    "s.flag",
    "s has maybe",
    "s has deep.note",
    "s.items is empty",
    "s.tags is not empty",
    "s.tags is s.other-tags",
    "s.text is one of s.tags",
    's.text contains "a"',
    "s.shade-of is at least grey",
    "s.shade-of is below grey",
    "s.state is open",
    "s.digest is s.other-digest",
    "s.ver > s.other-ver",
    "s.at within s.wait before s.until-time",
    "s.until-time within 1 day after s.at",
    "big",
    "lone.n > 1",
    "twos > 0",
    "(s has maybe and s.maybe > 1)",
    "(not s has maybe or s.maybe > 1)",
    "((s has maybe and s.who is s.other-who) and s.maybe > 1)",
    "((not s has maybe or s.who is s.other-who) or s.maybe > 1)",
  );
  const numbers = fc
    .tuple(ints(place), pick("<", "<=", ">", ">=", "is", "is not"), ints(place))
    .map(([a, op, b]) => `s.int + ${a} ${op} ${b}`);
  const people = fc
    .tuple(who, pick('is "bob@acme.example"', 'is not "gitlab:x"', "is one of s.people", "is none of s.people"))
    .map(([a, rest]) => `${a} ${rest}`);
  return fc.oneof({ weight: 3, arbitrary: fixed }, { weight: 3, arbitrary: numbers }, { weight: 3, arbitrary: people });
}

export function conditions(place: Place = { depth: 3, stance: "positive", variables: [] }): fc.Arbitrary<string> {
  if (place.depth === 0) return leaf(place);
  const below = { ...place, depth: place.depth - 1 };
  const hidden: Place = { ...below, stance: "other" };
  const joined = fc
    .tuple(pick("and", "or"), fc.array(conditions(below), { minLength: 2, maxLength: 3 }))
    .map(([word, operands]) => `(${operands.join(` ${word} `)})`);
  const negated = conditions(hidden).map((operand) => `not (${operand})`);
  const options = [
    { weight: 3, arbitrary: leaf(place) },
    { weight: 3, arbitrary: joined },
    { weight: 1, arbitrary: negated },
  ];
  if (place.variables.length < 2) options.push({ weight: 3, arbitrary: quantifiers(below, hidden) });
  return fc.oneof(...options);
}

function quantifiers(below: Place, hidden: Place): fc.Arbitrary<string> {
  const name = `e${below.variables.length}`;
  const inside = (place: Place) => conditions({ ...place, depth: Math.min(place.depth, 1), variables: [...place.variables, name] });
  const some = fc.tuple(pick("s.items"), inside(below)).map(([list, body]) => `(some item ${name} in ${list} where ${body})`);
  const none = inside(hidden).map((body) => `(no item ${name} in s.items where ${body})`);
  const every = inside(below).map((body) => `(every item ${name} in s.items satisfies ${body})`);
  const amount = fc
    .tuple(pick("at least 1", "at least 2", "at most 1", "exactly 1", "exactly 2", "at most s.wanted", "at least s.wanted"), inside(hidden))
    .map(([words, body]) => `(${words} items ${name} in s.items where ${body})`);
  const piled = fc
    .tuple(pick("some", "at least 2"), pick(`${name}.int > 1`, `${name}.who is s.who`, `${name}.flag`))
    .map(([words, body]) => `(${words} one-of ${name} in pile where ${body})`.replace("one-of", "thing"));
  const positive = below.stance === "positive";
  return fc.oneof(some, none, amount, ...(positive ? [every, piled] : []));
}

export const DEFINES = `define big = s.int > s.other-int
  define lone = the item l in s.items where l.n > 1
  define twos = count of items t in s.items where t has who and t.who is s.who`;

export const EVERYBODY = [
  "alice@acme.example",
  "github:alice-acme",
  "bob@acme.example",
  "github:bob-acme",
  "gitlab:x",
  "carol@acme.example",
];
const identities = pick(...EVERYBODY);
const small = fc.integer({ min: -1, max: 3 });
const digests = pick<unknown>(
  { sha256: "0a".repeat(32) },
  { sha512: "0a".repeat(64) },
  { sha256: "0a".repeat(32), sha512: "0b".repeat(64) },
  { sha256: "0b".repeat(32), sha512: "0b".repeat(64) },
);
const times = pick("2026-01-09T00:00:00Z", "2026-01-08T23:59:59Z", "2026-01-10T00:00:00Z");
const items = fc.array(
  fc
    .record({ name: pick("a", "b"), n: small, note: pick(undefined, "x"), who: fc.option(identities, { nil: undefined }) })
    .map((each) => ({ ...each })),
  { maxLength: 4 },
);

/** What a statement may say besides what `predicate` of `conditions.ts` says always. */
export const changes: fc.Arbitrary<Readonly<Record<string, unknown>>> = fc.record({
  flag: fc.boolean(),
  int: small,
  "other-int": small,
  text: pick("a", "b", "ab"),
  at: times,
  until: times,
  digest: digests,
  "other-digest": digests,
  ver: pick("1.0.0", "1.0.0-rc.1", "1.10.0"),
  "other-ver": pick("1.9.0", "1.0.0"),
  who: identities,
  "other-who": identities,
  shade: pick("light", "grey", "dark"),
  state: pick("open", "closed"),
  maybe: fc.option(small, { nil: undefined }),
  deep: fc.option(fc.record({ name: pick("d"), n: small, note: pick(undefined, "x") }), { nil: undefined }),
  items,
  tags: fc.subarray(["a", "b"]),
  "other-tags": fc.subarray(["a", "b"]),
  people: fc.array(identities, { maxLength: 3 }),
  wanted: small,
});
