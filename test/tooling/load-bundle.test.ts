import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { miniCheckout, type MiniCheckout } from "../support/mini-checkout.ts";

/** Bundles begin with a comment of 40 characters, as the build writes it. */
const head = (letter: string): string => `/*${letter.repeat(36)}*/`;
const program = (answer: string): string =>
  `exports.main = async () => { console.log("${answer}", require("#lazy/part").twice(21)); process.exitCode = Number(process.argv[3] ?? 0); };`;
const part = (factor: string): string => `exports.twice = (n) => n * ${factor};`;

function checkout(): MiniCheckout {
  return miniCheckout({ "dist/cli.cjs": head("a") + program("one"), "dist/lazy/part.cjs": head("a") + part("2") });
}

function run({ path }: MiniCheckout, ...words: readonly string[]): string {
  return spawnSync(process.execPath, [path("bin/policy.js"), ...words], { encoding: "utf8" }).stdout.trim();
}

function kept({ path }: MiniCheckout): readonly string[] {
  const folder = path("dist/.cache");
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((version) => readdirSync(join(folder, version)).sort());
}

const load = suite("compiled code");
load("is kept for each command and each part, and used the next time", () => {
  const mini = checkout();
  assert.is(run(mini, "eval"), "one 42");
  assert.equal(kept(mini), ["eval-cli", "eval-part"]);
  assert.is(run(mini, "eval"), "one 42");
  assert.is(run(mini, "check"), "one 42");
  assert.equal(kept(mini), ["check-cli", "check-part", "eval-cli", "eval-part"]);
  mini.remove();
});
load("of another bundle of the same length is not used", () => {
  const mini = checkout();
  assert.is(run(mini, "eval"), "one 42");
  mini.write("dist/cli.cjs", head("b") + program("two"));
  mini.write("dist/lazy/part.cjs", head("b") + part("3"));
  assert.is(run(mini, "eval"), "two 63");
  assert.is(run(mini, "eval"), "two 63");
  mini.remove();
});
load("that is damaged is made again", () => {
  const mini = checkout();
  run(mini, "eval");
  const [version = ""] = readdirSync(mini.path("dist/.cache"));
  const file = mini.path(`dist/.cache/${version}/eval-cli`);
  const whole = readFileSync(file);
  writeFileSync(file, whole.subarray(0, 60));
  assert.is(run(mini, "eval"), "one 42");
  assert.is(readFileSync(file).length > 60, true);
  mini.remove();
});
load("of words that are no command share one file, whatever they are", () => {
  const mini = checkout();
  for (const word of ["--version", "../../x", "a b", "E", "averyveryverylongword"]) run(mini, word);
  assert.equal(kept(mini), ["other-cli", "other-part"]);
  mini.remove();
});
for (const code of ["4", "70"]) {
  load(`of a run that ended with ${code} is not kept: it has hardly begun`, () => {
    const mini = checkout();
    run(mini, "eval", code);
    assert.equal(kept(mini), []);
    mini.remove();
  });
}
load.run();
