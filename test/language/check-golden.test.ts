/** What `policy check` says of mistakes that owners of controls make: `test/golden/check/<mistake>.policy`, and the answer beside it. */
import { Chalk } from "chalk";
import { globSync, readFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { renderDiagnostics } from "../../src/cli/render/diagnostic.ts";
import { compilePolicy } from "../support/compile-policy.ts";
import { goldenPath, matchGolden } from "../support/golden.ts";

const plain = new Chalk({ level: 0 });
const test = suite("policy check: golden answers");

const names = globSync("*.policy", { cwd: goldenPath("check/") }).map((file) => file.replace(/\.policy$/u, ""));

/** Mistakes that have nothing to do with each other are told together. */
const TWO: ReadonlySet<string> = new Set(["two-errors-in-one-control", "two-errors-in-two-blocks"]);

for (const name of names.sort()) {
  test(name, () => {
    const compiled = compilePolicy(readFileSync(goldenPath(`check/${name}.policy`), "utf8"), { mainPath: `${name}.policy` });
    assert.is(compiled.policy, undefined);
    assert.is(compiled.diagnostics.length, TWO.has(name) ? 2 : 1);
    const sources = new Map(compiled.sources.map((source) => [source.path, source]));
    matchGolden(
      `check/${name}.txt`,
      renderDiagnostics(compiled.diagnostics, (file) => sources.get(file), plain),
    );
  });
}

test("there are enough of them", () => assert.ok(names.length >= 20));

test.run();
