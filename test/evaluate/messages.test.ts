/** What `else` and `fix` say: once for each witness, only where the requirement is false. `language.md` §5.5. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { RequirementTrace } from "../../src/evaluate/index.ts";
import { checkedPolicy } from "../support/compile-policy.ts";
import { HEAD, predicate, requirementOf } from "./support/conditions.ts";
import { judgeWorld } from "./support/world.ts";

const tests = suite("messages");

function said(condition: string, message: string, change: object, fix?: string): RequirementTrace {
  const policy = checkedPolicy(`${HEAD}control C "c" {
  evidence s: p signed by r
  require q: ${condition}
    else "${message}"${fix === undefined ? "" : `\n    fix "${fix}"`}
}
gate prod { enforce C }
`);
  return requirementOf(judgeWorld(policy, { s: [predicate({ ...change })] }));
}

const texts = ({ messages }: RequirementTrace): readonly string[] => messages.map(({ text }) => text);
const item = (name: string, n: number, more: object = {}) => ({ name, n, ...more });
const three = { items: [item("a", 1), item("b", 2), item("c", 3)] };

tests("one for each witness, in the order of the list", () => {
  assert.equal(texts(said("no item i in s.items where i.n > 1", "{i.name} has {i.n}", three)), ["b has 2", "c has 3"]);
  assert.equal(texts(said("every item i in s.items satisfies i.n > 1", "{i.name}", three)), ["a"]);
  assert.equal(texts(said("at most 1 items i in s.items where i.n > 1", "{i.name}", three)), ["b", "c"]);
  assert.equal(texts(said("exactly 1 items i in s.items where i.n > 1", "{i.name}", three)), ["b", "c"]);
});

tests("one where no element is at fault", () => {
  assert.equal(texts(said("some item i in s.items where i.n > 9", "of {s.text}", three)), ["of release"]);
  assert.equal(texts(said("s.int > 9", "it is {s.int}", {})), ["it is 3"]);
});

tests("an empty list under `every`: only what names no element can be said", () => {
  const empty = "every item i in s.items satisfies i.n > 1";
  assert.equal(texts(said(empty, "nothing in {s.text}", {})), ["nothing in release"]);
  assert.equal(texts(said(empty, "{i.name} of {s.text}", {})), []);
  const half = said(empty, "nothing there", {}, "replace {i.name}");
  assert.equal(texts(half), ["nothing there"]);
  assert.is(half.fix, undefined);
  assert.is(said(empty, "{i.name}", {}, "list something").fix, "list something");
});

tests("the advice is given once, for the first witness", () => {
  assert.is(said("no item i in s.items where i.n > 1", "{i.name}", three, "fix {i.name}").fix, "fix b");
});

tests("nothing is said of what holds or is not known", () => {
  assert.equal(texts(said("s.int is 3", "no", {})), []);
  assert.equal(texts(said('s.who is "gitlab:x"', "no", {})), []);
});

tests("at most twenty witnesses are shown, and the others are counted", () => {
  const many = { items: Array.from({ length: 50 }, (_, index) => item(`i${index}`, 2)) };
  const requirement = said("no item i in s.items where i.n > 1", "{i.name}", many);
  assert.is(requirement.messages.length, 20);
  assert.is(requirement.node.quantified?.witnesses.length, 20);
  assert.is(requirement.node.quantified?.omitted, 30);
  assert.is(requirement.node.quantified?.truths.length, 50);
});

const HOLES: readonly (readonly [hole: string, expected: string, change?: object])[] = [
  ["{s.flag}", "true"],
  ["{s.dec}", "7.5"],
  ["{s.wait}", "1 day"],
  ["{s.at}", "2026-01-09T00:00:00Z"],
  ["{s.shade-of}", "grey"],
  ["{s.tags}", "a, b"],
  ["{s.tags}", "none", { tags: [] }],
  ['{s.maybe otherwise "not said"}', "not said"],
  ['{s.maybe otherwise "not said"}', "7", { maybe: 7 }],
  ["{signer of s}", "alice@acme.example"],
  ["{s.int + 9223372036854775807}", "[out-of-range]"],
  ["{{braces}}", "{braces}"],
  ["{s.tags}", "0, 1, 2, 3, 4, 5, 6, 7, 8, 9 and 2 more", { tags: Array.from({ length: 12 }, (_, index) => String(index)) }],
];
for (const [hole, expected, change] of HOLES) {
  tests(`${hole} shows ${expected}`, () => {
    const [text = ""] = texts(said("s.int > 9", hole, change ?? {}));
    assert.is(text, expected);
  });
}

tests("a secret stays out of every node that is made from it", () => {
  const { node } = said('(s.hush otherwise "none") is "x"', "no", { hush: "tell-nobody" });
  const written = JSON.stringify(node, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value));
  assert.not.match(written.replaceAll(/"native":"[^"]*"/gu, ""), /tell-nobody/u);
  assert.match(written, /"hidden":true/u);
});

tests.run();
