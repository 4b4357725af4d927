/** `listed in`: a signed list closes an `all`; what it names and nobody finds is never passed over. `language.md` §5.9. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { ControlVerdict } from "../../src/evaluate/index.ts";
import type { CheckedPolicy } from "../../src/language/index.ts";
import { checkProperty, fc } from "../support/property.ts";
import { SMALL } from "./support/cells.ts";
import { checkedPolicy } from "../support/compile-policy.ts";
import { judgeWorld, type Listing, type Stated } from "./support/world.ts";

const tests = suite("listed in");

function control(results: string, requirement: string): CheckedPolicy {
  return checkedPolicy(`${SMALL}predicate inventory "https://acme.example/inventory/v1" { statements: Set of Digest }
control C "c" {
  evidence list: inventory signed by r
  evidence results: ${results} listed in list.statements
  require q: ${requirement}
}
gate prod { enforce C }
`);
}

const EVERY = control("all p signed by r", `every result x in results satisfies x.n is 1 else "{x.n}"`);
const NO = control("optional all p signed by r", `no result x in results where x.n is not 1 else "{x.n}"`);
const FRESH = control("all p signed by r fresh within 7 days of madeOn", `every result x in results satisfies x.n is 1 else "{x.n}"`);
const WHERE = control(`all p signed by r where results.kind-of is "wanted"`, `every result x in results satisfies x.n is 1 else "{x.n}"`);

const hex = (letter: string) => letter.charCodeAt(0).toString(16).padStart(2, "0").repeat(32);
const digest = (letter: string) => `sha256:${hex(letter)}`;

/** `a` good, `x` says something else, `s` stale, `w` of another kind, `b` unreadable, `f` forged. Upper case: listed by its envelope. */
function stated(letter: string): Stated {
  const id = letter.toLowerCase();
  const base = { id: letter, statement: digest(id), envelopes: [digest(id.toUpperCase())] };
  if (id === "f") return { ...base, class: "failed" };
  const at = id === "s" ? "2025-12-01T00:00:00Z" : "2026-01-09T00:00:00Z";
  const n = id === "b" ? "one" : id === "x" ? 2 : 1;
  return { ...base, predicate: { n, at, kind: id === "w" ? "other" : "wanted" } };
}

function judged(policy: CheckedPolicy, found: string, listed: string): ControlVerdict {
  const results: Listing = { candidates: [...found.replaceAll("!", "")].map(stated), incomplete: found.includes("!") ? ["timeout"] : [] };
  const list: Stated = { predicate: { statements: [...listed].map((letter) => ({ sha256: hex(letter) })) } };
  return judgeWorld(policy, { list: [list], results }).controls[0] as ControlVerdict;
}

function told(policy: CheckedPolicy, found: string, listed: string): string {
  const { outcome, reasons } = judged(policy, found, listed);
  return [outcome, ...new Set(reasons.map(({ reason }) => reason))].join(" ");
}

/** What is found, what the list names, and what `every`, `no`, a window and a `where` make of it. */
const TABLE: readonly (readonly [found: string, listed: string, every: string, no: string, fresh: string, where: string])[] = [
  ["a", "a", "satisfied", "satisfied", "satisfied", "satisfied"],
  ["ac", "ac", "satisfied", "satisfied", "satisfied", "satisfied"],
  ["ac", "AC", "satisfied", "satisfied", "satisfied", "satisfied"],
  // What is not listed is dropped, whatever it says and whether or not it can be read.
  ["axb", "a", "satisfied", "satisfied", "satisfied", "satisfied"],
  ["ax", "ax", "violated", "violated", "violated", "violated"],
  ["a", "ac", ...same("unverifiable inventory-incomplete")],
  ["", "a", ...same("unverifiable inventory-incomplete")],
  ["af", "af", ...same("unverifiable inventory-incomplete")],
  ["as", "as", "satisfied", "satisfied", "unverifiable inventory-incomplete", "satisfied"],
  ["aw", "aw", "satisfied", "satisfied", "satisfied", "satisfied"],
  ["ab", "ab", ...same("unverifiable schema-violation inventory-incomplete")],
  // A violation that was found stands, whatever is missing beside it.
  ["x", "xc", "violated", "violated", "violated", "violated"],
  ["a!", "a", ...same("unverifiable timeout")],
  // Nothing is listed: for `every` that is nothing to rest on, for `no` it is the proof.
  ["x", "", "missing none-selected", "satisfied", "missing none-selected", "missing none-selected"],
];
function same(word: string): [string, string, string, string] {
  return [word, word, word, word];
}

for (const [found, listed, ...expected] of TABLE) {
  for (const [index, policy] of [EVERY, NO, FRESH, WHERE].entries()) {
    const name = ["every", "no", "fresh", "where"][index] ?? "";
    tests(`[${found}] of [${listed}], ${name}: ${expected[index]}`, () => assert.is(told(policy, found, listed), expected[index]));
  }
}

tests("the list itself is missing or forged: nobody knows which statements there are", () => {
  const of = (list: readonly Stated[]) => {
    const { outcome, reasons } = judgeWorld(NO, { list, results: [stated("a")] }).controls[0] as ControlVerdict;
    return [outcome, ...new Set(reasons.map(({ reason }) => reason))].join(" ");
  };
  assert.is(of([]), "missing none-found");
  assert.is(of([{ class: "failed" }]), "unverifiable signature-invalid");
  assert.is(of([{ predicate: { statements: ["not a digest"] } }]), "unverifiable schema-violation");
});

tests("what is left out says why", () => {
  const { judgements } = judged(EVERY, "ax", "a");
  const [, results] = judgements[0]?.evidence ?? [];
  assert.equal(
    results?.candidates.map(({ attestation, used, because }) => [attestation, used, because?.reason ?? "-"]),
    [
      ["a", true, "-"],
      ["x", false, "not-listed"],
    ],
  );
});

const found = fc.uniqueArray(fc.constantFrom("a", "c", "d", "x", "b", "f"), { maxLength: 6 }).map((all) => all.join(""));
const named = fc.uniqueArray(fc.constantFrom("a", "c", "d", "x", "b", "f"), { maxLength: 6 }).map((all) => all.join(""));

tests("hiding a statement that is listed never leaves it satisfied, and never turns violated into satisfied", () => {
  checkProperty(
    fc.property(found, named, fc.nat(), (all, listed, at) => {
      for (const policy of [EVERY, NO]) {
        const hidden = all[at % Math.max(1, all.length)] ?? "";
        const before = judged(policy, all, listed).outcome;
        const after = judged(policy, all.replace(hidden, ""), listed).outcome;
        if (hidden !== "" && listed.includes(hidden)) assert.is.not(after, "satisfied");
        if (before === "violated") assert.is.not(after, "satisfied");
      }
    }),
  );
});

tests("the order of what is found and of what is listed counts for nothing", () => {
  const backwards = (text: string) => [...text].reverse().join("");
  checkProperty(
    fc.property(found, named, (all, listed) => {
      for (const policy of [EVERY, NO, FRESH]) {
        const outcome = judged(policy, all, listed).outcome;
        assert.is(judged(policy, backwards(all), listed).outcome, outcome);
        assert.is(judged(policy, all, backwards(listed)).outcome, outcome);
      }
    }),
  );
});

tests("a statement that nobody listed changes nothing", () => {
  checkProperty(
    fc.property(found, named, (all, listed) => {
      const without = [...all].filter((letter) => letter === "f" || listed.includes(letter)).join("");
      const outcome = (letters: string) => judged(NO, letters, listed).outcome;
      assert.is(outcome(all), outcome(without));
    }),
  );
});

tests.run();
