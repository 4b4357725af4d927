/** What `policy check` says of mistakes that owners of controls make: `test/golden/check/<mistake>.policy`, and the answer beside it. */
import { globSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { run } from "../../src/cli/main.ts";
import { memoryIo } from "../cli/memory-io.ts";
import { goldenPath, matchGolden } from "../support/golden.ts";

const test = suite("policy check: golden answers");

const names = globSync("*.policy", { cwd: goldenPath("check/") }).map((file) => file.replace(/\.policy$/u, ""));

/** Mistakes that have nothing to do with each other are told together. */
const TWO: ReadonlySet<string> = new Set(["two-errors-in-one-control", "two-errors-in-two-blocks"]);

for (const name of names.sort()) {
  test(name, async () => {
    const io = memoryIo({ cwd: goldenPath("check/") });
    assert.is(await run(["check", `${name}.policy`], io), 3);
    assert.is(io.written.stdout.match(/^error\[/gmu)?.length, TWO.has(name) ? 2 : 1);
    matchGolden(`check/${name}.txt`, io.written.stdout);
  });
}

test("there are enough of them", () => assert.ok(names.length >= 20));

test.run();
