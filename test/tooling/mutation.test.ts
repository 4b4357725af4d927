/** The parts of the mutation run that decide its score. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { foldersOf, isFound, scoreOf, survivorLine, type Tried } from "../mutation/score.ts";
import { isSentence } from "../mutation/sentences.ts";
import { collectSuites, suite as standIn } from "../mutation/suites.ts";

const mutant = (status: Tried["status"], fileName = "src/trust/der/der.ts"): Tried => ({
  status,
  fileName,
  location: { start: { line: 3, column: 7 }, end: { line: 3, column: 9 } },
  mutatorName: "EqualityOperator",
  replacement: "a <=\n  b",
});

const score = suite("mutation score");
for (const [name, statuses, expected] of [
  ["nothing was tried", [], 100],
  ["a failing test and an endless loop are findings", ["Killed", "Timeout"], 100],
  ["what survives and what no test reaches is not found", ["Killed", "Survived", "NoCoverage", "Timeout"], 50],
  ["what was left out counts nowhere", ["Ignored", "CompileError", "RuntimeError", "Survived", "Killed"], 50],
] as const)
  score(name, () => assert.is(scoreOf(statuses.map((status) => mutant(status))), expected));
score("a line names the place and the change", () => {
  assert.is(survivorLine(mutant("Survived")), "src/trust/der/der.ts:3:7 EqualityOperator → a <= b");
  assert.is(survivorLine(mutant("NoCoverage")), "src/trust/der/der.ts:3:7 EqualityOperator → a <= b (no test comes here)");
});
score("each folder for itself", () => {
  const mutants = [mutant("Killed", "src/b/x.ts"), mutant("Survived", "src/a/x.ts"), mutant("Killed", "src/a/y.ts")];
  assert.equal(
    foldersOf(mutants).map(([folder, own]) => [folder, own.filter(isFound).length, own.length]),
    [
      ["src/a", 1, 2],
      ["src/b", 1, 1],
    ],
  );
});
score.run();

const texts = suite("sentences are not mutated, codes are");
for (const [text, expected] of [
  ["the issuer is no authority", true],
  ["its RSA key has … bits, at least … are needed", true],
  ["certificate-chain-invalid", false],
  ["ENCRYPTED COSIGN PRIVATE KEY", false],
  ["application/vnd.in-toto+json", false],
  ["… …", false],
  ["", false],
] as const)
  texts(text, () => assert.is(isSentence(text), expected));
texts.run();

type Suite = ReturnType<typeof suite>;

const kept = suite("suites as values");
kept("tests run alone, again and again, between their hooks", async () => {
  const seen: string[] = [];
  const suites = await collectSuites("x.test.ts", () => {
    const inner = standIn("s") as Suite;
    inner.before(() => void seen.push("before"));
    inner.after(() => void seen.push("after"));
    inner.before.each(() => void seen.push("each"));
    inner.after.each(() => void seen.push("done"));
    inner("good", () => void seen.push("good"));
    inner.skip("left out");
    inner("bad", () => assert.unreachable());
    inner.run();
    (standIn("never run") as Suite)("x", () => undefined);
    return Promise.resolve();
  });
  assert.equal(
    suites.flatMap(({ tests }) => tests.map(({ id }) => id)),
    ["x.test.ts > s > good #0", "x.test.ts > s > bad #1"],
  );
  const [first] = suites;
  await first?.before();
  await first?.tests[0]?.run();
  await first?.tests[0]?.run();
  const failed = await first?.tests[1]?.run().then(
    () => "passed",
    () => "failed",
  );
  await first?.after();
  assert.is(failed, "failed");
  assert.is(seen.join(" "), "before each good done each good done each done after");
});
kept.run();
