import { suite } from "uvu";
import * as assert from "uvu/assert";
import { measure, median } from "../../bench/bench.ts";

const middle = suite("median");
for (const [values, expected] of [
  [[3], 3],
  [[3, 1, 2], 2],
  [[4, 1, 3, 2], 2.5],
  [[10, 9, 100], 10],
  [[], 0],
] as const) {
  middle(JSON.stringify(values), () => assert.is(median(values), expected));
}
middle.run();

const measured = suite("measure");
measured("every contender has its turns, in order, and the baseline is 1", async () => {
  const order: string[] = [];
  const sleep = (name: string) => async (): Promise<void> => {
    order.push(name);
    await new Promise((resolve) => setTimeout(resolve, 3));
  };
  const contenders = [
    { name: "a", run: sleep("a") },
    { name: "b", run: sleep("b") },
  ] as const;
  const results = await measure({ name: "x", rounds: 2, contenders });
  assert.equal(order.slice(-4), ["a", "b", "a", "b"]);
  assert.is(results[0]?.ratio, 1);
  assert.is(results[0]?.isWithin, undefined);
});
measured("a budget that cannot be kept is over, one that cannot be missed is within", async () => {
  const run = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 3));
  const contenders = [
    { name: "base", run },
    { name: "over", run, budgetMs: 0 },
    { name: "far", run, budgetRatio: 1e9 },
    { name: "half", run, budgetRatio: 1e9, budgetMs: 0 },
  ] as const;
  const results = await measure({ name: "x", rounds: 1, contenders });
  assert.equal(
    results.map(({ isWithin }) => isWithin),
    [undefined, false, true, false],
  );
});
measured("a contender that times itself is taken at its word", async () => {
  let sample = 0;
  const contenders = [
    { name: "base", sampleMs: () => 2 },
    { name: "three times", sampleMs: () => [6, 5, 100][sample++ % 3] ?? 0 },
  ] as const;
  const results = await measure({ name: "x", rounds: 3, contenders });
  assert.equal(
    results.map(({ medianMs, ratio }) => [medianMs, ratio]),
    [
      [2, 1],
      [6, 3],
    ],
  );
});
measured.run();
