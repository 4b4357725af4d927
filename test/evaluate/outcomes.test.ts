/** From conjuncts to outcome, disposition and decision: `language.md` §6.8, §6.9, §6.11. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { ControlVerdict } from "../../src/evaluate/index.ts";
import { checkedPolicy } from "../support/compile-policy.ts";
import { control, listing, SMALL } from "./support/cells.ts";
import { instant, judgeWorld, type Stated, type World } from "./support/world.ts";

const tests = suite("outcomes");
const good: Stated = { predicate: { n: 1, at: "2026-01-09T00:00:00Z", kind: "k" } };
const bad: Stated = { predicate: { n: 9, at: "2026-01-09T00:00:00Z", kind: "k" } };
const STRANGE = 'signer of x is "gitlab:x"';

function judge(body: string, world: World, now?: string): ControlVerdict {
  return judgeWorld(control(body), world, now === undefined ? {} : { now: instant(now) }).controls[0] as ControlVerdict;
}

const BODY = `evidence x: p signed by r
  require small: x.n < 5 else "n is {x.n}"`;

/** `a` decides whether it applies; true, false and unknown of both. */
const APPLIES: readonly (readonly [applies: string, stated: Stated | undefined, expected: string])[] = [
  ['when stage.name is "prod"', good, "satisfied"],
  ['when stage.name is "prod"', bad, "violated"],
  ['when stage.name is "prod"', undefined, "missing"],
  ['when stage.name is "dev"', bad, "not-applicable"],
  ['when stage.name is "dev"', undefined, "not-applicable"],
  ['unless stage.name is "prod"', bad, "not-applicable"],
  [`when ${STRANGE}`, good, "satisfied"],
  [`when ${STRANGE}`, bad, "unverifiable"],
  [`unless ${STRANGE}`, bad, "unverifiable"],
  ["when x.n is 9", bad, "violated"],
  ["when x.n is 1", bad, "not-applicable"],
  ["when x.n is 1", undefined, "missing"],
  ["at stage prod", bad, "violated"],
  ["at stage dev", bad, "not-applicable"],
  ["at stage dev, prod", bad, "violated"],
  ["unless subject has repository", good, "satisfied"],
];

for (const [applies, stated, expected] of APPLIES) {
  tests(`applies ${applies}: ${stated === good ? "good" : stated === bad ? "bad" : "no"} evidence is ${expected}`, () => {
    const policy = checkedPolicy(`${SMALL}control C "c" {
  ${BODY}
  applies ${applies}
}
gate dev { enforce C }
gate prod { enforce C }
`);
    const [, prod] = policy.gates;
    const verdict = judgeWorld({ ...policy, gates: prod ? [prod] : [] }, { x: stated ? [stated] : [] });
    assert.is(verdict.controls[0]?.outcome, expected);
    assert.is(verdict.controls[0]?.notApplicable !== undefined, expected === "not-applicable");
  });
}

tests("an undecided condition of applicability leaves its reasons on the control", () => {
  const { reasons, applies } = judge(`${BODY}\n applies when ${STRANGE}`, { x: [bad] });
  assert.equal(
    reasons.map(({ reason }) => reason),
    ["incomparable"],
  );
  assert.is(applies?.truth, "unknown");
});

const TWO = `evidence x: p signed by r
  evidence y: p signed by r
  require small: x.n < 5 else "no"`;

const OUTCOMES: readonly (readonly [letters: string, other: string, expected: string])[] = [
  ["F", "F", "satisfied"],
  ["F", "", "missing"],
  ["", "", "missing"],
  ["", "X", "unverifiable"],
  ["X", "F", "unverifiable"],
  ["F", "!", "unverifiable"],
  ["FG", "", "unverifiable"],
];
for (const [letters, other, expected] of OUTCOMES) {
  tests(`[${letters}] and [${other}] are ${expected}`, () => {
    assert.is(judge(TWO, { x: listing(letters), y: listing(other) }).outcome, expected);
  });
}

tests("what is false is violated, whatever else is not known", () => {
  assert.is(judge(TWO, { x: [bad], y: listing("X") }).outcome, "violated");
  assert.equal(judge(TWO, { x: [bad], y: listing("X") }).reasons, []);
});

const DATES: readonly (readonly [clauses: string, now: string, expected: string])[] = [
  ["effective from 2026-01-05", "2026-01-04T23:59:59.999999999Z", "not-applicable clear"],
  ["effective from 2026-01-05", "2026-01-05T00:00:00Z", "violated enforced"],
  ["until 2026-01-05", "2026-01-05T23:59:59.999999999Z", "violated enforced"],
  ["until 2026-01-05", "2026-01-06T00:00:00Z", "not-applicable clear"],
  ["enforce from 2026-01-05", "2026-01-04T23:59:59.999999999Z", "violated grace"],
  ["enforce from 2026-01-05", "2026-01-05T00:00:00Z", "violated enforced"],
];
for (const [clauses, now, expected] of DATES) {
  tests(`${clauses} at ${now}: ${expected}`, () => {
    const { outcome, disposition } = judge(`${clauses}\n${BODY}`, { x: [bad] }, now);
    assert.is(`${outcome} ${disposition}`, expected);
  });
}

const GRACE = `evidence x: p signed by r fresh within 7 days of madeOn
  require small: x.n < 5 else "no"
    grace until 2026-01-12
  require tiny: x.n < 9 else "no"`;
for (const [n, time, now, expected] of [
  [6, "2026-01-09T00:00:00Z", "2026-01-12T23:59:59.999999999Z", "violated grace"],
  [6, "2026-01-09T00:00:00Z", "2026-01-13T00:00:00Z", "violated enforced"],
  [9, "2026-01-09T00:00:00Z", "2026-01-12T00:00:00Z", "violated enforced"],
  [6, "2026-01-01T00:00:00Z", "2026-01-12T00:00:00Z", "violated enforced"],
  [1, "2026-01-09T00:00:00Z", "2026-01-12T00:00:00Z", "satisfied clear"],
] as const) {
  tests(`grace of one requirement: n ${n} of ${time} at ${now} is ${expected}`, () => {
    const { outcome, disposition } = judge(GRACE, { x: [{ predicate: { n, at: time, kind: "k" } }] }, now);
    assert.is(`${outcome} ${disposition}`, expected);
  });
}

tests("missing evidence is in nobody's grace", () => {
  const { outcome, disposition } = judge(GRACE, { x: [] });
  assert.is(`${outcome} ${disposition}`, "missing enforced");
});

/** Controls by what becomes of them. */
const GATE = `${SMALL}
control S "satisfied" { evidence s: p signed by r }
control V "violated" { evidence v: p signed by r
  require q: v.n is 0 else "no" }
control M "missing" { evidence m: p signed by r }
control U "unverifiable" { evidence u: p signed by r }
control N "not applicable" { until 2020-01-01
  evidence n: p signed by r }
`;
const WORLD: World = { s: [good], v: [bad], m: [], u: listing("X"), n: [good] };

const DECISIONS: readonly (readonly [gate: string, expected: string])[] = [
  ["enforce S", "passed 0"],
  ["enforce S, N", "passed 0"],
  ["enforce V", "blocked 1 V"],
  ["enforce M", "blocked 1 M"],
  ["enforce U", "not-judged 2 ? U"],
  ["enforce V, U", "blocked 1 V ? U"],
  ["enforce M, U, S", "blocked 1 M ? U"],
  ["enforce V, M", "blocked 1 V M"],
  ["enforce N", "not-judged 2"],
  ["enforce N\n warn S", "not-judged 2"],
  ["enforce N\n warn V", "not-judged 2"],
  ["enforce S\n warn V, M, U", "passed 0"],
  ["enforce S\n audit V, M, U", "passed 0"],
];
for (const [clauses, expected] of DECISIONS) {
  tests(`gate: ${clauses.replace("\n", ";")} → ${expected}`, () => {
    const verdict = judgeWorld(checkedPolicy(`${GATE}gate g { ${clauses} }\n`), WORLD);
    const undecided = verdict.undecided.length > 0 ? ["?", ...verdict.undecided] : [];
    assert.is([verdict.decision, verdict.exitCode, ...verdict.blocking, ...undecided].join(" "), expected);
  });
}

tests("dispositions follow the list of the gate, and what no list names is told", () => {
  const verdict = judgeWorld(checkedPolicy(`${GATE}gate g { enforce S, V\n warn M\n audit U }\n`), WORLD);
  assert.equal(
    verdict.controls.map(({ control: { id }, disposition }) => `${id} ${disposition}`),
    ["S clear", "V enforced", "M warned", "U audited"],
  );
  assert.equal(verdict.notInGate, ["N"]);
});

tests.run();
