import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";

const root = fileURLToPath(new URL("../../", import.meta.url));

function runner(
  filters: readonly string[],
  env: Record<string, string> = {},
): { readonly last: string; readonly text: string; readonly status: number | null } {
  const words = ["test/run.ts", "--in", "test/support/runner-fixtures", "--suffix", ".fixture.ts", ...filters];
  const { CI: _, PROVISO_ALLOW_SKIP: __, ...outer } = process.env;
  const { stdout, status } = spawnSync(process.execPath, words, { cwd: root, encoding: "utf8", env: { ...outer, ...env } });
  return { text: stdout, last: stdout.trimEnd().split("\n").at(-1) ?? "", status };
}

const cases: readonly {
  readonly name: string;
  readonly filters: readonly string[];
  readonly env?: Record<string, string>;
  readonly last: string;
  readonly status: number;
  readonly says?: RegExp;
}[] = [
  { name: "a passing file", filters: ["passing"], last: "2 passed, 0 failed", status: 0 },
  {
    name: "a failing test",
    filters: ["failing"],
    last: "1 passed, 1 failed",
    status: 1,
    says: /FAIL .*failing\.fixture\.ts: 1 failed\n[^]*does not hold/u,
  },
  {
    name: "a file without .run()",
    filters: ["silent"],
    last: "0 passed, 1 failed",
    status: 1,
    says: /ran no test: is `\.run\(\)` missing/u,
  },
  {
    name: "a file with .only",
    filters: ["picky"],
    last: "1 passed, 1 failed, 1 skipped",
    status: 1,
    says: /`\.only` leaves the other tests out/u,
  },
  {
    name: "a crash after passing tests",
    filters: ["crashing"],
    last: "1 passed, 1 failed",
    status: 1,
    says: /crashed with exit code 7/u,
  },
  { name: "a file that throws while it loads", filters: ["throwing"], last: "0 passed, 1 failed", status: 1, says: /while loading/u },
  { name: "a killed file", filters: ["killed"], last: "0 passed, 1 failed", status: 1, says: /ended by SIGKILL/u },
  {
    name: "skipped tests",
    filters: ["skipping"],
    last: "1 passed, 0 failed, 2 skipped",
    status: 0,
    says: /^skipped: needs the moon — .*skipping/mu,
  },
  { name: "skipped tests under CI", filters: ["skipping"], env: { CI: "true" }, last: "1 passed, 2 failed, 2 skipped", status: 1 },
  {
    name: "allowed skips under CI",
    filters: ["skipping"],
    env: { CI: "true", PROVISO_ALLOW_SKIP: "1" },
    last: "1 passed, 0 failed, 2 skipped",
    status: 0,
  },
  { name: "no file", filters: ["no such file"], last: "0 passed, 1 failed", status: 1, says: /nothing was run/u },
  { name: "several files", filters: ["passing", "failing"], last: "3 passed, 1 failed", status: 1 },
];

const tests = suite("runner");
for (const { name, filters, env, last, status, says } of cases) {
  tests(name, () => {
    const result = runner(filters, env);
    assert.is(result.last, last, result.text);
    assert.is(result.status, status);
    if (says !== undefined) assert.match(result.text, says);
  });
}
tests("a passing file prints nothing but the last line", () => assert.is(runner(["passing"]).text, "2 passed, 0 failed\n"));
tests.run();
