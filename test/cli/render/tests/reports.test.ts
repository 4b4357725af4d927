/** Reports of `policy test` that programs read, read back and held against the JSON of the same run. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { projectRoot } from "../../../support/run-policy.ts";
import { hostileFile, hostileFolder, policyTest } from "./hostile-notes.ts";
import { named, parseMarkup, textOf } from "./markup.ts";

interface Report {
  readonly counts: { readonly passed: number; readonly failed: number; readonly broken: number };
  readonly policies: readonly {
    readonly path: string;
    readonly tests: readonly { readonly title: string; readonly result: string; readonly mismatches: readonly object[] }[];
  }[];
  readonly coverage: readonly Covered[];
}

interface Covered {
  readonly path: string;
  readonly points: readonly { readonly line: number; readonly shownBy: number; readonly suggestion?: string }[];
}

const folders = [
  ["hostile names", hostileFolder()],
  ["the quickstart", join(projectRoot, "policies/quickstart")],
] as const;

async function reportOf(folder: string): Promise<Report> {
  const { stdout } = await policyTest(folder, "--format", "json", "--coverage", "--min-coverage", "outcomes=0");
  return JSON.parse(stdout) as Report;
}

async function coverageOf(folder: string, format: string): Promise<string> {
  const file = join(hostileFolder(), "coverage.out");
  await policyTest(folder, "--coverage-format", format, "--coverage-output", file, "--min-coverage", "outcomes=0");
  return readFileSync(file, "utf8");
}

const junit = suite("JUnit");
for (const [name, folder] of folders) {
  junit(`is XML, and tells the tests that JSON tells: ${name}`, async () => {
    const { counts, policies } = await reportOf(folder);
    const root = parseMarkup((await policyTest(folder, "--format", "junit")).stdout);
    const suites = named(root, "testsuite");
    assert.equal(
      suites.map(({ attributes }) => attributes.get("name")),
      policies.map(({ path }) => path),
    );
    for (const [at, { children, attributes }] of suites.entries()) {
      const tests = policies[at]?.tests ?? [];
      assert.is(attributes.get("tests"), String(tests.length));
      for (const [index, test] of tests.entries()) {
        const shown = children[index];
        assert.ok(shown?.attributes.get("name")?.startsWith(test.title) === true);
        assert.is(shown?.children[0]?.name, { passed: undefined, failed: "failure", broken: "error" }[test.result]);
      }
    }
    assert.is(named(root, "testcase").length, counts.passed + counts.failed + counts.broken);
    const total = (count: string) => suites.reduce((sum, { attributes }) => sum + Number(attributes.get(count)), 0);
    assert.equal([total("failures"), total("errors")], [counts.failed, counts.broken]);
    assert.equal([named(root, "failure").length, named(root, "error").length], [counts.failed, counts.broken]);
  });
}
junit.run();

const tap = suite("TAP");
for (const [name, folder] of folders) {
  tap(`counts as JSON counts, and hides no result in a title: ${name}`, async () => {
    const { counts } = await reportOf(folder);
    const lines = (await policyTest(folder, "--format", "tap")).stdout.split("\n");
    const all = counts.passed + counts.failed + counts.broken;
    assert.equal(lines.slice(0, 2), ["TAP version 14", `1..${all}`]);
    const points = lines.filter((line) => /^(?:not )?ok /u.test(line));
    assert.equal(
      points.map((line) => /^(?:not )?ok ([0-9]+) - /u.exec(line)?.[1]),
      Array.from({ length: all }, (_, at) => String(at + 1)),
    );
    assert.is(points.filter((line) => line.startsWith("ok")).length, counts.passed);
    for (const line of points) assert.not.match(line, /(?<!\\)#/u, "a bare # would begin a directive");
  });
}
tap.run();

const github = suite("GitHub annotations");
github("are one line for each mismatch, whatever a title holds", async () => {
  const folder = hostileFolder();
  const { policies } = await reportOf(folder);
  const lines = (await policyTest(folder, "--format", "github")).stdout.trimEnd().split("\n");
  const mismatches = policies.flatMap(({ tests }) => tests.flatMap((test) => test.mismatches));
  assert.is(lines.length, mismatches.length + 1);
  for (const line of lines.slice(0, -1)) {
    const [, file = "", title = ""] = /^::error file=([^,:]*),line=[0-9]+,col=[0-9]+,title=([^,:]*)::[^\r\n]+$/u.exec(line) ?? [];
    assert.is(decoded(file), hostileFile);
    assert.ok(policies[0]?.tests.some((test) => decoded(title).includes(test.title)) === true, title);
  }
  assert.match(lines.at(-1) ?? "", /^2 passed, 3 failed$/u);
});
function decoded(text: string): string {
  return text.replace(/%(0A|0D|25|2C|3A)/gu, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
github.run();

interface LcovRecord {
  readonly source: string;
  readonly branches: readonly string[];
  readonly lines: readonly string[];
  readonly totals: Readonly<Record<string, number>>;
}

function parseLcov(text: string): readonly LcovRecord[] {
  assert.ok(text.endsWith("end_of_record\n"));
  return text
    .slice(0, -1)
    .split(/(?<=^end_of_record)\n/mu)
    .map((record) => {
      const fields = record.split("\n").map((line) => /^(TN|SF|BRDA|DA|BRF|BRH|LF|LH):(.*)$/u.exec(line) ?? [line, line, ""]);
      assert.is(fields.at(-1)?.[0], "end_of_record");
      const of = (name: string) => fields.filter(([, field]) => field === name).map(([, , value = ""]) => value);
      const totals = Object.fromEntries(["BRF", "BRH", "LF", "LH"].map((name) => [name, Number(of(name)[0])]));
      assert.is(fields.length, 7 + of("BRDA").length + of("DA").length, "no other fields");
      return { source: of("SF")[0] ?? "", branches: of("BRDA"), lines: of("DA"), totals };
    });
}

const lcov = suite("LCOV");
for (const [name, folder] of folders) {
  lcov(`tells the points that JSON tells: ${name}`, async () => {
    const { coverage } = await reportOf(folder);
    const records = parseLcov(await coverageOf(folder, "lcov"));
    assert.is(records.length, coverage.length);
    for (const [at, { points, path }] of coverage.entries()) {
      const record = records[at];
      if (record === undefined) throw new Error(`no record of ${path}`);
      assert.is(record.source, path.replace("\u202e", "\\u{202e}"));
      const pairs = record.branches.map((branch) => /^([0-9]+),0,[0-9]+,([0-9]+)$/u.exec(branch)?.slice(1).join(" "));
      assert.equal(pairs.map(String).toSorted(), points.map(({ line, shownBy }) => `${line} ${shownBy}`).toSorted());
      assert.is(new Set(record.branches.map((branch) => branch.replace(/,[0-9]+$/u, ""))).size, points.length, "no branch twice");
      const lines = [...Map.groupBy(points, ({ line }) => line)].map(([line, own]) => `${line},${Math.max(...own.map((p) => p.shownBy))}`);
      assert.equal(record.lines.toSorted(), lines.toSorted());
      assert.equal(record.totals, {
        BRF: points.length,
        BRH: points.filter(({ shownBy }) => shownBy > 0).length,
        LF: lines.length,
        LH: lines.filter((line) => !line.endsWith(",0")).length,
      });
    }
  });
}
lcov.run();

const html = suite("HTML of coverage");
for (const [name, folder] of folders) {
  html(`is well formed, runs nothing, and has a sentence for each hole: ${name}`, async () => {
    const { coverage } = await reportOf(folder);
    const root = parseMarkup(await coverageOf(folder, "html"), ["meta"]);
    assert.equal([...new Set(["script", "i", "b", "img", "a"].flatMap((tag) => named(root, tag)))], []);
    const texts = (className: string) =>
      named(root, "span")
        .filter(({ attributes }) => attributes.get("class") === className)
        .map(textOf);
    const points = coverage.flatMap((each) => each.points);
    const holes = points.flatMap(({ suggestion }) => suggestion ?? []);
    assert.equal(texts("suggestion"), holes);
    assert.is(texts("state none").length, holes.length);
    assert.is(texts("state").length, points.length - holes.length);
    assert.equal(
      named(root, "h2").map(textOf),
      coverage.map(({ path }) => path.replace("\u202e", "\\u{202e}")),
    );
  });
}
html.run();

const mistakes = suite("reading markup");
for (const wrong of [
  "<a>",
  "<a></b>",
  "<a b=c></a>",
  "<a>&</a>",
  "<a>&nbsp;</a>",
  '<a b="1" b="2"/>',
  "<a/><a/>",
  "<a>\u0001</a>",
  "<a>x < y</a>",
]) {
  mistakes(`refuses ${JSON.stringify(wrong)}`, () => assert.throws(() => parseMarkup(wrong)));
}
mistakes.run();
