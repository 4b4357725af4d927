/** Freshness by a named clock, `language.md` §6.6: the boundaries to the nanosecond, and what cannot be read by a clock. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { formatInstant } from "../../src/base/index.ts";
import type { ControlVerdict } from "../../src/evaluate/index.ts";
import { control } from "./support/cells.ts";
import { instant, judgeWorld, NOW, type Stated } from "./support/world.ts";

const tests = suite("freshness");
const DAY = 86_400_000_000_000n;
const SKEW = 300_000_000_000n;

const claimed = control("evidence x: p signed by r fresh within 7 days of madeOn");
const signed = control("evidence x: p signed by logged fresh within 7 days of signing time");
const held = control("evidence x: p signed by logged fresh within 7 days of madeOn");
const picked = control("evidence x: p signed by r pick latest by madeOn");

function judge(policy: ReturnType<typeof control>, ...stated: readonly Stated[]): ControlVerdict {
  return judgeWorld(policy, { x: stated }).controls[0] as ControlVerdict;
}

function at(madeOn: bigint, signedAt?: bigint): Stated {
  return { predicate: { n: 1, at: formatInstant(madeOn), kind: "k" }, ...(signedAt === undefined ? {} : { signedAt }) };
}

function said({ outcome, judgements, reasons }: ControlVerdict): string {
  const because = judgements[0]?.evidence[0]?.candidates[0]?.because;
  return [outcome, ...new Set([...reasons.map(({ reason }) => reason), ...(because ? [because.reason] : [])])].join(" ");
}

type Row = readonly [name: string, policy: ReturnType<typeof control>, stated: Stated, expected: string];

const ROWS: readonly Row[] = [
  ["claimed: exactly 7 days", claimed, at(NOW - 7n * DAY), "satisfied"],
  ["claimed: a nanosecond more", claimed, at(NOW - 7n * DAY - 1n), "violated"],
  ["claimed: now", claimed, at(NOW), "satisfied"],
  ["claimed: five minutes ahead", claimed, at(NOW + SKEW), "satisfied"],
  ["claimed: a nanosecond further", claimed, at(NOW + SKEW + 1n), "unverifiable claimed-time-in-future"],
  ["claimed: as long after the signature as the skew", held, at(NOW - DAY + SKEW, NOW - DAY), "satisfied"],
  ["claimed: later than that", held, at(NOW - DAY + SKEW + 1n, NOW - DAY), "unverifiable claimed-time-in-future"],
  ["claimed: long before the signature", held, at(NOW - 8n * DAY, NOW), "violated"],
  ["signed: exactly 7 days", signed, at(NOW, NOW - 7n * DAY), "satisfied"],
  ["signed: a nanosecond more", signed, at(NOW, NOW - 7n * DAY - 1n), "violated"],
  ["signed: nobody proves when", signed, at(NOW), "unverifiable time-not-proven"],
  ["signed: what is claimed counts for nothing", signed, at(NOW + 100n * DAY, NOW), "satisfied"],
  ["picked: a time ahead spoils a selection too", picked, at(NOW + SKEW + 1n), "unverifiable claimed-time-in-future"],
  ["picked: however old", picked, at(NOW - 9000n * DAY), "satisfied"],
];

for (const [name, policy, stated, expected] of ROWS) tests(name, () => assert.is(said(judge(policy, stated)), expected));

tests("the fresh one counts and the old one is no rival", () => {
  const verdict = judge(claimed, at(NOW - 8n * DAY), at(NOW - DAY));
  assert.is(verdict.outcome, "satisfied");
  assert.equal(verdict.judgements[0]?.evidence[0]?.bound, ["A-02"]);
});

tests("a freshness requirement measures what was found and names its clock", () => {
  const [fresh] = judge(held, at(NOW - 2n * DAY, NOW - DAY)).judgements[0]?.requirements ?? [];
  assert.is(fresh?.truth, "true");
  assert.is(fresh?.node.measured, 2n * DAY);
  assert.equal(fresh?.node.clock, { kind: "claimed", notAfter: NOW - DAY });
  const [signedOne] = judge(signed, at(NOW, NOW - DAY)).judgements[0]?.requirements ?? [];
  assert.equal(signedOne?.node.clock, { kind: "log" });
  assert.is(signedOne?.node.measured, DAY);
});

tests("a verdict holds until the first of its evidence is too old", () => {
  const verdict = judgeWorld(claimed, { x: [at(NOW - 2n * DAY)] });
  assert.is(verdict.holdsUntil, NOW + 5n * DAY);
  const later = judgeWorld(claimed, { x: [at(NOW - 2n * DAY)] }, { now: NOW + 5n * DAY });
  assert.is(later.decision, "passed");
  const after = judgeWorld(claimed, { x: [at(NOW - 2n * DAY)] }, { now: NOW + 5n * DAY + 1n });
  assert.is(after.decision, "blocked");
});

tests("a condition that reads the clock holds for the moment", () => {
  const policy = control('evidence x: p signed by r\n require q: x.madeOn within 7 days before now else "old"');
  assert.is(judgeWorld(policy, { x: [at(NOW - DAY)] }).holdsUntil, NOW);
});

tests("dates of a control are clocks: the last instant before it changes", () => {
  const policy = control("effective from 2026-01-01\n enforce from 2026-02-01\n until 2026-03-01\n evidence x: p signed by r");
  assert.is(judgeWorld(policy, { x: [at(NOW)] }).holdsUntil, instant("2026-02-01T00:00:00Z") - 1n);
});

tests.run();
