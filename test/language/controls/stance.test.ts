/** Claims of absence and `every`: what may stand where being true helps, and where it does not. `language.md` §5.5, §5.9. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { compilePolicy } from "../../support/compile-policy.ts";
import { saidOf, saidOfCondition, withBody, withClauses } from "./control-text.ts";

const SOME = "some grant g in grants where g.decision is rejected";
const NO = "no grant g in grants where g.decision is rejected";
const MANY = "at least 2 grants g in grants from different signers where g.final";
const FEW = "at most 2 grants g in grants where g.final";
const EVERY_GRANT = "every grant g in grants satisfies g.final";
const EVERY = "every reviewer r in it.reviewers satisfies r.level is senior";

const absence = suite("E4006 absence claim over an open set");

const CLOSED: readonly string[] = [
  SOME,
  MANY,
  `not (${NO})`,
  `not (${FEW})`,
  `not (not (${SOME}))`,
  "grants is not empty",
  "not (grants is empty)",
  `(${SOME}) and it.final`,
  `(${SOME}) or it.final`,
  `every reviewer r in it.reviewers satisfies (some grant g in grants where g.environment is r.name or g.final)`,
  `no reviewer r in it.reviewers where not (some grant g in grants where g.environment is r.name)`,
  `no reviewer r in it.reviewers where (no grant g in grants where g.environment is r.name)`,
  `at most 1 reviewers r in it.reviewers where (no grant g in grants where g.environment is r.name)`,
  "some extra e in extras where e.final",
];

for (const condition of CLOSED) absence(condition, () => assert.equal(saidOfCondition(condition), []));

const OPEN: readonly (readonly [condition: string, under: string])[] = [
  [NO, NO],
  [FEW, FEW],
  [EVERY_GRANT, EVERY_GRANT],
  ["exactly 2 grants g in grants where g.final", "exactly 2 grants g in grants where g.final"],
  [`not (${SOME})`, SOME],
  [`not (${MANY})`, MANY],
  ["grants is empty", "grants is empty"],
  ["extras is empty", "extras is empty"],
  ["not (grants is not empty)", "grants is not empty"],
  [`(${SOME}) is false`, SOME],
  [`(${SOME}) is not true`, SOME],
  [`(${NO}) is true`, NO],
  [`it.final is (${SOME})`, SOME],
  [`it.final is one of { (${NO}) }`, NO],
  [`(count of grants g in grants where g.final) < 2`, "count of grants g in grants where g.final"],
  [`(count of grants g in grants where g.final) > 2`, "count of grants g in grants where g.final"],
  // What is counted is used either way, so the body of the count may claim nothing about loose statements.
  [`(count of reviewers r in it.reviewers where (${SOME})) > 0`, SOME],
  [`(count of reviewers r in it.reviewers where (${NO})) > 0`, NO],
  [
    `no reviewer r in it.reviewers where (some grant g in grants where g.environment is r.name)`,
    "some grant g in grants where g.environment is r.name",
  ],
  [
    `exactly 1 reviewers r in it.reviewers where (some grant g in grants where g.environment is r.name)`,
    "some grant g in grants where g.environment is r.name",
  ],
  [
    `(the reviewer r in it.reviewers where (some grant g in grants where g.environment is r.name)) has mail`,
    "some grant g in grants where g.environment is r.name",
  ],
  [`it.final or (${NO})`, NO],
];

for (const [condition, under] of OPEN) {
  absence(condition, () => {
    const name = under.includes("extras") ? "extras" : "grants";
    assert.equal(saidOfCondition(condition), [`E4006 «${under}» the control would pass because a statement of \`${name}\` is not there`]);
  });
}

/** A `define` counts where it is used, with the stance of that place. */
const DEFINED: readonly (readonly [define: string, use: string, codes: readonly string[]])[] = [
  [SOME, "named", []],
  [SOME, "not named", ["E4006"]],
  [SOME, "named is true", ["E4006"]],
  [NO, "named", ["E4006"]],
  [NO, "not named", []],
  [NO, "named and not named", ["E4006"]],
  [`not (${NO})`, "named", []],
  [EVERY, "named", []],
  [EVERY, "not named", ["E2027"]],
  [EVERY_GRANT, "named", ["E4006"]],
  [NO, "it.final", []],
  ["count of grants g in grants where g.final", "named > 2", ["E4006"]],
  ["the grant g in grants where g.final", "named.decision is approved", []],
];

for (const [define, use, codes] of DEFINED) {
  absence(`define named = ${define} … ${use}`, () => {
    const compiled = compilePolicy(withBody(`  define named = ${define}\n  require ${use}\n    else "no"`));
    assert.equal(
      compiled.diagnostics.map((each) => each.code),
      codes,
    );
  });
}

absence("a define behind a define", () => {
  const said = saidOf(withBody(`  define a = ${SOME}\n  define b = not a\n  define c = b\n  require c or it.final\n    else "no"`));
  assert.equal(said, [`E4006 «${SOME}» the control would pass because a statement of \`grants\` is not there`]);
});

absence("the place that uses it is shown", () => {
  const compiled = compilePolicy(withBody(`  define named = ${NO}\n  require named\n    else "no"`));
  assert.equal(
    compiled.diagnostics[0]?.related.map((each) => [compiled.sources[0]?.text.slice(each.span.start, each.span.end), each.text]),
    [["named", "used here"]],
  );
});

absence("a message may say what is not there", () => {
  assert.equal(saidOf(withBody(`  require it.final\n    else "{(count of grants g in grants where g.final)}"`)), []);
});

absence("which statement is picked must not depend on a set", () => {
  const clauses = (where: string) =>
    `  evidence grants: all approval signed by managers\n  evidence it: approval signed by managers\n    where ${where}\n  require it.final\n    else "no"`;
  assert.equal(saidOf(withClauses(clauses("it.final"))), []);
  assert.equal(saidOf(withClauses(clauses(SOME))), [
    `E4006 «${SOME}» the control would pass because a statement of \`grants\` is not there`,
  ]);
});
absence.run();

const every = suite("E2027 `every` where being true does not help");

const HELPS: readonly string[] = [
  EVERY,
  `it.final and (${EVERY})`,
  `it.final or (${EVERY})`,
  `not (not (${EVERY}))`,
  `some grant g in grants where (every reviewer r in g.reviewers satisfies r.level is senior)`,
  `no finding f in scan.findings where not (every alias a in f.aliases satisfies a is f.id)`,
  "every tag t in it.tags satisfies (every note n in it.notes satisfies n is t)",
];
for (const condition of HELPS) every(condition, () => assert.equal(saidOfCondition(condition), []));

const DOES_NOT: readonly string[] = [
  `not (${EVERY})`,
  `(${EVERY}) is true`,
  `(${EVERY}) is false`,
  `no finding f in scan.findings where (every alias a in f.aliases satisfies a is f.id)`,
  `at most 1 findings f in scan.findings where (every alias a in f.aliases satisfies a is f.id)`,
  `exactly 1 findings f in scan.findings where (every alias a in f.aliases satisfies a is f.id)`,
  `(count of findings f in scan.findings where (every alias a in f.aliases satisfies a is f.id)) > 1`,
];
for (const condition of DOES_NOT) {
  every(condition, () => {
    const [said, ...more] = saidOfCondition(condition);
    assert.match(said ?? "", /^E2027 «every [^»]+» `every` stands where being true does not help the control to pass$/u);
    assert.equal(more, []);
  });
}

every("a control that applies does not help itself, and one that does not apply passes", () => {
  const applies = (clause: string) => `  evidence it: approval signed by managers\n  applies ${clause}\n  require it.final\n    else "no"`;
  const codes = (clause: string) => compilePolicy(withClauses(applies(clause))).diagnostics.map((each) => each.code);
  assert.equal(codes(`when ${EVERY}`), ["E2027"]);
  assert.equal(codes(`when not (${EVERY})`), []);
  assert.equal(codes(`unless ${EVERY}`), ["E2027"]);
  assert.equal(codes(`unless not (${EVERY})`), ["E2027"]);
});
every.run();
