/** Which attestations a recorded test gives, and what is said of those that it does not: of what was never tried, nothing else. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { err, ok } from "../../../src/base/index.ts";
import type { Recorded } from "../../../src/testing/record/givens.ts";
import { leftOutSentence, MOST_TRIES, search, type Judge } from "../../../src/testing/record/search.ts";

const tests = suite("what a recorded test gives");

function given(id: string, whose: "ours" | "another" = "another"): Recorded {
  return {
    id,
    lines: [`given ${id}`],
    fixture: { path: `${id}.json`, bytes: new Uint8Array() },
    isOurs: whose === "ours",
    told: `scan ${id}`,
  };
}

const idsOf = (kept: readonly Recorded[]): string => kept.map(({ id }) => id).join(" ");

/** The ids that were kept, what is missed, the sentences, and which sets were judged. */
async function searched(recorded: readonly Recorded[], missedBy: (ids: string) => number | "no test") {
  const judged: string[] = [];
  const judge: Judge<number> = (kept) => {
    judged.push(idsOf(kept));
    const missed = missedBy(idsOf(kept));
    return Promise.resolve(missed === "no test" ? err(["it is none"]) : ok([...Array(missed).keys()]));
  };
  const found = await search(recorded, judge);
  if (!found.ok) return { judged, error: found.error };
  const { kept, missed, leftOut } = found.value;
  return { judged, kept: idsOf(kept), missed: missed.length, told: [...leftOut].map(([each, why]) => leftOutSentence(each, why)) };
}

tests("what is ours is enough: the rest was not needed, and nobody tried it", async () => {
  assert.equal(await searched([given("A"), given("B", "ours"), given("C")], () => 0), {
    judged: ["B"],
    kept: "B",
    missed: 0,
    told: ["A was not needed: scan A", "C was not needed: scan C"],
  });
});

tests("each is kept, in its order, that brings the test nearer; the others are told by what came of them", async () => {
  const missedBy = (ids: string) => {
    if (ids.includes("B")) return "no test";
    return 2 - Number(ids.includes("C")) - Number(ids.includes("D"));
  };
  assert.equal(await searched([given("A"), given("B"), given("C"), given("D"), given("E"), given("F", "ours")], missedBy), {
    judged: ["F", "A F", "B F", "C F", "C D F"],
    kept: "C D F",
    missed: 0,
    told: [
      "A is left out, for it brings the test no nearer to the verdict: scan A",
      "B is left out, for with it there is no test that can be run: scan B",
      "E was not needed: scan E",
    ],
  });
});

tests("what is beyond the most that are tried was not tried; what the last try makes needless was not needed", async () => {
  const many = Array.from({ length: MOST_TRIES + 2 }, (_, index) => given(`N${index + 1}`));
  const without = await searched(many, () => 1);
  assert.is(without.judged.length, 1 + MOST_TRIES);
  assert.equal(without.told?.slice(-3), [
    "N24 is left out, for it brings the test no nearer to the verdict: scan N24",
    "N25 was not tried (at most 24 are): scan N25",
    "N26 was not tried (at most 24 are): scan N26",
  ]);
  const last = await searched(many, (ids) => (ids === "N24" ? 0 : 1));
  assert.is(last.kept, "N24");
  assert.equal(last.told?.slice(-2), ["N25 was not needed: scan N25", "N26 was not needed: scan N26"]);
});

tests("where what is ours makes no test, its sentences are the answer, and nothing more is tried", async () => {
  assert.equal(await searched([given("A", "ours"), given("B")], () => "no test"), { judged: ["A"], error: ["it is none"] });
});

tests.run();
