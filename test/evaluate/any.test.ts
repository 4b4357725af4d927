/** `any`: every combination is tried, one is reported. `language.md` §6.5. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { ControlVerdict, Judgement } from "../../src/evaluate/index.ts";
import { checkedPolicy } from "../support/compile-policy.ts";
import { control, SMALL } from "./support/cells.ts";
import { judgeWorld, type Stated, type World } from "./support/world.ts";

const tests = suite("any");

const stated = (id: string, n: number, more: Partial<Stated> & { readonly kind?: string; readonly at?: string } = {}): Stated => ({
  predicate: { n, at: more.at ?? "2026-01-09T00:00:00Z", kind: more.kind ?? "k" },
  id,
  ...(more.signedAt === undefined ? {} : { signedAt: more.signedAt }),
  ...(more.class === undefined ? {} : { class: more.class }),
});
const broken = (id: string): Stated => ({ predicate: { n: "one", at: "x" }, id });

function judge(policy: ReturnType<typeof control>, world: World): ControlVerdict {
  return judgeWorld(policy, world).controls[0] as ControlVerdict;
}

function told({ judgements }: ControlVerdict): readonly string[] {
  return judgements.map(({ choice, truth, stopped, evidence }: Judgement) => {
    const names = Object.values(choice ?? {}).join("+");
    return [names, truth, stopped ?? "", evidence.length > 0 ? "reported" : ""].filter((word) => word !== "").join(" ");
  });
}

const TWO = control(`evidence x: any p signed by r
  require small: x.n < 5 else "n is {x.n}"
  require odd: x.n is one of { 1, 3, 5, 7 } else "{x.n} is even"`);

tests("one that meets everything is enough", () => {
  const verdict = judge(TWO, { x: [stated("A", 6), stated("B", 4), stated("C", 3)] });
  assert.is(verdict.outcome, "satisfied");
  assert.equal(told(verdict), ["A false C.small", "B false C.odd", "C true reported"]);
});

tests("no two halves make a whole: each requirement holds for some candidate, and none meets both", () => {
  const verdict = judge(TWO, { x: [stated("A", 7), stated("B", 4)] });
  assert.is(verdict.outcome, "violated");
  assert.equal(told(verdict), ["A false reported", "B false C.odd"]);
});

tests("reported is the one with most true conjuncts, and its messages speak", () => {
  const verdict = judge(TWO, { x: [stated("A", 8), stated("B", 4)] });
  assert.equal(told(verdict), ["A false C.small", "B false reported"]);
  const messages = verdict.judgements[1]?.requirements.flatMap((each) => each.messages.map(({ text }) => text));
  assert.equal(messages, ["4 is even"]);
});

tests("candidates stand newest first by signing time, none last, then by digest", () => {
  const world = {
    x: [stated("A", 6), stated("B", 6, { signedAt: "2026-01-01T00:00:00Z" }), stated("C", 6, { signedAt: "2026-01-02T00:00:00Z" })],
  };
  assert.equal(told(judge(TWO, world)), ["C false reported", "B false C.small", "A false C.small"]);
});

tests("an unreadable candidate is one more whose reads are unknown: it may be the one", () => {
  assert.is(judge(TWO, { x: [stated("A", 6), broken("B")] }).outcome, "unverifiable");
  assert.is(judge(TWO, { x: [stated("A", 3), broken("B")] }).outcome, "satisfied");
});

tests("an incomplete listing is one more as well", () => {
  assert.is(judge(TWO, { x: { candidates: [stated("A", 6)], incomplete: ["source-failed"] } }).outcome, "unverifiable");
  assert.is(judge(TWO, { x: { candidates: [stated("A", 1)], incomplete: ["source-failed"] } }).outcome, "satisfied");
});

tests("a stale candidate is false, unexamined", () => {
  const policy = control(`evidence x: any p signed by r fresh within 7 days of madeOn
  require small: x.n < 5 else "n is {x.n}"`);
  const verdict = judge(policy, { x: [stated("A", 1, { at: "2025-12-01T00:00:00Z" }), stated("B", 6)] });
  assert.is(verdict.outcome, "violated");
  assert.equal(told(verdict), ["A false C.x.fresh", "B false reported"]);
  const alone = judge(policy, { x: [stated("A", 1, { at: "2025-12-01T00:00:00Z" })] });
  assert.equal(
    alone.judgements[0]?.requirements.map(({ id, truth }) => `${id} ${truth}`),
    ["C.x.fresh false"],
  );
});

tests("two `any` linked by one conjunct are chosen together", () => {
  const policy = control(`evidence x: any p signed by r
  evidence y: any p signed by r
  require same: x.n is y.n else "{x.n} is not {y.n}"
  require small: x.n < 5 else "n is {x.n}"`);
  const verdict = judge(policy, { x: [stated("A", 1), stated("B", 2)], y: [stated("D", 3), stated("E", 2)] });
  assert.is(verdict.outcome, "satisfied");
  assert.equal(told(verdict), ["A+D false C.same", "A+E false C.same", "B+D false C.same", "B+E true reported"]);
});

tests("two `any` that nothing links are two groups", () => {
  const policy = control(`evidence x: any p signed by r
  evidence y: any p signed by r
  require first: x.n is 1 else "no"
  require second: y.n is 2 else "no"`);
  const verdict = judge(policy, { x: [stated("A", 1), stated("B", 2)], y: [stated("D", 1), stated("E", 2)] });
  assert.is(verdict.outcome, "satisfied");
  assert.equal(told(verdict), ["A true reported", "B false C.first", "D false C.second", "E true reported"]);
});

tests("evidence whose `where` reads an `any` is selected anew for each candidate", () => {
  const policy = control(`evidence x: any p signed by r
  evidence y: p signed by r where y.kind-of is x.kind-of
  require same: y.n is x.n else "{y.n}"`);
  const world = {
    x: [stated("A", 1, { kind: "a" }), stated("B", 2, { kind: "b" })],
    y: [stated("D", 9, { kind: "a" }), stated("E", 2, { kind: "b" })],
  };
  const verdict = judge(policy, world);
  assert.is(verdict.outcome, "satisfied");
  assert.equal(
    verdict.judgements[1]?.evidence.map(({ bound }) => bound),
    [["B"], ["E"]],
  );
});

tests("an `any` whose `where` reads another `any` is too", () => {
  const policy = control(`evidence x: any p signed by r
  evidence y: any p signed by r where y.kind-of is x.kind-of
  require same: y.n is x.n else "{y.n}"`);
  const world = {
    x: [stated("A", 1, { kind: "a" }), stated("B", 2, { kind: "b" })],
    y: [stated("D", 9, { kind: "a" }), stated("E", 2, { kind: "b" })],
  };
  const verdict = judge(policy, world);
  assert.is(verdict.outcome, "satisfied");
  assert.equal(told(verdict), ["A+D false C.same", "B+E true reported"]);
});

tests("more statements than are looked at, of all sources together: unverifiable; what is not authentic is not counted", () => {
  const policy = control("evidence x: all p signed by r");
  const many = Array.from({ length: 1001 }, (_, index) => stated(`A${index}`, 1));
  const verdict = judge(policy, { x: many });
  assert.is(verdict.outcome, "unverifiable");
  assert.equal(
    verdict.reasons.map(({ reason, detail }) => [reason, detail]),
    [["too-many", "1001 statements could be `x`, and at most 1000 are looked at"]],
  );
  const strangers = many.map(({ id }) => ({ id: `Z${id}`, class: "not-ours" as const }));
  assert.is(judge(policy, { x: [...many.slice(1), ...strangers] }).outcome, "satisfied");
});

tests("more candidates than are tried: unverifiable, never a cut list; old ones may fall out", () => {
  const many = Array.from({ length: 65 }, (_, index) => stated(`A${index}`, index === 64 ? 3 : 6));
  const verdict = judge(TWO, { x: many });
  assert.is(verdict.outcome, "unverifiable");
  assert.equal(
    verdict.reasons.map(({ reason }) => reason),
    ["too-many"],
  );
  assert.is(judge(TWO, { x: many.slice(1) }).outcome, "satisfied");
  const policy = control("evidence x: any p signed by r fresh within 7 days of madeOn");
  const stale = Array.from({ length: 100 }, (_, index) => stated(`S${index}`, 1, { at: "2025-12-01T00:00:00Z" }));
  assert.is(judge(policy, { x: stale }).outcome, "violated");
  assert.is(judge(policy, { x: [...stale, stated("F", 1)] }).outcome, "satisfied");
});

tests("the reported combination is the one whose conjuncts decide about grace", () => {
  const policy = checkedPolicy(`${SMALL}control C "c" {
  evidence x: any p signed by r
  require small: x.n < 5 else "no"
    grace until 2026-02-01
}
gate prod { enforce C }
`);
  assert.is(judge(policy, { x: [stated("A", 6)] }).disposition, "grace");
  assert.is(judge(policy, { x: [] }).disposition, "enforced");
});

tests.run();
