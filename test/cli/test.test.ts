/** `policy test`: what it prints in each format, and what its exit codes mean. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { run } from "../../src/cli/main.ts";
import { matchGolden } from "../support/golden.ts";
import { projectRoot, scratch } from "../support/run-policy.ts";
import { memoryIo } from "./memory-io.ts";

const POLICY = `policy notes version 1
predicate note "https://example.com/note/v1" {
  word: String
  saidOn: Timestamp
}
trust author {
  key "author.pub" held by "alice@acme.example"
  timestamped yes
}
control C-01 "Noted" {
  evidence said: note signed by author
    fresh within 7 days of saidOn
    pick latest by saidOn
  require yes: said.word is "yes" else "it says {said.word}"
}
control C-02 "Noted again" {
  evidence said: note signed by author
  require yes: said.word is "yes" else "it says {said.word}"
}
gate prod {
  enforce C-01
  warn C-02
}
`;
const AT = "at 2026-01-10\n";
const GOOD = `test "a note" tagged "quick" for C-01 {
  ${AT}  given said with { word: "yes", saidOn: said }
  cases said, outcome {
    2026-01-09, satisfied
    2026-01-01, violated
  }
}
test "no note" for gate prod {
  ${AT}  given nothing
  expect control C-01 missing
  expect gate blocked
}
`;
const BAD = `test "a wrong word <&>" for C-01 {
  ${AT}  given said with { word: "no", saidOn: 2026-01-09 }
  expect satisfied yes
}
test "the wrong cause" for C-01 {
  ${AT}  given said with { word: "no", saidOn: 2026-01-09 }
  expect violated yes saying "it says maybe"
}
test "passed too early" for gate prod {
  ${AT}  given note with { word: "yes", saidOn: 2025-01-09 } tampered
  expect gate passed
}
`;

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function folderOf(tests: string): string {
  const folder = scratch();
  writeFileSync(join(folder, "notes.policy"), POLICY + tests);
  writeFileSync(join(folder, "author.pub"), readFileSync(join(projectRoot, "test/fixtures-samples/keys/rm-alice.pub")));
  return folder;
}

async function policyTest(folder: string, ...words: readonly string[]): Promise<Ran> {
  const io = memoryIo({ cwd: folder });
  return { code: await run(["test", ...words], io), ...io.written };
}

const formats = suite("policy test: formats");
for (const format of ["text", "json", "junit", "tap", "github"]) {
  formats(format, async () => {
    const { code, stdout } = await policyTest(folderOf(GOOD + BAD), "--format", format);
    assert.is(code, 1);
    matchGolden(`tests/${format}.txt`, stdout);
  });
}
for (const [format, wrong] of [
  [
    "junit",
    /tests="1" failures="0" errors="1"[^]*<testcase[^>]* name="E6012">\n +<error message="[^"]+">[^<]*\.policy:\d+:\d+ E6012 [^<]+</u,
  ],
  ["tap", /1\.\.1\nnot ok 1 - [^\n]* E6012\n/u],
  ["github", /::error file=[^\n]*E6012[^]*0 passed, 1 failed/u],
] as const)
  formats(`${format}: a policy that does not compile is a test that could not run`, async () => {
    const { code, stdout } = await policyTest(folderOf(`${GOOD}\ngate other { enforce C-99 }\n`), "--format", format);
    assert.is(code, 3);
    assert.match(stdout, wrong);
  });
formats("text ends with how many policies are wrong, not with what passed elsewhere", async () => {
  const folder = folderOf(GOOD);
  writeFileSync(join(folder, "other.policy"), "policy other version 1\ngate prod { enforce C-99 }\n");
  const { code, stdout } = await policyTest(folder);
  assert.is(code, 3);
  assert.match(stdout, /\n3 passed, 1 policy is wrong, see above\n$/u);
});
formats("a format of coverage asks for coverage", async () => {
  const { code, stdout } = await policyTest(folderOf(GOOD), "--coverage-format", "lcov");
  assert.is(code, 1, "not every outcome is shown");
  assert.match(stdout, "end_of_record");
});
formats("quiet shows what failed alone", async () => {
  const { stdout } = await policyTest(folderOf(GOOD + BAD), "--quiet");
  assert.is(stdout.includes("✓"), false);
  assert.is(stdout.split("✗").length - 1, 3);
});
formats.run();

const codes = suite("policy test: exit codes");
codes("0 where every test passed", async () => {
  const { code, stdout } = await policyTest(folderOf(GOOD));
  assert.is(code, 0);
  assert.match(stdout, "3 passed");
});
codes("1 where one failed, and with --fail-fast nothing runs after it", async () => {
  const { code, stdout } = await policyTest(folderOf(BAD + GOOD), "--fail-fast");
  assert.is(code, 1);
  assert.match(stdout, "0 passed, 1 failed");
});
codes("3 where the policy does not compile", async () => assert.is((await policyTest(folderOf("control X"))).code, 3));
codes("3 where a test is wrong, and the others run", async () => {
  const { code, stdout } = await policyTest(folderOf(`${GOOD}test "x" for C-9 { expect missing }`));
  assert.is(code, 3);
  assert.match(stdout, "E7016");
  assert.match(stdout, "3 passed");
});
codes("3 where a fixture is missing", async () => {
  const { code, stdout } = await policyTest(folderOf(`test "x" for C-02 { given said from "no.json" expect satisfied }`));
  assert.is(code, 3);
  assert.match(stdout, "E7003");
});
codes("4 where there are no tests", async () => {
  const { code, stderr } = await policyTest(folderOf(""));
  assert.is(code, 4);
  assert.match(stderr, "there are no tests");
});
codes("4 where the filter fits none", async () => {
  const { code, stderr } = await policyTest(folderOf(GOOD), "--filter", "C-77");
  assert.is(code, 4);
  assert.match(stderr, "no test fits the filter");
});
codes("4 where there is no policy", async () => assert.is((await policyTest(scratch())).code, 4));
codes.run();

const filters = suite("policy test: filters");
for (const [words, count] of [
  [["--filter", "gate prod"], 1],
  [["--filter", "A NOTE"], 2],
  [["--filter", "2026-01-01"], 1],
  [["--tag", "quick"], 2],
  [["--filter", "no note", "--filter", "2026-01-09"], 2],
] as const) {
  filters(words.join(" "), async () => assert.match((await policyTest(folderOf(GOOD), ...words)).stdout, `${count} passed`));
}
filters.run();

const traces = suite("policy test: golden traces");
const TRACED = `test "traced" for C-01 {\n  ${AT}  given said with { word: "no", saidOn: 2026-01-09 }\n  expect violated yes\n  expect trace "traces/no.json"\n}\n`;
traces("are written by --update, and the same in every run after", async () => {
  const folder = folderOf(TRACED);
  const before = await policyTest(folder);
  assert.is(before.code, 1);
  assert.match(before.stdout, "policy test --update");
  assert.is((await policyTest(folder, "--update")).code, 0);
  assert.is((await policyTest(folder)).code, 0);
  assert.is((await policyTest(folder)).code, 0);
});
traces("differ where the judgement differs, and the difference is shown", async () => {
  const folder = folderOf(TRACED);
  await policyTest(folder, "--update");
  const file = join(folder, "notes.policy");
  writeFileSync(file, readFileSync(file, "utf8").replace('else "it says {said.word}"', 'else "it said {said.word}"'));
  const { code, stdout } = await policyTest(folder);
  assert.is(code, 1);
  assert.match(stdout, /-.*it says no/u);
  assert.match(stdout, /\+.*it said no/u);
});
traces("that are none are said to be none, and not shown as a difference", async () => {
  for (const text of ["{bad", "null"]) {
    const folder = folderOf(TRACED);
    mkdirSync(join(folder, "traces"));
    writeFileSync(join(folder, "traces/no.json"), text);
    const { code, stdout } = await policyTest(folder);
    assert.is(code, 1);
    assert.match(stdout, /found {5}a file that is no trace\n.*`policy test --update` writes it anew/u);
    assert.not.match(stdout, /@@/u);
  }
});
traces.run();
