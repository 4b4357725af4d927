/** Every code that the compiler can give has a page, which `policy explain` prints; the examples of each page do what it says, in the words of its golden file. */
import { existsSync, globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Chalk } from "chalk";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { sourceFinder } from "../../src/cli/judging/compile-policy.ts";
import { renderDiagnostics } from "../../src/cli/render/diagnostic.ts";
import { encodeUtf8 } from "../../src/base/index.ts";
import type { Diagnostic } from "../../src/diagnostics/index.ts";
import { checkTests, toEvaluate, type Compiled } from "../../src/language/index.ts";
import { compilePolicy, said, type PolicyFolder } from "../support/compile-policy.ts";
import { goldenPath, matchGolden } from "../support/golden.ts";
import { wholeExample } from "../support/page-example.ts";
import { runAll, sessionOf } from "../support/policy-tests.ts";
import { policy } from "../support/run-policy.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

const folder: PolicyFolder = {
  mainPath: "page.policy",
  files: {
    "acme.policy": "policy acme version 1",
    "shared/acme.policy": "policy acme version 1",
    "limits.policy": "policy limits version 1\nparam max-age: Duration = 7 days, at most 30 days\nparam fixed-window: Duration = 7 days",
    "acme-controls.policy": `policy acme-controls version 1
use vuln from "std/vuln@1"
trust scanner { key "keys/scanner.pub" }
control C-01 "Scanned" { evidence scan: vuln.report signed by scanner }`,
  },
};

// ----------------------------------------------------------------------------------------------------------- pages

const emitted = new Set<string>();
for (const path of ["grammar", "src/language", "src/testing"].flatMap((part) => globSync(`${part}/**/*.ts`, { cwd: root }))) {
  for (const [, code] of readFileSync(`${root}${path}`, "utf8").matchAll(/"(E\d{4})"/gu)) if (code !== undefined) emitted.add(code);
}

/** What the compiler says, and of a policy that compiles what is wrong with its tests. */
function withTests(example: string): Compiled {
  const compiled = compilePolicy(wholeExample(example), folder);
  if (!compiled.policy) return compiled;
  return { ...compiled, diagnostics: [...compiled.diagnostics, ...checkTests(compiled.declared.main, compiled.policy).diagnostics] };
}

/** What is asked of a policy only where it shall judge an image. */
function whenJudged(example: string): Compiled {
  return toEvaluate(compilePolicy(wholeExample(example), folder));
}

/** What is found when a test runs: in its fixtures, in who shall sign. */
const WHEN_RUN: ReadonlySet<string> = new Set(["E7003", "E7004", "E7012", "E7019"]);

async function whenRun(example: string): Promise<Compiled> {
  const compiled = compilePolicy(wholeExample(example), folder);
  const { policy: checked } = compiled;
  if (!checked) return compiled;
  const { tests } = checkTests(compiled.declared.main, checked);
  const broken: Diagnostic[] = [];
  for (const run of await runAll(await sessionOf(checked, tests, fixture))) if (run.kind === "broken") broken.push(run.diagnostic);
  return { ...compiled, diagnostics: broken };
}

function fixture(path: string): Uint8Array | undefined {
  if (path === "fixtures/truncated.json") return encodeUtf8('{ "scanner": ');
  const file = `${root}test/fixtures-samples/${path}`;
  return existsSync(file) ? new Uint8Array(readFileSync(file)) : undefined;
}

/** What somebody wrote, and beneath it what they are told. */
function sourceAndMessages(wrong: string, told: Compiled): string {
  const source = wholeExample(wrong);
  return `${source.trimEnd()}\n\n${"─".repeat(60)}\n${renderDiagnostics(told.diagnostics, sourceFinder(told), new Chalk({ level: 0 }))}`;
}

const PAGE = /^# (E\d{4}): .+\n\n## Wrong\n\n```policy\n([^]+?)```\n\n## Right\n\n```policy\n([^]+?)```\n\n## Why\n\n([^]+)$/u;

const test = suite("pages of diagnostics");

for (const code of [...emitted].sort()) {
  test(code, async () => {
    const file = `${root}docs/diagnostics/${code}.md`;
    assert.ok(existsSync(file), `docs/diagnostics/${code}.md is not there`);
    const [, title, wrong, right] = PAGE.exec(readFileSync(file, "utf8")) ?? [];
    assert.is(title, code, "a page has a title, and the sections Wrong, Right and Why");
    const tell = WHEN_RUN.has(code) ? whenRun : code === "E6017" ? whenJudged : withTests;
    const told = await tell(wrong ?? "");
    assert.equal([...new Set(told.diagnostics.map((each) => each.code))], [code]);
    assert.equal(said(await tell(right ?? "")), []);
    matchGolden(`diagnostics/${code}.txt`, sourceAndMessages(wrong ?? "", told));
  });

  test(`policy explain ${code}`, async () => {
    const { code: exit, stdout } = await policy("explain", code);
    assert.is(exit, 0);
    assert.match(stdout, code);
    assert.match(stdout, "Why");
  });
}

test("no page for what nobody says", () => {
  const pages = globSync("docs/diagnostics/E*.md", { cwd: root }).map((path) => path.replace(/^.*(E\d{4})\.md$/u, "$1"));
  assert.equal(
    pages.filter((code) => !emitted.has(code)),
    [],
  );
});

test("no golden file of what nobody says", () => {
  const files = globSync("*.txt", { cwd: goldenPath("diagnostics/") }).map((file) => file.replace(/\.txt$/u, ""));
  assert.equal(files.sort(), [...emitted].sort());
});

test.run();
