import { suite } from "uvu";
import * as assert from "uvu/assert";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "../../../src/cli/main.ts";
import { inOrder } from "../../../src/cli/testing/share-tests.ts";
import type { ReportedRun } from "../../../src/testing/index.ts";
import { claimed, lastNumber, newClaims, stopAt } from "../../../src/cli/testing/claims.ts";
import { memoryIo } from "../memory-io.ts";

const policies = fileURLToPath(new URL("../../../policies/", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "proviso-share-"));
const worker = (name: string) => new URL(`../../support/test-workers/${name}.ts`, import.meta.url);

async function test(words: readonly string[], testWorker: URL): Promise<{ code: number; stdout: string; stderr: string }> {
  const io = { ...memoryIo({ cwd: folder }), testWorker };
  const code = await run(["test", "quickstart.policy", ...words], io);
  return { code, ...io.written };
}

const claiming = suite("claims");

claiming("give each number to one asker, in rising order", () => {
  const claims = newClaims();
  const askers = [claimed(claims, 100), claimed(claims, 100), claimed(claims, 100)];
  const given: number[][] = [[], [], []];
  for (let turn = 0; turn < 100; turn++) {
    for (const [at, asker] of askers.entries()) {
      const { value } = asker.next() as { value?: number };
      if (value !== undefined) given[at]?.push(value);
    }
  }
  assert.equal(
    given.flat().toSorted((a, b) => a - b),
    Array.from({ length: 100 }, (_, at) => at),
  );
  for (const each of given)
    assert.equal(
      each,
      each.toSorted((a, b) => a - b),
    );
});

claiming("stop at the first failure of all, whoever met it", () => {
  const claims = newClaims();
  const first = claimed(claims, 40);
  assert.is(first.next().value, 0);
  const second = claimed(claims, 40);
  assert.is(second.next().value, 8);
  stopAt(claims, 9);
  stopAt(claims, 12);
  assert.is(second.next().value, 9);
  assert.is(second.next().done, true);
  assert.equal([...first], [1, 2, 3, 4, 5, 6, 7], "what comes before the failure is run all the same");
  assert.is(lastNumber(claims, 40), 9);
});

claiming.run();

const sharing = suite("threads that run tests");

sharing.before(() => {
  cpSync(join(policies, "quickstart"), folder, { recursive: true });
  const file = join(folder, "quickstart.policy");
  const text = readFileSync(file, "utf8");
  const [block = ""] = /^test "[^]*?\n\}\n/mu.exec(text) ?? [];
  const renamed = (at: number) => block.replace(/^test "/u, `test "copy ${at}: `);
  // Some tests fail, so that failures are compared too.
  const failing = (at: number) => renamed(at).replace("expect satisfied", "expect missing");
  const copies = Array.from({ length: 40 }, (_, at) => (at % 11 === 9 ? failing(at) : renamed(at)));
  assert.match(block, /expect satisfied/u);
  writeFileSync(file, `${text}\n${copies.join("\n")}`);
});
sharing.after(() => rmSync(folder, { recursive: true }));

for (const format of ["text", "json", "junit"]) {
  sharing(`say the same with 1, 2 and 4 of them: ${format}`, async () => {
    const [one, two, four] = [
      await test(["--format", format, "--jobs", "1"], worker("working")),
      await test(["--format", format, "--jobs", "2"], worker("working")),
      await test(["--format", format, "--jobs", "4"], worker("working")),
    ];
    assert.is(one.code, 1, "some fail");
    assert.equal(two, one);
    assert.equal(four, one);
  });
}

sharing("stop at the same failure, and show the same coverage", async () => {
  const words = ["--fail-fast", "--coverage", "--format", "json"];
  const [one, three] = [await test([...words, "--jobs", "1"], worker("working")), await test([...words, "--jobs", "3"], worker("working"))];
  assert.is(one.code, 1);
  assert.match(one.stdout, /"failed": 1/u);
  assert.equal(three, one);
});

const faults = {
  throwing: /internal fault: a thread failed: the disk is on fire/u,
  silent: /internal fault: a thread ended with 0 and gave no answer/u,
  absent: /internal fault: a thread failed: Cannot find module/u,
};
for (const [name, message] of Object.entries(faults)) {
  sharing(`are no pass when one fails: ${name}`, async () => {
    const { code, stdout, stderr } = await test(["--jobs", "2"], worker(name));
    assert.is(code, 70);
    assert.match(stderr, message);
    assert.is(stdout, "");
  });
}

sharing("are no pass when the policy was changed between one's reading and another's, and that is no defect", async () => {
  const { code, stdout, stderr } = await test(["--jobs", "2"], worker("elsewhere"));
  assert.equal([code, stdout], [4, ""]);
  assert.match(stderr, /`quickstart\.policy` was changed while its tests ran/u);
});

sharing("are no pass when what came out of a test is told by nobody", () => {
  const told = (number: number) => [number, { kind: "passed" } as ReportedRun] as const;
  assert.is(inOrder(new Map([told(1), told(0)]), 1).length, 2);
  assert.throws(() => inOrder(new Map([told(0), told(2)]), 2), /nobody told what came out of test 2/u);
});

sharing.run();
