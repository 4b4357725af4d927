/** Policies that would mean less than they say: each is refused, or means what it says. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { judgeWorld } from "../evaluate/support/world.ts";
import { checkedPolicy, compilePolicy, said } from "../support/compile-policy.ts";

const tests = suite("policies that would mean less than they say");

const MODULE = `policy m version 1
predicate p "https://acme.example/p/v1" { n: Int }
trust r { key "keys/a.pub" accept claimed time }
param most: Int = 10, at most 20
control M-1 "m" {
  evidence e: p signed by r
  require few: e.n < params.most
    else "too many"
}
`;
const files = { "m.policy": MODULE };
const using = (rest: string) => `policy main version 1\n${rest}`;
const LOOSE = 'use loose from "./m.policy"\n';
const STRICT = 'use strict from "./m.policy" with { most: 3 }\n';
const world = { e: [{ predicate: { n: 5 } }] };

tests("a control listed once with the settings of one import, once with those of another: E6016", () => {
  const both = using(`${LOOSE}${STRICT}gate dev { enforce M-1 from loose }\ngate prod { enforce M-1 from strict }\n`);
  assert.equal(said(compilePolicy(both, { files })), ["E6016 «M-1» control `M-1` is listed with two different settings of its module"]);
  const turned = using(`${STRICT}${LOOSE}gate prod { enforce M-1 from strict }\ngate dev { enforce all from loose }\n`);
  assert.equal(said(compilePolicy(turned, { files })), [
    "E6016 «enforce all from loose» control `M-1` is listed with two different settings of its module",
  ]);
});

tests("two names of one module as it is are one module, and each gate has the settings that it names", () => {
  const twice = using(`${LOOSE}use again from "./m.policy"\ngate dev { enforce M-1 from loose }\ngate prod { enforce M-1 from again }\n`);
  assert.equal(said(compilePolicy(twice, { files })), []);
  const outcomeOf = (text: string) => judgeWorld(checkedPolicy(text, { files }), world).controls[0]?.outcome;
  assert.is(outcomeOf(using(`${LOOSE}${STRICT}gate prod { enforce M-1 from strict }\n`)), "violated");
  assert.is(outcomeOf(using(`${STRICT}${LOOSE}gate prod { enforce M-1 from loose }\n`)), "satisfied");
});

const held = (keys: string, more = "") => `policy main version 1
${more}predicate p "https://acme.example/p/v1" { n: Int }
${keys}
control C "c" {
  evidence all-of: all p signed by r
  require two: at least 2 ones x in all-of from different signers where x.n > 0
    else "no"
}
gate prod { enforce C }
`;
const ALICE = 'key "keys/a.pub" held by "alice@acme.example"';
const BOB = 'key "keys/a.pub" held by "bob@acme.example"';

tests("one key that two people hold, in one trust root or in two: E4025", () => {
  assert.equal(said(compilePolicy(held(`trust r { ${ALICE}\n  ${BOB} }`))), [
    "E4025 «r» `keys/a.pub` is held by `alice@acme.example` and by `bob@acme.example`",
  ]);
  assert.equal(said(compilePolicy(held(`trust r { ${ALICE} }\ntrust s { ${BOB} }`))), [
    "E4025 «s» `keys/a.pub` is held by `alice@acme.example` and by `bob@acme.example`",
  ]);
});

tests("one key that one person holds under two names is that person's", () => {
  const person = 'person "alice@acme.example" also "bob@acme.example"\n';
  assert.equal(said(compilePolicy(held(`trust r { ${ALICE} }\ntrust s { ${BOB} }`, person))), []);
  assert.equal(said(compilePolicy(held(`trust r { ${ALICE} }\ntrust s { ${ALICE} }`))), []);
});

const reviewed = checkedPolicy(`policy main version 1
predicate p "https://acme.example/p/v1" { reviewers: List of Identity }
trust r { key "keys/a.pub" accept claimed time }
control C "c" {
  evidence e: p signed by r
  require two: (count of reviewers a in e.reviewers where a is not "zoe@acme.example") >= 2
    else "no"
}
gate prod { enforce C }
`);
const COUNTS: readonly (readonly [reviewers: readonly string[], outcome: string])[] = [
  [["alice@acme.example", "alice@acme.example"], "violated"],
  [["alice@acme.example", "Alice@acme.example"], "unverifiable"],
  [["alice@acme.example", "github:al"], "unverifiable"],
  [["alice@acme.example", "bob@acme.example"], "satisfied"],
];
for (const [reviewers, outcome] of COUNTS) {
  tests(`two reviewers, counted: ${reviewers.join(" and ")} is ${outcome}`, () => {
    assert.is(judgeWorld(reviewed, { e: [{ predicate: { reviewers } }] }).controls[0]?.outcome, outcome);
  });
}

tests.run();
