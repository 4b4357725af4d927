/** The tests of the sample policies pass: their evidence is signed by stand-ins, verified and judged as any other. */
import { existsSync, readFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { projectRoot } from "../../support/run-policy.ts";
import { openTests, outcomeOf, runAll } from "../../support/policy-tests.ts";

const folders = [`${projectRoot}test/language/samples/`, `${projectRoot}test/fixtures-samples/`];

function read(path: string): Uint8Array | undefined {
  const folder = folders.find((each) => existsSync(each + path));
  return folder === undefined ? undefined : new Uint8Array(readFileSync(folder + path));
}

const samples = suite("tests of the samples");
for (const [name, count] of [
  ["container-release", 5],
  ["imported-or-built", 3],
  ["lineage", 8],
] as const) {
  samples(name, async () => {
    const runs = await runAll(await openTests(`${name}.policy`, read));
    assert.equal(
      runs.map((run) => `${run.test.title}: ${outcomeOf(run)}`),
      runs.map((run) => `${run.test.title}: passed`),
    );
    assert.is(runs.length, count);
  });
}
samples.run();
