/** `about`: whose evidence is looked for, and what it means when nobody can say. `language.md` §5.8, §6.7. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { ControlVerdict } from "../../src/evaluate/index.ts";
import type { CheckedPolicy } from "../../src/language/index.ts";
import { checkedPolicy } from "../support/compile-policy.ts";
import { checkProperty, fc } from "../support/property.ts";
import { judgeWorld, type Stated, type World } from "./support/world.ts";

const tests = suite("about");

const HEAD = `policy t version 1
predicate build "https://acme.example/build/v1" {
  source: source
  base: optional base
  parts: List of base
}
record source {
  commit: Commit
}
record base {
  name: String
  digest: optional Digest
  commit: optional Commit
  uri: optional Uri
}
predicate review "https://acme.example/review/v1" { ok: Bool  next: optional Digest }
trust r { key "keys/a.pub" }
`;

function policyOf(body: string): CheckedPolicy {
  return checkedPolicy(`${HEAD}control C "c" {\n${body}\n}\ngate prod { enforce C }\n`);
}

const COMMIT = "c0".repeat(20);
const D = (two: string) => `sha256:${two.repeat(32)}`;

const build = (more: Readonly<Record<string, unknown>> = {}): Stated => ({ predicate: { source: { commit: COMMIT }, parts: [], ...more } });
const review = (ok = true): Stated => ({ predicate: { ok } });

function judged(policy: CheckedPolicy, world: World): ControlVerdict {
  return judgeWorld(policy, world).controls[0] as ControlVerdict;
}

function told(policy: CheckedPolicy, world: World): string {
  const { outcome, reasons } = judged(policy, world);
  return [outcome, ...new Set(reasons.map(({ reason, evidence }) => `${evidence ?? "-"}:${reason}`))].sort().reverse().join(" ");
}

const BY_COMMIT = policyOf(`evidence made: build signed by r
  evidence seen: review signed by r about made.source
  require ok: seen.ok else "no"`);

tests("evidence about the commit that another statement names", () => {
  assert.is(told(BY_COMMIT, { made: [build()], [`seen @ gitCommit:${COMMIT}`]: [review()] }), "satisfied");
  assert.is(told(BY_COMMIT, { made: [build()], [`seen @ gitCommit:${COMMIT}`]: [review(false)] }), "violated");
  assert.is(told(BY_COMMIT, { made: [build()], [`seen @ gitCommit:${"c1".repeat(20)}`]: [review()] }), "seen:none-found missing");
});

tests("what names it is missing, forged or ambiguous: nothing is looked for, and the reason is the same", () => {
  const seen = { seen: [review()] };
  assert.is(told(BY_COMMIT, { made: [], ...seen }), "missing made:none-found");
  assert.is(told(BY_COMMIT, { made: [{ class: "failed" }], ...seen }), "unverifiable made:signature-invalid");
  assert.is(told(BY_COMMIT, { made: [build(), build()], ...seen }), "unverifiable made:ambiguous");
  const { judgements } = judged(BY_COMMIT, { made: [], ...seen });
  const traces = judgements.flatMap(({ evidence }) => evidence);
  assert.equal(
    traces.map(({ evidence, notLookedFor, named, candidates }) => [evidence.name, notLookedFor ?? false, named ?? "-", candidates.length]),
    [
      ["made", false, "-", 0],
      ["seen", true, "-", 0],
    ],
  );
});

const BY_RECORD = policyOf(`evidence made: build signed by r
  define base = the part b in made.parts where b.name is "base"
  evidence seen: review signed by r about base
  require ok: seen.ok else "no"`);

/** What the record says of itself, and what comes out where everything that can be looked for is there. */
const RECORDS: readonly (readonly [record: Readonly<Record<string, unknown>>, expected: string])[] = [
  [{ digest: { sha256: "0a".repeat(32) } }, "satisfied"],
  [{ commit: COMMIT }, "satisfied"],
  [{}, "seen:none-for-subject missing"],
  [{ digest: { sha256: "0a".repeat(32) }, commit: COMMIT }, "unverifiable seen:ambiguous"],
  [{ digest: { sha256: "not hex" } }, "unverifiable made:schema-violation"],
];
for (const [record, expected] of RECORDS) {
  tests(
    `a record with ${["nothing", ...Object.keys(record)].slice(Object.keys(record).length > 0 ? 1 : 0).join(" and ")}: ${expected}`,
    () => {
      assert.is(told(BY_RECORD, { made: [build({ parts: [{ name: "base", ...record }] })], seen: [review()] }), expected);
    },
  );
}

tests("no such part is missing, two of them are ambiguous", () => {
  const part = { name: "base", commit: COMMIT };
  assert.is(told(BY_RECORD, { made: [build()], seen: [review()] }), "missing -:no-element");
  assert.is(told(BY_RECORD, { made: [build({ parts: [part, part] })], seen: [review()] }), "unverifiable -:ambiguous");
});

const ANY = policyOf(`evidence made: any build signed by r
  evidence seen: review signed by r about made.source
  require ok: seen.ok else "no"`);

const commit = (index: number) => index.toString(16).padStart(40, "0");
const builds = (count: number) => Array.from({ length: count }, (_, index) => build({ source: { commit: commit(index) } }));

tests("of an `any`, each candidate leads to evidence of its own", () => {
  assert.is(told(ANY, { made: builds(3), [`seen @ gitCommit:${commit(2)}`]: [review()] }), "satisfied");
  assert.is(
    told(ANY, { made: builds(3), [`seen @ gitCommit:${commit(2)}`]: [review(false)] })
      .split(" ")
      .at(-1),
    "missing",
  );
});

tests("sixteen subjects of one `about` are looked for; one more is a limit, and not a silent end", () => {
  const all = (count: number) => told(ANY, { made: builds(count), seen: [review(false)] });
  assert.is(all(16), "violated");
  assert.is(all(17), "unverifiable seen:too-many");
  const distinct = told(ANY, { made: [...builds(16), ...builds(16)], seen: [review(false)] });
  assert.is(distinct, "violated", "the same subject again is no further one");
});

const CHAIN = policyOf(`evidence made: build signed by r
  evidence first: review signed by r about made.source
  define hops = the part b in made.parts where b has digest
  evidence second: review signed by r about hops.digest where first.ok
  require ok: first.ok and second.ok else "no"`);

tests("evidence of a second step waits for the first", () => {
  const made = [build({ parts: [{ name: "x", digest: { sha256: "0b".repeat(32) } }] })];
  const world = { made, [`first @ gitCommit:${COMMIT}`]: [review()], [`second @ ${D("0b")}`]: [review()] };
  assert.is(told(CHAIN, world), "satisfied");
  assert.is(told(CHAIN, { ...world, [`first @ gitCommit:${COMMIT}`]: [] }), "unverifiable second:none-found first:none-found");
});

tests("a digest that may not be there is refused, and one that is there follows the next", () => {
  const policy = policyOf(`evidence made: build signed by r
  define base = the part b in made.parts where b has digest
  evidence seen: review signed by r about base.digest
  require ok: seen.ok else "no"`);
  const world = { made: [build({ parts: [{ name: "x", digest: { sha256: "0b".repeat(32) } }] })] };
  assert.is(told(policy, { ...world, [`seen @ ${D("0b")}`]: [review()] }), "satisfied");
  assert.is(told(policy, { ...world, [`seen @ ${D("0c")}`]: [review()] }), "seen:none-found missing");
});

const state = fc.constantFrom("none", "good", "bad", "failed");
const listed = (word: string, good: Stated, bad: Stated): readonly Stated[] =>
  word === "none" ? [] : word === "failed" ? [{ class: "failed" }] : [word === "good" ? good : bad];

tests("satisfied only where both are there and good, whatever else is", () => {
  checkProperty(
    fc.property(state, state, (first, second) => {
      const made = listed(first, build(), build({ source: { commit: "c1".repeat(20) } }));
      const { outcome } = judged(BY_COMMIT, { made, [`seen @ gitCommit:${COMMIT}`]: listed(second, review(), review(false)) });
      assert.is(outcome === "satisfied", first === "good" && second === "good");
    }),
  );
});

tests.run();
