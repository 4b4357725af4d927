/** `policy test record` over real images and the sample: what is recorded is run again by `policy test`, and stops passing when it lies. */
import { existsSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { run } from "../../src/cli/main.ts";
import { memoryIo } from "../cli/memory-io.ts";
import { realdataPath, withRealdata } from "../support/realdata.ts";
import { projectRoot, scratch, type Ran } from "../support/run-policy.ts";

const tests = suite("policy test record");
const real = withRealdata(tests);

async function words(cwd: string, ...all: readonly string[]): Promise<Ran> {
  const io = memoryIo({ cwd });
  return { code: await run(all, io), ...io.written };
}

/** How `policy test` ends, and the sentence that it says of the lie. */
interface Told {
  readonly code: number;
  readonly says: string;
}

interface Case {
  readonly name: string;
  /** Below policies/. */
  readonly policy: string;
  readonly subject: () => readonly string[];
  readonly expects: string;
  /** One value of a fixture, made another one: the recorded test notices. */
  readonly lie: { readonly fixture: string; readonly from: string | RegExp; readonly to: string; readonly told: Told };
}

const wrangle = () => realdataPath("evidence", "wrangle");
const wheel = (at: string) => [`file:${wrangle()}/*.whl`, "--bundle", join(wrangle(), "good-default-signed.bundle.jsonl"), "--at", at];
const slsaImage = (version: string): Case => ({
  name: `slsa-verifier ${version}`,
  policy: "slsa-images/slsa-verifier.policy",
  subject: () => [`oci-layout:${realdataPath("images", `slsa-verifier-${version}`)}`],
  expects: "C-01 satisfied, gate passed",
  lie: {
    fixture: "slsa.provenance.json",
    from: /slsa-framework\/example-package/gu,
    to: "mallory/example-package",
    told: { code: 1, says: "C-01.source: built from https://github.com/mallory/example-package, not from slsa-framework/example-package" },
  },
});
const cases: readonly Case[] = [
  slsaImage("v1.4.0"),
  slsaImage("v1.10.0"),
  slsaImage("v2.1.0"),
  {
    name: "the wheel, within a week",
    policy: "wrangle/wheel.policy",
    subject: () => wheel("2026-06-25T00:00:00Z"),
    expects: "W-01 satisfied, W-02 satisfied, W-03 satisfied, gate passed",
    lie: {
      fixture: "scan-2.json",
      from: '"result": "clean"',
      to: '"result": "findings"',
      told: { code: 1, says: "W-03.no-lint: wrangle-lint reported findings in 804cdebdf689972a0e1344d7e272981e21eeaadb" },
    },
  },
  {
    name: "the wheel, too late",
    policy: "wrangle/wheel.policy",
    subject: () => wheel("2026-07-10"),
    expects: "W-01 satisfied, W-02 satisfied, W-03 violated, gate blocked",
    lie: {
      fixture: "slsa.provenance.json",
      from: /TomHennen\/wrangle-test/gu,
      to: "mallory/wrangle-test",
      told: { code: 1, says: "W-01.source: built from https://github.com/mallory/wrangle-test" },
    },
  },
];
const sample: Case = {
  name: "the sample image, which is blocked",
  policy: "quickstart/quickstart.policy",
  subject: () => [`oci-layout:${join(projectRoot, "policies/quickstart/image")}`, "--at", "2026-11-25T12:00:00Z"],
  expects: "C-01 satisfied, C-02 violated, C-03 satisfied, C-04 missing, gate blocked",
  lie: {
    fixture: "vuln.report.json",
    from: "CVE-2024-5535",
    to: "CVE-2024-5536",
    told: { code: 1, says: 'found     naming "CVE-2024-5536"' },
  },
};
const strangers: Case = {
  name: "the sample image, by a policy that knows none of its signers",
  policy: "release/release.policy",
  subject: () => [...sample.subject(), "--gate", "prod"],
  expects: "after.dev missing, C-01 missing, C-02 missing, C-03 missing, C-04 missing, gate blocked",
  lie: {
    fixture: "vuln.report.json",
    from: /"predicateType": "[^"]*"/u,
    to: '"predicateType": "https://example.com/x/v1"',
    told: {
      code: 3,
      says: "error[E7004]: `fixtures/image/vuln.report.json` is a statement of type `https://example.com/x/v1`, which vuln.report does not read",
    },
  },
};

function fixturesBelow(folder: string): readonly string[] {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".json"));
  return names.filter((name) => /fixtures\/[^/]+\//u.test(name)).map((name) => join(folder, name));
}

async function recordsAndHolds({ policy, subject, expects, lie }: Case): Promise<void> {
  const folder = scratch(join(projectRoot, "policies", dirname(policy)));
  const file = join(folder, policy.split("/")[1] ?? "");
  const before = readFileSync(file, "utf8");
  const recorded = await words(folder, "test", "record", ...subject(), "--policy", file);
  assert.equal([recorded.code, recorded.stderr], [0, ""]);
  assert.ok(recorded.stdout.includes(`expects   ${expects}\n`), recorded.stdout);
  assert.match(recorded.stdout, "may be private");
  assert.ok(readFileSync(file, "utf8").startsWith(before.trimEnd()), "what stood in the policy stays");
  assert.is((await words(folder, "fmt", "--check", file)).code, 0);
  const tested = await words(folder, "test", file, "--tag", "recorded");
  assert.is(tested.code, 0, tested.stdout);
  for (const path of fixturesBelow(folder)) {
    const statement = JSON.parse(readFileSync(path, "utf8")) as object;
    assert.equal(Object.keys(statement).sort(), ["_type", "predicate", "predicateType", "subject"], "nothing but the payload");
  }
  const fixture = fixturesBelow(folder).find((path) => path.endsWith(`/${lie.fixture}`)) ?? "";
  const lied = readFileSync(fixture, "utf8").replace(lie.from, lie.to);
  assert.is.not(lied, readFileSync(fixture, "utf8"), "the lie is one");
  writeFileSync(fixture, lied);
  const noticed = await words(folder, "test", file, "--tag", "recorded");
  assert.is(noticed.code, lie.told.code, noticed.stdout);
  assert.ok(noticed.stdout.includes(`${lie.told.says}\n`), noticed.stdout);
}

for (const each of cases) real(each.name, () => recordsAndHolds(each));
for (const each of [sample, strangers]) tests(each.name, () => recordsAndHolds(each));

/** The sample policy without its tests and what they read. */
const quickstart = () => {
  const folder = scratch(join(projectRoot, "policies/quickstart"));
  rmSync(join(folder, "fixtures"), { recursive: true });
  const text = readFileSync(join(folder, "quickstart.policy"), "utf8");
  writeFileSync(join(folder, "quickstart.policy"), `${text.slice(0, text.indexOf('\ntest "'))}${ONE_TEST}`);
  return { folder, file: join(folder, "quickstart.policy") };
};
const ONE_TEST = `
test "built by our own build system" for C-01 {
  given build from "predicates/provenance.json"
  expect satisfied
}
`;
const recordSample = (folder: string, ...more: readonly string[]) =>
  words(folder, "test", "record", "oci-layout:image", "--policy", "quickstart.policy", "--at", "2026-11-25T12:00:00Z", ...more);

tests("--print writes nothing", async () => {
  const { folder, file } = quickstart();
  const before = readFileSync(file, "utf8");
  const { code, stdout } = await recordSample(folder, "--print");
  assert.is(code, 0);
  assert.match(stdout, /^test "image, 2026-11-25" tagged "recorded" for gate prod \{\n {2}at 2026-11-25T12:00:00Z\n/u);
  assert.is(readFileSync(file, "utf8"), before);
  assert.is(existsSync(join(folder, "fixtures")), false);
});

tests("what is there is replaced by --force alone", async () => {
  const { folder, file } = quickstart();
  assert.is((await recordSample(folder)).code, 0);
  const once = readFileSync(file, "utf8");
  const again = await recordSample(folder);
  assert.is(again.code, 4);
  assert.match(again.stderr, 'the policy has a test "image, 2026-11-25" for gate prod already');
  const fixture = join(folder, "fixtures/image/vuln.report.json");
  writeFileSync(fixture, "{}");
  const inTheWay = await recordSample(folder, "--title", "another");
  assert.is(inTheWay.code, 4);
  assert.match(inTheWay.stderr, "`fixtures/image/vuln.report.json` is there already and holds something else");
  assert.equal([readFileSync(file, "utf8"), readFileSync(fixture, "utf8")], [once, "{}"]);
  const forced = await recordSample(folder, "--force");
  assert.equal([forced.code, forced.stderr], [0, ""]);
  assert.is(readFileSync(file, "utf8"), once, "the test of that title was replaced by the same");
  assert.is((await words(folder, "test", ".")).code, 0);
});

tests("a replaced fixture that another test needs is put back", async () => {
  const { folder, file } = quickstart();
  assert.is((await recordSample(folder)).code, 0);
  const fixture = join(folder, "fixtures/image/vuln.report.json");
  writeFileSync(fixture, readFileSync(fixture, "utf8").replaceAll("CVE-2024-5535", "CVE-2024-0001"));
  const text = readFileSync(file, "utf8").replaceAll("CVE-2024-5535", "CVE-2024-0001");
  writeFileSync(file, text);
  const kept = readFileSync(fixture, "utf8");
  const { code, stderr } = await recordSample(folder, "--force", "--title", "another");
  assert.is(code, 1);
  assert.match(stderr, '"image, 2026-11-25" for gate prod: expected');
  assert.equal([readFileSync(file, "utf8"), readFileSync(fixture, "utf8")], [text, kept]);
});

tests("a parameter that the run tightens stands in the test", async () => {
  const { folder } = quickstart();
  const { code, stdout } = await recordSample(folder, "--print", "--param", "max-scan-age=1 hour", "--param", "allowed-licences=MIT,Zlib");
  assert.is(code, 0);
  assert.match(stdout, '  param max-scan-age = 1 hour\n  param allowed-licences = { "MIT", "Zlib" }\n');
  assert.match(stdout, "expect control C-03 violated");
});

tests("what the command line or the configuration set, and now stands in the policy file, is told", async () => {
  const { folder, file } = quickstart();
  writeFileSync(join(folder, "policy.config.json"), JSON.stringify({ params: { "allowed-licences": "MIT,Zlib" } }));
  const { code, stdout, stderr } = await recordSample(folder, "--param", "max-scan-age=1 hour");
  assert.equal([code, stderr], [0, ""]);
  assert.match(readFileSync(file, "utf8"), '  param max-scan-age = 1 hour\n  param allowed-licences = { "MIT", "Zlib" }\n');
  const told = stdout.split("\n").filter((text) => text.startsWith("look "));
  assert.is(told.length, 2, stdout);
  assert.match(told[1] ?? "", "in the policy file, what --param or the configuration set for `max-scan-age`, `allowed-licences`");
});

tests("where nothing was set, no parameter is told of", async () => {
  const { stdout } = await recordSample(quickstart().folder);
  assert.is(stdout.split("\n").filter((text) => text.startsWith("look ")).length, 1, stdout);
});

const outside = ["../outside", "/tmp/outside", "fixtures/../../outside", "", ".", "a\\b", "./fixtures"];
for (const path of outside) {
  tests(`--fixtures ${JSON.stringify(path)} leads nowhere`, async () => {
    const { folder, file } = quickstart();
    const before = readFileSync(file, "utf8");
    const { code, stderr } = await recordSample(folder, `--fixtures=${path}`);
    assert.is(code, 4);
    assert.ok(stderr.startsWith("policy: `--fixtures` names a folder below the one of the policy\n"), stderr);
    assert.is(readFileSync(file, "utf8"), before);
  });
}

tests("a link in the place of the fixtures is not followed", async () => {
  const { folder, file } = quickstart();
  const elsewhere = scratch();
  symlinkSync(elsewhere, join(folder, "fixtures"));
  const before = readFileSync(file, "utf8");
  const { code, stderr } = await recordSample(folder);
  assert.is(code, 4);
  assert.match(stderr, "cannot write");
  assert.equal([readFileSync(file, "utf8"), readdirSync(elsewhere)], [before, []]);
});

tests("a file in the place of a folder of fixtures", async () => {
  const { folder, file } = quickstart();
  const before = readFileSync(file, "utf8");
  const { code, stderr } = await recordSample(folder, "--fixtures", "predicates/scan.json");
  assert.is(code, 4);
  assert.match(
    stderr,
    /^policy: cannot write `[^`]*predicates\/scan\.json\/[^`]*`: `scan\.json` is no folder of its own\n {2}help: nothing was changed\n/u,
  );
  assert.is(readFileSync(file, "utf8"), before);
});

const wrongWords: readonly (readonly [words: readonly string[], code: number, says: RegExp])[] = [
  [[], 4, /which image/u],
  [["oci-layout:nowhere", "--policy", "quickstart.policy"], 2, /could not be read/u],
  [["oci-layout:image"], 4, /which policy/u],
  [["oci-layout:image", "--policy", "quickstart.policy", "--gate", "none"], 4, /no gate `none`/u],
  [["oci-layout:image", "--policy", "quickstart.policy", "--title", ""], 4, /title/u],
  [["oci-layout:image", "--policy", "quickstart.policy", "--title", "a\nb"], 4, /title/u],
  [["file:keys/builder.pub", "--policy", "quickstart.policy"], 4, /--bundle/u],
  [["oci-layout:image", "--policy", "broken.policy"], 3, /E1/u],
];
for (const [given, expected, says] of wrongWords) {
  tests(`exit code ${expected}: ${[...given, "end"].join(" ")}`, async () => {
    const { folder } = quickstart();
    writeFileSync(join(folder, "broken.policy"), "policy broken version 1\ncontrol {");
    const { code, stderr } = await words(folder, "test", "record", ...given);
    assert.is(code, expected, stderr);
    assert.match(stderr, says);
  });
}

tests("a folder called record is tested by its path", async () => {
  const { folder } = quickstart();
  const { code, stdout } = await words(dirname(folder), "test", `./${folder.split("/").at(-1) ?? ""}`);
  assert.is(code, 0);
  assert.match(stdout, "1 passed");
});

tests.run();
